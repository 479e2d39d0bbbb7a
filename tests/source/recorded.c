/* recorded.c: recordings of random processes, to read again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "recorded.h"

#include "random-snapshot.h"

#include <sqlite3.h>

#include <glib/gstdio.h>

/* Returns: (transfer full): a new folder for this test alone */
char *
recorded_make_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("pagescape-test-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

/* Takes the folder away with the files in it. */
void
recorded_remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
}

void
recorded_set_up (RecordedFixture *fixture,
                 gconstpointer    data)
{
  fixture->folder = recorded_make_folder ();
  fixture->path = g_build_filename (fixture->folder, "a", NULL);
}

void
recorded_tear_down (RecordedFixture *fixture,
                    gconstpointer    data)
{
  recorded_remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

/* Returns: (transfer full): samples of a process that does anything, and now and then is another one */
GPtrArray *
recorded_make_chain (guint32 seed,
                     guint   n_samples)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  GPtrArray *chain = g_ptr_array_new_with_free_func ((GDestroyNotify) pgs_snapshot_unref);

  g_ptr_array_add (chain, random_snapshot_new (rand));
  while (chain->len < n_samples)
    g_ptr_array_add (chain, random_snapshot_next (g_ptr_array_index (chain, chain->len - 1), rand));
  return chain;
}

void
recorded_write (PgsRecorder *recorder,
                GPtrArray   *chain)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < chain->len; i++)
    {
      pgs_recorder_add (recorder, g_ptr_array_index (chain, i), &error);
      g_assert_no_error (error);
    }
}

void
recorded_write_file (const char *path,
                     GPtrArray  *chain)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PgsRecorder) recorder = pgs_recorder_new (path, FALSE, &error);

  g_assert_no_error (error);
  recorded_write (recorder, chain);
  pgs_recorder_close (recorder, &error);
  g_assert_no_error (error);
}

PgsRecording *
recorded_open (const char *path)
{
  g_autoptr (GError) error = NULL;
  PgsRecording *recording = pgs_recording_open (path, &error);

  g_assert_no_error (error);
  g_assert_nonnull (recording);
  return recording;
}

/* Returns: (transfer none): the history that has what was written from @original, at @index */
static PgsMoments *
find_moments (PgsRecording *recording,
              PgsSnapshot  *original,
              gsize        *index)
{
  for (gsize i = 0; i < pgs_recording_get_n_processes (recording); i++)
    {
      const PgsRecordedProcess *process = pgs_recording_get_process (recording, i);
      PgsMoments *moments = pgs_recording_get_moments (recording, i);

      if (process->pid != original->process->pid
          || process->info->start_ticks != original->process->start_ticks)
        continue;
      *index = pgs_moments_find (moments, original->monotonic_us);
      g_assert_cmpint (pgs_moments_get_time (moments, *index), ==, original->monotonic_us);
      return moments;
    }
  g_assert_not_reached ();
}

/* Returns: (transfer full): the sample that was written from @original */
PgsSnapshot *
recorded_find (PgsRecording *recording,
               PgsSnapshot  *original)
{
  g_autoptr (GError) error = NULL;
  gsize index;
  PgsMoments *moments = find_moments (recording, original, &index);
  PgsSnapshot *snapshot = pgs_moments_get_snapshot (moments, index, &error);

  g_assert_no_error (error);
  return snapshot;
}

static void
clear_ages (gpointer ages)
{
  g_clear_pointer ((PgsAges **) &ages, pgs_ages_unref);
}

/* Returns: (transfer full) (element-type PgsAges): those of each sample, as a sampler would have counted
   them */
static GPtrArray *
count_ages (GPtrArray *chain)
{
  GPtrArray *all = g_ptr_array_new_with_free_func (clear_ages);

  for (guint i = 0; i < chain->len; i++)
    {
      const PgsSnapshot *snapshot = g_ptr_array_index (chain, i);
      PgsAges *before = NULL;

      for (guint j = 0; j < i; j++)
        {
          const PgsProcessInfo *process = ((PgsSnapshot *) g_ptr_array_index (chain, j))->process;

          if (process->pid == snapshot->process->pid && process->start_ticks == snapshot->process->start_ticks)
            before = g_ptr_array_index (all, j);
        }
      g_ptr_array_add (all, snapshot->maps != NULL && snapshot->pages != NULL
                              ? pgs_ages_advance (before, snapshot->pages, snapshot->monotonic_us) : NULL);
    }
  return all;
}

/* Asserts that the recording gives back all ages, asked for in any order. */
void
recorded_compare_ages (PgsRecording *recording,
                       GPtrArray    *chain,
                       GRand        *rand)
{
  g_autoptr (GPtrArray) expected = count_ages (chain);

  for (guint i = 0; i < 2 * chain->len; i++)
    {
      const guint at = i < chain->len ? i : (guint) g_rand_int_range (rand, 0, (gint32) chain->len);
      gsize index;
      PgsMoments *moments = find_moments (recording, g_ptr_array_index (chain, at), &index);
      g_autoptr (PgsAges) ages = pgs_moments_get_ages (moments, index);

      random_snapshot_compare_ages (g_ptr_array_index (expected, at), ages);
    }
}

/* Asserts that the recording gives back all samples, asked for in any order. */
void
recorded_compare (PgsRecording *recording,
                  GPtrArray    *chain,
                  GRand        *rand)
{
  g_assert_cmpuint (pgs_recording_get_n_samples (recording), ==, chain->len);
  for (guint i = 0; i < 2 * chain->len; i++)
    {
      const guint index = i < chain->len ? i : (guint) g_rand_int_range (rand, 0, (gint32) chain->len);
      PgsSnapshot *original = g_ptr_array_index (chain, index);
      g_autoptr (PgsSnapshot) copy = recorded_find (recording, original);

      random_snapshot_compare (original, copy);
    }
}

/* Changes a database behind everybody's back. */
void
recorded_run_sql (const char *path,
                  const char *sql)
{
  sqlite3 *db = NULL;
  char *message = NULL;

  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  sqlite3_exec (db, sql, NULL, NULL, &message);
  g_assert_cmpstr (message, ==, NULL);
  sqlite3_close (db);
}

/* Returns: the first number of the first row that @sql gives */
gint64
recorded_ask (const char *path,
              const char *sql)
{
  sqlite3 *db = NULL;
  sqlite3_stmt *statement = NULL;
  gint64 value;

  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  value = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  sqlite3_close (db);
  return value;
}
