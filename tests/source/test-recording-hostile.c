/* test-recording-hostile.c: files that are no recordings, damaged ones, and such as were made to harm
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "recorded.h"

#include "../rounds.h"
#include "../sanitized.h"
#include "pgs-error.h"
#include "pgs-recording-schema.h"

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib/gstdio.h>

#define N_FLIPS 200 /* PGS_FLIPS=10000 for many */
#define MAX_SECONDS 20 /* of CPU time for one file */
#define MAX_MEMORY ((rlim_t) 1 << 30)

typedef RecordedFixture Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (GPtrArray) chain = recorded_make_chain (77, 60);

  recorded_set_up (fixture, data);
  recorded_write_file (fixture->path, chain);
}

/* Opens it and looks at every moment, as a person would. Errors are what is hoped for. */
static void
look_at_all (const char *path)
{
  g_autoptr (PgsRecording) recording = pgs_recording_open (path, NULL);

  for (gsize i = 0; recording != NULL && i < pgs_recording_get_n_processes (recording); i++)
    {
      PgsMoments *moments = pgs_recording_get_moments (recording, i);
      gsize n;

      pgs_moments_get_marks (moments, &n);
      for (gsize k = 0; k < pgs_moments_get_length (moments); k++)
        {
          g_autoptr (GError) error = NULL;
          g_autoptr (PgsSnapshot) snapshot = pgs_moments_get_snapshot (moments, k, &error);
          g_autoptr (PgsAges) ages = pgs_moments_get_ages (moments, k);

          g_assert_true ((snapshot == NULL) == (error != NULL));
          g_assert_true (ages == NULL || pgs_ages_get_pages (ages) != NULL);
        }
    }
}

static void
expect_error (const char *path,
              PgsError    code,
              const char *words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PgsRecording) recording = pgs_recording_open (path, &error);

  g_assert_null (recording);
  g_assert_error (error, PGS_ERROR, (int) code);
  g_assert_nonnull (strstr (error->message, words));
  g_assert_null (strchr (error->message, '\n'));
}

static void
test_kinds_of_files (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autofree char *link = g_build_filename (fixture->folder, "link", NULL);
  g_autofree char *fifo = g_build_filename (fixture->folder, "fifo", NULL);
  g_autofree char *text = g_build_filename (fixture->folder, "text", NULL);
  g_autofree char *none = g_build_filename (fixture->folder, "none", NULL);
  g_autofree char *log = g_strconcat (fixture->path, "-wal", NULL);

  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  g_assert_true (g_file_set_contents (text, "no database, but longer than its magic\n", -1, NULL));
  g_assert_cmpint (symlink ("fifo", link), ==, 0);
  expect_error (link, PGS_ERROR_SYNTAX, "not a regular file");
  g_assert_cmpint (unlink (link), ==, 0);
  g_assert_cmpint (symlink ("none", link), ==, 0);
  expect_error (link, PGS_ERROR_NO_PROCESS, "No such file");
  expect_error (fifo, PGS_ERROR_SYNTAX, "not a regular file");
  expect_error ("/dev/zero", PGS_ERROR_SYNTAX, "not a regular file");
  expect_error (fixture->folder, PGS_ERROR_SYNTAX, "not a regular file");
  expect_error (text, PGS_ERROR_SYNTAX, "not a recording");
  expect_error (none, PGS_ERROR_NO_PROCESS, "No such file");
  g_assert_true (g_file_set_contents (text, "", 0, NULL));
  expect_error (text, PGS_ERROR_SYNTAX, "not a recording");
  recorded_run_sql (text, "CREATE TABLE sample (id)");
  expect_error (text, PGS_ERROR_SYNTAX, "not a recording");
  g_assert_true (g_file_set_contents (text, "", 0, NULL));
  recorded_run_sql (text, "PRAGMA application_id = " G_STRINGIFY (PGS_RECORDING_APPLICATION_ID));
  expect_error (text, PGS_ERROR_SYNTAX, "ends before its first sample"); /* its recorder was killed there */
  recorded_run_sql (text, "PRAGMA user_version = " G_STRINGIFY (PGS_RECORDING_VERSION));
  expect_error (text, PGS_ERROR_SYNTAX, "ends before its first sample");
  g_assert_cmpint (mkfifo (log, 0600), ==, 0);
  expect_error (fixture->path, PGS_ERROR_SYNTAX, "not a regular file");
}

static void
expect_file (const char *folder,
             const char *name,
             gboolean    is_there)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_cmpint (g_file_test (path, G_FILE_TEST_EXISTS), ==, is_there);
}

/* Of a name, the kernel makes what it is, not we: what is behind a link has another parent. */
static void
test_names (Fixture       *fixture,
            gconstpointer  data)
{
  static const char *const nowhere[] = { "none/.", "none/../b", "none/", "a/../b", "a/b" };
  g_autofree char *deep = g_build_filename (fixture->folder, "sub", "deep", NULL);
  g_autofree char *sub = g_path_get_dirname (deep);
  g_autofree char *link = g_build_filename (fixture->folder, "link", NULL);
  g_autofree char *behind = g_strconcat (link, "/../b", NULL);
  g_autofree char *slashes = g_strconcat ("//", fixture->path, NULL);
  g_autoptr (GPtrArray) chain = recorded_make_chain (77, 2);

  g_assert_cmpint (g_mkdir_with_parents (deep, 0700), ==, 0);
  g_assert_cmpint (symlink (deep, link), ==, 0);
  recorded_write_file (behind, chain);
  expect_file (sub, "b", TRUE);
  look_at_all (behind);
  g_object_unref (recorded_open (behind));
  g_object_unref (recorded_open (slashes));
  for (gsize i = 0; i < G_N_ELEMENTS (nowhere); i++)
    {
      g_autofree char *path = g_strconcat (fixture->folder, "/", nowhere[i], NULL);

      g_assert_null (pgs_recorder_new (path, FALSE, NULL));
      g_assert_null (pgs_recorder_new (path, TRUE, NULL));
    }
  expect_file (fixture->folder, "b", FALSE);
  expect_file (fixture->folder, "none", FALSE);
  expect_file (fixture->folder, "a", TRUE);
  recorded_remove_folder (deep);
  recorded_remove_folder (sub);
}

static void
test_too_new (Fixture       *fixture,
              gconstpointer  data)
{
  recorded_run_sql (fixture->path, "PRAGMA user_version = 2");
  expect_error (fixture->path, PGS_ERROR_VERSION, "version 2");
}

static void
test_newer_parts (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (PgsRecording) plain = recorded_open (fixture->path);
  g_autoptr (PgsRecording) more = NULL;

  g_assert_null (pgs_recording_get_note (plain));
  g_clear_object (&plain);
  recorded_run_sql (fixture->path, "ALTER TABLE sample ADD COLUMN later INTEGER;"
                                   "CREATE TABLE later (id INTEGER PRIMARY KEY, what BLOB);");
  more = recorded_open (fixture->path);
  g_assert_nonnull (strstr (pgs_recording_get_note (more), "newer"));
  look_at_all (fixture->path);
}

/* After each of the attacks alone. */
static void
look_at_attacked (const char        *path,
                  const char *const *attacks,
                  gsize              n_attacks)
{
  g_autofree char *original = NULL;
  gsize n_bytes;

  g_assert_true (g_file_get_contents (path, &original, &n_bytes, NULL));
  for (gsize i = 0; i < n_attacks; i++)
    {
      g_test_message ("%s", attacks[i]);
      recorded_run_sql (path, attacks[i]);
      look_at_all (path);
      g_assert_true (g_file_set_contents (path, original, (gssize) n_bytes, NULL));
    }
}

/* What a table may be turned into, and what SQL may do when it is read. */
static void
test_schema (Fixture       *fixture,
             gconstpointer  data)
{
  static const char *const attacks[] = {
    "ALTER TABLE sample RENAME TO other; CREATE VIEW sample AS SELECT * FROM other",
    "ALTER TABLE sample RENAME TO other; CREATE VIEW sample AS WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL"
    " SELECT x + 1 FROM n) SELECT x AS id, 1 AS process FROM n",
    "DROP TABLE mark; CREATE VIRTUAL TABLE mark USING fts5 (process, t_us, sample_t_us, kind, name)",
    "DROP TABLE pages",
    "DROP INDEX region_first",
    "DROP INDEX region_first; CREATE INDEX region_first ON region (hex (zeroblob (process)), first_sample)",
    "DROP TABLE mark; CREATE TABLE mark (id, process, t_us, sample_t_us, kind,"
    " name AS (hex (zeroblob (1000000000))))",
    "DROP TABLE recording; CREATE TABLE recording (key, value)",
    "UPDATE recording SET value = 3 WHERE key = 'page_size'",
    "UPDATE recording SET value = 'x' WHERE key = 'page_size'",
    "DELETE FROM sample",
    "DELETE FROM process",
    "PRAGMA encoding = 'UTF-16'",
  };

  look_at_attacked (fixture->path, attacks, G_N_ELEMENTS (attacks));
}

static void
test_views_are_errors (Fixture       *fixture,
                       gconstpointer  data)
{
  recorded_run_sql (fixture->path,
                    "ALTER TABLE sample RENAME TO other; CREATE VIEW sample AS SELECT * FROM other");
  expect_error (fixture->path, PGS_ERROR_SYNTAX, "sample");
}

/* Numbers that lead nowhere, in circles or too far. */
static void
test_values (Fixture       *fixture,
             gconstpointer  data)
{
  static const char *const attacks[] = {
    "UPDATE pages SET before = sample",
    "UPDATE pages SET before = sample + 1",
    "UPDATE pages SET before = sample - 1",
    "UPDATE pages SET maps = 1",
    "UPDATE pages SET maps = -9",
    "UPDATE pages SET maps = 9223372036854775807",
    "UPDATE pages SET size = 1 << 62",
    "UPDATE pages SET size = -1",
    "UPDATE pages SET size = 1 << 30",
    "UPDATE pages SET before = NULL, data = zeroblob (60000000), size = 60000000 WHERE sample = (SELECT max (sample) FROM pages)",
    "UPDATE pages SET data = NULL, size = 0 WHERE 0",
    "UPDATE pages SET data = randomblob (1000), size = 1000",
    "UPDATE smaps SET before = sample + 1",
    "UPDATE smaps SET before = sample - 1",
    "UPDATE region_smaps SET rss = 9223372036854775807, pss = -3, vm_flags = 'x'",
    "UPDATE region SET start_address = 0, end_address = -1",
    "UPDATE region SET end_address = start_address",
    "UPDATE region SET perms = '', kind = 'none'",
    "UPDATE region SET path = hex (zeroblob (1000000)) WHERE id <= 40",
    "UPDATE region SET first_sample = 0, last_sample = 1000",
    "UPDATE region_key SET regions = zeroblob (100000)",
    "UPDATE region_key SET regions = randomblob (100)",
    "UPDATE sample SET maps = id, pages = id, smaps = id",
    "UPDATE sample SET t_us = -t_us",
    "UPDATE sample SET t_us = 9223372036854775807",
    "UPDATE sample SET t_us = 1e300, state = x'00ff', program = 0, access = 0, process = 'x'",
    "UPDATE sample SET state = '', priority = 1 << 40",
    "UPDATE program SET name = NULL, exe = x'ff', n_arguments = 9e99",
    "UPDATE access SET maps = 'maybe', pfn_denial = 99",
    "UPDATE process SET pid = -1, exit_status = 1 << 40, ended_at_us = -1",
    "INSERT INTO mark SELECT NULL, 1, 9223372036854775807, -9223372036854775808, 'jump', x'00' FROM sample",
    "INSERT INTO mark SELECT NULL, 1, 1, 1, 'person', hex (zeroblob (900000)) FROM sample",
  };

  look_at_attacked (fixture->path, attacks, G_N_ELEMENTS (attacks));
}

/* In a process that may take little memory and time. */
static void
look_bounded (const char *path,
              guint       number)
{
  const struct rlimit seconds = { MAX_SECONDS, MAX_SECONDS };
  int status;
  const pid_t child = fork ();

  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
#ifndef IS_SANITIZED /* its shadow memory takes terabytes of addresses */
      const struct rlimit memory = { MAX_MEMORY, MAX_MEMORY };

      setrlimit (RLIMIT_AS, &memory);
#endif
      setrlimit (RLIMIT_CPU, &seconds);
      alarm (3 * MAX_SECONDS);
      look_at_all (path);
      _exit (0);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  if (status != 0)
    g_error ("flip %u: status %d", number, status);
}

static void
test_flips (Fixture       *fixture,
            gconstpointer  data)
{
  const char *wish = g_getenv ("PGS_FLIPS");
  const guint n_flips = wish != NULL ? (guint) atoi (wish) : rounds (N_FLIPS);
  const guint32 seed = (guint32) g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autofree char *bytes = NULL;
  gsize n_bytes;

  g_test_message ("seed %u", seed);
  g_assert_true (g_file_get_contents (fixture->path, &bytes, &n_bytes, NULL));
  for (guint i = 0; i < n_flips; i++)
    {
      /* a third of them in the first page, which has the header and the schema */
      const gsize end = i % 3 == 0 ? MIN (n_bytes, 4096) : n_bytes;
      const gsize at = (gsize) g_rand_int_range (rand, 0, (gint32) end);
      const char flipped = (char) (bytes[at] ^ (1 << g_rand_int_range (rand, 0, 8)));
      FILE *file = fopen (fixture->path, "r+b");

      fseek (file, (long) at, SEEK_SET);
      fputc (flipped, file);
      fclose (file);
      look_bounded (fixture->path, i);
      if (i % 50 != 49) /* they add up for a while */
        continue;
      g_assert_true (g_file_set_contents (fixture->path, bytes, (gssize) n_bytes, NULL));
    }
}

static void
test_cut (Fixture       *fixture,
          gconstpointer  data)
{
  struct stat info;

  g_assert_cmpint (stat (fixture->path, &info), ==, 0);
  g_assert_cmpint (info.st_size, >, 8192);
  for (off_t size = info.st_size - 1; size > 0; size -= size > 8192 && size < info.st_size - 4096 ? 3583 : 509)
    {
      g_assert_cmpint (truncate (fixture->path, size), ==, 0);
      if (size >= 512) /* a page is missing, or a part of one */
        expect_error (fixture->path, PGS_ERROR_SYNTAX, "the file is damaged or cut short");
      look_at_all (fixture->path);
    }
}

#define ADD(name, func)                                                                            \
  g_test_add ("/source/recording/hostile/" name, Fixture, NULL, set_up, func, recorded_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("kinds-of-files", test_kinds_of_files);
  ADD ("names", test_names);
  ADD ("too-new", test_too_new);
  ADD ("newer-parts", test_newer_parts);
  ADD ("schema", test_schema);
  ADD ("views-are-errors", test_views_are_errors);
  ADD ("values", test_values);
  ADD ("flips", test_flips);
  ADD ("cut", test_cut);
  return g_test_run ();
}
