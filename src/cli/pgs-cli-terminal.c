/* pgs-cli-terminal.c: a few lines of a terminal that are drawn again and again in place
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-cli-terminal.h"

#include "pgs-cli-guard.h"

#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

/* NOTES
 *
 * The cursor is never hidden, and each drawing is one write() that leaves it below the lines: so it is
 * where it belongs however the program ends, SIGKILL included. What is typed would be echoed there and
 * move everything by a line with each Enter. So the echo is switched off, which has to be undone: at
 * the end, before a stop and by each signal that would end the program. After SIGKILL the shell does it.
 *
 * A terminal that gets narrower breaks long lines anew, or does not: nobody can tell which lines are
 * drawn where. After that everything is cleared and drawn at the top.
 */

#define COLUMNS_DEFAULT 80
#define LINES_DEFAULT 24
#define CONTINUATION_MS 50 /* some shells send a SIGCONT right after they gave the terminal, others none */

struct _PgsCliTerminal
{
  PgsCliOutput *output;
  PgsCliTerminalFlags flags;
  const char *charset; /* NULL: UTF-8 */
  gsize n_drawn;       /* lines above the cursor that the next drawing replaces */
  gboolean is_cleared;
  gboolean was_away; /* in the background */
};

/* Of the one terminal there is, for the handler of signals. */
static struct termios echoing;
static volatile sig_atomic_t is_silent;

static gboolean
is_in_foreground (void)
{
  return tcgetpgrp (STDOUT_FILENO) == getpgrp ();
}

/* Not where the terminal is nobody's, or another session's. */
static gboolean
is_in_background (void)
{
  const pid_t group = tcgetpgrp (STDOUT_FILENO);

  return group > 0 && group != getpgrp ();
}

/* A job in the background would be stopped if it tried, and the terminal is not its own then.
 * Async-signal-safe. */
static void
restore_echo (void)
{
  if (is_silent && is_in_foreground ())
    tcsetattr (STDOUT_FILENO, TCSANOW, &echoing);
  is_silent = FALSE;
}

static void
stop_echo (void)
{
  struct termios silent;

  if (!is_in_foreground () || tcgetattr (STDOUT_FILENO, &silent) != 0 || !(silent.c_lflag & ECHO))
    return;
  echoing = silent;
  silent.c_lflag &= ~(tcflag_t) ECHO;
  is_silent = TRUE;
  tcsetattr (STDOUT_FILENO, TCSANOW, &silent);
}

/* "dumb" is what editors and logs call themselves. The console's font has no eighths of a block. */
static PgsCliTerminalFlags
find_flags (gboolean is_utf8)
{
  const char *term = g_getenv ("TERM");
  const char *no_color = g_getenv ("NO_COLOR");
  PgsCliTerminalFlags flags = 0;

  if (term == NULL || *term == '\0' || strcmp (term, "dumb") == 0)
    return flags;
  flags |= PGS_CLI_TERMINAL_MOVES;
  if (no_color == NULL || *no_color == '\0')
    flags |= PGS_CLI_TERMINAL_COLORS;
  if (is_utf8 && strcmp (term, "linux") != 0)
    flags |= PGS_CLI_TERMINAL_BLOCKS;
  return flags;
}

/**
 * pgs_cli_terminal_new:
 * @output: standard output, which is a terminal; outlives @self
 *
 * Finds out from the environment (TERM, NO_COLOR, the locale) what the terminal can do. From now on it
 * does not show what is typed, until the end of @self or of the program, whatever ends it.
 *
 * Returns: (transfer full): the lines from the cursor on
 */
PgsCliTerminal *
pgs_cli_terminal_new (PgsCliOutput *output)
{
  PgsCliTerminal *self = g_new0 (PgsCliTerminal, 1);

  self->output = output;
  if (g_get_charset (&self->charset))
    self->charset = NULL;
  self->flags = find_flags (self->charset == NULL);
  if (self->flags & PGS_CLI_TERMINAL_MOVES)
    {
      pgs_cli_guard (restore_echo);
      stop_echo ();
    }
  return self;
}

/**
 * pgs_cli_terminal_free:
 * @self: (transfer full) (nullable): a terminal
 *
 * What was drawn last stays, with the cursor below.
 */
void
pgs_cli_terminal_free (PgsCliTerminal *self)
{
  if (self == NULL)
    return;
  restore_echo ();
  g_free (self);
}

/**
 * pgs_cli_terminal_get_flags:
 * @self: a terminal
 *
 * Returns: what it can do
 */
PgsCliTerminalFlags
pgs_cli_terminal_get_flags (PgsCliTerminal *self)
{
  return self->flags;
}

/**
 * pgs_cli_terminal_get_size:
 * @self: a terminal
 * @n_columns: (out): its width
 * @n_lines: (out): its height
 *
 * As it is now; 80 by 24 if it does not say.
 */
void
pgs_cli_terminal_get_size (PgsCliTerminal *self,
                           gsize          *n_columns,
                           gsize          *n_lines)
{
  struct winsize size = { 0 };

  if (ioctl (STDOUT_FILENO, TIOCGWINSZ, &size) != 0)
    size = (struct winsize) { 0 };
  *n_columns = size.ws_col > 0 ? size.ws_col : COLUMNS_DEFAULT;
  *n_lines = size.ws_row > 0 ? size.ws_row : LINES_DEFAULT;
}

/* In the locale's own characters; what it lacks is a question mark, one character for one. */
static char *
dup_in_charset (const char *text,
                const char *charset)
{
  static const struct { const char *character; const char *simple; } simpler[] = {
    { "–", "-" }, { "−", "-" }, { "\u00a0", " " }, { "…", "~" },
  };
  g_autoptr (GString) out = g_string_new (text);
  char *converted;

  for (gsize i = 0; i < G_N_ELEMENTS (simpler); i++)
    g_string_replace (out, simpler[i].character, simpler[i].simple, 0);
  converted = g_convert_with_fallback (out->str, out->len, charset, "UTF-8", "?", NULL, NULL, NULL);
  return converted != NULL ? converted : g_str_to_ascii (out->str, "C");
}

/* Erasing comes before the text of a line: behind one that fills it, it would take the last character. */
static void
append_frame (PgsCliTerminal *self,
              const char     *lines,
              GString        *out)
{
  const gboolean replaces = self->n_drawn > 0;
  gsize n = 0;

  if (self->is_cleared)
    g_string_append (out, "\033[H\033[2J");
  else if (replaces)
    g_string_append_printf (out, "\r\033[%" G_GSIZE_FORMAT "A", self->n_drawn);
  for (const char *line = lines; *line != '\0'; n++)
    {
      const char *end = strchr (line, '\n') + 1;

      if (replaces)
        g_string_append (out, "\033[K");
      g_string_append_len (out, line, end - line);
      line = end;
    }
  if (replaces)
    g_string_append (out, "\033[J");
  self->is_cleared = FALSE;
  self->n_drawn = self->flags & PGS_CLI_TERMINAL_MOVES ? n : 0;
}

/* Waits for a SIGCONT, which the caller has blocked, and uses it up. */
static void
take_continuation (gint64 max_ms)
{
  sigset_t set;

  sigemptyset (&set);
  sigaddset (&set, SIGCONT);
  sigtimedwait (&set, NULL, &(struct timespec) { .tv_nsec = max_ms * 1000000 });
}

/**
 * pgs_cli_terminal_draw:
 * @self: a terminal
 * @lines: valid UTF-8, fewer lines than it has and none wider than it is; all end in a newline. May
 *   hold colours, and nothing else that is not shown
 * @error: where to put why not
 *
 * Puts @lines where those drawn before are, or from the cursor on. Where the cursor cannot be moved,
 * they come below. A job in the background, where the cursor is the shell's, draws nothing.
 *
 * Returns: whether that could be written
 */
gboolean
pgs_cli_terminal_draw (PgsCliTerminal  *self,
                       const char      *lines,
                       GError         **error)
{
  g_autofree char *converted = self->charset != NULL ? dup_in_charset (lines, self->charset) : NULL;
  g_autoptr (GString) out = g_string_new (NULL);

  if (self->flags & PGS_CLI_TERMINAL_MOVES && is_in_background ())
    {
      self->was_away = TRUE;
      return TRUE;
    }
  if (self->was_away)
    {
      take_continuation (CONTINUATION_MS);
      pgs_cli_terminal_resume (self);
    }
  append_frame (self, converted != NULL ? converted : lines, out);
  return pgs_cli_output_write_safe (self->output, out->str, out->len, error);
}

/**
 * pgs_cli_terminal_clear:
 * @self: a terminal that has another size now
 *
 * The next drawing is at the top, and nothing else is there.
 */
void
pgs_cli_terminal_clear (PgsCliTerminal *self)
{
  self->is_cleared = self->flags & PGS_CLI_TERMINAL_MOVES;
  self->n_drawn = 0;
}

/**
 * pgs_cli_terminal_resume:
 * @self: a terminal on which somebody else may have written
 *
 * After the program was stopped and goes on: the next drawing starts at the cursor.
 */
void
pgs_cli_terminal_resume (PgsCliTerminal *self)
{
  self->n_drawn = 0;
  self->is_cleared = FALSE;
  self->was_away = FALSE;
  if (self->flags & PGS_CLI_TERMINAL_MOVES)
    stop_echo ();
}

/**
 * pgs_cli_terminal_suspend:
 * @self: a terminal
 *
 * Does what the SIGTSTP asks for that the caller has blocked and received: gives the terminal back,
 * stops the program, and takes the terminal again when it goes on. The SIGCONT is used up.
 */
void
pgs_cli_terminal_suspend (PgsCliTerminal *self)
{
  sigset_t stop;

  restore_echo ();
  sigemptyset (&stop);
  sigaddset (&stop, SIGTSTP);
  pthread_sigmask (SIG_UNBLOCK, &stop, NULL);
  raise (SIGTSTP);
  pthread_sigmask (SIG_BLOCK, &stop, NULL);
  take_continuation (0);
  pgs_cli_terminal_resume (self);
}
