/* test-opener-table.c: a list of processes as somebody in another place tells it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-error.h"
#include "pgs-process-table.h"

#include "child.h"
#include "listing.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define ELSEWHERE 1000000 /* added to PIDs there */

/* What a fake opener tells. */
typedef struct
{
  gint pid;
  guint32 uid;
  const char *stat, *statm;
} Entry;

typedef struct
{
  const Entry *entries;
  guint n_entries;
} Told;

static int
open_nothing (gint          pid,
              PgsOpenerFile file,
              gpointer      data)
{
  errno = ENOENT;
  return -1;
}

static gboolean
tell (PgsOpenerListFunc   func,
      gpointer            user_data,
      gpointer            data,
      GError            **error)
{
  const Told *told = data;

  for (guint i = 0; i < told->n_entries; i++)
    func (told->entries[i].pid, told->entries[i].uid, told->entries[i].stat, told->entries[i].statm, user_data);
  if (told->n_entries > 0)
    return TRUE;
  g_set_error_literal (error, PGS_ERROR, PGS_ERROR_BROKER_GONE, "gone");
  return FALSE;
}

static PgsProcessTable *
list (const Entry *entries,
      guint        n_entries,
      gboolean     is_elsewhere,
      GError     **error)
{
  const PgsOpenerClass klass = { .open = open_nothing, .list = tell, .is_elsewhere = is_elsewhere };
  Told told = { entries, n_entries };
  g_autoptr (PgsOpener) opener = pgs_opener_new (&klass, &told);
  g_autoptr (PgsProcessLister) lister = pgs_process_lister_new ();

  pgs_process_lister_set_opener (lister, opener);
  return pgs_process_lister_refresh (lister, PGS_PROCESS_LIST_SPARING | PGS_PROCESS_LIST_CMDLINE, error);
}

static char *
read_text (gint        pid,
           const char *name)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/%s", pid, name);
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

/* The same texts say the same, whoever hands them over. */
static void
test_like_here (void)
{
  const pid_t pid = child_start (NULL);
  g_autoptr (PgsProcessLister) lister = pgs_process_lister_new ();
  g_autoptr (PgsProcessTable) here = listing_refresh (lister, PGS_PROCESS_LIST_DEFAULT);
  g_autofree char *stat = read_text (pid, "stat");
  g_autofree char *statm = read_text (pid, "statm");
  const Entry entry = { ELSEWHERE + pid, geteuid (), stat, statm };
  g_autoptr (PgsProcessTable) there = list (&entry, 1, TRUE, NULL);
  const PgsProcessRecord *expected = listing_find (here, pid);
  const PgsProcessRecord *record = listing_find (there, ELSEWHERE + pid);

  g_assert_cmpuint (pgs_process_table_get_length (there), ==, 1);
  g_assert_cmpstr (record->name, ==, expected->name);
  g_assert_cmpstr (record->user, ==, expected->user);
  g_assert_cmpuint (record->uid, ==, expected->uid);
  g_assert_cmpint (record->ppid, ==, getpid ());
  g_assert_cmpuint (record->start_ticks, ==, expected->start_ticks);
  g_assert_cmpuint (record->virt, ==, expected->virt);
  g_assert_cmpuint (record->res, ==, expected->res);
  g_assert_cmpuint (record->shr, ==, expected->shr);
  g_assert_cmpfloat (record->mem_percent, ==, expected->mem_percent);
  g_assert_cmpuint (record->threads, ==, expected->threads);
  g_assert_null (record->cmdline);
  g_assert_cmpuint (record->oom_score, ==, PGS_UNKNOWN);
  child_end (pid);
}

/* In the order of PIDs, each once; what is no stat is nobody, what is no statm unknown. */
static void
test_hostile (void)
{
  g_autofree char *stat = read_text (getpid (), "stat");
  const Entry entries[] = {
    { 30, 0, stat, "" },
    { 20, 0, stat, "1 1 1 1 0 1 0\n" },
    { 20, 0, stat, "2 2 2 2 0 2 0\n" },
    { 40, 0, "40 (x", "1 1 1 1 0 1 0\n" },
    { 41, 0, "", "" },
    { 10, 4294967294u, stat, "18446744073709551615 18446744073709551615 1 1 0 1 0\n" },
  };
  g_autoptr (PgsProcessTable) table = list (entries, G_N_ELEMENTS (entries), TRUE, NULL);
  const gint expected[] = { 10, 20, 30 };

  g_assert_cmpuint (pgs_process_table_get_length (table), ==, G_N_ELEMENTS (expected));
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpint (pgs_process_table_get (table, i)->pid, ==, expected[i]);
  g_assert_cmpuint (listing_find (table, 10)->virt, ==, PGS_UNKNOWN);
  g_assert_cmpfloat (listing_find (table, 10)->mem_percent, <, 0);
  g_assert_cmpuint (listing_find (table, 10)->shr, ==, (guint64) sysconf (_SC_PAGESIZE));
  g_assert_cmpuint (listing_find (table, 30)->virt, ==, PGS_UNKNOWN);
}

static void
test_gone (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PgsProcessTable) table = list (NULL, 0, TRUE, &error);

  g_assert_null (table);
  g_assert_error (error, PGS_ERROR, PGS_ERROR_BROKER_GONE);
}

/* One that only has more rights is not asked which processes there are. */
static void
test_here (void)
{
  g_autoptr (PgsProcessTable) table = list (NULL, 0, FALSE, NULL);

  g_assert_nonnull (listing_find (table, getpid ()));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/source/opener-table/like-here", test_like_here);
  g_test_add_func ("/source/opener-table/hostile", test_hostile);
  g_test_add_func ("/source/opener-table/gone", test_gone);
  g_test_add_func ("/source/opener-table/here", test_here);
  return g_test_run ();
}
