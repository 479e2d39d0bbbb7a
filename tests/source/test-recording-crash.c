/* test-recording-crash.c: what stays of a recording whose writer was killed or whose disk was full
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "recorded.h"

#include "pgs-error.h"

#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib/gstdio.h>

#define N_SAMPLES 200
#define NOBODY 65534

typedef struct
{
  char *folder;
  char *path;
  GPtrArray *chain;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->folder = recorded_make_folder ();
  fixture->path = g_build_filename (fixture->folder, "a", NULL);
  fixture->chain = recorded_make_chain (41, N_SAMPLES);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  recorded_remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
  g_ptr_array_unref (fixture->chain);
}

/* What the child tells: how many samples were written, and whether it was told of an error. */
typedef struct
{
  guint n_written;
  gboolean has_error;
  gboolean is_complete;
  char message[200];
} Told;

/* Writes @n samples, or until one cannot be written. */
static void
write_some (const Fixture *fixture,
            guint          n,
            gboolean       closes,
            Told          *told)
{
  g_autoptr (GError) error = NULL;
  PgsRecorder *recorder = pgs_recorder_new (fixture->path, FALSE, &error);

  while (recorder != NULL && told->n_written < n
         && pgs_recorder_add (recorder, g_ptr_array_index (fixture->chain, told->n_written), &error))
    told->n_written++;
  told->has_error = error != NULL;
  if (error != NULL)
    g_strlcpy (told->message, error->message, sizeof told->message);
  if (closes && recorder != NULL)
    {
      told->is_complete = pgs_recorder_close (recorder, NULL);
      pgs_recorder_free (recorder);
    }
}

/* The first @n samples are there, all of them good. */
static void
check_first (const Fixture *fixture,
             guint          n)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  g_autoptr (GPtrArray) part = g_ptr_array_new ();
  g_autoptr (PgsRecording) recording = recorded_open (fixture->path);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (part, g_ptr_array_index (fixture->chain, i));
  g_assert_false (pgs_recording_is_complete (recording));
  recorded_compare (recording, part, rand);
}

static void
wait_for (pid_t child,
          int   expected)
{
  int status;

  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_cmpint (status, ==, expected);
}

/* A child writes @n samples and is killed in the middle of things. */
static void
write_and_die (const Fixture *fixture,
               guint          n)
{
  const pid_t child = fork ();

  if (child == 0)
    {
      Told told = { 0 };

      write_some (fixture, n, FALSE, &told);
      kill (getpid (), SIGKILL);
    }
  wait_for (child, SIGKILL);
}

static void
test_killed (Fixture       *fixture,
             gconstpointer  data)
{
  static const guint counts[] = { 1, 2, 60, N_SAMPLES };

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      write_and_die (fixture, counts[i]);
      check_first (fixture, counts[i]);
      recorded_remove_folder (fixture->folder);
      g_mkdir (fixture->folder, 0755);
    }
}

/* Writes samples until it is killed; tells when the first is there. */
static void
write_for_ever (const Fixture *fixture,
                int            end)
{
  PgsRecorder *recorder = pgs_recorder_new (fixture->path, FALSE, NULL);

  for (guint i = 0; i < N_SAMPLES; i++)
    if (!pgs_recorder_add (recorder, g_ptr_array_index (fixture->chain, i), NULL)
        || (i == 0 && write (end, "x", 1) != 1))
      _exit (1);
  pause ();
}

/* Killed at any moment: whatever is there is good. */
static void
test_killed_anywhere (Fixture       *fixture,
                      gconstpointer  data)
{
  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (PgsRecording) recording = NULL;
      int ends[2];
      char byte;
      pid_t child;

      g_assert_cmpint (pipe (ends), ==, 0);
      child = fork ();
      if (child == 0)
        write_for_ever (fixture, ends[1]);
      g_assert_cmpint (read (ends[0], &byte, 1), ==, 1);
      close (ends[0]);
      close (ends[1]);
      g_usleep ((gulong) g_test_rand_int_range (0, 40000));
      kill (child, SIGKILL);
      wait_for (child, SIGKILL);
      recording = recorded_open (fixture->path);
      g_assert_cmpuint (pgs_recording_get_n_samples (recording), >=, 1);
      check_first (fixture, (guint) pgs_recording_get_n_samples (recording));
      g_clear_object (&recording);
      recorded_remove_folder (fixture->folder);
      g_mkdir (fixture->folder, 0755);
    }
}

/* Carried away with its log, without the index of the log, into a folder of somebody else. */
static void
test_killed_and_read_only (Fixture       *fixture,
                           gconstpointer  data)
{
  g_autofree char *index = g_strconcat (fixture->path, "-shm", NULL);
  g_autofree char *log = g_strconcat (fixture->path, "-wal", NULL);
  pid_t child;

  write_and_die (fixture, 50);
  g_assert_cmpint (g_access (log, F_OK), ==, 0);
  g_unlink (index);
  g_chmod (fixture->path, 0444);
  g_chmod (log, 0444);
  g_chmod (fixture->folder, 0555);
  child = fork ();
  if (child == 0)
    {
      if (getuid () == 0 && setuid (NOBODY) != 0)
        _exit (1);
      check_first (fixture, 50);
      _exit (g_access (index, F_OK) == 0);
    }
  wait_for (child, 0);
  g_chmod (fixture->folder, 0755);
}

/* The child's result comes through a pipe. */
static void
run_child (Fixture *fixture,
           void   (*prepare) (Fixture *fixture),
           Told    *told)
{
  int ends[2];
  pid_t child;

  g_assert_cmpint (pipe (ends), ==, 0);
  child = fork ();
  if (child == 0)
    {
      Told mine = { 0 };

      prepare (fixture);
      write_some (fixture, N_SAMPLES, TRUE, &mine);
      check_first (fixture, mine.n_written);
      _exit (write (ends[1], &mine, sizeof mine) != sizeof mine);
    }
  close (ends[1]);
  g_assert_cmpint (read (ends[0], told, sizeof *told), ==, sizeof *told);
  close (ends[0]);
  wait_for (child, 0);
}

static void
limit_size (Fixture *fixture)
{
  const struct rlimit limit = { 200000, 200000 };

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

static void
test_limit (Fixture       *fixture,
            gconstpointer  data)
{
  Told told;

  run_child (fixture, limit_size, &told);
  g_assert_true (told.has_error && !told.is_complete);
  g_test_message ("%s", told.message);
  g_assert_nonnull (strstr (told.message, "File too large"));
  g_assert_cmpuint (told.n_written, >, 5);
  g_assert_cmpuint (told.n_written, <, N_SAMPLES);
  check_first (fixture, told.n_written);
}

static void
mount_small (Fixture *fixture)
{
  if (unshare (CLONE_NEWNS) != 0 || mount ("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0
      || mount ("tmpfs", fixture->folder, "tmpfs", 0, "size=300k") != 0)
    _exit (77);
}

static void
test_full (Fixture       *fixture,
           gconstpointer  data)
{
  Told told;

  if (getuid () != 0)
    {
      g_test_skip ("only root can mount a small file system");
      return;
    }
  run_child (fixture, mount_small, &told);
  g_assert_true (told.has_error && !told.is_complete);
  g_test_message ("%s", told.message);
  g_assert_nonnull (strstr (told.message, "No space left"));
  g_assert_cmpuint (told.n_written, >, 5);
  g_assert_cmpuint (told.n_written, <, N_SAMPLES);
}

#define ADD(name, func)                                                                            \
  g_test_add ("/source/recording/crash/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("killed", test_killed);
  ADD ("killed-anywhere", test_killed_anywhere);
  ADD ("killed-and-read-only", test_killed_and_read_only);
  ADD ("limit", test_limit);
  ADD ("full", test_full);
  return g_test_run ();
}
