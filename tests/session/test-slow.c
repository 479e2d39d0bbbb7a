/* test-slow.c: what takes long to decode is waited for by nobody: comparing, saving, recording, selecting
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <glib/gstdio.h>

#include "pgs-comparison.h"
#include "pgs-error.h"
#include "pgs-moments-reader.h"
#include "pgs-moments-saver.h"
#include "pgs-recording.h"
#include "pgs-session-recorder.h"
#include "pgs-session-steps.h"
#include "slow-moments.h"

#define N_SAMPLES 12
#define DECODING_MS 1

typedef struct
{
  char *folder;
  char *path;
  SlowMoments *moments;
  PgsSession *session; /* shows nothing yet */
  PgsComparison *comparison;
  PgsSnapshot *read; /* (nullable): what was read */
  GError *error;     /* (nullable) */
  gboolean is_over;
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  *self = (Fixture) { .moments = slow_moments_new (N_SAMPLES, DECODING_MS), .session = pgs_session_new () };
  self->folder = g_dir_make_tmp ("pgs-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, "a.pagescape", NULL);
  self->comparison = g_object_ref (pgs_session_get_comparison (self->session));
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_clear_object (&self->session);
  g_clear_object (&self->comparison);
  g_object_add_weak_pointer (G_OBJECT (self->moments), (gpointer *) &self->moments);
  g_object_unref (self->moments);
  while (self->moments != NULL) /* what is being decoded has it */
    g_main_context_iteration (NULL, TRUE);
  g_clear_pointer (&self->read, pgs_snapshot_unref);
  g_clear_error (&self->error);
  g_remove (self->path);
  g_assert_cmpint (g_rmdir (self->folder), ==, 0); /* nothing else was left there */
  g_free (self->path);
  g_free (self->folder);
}

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
on_read (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  Fixture *self = data;

  self->read = pgs_moments_read_finish (PGS_MOMENTS (source), result, &self->error);
  self->is_over = TRUE;
}

static void
wait_until_over (Fixture *self)
{
  while (!self->is_over)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_read (Fixture       *self,
           gconstpointer  data)
{
  pgs_moments_read_async (PGS_MOMENTS (self->moments), 4 * SLOW_SECOND + 1, NULL, on_read, self);
  wait_until_over (self);
  g_assert_no_error (self->error);
  g_assert_cmpint (self->read->monotonic_us, ==, 4 * SLOW_SECOND);
}

/* It comes before all that is wanted without end. */
static void
test_read_while_others_want (Fixture       *self,
                             gconstpointer  data)
{
  pgs_session_open (self->session, PGS_MOMENTS (self->moments));
  pgs_session_show (self->session, 2 * SLOW_SECOND);
  pgs_moments_read_async (PGS_MOMENTS (self->moments), 9 * SLOW_SECOND, NULL, on_read, self);
  for (gint64 second = 3; !self->is_over; second = 3 + second % 5)
    {
      pgs_session_show (self->session, second * SLOW_SECOND);
      g_main_context_iteration (NULL, TRUE);
    }
  g_assert_cmpint (self->read->monotonic_us, ==, 9 * SLOW_SECOND);
  g_assert_cmpuint (slow_moments_get_n_decoded (self->moments), <=, 3);
}

static void
test_read_cancelled (Fixture       *self,
                     gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  pgs_moments_read_async (PGS_MOMENTS (self->moments), SLOW_SECOND, cancellable, on_read, self);
  g_cancellable_cancel (cancellable);
  wait_until_over (self);
  g_assert_error (self->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (self->read);
}

static void
test_read_broken (Fixture       *self,
                  gconstpointer  data)
{
  slow_moments_break (self->moments, 6);
  pgs_moments_read_async (PGS_MOMENTS (self->moments), 7 * SLOW_SECOND, NULL, on_read, self);
  wait_until_over (self);
  g_assert_error (self->error, PGS_ERROR, PGS_ERROR_SYNTAX);
  g_assert_cmpstr (self->error->message, ==, "it is broken");
}

static gint64
get_a (Fixture *self)
{
  PgsSnapshot *a = pgs_comparison_get_a (self->comparison);

  return a != NULL ? a->monotonic_us / SLOW_SECOND : 0;
}

static gint64
get_b (Fixture *self)
{
  PgsSnapshot *b = pgs_comparison_get_b (self->comparison);

  return b != NULL ? b->monotonic_us / SLOW_SECOND : 0;
}

static gboolean
is_reading (Fixture *self)
{
  return pgs_comparison_is_reading (self->comparison, FALSE) || pgs_comparison_is_reading (self->comparison, TRUE);
}

static void
wait_until_read (Fixture *self)
{
  while (is_reading (self))
    g_main_context_iteration (NULL, TRUE);
}

static void
read_a (Fixture *self,
        gint64   second)
{
  pgs_comparison_read (self->comparison, FALSE, PGS_MOMENTS (self->moments), second * SLOW_SECOND, "a");
}

/* The first moment is shown. */
static void
open_moments (Fixture *self)
{
  pgs_session_open (self->session, PGS_MOMENTS (self->moments));
  while (pgs_session_get_shown_time (self->session) == 0)
    g_main_context_iteration (NULL, TRUE);
}

/* Both sides are read; until then it is said, and what was compared stays. */
static void
test_compare (Fixture       *self,
              gconstpointer  data)
{
  open_moments (self);
  read_a (self, 3);
  g_assert_cmpint (get_a (self), ==, 0);
  g_assert_true (pgs_comparison_is_reading (self->comparison, FALSE));
  g_assert_false (pgs_comparison_is_reading (self->comparison, TRUE));
  wait_until_read (self);
  g_assert_cmpint (get_a (self), ==, 3);
  g_assert_cmpstr (pgs_comparison_get_a_name (self->comparison), ==, "a");

  pgs_comparison_read (self->comparison, TRUE, PGS_MOMENTS (self->moments), 8 * SLOW_SECOND, "b");
  g_assert_true (pgs_comparison_is_reading (self->comparison, TRUE));
  g_assert_cmpint (get_b (self), ==, 1);
  wait_until_read (self);
  g_assert_cmpint (get_b (self), ==, 8);
  g_assert_false (pgs_comparison_follows (self->comparison));
}

/* Of what is chosen for a side the last counts, whether it has to be read or not. */
static void
test_compare_newest (Fixture       *self,
                     gconstpointer  data)
{
  g_autoptr (PgsSnapshot) first = NULL;

  open_moments (self);
  first = pgs_snapshot_ref (pgs_session_get_snapshot (self->session));
  for (gint64 second = 3; second <= 11; second += 2)
    read_a (self, second);
  wait_until_read (self);
  g_assert_cmpint (get_a (self), ==, 11);
  settle ();
  g_assert_cmpint (get_a (self), ==, 11);
  g_assert_cmpuint (slow_moments_get_n_decoded (self->moments), <=, 3); /* those between were not */

  read_a (self, 5);
  pgs_comparison_set_a (self->comparison, first, NULL);
  g_assert_false (is_reading (self));
  settle ();
  g_assert_cmpint (get_a (self), ==, 1);
}

/* A span: A is read, B is shown, and nothing else is compared meanwhile. */
static void
test_compare_span (Fixture       *self,
                   gconstpointer  data)
{
  open_moments (self);
  pgs_comparison_need (self->comparison, self, TRUE);
  read_a (self, 3);
  pgs_comparison_show_b (self->comparison, 10 * SLOW_SECOND);
  g_assert_true (pgs_comparison_is_reading (self->comparison, FALSE));
  g_assert_true (pgs_comparison_is_reading (self->comparison, TRUE));
  while (is_reading (self))
    {
      g_assert_null (pgs_comparison_get_diff (self->comparison));
      g_main_context_iteration (NULL, TRUE);
    }
  g_assert_cmpint (get_a (self), ==, 3);
  g_assert_cmpint (get_b (self), ==, 10);
  while (pgs_comparison_get_diff (self->comparison) == NULL)
    g_main_context_iteration (NULL, TRUE);

  pgs_comparison_show_b (self->comparison, 2 * SLOW_SECOND);
  pgs_session_show (self->session, 10 * SLOW_SECOND); /* elsewhere: it is not waited for any more */
  g_assert_false (is_reading (self));
}

static void
test_compare_broken (Fixture       *self,
                     gconstpointer  data)
{
  open_moments (self);
  read_a (self, 3);
  wait_until_read (self);
  slow_moments_break (self->moments, 6);
  read_a (self, 7);
  wait_until_read (self);
  g_assert_error (pgs_comparison_get_error (self->comparison), PGS_ERROR, PGS_ERROR_SYNTAX);
  g_assert_cmpint (get_a (self), ==, 3);
  pgs_comparison_show_b (self->comparison, 7 * SLOW_SECOND);
  g_assert_no_error (pgs_comparison_get_error (self->comparison));
  wait_until_read (self);
  g_assert_error (pgs_session_get_show_error (self->session), PGS_ERROR, PGS_ERROR_SYNTAX);
  g_assert_cmpint (get_b (self), ==, 1);
}

/* Whoever looks at another recording compares nothing of this one. */
static void
test_compare_elsewhere (Fixture       *self,
                        gconstpointer  data)
{
  g_autoptr (SlowMoments) other = slow_moments_new (2, DECODING_MS);

  open_moments (self);
  read_a (self, 3);
  pgs_session_close (self->session);
  pgs_session_open (self->session, PGS_MOMENTS (other));
  g_assert_false (is_reading (self));
  settle ();
  while (pgs_session_get_shown_time (self->session) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (get_a (self), ==, 0);
}

/* The window is closed. */
static void
test_compare_closed (Fixture       *self,
                     gconstpointer  data)
{
  open_moments (self);
  read_a (self, 3);
  g_clear_object (&self->session);
  g_assert_false (is_reading (self));
  settle ();
  g_assert_cmpint (get_a (self), ==, 0);
}

static void
test_span (Fixture       *self,
           gconstpointer  data)
{
  gint64 from_us, to_us;

  open_moments (self);
  pgs_session_extend_span (self->session, 3);
  pgs_session_extend_span (self->session, 4);
  g_assert_true (pgs_session_get_span (self->session, &from_us, &to_us));
  g_assert_cmpint (from_us, ==, SLOW_SECOND);
  g_assert_cmpint (to_us, ==, 8 * SLOW_SECOND);
  g_assert_cmpint (pgs_session_get_shown_time (self->session), ==, SLOW_SECOND);
  while (pgs_session_get_shown_time (self->session) != 8 * SLOW_SECOND)
    g_main_context_iteration (NULL, TRUE);
}

static void
on_saved (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  Fixture *self = data;

  g_assert_cmpint (pgs_moments_save_finish (PGS_MOMENTS (source), result, &self->error), ==, self->error == NULL);
  self->is_over = TRUE;
}

static void
check_file (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PgsRecording) recording = pgs_recording_open (self->path, &error);

  g_assert_no_error (error);
  g_assert_true (pgs_recording_is_complete (recording));
  g_assert_cmpuint (pgs_recording_get_n_samples (recording), ==, N_SAMPLES);
}

static void
test_save (Fixture       *self,
           gconstpointer  data)
{
  pgs_moments_save_async (PGS_MOMENTS (self->moments), self->path, NULL, on_saved, self);
  while (!self->is_over)
    {
      if (slow_moments_get_n_decoded (self->moments) < N_SAMPLES)
        g_assert_false (g_file_test (self->path, G_FILE_TEST_EXISTS));
      g_main_context_iteration (NULL, TRUE);
    }
  g_assert_no_error (self->error);
  check_file (self);
}

/* What was there before is there afterwards, and nothing else. */
static void
test_save_cancelled (Fixture       *self,
                     gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  pgs_moments_save_async (PGS_MOMENTS (self->moments), self->path, cancellable, on_saved, self);
  while (slow_moments_get_n_decoded (self->moments) < 3)
    g_main_context_iteration (NULL, TRUE);
  g_cancellable_cancel (cancellable);
  wait_until_over (self);
  g_assert_error (self->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (g_file_test (self->path, G_FILE_TEST_EXISTS));
}

static void
test_save_broken (Fixture       *self,
                  gconstpointer  data)
{
  slow_moments_break (self->moments, 6);
  pgs_moments_save_async (PGS_MOMENTS (self->moments), self->path, NULL, on_saved, self);
  wait_until_over (self);
  g_assert_error (self->error, PGS_ERROR, PGS_ERROR_SYNTAX);
  g_assert_false (g_file_test (self->path, G_FILE_TEST_EXISTS));
}

static void
set_true (gboolean *flag)
{
  *flag = TRUE;
}

static void
test_record (Fixture       *self,
             gconstpointer  data)
{
  g_autoptr (PgsSessionRecorder) recorder = NULL;

  open_moments (self);
  recorder = pgs_session_recorder_new (self->session, self->path);
  g_signal_connect_swapped (recorder, "finished", G_CALLBACK (set_true), &self->is_over);
  pgs_session_recorder_follow (recorder, 1);
  settle ();
  pgs_session_recorder_stop (recorder);
  wait_until_over (self);
  g_assert_no_error (pgs_session_recorder_get_error (recorder));
  check_file (self);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add ("/session/slow/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("read", test_read);
  ADD ("read-while-others-want", test_read_while_others_want);
  ADD ("read-cancelled", test_read_cancelled);
  ADD ("read-broken", test_read_broken);
  ADD ("compare", test_compare);
  ADD ("compare-newest", test_compare_newest);
  ADD ("compare-span", test_compare_span);
  ADD ("compare-broken", test_compare_broken);
  ADD ("compare-elsewhere", test_compare_elsewhere);
  ADD ("compare-closed", test_compare_closed);
  ADD ("span", test_span);
  ADD ("save", test_save);
  ADD ("save-cancelled", test_save_cancelled);
  ADD ("save-broken", test_save_broken);
  ADD ("record", test_record);
  return g_test_run ();
}
