/* test-files.c: the file of -o is whole or not there, whatever happens
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "command.h"

#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib/gstdio.h>

#define NOBODY 65534
#define TOO_SMALL 512 /* bytes, for any of the files here */

/* Each writes a file "a" or "a.png" in the folder where it is run. */
static const struct
{
  const char *arguments;
  const char *name;
} writers[] = {
  { "snapshot $PID --format json -o a", "a" },
  { "snapshot $PID --format csv -o a", "a" },
  { "snapshot $PID -o a", "a" },
  { "draw $PID -o a.png", "a.png" },
  { "draw $PID -o a.svg --view strip", "a.svg" },
  { "draw $PID -o a.pdf --view chart --duration 0.05", "a.pdf" },
};

typedef struct
{
  char *folder;
  gsize writer;
  char *path;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->writer = GPOINTER_TO_SIZE (data);
  fixture->folder = g_dir_make_tmp ("pagescape-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, writers[fixture->writer].name, NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_chmod (fixture->folder, 0700);
  g_unlink (fixture->path);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0); /* nothing else was left */
  g_free (fixture->folder);
  g_free (fixture->path);
}

static Command
run (const Fixture        *fixture,
     GSpawnChildSetupFunc  setup)
{
  return command_run (writers[fixture->writer].arguments, getpid (), fixture->folder, setup, NULL);
}

static void
put_old_file (const Fixture *fixture)
{
  g_assert_true (g_file_set_contents (fixture->path, "old", -1, NULL));
}

static void
assert_old_file (const Fixture *fixture)
{
  g_autofree char *contents = NULL;

  g_assert_true (g_file_get_contents (fixture->path, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, "old");
}

static void
limit_file_size (gpointer data)
{
  const struct rlimit limit = { TOO_SMALL, TOO_SMALL };

  setrlimit (RLIMIT_FSIZE, &limit);
}

static void
test_no_space (Fixture       *fixture,
               gconstpointer  data)
{
  g_auto (Command) none = run (fixture, limit_file_size);
  g_auto (Command) old = { 0 };

  g_assert_cmpint (none.status, ==, 1);
  g_assert_cmpstr (none.out, ==, "");
  g_assert_nonnull (strstr (none.err, writers[fixture->writer].name));
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
  put_old_file (fixture);
  old = run (fixture, limit_file_size);
  g_assert_cmpint (old.status, ==, 1);
  assert_old_file (fixture);
}

/* Gives up root's right to write everywhere; the process that is looked at is then root's. */
static void
become_nobody (gpointer data)
{
  if (getuid () != 0)
    return;
  if (setgroups (0, NULL) != 0 || setgid (NOBODY) != 0 || setuid (NOBODY) != 0)
    _exit (99);
}

/* One's own process, which may be seen. */
static Command
run_as_nobody (const Fixture *fixture)
{
  int ready[2];
  char byte;
  pid_t pid;
  Command command;

  g_assert_cmpint (pipe (ready), ==, 0);
  pid = fork ();
  if (pid == 0)
    {
      prctl (PR_SET_PDEATHSIG, SIGKILL);
      become_nobody (NULL);
      prctl (PR_SET_DUMPABLE, 1); /* changing the user took it away */
      if (write (ready[1], "", 1) == 1)
        for (;;)
          pause ();
    }
  g_assert_cmpint (read (ready[0], &byte, 1), ==, 1);
  close (ready[0]);
  close (ready[1]);
  command = command_run (writers[fixture->writer].arguments, pid, fixture->folder, become_nobody, NULL);
  kill (pid, SIGKILL);
  waitpid (pid, NULL, 0);
  return command;
}

static gboolean
can_run_as_nobody (const Fixture *fixture)
{
  g_auto (Command) command = { 0 };

  g_chmod (fixture->folder, 0777);
  command = run_as_nobody (fixture);
  g_unlink (fixture->path);
  if (command.status != 126 && command.status != 127)
    return TRUE;
  g_test_skip ("another user may not run the program from the build folder");
  return FALSE;
}

static void
test_read_only_folder (Fixture       *fixture,
                       gconstpointer  data)
{
  g_auto (Command) none = { 0 };
  g_auto (Command) old = { 0 };

  if (!can_run_as_nobody (fixture))
    return;
  g_chmod (fixture->folder, 0555);
  none = run_as_nobody (fixture);
  g_assert_cmpint (none.status, ==, 4);
  g_assert_nonnull (strstr (none.err, writers[fixture->writer].name));
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
  g_chmod (fixture->folder, 0755);
  put_old_file (fixture);
  g_chmod (fixture->path, 0666);
  g_chmod (fixture->folder, 0555);
  old = run_as_nobody (fixture);
  g_assert_cmpint (old.status, ==, 4);
  assert_old_file (fixture);
}

/* Its folder would allow to replace it; who made it read-only does not want that. */
static void
test_read_only_file (Fixture       *fixture,
                     gconstpointer  data)
{
  g_auto (Command) command = { 0 };

  if (!can_run_as_nobody (fixture))
    return;
  put_old_file (fixture);
  g_chmod (fixture->path, 0444);
  command = run_as_nobody (fixture);
  g_assert_cmpint (command.status, ==, 4);
  assert_old_file (fixture);
}

static void
test_folder (Fixture       *fixture,
             gconstpointer  data)
{
  g_auto (Command) command = { 0 };

  g_assert_cmpint (g_mkdir (fixture->path, 0700), ==, 0);
  command = run (fixture, NULL);
  g_assert_cmpint (command.status, ==, 1);
  g_assert_nonnull (strstr (command.err, "Is a directory"));
  g_assert_cmpint (g_rmdir (fixture->path), ==, 0);
}

/* A file that was opened for somebody else gets nothing that is meant for stdout or stderr. */
static void
close_standard_descriptors (gpointer data)
{
  for (int fd = 0; fd <= 2; fd++)
    close (fd);
}

static void
test_closed_descriptors (Fixture       *fixture,
                         gconstpointer  data)
{
  g_auto (Command) usual = run (fixture, NULL);
  g_auto (Command) closed = { 0 };
  g_auto (Command) full = { 0 };

  g_assert_cmpint (usual.status, ==, 0);
  put_old_file (fixture);
  closed = run (fixture, close_standard_descriptors);
  g_assert_cmpint (closed.status, ==, 0);
  g_assert_true (g_file_test (fixture->path, G_FILE_TEST_IS_REGULAR));
  full = command_run ("list", 0, NULL, close_standard_descriptors, NULL);
  g_assert_cmpint (full.status, ==, 1);
}

/* Ended at any moment, there is the old file or the new one, and nothing else. */
static void
test_killed (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *number = g_strdup_printf ("%d", getpid ());
  g_autoptr (GString) line = g_string_new (NULL);
  g_auto (GStrv) argv = NULL;
  static const int signals[] = { SIGTERM, SIGINT, SIGHUP };
  guint n_killed = 0;

  g_string_printf (line, "%s %s", g_getenv ("PAGESCAPE_CLI"), writers[fixture->writer].arguments);
  g_string_replace (line, "$PID", number, 0);
  argv = g_strsplit (line->str, " ", -1);
  for (guint i = 0; i < 24; i++)
    {
      g_autoptr (GDir) folder = NULL;
      const char *name;
      GPid pid;
      int status;

      put_old_file (fixture);
      g_assert_true (g_spawn_async (fixture->folder, argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL,
                                    &pid, NULL));
      g_usleep (i * 1000);
      kill (pid, signals[i % G_N_ELEMENTS (signals)]);
      g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
      n_killed += WIFSIGNALED (status);
      if (WIFSIGNALED (status) && i == 0) /* it can have done nothing yet */
        assert_old_file (fixture);
      folder = g_dir_open (fixture->folder, 0, NULL);
      while ((name = g_dir_read_name (folder)) != NULL)
        g_assert_cmpstr (name, ==, writers[fixture->writer].name);
    }
  g_assert_cmpuint (n_killed, >, 0);
}

/* "-" is what it is elsewhere. */
static void
test_standard_output (void)
{
  g_auto (Command) command = command_run ("snapshot $PID --format json -o -", getpid (), NULL, NULL, NULL);

  g_assert_cmpint (command.status, ==, 0);
  g_assert_true (g_str_has_prefix (command.out, "{\n  \"format\": \"pagescape-snapshot\""));
  g_assert_false (g_file_test ("-", G_FILE_TEST_EXISTS));
}

static void
add (const char *noun,
     void      (*func) (Fixture *, gconstpointer))
{
  for (gsize i = 0; i < G_N_ELEMENTS (writers); i++)
    {
      g_autofree char *path = g_strdup_printf ("/cli/files/%s/%" G_GSIZE_FORMAT, noun, i);

      g_test_add (path, Fixture, GSIZE_TO_POINTER (i), set_up, func, tear_down);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("no-space", test_no_space);
  add ("read-only-folder", test_read_only_folder);
  add ("read-only-file", test_read_only_file);
  add ("folder", test_folder);
  add ("closed-descriptors", test_closed_descriptors);
  add ("killed", test_killed);
  g_test_add_func ("/cli/files/standard-output", test_standard_output);
  return g_test_run ();
}
