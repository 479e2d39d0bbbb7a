/* test-recorder-thread.c: what is given to the thread that records is in the file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * What the file has is asked of the sqlite3 library itself. build-aux/races runs this, too.
 */
#include "recorded.h"

#include "pgs-recorder-thread.h"

#include <signal.h>
#include <sys/resource.h>

#define N_SAMPLES 100 /* they fit into the queue */
#define N_BURST 2000  /* they do not */
#define N_MARKS 300
#define FILE_LIMIT 200000
#define DONE_TIMEOUT_US (60 * G_USEC_PER_SEC)

typedef struct
{
  char *folder;
  char *path;
  GPtrArray *chain;
  PgsRecorderThread *recorder;
  PgsRecorderProgress progress; /* the last that was told; its error is not */
  GError *error;
  guint n_told;
} Fixture;

static void
on_progress (const PgsRecorderProgress *progress,
             gpointer                   data)
{
  Fixture *fixture = data;

  g_assert_cmpuint (progress->n_samples, >=, fixture->progress.n_samples);
  g_assert_cmpuint (progress->n_dropped, >=, fixture->progress.n_dropped);
  g_assert_true (progress->is_over >= fixture->progress.is_over);
  fixture->progress = *progress;
  fixture->n_told++;
  if (progress->error != NULL && fixture->error == NULL)
    fixture->error = g_error_copy (progress->error);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->folder = recorded_make_folder ();
  fixture->path = g_build_filename (fixture->folder, "a", NULL);
  fixture->chain = recorded_make_chain ((guint32) g_test_rand_int (), N_SAMPLES);
  fixture->recorder = pgs_recorder_thread_new (fixture->path, FALSE, on_progress, fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_clear_pointer (&fixture->recorder, pgs_recorder_thread_free);
  recorded_remove_folder (fixture->folder);
  g_ptr_array_unref (fixture->chain);
  g_clear_error (&fixture->error);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static PgsSnapshot *
get_sample (const Fixture *fixture,
            guint          index)
{
  return g_ptr_array_index (fixture->chain, index);
}

static void
add_all (Fixture *fixture)
{
  for (guint i = 0; i < fixture->chain->len; i++)
    pgs_recorder_thread_add (fixture->recorder, get_sample (fixture, i));
}

static gboolean
on_tick (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* Until the recorder says that nothing more is written. */
static void
await_end (Fixture *fixture)
{
  const gint64 deadline = g_get_monotonic_time () + DONE_TIMEOUT_US;
  const guint tick = g_timeout_add (100, on_tick, NULL);

  while (!fixture->progress.is_over)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (tick);
}

static void
assert_file (const Fixture *fixture,
             gint64         n_samples,
             gboolean       is_complete)
{
  g_assert_cmpint (recorded_ask (fixture->path, "SELECT count (*) FROM sample"), ==, n_samples);
  g_assert_cmpint (recorded_ask (fixture->path, "SELECT value FROM recording WHERE key = 'complete'"), ==, is_complete);
  g_assert_cmpint (recorded_ask (fixture->path, "SELECT count (*) FROM pragma_integrity_check"
                                                " WHERE integrity_check = 'ok'"), ==, 1);
}

/* The file gives back the first @n samples. */
static void
compare_first (const Fixture *fixture,
               guint          n)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  g_autoptr (GPtrArray) part = g_ptr_array_new ();
  g_autoptr (PgsRecording) recording = recorded_open (fixture->path);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (part, get_sample (fixture, i));
  recorded_compare (recording, part, rand);
}

static gpointer
produce (gpointer data)
{
  Fixture *fixture = data;

  for (guint i = 1; i < fixture->chain->len; i++)
    {
      while (!pgs_recorder_thread_has_room (fixture->recorder))
        g_usleep (1000);
      pgs_recorder_thread_add (fixture->recorder, get_sample (fixture, i));
    }
  return NULL;
}

/* Samples come from one thread, marks from another, and progress is told meanwhile. */
static void
test_producer (Fixture       *fixture,
               gconstpointer  data)
{
  PgsProcessInfo *process = get_sample (fixture, 0)->process;
  const PgsExit ended = { .ended = TRUE, .status_known = TRUE, .status = 3 << 8, .at_us = 1 };
  g_autofree char *first_end = NULL;
  GThread *producer;

  pgs_recorder_thread_add (fixture->recorder, get_sample (fixture, 0));
  producer = g_thread_new ("producer", produce, fixture);
  for (guint i = 0; i < N_MARKS; i++)
    {
      g_autofree char *name = g_strdup_printf ("mark %u", i);
      const PgsMark mark = { .monotonic_us = get_sample (fixture, 0)->monotonic_us + i, .name = name };

      pgs_recorder_thread_mark (fixture->recorder, process, &mark);
      g_main_context_iteration (NULL, FALSE);
    }
  g_thread_join (producer);
  pgs_recorder_thread_set_exit (fixture->recorder, process, &ended);
  pgs_recorder_thread_close (fixture->recorder);
  await_end (fixture);
  g_assert_no_error (fixture->error);
  g_assert_true (fixture->progress.is_complete);
  g_assert_cmpuint (fixture->progress.n_samples, ==, N_SAMPLES);
  g_assert_cmpuint (fixture->progress.n_dropped, ==, 0);
  assert_file (fixture, N_SAMPLES, TRUE);
  g_assert_cmpint (recorded_ask (fixture->path, "SELECT count (DISTINCT name) FROM mark WHERE name LIKE 'mark %'"), ==,
                   N_MARKS);
  g_assert_cmpint (recorded_ask (fixture->path, "SELECT count (*) FROM mark a JOIN mark b ON b.id = a.id + 1"
                                                " WHERE b.t_us <> a.t_us + 1"), ==, 0);
  first_end = g_strdup_printf ("SELECT exit_status FROM process WHERE pid = %d ORDER BY id", process->pid);
  g_assert_cmpint (recorded_ask (fixture->path, first_end), ==, 3 << 8);
  compare_first (fixture, N_SAMPLES);
}

/* Returns: (transfer full): the counters of @original, some time later */
static PgsSnapshot *
copy_sample (const PgsSnapshot *original,
             gint64             later_us)
{
  PgsSnapshot *copy = pgs_snapshot_new ();

  *copy = *original;
  copy->monotonic_us += later_us;
  pgs_process_info_ref (copy->process);
  copy->maps = NULL;
  copy->pages = NULL;
  copy->smaps = NULL;
  return copy;
}

/* More than fits: what was left out is counted, and marks never are. */
static void
test_burst (Fixture       *fixture,
            gconstpointer  data)
{
  const PgsMark mark = { .monotonic_us = get_sample (fixture, 0)->monotonic_us, .name = (char *) "late" };

  for (guint i = 0; i < N_BURST; i++)
    {
      g_autoptr (PgsSnapshot) sample = copy_sample (get_sample (fixture, 0), i);

      pgs_recorder_thread_add (fixture->recorder, sample);
    }
  pgs_recorder_thread_mark (fixture->recorder, get_sample (fixture, 0)->process, &mark);
  pgs_recorder_thread_close (fixture->recorder);
  await_end (fixture);
  g_test_message ("%" G_GUINT64_FORMAT " dropped", fixture->progress.n_dropped);
  g_assert_true (fixture->progress.is_complete);
  g_assert_cmpuint (fixture->progress.n_samples + fixture->progress.n_dropped, ==, N_BURST);
  assert_file (fixture, (gint64) fixture->progress.n_samples, TRUE);
  g_assert_cmpint (recorded_ask (fixture->path, "SELECT count (*) FROM mark WHERE name = 'late'"), ==, 1);
}

/* @limit: of what a file may have from now on; returns: what it was */
static rlim_t
limit_files (rlim_t limit)
{
  struct rlimit now;
  rlim_t before;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &now), ==, 0);
  before = now.rlim_cur;
  now.rlim_cur = limit;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &now), ==, 0);
  return before;
}

/* There is no more room: it is told once, what was written stays, what comes later does no harm. */
static void
test_full (Fixture       *fixture,
           gconstpointer  data)
{
  const rlim_t before = limit_files (FILE_LIMIT);
  guint n;

  signal (SIGXFSZ, SIG_IGN);
  add_all (fixture);
  await_end (fixture);
  limit_files (before);
  g_assert_nonnull (fixture->error);
  g_assert_nonnull (strstr (fixture->error->message, "File too large"));
  g_assert_false (fixture->progress.is_complete);
  n = (guint) fixture->progress.n_samples;
  g_assert_cmpuint (n, >, 0);
  g_assert_cmpuint (n, <, N_SAMPLES);

  add_all (fixture);
  pgs_recorder_thread_close (fixture->recorder);
  g_clear_pointer (&fixture->recorder, pgs_recorder_thread_free);
  g_assert_false (fixture->progress.is_complete);
  assert_file (fixture, n, FALSE);
  compare_first (fixture, n);
}

static void
test_no_folder (Fixture       *fixture,
                gconstpointer  data)
{
  recorded_remove_folder (fixture->folder);
  add_all (fixture);
  await_end (fixture);
  g_assert_nonnull (fixture->error);
  g_assert_cmpuint (fixture->progress.n_samples, ==, 0);
  g_assert_false (fixture->progress.is_complete);
}

/* It is freed while it writes: all is in the file then, and nothing more is told. */
static void
test_freed (Fixture       *fixture,
            gconstpointer  data)
{
  const gboolean is_closed = GPOINTER_TO_INT (data);
  guint n_told;

  add_all (fixture);
  if (is_closed)
    pgs_recorder_thread_close (fixture->recorder);
  g_clear_pointer (&fixture->recorder, pgs_recorder_thread_free);
  n_told = fixture->n_told;
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (fixture->n_told, ==, n_told);
  assert_file (fixture, N_SAMPLES, is_closed);
  compare_first (fixture, N_SAMPLES);
}

static void
test_nothing (Fixture       *fixture,
              gconstpointer  data)
{
  pgs_recorder_thread_close (fixture->recorder);
  await_end (fixture);
  g_assert_no_error (fixture->error);
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
}

#define ADD(name, data, func)                                                                      \
  g_test_add ("/source/recorder-thread/" name, Fixture, GINT_TO_POINTER (data), set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("producer", 0, test_producer);
  ADD ("burst", 0, test_burst);
  ADD ("full", 0, test_full);
  ADD ("no-folder", 0, test_no_folder);
  ADD ("closed-while-busy", TRUE, test_freed);
  ADD ("freed-unclosed", FALSE, test_freed);
  ADD ("nothing", 0, test_nothing);
  return g_test_run ();
}
