/* test-replay.c: a large recording is looked at without anybody waiting for it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <glib/gstdio.h>
#include <sqlite3.h>

#include "pgs-comparison.h"
#include "pgs-error.h"
#include "pgs-recorder.h"
#include "pgs-recording-open.h"
#include "pgs-session-steps.h"

#define SECOND ((gint64) G_USEC_PER_SEC)
#define N_SAMPLES 20
#define N_MANY 20000
#define N_RESIDENT 3000
#define PAGE_SHIFT 12

typedef struct
{
  char *folder;
  char *path;
  PgsRecording *recording;
  PgsSession *session; /* looks at it */
  GArray *shown;       /* of gint64: when what was shown was taken */
} Fixture;

/* One mapping more for each second, so that a moment can be told by what is in it. */
static PgsMaps *
make_maps (gint64 second)
{
  const guint64 n_mappings = N_MANY + (guint64) second;
  PgsMapsBuilder *builder = pgs_maps_builder_new (n_mappings);

  for (guint64 i = 1; i <= n_mappings; i++)
    pgs_maps_builder_add (builder, &(PgsMapping) { .start = i << 20, .end = (i << 20) + 4096 }, NULL, 0);
  return pgs_maps_builder_end (builder, NULL);
}

/* The page of mapping @i. */
static guint64
get_page (gint64 i)
{
  return (guint64) i << 20 >> PAGE_SHIFT;
}

/* One more is resident each second. */
static PgsPages *
make_pages (PgsMaps *maps,
            gint64   second)
{
  PgsPagesBuilder *builder = pgs_pages_builder_new (maps, PAGE_SHIFT, PGS_PAGE_PRESENT);

  for (gint64 i = 1; i <= N_RESIDENT + second; i++)
    pgs_pages_builder_add (builder, get_page (i), 1, PGS_PAGE_PRESENT);
  return pgs_pages_builder_end (builder);
}

static void
record (PgsRecorder    *recorder,
        PgsProcessInfo *process,
        gint64          second)
{
  g_autoptr (PgsSnapshot) snapshot = pgs_snapshot_new ();
  g_autoptr (GError) error = NULL;

  snapshot->monotonic_us = snapshot->pages_at_us = second * SECOND;
  snapshot->taken_at_us = (second + 1000000) * SECOND;
  snapshot->page_size = 4096;
  snapshot->process = pgs_process_info_ref (process);
  snapshot->maps = make_maps (second);
  snapshot->pages = make_pages (snapshot->maps, second);
  pgs_recorder_add (recorder, snapshot, &error);
  g_assert_no_error (error);
}

static void
write_file (const char *path)
{
  g_autoptr (PgsProcessInfo) process = pgs_process_info_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (PgsRecorder) recorder = pgs_recorder_new (path, FALSE, &error);

  g_assert_no_error (error);
  process->pid = 42;
  process->name = g_strdup ("large");
  for (gint64 i = 1; i <= N_SAMPLES; i++)
    record (recorder, process, i);
  pgs_recorder_close (recorder, &error);
  g_assert_no_error (error);
}

static void
check_contents (const PgsSnapshot *snapshot)
{
  g_assert_cmpuint (pgs_maps_get_length (snapshot->maps), ==, N_MANY + (guint64) (snapshot->monotonic_us / SECOND));
}

static void
on_sampled (Fixture *self)
{
  const gint64 shown_us = pgs_session_get_shown_time (self->session);

  check_contents (pgs_session_get_snapshot (self->session));
  g_array_append_val (self->shown, shown_us);
}

static void
on_opened (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  Fixture *self = data;
  g_autoptr (GError) error = NULL;

  self->recording = pgs_recording_open_finish (result, &error);
  g_assert_no_error (error);
}

/* As a window does. */
static void
open_file (Fixture *self)
{
  pgs_recording_open_async (self->path, NULL, on_opened, self);
  while (self->recording == NULL)
    g_main_context_iteration (NULL, TRUE);
  pgs_session_open (self->session, pgs_recording_get_moments (self->recording, 0));
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  *self = (Fixture) { .session = pgs_session_new () };
  self->folder = g_dir_make_tmp ("pgs-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, "a.pagescape", NULL);
  self->shown = g_array_new (FALSE, FALSE, sizeof (gint64));
  write_file (self->path);
  g_signal_connect_swapped (self->session, "sampled", G_CALLBACK (on_sampled), self);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_clear_object (&self->session);
  g_clear_object (&self->recording);
  g_array_unref (self->shown);
  g_remove (self->path);
  g_rmdir (self->folder);
  g_free (self->path);
  g_free (self->folder);
}

static void
wait_until_shown (Fixture *self,
                  gint64   second)
{
  while (pgs_session_get_shown_time (self->session) != second * SECOND)
    g_main_context_iteration (NULL, TRUE);
}

/* Its beginning is there as soon as it is open. */
static void
test_first (Fixture       *self,
            gconstpointer  data)
{
  open_file (self);
  g_assert_cmpuint (self->shown->len, ==, 1);
  g_assert_cmpint (pgs_session_get_shown_time (self->session), ==, SECOND);
}

/* Until a moment is decoded what was shown still is; of all that is asked for meanwhile only the last is shown,
 * after the one that was begun. */
static void
test_scrub (Fixture       *self,
            gconstpointer  data)
{
  open_file (self);
  g_array_set_size (self->shown, 0);
  for (gint64 i = 3; i <= 13; i += 2)
    {
      pgs_session_show (self->session, i * SECOND);
      g_assert_cmpint (pgs_session_get_shown_time (self->session), ==, SECOND);
    }
  wait_until_shown (self, 13);
  g_assert_cmpuint (self->shown->len, <=, 2);
  if (self->shown->len == 2)
    g_assert_cmpint (g_array_index (self->shown, gint64, 0), ==, 3 * SECOND);
  pgs_session_show (self->session, SECOND); /* it was decoded before */
  g_assert_cmpint (pgs_session_get_shown_time (self->session), ==, SECOND);
}

/* Who waits for a moment that a thread decodes gets what that has read. */
static void
test_at_once (Fixture       *self,
              gconstpointer  data)
{
  PgsMoments *moments;
  g_autoptr (PgsSnapshot) snapshot = NULL, other = NULL;
  g_autoptr (GError) error = NULL;

  open_file (self);
  moments = pgs_recording_get_moments (self->recording, 0);
  g_assert_false (pgs_moments_prepare (moments, 9));
  g_assert_false (pgs_moments_prepare (moments, 9));
  snapshot = pgs_moments_get_snapshot (moments, 9, &error);
  g_assert_no_error (error);
  g_assert_cmpint (snapshot->monotonic_us, ==, 10 * SECOND);
  check_contents (snapshot);
  g_assert_true (pgs_moments_prepare (moments, 9));

  /* another one than the thread's */
  while (!pgs_moments_prepare (moments, 14))
    {
      g_clear_pointer (&other, pgs_snapshot_unref);
      other = pgs_moments_get_snapshot (moments, 4, &error);
      g_assert_no_error (error);
      g_main_context_iteration (NULL, FALSE);
    }
  g_assert_cmpint (other->monotonic_us, ==, 5 * SECOND);
  check_contents (other);
}

/* Asks for a moment. @moments becomes %NULL when nobody has the history any more. */
static void
begin_look (Fixture  *self,
            gpointer *moments)
{
  open_file (self);
  pgs_session_show (self->session, 7 * SECOND);
  *moments = pgs_recording_get_moments (self->recording, 0);
  g_object_add_weak_pointer (*moments, moments);
  g_array_set_size (self->shown, 0);
}

/* Whoever goes elsewhere does not come back to a moment that is decoded then. */
static void
test_given_up (Fixture       *self,
               gconstpointer  data)
{
  gpointer moments;

  begin_look (self, &moments);
  pgs_session_close (self->session);
  g_clear_object (&self->recording);
  while (moments != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (pgs_session_get_snapshot (self->session));
  g_assert_cmpuint (self->shown->len, ==, 0);
}

/* The window is closed. */
static void
test_closed (Fixture       *self,
             gconstpointer  data)
{
  gpointer moments;

  begin_look (self, &moments);
  g_clear_object (&self->session);
  g_clear_object (&self->recording);
  g_assert_nonnull (moments); /* the thread has it */
  while (moments != NULL)
    g_main_context_iteration (NULL, TRUE);
}

static gint64
get_second (PgsSnapshot *snapshot)
{
  return snapshot != NULL ? snapshot->monotonic_us / SECOND : 0;
}

/* Nobody waits for what is compared, while what is shown goes on; a moment of the same recording opened again, too. */
static void
test_compare (Fixture       *self,
              gconstpointer  data)
{
  g_autoptr (PgsRecording) again = pgs_recording_open (self->path, NULL);
  PgsComparison *comparison;

  open_file (self);
  comparison = pgs_session_get_comparison (self->session);
  pgs_comparison_need (comparison, self, TRUE);
  pgs_comparison_read (comparison, FALSE, pgs_recording_get_moments (again, 0), 4 * SECOND, NULL);
  pgs_comparison_read (comparison, FALSE, pgs_recording_get_moments (self->recording, 0), 6 * SECOND, NULL);
  pgs_comparison_show_b (comparison, 16 * SECOND);
  g_assert_null (pgs_comparison_get_a (comparison));
  g_assert_cmpint (get_second (pgs_comparison_get_b (comparison)), ==, 1);
  while (pgs_comparison_get_diff (comparison) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (get_second (pgs_comparison_get_a (comparison)), ==, 6);
  g_assert_cmpint (get_second (pgs_comparison_get_b (comparison)), ==, 16);
  check_contents (pgs_comparison_get_a (comparison));
}

/* From the first to the last. */
static void
test_play (Fixture       *self,
           gconstpointer  data)
{
  open_file (self);
  g_object_set (self->session, "speed", 50.0, NULL);
  pgs_session_play (self->session, TRUE);
  wait_until_shown (self, N_SAMPLES);
  for (guint i = 1; i < self->shown->len; i++)
    g_assert_cmpint (g_array_index (self->shown, gint64, i), >=, g_array_index (self->shown, gint64, i - 1));
}

/* Once somebody has asked for ages they come with each moment. */
static void
test_ages (Fixture       *self,
           gconstpointer  data)
{
  PgsAges *ages;
  gint64 since_us;

  open_file (self);
  g_assert_nonnull (pgs_session_get_ages (self->session));
  for (gint64 second = 8; second > 3; second -= 2)
    {
      pgs_session_show (self->session, second * SECOND);
      wait_until_shown (self, second);
      ages = pgs_session_get_ages (self->session);
      g_assert_nonnull (ages);
      for (gint64 i = 2; i <= second; i++) /* those of the first sample may have been there before */
        {
          g_assert_true (pgs_ages_lookup (ages, get_page (N_RESIDENT + i), &since_us));
          g_assert_cmpint (since_us, ==, i * SECOND);
        }
      g_assert_false (pgs_ages_lookup (ages, get_page (N_RESIDENT + second + 1), &since_us));
    }
}

/* What cannot be read is told when it is asked for, and what was shown stays. */
static void
test_broken (Fixture       *self,
             gconstpointer  data)
{
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open (self->path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "UPDATE sample SET program = 77 WHERE rowid = 6", NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
  open_file (self);
  for (guint i = 0; i < 2; i++)
    {
      pgs_session_show (self->session, 6 * SECOND);
      while (pgs_session_get_show_error (self->session) == NULL)
        g_main_context_iteration (NULL, TRUE);
      g_assert_error (pgs_session_get_show_error (self->session), PGS_ERROR, PGS_ERROR_SYNTAX);
      g_assert_cmpint (pgs_session_get_shown_time (self->session), ==, (i == 0 ? 1 : 7) * SECOND);
      pgs_session_show (self->session, 7 * SECOND);
      wait_until_shown (self, 7);
      g_assert_no_error (pgs_session_get_show_error (self->session));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/session/replay/first", Fixture, NULL, set_up, test_first, tear_down);
  g_test_add ("/session/replay/scrub", Fixture, NULL, set_up, test_scrub, tear_down);
  g_test_add ("/session/replay/at-once", Fixture, NULL, set_up, test_at_once, tear_down);
  g_test_add ("/session/replay/given-up", Fixture, NULL, set_up, test_given_up, tear_down);
  g_test_add ("/session/replay/closed", Fixture, NULL, set_up, test_closed, tear_down);
  g_test_add ("/session/replay/compare", Fixture, NULL, set_up, test_compare, tear_down);
  g_test_add ("/session/replay/play", Fixture, NULL, set_up, test_play, tear_down);
  g_test_add ("/session/replay/ages", Fixture, NULL, set_up, test_ages, tear_down);
  g_test_add ("/session/replay/broken", Fixture, NULL, set_up, test_broken, tear_down);
  return g_test_run ();
}
