/* test-program.c: programs on a terminal of their own, watched from their first instruction
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-program.h"
#include "pgs-session.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define LONG_US (30 * G_USEC_PER_SEC)

static void
on_output (PgsProgram *program,
           const char *text,
           GString    *out)
{
  g_string_append (out, text);
}

/* @out: (nullable): gets what it writes. */
static PgsProgram *
start (const char *const *argv,
       GString           *out)
{
  PgsProgram *program = pgs_program_new (argv, NULL, NULL);
  g_autoptr (GError) error = NULL;

  if (out != NULL)
    g_signal_connect (program, "output", G_CALLBACK (on_output), out);
  g_assert_true (pgs_program_start (program, &error));
  g_assert_no_error (error);
  pgs_program_listen (program);
  return program;
}

static PgsProgram *
start_shell (const char *script,
             GString    *out)
{
  const char *argv[] = { "sh", "-c", script, NULL };

  return start (argv, out);
}

static gboolean
wake (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

typedef gboolean (*Condition) (gpointer data);

static void
run_until (Condition condition,
           gpointer  data)
{
  const gint64 until = g_get_monotonic_time () + LONG_US;
  const guint id = g_timeout_add (10, wake, NULL);

  while (!condition (data) && g_get_monotonic_time () < until)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (id);
  g_assert_true (condition (data));
}

static gboolean
has_started (gpointer program)
{
  return pgs_program_get_state (program) != PGS_LAUNCHER_STARTING;
}

static gboolean
has_ended (gpointer program)
{
  return pgs_program_get_state (program) >= PGS_LAUNCHER_ENDED;
}

typedef struct
{
  GString *out;
  const char *wanted;
} Expected;

static gboolean
has_written (gpointer data)
{
  const Expected *expected = data;

  return strstr (expected->out->str, expected->wanted) != NULL;
}

static void
run_until_written (GString    *out,
                   const char *wanted)
{
  Expected expected = { out, wanted };

  run_until (has_written, &expected);
}

static void
test_conversation (void)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (PgsProgram) program =
    start_shell ("stty -echo; test -t 0 && test -t 1 && test -t 2 && printf '\\033[1m한글\\033[m\\n';"
                 "read line; echo \"got $line in $TERM\"; cat; exit 3", out);

  pgs_program_release (program);
  run_until_written (out, "한글\r\n");
  g_assert_true (pgs_program_write (program, "a line\n"));
  run_until_written (out, "got a line in dumb\r\n");
  g_assert_true (pgs_program_write_end (program));
  run_until (has_ended, program);
  g_assert_true (WIFEXITED (pgs_program_get_exit (program)->status));
  g_assert_cmpint (WEXITSTATUS (pgs_program_get_exit (program)->status), ==, 3);
  g_assert_cmpstr (out->str, ==, "한글\r\ngot a line in dumb\r\n");
  g_assert_false (pgs_program_is_alive (program));
}

/* A program that writes without end neither stops the main loop nor piles up here. */
static void
test_flood (void)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (PgsProgram) program = start_shell ("exec yes", out);
  const gint64 until = g_get_monotonic_time () + G_USEC_PER_SEC / 2;

  pgs_program_release (program);
  while (g_get_monotonic_time () < until)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (100);
    }
  g_assert_cmpuint (out->len, >, 0);
  g_assert_cmpuint (out->len, <, 4 << 20); /* 32 KiB in 25 ms, and some more */
  g_assert_true (pgs_program_signal (program, SIGTERM));
  run_until (has_ended, program);
  g_assert_cmpint (WTERMSIG (pgs_program_get_exit (program)->status), ==, SIGTERM);
}

static void
test_failure (void)
{
  const char *argv[] = { "/nonexistent/program", NULL };
  g_autoptr (PgsProgram) program = start (argv, NULL);

  run_until (has_ended, program);
  g_assert_cmpint (pgs_program_get_state (program), ==, PGS_LAUNCHER_FAILED);
  g_assert_nonnull (pgs_program_get_error (program));
}

static gboolean
is_gone (gpointer data)
{
  return kill (*(gint *) data, 0) != 0;
}

/* Closing the terminal sends SIGHUP, as a terminal's window does. */
static void
test_hang_up (void)
{
  PgsProgram *program = start_shell ("sleep 1000", NULL);
  gint pid;

  pgs_program_release (program);
  run_until (has_started, program);
  pid = pgs_program_get_pid (program);
  g_object_unref (program);
  run_until (is_gone, &pid);
}

static gboolean
has_libc (PgsSnapshot *snapshot)
{
  for (gsize i = 0; snapshot != NULL && i < pgs_maps_get_length (snapshot->maps); i++)
    {
      const PgsMapping *region = pgs_maps_get (snapshot->maps, i);

      if (region->path != NULL && strstr (region->path, "libc") != NULL)
        return TRUE;
    }
  return FALSE;
}

static gboolean
shows_sample (gpointer session)
{
  return pgs_session_get_latest (session) != NULL;
}

static gboolean
shows_libc (gpointer session)
{
  return has_libc (pgs_session_get_latest (session));
}

static gboolean
is_over (gpointer session)
{
  return pgs_session_get_state (session) == PGS_SESSION_ENDED;
}

static void
test_watched_from_the_first (void)
{
  g_autoptr (PgsSession) session = pgs_session_new ();
  g_autoptr (PgsProgram) program = start_shell ("sleep 0.7; exit 5", NULL);
  PgsSnapshot *snapshot;

  run_until (has_started, program);
  g_assert_cmpint (pgs_program_get_state (program), ==, PGS_LAUNCHER_HELD);
  pgs_session_watch (session, pgs_program_get_pid (program));
  run_until (shows_sample, session);
  snapshot = pgs_session_get_latest (session);
  g_assert_cmpuint (pgs_maps_get_length (snapshot->maps), >, 3);
  g_assert_false (has_libc (snapshot));
  g_assert_cmpuint (snapshot->counters.minor_faults, <, 100);
  pgs_program_release (program);
  run_until (shows_libc, session);
  run_until (is_over, session);
  run_until (has_ended, program);
  pgs_session_note_exit (session, pgs_program_get_pid (program), pgs_program_get_exit (program));
  g_assert_true (pgs_session_get_exit (session)->status_known);
  g_assert_cmpint (WEXITSTATUS (pgs_session_get_exit (session)->status), ==, 5);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session/program/conversation", test_conversation);
  g_test_add_func ("/session/program/flood", test_flood);
  g_test_add_func ("/session/program/failure", test_failure);
  g_test_add_func ("/session/program/hang-up", test_hang_up);
  g_test_add_func ("/session/program/watched-from-the-first", test_watched_from_the_first);
  return g_test_run ();
}
