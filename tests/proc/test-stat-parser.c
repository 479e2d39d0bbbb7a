/* test-stat-parser.c: stat, whatever the process calls itself
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "pgs-stat-parser.h"

#include <fcntl.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "pgs-error.h"

#define NUMBERS "1 2 3 4 5 6 7 8 9 10 11 12 13 14 20 -5 17 0 4096"

static const char *const names[] = {
  "plain", "", " ", ") S 1 (", "(x)", "a\nb", "a\\nb", "a\\\\b\\", "\033[31m", "\377\376",
};

static void
test_names (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *text = g_strdup_printf ("12 (%s) S " NUMBERS "\n", names[i]);
      g_autoptr (GError) error = NULL;
      PgsStat stat;

      g_assert_true (pgs_stat_parse (text, strlen (text), &stat, &error));
      g_assert_no_error (error);
      g_assert_cmpstr (stat.name, ==, names[i]);
      g_assert_cmpint (stat.state, ==, 'S');
      g_assert_cmpint (stat.ppid, ==, 1);
      g_assert_cmpuint (stat.minor_faults, ==, 7);
      g_assert_cmpint (stat.priority, ==, 20);
      g_assert_cmpint (stat.nice, ==, -5);
      g_assert_cmpuint (stat.start_ticks, ==, 4096);
    }
}

static gsize
read_own (const char *file,
          char       *text,
          gsize       size)
{
  g_autofree char *path = g_strconcat ("/proc/thread-self/", file, NULL);
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  gssize length = read (fd, text, size);

  g_assert_cmpint (length, >, 0);
  close (fd);
  return (gsize) length;
}

/* The kernel says the name in comm too, raw, with a newline behind it. */
static void
test_kernel_names (void)
{
  char before[16];

  g_assert_cmpint (prctl (PR_GET_NAME, before), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      char text[4096];
      char comm[64];
      g_autoptr (GError) error = NULL;
      PgsStat stat;
      gsize n_comm;

      g_assert_cmpint (prctl (PR_SET_NAME, names[i]), ==, 0);
      n_comm = read_own ("comm", comm, sizeof comm);
      g_assert_true (pgs_stat_parse (text, read_own ("stat", text, sizeof text), &stat, &error));
      g_assert_no_error (error);
      g_assert_cmpmem (stat.name, strlen (stat.name), comm, n_comm - 1);
    }
  prctl (PR_SET_NAME, before);
}

static void
test_bad (void)
{
  static const struct { const char *text; gsize length; } rows[] = {
    { "", 0 },
    { "x", 1 },
    { "1 (a S 1", 8 },
    { "1 a) S 1", 8 },
    { "1 (a)", 5 },
    { "1 (a) 1", 7 },
    { "1 (a\0b) S " NUMBERS, 10 + sizeof NUMBERS },
    { "1 (a) S 1 2 3", 13 },
    { "1 (a) S 99999999999999999999 2 3 4 5 6 7 8 9 10 11 12 13 14 20 -5 17 0 4096", 75 },
  };
  g_autofree char *long_name = g_strnfill (PGS_STAT_MAX_NAME, 'x');
  g_autofree char *too_long = g_strdup_printf ("1 (%s) S " NUMBERS, long_name);
  PgsStat stat;

  g_assert_false (pgs_stat_parse (too_long, strlen (too_long), &stat, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (pgs_stat_parse (rows[i].text, rows[i].length, &stat, &error));
      g_assert_error (error, PGS_ERROR, PGS_ERROR_SYNTAX);
    }
}

static void
test_prefixes (void)
{
  const char *whole = "12 (a) S " NUMBERS;

  for (gsize length = 0; length < strlen (whole); length++)
    {
      g_autofree char *cut = g_memdup2 (whole, length);
      PgsStat stat;

      if (pgs_stat_parse (cut, length, &stat, NULL))
        g_assert_cmpuint (length, >, strlen (whole) - 4); /* inside of field 22 */
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/proc/stat-parser/names", test_names);
  g_test_add_func ("/proc/stat-parser/kernel-names", test_kernel_names);
  g_test_add_func ("/proc/stat-parser/bad", test_bad);
  g_test_add_func ("/proc/stat-parser/prefixes", test_prefixes);
  return g_test_run ();
}
