/* test-process-sparing.c: a list that reads little is right where it must be, and of a known age
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-error.h"
#include "pgs-process-table.h"

#include "child.h"
#include "listing.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#define MAX_CHILDREN 400
#define GROWTH (4 * 1024 * 1024)

/* Every refresh, not each PGS_PROCESS_ROTATION-th, tells which processes there are. */
static void
test_who_is_there (void)
{
  g_autoptr (PgsProcessLister) lister = pgs_process_lister_new ();

  for (guint i = 0; i < 3 * PGS_PROCESS_ROTATION; i++)
    {
      g_autoptr (PgsProcessTable) before = listing_refresh (lister, PGS_PROCESS_LIST_SPARING);
      pid_t pid = child_start (NULL);
      g_autoptr (PgsProcessTable) during = listing_refresh (lister, PGS_PROCESS_LIST_SPARING);
      g_autoptr (PgsProcessTable) after = NULL;

      child_end (pid);
      after = listing_refresh (lister, PGS_PROCESS_LIST_SPARING);
      g_assert_null (listing_find (before, pid));
      g_assert_nonnull (listing_find (during, pid));
      g_assert_null (listing_find (after, pid));
    }
}

static void
set_name (void)
{
  prctl (PR_SET_NAME, "the-first");
}

/* Another process with the PID of one that ended is seen as another at the next refresh. */
static void
test_pid_used_again (void)
{
  for (guint n_before = 1; n_before <= PGS_PROCESS_ROTATION + 1; n_before++)
    {
      g_autoptr (PgsProcessLister) lister = pgs_process_lister_new ();
      g_autoptr (PgsProcessTable) before = NULL;
      g_autoptr (PgsProcessTable) after = NULL;
      pid_t pid = child_start (set_name);

      for (guint i = 0; i < n_before; i++)
        {
          g_clear_pointer (&before, pgs_process_table_unref);
          before = listing_refresh (lister, PGS_PROCESS_LIST_SPARING);
        }
      g_usleep (20000); /* starts are told in ticks of 10 ms */
      child_end (pid);
      if (child_start_with_pid (pid) == 0)
        {
          g_test_skip ("a PID can be chosen only by root");
          return;
        }
      after = listing_refresh (lister, PGS_PROCESS_LIST_SPARING);
      g_assert_cmpstr (listing_find (before, pid)->name, ==, "the-first");
      g_assert_cmpstr (listing_find (after, pid)->name, !=, "the-first");
      g_assert_cmpuint (listing_find (after, pid)->start_ticks, >,
                        listing_find (before, pid)->start_ticks);
      child_end (pid);
    }
}

/* No record is older than the refresh PGS_PROCESS_ROTATION - 1 refreshes ago. */
static void
test_age (void)
{
  g_autoptr (PgsProcessLister) lister = pgs_process_lister_new ();
  gint64 began_us[4 * PGS_PROCESS_ROTATION];
  gsize n_old = 0;

  for (guint i = 0; i < G_N_ELEMENTS (began_us); i++)
    {
      g_autoptr (PgsProcessTable) table = NULL;
      guint bound = i < PGS_PROCESS_ROTATION ? 0 : i - PGS_PROCESS_ROTATION + 1;

      began_us[i] = g_get_monotonic_time ();
      table = listing_refresh (lister, PGS_PROCESS_LIST_SPARING);
      for (gsize n = 0; n < pgs_process_table_get_length (table); n++)
        {
          const PgsProcessRecord *record = pgs_process_table_get (table, n);

          g_assert_cmpint (record->read_us, >=, began_us[bound]);
          n_old += record->read_us < began_us[i];
        }
    }
  g_assert_cmpuint (n_old, >, 0); /* else nothing was spared */
}

static char *volatile memory;
static int pipes[2];

/* Touches more memory for every byte in the pipe. */
static void
grow_on_demand (void)
{
  memory = mmap (NULL, 16 * GROWTH, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (fork () != 0)
    return;
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  for (char byte; read (pipes[0], &byte, 1) == 1; memory += GROWTH)
    memset (memory, 1, GROWTH);
}

static guint64
read_res (pid_t pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/statm", pid);
  unsigned long size, resident;
  FILE *file = fopen (path, "r");

  g_assert_nonnull (file);
  g_assert_cmpint (fscanf (file, "%lu %lu", &size, &resident), ==, 2);
  fclose (file);
  return (guint64) resident * sysconf (_SC_PAGESIZE);
}

static void
let_grow (pid_t pid)
{
  guint64 wanted = read_res (pid) + GROWTH / 2; /* the kernel counts in batches */

  g_assert_cmpint (write (pipes[1], "", 1), ==, 1);
  while (read_res (pid) < wanted)
    g_usleep (1000);
}

/* The child may still be growing: what is listed lies between a reading before and one after. */
static void
assert_shown_as_it_is (PgsProcessLister *lister,
                       pid_t             pid)
{
  guint64 before = read_res (pid);
  g_autoptr (PgsProcessTable) table = listing_refresh (lister, PGS_PROCESS_LIST_SPARING);
  guint64 res = listing_find (table, pid)->res;

  g_assert_cmpuint (res, >=, before);
  g_assert_cmpuint (res, <=, read_res (pid));
}

static pid_t
find_child (const PgsProcessTable *table,
            pid_t                  parent)
{
  for (gsize i = 0; i < pgs_process_table_get_length (table); i++)
    if (pgs_process_table_get (table, i)->ppid == parent)
      return pgs_process_table_get (table, i)->pid;
  g_assert_not_reached ();
}

/* Looked at: right each time. Else: right within a rotation. */
static void
test_growing (void)
{
  g_autoptr (PgsProcessLister) lister = pgs_process_lister_new ();
  g_autoptr (PgsProcessTable) first = NULL;
  pid_t parent, pid;

  g_assert_cmpint (pipe (pipes), ==, 0);
  parent = child_start (grow_on_demand);
  first = listing_refresh (lister, PGS_PROCESS_LIST_SPARING);
  pid = find_child (first, parent);
  pgs_process_lister_set_visible (lister, &pid, 1);
  for (guint i = 0; i < 2 * PGS_PROCESS_ROTATION; i++)
    {
      let_grow (pid);
      assert_shown_as_it_is (lister, pid);
    }
  pgs_process_lister_set_visible (lister, NULL, 0);
  let_grow (pid);
  for (guint i = 0; i < PGS_PROCESS_ROTATION; i++)
    pgs_process_table_unref (listing_refresh (lister, PGS_PROCESS_LIST_SPARING));
  assert_shown_as_it_is (lister, pid);
  kill (pid, SIGKILL);
  child_end (parent);
  close (pipes[0]);
  close (pipes[1]);
}

static void
set_limit (rlim_t limit)
{
  struct rlimit all;

  g_assert_cmpint (getrlimit (RLIMIT_NOFILE, &all), ==, 0);
  all.rlim_cur = MIN (limit, all.rlim_max);
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &all), ==, 0);
}

/* Half of the limit at most, 512 at most, and all are closed in the end. */
static void
test_descriptors (void)
{
  static const rlim_t limits[] = { 64, 128, 4096 };
  pid_t children[MAX_CHILDREN];
  guint before = listing_count_descriptors ();

  for (guint i = 0; i < MAX_CHILDREN; i++)
    children[i] = child_start (NULL);
  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      g_autoptr (PgsProcessLister) lister = pgs_process_lister_new ();
      guint most = 0;

      set_limit (limits[i]);
      pgs_process_lister_set_visible (lister, children, MAX_CHILDREN);
      for (guint n = 0; n < 2 * PGS_PROCESS_ROTATION + 2; n++)
        {
          pgs_process_table_unref (listing_refresh (lister, PGS_PROCESS_LIST_SPARING));
          most = MAX (most, listing_count_descriptors () - before);
        }
      g_assert_cmpuint (most, >, MIN (limits[i] / 2, 512) - 2);
      g_assert_cmpuint (most, <=, MIN (limits[i] / 2, 512) + 1); /* and that of /proc */
      g_clear_pointer (&lister, pgs_process_lister_free);
      g_assert_cmpuint (listing_count_descriptors (), ==, before);
    }
  for (guint i = 0; i < MAX_CHILDREN; i++)
    child_end (children[i]);
  g_assert_cmpuint (listing_count_descriptors (), ==, before);
}

/* Without a descriptor to spare kept ones are given up; without any the refresh fails, and the next
 * one that can works again. */
static void
test_out_of_descriptors (void)
{
  g_autoptr (PgsProcessLister) lister = pgs_process_lister_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) taken = g_array_new (FALSE, FALSE, sizeof (int));
  gint pid = getpid ();
  int fd;

  pgs_process_lister_set_visible (lister, &pid, 1);
  for (guint i = 0; i < 2 * PGS_PROCESS_ROTATION; i++)
    pgs_process_table_unref (listing_refresh (lister, PGS_PROCESS_LIST_SPARING));
  set_limit (listing_count_descriptors () + 64);
  while ((fd = dup (1)) >= 0)
    g_array_append_val (taken, fd);
  g_assert_null (pgs_process_lister_refresh (lister, PGS_PROCESS_LIST_SPARING, &error));
  g_assert_nonnull (error);
  close (g_array_index (taken, int, 0)); /* libgtop needs one */
  g_array_remove_index (taken, 0);
  for (guint i = 0; i < 2 * PGS_PROCESS_ROTATION; i++)
    {
      g_autoptr (PgsProcessTable) table = listing_refresh (lister, PGS_PROCESS_LIST_SPARING);

      g_assert_nonnull (listing_find (table, pid));
    }
  for (guint i = 0; i < taken->len; i++)
    close (g_array_index (taken, int, i));
  set_limit (4096);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/source/process-sparing/who-is-there", test_who_is_there);
  g_test_add_func ("/source/process-sparing/pid-used-again", test_pid_used_again);
  g_test_add_func ("/source/process-sparing/age", test_age);
  g_test_add_func ("/source/process-sparing/growing", test_growing);
  g_test_add_func ("/source/process-sparing/descriptors", test_descriptors);
  g_test_add_func ("/source/process-sparing/out-of-descriptors", test_out_of_descriptors);
  return g_test_run ();
}
