/* test-arguments.c: what the command line of pagescape may say
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "pgs-arguments.h"
#include "pgs-error.h"

static void
test_pid (void)
{
  g_autofree char *own = g_strdup_printf ("%d", getpid ());
  const char *rest[] = { own, NULL };
  const char *none[] = { NULL };
  gint pid = -1;

  g_assert_true (pgs_arguments_get_pid (rest, &pid, NULL));
  g_assert_cmpint (pid, ==, getpid ());
  g_assert_true (pgs_arguments_get_pid (none, &pid, NULL));
  g_assert_cmpint (pid, ==, 0);
  g_assert_true (pgs_arguments_get_pid (NULL, &pid, NULL));
  g_assert_cmpint (pid, ==, 0);
}

static void
test_refused (void)
{
  static const char * const cases[] = { "0", "4194305", "99999999999999999999999" };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *rest[] = { cases[i], NULL };
      g_autoptr (GError) error = NULL;
      gint pid;

      g_assert_false (pgs_arguments_get_pid (rest, &pid, &error));
      g_assert_error (error, PGS_ERROR, PGS_ERROR_NO_PROCESS);
    }
}

/* Whatever is not all digits is a file; these are none that can be opened. */
static void
test_no_files (void)
{
  static const char * const cases[] = {
    "", "file.pgs", "./123", "+1", " 1", "1e3", "\xff", "\033]0;title\007", "1\n", "/", "/dev/null", "/dev/zero",
    "/proc/self/maps", "/proc/self/mem",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *rest[] = { cases[i], NULL };
      g_autoptr (GError) error = NULL;
      gint pid = -1;

      g_assert_true (pgs_arguments_get_pid (rest, &pid, NULL));
      g_assert_cmpint (pid, ==, 0);
      g_assert_false (pgs_arguments_check_files (rest, &error));
      g_assert_true (error->domain == G_FILE_ERROR);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      for (const char *p = error->message; *p != '\0'; p++)
        g_assert_false (g_ascii_iscntrl (*p)); /* it goes to a terminal */
    }
}

/* The first bytes as the file format of SQLite says; the last one is another application's. */
static void
test_files (void)
{
  guint8 head[100] = "SQLite format 3";
  g_autofree char *folder = g_dir_make_tmp ("pgs-XXXXXX", NULL);
  g_autofree char *good = g_build_filename (folder, "12", NULL);
  g_autofree char *other = g_build_filename (folder, "other", NULL);
  const char *rest[] = { good, good, NULL }, *both[] = { good, other, NULL };
  gint pid = -1;

  memcpy (head + 68, "PGSR", 4);
  g_assert_true (g_file_set_contents (good, (char *) head, sizeof head, NULL));
  memcpy (head + 68, "PGSX", 4);
  g_assert_true (g_file_set_contents (other, (char *) head, sizeof head, NULL));
  g_assert_true (pgs_arguments_get_pid (rest, &pid, NULL));
  g_assert_cmpint (pid, ==, 0);
  g_assert_true (pgs_arguments_check_files (rest, NULL));
  g_assert_false (pgs_arguments_check_files (both, NULL));
  g_unlink (good);
  g_unlink (other);
  g_rmdir (folder);
}

static void
test_two (void)
{
  const char *pids[] = { "1", "2", NULL }, *mixed[] = { "file", "1", NULL };
  const char * const *cases[] = { pids, mixed };
  gint pid;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (pgs_arguments_get_pid (cases[i], &pid, &error));
      g_assert_error (error, PGS_ERROR, PGS_ERROR_SYNTAX);
    }
}

static void
test_command (void)
{
  static const struct
  {
    const char *line;
    const char *rest;
    const char *command; /* (nullable) */
  } cases[] = {
    { "pagescape -- sleep 5", "pagescape", "sleep 5" },
    { "pagescape --version -- ls -- -l", "pagescape --version", "ls -- -l" },
    { "pagescape 1 -- 2", "pagescape 1", "2" },
    { "pagescape --", "pagescape --", NULL },
    { "pagescape 1", "pagescape 1", NULL },
    { "--", "--", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) arguments = g_strsplit (cases[i].line, " ", -1);
      g_auto (GStrv) command = pgs_arguments_take_command (arguments);
      g_autofree char *rest = g_strjoinv (" ", arguments);
      g_autofree char *taken = command != NULL ? g_strjoinv (" ", command) : NULL;

      g_assert_cmpstr (rest, ==, cases[i].rest);
      g_assert_cmpstr (taken, ==, cases[i].command);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/arguments/pid", test_pid);
  g_test_add_func ("/app/arguments/refused", test_refused);
  g_test_add_func ("/app/arguments/no-files", test_no_files);
  g_test_add_func ("/app/arguments/files", test_files);
  g_test_add_func ("/app/arguments/two", test_two);
  g_test_add_func ("/app/arguments/command", test_command);

  return g_test_run ();
}
