/* test-run.c: experiments are run, stopped, cancelled, and do not behave
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-error.h"
#include "pgs-lesson-program.h"
#include "pgs-lesson-run.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib/gstdio.h>

#define WAIT_US (20 * G_USEC_PER_SEC)
#define POLL_US 2000

static const PgsLessonCheck map_checks[] = {
  { .what = "VIRT", .measure = "change(virt)", .expect = "4M", .choices = { { "0" }, { "4M" } } },
  { .what = "pages", .measure = "present:block", .expect = "0" },
  { .what = "wrong", .measure = "n", .expect = "5", .low = "1", .reason = "Because it is a test." },
  { .what = "denied", .measure = "virt@nobody", .expect = "0" },
  { .what = "far", .measure = "far", .expect = "far", .unit = PGS_UNIT_ADDRESS },
  { NULL },
};

static const PgsLessonCheck touch_checks[] = {
  { .what = "faults", .measure = "change(minor)", .expect = "size(block) / page_size", .high = "300",
    .choices = { { "0" }, { "before(size(block)) / page_size", NULL }, { "1", "one" } } },
  { .what = "RES", .measure = "change(rss:block)", .expect = "size(block)" },
  { .what = "pages", .measure = "present:block", .expect = "size(block) / page_size" },
  { NULL },
};

static const PgsLessonStep steps[] = {
  { .id = "map", .title = "Map", .checks = map_checks, .pointers = { { "block", NULL, "the block" } } },
  { .id = "touch", .title = "Touch {size(block)}", .checks = touch_checks },
  { .id = "touch", .title = "Touch again" },
  { NULL },
};

static PgsLesson
make_lesson (const char *name)
{
  return (PgsLesson){ .name = name, .title = "T", .text = "", .peer = "child", .steps = steps };
}

/* A zombie is not there any more: it waits for whoever reaps the machine's orphans. */
static gboolean
is_there (gint pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/stat", pid);
  g_autofree char *text = NULL;
  const char *state;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return FALSE;
  state = strrchr (text, ')');
  return state != NULL && state[2] != 'Z' && state[2] != 'X';
}

/* A process that was killed may take a moment. */
static void
assert_gone (gint pid)
{
  const gint64 end_us = g_get_monotonic_time () + WAIT_US;

  g_assert_cmpint (pid, >, 0);
  while (is_there (pid) && g_get_monotonic_time () < end_us)
    g_usleep (POLL_US);
  g_assert_false (is_there (pid));
}

/* Before anything runs: what is asked, and between which answers. */
static void
check_new (PgsLessonRun *run)
{
  const PgsLessonResult *results;
  gsize n_results;

  g_assert_cmpint (pgs_lesson_run_get_state (run), ==, PGS_LESSON_RUN_NEW);
  g_assert_cmpuint (pgs_lesson_run_get_n_steps (run), ==, 3);
  results = pgs_lesson_run_get_results (run, 0, &n_results);
  g_assert_cmpuint (n_results, ==, 5);
  g_assert_cmpuint (results[0].n_choices, ==, 2);
  g_assert_cmpstr (results[0].choice_texts[0], ==, "same");
  g_assert_cmpstr (results[0].choice_texts[1], ==, "+4 MiB");
}

static void
check_waiting (PgsLessonRun *run)
{
  guint64 start, end;

  g_assert_cmpint (pgs_lesson_run_get_state (run), ==, PGS_LESSON_RUN_WAITING);
  g_assert_cmpuint (pgs_lesson_run_get_line (run), ==, 7);
  g_assert_true (is_there (pgs_lesson_run_get_pid (run, NULL)));
  g_assert_false (pgs_lesson_run_get_range (run, 0, "block", &start, &end));
}

/* What the first step was measured to do, and what is now known of the choices of the second. */
static void
check_first_step (PgsLessonRun *run)
{
  const PgsLessonResult *results;
  gsize n_results;
  guint64 start, end;

  results = pgs_lesson_run_get_results (run, 0, &n_results);
  g_assert_cmpint (results[0].verdict, ==, PGS_VERDICT_OK);
  g_assert_cmpint (results[0].predicted, ==, 1);
  g_assert_cmpint (results[0].right, ==, 1);
  g_assert_cmpint (results[1].verdict, ==, PGS_VERDICT_OK);
  g_assert_cmpint (results[2].verdict, ==, PGS_VERDICT_DIFFERS);
  g_assert_cmpint (results[2].lowest, ==, 4);
  g_assert_cmpint (results[2].measured, ==, 3);
  g_assert_cmpstr (results[2].reason, ==, "Because it is a test.");
  g_assert_cmpint (results[3].verdict, ==, PGS_VERDICT_UNKNOWN);
  g_assert_cmpstr (results[3].measured_text, ==, "–");
  g_assert_nonnull (results[3].reason);
  g_assert_cmpstr (results[4].measured_text, ==, "0xffff800000000000");
  g_assert_true (pgs_lesson_run_get_range (run, 1, "block", &start, &end));
  g_assert_cmpuint (end - start, ==, 4 << 20);
  results = pgs_lesson_run_get_results (run, 1, &n_results);
  g_assert_cmpstr (results[0].choice_texts[2], ==, "one");
  g_assert_cmpint (results[0].choices_known, ==, 7);
  g_assert_cmpint (results[0].choice_values[1], ==, (4 << 20) / sysconf (_SC_PAGESIZE));
  g_assert_cmpint (results[0].verdict, ==, PGS_VERDICT_NONE);
}

static void
check_second_step (PgsLessonRun *run)
{
  const PgsLessonResult *results;
  gsize n_results;

  results = pgs_lesson_run_get_results (run, 1, &n_results);
  for (gsize i = 0; i < n_results; i++)
    g_assert_cmpint (results[i].verdict, ==, PGS_VERDICT_OK);
  g_assert_cmpint (results[0].right, ==, 1);
  g_assert_cmpint (results[0].predicted, ==, -1);
  g_assert_cmpstr (results[1].measured_text, ==, "0 B → 4 MiB");
}

/* After the last step it is there until it is stopped; what was measured stays. */
static void
check_end (PgsLessonRun *run)
{
  const gint pid = pgs_lesson_run_get_pid (run, NULL);

  g_assert_cmpint (pgs_lesson_run_get_state (run), ==, PGS_LESSON_RUN_DONE);
  g_assert_false (pgs_lesson_run_passed (run));
  g_assert_true (is_there (pid));
  g_assert_false (pgs_lesson_run_step (run, NULL));
  g_assert_cmpint (pgs_lesson_run_get_state (run), ==, PGS_LESSON_RUN_DONE);

  pgs_lesson_run_stop (run);
  g_assert_cmpint (pgs_lesson_run_get_state (run), ==, PGS_LESSON_RUN_ENDED);
  g_assert_false (is_there (pid));
  g_assert_nonnull (pgs_lesson_run_get_snapshot (run, 3, NULL));
  g_assert_null (pgs_lesson_run_get_snapshot (run, 4, NULL));
  g_assert_nonnull (pgs_lesson_run_get_system (run, 0));
  g_assert_cmpint (pgs_lesson_run_get_time (run, 0), <, pgs_lesson_run_get_time (run, 3));
}

static void
test_good (void)
{
  const PgsLesson lesson = make_lesson ("good");
  g_autoptr (PgsLessonRun) run = pgs_lesson_run_new (&lesson);
  g_autoptr (GError) error = NULL;

  check_new (run);
  pgs_lesson_run_start (run, &error);
  g_assert_no_error (error);
  check_waiting (run);
  pgs_lesson_run_predict (run, 0, 1);
  pgs_lesson_run_predict (run, 0, 2);
  pgs_lesson_run_predict (run, 99, 0);

  pgs_lesson_run_step (run, &error);
  g_assert_no_error (error);
  check_first_step (run);
  pgs_lesson_run_step (run, &error);
  g_assert_no_error (error);
  check_second_step (run);
  pgs_lesson_run_step (run, &error);
  g_assert_no_error (error);
  check_end (run);
}

/* What a run says is what ps says of the process at the same stop. */
static void
test_ps (void)
{
  const PgsLesson lesson = make_lesson ("good");
  g_autoptr (PgsLessonRun) run = pgs_lesson_run_new (&lesson);

  for (gsize stop = 0; stop < 4; stop++)
    {
      g_autofree char *command = NULL;
      g_autofree char *said = NULL;
      guint64 virt, rss, faults;
      PgsSnapshot *snapshot;

      g_assert_true (stop == 0 ? pgs_lesson_run_start (run, NULL) : pgs_lesson_run_step (run, NULL));
      command = g_strdup_printf ("ps -o vsz=,rss=,min_flt= -p %d", pgs_lesson_run_get_pid (run, NULL));
      if (!g_spawn_command_line_sync (command, &said, NULL, NULL, NULL))
        {
          g_test_skip ("ps is not installed");
          return;
        }
      g_assert_cmpint (sscanf (said, "%" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT, &virt, &rss,
                               &faults), ==, 3);
      snapshot = pgs_lesson_run_get_snapshot (run, stop, NULL);
      g_assert_cmpuint (snapshot->counters.virt, ==, virt * 1024);
      g_assert_cmpuint (snapshot->counters.res, ==, rss * 1024);
      g_assert_cmpuint (snapshot->counters.minor_faults, ==, faults);
    }
}

static void
test_family (void)
{
  const PgsLesson lesson = make_lesson ("family");
  g_autoptr (PgsLessonRun) run = pgs_lesson_run_new (&lesson);
  g_autoptr (GError) error = NULL;
  gint pid, child;
  gint64 orphan;

  pgs_lesson_run_start (run, &error);
  g_assert_no_error (error);
  pid = pgs_lesson_run_get_pid (run, NULL);
  child = pgs_lesson_run_get_pid (run, "child");
  g_assert_cmpint (child, >, 0);
  g_assert_cmpint (pgs_lesson_run_get_snapshot (run, 0, "child")->counters.ppid, ==, pid);
  g_assert_true (pgs_lesson_run_evaluate (run, 0, "orphan", &orphan, NULL));
  g_assert_true (is_there ((gint) orphan));
  g_clear_object (&run);
  assert_gone (pid);
  assert_gone (child);
  assert_gone ((gint) orphan);
}

static void
test_binary (void)
{
  const PgsLesson lesson = make_lesson ("binary");
  g_autoptr (PgsLessonRun) run = pgs_lesson_run_new (&lesson);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  guint64 start, end;
  gint64 n;

  pgs_lesson_run_start (run, &error);
  g_assert_no_error (error);
  g_assert_false (pgs_lesson_run_get_range (run, 0, "block", &start, &end));
  g_assert_cmpint (pgs_lesson_run_get_pid (run, "child"), ==, 0); /* init is no child of it */
  g_assert_null (pgs_lesson_run_get_snapshot (run, 0, "child"));
  g_assert_false (pgs_lesson_run_evaluate (run, 0, "n", &n, NULL));
  text = pgs_lesson_run_expand (run, 0, "{a} {b} {n} {virt@child}");
  g_assert_cmpstr (text, ==, "– – – –");
}

static void
test_misbehaviour (void)
{
  static const struct { const char *name; int code; } cases[] = {
    { "floods", PGS_ERROR_LIMIT },       { "many-facts", PGS_ERROR_LIMIT },  { "long-line", PGS_ERROR_LIMIT },
    { "no-facts", PGS_ERROR_SYNTAX },    { "fails", PGS_ERROR_FAILED },      { "dies", PGS_ERROR_NO_PROCESS },
    { "crashes", PGS_ERROR_NO_PROCESS }, { "elsewhere", PGS_ERROR_PROTOCOL }, { "closes", PGS_ERROR_NO_PROCESS },
    { "not-there", PGS_ERROR_UNSUPPORTED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (int later = 0; later < 2; later++)
      {
        g_autofree char *name = g_strconcat (later ? "later-" : "", cases[i].name, NULL);
        const PgsLesson lesson = make_lesson (name);
        g_autoptr (PgsLessonRun) run = pgs_lesson_run_new (&lesson);
        g_autoptr (GError) error = NULL;

        g_test_message ("%s", name);
        if (later && (g_str_equal (name, "later-closes") || g_str_equal (name, "later-not-there")))
          continue;
        if (later)
          g_assert_true (pgs_lesson_run_start (run, &error));
        g_assert_false (later ? pgs_lesson_run_step (run, &error) : pgs_lesson_run_start (run, &error));
        g_assert_error (error, PGS_ERROR, cases[i].code);
        g_assert_true (g_utf8_validate (error->message, -1, NULL));
        g_assert_null (strchr (error->message, '\033'));
        g_assert_cmpint (pgs_lesson_run_get_state (run), ==, PGS_LESSON_RUN_FAILED);
        g_assert_nonnull (pgs_lesson_run_get_error (run));
        g_assert_false (pgs_lesson_run_passed (run));
        g_assert_false (pgs_lesson_run_step (run, NULL));
      }
}

static void
test_timeout (void)
{
  static const char *const names[] = { "silent", "spins" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const PgsLesson lesson = make_lesson (names[i]);
      g_autofree char *path = pgs_lesson_dup_program (&lesson);
      g_autoptr (PgsLessonFacts) facts = pgs_lesson_facts_new ();
      g_autoptr (GError) error = NULL;
      PgsLessonProgram *program = pgs_lesson_program_launch (path, &error);
      gint pid;

      g_assert_no_error (error);
      pid = pgs_lesson_program_get_pid (program);
      g_assert_false (pgs_lesson_program_await (program, facts, 100000, NULL, 0, &error));
      g_assert_error (error, PGS_ERROR, PGS_ERROR_LIMIT);
      pgs_lesson_program_free (program);
      g_assert_false (is_there (pid));
    }
}

typedef struct
{
  GMainLoop *loop;
  guint n_changes;
  GError *error;
  gboolean is_done;
} Async;

static void
on_changed (PgsLessonRun *run,
            Async        *async)
{
  async->n_changes++;
}

static void
on_done (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  Async *async = data;

  g_clear_error (&async->error);
  async->is_done = pgs_lesson_run_finish (PGS_LESSON_RUN (source), result, &async->error);
  g_main_loop_quit (async->loop);
}

static gboolean
on_cancel (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
  return G_SOURCE_REMOVE;
}

static gboolean
on_stop (gpointer run)
{
  pgs_lesson_run_stop (run);
  return G_SOURCE_REMOVE;
}

static void
test_async (void)
{
  const PgsLesson lesson = make_lesson ("good");
  g_autoptr (PgsLessonRun) run = pgs_lesson_run_new (&lesson);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Async async = { .loop = loop };

  g_signal_connect (run, "changed", G_CALLBACK (on_changed), &async);
  pgs_lesson_run_start_async (run, NULL, on_done, &async);
  g_assert_cmpint (pgs_lesson_run_get_state (run), ==, PGS_LESSON_RUN_BUSY);
  g_main_loop_run (loop);
  g_assert_no_error (async.error);
  g_assert_true (async.is_done);
  g_assert_cmpuint (async.n_changes, ==, 2);
  for (int i = 0; i < 3; i++)
    {
      pgs_lesson_run_step_async (run, NULL, on_done, &async);
      g_main_loop_run (loop);
      g_assert_no_error (async.error);
    }
  g_assert_cmpint (pgs_lesson_run_get_state (run), ==, PGS_LESSON_RUN_DONE);
  pgs_lesson_run_step_async (run, NULL, on_done, &async);
  g_main_loop_run (loop);
  g_assert_error (async.error, PGS_ERROR, PGS_ERROR_FAILED);
  g_clear_error (&async.error);
}

static void
test_cancel (void)
{
  const PgsLesson lesson = make_lesson ("later-spins");
  g_autoptr (PgsLessonRun) run = pgs_lesson_run_new (&lesson);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Async async = { .loop = loop };
  gint pid;

  g_assert_true (pgs_lesson_run_start (run, NULL));
  pid = pgs_lesson_run_get_pid (run, NULL);
  pgs_lesson_run_step_async (run, cancellable, on_done, &async);
  g_timeout_add (50, on_cancel, cancellable);
  g_main_loop_run (loop);
  g_assert_error (async.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (pgs_lesson_run_get_state (run), ==, PGS_LESSON_RUN_FAILED);
  g_assert_false (is_there (pid));
  g_clear_error (&async.error);
}

static void
test_stop (void)
{
  const PgsLesson lesson = make_lesson ("later-spins");
  g_autoptr (PgsLessonRun) run = pgs_lesson_run_new (&lesson);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Async async = { .loop = loop };
  gint pid;

  g_assert_true (pgs_lesson_run_start (run, NULL));
  pid = pgs_lesson_run_get_pid (run, NULL);
  pgs_lesson_run_step_async (run, NULL, on_done, &async);
  g_timeout_add (50, on_stop, run);
  g_main_loop_run (loop);
  g_assert_error (async.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (pgs_lesson_run_get_state (run), ==, PGS_LESSON_RUN_ENDED);
  g_assert_false (is_there (pid));
  g_clear_error (&async.error);
}

/* The caller lets go of the run while a step is under way: the callback comes, then everything ends. */
static void
test_dropped (void)
{
  const PgsLesson lesson = make_lesson ("good");
  PgsLessonRun *run = pgs_lesson_run_new (&lesson);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Async async = { .loop = loop };
  gint pid;

  g_assert_true (pgs_lesson_run_start (run, NULL));
  pid = pgs_lesson_run_get_pid (run, NULL);
  g_object_add_weak_pointer (G_OBJECT (run), (gpointer *) &run);
  pgs_lesson_run_step_async (run, NULL, on_done, &async);
  g_object_unref (run);
  g_main_loop_run (loop);
  g_assert_no_error (async.error);
  while (run != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (is_there (pid));
}

/* Whatever ends Pagescape: its experiments end as well. */
static void
test_killed (void)
{
  static const char *const names[] = { "good", "later-spins" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const PgsLesson lesson = make_lesson (names[i]);
      gint pids[2];
      int fds[2];
      pid_t runner;

      g_assert_cmpint (pipe (fds), ==, 0);
      runner = fork ();
      if (runner == 0)
        {
          PgsLessonRun *run = pgs_lesson_run_new (&lesson);

          if (!pgs_lesson_run_start (run, NULL))
            _exit (1);
          pids[0] = pgs_lesson_run_get_pid (run, NULL);
          if (write (fds[1], pids, sizeof pids[0]) < 0)
            _exit (1);
          if (i == 1)
            pgs_lesson_run_step_async (run, NULL, NULL, NULL);
          for (;;)
            pause ();
        }
      close (fds[1]);
      g_assert_cmpint (read (fds[0], pids, sizeof pids[0]), ==, sizeof pids[0]);
      g_usleep (50000);
      g_assert_true (is_there (pids[0]));
      kill (runner, SIGKILL);
      g_assert_cmpint (waitpid (runner, NULL, 0), ==, runner);
      assert_gone (pids[0]);
      close (fds[0]);
    }
}

/* A folder in which the actor has all of its names. */
static char *
make_folder (void)
{
  static const char *const names[] = { "good", "family", "binary", "floods", "many-facts", "long-line", "no-facts",
                                       "fails", "dies", "crashes", "elsewhere", "closes", "silent", "spins" };
  char *folder = g_dir_make_tmp ("pagescape-lesson-XXXXXX", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    for (int later = 0; later < 2; later++)
      {
        g_autofree char *name = g_strconcat (later ? "later-" : "", names[i], NULL);
        g_autofree char *path = g_build_filename (folder, name, NULL);

        g_assert_cmpint (symlink (g_getenv ("PGS_ACTOR"), path), ==, 0);
      }
  return folder;
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) directory = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *folder = make_folder ();
  int status;

  g_setenv ("PAGESCAPE_LAB_DIR", folder, TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lesson/run/good", test_good);
  g_test_add_func ("/lesson/run/ps", test_ps);
  g_test_add_func ("/lesson/run/family", test_family);
  g_test_add_func ("/lesson/run/binary", test_binary);
  g_test_add_func ("/lesson/run/misbehaviour", test_misbehaviour);
  g_test_add_func ("/lesson/run/timeout", test_timeout);
  g_test_add_func ("/lesson/run/async", test_async);
  g_test_add_func ("/lesson/run/cancel", test_cancel);
  g_test_add_func ("/lesson/run/stop", test_stop);
  g_test_add_func ("/lesson/run/dropped", test_dropped);
  g_test_add_func ("/lesson/run/killed", test_killed);
  status = g_test_run ();
  remove_folder (folder);
  return status;
}
