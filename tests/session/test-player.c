/* test-player.c: a history is played without anybody waiting for what is not decoded
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-session.h"
#include "slow-moments.h"

#define SECOND ((gint64) G_USEC_PER_SEC)
#define N_MOMENTS 10
#define DECODING_MS 30

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
  g_autoptr (SlowMoments) slow = slow_moments_new (N_MOMENTS, DECODING_MS);
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
  slow_moments_have_decoded (slow, 0);
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
  g_autoptr (SlowMoments) slow = slow_moments_new (N_MOMENTS, DECODING_MS);
  g_autoptr (GArray) shown = g_array_new (FALSE, FALSE, sizeof (gint64));

  slow_moments_have_decoded (slow, 6);
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
  g_autoptr (SlowMoments) slow = slow_moments_new (N_MOMENTS, DECODING_MS);
  GString *told = g_string_new (NULL);

  slow_moments_have_decoded (slow, N_MOMENTS);
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
  g_autoptr (SlowMoments) slow = slow_moments_new (N_MOMENTS, DECODING_MS);
  const gint64 began_us = g_get_monotonic_time ();

  slow_moments_have_decoded (slow, N_MOMENTS);
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
