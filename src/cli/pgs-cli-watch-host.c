/* pgs-cli-watch-host.c: pagescape-cli --host HOST watch on a terminal: samples from there, a chart here
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * The chart is not drawn there, as it would be under ssh -t: the other machine would write to this terminal
 * whatever it likes.
 */
#include "config.h"

#include "pgs-cli-watch-host.h"

#include "pgs-cli-host-stream.h"
#include "pgs-cli-sections.h"
#include "pgs-cli-watch-screen.h"

typedef struct
{
  PgsCliOutput *output;
  PgsCliWatchScreen *screen; /* NULL until the first sample: ssh may ask something before */
  guint64 n_samples;
  GError *denial; /* that the first sample's mappings are denied; NULL: they are not */
} Chart;

static gboolean
take_sample (PgsSnapshot  *snapshot,
             gpointer      data,
             GError      **error)
{
  Chart *chart = data;

  if (chart->screen == NULL)
    chart->screen = pgs_cli_watch_screen_new (chart->output);
  if (chart->n_samples++ == 0)
    pgs_cli_sections_check (PGS_SECTION_NONE, snapshot, &chart->denial);
  pgs_cli_watch_screen_add (chart->screen, snapshot);
  return pgs_cli_watch_screen_draw (chart->screen, error);
}

static gboolean
take_exit (const PgsExit  *exit_info,
           gpointer        data,
           GError        **error)
{
  Chart *chart = data;

  if (chart->screen == NULL)
    return TRUE;
  pgs_cli_watch_screen_end (chart->screen);
  return pgs_cli_watch_screen_draw (chart->screen, error);
}

static gboolean
is_over (Chart      *chart,
         PgsCliWake  wake)
{
  const gboolean is_of_terminal = wake == PGS_CLI_WAKE_RESIZED || wake == PGS_CLI_WAKE_STOP
                                  || wake == PGS_CLI_WAKE_CONTINUED;

  if (chart->screen == NULL)
    return !is_of_terminal;
  return !pgs_cli_watch_screen_take (chart->screen, wake);
}

/* Until the stream ends, the person ends it, or there were as many samples as were asked for. */
static gboolean
follow (PgsHost     *host,
        PgsCliWait  *wait,
        Chart       *chart,
        guint64      count,
        GError     **error)
{
  static const PgsCliHostSink sink = { take_sample, take_exit };
  g_autoptr (PgsDecoder) decoder = pgs_decoder_new ();
  gboolean goes_on = TRUE;

  while (goes_on && (count == 0 || chart->n_samples < count))
    {
      const PgsCliWake wake = pgs_cli_wait_until (wait, G_MAXINT64);

      if (wake == PGS_CLI_WAKE_INPUT)
        {
          if (!pgs_cli_host_read_stream (host, decoder, &sink, chart, &goes_on, error))
            return FALSE;
        }
      else if (is_over (chart, wake))
        return TRUE;
    }
  return TRUE;
}

/**
 * pgs_cli_watch_host_run:
 * @host: the machine
 * @options: what is watched there
 * @output: (transfer none): the terminal here
 * @error: what could not be read, why the connection ended, or the other program's own error
 *
 * Returns: %FALSE with @error
 */
gboolean
pgs_cli_watch_host_run (const char             *host,
                        const PgsCliWatchHost  *options,
                        PgsCliOutput           *output,
                        GError                **error)
{
  g_auto (GStrv) arguments = pgs_cli_host_dup_stream (options->interval_text, options->name, options->rest);
  g_autoptr (PgsHost) there = pgs_host_open (host, (const char * const *) arguments, PGS_HOST_TERMINAL, error);
  g_autoptr (PgsCliWait) wait = there != NULL ? pgs_cli_wait_new (error) : NULL;
  Chart chart = { output, NULL, 0, NULL };
  gboolean is_good;

  if (wait == NULL || !pgs_cli_wait_watch_terminal (wait, error))
    return FALSE;
  pgs_cli_wait_watch_input (wait, pgs_host_get_fd (there));
  is_good = follow (there, wait, &chart, options->count, error);
  pgs_cli_watch_screen_free (chart.screen);
  if (is_good && chart.denial != NULL)
    {
      g_propagate_error (error, chart.denial);
      return FALSE;
    }
  g_clear_error (&chart.denial);
  return is_good;
}
