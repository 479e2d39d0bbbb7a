/* pgs-cli-watch-screen.c: the chart of a watched process on a terminal
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-cli-watch-screen.h"

#include "pgs-cli-terminal.h"
#include "pgs-cli-watch-chart.h"

struct _PgsCliWatchScreen
{
  PgsCliTerminal *terminal;
  PgsCliWatchChart *chart;
  GString *text;
};

/**
 * pgs_cli_watch_screen_new:
 * @output: (transfer none): a terminal; it must live longer
 *
 * Returns: (transfer full): a screen without samples
 */
PgsCliWatchScreen *
pgs_cli_watch_screen_new (PgsCliOutput *output)
{
  PgsCliWatchScreen *self = g_new0 (PgsCliWatchScreen, 1);

  self->terminal = pgs_cli_terminal_new (output);
  self->chart = pgs_cli_watch_chart_new ();
  self->text = g_string_new (NULL);
  return self;
}

/**
 * pgs_cli_watch_screen_free:
 * @self: (transfer full) (nullable): a screen; the terminal is as it was before
 */
void
pgs_cli_watch_screen_free (PgsCliWatchScreen *self)
{
  if (self == NULL)
    return;
  pgs_cli_terminal_free (self->terminal);
  pgs_cli_watch_chart_free (self->chart);
  g_string_free (self->text, TRUE);
  g_free (self);
}

/**
 * pgs_cli_watch_screen_add:
 * @self: a screen
 * @snapshot: the next sample
 */
void
pgs_cli_watch_screen_add (PgsCliWatchScreen *self,
                          const PgsSnapshot *snapshot)
{
  pgs_cli_watch_chart_add (self->chart, snapshot);
}

/**
 * pgs_cli_watch_screen_end:
 * @self: a screen
 *
 * From now on it says that the process has ended.
 */
void
pgs_cli_watch_screen_end (PgsCliWatchScreen *self)
{
  pgs_cli_watch_chart_end (self->chart);
}

/**
 * pgs_cli_watch_screen_draw:
 * @self: a screen
 * @error: the terminal went away
 *
 * Draws it where it was drawn before. The last line of the terminal is the cursor's.
 *
 * Returns: %FALSE with @error
 */
gboolean
pgs_cli_watch_screen_draw (PgsCliWatchScreen  *self,
                           GError            **error)
{
  const PgsCliTerminalFlags flags = pgs_cli_terminal_get_flags (self->terminal);
  gsize n_columns, n_lines;

  pgs_cli_terminal_get_size (self->terminal, &n_columns, &n_lines);
  g_string_truncate (self->text, 0);
  pgs_cli_watch_chart_print (self->chart, n_columns, MAX (n_lines, 2) - 1,
                             (flags & PGS_CLI_TERMINAL_COLORS ? PGS_CLI_WATCH_COLORS : 0)
                               | (flags & PGS_CLI_TERMINAL_BLOCKS ? PGS_CLI_WATCH_BLOCKS : 0),
                             self->text);
  return pgs_cli_terminal_draw (self->terminal, self->text->str, error);
}

/**
 * pgs_cli_watch_screen_take:
 * @self: a screen
 * @wake: what waiting ended with
 *
 * Does what the terminal needs after it was resized, or when the program is to stop or goes on.
 *
 * Returns: %FALSE if @wake is something else, or the terminal went away
 */
gboolean
pgs_cli_watch_screen_take (PgsCliWatchScreen *self,
                           PgsCliWake         wake)
{
  switch (wake)
    {
    case PGS_CLI_WAKE_RESIZED:
      pgs_cli_terminal_clear (self->terminal);
      break;
    case PGS_CLI_WAKE_STOP:
      pgs_cli_terminal_suspend (self->terminal);
      break;
    case PGS_CLI_WAKE_CONTINUED:
      pgs_cli_terminal_resume (self->terminal);
      break;
    case PGS_CLI_WAKE_TIME:
    case PGS_CLI_WAKE_SIGNAL:
    case PGS_CLI_WAKE_PROCESS:
    case PGS_CLI_WAKE_READER:
    case PGS_CLI_WAKE_INPUT:
      return FALSE;
    }
  return pgs_cli_watch_screen_draw (self, NULL);
}
