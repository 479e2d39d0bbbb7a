/* test-draw.c: pagescape-cli draw, as a script calls it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static char *folder;

/* Runs it with @arguments; "$PID" in them is this process. Returns the exit status. */
static int
run (const char *arguments,
     char      **output,
     char      **errors)
{
  g_autoptr (GString) line = g_string_new (NULL);
  g_autofree char *pid = g_strdup_printf ("%d", getpid ());
  g_auto (GStrv) argv = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  g_string_printf (line, "%s draw %s", g_getenv ("PAGESCAPE_CLI"), arguments);
  g_string_replace (line, "$PID", pid, 0);
  argv = g_strsplit (line->str, " ", -1);
  g_spawn_sync (folder, argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, output, errors, &status, &error);
  g_assert_no_error (error);
  g_assert_true (WIFEXITED (status));
  return WEXITSTATUS (status);
}

static void
check_file (const char *name,
            const char *start)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *contents = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  g_assert_cmpuint (length, >, strlen (start));
  g_assert_cmpmem (contents, strlen (start), start, strlen (start));
  g_unlink (path);
}

static void
test_formats (void)
{
  static const char *const views[] = { "map", "strip", "chart" };

  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    {
      g_autofree char *png = g_strdup_printf ("$PID -o a.png --duration 0.1 --view %s", views[i]);
      g_autofree char *svg = g_strdup_printf ("$PID -o a.SVG --duration 0.1 --theme dark --view %s", views[i]);
      g_autofree char *pdf = g_strdup_printf ("$PID -o a.pdf --duration 0.1 --view %s", views[i]);

      g_assert_cmpint (run (png, NULL, NULL), ==, 0);
      check_file ("a.png", "\x89PNG\r\n");
      g_assert_cmpint (run (svg, NULL, NULL), ==, 0);
      check_file ("a.SVG", "<?xml");
      g_assert_cmpint (run (pdf, NULL, NULL), ==, 0);
      check_file ("a.pdf", "%PDF-");
    }
}

/* Bytes 16 to 23 of a PNG are its width and height. */
static void
test_size_and_scale (void)
{
  g_autofree char *path = g_build_filename (folder, "a.png", NULL);
  g_autofree char *contents = NULL;

  g_assert_cmpint (run ("$PID -o a.png --size 400x300 --scale 2.5", NULL, NULL), ==, 0);
  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  g_assert_cmpmem (contents + 16, 8, "\0\0\x03\xe8\0\0\x02\xee", 8); /* 1000 × 750 */
  g_unlink (path);
}

static void
test_wrong_usage (void)
{
  static const char *const cases[] = {
    "$PID", "-o a.png", "$PID -o a.jpg", "$PID -o a.png --size 3x", "$PID -o a.png --size 0x5",
    "$PID -o a.png --size 30000x30000", "$PID -o a.png --scale 0", "$PID -o a.png --scale inf",
    "$PID -o a.png --theme blue", "$PID -o a.png --view page", "$PID -o a.png --duration -1",
    "$PID -o a.png --from 1", "$PID -o a.png --to 1", "$PID $PID -o a.png",
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *output = NULL, *errors = NULL;
      g_autofree char *path = g_build_filename (folder, "a.png", NULL);

      g_assert_cmpint (run (cases[i], &output, &errors), ==, 2);
      g_assert_cmpstr (output, ==, "");
      g_assert_true (g_str_has_prefix (errors, "pagescape-cli: draw: "));
      g_assert_true (strchr (errors, '\n') == errors + strlen (errors) - 1);
      g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
    }
}

static void
test_failures (void)
{
  /* above the largest PID that Linux can have, 4194304 */
  g_assert_cmpint (run ("4194305 -o a.png", NULL, NULL), ==, 3);
  g_assert_cmpint (run ("$PID -o no-such-folder/a.png", NULL, NULL), ==, 1);
  g_assert_cmpint (run ("./no-such-file -o a.png", NULL, NULL), ==, 5);
}

static void
test_help (void)
{
  g_autofree char *output = NULL;

  g_assert_cmpint (run ("--help", &output, NULL), ==, 0);
  g_assert_nonnull (strstr (output, "--duration"));
  g_assert_nonnull (strstr (output, "--from"));
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("pagescape-test-XXXXXX", NULL);
  g_test_add_func ("/cli/draw/formats", test_formats);
  g_test_add_func ("/cli/draw/size-and-scale", test_size_and_scale);
  g_test_add_func ("/cli/draw/wrong-usage", test_wrong_usage);
  g_test_add_func ("/cli/draw/failures", test_failures);
  g_test_add_func ("/cli/draw/help", test_help);
  status = g_test_run ();
  if (g_rmdir (folder) != 0)
    g_error ("%s: something was left behind", folder);
  g_free (folder);
  return status;
}
