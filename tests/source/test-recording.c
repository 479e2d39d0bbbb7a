/* test-recording.c: what is recorded comes back, and the tables say the same
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "recorded.h"

#include "pgs-error.h"
#include "pgs-snapshot-json.h"
#include "random-snapshot.h"

#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>

#define N_CHAINS 25
#define N_SAMPLES 40
#define N_LONG 260 /* more than one key of everything */

typedef RecordedFixture Fixture;

static void
test_chains (Fixture       *fixture,
             gconstpointer  data)
{
  for (guint i = 0; i < N_CHAINS; i++)
    {
      const guint32 seed = (guint32) g_test_rand_int ();
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      g_autoptr (GPtrArray) chain = recorded_make_chain (seed, N_SAMPLES);
      g_autoptr (PgsRecording) recording = NULL;

      g_test_message ("seed %u", seed);
      recorded_write_file (fixture->path, chain);
      recording = recorded_open (fixture->path);
      g_assert_true (pgs_recording_is_complete (recording));
      recorded_compare (recording, chain, rand);
      recorded_compare_ages (recording, chain, rand);
      g_unlink (fixture->path);
    }
}

/* One file, and nothing beside it; opens for those who may only read. */
static void
test_one_file (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (GPtrArray) chain = recorded_make_chain (5, 3);
  g_autoptr (GDir) dir = NULL;
  g_autoptr (PgsRecording) recording = NULL;

  recorded_write_file (fixture->path, chain);
  dir = g_dir_open (fixture->folder, 0, NULL);
  g_assert_cmpstr (g_dir_read_name (dir), ==, "a");
  g_assert_cmpstr (g_dir_read_name (dir), ==, NULL);
  g_chmod (fixture->path, 0444);
  g_chmod (fixture->folder, 0555);
  recording = recorded_open (fixture->path);
  g_chmod (fixture->folder, 0755);
  g_assert_cmpuint (pgs_recording_get_n_samples (recording), ==, 3);
  g_dir_rewind (dir);
  g_assert_cmpstr (g_dir_read_name (dir), ==, "a");
  g_assert_cmpstr (g_dir_read_name (dir), ==, NULL);
}

static void
test_long (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  g_autoptr (GPtrArray) chain = recorded_make_chain (11, N_LONG);
  g_autoptr (PgsRecording) recording = NULL;

  recorded_write_file (fixture->path, chain);
  g_assert_cmpint (recorded_ask (fixture->path, "SELECT count (*) FROM pages WHERE before IS NULL"), >, 1);
  g_assert_cmpint (recorded_ask (fixture->path, "SELECT count (*) FROM pages WHERE before IS NOT NULL"), >, 1);
  g_assert_cmpint (recorded_ask (fixture->path, "SELECT count (*) FROM region_key"), >, 1);
  recording = recorded_open (fixture->path);
  recorded_compare (recording, chain, rand);
}

/* What did not change is written once and comes back as the same pointers. */
static void
test_unchanged (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (8);
  g_autoptr (PgsSnapshot) first = random_snapshot_new (rand);
  g_autoptr (GPtrArray) chain = g_ptr_array_new_with_free_func ((GDestroyNotify) pgs_snapshot_unref);
  g_autoptr (PgsRecording) recording = NULL;
  g_autoptr (PgsSnapshot) a = NULL;
  g_autoptr (PgsSnapshot) b = NULL;

  while (first->pages == NULL || first->smaps == NULL)
    {
      pgs_snapshot_unref (first);
      first = random_snapshot_new (rand);
    }
  for (guint i = 0; i < 100; i++)
    {
      PgsSnapshot *copy = pgs_snapshot_new ();

      *copy = *first;
      copy->monotonic_us += i * 1000;
      pgs_process_info_ref (copy->process);
      pgs_maps_ref (copy->maps);
      pgs_pages_ref (copy->pages);
      pgs_smaps_ref (copy->smaps);
      g_ptr_array_add (chain, copy);
    }
  recorded_write_file (fixture->path, chain);
  g_assert_cmpint (recorded_ask (fixture->path, "SELECT count (*) FROM sample"), ==, 100);
  g_assert_cmpint (recorded_ask (fixture->path, "SELECT count (*) FROM pages"), ==, 1);
  g_assert_cmpint (recorded_ask (fixture->path, "SELECT count (*) FROM smaps"), ==, 1);
  g_assert_cmpint (recorded_ask (fixture->path, "SELECT count (*) FROM program"), ==, 1);
  g_assert_cmpint (recorded_ask (fixture->path, "SELECT count (DISTINCT first_sample) FROM region"), ==, 1);
  recording = recorded_open (fixture->path);
  a = recorded_find (recording, g_ptr_array_index (chain, 7));
  b = recorded_find (recording, g_ptr_array_index (chain, 93));
  g_assert_true (a != b && a->maps == b->maps && a->pages == b->pages && a->smaps == b->smaps
                 && a->process == b->process);
}

/* Lifetimes and counters as a query finds them, beside what the samples said. */
static void
test_tables (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (GPtrArray) chain = recorded_make_chain (21, N_SAMPLES);

  recorded_write_file (fixture->path, chain);
  for (guint i = 0; i < chain->len; i++)
    {
      const PgsSnapshot *snapshot = g_ptr_array_index (chain, i);
      const gsize n = snapshot->maps != NULL ? pgs_maps_get_length (snapshot->maps) : 0;
      guint64 size = 0;
      g_autofree char *where = g_strdup_printf (
        "FROM region r JOIN sample s ON s.id = %u AND r.process = s.process WHERE r.first_sample <= %u"
        " AND ifnull (r.last_sample, %u) >= %u AND s.maps IS NOT NULL", i + 1, i + 1, G_MAXINT, i + 1);
      g_autofree char *count = g_strconcat ("SELECT count (*) ", where, NULL);
      g_autofree char *sum = g_strconcat ("SELECT sum (r.end_address - r.start_address) ", where, NULL);
      g_autofree char *res = g_strdup_printf ("SELECT res FROM sample WHERE id = %u", i + 1);

      for (gsize k = 0; k < n; k++)
        size += pgs_maps_get (snapshot->maps, k)->end - pgs_maps_get (snapshot->maps, k)->start;
      g_assert_cmpint (recorded_ask (fixture->path, count), ==, (gint64) n);
      g_assert_cmpint (recorded_ask (fixture->path, sum), ==, (gint64) size);
      if (snapshot->counters.res != PGS_UNKNOWN)
        g_assert_cmpint (recorded_ask (fixture->path, res), ==, (gint64) snapshot->counters.res);
    }
}

/* The resident size of every region at every sample, as region_pages tells it. */
static void
test_region_pages (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr (GPtrArray) chain = recorded_make_chain (33, 20);
  guint n_compared = 0;

  recorded_write_file (fixture->path, chain);
  for (guint i = 0; i < chain->len; i++)
    {
      const PgsSnapshot *snapshot = g_ptr_array_index (chain, i);

      for (gsize k = 0; snapshot->pages != NULL && k < pgs_maps_get_length (snapshot->maps); k++)
        {
          const PgsMapping *mapping = pgs_maps_get (snapshot->maps, k);
          g_autofree char *sql = g_strdup_printf (
            "SELECT ifnull (c.swap, -1) FROM region_pages c JOIN region r ON r.id = c.region"
            " JOIN sample s ON s.id = %u AND s.process = r.process"
            " WHERE r.start_address = %" G_GINT64_FORMAT " AND c.sample <= s.id AND r.first_sample <= s.id"
            " AND ifnull (r.last_sample, 1000) >= s.id ORDER BY c.sample DESC LIMIT 1",
            i + 1, (gint64) mapping->start);
          PgsPageCounts counts;

          if (!(pgs_pages_get_known_in (snapshot->pages, k) & PGS_PAGE_SWAPPED)
              || pgs_snapshot_is_opaque (snapshot, k))
            continue;
          pgs_pages_get_counts (snapshot->pages, k, &counts);
          g_assert_cmpint (recorded_ask (fixture->path, sql), ==, (gint64) counts.swapped * 4096);
          n_compared++;
        }
    }
  g_assert_cmpuint (n_compared, >, 20);
}

static void
test_marks (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (GPtrArray) chain = recorded_make_chain (5, 4);
  PgsSnapshot *second = g_ptr_array_index (chain, 1);
  const PgsMark mark = { second->monotonic_us + 7, (char *) "half\xff way", PGS_MARK_PERSON,
                         second->monotonic_us };
  const PgsMark early = { second->monotonic_us - 9, (char *) "exec", PGS_MARK_EXEC, 0 };
  const PgsExit ended = { .ended = TRUE, .status_known = TRUE, .status = 11,
                          .at_us = second->taken_at_us + 5000000 };
  g_autoptr (GError) error = NULL;
  g_autoptr (PgsRecorder) recorder = pgs_recorder_new (fixture->path, FALSE, &error);
  g_autoptr (PgsRecording) recording = NULL;
  const PgsMark *marks;
  gint64 time_us;
  gsize n;

  recorded_write (recorder, chain);
  g_assert_true (pgs_recorder_mark (recorder, second->process, &mark, &error));
  g_assert_true (pgs_recorder_mark (recorder, NULL, &early, &error));
  g_assert_true (pgs_recorder_set_exit (recorder, second->process, &ended, &error));
  g_assert_true (pgs_recorder_close (recorder, &error));
  recording = recorded_open (fixture->path);
  marks = pgs_moments_get_marks (pgs_recording_get_moments (recording, 0), &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpint (marks[0].monotonic_us, ==, early.monotonic_us);
  g_assert_cmpint (marks[0].kind, ==, PGS_MARK_EXEC);
  g_assert_cmpstr (marks[1].name, ==, mark.name);
  g_assert_cmpint (marks[1].sample_us, ==, mark.sample_us);
  g_assert_true (pgs_recording_find_time (recording, "exec", &time_us, NULL));
  g_assert_cmpint (time_us, ==, early.monotonic_us);
  g_assert_true (pgs_recording_find_time (recording, "half\xff way", &time_us, NULL));
  g_assert_cmpint (time_us, ==, mark.sample_us);
  g_assert_true (pgs_recording_find_time (recording, "0.1", &time_us, NULL));
  g_assert_cmpuint (pgs_moments_find (pgs_recording_get_moments (recording, 0), time_us), ==, 1);
  {
    const gint64 with_zero_us = time_us;

    g_assert_true (pgs_recording_find_time (recording, ".1", &time_us, NULL));
    g_assert_cmpint (time_us, ==, with_zero_us);
  }
  g_assert_false (pgs_recording_find_time (recording, "nothing", &time_us, NULL));
  g_assert_false (pgs_recording_find_time (recording, ".", &time_us, NULL));
  g_assert_false (pgs_recording_find_time (recording, "-.1", &time_us, NULL));
  g_assert_true (pgs_recording_get_process (recording, 0)->exit_info.ended);
  g_assert_cmpint (pgs_recording_get_process (recording, 0)->exit_info.status, ==, 11);
  g_assert_cmpint (recorded_ask (fixture->path, "SELECT signal FROM processes"), ==, 11);
}

/* Somebody may look while it is written, and sees what was there. */
static void
test_while_written (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  g_autoptr (GPtrArray) chain = recorded_make_chain (6, 30);
  g_autoptr (GPtrArray) part = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (PgsRecorder) recorder = pgs_recorder_new (fixture->path, FALSE, &error);

  for (guint i = 0; i < chain->len; i++)
    {
      g_autoptr (PgsRecording) recording = NULL;

      g_assert_true (pgs_recorder_add (recorder, g_ptr_array_index (chain, i), &error));
      g_ptr_array_add (part, g_ptr_array_index (chain, i));
      if (i % 7 != 3)
        continue;
      recording = recorded_open (fixture->path);
      g_assert_false (pgs_recording_is_complete (recording));
      recorded_compare (recording, part, rand);
    }
  g_assert_true (pgs_recorder_close (recorder, &error));
}

static void
test_not_replaced (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr (GPtrArray) chain = recorded_make_chain (6, 2);
  g_autoptr (GError) error = NULL;
  g_autoptr (PgsRecorder) refused = NULL;
  g_autoptr (PgsRecorder) unused = NULL;
  g_autoptr (PgsRecording) recording = NULL;
  g_autoptr (PgsRecorder) again = NULL;

  recorded_write_file (fixture->path, chain);
  refused = pgs_recorder_new (fixture->path, FALSE, &error);
  g_assert_null (refused);
  g_assert_error (error, PGS_ERROR, PGS_ERROR_FAILED);
  recording = recorded_open (fixture->path);
  g_clear_error (&error);
  again = pgs_recorder_new (fixture->path, TRUE, &error);
  g_assert_no_error (error);
  pgs_recorder_add (again, g_ptr_array_index (chain, 0), &error);
  g_assert_true (pgs_recorder_close (again, &error));
  g_assert_cmpint (recorded_ask (fixture->path, "SELECT count (*) FROM sample"), ==, 1);
  g_unlink (fixture->path);
  unused = pgs_recorder_new (fixture->path, FALSE, &error);
  g_clear_pointer (&unused, pgs_recorder_free);
  g_assert_cmpint (g_access (fixture->path, F_OK), !=, 0);
}

static void
test_removed (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (GPtrArray) chain = recorded_make_chain (6, 3);
  g_autoptr (GError) error = NULL;
  g_autoptr (PgsRecorder) recorder = pgs_recorder_new (fixture->path, FALSE, &error);

  g_assert_true (pgs_recorder_add (recorder, g_ptr_array_index (chain, 0), &error));
  recorded_remove_folder (fixture->folder);
  g_assert_false (pgs_recorder_add (recorder, g_ptr_array_index (chain, 1), &error));
  g_assert_error (error, PGS_ERROR, PGS_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_false (pgs_recorder_add (recorder, g_ptr_array_index (chain, 2), &error));
  g_assert_error (error, PGS_ERROR, PGS_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_false (pgs_recorder_close (recorder, &error));
  g_assert_error (error, PGS_ERROR, PGS_ERROR_FAILED);
}

/* All that @expected has, @got has; newer versions may tell more. */
static void
compare_json (JsonNode *expected,
              JsonNode *got)
{
  g_assert_cmpint (json_node_get_node_type (expected), ==, json_node_get_node_type (got));
  if (JSON_NODE_HOLDS_OBJECT (expected))
    {
      JsonObjectIter iter;
      const char *key;
      JsonNode *node;

      json_object_iter_init (&iter, json_node_get_object (expected));
      while (json_object_iter_next (&iter, &key, &node))
        {
          g_assert_true (json_object_has_member (json_node_get_object (got), key));
          compare_json (node, json_object_get_member (json_node_get_object (got), key));
        }
    }
  else if (JSON_NODE_HOLDS_ARRAY (expected))
    {
      JsonArray *a = json_node_get_array (expected);
      JsonArray *b = json_node_get_array (got);

      g_assert_cmpuint (json_array_get_length (a), ==, json_array_get_length (b));
      for (guint i = 0; i < json_array_get_length (a); i++)
        compare_json (json_array_get_element (a, i), json_array_get_element (b, i));
    }
  else
    g_assert_true (json_node_equal (expected, got));
}

/* A file of version 1 that was kept, and what it said of a moment then. */
static void
test_golden (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "recording",
                                                 "version-1.pagescape", NULL);
  g_autofree char *json_path = g_test_build_filename (G_TEST_DIST, "fixtures", "recording",
                                                      "version-1.json", NULL);
  g_autoptr (PgsRecording) recording = recorded_open (path);
  PgsMoments *moments = pgs_recording_get_moments (recording, 0);
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) json = g_string_new (NULL);
  g_autoptr (PgsSnapshot) snapshot = NULL;
  g_autoptr (JsonNode) got = NULL;
  g_autoptr (JsonParser) expected = json_parser_new ();
  gint64 time_us;

  g_assert_cmpuint (pgs_recording_get_n_samples (recording), ==, 6);
  g_assert_null (pgs_recording_get_note (recording));
  g_assert_null (pgs_moments_get_ages (moments, 0)); /* which were not recorded then */
  g_assert_cmpint (pgs_moments_get_exit (moments)->status, ==, 3 << 8);
  g_assert_true (pgs_recording_find_time (recording, "0.62", &time_us, &error));
  snapshot = pgs_moments_get_snapshot (moments, pgs_moments_find (moments, time_us), &error);
  g_assert_no_error (error);
  pgs_snapshot_to_json (snapshot, PGS_SNAPSHOT_JSON_RUNS, json);
  got = json_from_string (json->str, &error);
  g_assert_no_error (error);
  g_assert_true (json_parser_load_from_file (expected, json_path, &error));
  compare_json (json_parser_get_root (expected), got);
}

#define ADD(name, func) g_test_add ("/source/recording/" name, Fixture, NULL, recorded_set_up, func, recorded_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("chains", test_chains);
  ADD ("one-file", test_one_file);
  ADD ("long", test_long);
  ADD ("unchanged", test_unchanged);
  ADD ("tables", test_tables);
  ADD ("region-pages", test_region_pages);
  ADD ("marks", test_marks);
  ADD ("while-written", test_while_written);
  ADD ("not-replaced", test_not_replaced);
  ADD ("removed", test_removed);
  g_test_add_func ("/source/recording/golden", test_golden);
  return g_test_run ();
}
