/* test-show.c: a session shows the moment that is asked for, live or recorded, by itself or not
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "feeder.h"
#include "pgs-error.h"
#include "pgs-history.h"
#include "pgs-session-steps.h"

#define TIMEOUT_S 20
#define SECOND G_USEC_PER_SEC
#define N_SAMPLES 5
#define N_MANY 20000
#define N_LARGE 30

typedef struct
{
  Feeder *feeder;
  PgsSession *session; /* of the feeder */
  guint n_sampled;
  guint n_history;
  GArray *shown; /* of gint64: when what was shown was taken */
} Fixture;

static void
deliver (Fixture *self,
         gint64   monotonic_us)
{
  feeder_step (self->feeder, monotonic_us);
}

static void
on_sampled (Fixture *self)
{
  const gint64 shown_us = pgs_session_get_shown_time (self->session);

  self->n_sampled++;
  g_array_append_val (self->shown, shown_us);
}

static void
on_history (Fixture *self)
{
  self->n_history++;
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  *self = (Fixture) { .feeder = feeder_new () };
  self->session = self->feeder->session;
  self->shown = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_signal_connect_swapped (self->session, "sampled", G_CALLBACK (on_sampled), self);
  g_signal_connect_swapped (self->session, "history-changed", G_CALLBACK (on_history), self);
  pgs_session_watch (self->session, FEEDER_PID);
  for (gint64 i = 1; i <= N_SAMPLES; i++)
    deliver (self, i * SECOND);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  feeder_free (self->feeder);
  g_array_unref (self->shown);
}

static void
test_scrub (Fixture       *self,
            gconstpointer  data)
{
  const guint n_sampled = self->n_sampled, n_history = self->n_history;

  g_assert_cmpuint (n_sampled, ==, N_SAMPLES);
  g_assert_true (pgs_session_is_live (self->session));
  g_assert_cmpint (pgs_session_get_shown_time (self->session), ==, N_SAMPLES * SECOND);

  pgs_session_show (self->session, 3 * SECOND - 1);
  g_assert_false (pgs_session_is_live (self->session));
  g_assert_false (pgs_session_can_probe (self->session));
  g_assert_cmpint (pgs_session_get_shown_time (self->session), ==, 2 * SECOND);
  g_assert_cmpuint (pgs_session_get_snapshot (self->session)->counters.virt, ==, 2 * SECOND);
  g_assert_cmpuint (self->n_sampled, ==, n_sampled + 1);
  pgs_session_show (self->session, 2 * SECOND); /* the same: nothing to draw */
  g_assert_cmpuint (self->n_sampled, ==, n_sampled + 1);
  pgs_session_show (self->session, 0);
  g_assert_cmpint (pgs_session_get_shown_time (self->session), ==, SECOND);

  deliver (self, (N_SAMPLES + 1) * SECOND); /* goes into the history only */
  g_assert_cmpuint (self->n_sampled, ==, n_sampled + 2);
  g_assert_cmpuint (self->n_history, ==, n_history + 1);
  g_assert_cmpint (pgs_session_get_shown_time (self->session), ==, SECOND);
  g_assert_cmpint (pgs_session_get_latest (self->session)->monotonic_us, ==, (N_SAMPLES + 1) * SECOND);
  g_assert_false (pgs_session_shows_latest (self->session));

  pgs_session_show_live (self->session);
  g_assert_true (pgs_session_is_live (self->session));
  g_assert_true (pgs_session_shows_latest (self->session));
  g_assert_cmpint (pgs_session_get_shown_time (self->session), ==, (N_SAMPLES + 1) * SECOND);
  g_assert_cmpuint (self->n_sampled, ==, n_sampled + 3);
}

/* "Since mark" compares within one address space, whichever is earlier. */
static void
test_marked (Fixture       *self,
             gconstpointer  data)
{
  pgs_session_show (self->session, 2 * SECOND);
  g_assert_cmpstr (pgs_session_mark (self->session, "two"), ==, "two");
  pgs_session_show (self->session, SECOND);
  g_assert_cmpint (pgs_session_get_marked (self->session)->monotonic_us, ==, 2 * SECOND);
  pgs_session_show_live (self->session);
  g_assert_nonnull (pgs_session_get_marked (self->session));

  feeder_set_process (self->feeder, "other", FEEDER_PID, 0);
  deliver (self, (N_SAMPLES + 3) * SECOND);
  g_assert_null (pgs_session_get_marked (self->session));
  pgs_session_show (self->session, 4 * SECOND);
  g_assert_nonnull (pgs_session_get_marked (self->session));
}

static gboolean
on_timeout (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

static void
run_while_playing (PgsSession *session)
{
  gboolean timed_out = FALSE, playing = TRUE;
  const guint timeout = g_timeout_add_seconds (TIMEOUT_S, on_timeout, &timed_out);

  while (playing && !timed_out)
    {
      g_main_context_iteration (NULL, TRUE);
      g_object_get (session, "playing", &playing, NULL);
    }
  g_assert_false (timed_out);
  g_source_remove (timeout);
}

/* From the start, each sample once, in order, and live at the end. */
static void
test_play (Fixture       *self,
           gconstpointer  data)
{
  g_array_set_size (self->shown, 0);
  g_object_set (self->session, "speed", 20.0, NULL);
  pgs_session_play (self->session, TRUE);
  run_while_playing (self->session);
  g_assert_true (pgs_session_is_live (self->session));
  g_assert_cmpint (g_array_index (self->shown, gint64, 0), ==, SECOND);
  for (guint i = 1; i < self->shown->len; i++)
    g_assert_cmpint (g_array_index (self->shown, gint64, i), >=, g_array_index (self->shown, gint64, i - 1));
  g_assert_cmpint (g_array_index (self->shown, gint64, self->shown->len - 1), ==, N_SAMPLES * SECOND);
}

static void
test_loop (Fixture       *self,
           gconstpointer  data)
{
  gboolean playing;
  guint n_starts = 0;

  g_array_set_size (self->shown, 0);
  g_object_set (self->session, "speed", 100.0, "loop", TRUE, NULL);
  pgs_session_play (self->session, TRUE);
  while (n_starts < 2)
    {
      g_main_context_iteration (NULL, TRUE);
      n_starts = 0;
      for (guint i = 0; i < self->shown->len; i++)
        n_starts += g_array_index (self->shown, gint64, i) == SECOND;
    }
  g_object_get (self->session, "playing", &playing, NULL);
  g_assert_true (playing);
  pgs_session_show_live (self->session);
  g_object_get (self->session, "playing", &playing, NULL);
  g_assert_false (playing);
}

/* A history stands for a recording here: both are moments. */
static void
test_open (Fixture       *self,
           gconstpointer  data)
{
  g_autoptr (PgsMoments) recording = g_object_ref (pgs_session_get_moments (self->session));

  pgs_session_set_span (self->session, 4 * SECOND, 2 * SECOND);
  pgs_session_open (self->session, recording);
  g_assert_cmpint (pgs_session_get_state (self->session), ==, PGS_SESSION_REPLAY);
  g_assert_false (pgs_session_get_span (self->session, NULL, NULL));
  g_assert_cmpint (pgs_session_get_pid (self->session), ==, 0);
  g_assert_cmpint (pgs_session_get_shown_time (self->session), ==, SECOND);
  g_assert_null (pgs_session_mark (self->session, NULL));
  pgs_session_show_live (self->session);
  g_assert_cmpint (pgs_session_get_shown_time (self->session), ==, N_SAMPLES * SECOND);
  pgs_session_watch (self->session, 42);
  g_assert_true (pgs_session_is_live (self->session));
  g_assert_null (pgs_session_get_snapshot (self->session));
}

static void
test_span (Fixture       *self,
           gconstpointer  data)
{
  gint64 from_us, to_us;

  pgs_session_set_span (self->session, 4 * SECOND, 2 * SECOND);
  g_assert_true (pgs_session_get_span (self->session, &from_us, &to_us));
  g_assert_cmpint (from_us, ==, 2 * SECOND);
  g_assert_cmpint (to_us, ==, 4 * SECOND);
  pgs_session_set_span (self->session, 3 * SECOND, 3 * SECOND);
  g_assert_false (pgs_session_get_span (self->session, &from_us, &to_us));
}

/* Takes a sample of another process, or of one that was watched before. */
static void
deliver_of (Fixture *self,
            gint     pid,
            guint64  start_ticks,
            gint64   monotonic_us)
{
  feeder_set_process (self->feeder, "fed", pid, start_ticks);
  pgs_session_watch (self->session, pid);
  g_assert_cmpuint (pgs_moments_get_length (pgs_session_get_moments (self->session)), ==, 0);
  deliver (self, monotonic_us);
}

/* Each process has a history of its own, a number that is used again is another process. */
static void
test_switch (Fixture       *self,
             gconstpointer  data)
{
  const PgsMark *marks;
  guint n_histories;
  gsize n_marks;

  pgs_session_mark (self->session, NULL);
  deliver_of (self, 43, 7, 20 * SECOND);
  g_assert_cmpuint (pgs_moments_get_length (pgs_session_get_moments (self->session)), ==, 1);
  deliver_of (self, 42, 8, 30 * SECOND);
  g_assert_cmpuint (pgs_moments_get_length (pgs_session_get_moments (self->session)), ==, 1);
  g_assert_null (pgs_session_get_marked (self->session));
  deliver_of (self, 42, 0, 40 * SECOND);
  g_assert_cmpuint (pgs_moments_get_length (pgs_session_get_moments (self->session)), ==, N_SAMPLES + 1);
  g_assert_cmpfloat (pgs_session_get_real_rate (self->session), ==, 0);
  g_assert_cmpint (pgs_session_get_marked (self->session)->monotonic_us, ==, N_SAMPLES * SECOND);
  marks = pgs_moments_get_marks (pgs_session_get_moments (self->session), &n_marks);
  g_assert_cmpuint (n_marks, ==, 2); /* the first sample and "mark 1"; going on is no exec */
  g_assert_cmpstr (marks[1].name, ==, "mark 1");
  g_assert_cmpuint (pgs_session_get_history_use (self->session, &n_histories), >, 0);
  g_assert_cmpuint (n_histories, ==, 3);
  pgs_session_show (self->session, 2 * SECOND);
  g_assert_cmpuint (pgs_session_get_snapshot (self->session)->counters.virt, ==, 2 * SECOND);
}

/* The same number on another machine is another process; each machine's come back. */
static void
test_origin (Fixture       *self,
             gconstpointer  data)
{
  pgs_session_close (self->session);
  feeder_set_origin (self->feeder, "there");
  deliver_of (self, 42, 0, 20 * SECOND);
  g_assert_cmpuint (pgs_moments_get_length (pgs_session_get_moments (self->session)), ==, 1);
  g_assert_false (pgs_session_can_probe (self->session));
  pgs_session_close (self->session);
  feeder_set_origin (self->feeder, NULL);
  deliver_of (self, 42, 0, 30 * SECOND);
  g_assert_cmpuint (pgs_moments_get_length (pgs_session_get_moments (self->session)), ==, N_SAMPLES + 1);
  g_assert_true (pgs_session_can_probe (self->session));
  pgs_session_close (self->session);
  feeder_set_origin (self->feeder, "there");
  deliver_of (self, 42, 0, 40 * SECOND);
  g_assert_cmpuint (pgs_moments_get_length (pgs_session_get_moments (self->session)), ==, 2);
}

/* One mapping more for each second, so that a moment can be told by what is in it. */
static PgsMaps *
make_many_mappings (gint64 monotonic_us)
{
  const guint64 n_mappings = N_MANY + (guint64) (monotonic_us / SECOND);
  PgsMapsBuilder *builder = pgs_maps_builder_new (n_mappings);

  for (guint64 i = 1; i <= n_mappings; i++)
    pgs_maps_builder_add (builder, &(PgsMapping) { .start = i << 20, .end = (i << 20) + 4096 }, NULL, 0);
  return pgs_maps_builder_end (builder, NULL);
}

static void
check_contents (Fixture *self)
{
  const PgsSnapshot *snapshot = pgs_session_get_snapshot (self->session);

  g_assert_cmpuint (pgs_maps_get_length (snapshot->maps), ==, N_MANY + (guint64) (snapshot->monotonic_us / SECOND));
  g_assert_cmpint (pgs_session_get_shown_time (self->session), ==, snapshot->monotonic_us);
}

static void
deliver_large (Fixture *self,
               gint64   monotonic_us)
{
  g_autoptr (PgsSnapshot) snapshot = feeder_sample (self->feeder, monotonic_us);

  snapshot->maps = make_many_mappings (monotonic_us);
  feeder_deliver (self->feeder, snapshot);
}

/* A history of which hardly anything is decoded. */
static void
watch_large (Fixture *self)
{
  g_object_set (self->session, "history-budget", 1u, NULL);
  pgs_session_watch (self->session, 43);
  feeder_set_process (self->feeder, "large", 43, 0);
  for (gint64 i = 1; i <= N_LARGE; i++)
    deliver_large (self, i * SECOND);
  pgs_history_finish (PGS_HISTORY (pgs_session_get_moments (self->session)));
  g_signal_connect_swapped (self->session, "sampled", G_CALLBACK (check_contents), self);
  g_array_set_size (self->shown, 0);
}

static void
set_true (gboolean *done)
{
  *done = TRUE;
}

/* Until a moment that was being decoded is. */
static void
wait_for_moment (Fixture *self)
{
  PgsMoments *moments = pgs_session_get_moments (self->session);
  gboolean done = FALSE;
  const gulong id = g_signal_connect_swapped (moments, "prepared", G_CALLBACK (set_true), &done);

  while (!done)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (moments, id);
}

static void
wait_until_shown (Fixture *self,
                  gint64   time_us)
{
  while (pgs_session_get_shown_time (self->session) != time_us)
    g_main_context_iteration (NULL, TRUE);
}

/* What takes long to decode is shown when it is, and until then what was shown still is; of all that is asked for
 * meanwhile only the last, after the one that was begun. */
static void
test_slow (Fixture       *self,
           gconstpointer  data)
{
  watch_large (self);
  for (gint64 i = 3; i <= 13; i += 2)
    {
      pgs_session_show (self->session, i * SECOND);
      g_assert_true (pgs_session_is_live (self->session));
      g_assert_cmpint (pgs_session_get_shown_time (self->session), ==, N_LARGE * SECOND);
    }
  g_assert_cmpuint (self->shown->len, ==, 0);
  wait_until_shown (self, 13 * SECOND);
  g_assert_false (pgs_session_is_live (self->session));
  g_assert_cmpuint (self->shown->len, <=, 2);
  if (self->shown->len == 2)
    g_assert_cmpint (g_array_index (self->shown, gint64, 0), ==, 3 * SECOND);
}

/* Who goes back to what is live, or to another process, does not come from there to the past. */
static void
test_slow_given_up (Fixture       *self,
                    gconstpointer  data)
{
  watch_large (self);
  pgs_session_show (self->session, 3 * SECOND);
  pgs_session_show_live (self->session);
  wait_for_moment (self);
  g_assert_true (pgs_session_is_live (self->session));
  g_assert_cmpint (pgs_session_get_shown_time (self->session), ==, N_LARGE * SECOND);
  g_assert_cmpuint (self->shown->len, ==, 0);
  pgs_session_show (self->session, 5 * SECOND);
  deliver_large (self, (N_LARGE + 1) * SECOND); /* live all the same */
  g_assert_cmpint (pgs_session_get_shown_time (self->session), ==, (N_LARGE + 1) * SECOND);
  pgs_session_watch (self->session, 44);
  g_assert_null (pgs_session_get_snapshot (self->session));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_null (pgs_session_get_snapshot (self->session));
}

/* Steps count from what was asked for, however fast they come. */
static void
test_slow_steps (Fixture       *self,
                 gconstpointer  data)
{
  watch_large (self);
  for (guint i = 0; i < 12; i++)
    pgs_session_step (self->session, -1);
  pgs_session_step (self->session, 1);
  wait_until_shown (self, (N_LARGE - 11) * SECOND);
  g_assert_false (pgs_session_is_live (self->session));
  pgs_session_step (self->session, -N_LARGE);
  wait_until_shown (self, SECOND);
  pgs_session_step_mark (self->session, TRUE);
  g_assert_true (pgs_session_is_live (self->session));
}

/* What ended while another process was watched is shown as it was last seen. */
static void
test_recall (Fixture       *self,
             gconstpointer  data)
{
  const PgsSamplerResult gone = { .error = g_error_new_literal (PGS_ERROR, PGS_ERROR_NO_PROCESS, "gone") };

  deliver_of (self, 43, 7, 20 * SECOND);
  pgs_session_watch (self->session, 42);
  feeder_end (self->feeder, &gone);
  g_assert_cmpint (pgs_session_get_state (self->session), ==, PGS_SESSION_ENDED);
  g_assert_cmpint (pgs_session_get_shown_time (self->session), ==, N_SAMPLES * SECOND);
  g_assert_true (pgs_session_get_exit (self->session)->ended);
  pgs_session_watch (self->session, 44);
  feeder_end (self->feeder, &gone);
  g_assert_cmpint (pgs_session_get_state (self->session), ==, PGS_SESSION_FAILED);
  g_error_free (gone.error);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/session/show/scrub", Fixture, NULL, set_up, test_scrub, tear_down);
  g_test_add ("/session/show/marked", Fixture, NULL, set_up, test_marked, tear_down);
  g_test_add ("/session/show/play", Fixture, NULL, set_up, test_play, tear_down);
  g_test_add ("/session/show/loop", Fixture, NULL, set_up, test_loop, tear_down);
  g_test_add ("/session/show/open", Fixture, NULL, set_up, test_open, tear_down);
  g_test_add ("/session/show/span", Fixture, NULL, set_up, test_span, tear_down);
  g_test_add ("/session/show/switch", Fixture, NULL, set_up, test_switch, tear_down);
  g_test_add ("/session/show/origin", Fixture, NULL, set_up, test_origin, tear_down);
  g_test_add ("/session/show/slow", Fixture, NULL, set_up, test_slow, tear_down);
  g_test_add ("/session/show/slow-given-up", Fixture, NULL, set_up, test_slow_given_up, tear_down);
  g_test_add ("/session/show/slow-steps", Fixture, NULL, set_up, test_slow_steps, tear_down);
  g_test_add ("/session/show/recall", Fixture, NULL, set_up, test_recall, tear_down);
  return g_test_run ();
}
