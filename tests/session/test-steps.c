/* test-steps.c: going through a history by samples and marks, changing marks, recording
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-session-steps.h"

#include <glib/gstdio.h>
#include <string.h>

#include "feeder.h"
#include "pgs-recording.h"
#include "pgs-session-recorder.h"

#define SECOND ((gint64) G_USEC_PER_SEC)
#define N_SAMPLES 20
#define TIMEOUT_S 20

typedef struct
{
  Feeder *feeder;
  PgsSession *session; /* of the feeder */
  char *folder;
  char *path;
} Fixture;

static void
deliver (Fixture *self,
         gint64   second)
{
  feeder_step (self->feeder, second * SECOND);
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  *self = (Fixture) { .feeder = feeder_new () };
  self->session = self->feeder->session;
  self->folder = g_dir_make_tmp ("pgs-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, "a.pagescape", NULL);
  pgs_session_watch (self->session, FEEDER_PID);
  for (gint64 i = 1; i <= N_SAMPLES; i++)
    deliver (self, i);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  feeder_free (self->feeder);
  g_remove (self->path);
  g_rmdir (self->folder);
  g_free (self->path);
  g_free (self->folder);
}

static void
check_shown (Fixture *self,
             gint64   second)
{
  g_assert_cmpint (pgs_session_get_shown_time (self->session), ==, second * SECOND);
}

static void
test_samples (Fixture       *self,
              gconstpointer  data)
{
  pgs_session_step (self->session, 1);
  g_assert_true (pgs_session_is_live (self->session));
  pgs_session_step (self->session, -1);
  check_shown (self, N_SAMPLES - 1);
  pgs_session_step (self->session, -5);
  check_shown (self, N_SAMPLES - 6);
  deliver (self, N_SAMPLES + 1); /* what is shown stays */
  check_shown (self, N_SAMPLES - 6);
  pgs_session_step (self->session, 7);
  check_shown (self, N_SAMPLES + 1);
  g_assert_false (pgs_session_is_live (self->session));
  pgs_session_step (self->session, 1);
  g_assert_true (pgs_session_is_live (self->session));
  pgs_session_step (self->session, G_MININT64);
  check_shown (self, 1);
  pgs_session_step (self->session, -1);
  check_shown (self, 1);
  pgs_session_step (self->session, G_MAXINT64);
  g_assert_true (pgs_session_is_live (self->session));
  pgs_session_show_first (self->session);
  check_shown (self, 1);
}

static void
test_marks (Fixture       *self,
            gconstpointer  data)
{
  pgs_session_show (self->session, 5 * SECOND);
  pgs_session_mark (self->session, "five");
  pgs_session_show (self->session, 9 * SECOND);
  pgs_session_mark (self->session, NULL);
  pgs_session_show_live (self->session);
  pgs_session_step_mark (self->session, FALSE);
  check_shown (self, 9);
  pgs_session_step_mark (self->session, FALSE);
  check_shown (self, 5);
  pgs_session_step_mark (self->session, FALSE); /* the mark of the first sample */
  check_shown (self, 1);
  pgs_session_step_mark (self->session, TRUE);
  check_shown (self, 5);
  pgs_session_step_mark (self->session, TRUE);
  pgs_session_step_mark (self->session, TRUE);
  g_assert_true (pgs_session_is_live (self->session));
}

static void
test_empty (void)
{
  g_autoptr (PgsSession) session = pgs_session_new ();

  pgs_session_step (session, -1);
  pgs_session_step_mark (session, FALSE);
  pgs_session_extend_span (session, -1);
  pgs_session_show_first (session);
  g_assert_true (pgs_session_is_live (session));
  g_assert_false (pgs_session_can_mark (session));
}

static void
check_span (Fixture *self,
            gint64   from_second,
            gint64   to_second)
{
  gint64 from_us, to_us;

  g_assert_true (pgs_session_get_span (self->session, &from_us, &to_us));
  g_assert_cmpint (from_us, ==, from_second * SECOND);
  g_assert_cmpint (to_us, ==, to_second * SECOND);
}

static void
test_span (Fixture       *self,
           gconstpointer  data)
{
  pgs_session_show (self->session, 10 * SECOND);
  pgs_session_extend_span (self->session, -3);
  check_span (self, 7, 10);
  check_shown (self, 7);
  pgs_session_extend_span (self->session, 1);
  check_span (self, 8, 10);
  pgs_session_extend_span (self->session, 5);
  check_span (self, 10, 13);
  pgs_session_extend_span (self->session, G_MAXINT64);
  check_span (self, 10, N_SAMPLES);
  g_assert_false (pgs_session_is_live (self->session));
}

static guint
count_marks (Fixture    *self,
             const char *name)
{
  gsize n_marks;
  const PgsMark *marks = pgs_moments_get_marks (pgs_session_get_moments (self->session), &n_marks);
  guint n = 0;

  for (gsize i = 0; i < n_marks; i++)
    n += strcmp (marks[i].name, name) == 0;
  return n;
}

static void
test_marks_change (Fixture       *self,
                   gconstpointer  data)
{
  pgs_session_show (self->session, 5 * SECOND);
  pgs_session_mark (self->session, "a");
  pgs_session_mark (self->session, "b");
  g_assert_false (pgs_session_rename_mark (self->session, 5 * SECOND, "c", "d"));
  g_assert_false (pgs_session_rename_mark (self->session, 6 * SECOND, "a", "d"));
  g_assert_true (pgs_session_rename_mark (self->session, 5 * SECOND, "a", "d"));
  g_assert_cmpuint (count_marks (self, "a"), ==, 0);
  g_assert_cmpuint (count_marks (self, "d"), ==, 1);
  g_assert_cmpuint (count_marks (self, "b"), ==, 1);
  g_assert_nonnull (pgs_session_get_marked (self->session));
  g_assert_true (pgs_session_remove_mark (self->session, 5 * SECOND, "d"));
  g_assert_false (pgs_session_remove_mark (self->session, 5 * SECOND, "d"));
  g_assert_cmpuint (count_marks (self, "d"), ==, 0);
  pgs_session_restore_mark (self->session, 5 * SECOND, "d");
  g_assert_cmpuint (count_marks (self, "d"), ==, 1);
}

/* Marks of events are no people's to change. */
static void
test_events_stay (Fixture       *self,
                  gconstpointer  data)
{
  gsize n_marks;
  const PgsMark *marks = pgs_moments_get_marks (pgs_session_get_moments (self->session), &n_marks);

  g_assert_cmpuint (n_marks, >=, 1);
  g_assert_cmpint (marks[0].kind, !=, PGS_MARK_PERSON);
  g_assert_false (pgs_session_remove_mark (self->session, marks[0].monotonic_us, marks[0].name));
  g_assert_false (pgs_session_rename_mark (self->session, marks[0].monotonic_us, marks[0].name, "mine"));
}

static void
on_finished (gboolean *finished)
{
  *finished = TRUE;
}

static gboolean
on_timeout (gpointer data)
{
  g_error ("it did not finish in %d s", TIMEOUT_S);
  return G_SOURCE_REMOVE;
}

static void
finish (PgsSessionRecorder *recorder)
{
  const guint timeout = g_timeout_add_seconds (TIMEOUT_S, on_timeout, NULL);
  gboolean finished = FALSE;

  g_signal_connect_swapped (recorder, "finished", G_CALLBACK (on_finished), &finished);
  while (!finished)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (timeout);
}

static void
check_recording (Fixture *self,
                 gint64   first,
                 gint64   last,
                 gboolean ended)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PgsRecording) recording = pgs_recording_open (self->path, &error);
  PgsMoments *moments;

  g_assert_no_error (error);
  g_assert_true (pgs_recording_is_complete (recording));
  g_assert_cmpuint (pgs_recording_get_n_samples (recording), ==, last - first + 1);
  moments = pgs_recording_get_moments (recording, 0);
  for (gint64 i = first; i <= last; i++)
    {
      g_autoptr (PgsSnapshot) snapshot = pgs_moments_get_snapshot (moments, i - first, &error);

      g_assert_no_error (error);
      g_assert_cmpint (snapshot->monotonic_us, ==, i * SECOND);
      g_assert_cmpuint (snapshot->counters.virt, ==, i * SECOND);
    }
  g_assert_cmpint (pgs_moments_get_exit (moments)->ended, ==, ended);
}

static gboolean
has_mark (const char *path,
          const char *name)
{
  g_autoptr (PgsRecording) recording = pgs_recording_open (path, NULL);
  gsize n_marks;
  const PgsMark *marks = pgs_recording_get_marks (recording, &n_marks);

  for (gsize i = 0; i < n_marks; i++)
    if (strcmp (marks[i].name, name) == 0)
      return TRUE;
  return FALSE;
}

/* From a sample that was there before to the last one before it was stopped. */
static void
test_record (Fixture       *self,
             gconstpointer  data)
{
  g_autoptr (PgsSessionRecorder) recorder = pgs_session_recorder_new (self->session, self->path);

  pgs_session_recorder_follow (recorder, 15 * SECOND);
  g_assert_true (pgs_session_recorder_is_active (recorder));
  for (gint64 i = N_SAMPLES + 1; i <= N_SAMPLES + 50; i++)
    {
      deliver (self, i);
      if (i == N_SAMPLES + 40)
        pgs_session_mark (self->session, "before it was named");
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
  pgs_session_rename_mark (self->session, (N_SAMPLES + 40) * SECOND, "before it was named", "named");
  pgs_session_recorder_stop (recorder);
  deliver (self, N_SAMPLES + 51);
  finish (recorder);
  g_assert_no_error (pgs_session_recorder_get_error (recorder));
  g_assert_false (pgs_session_recorder_is_active (recorder));
  g_assert_cmpuint (pgs_session_recorder_get_size (recorder), >, 0);
  check_recording (self, 15, N_SAMPLES + 50, FALSE);
  g_assert_true (has_mark (self->path, "named"));
  g_assert_false (has_mark (self->path, "before it was named"));
}

static void
end (Fixture *self)
{
  const PgsSamplerResult result = { .exit_info = { .ended = TRUE, .status_known = TRUE, .status = 9 } };

  feeder_end (self->feeder, &result);
}

static void
test_record_to_the_end (Fixture       *self,
                        gconstpointer  data)
{
  g_autoptr (PgsSessionRecorder) recorder = pgs_session_recorder_new (self->session, self->path);

  pgs_session_recorder_follow (recorder, 1);
  pgs_session_mark (self->session, "near the end");
  end (self);
  finish (recorder);
  check_recording (self, 1, N_SAMPLES, TRUE);
  g_assert_true (has_mark (self->path, "near the end"));
}

/* A window that is closed takes its recorder with it. */
static void
test_record_until_disposed (Fixture       *self,
                            gconstpointer  data)
{
  PgsSessionRecorder *recorder = pgs_session_recorder_new (self->session, self->path);

  pgs_session_recorder_follow (recorder, 1);
  while (pgs_session_recorder_get_n_samples (recorder) < N_SAMPLES)
    g_main_context_iteration (NULL, TRUE);
  g_object_unref (recorder);
  check_recording (self, 1, N_SAMPLES, FALSE);
}

static void
test_record_another (Fixture       *self,
                     gconstpointer  data)
{
  g_autoptr (PgsSessionRecorder) recorder = pgs_session_recorder_new (self->session, self->path);

  pgs_session_recorder_follow (recorder, 1);
  while (pgs_session_recorder_get_n_samples (recorder) < N_SAMPLES)
    g_main_context_iteration (NULL, TRUE);
  pgs_session_watch (self->session, 43);
  finish (recorder);
  check_recording (self, 1, N_SAMPLES, FALSE);
}

static void
test_record_nowhere (Fixture       *self,
                     gconstpointer  data)
{
  g_autofree char *path = g_build_filename (self->folder, "none", "a.pagescape", NULL);
  g_autoptr (PgsSessionRecorder) recorder = pgs_session_recorder_new (self->session, path);

  pgs_session_recorder_follow (recorder, 1);
  finish (recorder);
  g_assert_nonnull (pgs_session_recorder_get_error (recorder));
  g_assert_cmpuint (pgs_session_recorder_get_n_samples (recorder), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add ("/session/steps/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("samples", test_samples);
  ADD ("marks", test_marks);
  ADD ("span", test_span);
  ADD ("marks-change", test_marks_change);
  ADD ("events-stay", test_events_stay);
  ADD ("record", test_record);
  ADD ("record-to-the-end", test_record_to_the_end);
  ADD ("record-until-disposed", test_record_until_disposed);
  ADD ("record-another", test_record_another);
  ADD ("record-nowhere", test_record_nowhere);
  g_test_add_func ("/session/steps/empty", test_empty);
  return g_test_run ();
}
