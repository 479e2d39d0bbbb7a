/* test-output.c: files that are written whole or not at all
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-cli-output.h"

#include "pgs-cli.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib/gstdio.h>

typedef struct
{
  char *folder;
  char *path;
  char *link;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->folder = g_dir_make_tmp ("pagescape-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "file", NULL);
  fixture->link = g_build_filename (fixture->folder, "link", NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_unlink (fixture->link);
  g_unlink (fixture->path);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0); /* nothing else was left */
  g_free (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->link);
}

static void
assert_contents (const char *path,
                 const char *expected)
{
  g_autofree char *contents = NULL;

  g_file_get_contents (path, &contents, NULL, NULL);
  g_assert_cmpstr (contents, ==, expected);
}

static gboolean
save (const char  *path,
      const char  *text,
      GError     **error)
{
  g_autoptr (GString) data = g_string_new (text);

  return pgs_cli_output_save (path, data, error);
}

static void
test_new (Fixture       *fixture,
          gconstpointer  data)
{
  struct stat info;
  mode_t mask = umask (027);

  g_assert_true (save (fixture->path, "hello\n", NULL));
  umask (mask);
  assert_contents (fixture->path, "hello\n");
  g_assert_cmpint (stat (fixture->path, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 07777, ==, 0640);
}

static void
test_replace (Fixture       *fixture,
              gconstpointer  data)
{
  struct stat info;

  g_assert_true (g_file_set_contents (fixture->path, "old", -1, NULL));
  g_assert_cmpint (chmod (fixture->path, 0604), ==, 0);
  g_assert_true (save (fixture->path, "new", NULL));
  assert_contents (fixture->path, "new");
  g_assert_cmpint (stat (fixture->path, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 07777, ==, 0604);
}

/* Until it is committed, the old file is there and nothing else has its name. */
static void
test_atomic (Fixture       *fixture,
             gconstpointer  data)
{
  PgsCliOutput *output;

  g_assert_true (g_file_set_contents (fixture->path, "old", -1, NULL));
  output = pgs_cli_output_open (fixture->path, NULL);
  g_assert_true (pgs_cli_output_write (output, "new", 3, NULL));
  assert_contents (fixture->path, "old");
  pgs_cli_output_free (output);
  assert_contents (fixture->path, "old");
}

static void
test_link (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *target = NULL;

  g_assert_true (g_file_set_contents (fixture->path, "old", -1, NULL));
  g_assert_cmpint (symlink ("file", fixture->link), ==, 0);
  g_assert_true (save (fixture->link, "new", NULL));
  assert_contents (fixture->path, "new");
  target = g_file_read_link (fixture->link, NULL);
  g_assert_cmpstr (target, ==, "file");
}

static void
test_dangling_link (Fixture       *fixture,
                    gconstpointer  data)
{
  g_assert_cmpint (symlink (fixture->path, fixture->link), ==, 0);
  g_assert_true (save (fixture->link, "new", NULL));
  assert_contents (fixture->path, "new");
  g_assert_true (g_file_test (fixture->link, G_FILE_TEST_IS_SYMLINK));
}

static void
test_link_loop (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (symlink ("link", fixture->link), ==, 0);
  g_assert_false (save (fixture->link, "new", &error));
  g_assert_error (error, PGS_CLI_ERROR, PGS_CLI_FAILED);
}

static void
test_no_folder (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "none", "file", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (save (path, "x", &error));
  g_assert_error (error, PGS_CLI_ERROR, PGS_CLI_FAILED);
  g_clear_error (&error);
  g_assert_false (save (fixture->folder, "x", &error));
  g_assert_error (error, PGS_CLI_ERROR, PGS_CLI_FAILED);
}

/* A disk that is full: here a limit on the size of files. */
static void
test_full (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  struct rlimit old, small;

  g_string_set_size (text, 100000);
  g_assert_true (g_file_set_contents (fixture->path, "old", -1, NULL));
  getrlimit (RLIMIT_FSIZE, &old);
  small = (struct rlimit) { 4096, old.rlim_max };
  signal (SIGXFSZ, SIG_IGN);
  setrlimit (RLIMIT_FSIZE, &small);
  g_assert_false (pgs_cli_output_save (fixture->path, text, &error));
  setrlimit (RLIMIT_FSIZE, &old);
  g_assert_error (error, PGS_CLI_ERROR, PGS_CLI_FAILED);
  assert_contents (fixture->path, "old");
}

static void
test_device (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  struct stat info;

  g_assert_true (save ("/dev/null", "x", NULL));
  g_assert_cmpint (stat ("/dev/null", &info), ==, 0);
  g_assert_true (S_ISCHR (info.st_mode));
  g_assert_false (save ("/dev/full", "x", &error));
  g_assert_error (error, PGS_CLI_ERROR, PGS_CLI_FAILED);
}

static void
test_pipe (Fixture       *fixture,
           gconstpointer  data)
{
  char text[8] = "";
  int reader;

  g_assert_cmpint (mkfifo (fixture->path, 0600), ==, 0);
  reader = open (fixture->path, O_RDONLY | O_NONBLOCK);
  g_assert_true (save (fixture->path, "piped", NULL));
  g_assert_cmpint (read (reader, text, sizeof text - 1), ==, 5);
  g_assert_cmpstr (text, ==, "piped");
  close (reader);
}

/* Its reader is gone: no error to speak of. */
static void
test_closed_pipe (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (PgsCliOutput) output = NULL;
  g_autoptr (GError) error = NULL;
  int reader;

  signal (SIGPIPE, SIG_IGN);
  g_assert_cmpint (mkfifo (fixture->path, 0600), ==, 0);
  reader = open (fixture->path, O_RDONLY | O_NONBLOCK);
  output = pgs_cli_output_open (fixture->path, NULL);
  close (reader);
  g_assert_false (pgs_cli_output_write (output, "x", 1, &error));
  g_assert_error (error, PGS_CLI_ERROR, PGS_CLI_OK);
  g_assert_cmpint (pgs_cli_fail ("test", error), ==, PGS_CLI_OK);
}

/* A file that is open already, to append to it, is written and not replaced. */
static void
test_descriptor (Fixture       *fixture,
                 gconstpointer  data)
{
  static const char *const directories[] = { "/dev/fd", "/proc/self/fd" };
  int fd;

  g_assert_true (g_file_set_contents (fixture->path, "old,", -1, NULL));
  fd = open (fixture->path, O_WRONLY | O_APPEND);
  for (gsize i = 0; i < G_N_ELEMENTS (directories); i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/%d", directories[i], fd);

      g_assert_true (save (path, "new,", NULL));
    }
  close (fd);
  assert_contents (fixture->path, "old,new,new,");
}

/* Ctrl+C leaves neither half a file nor a temporary one. */
static void
test_signal (Fixture       *fixture,
             gconstpointer  data)
{
  int status;
  pid_t pid;

  g_assert_true (g_file_set_contents (fixture->path, "old", -1, NULL));
  pid = fork ();
  if (pid == 0)
    {
      PgsCliOutput *output = pgs_cli_output_open (fixture->path, NULL);

      pgs_cli_output_write (output, "new", 3, NULL);
      raise (SIGINT);
      _exit (99);
    }
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_true (WIFSIGNALED (status));
  g_assert_cmpint (WTERMSIG (status), ==, SIGINT);
  assert_contents (fixture->path, "old");
}

#define ADD(name, func) \
  g_test_add ("/cli/output/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("new", test_new);
  ADD ("replace", test_replace);
  ADD ("atomic", test_atomic);
  ADD ("link", test_link);
  ADD ("dangling-link", test_dangling_link);
  ADD ("link-loop", test_link_loop);
  ADD ("no-folder", test_no_folder);
  ADD ("full", test_full);
  ADD ("device", test_device);
  ADD ("pipe", test_pipe);
  ADD ("descriptor", test_descriptor);
  ADD ("closed-pipe", test_closed_pipe);
  ADD ("signal", test_signal);
  return g_test_run ();
}
