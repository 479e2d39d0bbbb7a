/* test-arguments.c: what the command line of pagescape may say
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

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
  static const struct
  {
    const char *text;
    PgsError code;
  } cases[] = {
    { "", PGS_ERROR_UNSUPPORTED },
    { "file.pgs", PGS_ERROR_UNSUPPORTED },
    { "./123", PGS_ERROR_UNSUPPORTED },
    { "+1", PGS_ERROR_UNSUPPORTED },
    { " 1", PGS_ERROR_UNSUPPORTED },
    { "1e3", PGS_ERROR_UNSUPPORTED },
    { "\xff", PGS_ERROR_UNSUPPORTED },
    { "\033]0;title\007", PGS_ERROR_UNSUPPORTED },
    { "1\n", PGS_ERROR_UNSUPPORTED },
    { "0", PGS_ERROR_NO_PROCESS },
    { "4194305", PGS_ERROR_NO_PROCESS },
    { "99999999999999999999999", PGS_ERROR_NO_PROCESS },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *rest[] = { cases[i].text, NULL };
      g_autoptr (GError) error = NULL;
      gint pid;

      g_assert_false (pgs_arguments_get_pid (rest, &pid, &error));
      g_assert_error (error, PGS_ERROR, (gint) cases[i].code);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      for (const char *p = error->message; *p != '\0'; p++)
        g_assert_false (g_ascii_iscntrl (*p)); /* it goes to a terminal */
    }
}

static void
test_two (void)
{
  const char *rest[] = { "1", "2", NULL };
  g_autoptr (GError) error = NULL;
  gint pid;

  g_assert_false (pgs_arguments_get_pid (rest, &pid, &error));
  g_assert_error (error, PGS_ERROR, PGS_ERROR_SYNTAX);
}

static void
test_command (void)
{
  char *with[] = { (char *) "pagescape", (char *) "--", (char *) "ls", NULL };
  char *empty[] = { (char *) "pagescape", (char *) "--", NULL };
  char *without[] = { (char *) "pagescape", (char *) "12", NULL };

  g_assert_true (pgs_arguments_has_command (3, with));
  g_assert_false (pgs_arguments_has_command (2, empty));
  g_assert_false (pgs_arguments_has_command (2, without));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/arguments/pid", test_pid);
  g_test_add_func ("/app/arguments/refused", test_refused);
  g_test_add_func ("/app/arguments/two", test_two);
  g_test_add_func ("/app/arguments/command", test_command);

  return g_test_run ();
}
