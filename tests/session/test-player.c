/* test-player.c: a history is played without anybody waiting for what is not decoded
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-session.h"

#define SECOND ((gint64) G_USEC_PER_SEC)
#define N_MOMENTS 10
#define DECODING_MS 30

/* A history of which each moment has to be prepared, one at a time. */
#define TEST_TYPE_SLOW (test_slow_get_type ())
G_DECLARE_FINAL_TYPE (TestSlow, test_slow, TEST, SLOW, GObject)

struct _TestSlow
{
  GObject parent_instance;
  guint timeout; /* until @index is prepared */
  gsize index;
  gboolean is_prepared[N_MOMENTS];
  PgsExit exit_info;
};

static void test_slow_moments_init (PgsMomentsInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TestSlow, test_slow, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PGS_TYPE_MOMENTS, test_slow_moments_init))

static const PgsPoint *
get_points (PgsMoments *moments,
            gsize      *n_points)
{
  *n_points = 0;
  return NULL;
}

static const PgsMark *
get_marks (PgsMoments *moments,
           gsize      *n_marks)
{
  *n_marks = 0;
  return NULL;
}

static gsize
get_length (PgsMoments *moments)
{
  return N_MOMENTS;
}

static gint64
get_time (PgsMoments *moments,
          gsize       index)
{
  return ((gint64) index + 1) * SECOND;
}

static gboolean
on_prepared (gpointer data)
{
  TestSlow *self = data;

  self->timeout = 0;
  self->is_prepared[self->index] = TRUE;
  pgs_moments_prepared (PGS_MOMENTS (self));
  return G_SOURCE_REMOVE;
}

static gboolean
prepare (PgsMoments *moments,
         gsize       index)
{
  TestSlow *self = TEST_SLOW (moments);

  if (self->is_prepared[index])
    return TRUE;
  if (self->timeout != 0)
    return FALSE;
  self->index = index;
  self->timeout = g_timeout_add (DECODING_MS, on_prepared, self);
  return FALSE;
}

static PgsSnapshot *
get_snapshot (PgsMoments  *moments,
              gsize        index,
              GError     **error)
{
  PgsSnapshot *snapshot = pgs_snapshot_new ();

  g_assert_true (TEST_SLOW (moments)->is_prepared[index]);
  snapshot->monotonic_us = get_time (moments, index);
  snapshot->process = pgs_process_info_new ();
  return snapshot;
}

static const PgsExit *
get_exit (PgsMoments *moments)
{
  return &TEST_SLOW (moments)->exit_info;
}

static void
test_slow_moments_init (PgsMomentsInterface *iface)
{
  iface->get_points = get_points;
  iface->get_marks = get_marks;
  iface->get_length = get_length;
  iface->get_time = get_time;
  iface->prepare = prepare;
  iface->get_snapshot = get_snapshot;
  iface->get_exit = get_exit;
}

static void
test_slow_dispose (GObject *object)
{
  g_clear_handle_id (&TEST_SLOW (object)->timeout, g_source_remove);
  G_OBJECT_CLASS (test_slow_parent_class)->dispose (object);
}

static void
test_slow_class_init (TestSlowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = test_slow_dispose;
}

static void
test_slow_init (TestSlow *self)
{
}

static void
on_sampled (PgsSession *session,
            GArray     *shown)
{
  const gint64 shown_us = pgs_session_get_shown_time (session);

  g_array_append_val (shown, shown_us);
}

static void
wait_until_shown (PgsSession *session,
                  gint64      second)
{
  while (pgs_session_get_shown_time (session) != second * SECOND)
    g_main_context_iteration (NULL, TRUE);
}

/* Faster than anything can be decoded; then once more from its end. */
static void
test_fast (void)
{
  g_autoptr (PgsSession) session = pgs_session_new ();
  g_autoptr (TestSlow) slow = g_object_new (TEST_TYPE_SLOW, NULL);
  gboolean is_playing = TRUE;

  pgs_session_open (session, PGS_MOMENTS (slow));
  wait_until_shown (session, 1);
  g_object_set (session, "speed", 100.0, NULL);
  pgs_session_play (session, TRUE);
  wait_until_shown (session, N_MOMENTS);
  while (is_playing)
    {
      g_main_context_iteration (NULL, TRUE);
      g_object_get (session, "playing", &is_playing, NULL);
    }
  for (guint i = 0; i < N_MOMENTS; i++)
    slow->is_prepared[i] = FALSE;
  pgs_session_play (session, TRUE);
  g_object_get (session, "playing", &is_playing, NULL);
  g_assert_true (is_playing);
  g_assert_cmpint (pgs_session_get_shown_time (session), ==, N_MOMENTS * SECOND);
  wait_until_shown (session, 1);
  wait_until_shown (session, N_MOMENTS);
}

/* Who goes elsewhere meanwhile gets there, and it is played from there on. */
static void
test_elsewhere (void)
{
  g_autoptr (PgsSession) session = pgs_session_new ();
  g_autoptr (TestSlow) slow = g_object_new (TEST_TYPE_SLOW, NULL);
  g_autoptr (GArray) shown = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < 6; i++)
    slow->is_prepared[i] = TRUE;
  pgs_session_open (session, PGS_MOMENTS (slow));
  g_signal_connect (session, "sampled", G_CALLBACK (on_sampled), shown);
  g_object_set (session, "speed", 100.0, NULL);
  pgs_session_play (session, TRUE);
  pgs_session_show (session, 8 * SECOND);
  wait_until_shown (session, 8);
  g_assert_cmpuint (shown->len, ==, 1);
  wait_until_shown (session, N_MOMENTS);
  for (guint i = 1; i < shown->len; i++)
    g_assert_cmpint (g_array_index (shown, gint64, i), >, 8 * SECOND);
}

static void
on_playing (PgsSession *session,
            GParamSpec *pspec,
            GString    *told)
{
  gboolean is_playing;

  g_object_get (session, "playing", &is_playing, NULL);
  g_string_append_c (told, is_playing ? 'p' : 's');
}

/* That it has come to its end is told, as its beginning was. */
static void
test_end (void)
{
  g_autoptr (PgsSession) session = pgs_session_new ();
  g_autoptr (TestSlow) slow = g_object_new (TEST_TYPE_SLOW, NULL);
  GString *told = g_string_new (NULL);

  for (guint i = 0; i < N_MOMENTS; i++)
    slow->is_prepared[i] = TRUE;
  pgs_session_open (session, PGS_MOMENTS (slow));
  g_signal_connect (session, "notify::playing", G_CALLBACK (on_playing), told);
  g_object_set (session, "speed", 100.0, NULL);
  for (guint i = 0; i < 2; i++)
    {
      gboolean is_playing = TRUE;

      pgs_session_play (session, TRUE);
      while (is_playing)
        {
          g_main_context_iteration (NULL, TRUE);
          g_object_get (session, "playing", &is_playing, NULL);
        }
    }
  g_assert_cmpstr (told->str, ==, "psps");
  g_string_free (told, TRUE);
}

static void
stop (PgsSession *session)
{
  if (pgs_session_get_shown_time (session) == 3 * SECOND)
    pgs_session_play (session, FALSE);
}

/* Whoever sees a moment may stop there. */
static void
test_stop (void)
{
  g_autoptr (PgsSession) session = pgs_session_new ();
  g_autoptr (TestSlow) slow = g_object_new (TEST_TYPE_SLOW, NULL);
  const gint64 began_us = g_get_monotonic_time ();

  for (guint i = 0; i < N_MOMENTS; i++)
    slow->is_prepared[i] = TRUE;
  pgs_session_open (session, PGS_MOMENTS (slow));
  g_signal_connect (session, "sampled", G_CALLBACK (stop), NULL);
  g_object_set (session, "speed", 10.0, NULL);
  pgs_session_play (session, TRUE);
  wait_until_shown (session, 3);
  while (g_get_monotonic_time () - began_us < SECOND)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpint (pgs_session_get_shown_time (session), ==, 3 * SECOND);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session/player/fast", test_fast);
  g_test_add_func ("/session/player/elsewhere", test_elsewhere);
  g_test_add_func ("/session/player/end", test_end);
  g_test_add_func ("/session/player/stop", test_stop);
  return g_test_run ();
}
