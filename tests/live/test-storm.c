/* test-storm.c: the process list while processes start and end as fast as they can
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Ten seconds of it, or PAGESCAPE_STORM_SECONDS. What must be in a table and what must not comes from
 * /proc, read by this test before and after each refresh.
 */
#include "config.h"

#include "listing.h"
#include "pgs-process-table.h"

#include <dirent.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define N_WORKERS 2
#define MAX_ALIVE 150 /* children of a worker */
#define PID_WINDOW 2000 /* PIDs are used again after so many, where the test may say so */
#define MAX_GROWTH (2 * 1024 * 1024)


/* A name of any bytes; then one of several lives. */
static void
live (guint number)
{
  char name[16];

  for (guint i = 0; i < sizeof name - 1; i++)
    name[i] = (char) (1 + (number * 31 + i * 17) % 255);
  name[sizeof name - 1] = '\0';
  prctl (PR_SET_NAME, name);
  if (number % 4 == 0)
    execl ("/bin/true", "true", NULL);
  if (number % 4 == 1)
    g_usleep (number % 50 * 1000);
  if (number % 8 == 2 && fork () == 0)
    g_usleep (30000);
  _exit (0);
}

static void
rewind_pids (gint last)
{
  FILE *file = fopen ("/proc/sys/kernel/ns_last_pid", "w");

  if (file == NULL)
    return;
  fprintf (file, "%d", last);
  fclose (file);
}

/* Starts children for ever; leaves up to MAX_ALIVE of them as zombies before it looks after them. */
static void
work (guint worker)
{
  const gint first = getpid ();

  prctl (PR_SET_PDEATHSIG, SIGKILL);
  for (guint number = worker;; number++)
    {
      pid_t pid = fork ();

      if (pid == 0)
        live (number);
      if (pid < 0 || number % MAX_ALIVE == 0)
        while (waitpid (-1, NULL, 0) > 0)
          ;
      if (worker == 0 && number % PID_WINDOW == 0)
        rewind_pids (first);
    }
}

static guint64
read_start_ticks (gint pid)
{
  char path[32], text[1024], *field;
  guint64 ticks = 0;
  FILE *file;

  g_snprintf (path, sizeof path, "/proc/%d/stat", pid);
  file = fopen (path, "r");
  if (file == NULL)
    return 0;
  text[fread (text, 1, sizeof text - 1, file)] = '\0';
  fclose (file);
  field = strrchr (text, ')');
  for (guint i = 0; field != NULL && i < 20; i++)
    field = strchr (field + 1, ' ');
  if (field != NULL)
    ticks = strtoull (field, NULL, 10);
  return ticks;
}

/* PID → start in ticks, never 0. */
static GHashTable *
look (void)
{
  GHashTable *seen = g_hash_table_new_full (g_int_hash, g_int_equal, g_free, g_free);
  DIR *directory = opendir ("/proc");
  struct dirent *entry;

  while ((entry = readdir (directory)) != NULL)
    {
      gint pid = atoi (entry->d_name);
      guint64 ticks = pid > 0 ? read_start_ticks (pid) : 0;

      if (ticks > 0)
        g_hash_table_insert (seen, g_memdup2 (&pid, sizeof pid), g_memdup2 (&ticks, sizeof ticks));
    }
  closedir (directory);
  return seen;
}

static guint64
get_now_ticks (void)
{
  struct timespec now;

  clock_gettime (CLOCK_BOOTTIME, &now);
  return ((guint64) now.tv_sec * 1000 + (guint64) now.tv_nsec / 1000000)
         * (guint64) sysconf (_SC_CLK_TCK) / 1000;
}

/* A row must be of a process that was there, or that started since. Returns how many were not there
 * before. */
static guint
check_no_ghost (PgsProcessTable *table,
                GHashTable      *before,
                guint64          before_ticks)
{
  guint n_new = 0;

  for (gsize i = 0; i < pgs_process_table_get_length (table); i++)
    {
      const PgsProcessRecord *record = pgs_process_table_get (table, i);
      guint64 *start = g_hash_table_lookup (before, &record->pid);

      if (start != NULL && *start == record->start_ticks)
        continue;
      n_new++;
      g_assert_cmpuint (record->start_ticks + 1, >=, before_ticks);
    }
  return n_new;
}

/* What was there before and after must have a row. */
static void
check_none_missing (PgsProcessTable *table,
                    GHashTable      *before,
                    GHashTable      *after)
{
  g_autoptr (GHashTable) rows = g_hash_table_new (g_int_hash, g_int_equal);
  GHashTableIter iter;
  gpointer pid, start;

  for (gsize i = 0; i < pgs_process_table_get_length (table); i++)
    {
      const PgsProcessRecord *record = pgs_process_table_get (table, i);

      g_assert_true (g_hash_table_insert (rows, (gpointer) &record->pid, (gpointer) record));
    }
  g_hash_table_iter_init (&iter, before);
  while (g_hash_table_iter_next (&iter, &pid, &start))
    {
      guint64 *later = g_hash_table_lookup (after, pid);
      const PgsProcessRecord *record = g_hash_table_lookup (rows, pid);

      if (later == NULL || *later != *(guint64 *) start)
        continue;
      g_assert_nonnull (record);
      g_assert_cmpuint (record->start_ticks, ==, *later);
    }
}

/* Some rows are on screen, others each time. */
static void
choose_visible (PgsProcessLister *lister,
                PgsProcessTable  *table,
                guint             round)
{
  g_autoptr (GArray) pids = g_array_new (FALSE, FALSE, sizeof (gint));

  for (gsize i = round % 7; i < pgs_process_table_get_length (table); i += 3 + round % 5)
    g_array_append_val (pids, pgs_process_table_get (table, i)->pid);
  pgs_process_lister_set_visible (lister, (const gint *) pids->data, pids->len);
}

static void
check_round (PgsProcessLister *lister,
             guint             round,
             guint            *n_new)
{
  g_autoptr (GError) error = NULL;
  const guint64 before_ticks = get_now_ticks ();
  g_autoptr (GHashTable) before = look ();
  g_autoptr (PgsProcessTable) table =
      pgs_process_lister_refresh (lister, PGS_PROCESS_LIST_SPARING, &error);
  g_autoptr (GHashTable) after = look ();

  g_assert_no_error (error);
  *n_new += check_no_ghost (table, before, before_ticks);
  check_none_missing (table, before, after);
  choose_visible (lister, table, round);
}

static void
test_storm (void)
{
  const char *told = g_getenv ("PAGESCAPE_STORM_SECONDS");
  const gint64 seconds = told != NULL ? g_ascii_strtoll (told, NULL, 10) : 10;
  const gint64 until = g_get_monotonic_time () + seconds * G_USEC_PER_SEC;
  const guint descriptors = listing_count_descriptors ();
  PgsProcessLister *lister = pgs_process_lister_new ();
  pid_t workers[N_WORKERS];
  gsize in_use = 0;
  guint n_rounds = 0, n_new = 0;

  for (guint i = 0; i < N_WORKERS; i++)
    if ((workers[i] = fork ()) == 0)
      work (i);
  while (g_get_monotonic_time () < until || n_rounds < 30)
    {
      check_round (lister, n_rounds++, &n_new);
      g_assert_cmpuint (listing_count_descriptors () - descriptors, <=, 513);
      if (n_rounds == 20)
        in_use = mallinfo2 ().uordblks;
    }
  for (guint i = 0; i < N_WORKERS; i++)
    {
      kill (workers[i], SIGKILL);
      waitpid (workers[i], NULL, 0);
    }
  g_assert_cmpuint (mallinfo2 ().uordblks, <, in_use + MAX_GROWTH);
  pgs_process_lister_free (lister);
  g_assert_cmpuint (listing_count_descriptors (), ==, descriptors);
  g_test_message ("%u refreshes, %u rows of processes that had just started", n_rounds, n_new);
  g_assert_cmpuint (n_new, >, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/live/storm/list", test_storm);
  return g_test_run ();
}
