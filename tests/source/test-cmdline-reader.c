/* test-cmdline-reader.c: reading arguments while some reads never end
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-cmdline-reader.h"

#include <unistd.h>

#define FIRST_BLOCKING 1000000 /* "processes" from here on block until they are let go */

static GMutex mutex;
static GCond released_cond;
static gboolean released;
static guint n_back;

static char *
read_fake (gint pid)
{
  char text[32];

  g_mutex_lock (&mutex);
  if (pid >= FIRST_BLOCKING)
    {
      while (!released)
        g_cond_wait (&released_cond, &mutex);
      n_back++;
    }
  g_mutex_unlock (&mutex);
  g_snprintf (text, sizeof text, "arguments of %d", pid);
  return g_ref_string_new (text);
}

static void
release (guint n_expected)
{
  gboolean all = FALSE;

  g_mutex_lock (&mutex);
  released = TRUE;
  g_cond_broadcast (&released_cond);
  g_mutex_unlock (&mutex);
  for (guint i = 0; i < 30000 && !all; i++)
    {
      g_usleep (1000);
      g_mutex_lock (&mutex);
      all = n_back == n_expected;
      g_mutex_unlock (&mutex);
    }
  g_assert_true (all);
  g_usleep (20000); /* until they have told the reader */
}

static void
set_up (void)
{
  released = FALSE;
  n_back = 0;
}

static void
test_own (void)
{
  g_autoptr (PgsCmdlineReader) reader = pgs_cmdline_reader_new (pgs_cmdline_read_joined);
  g_autoptr (GArray) results = NULL;
  g_autofree char *text = NULL;
  gsize length;
  PgsCmdlineResult *result;

  g_assert_true (g_file_get_contents ("/proc/self/cmdline", &text, &length, NULL));
  for (gsize i = 0; i + 1 < length; i++)
    if (text[i] == '\0')
      text[i] = ' ';
  pgs_cmdline_reader_request (reader, getpid (), 42);
  pgs_cmdline_reader_request (reader, G_MAXINT, 43);
  results = pgs_cmdline_reader_collect (reader, 10 * G_USEC_PER_SEC);
  g_assert_cmpuint (results->len, ==, 2);
  result = &g_array_index (results, PgsCmdlineResult, 0);
  g_assert_cmpint (result->pid, ==, getpid ());
  g_assert_cmpuint (result->start_ticks, ==, 42);
  g_assert_cmpstr (result->cmdline, ==, text);
  g_assert_null (g_array_index (results, PgsCmdlineResult, 1).cmdline);
}

static void
test_nothing_asked (void)
{
  g_autoptr (PgsCmdlineReader) reader = pgs_cmdline_reader_new (read_fake);
  gint64 start = g_get_monotonic_time ();
  g_autoptr (GArray) results = pgs_cmdline_reader_collect (reader, 10 * G_USEC_PER_SEC);

  g_assert_cmpuint (results->len, ==, 0);
  g_assert_cmpint (g_get_monotonic_time () - start, <, G_USEC_PER_SEC);
}

/* One that blocks does not keep the others from being read. */
static void
test_stuck (void)
{
  g_autoptr (PgsCmdlineReader) reader = pgs_cmdline_reader_new (read_fake);
  g_autoptr (GArray) results = NULL;
  g_autoptr (GArray) late = NULL;
  gint64 start = g_get_monotonic_time ();

  set_up ();
  pgs_cmdline_reader_request (reader, 1, 0);
  pgs_cmdline_reader_request (reader, FIRST_BLOCKING, 0);
  pgs_cmdline_reader_request (reader, 2, 0);
  pgs_cmdline_reader_request (reader, 3, 0);
  results = pgs_cmdline_reader_collect (reader, 20 * G_USEC_PER_SEC);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 10 * G_USEC_PER_SEC);
  g_assert_cmpuint (results->len, ==, 3);
  g_assert_cmpstr (g_array_index (results, PgsCmdlineResult, 2).cmdline, ==, "arguments of 3");

  release (1);
  late = pgs_cmdline_reader_collect (reader, 0);
  g_assert_cmpuint (late->len, ==, 1);
  g_assert_cmpint (g_array_index (late, PgsCmdlineResult, 0).pid, ==, FIRST_BLOCKING);
}

/* Who asks waits for as long as it says. */
static void
test_timeout (void)
{
  g_autoptr (PgsCmdlineReader) reader = pgs_cmdline_reader_new (read_fake);
  g_autoptr (GArray) results = NULL;
  gint64 start = g_get_monotonic_time ();

  set_up ();
  pgs_cmdline_reader_request (reader, FIRST_BLOCKING, 0);
  results = pgs_cmdline_reader_collect (reader, 50000);
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 50000);
  g_assert_cmpuint (results->len, ==, 0);
  release (1);
}

/* Many that block: it gives up, does not wait any more, and goes on when they come back. */
static void
test_many_stuck (void)
{
  g_autoptr (PgsCmdlineReader) reader = pgs_cmdline_reader_new (read_fake);
  g_autoptr (GArray) results = NULL;
  g_autoptr (GArray) refused = NULL;
  g_autoptr (GArray) again = NULL;
  gint64 start;

  set_up ();
  for (gint i = 0; i < 6; i++)
    pgs_cmdline_reader_request (reader, FIRST_BLOCKING + i, 0);
  results = pgs_cmdline_reader_collect (reader, 20 * G_USEC_PER_SEC);
  g_assert_cmpuint (results->len, ==, 0);

  start = g_get_monotonic_time ();
  pgs_cmdline_reader_request (reader, 1, 0);
  refused = pgs_cmdline_reader_collect (reader, 20 * G_USEC_PER_SEC);
  g_assert_cmpuint (refused->len, ==, 0);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 5 * G_USEC_PER_SEC);

  release (4);
  pgs_cmdline_reader_request (reader, 2, 0);
  again = pgs_cmdline_reader_collect (reader, 20 * G_USEC_PER_SEC);
  g_assert_cmpuint (again->len, ==, 5); /* the four that came back, and this one */
}

/* A thread that is stuck may come back after the reader is gone. */
static void
test_free_while_stuck (void)
{
  PgsCmdlineReader *reader = pgs_cmdline_reader_new (read_fake);
  GArray *results;

  set_up ();
  pgs_cmdline_reader_request (reader, FIRST_BLOCKING, 0);
  results = pgs_cmdline_reader_collect (reader, 10000);
  g_array_unref (results);
  pgs_cmdline_reader_free (reader);
  release (1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/source/cmdline-reader/own", test_own);
  g_test_add_func ("/source/cmdline-reader/nothing-asked", test_nothing_asked);
  g_test_add_func ("/source/cmdline-reader/stuck", test_stuck);
  g_test_add_func ("/source/cmdline-reader/timeout", test_timeout);
  g_test_add_func ("/source/cmdline-reader/many-stuck", test_many_stuck);
  g_test_add_func ("/source/cmdline-reader/free-while-stuck", test_free_while_stuck);
  return g_test_run ();
}
