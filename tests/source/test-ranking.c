/* test-ranking.c: who is next when memory runs out, against the kernel's own files
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "child.h"
#include "pgs-commit-reader.h"
#include "pgs-error.h"
#include "pgs-ranker.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#define MIB ((gsize) 1 << 20)

/* What smaps says, read by other means: line by line with libc. */
static guint64
read_committed (gint pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/smaps", pid);
  FILE *file = fopen (path, "r");
  unsigned long start, end, size = 0;
  char line[8192];
  guint64 sum = 0;

  g_assert_nonnull (file);
  while (fgets (line, sizeof line, file) != NULL)
    {
      if (sscanf (line, "%lx-%lx ", &start, &end) == 2)
        size = end - start;
      else if (strncmp (line, "VmFlags:", 8) == 0 && strstr (line, " ac") != NULL)
        sum += size;
    }
  fclose (file);
  return sum;
}

static guint64
sum_of (gint pid)
{
  g_autoptr (PgsCommitReader) reader = pgs_commit_reader_new ();
  int proc_fd = open ("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  PgsProcessFiles files;
  PgsCommitState state;

  pgs_process_files_init (&files, proc_fd, pid);
  state = pgs_commit_reader_open (reader, &files);
  while (state == PGS_COMMIT_MORE)
    state = pgs_commit_reader_read (reader);
  close (proc_fd);
  return state == PGS_COMMIT_DONE ? pgs_commit_reader_get_sum (reader) : PGS_UNKNOWN;
}

/* Promised is what is private and writable, touched or not; neither what asks for no promise, nor what
 * cannot be written, nor shared memory, which belongs to nobody. */
static void
test_committed (void)
{
  const guint64 before = sum_of (getpid ());
  static const struct { int prot, flags; gsize size; } maps[] = {
    { PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, 64 * MIB },
    { PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, 32 * MIB },
    { PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, 16 * MIB },
    { PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, 8 * MIB },
  };
  void *blocks[G_N_ELEMENTS (maps)];
  guint64 sum;

  g_assert_cmpuint (before, !=, PGS_UNKNOWN);
  for (gsize i = 0; i < G_N_ELEMENTS (maps); i++)
    {
      blocks[i] = mmap (NULL, maps[i].size, maps[i].prot, maps[i].flags, -1, 0);
      g_assert_true (blocks[i] != MAP_FAILED);
    }
  sum = sum_of (getpid ());
  g_assert_cmpuint (sum, ==, read_committed (getpid ()));
  g_assert_cmpuint (sum - before, ==, 64 * MIB);
  for (gsize i = 0; i < G_N_ELEMENTS (maps); i++)
    munmap (blocks[i], maps[i].size);
}

/* More mappings than a slice holds, and a long name: lines that are cut between two reads. */
static void
test_many_mappings (void)
{
  const gsize page_size = (gsize) sysconf (_SC_PAGESIZE);
  const gsize n_pages = 2001;
  char *block = mmap (NULL, n_pages * page_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

  g_assert_true (block != MAP_FAILED);
  for (gsize i = 1; i < n_pages; i += 2)
    g_assert_cmpint (mprotect (block + i * page_size, page_size, PROT_READ), ==, 0);
  g_assert_cmpuint (sum_of (getpid ()), ==, read_committed (getpid ()));
  munmap (block, n_pages * page_size);
}

static void
test_gone (void)
{
  g_autoptr (PgsCommitReader) reader = pgs_commit_reader_new ();
  int proc_fd = open ("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const pid_t pid = child_start (NULL);
  PgsProcessFiles files;
  PgsCommitState state;

  pgs_process_files_init (&files, proc_fd, pid);
  g_assert_cmpint (pgs_commit_reader_open (reader, &files), ==, PGS_COMMIT_MORE);
  child_end (pid);
  while ((state = pgs_commit_reader_read (reader)) == PGS_COMMIT_MORE)
    ;
  g_assert_cmpint (state, !=, PGS_COMMIT_MORE); /* an end, whatever of it was read */
  g_assert_cmpint (pgs_commit_reader_open (reader, &files), ==, PGS_COMMIT_GONE);
  close (proc_fd);
}

static guint64
read_number (gint        pid,
             const char *name)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/%s", pid, name);
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return (guint64) g_ascii_strtoll (text, NULL, 10);
}

/* By ps, which reads it elsewhere. */
static guint64
read_res (gint pid)
{
  g_autofree char *command = g_strdup_printf ("ps -o rss= -p %d", pid);
  g_autofree char *text = NULL;

  g_assert_true (g_spawn_command_line_sync (command, &text, NULL, NULL, NULL));
  return g_ascii_strtoull (g_strstrip (text), NULL, 10) * 1024;
}

static const PgsRank *
find (const PgsRank *ranks,
      gsize          n_ranks,
      gint           pid)
{
  for (gsize i = 0; i < n_ranks; i++)
    if (ranks[i].pid == pid)
      return &ranks[i];
  return NULL;
}

/* A child that asks to be the first: nobody has a higher adjustment, and this one holds memory, too. */
static void
test_next (void)
{
  g_autoptr (PgsRanker) ranker = pgs_ranker_new ();
  g_autoptr (PgsRanking) ranking = NULL;
  const pid_t pid = child_start (NULL);
  g_autofree char *path = g_strdup_printf ("/proc/%d/oom_score_adj", pid);
  const guint64 least = read_res (pid);
  const PgsRankingCounts *counts;
  const PgsRank *ranks, *rank;
  gsize n_ranks;

  g_assert_true (g_file_set_contents_full (path, "1000", -1, G_FILE_SET_CONTENTS_NONE, 0644, NULL));
  ranking = pgs_ranker_refresh (ranker, PGS_RANKER_NO_LIMIT, NULL);
  g_assert_nonnull (ranking);
  ranks = pgs_ranking_get_next (ranking, &n_ranks);
  rank = find (ranks, n_ranks, pid);
  g_assert_nonnull (rank);
  g_assert_cmpuint (rank->oom_score, ==, read_number (pid, "oom_score"));
  g_assert_cmpint (rank->oom_score_adj, ==, 1000);
  g_assert_cmpuint (rank->res, >=, least);
  g_assert_cmpuint (rank->res, <=, read_res (pid));
  for (gsize i = 1; i < n_ranks; i++)
    g_assert_cmpuint (ranks[i - 1].oom_score, >=, ranks[i].oom_score);
  counts = pgs_ranking_get_counts (ranking);
  g_assert_cmpuint (counts->scored, >=, 2);
  g_assert_cmpuint (counts->scored, <=, counts->processes);
  g_assert_cmpuint (counts->committed + counts->denied, <=, counts->processes);
  g_assert_cmpuint (counts->sum, >=, sum_of (pid));
  child_end (pid);
}

/* The one with by far the largest promise leads, and what is said of it is what smaps says. */
static void
test_most (void)
{
  g_autoptr (PgsRanker) ranker = pgs_ranker_new ();
  g_autoptr (PgsRanking) ranking = NULL;
  const PgsRank *ranks, *rank;
  void *block = mmap (NULL, 2048 * MIB, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  gsize n_ranks;
  pid_t pid;

  if (block == MAP_FAILED)
    {
      g_test_skip ("this machine does not promise 2 GiB");
      return;
    }
  pid = child_start (NULL);
  munmap (block, 2048 * MIB);
  ranking = pgs_ranker_refresh (ranker, PGS_RANKER_NO_LIMIT, NULL);
  ranks = pgs_ranking_get_most (ranking, &n_ranks);
  rank = find (ranks, n_ranks, pid);
  g_assert_nonnull (rank);
  g_assert_cmpuint (rank->committed, ==, read_committed (pid));
  g_assert_cmpuint (rank->committed, >=, 2048 * MIB);
  g_assert_cmpint (rank->committed_at_us, <=, g_get_monotonic_time ());
  child_end (pid);
}

static gint64
cpu_us (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

/* In small steps it comes to know everybody, too, and never takes much more than it may; what it took too
 * much is paid back. One slice and what every refresh costs are on top of the budget. */
static void
test_budget (void)
{
  const gint64 budget_us = 2000, room_us = 20 * 1000;
  g_autoptr (PgsRanker) ranker = pgs_ranker_new ();
  const gint64 began_us = cpu_us ();
  guint n_refreshes = 0;

  for (gboolean is_complete = FALSE; !is_complete; n_refreshes++)
    {
      g_autoptr (PgsRanking) ranking = pgs_ranker_refresh (ranker, budget_us, NULL);
      const PgsRankingCounts *counts = pgs_ranking_get_counts (ranking);

      g_assert_cmpuint (n_refreshes, <, 5000);
      is_complete = counts->committed > 0 && counts->committed + counts->denied >= counts->processes - 2;
    }
  g_assert_cmpint (cpu_us () - began_us, <=, n_refreshes * budget_us * 2 + room_us);
}

static void
assert_same (const PgsRank *a,
             const PgsRank *b,
             gint64         later_us)
{
  g_assert_cmpint (a->pid, ==, b->pid);
  g_assert_cmpstr (a->name, ==, b->name);
  g_assert_cmpuint (a->oom_score, ==, b->oom_score);
  g_assert_cmpint (a->oom_score_adj, ==, b->oom_score_adj);
  g_assert_cmpuint (a->res, ==, b->res);
  g_assert_cmpuint (a->committed, ==, b->committed);
  g_assert_cmpint (a->score_at_us + (a->score_at_us != 0 ? later_us : 0), ==, b->score_at_us);
  g_assert_cmpint (a->committed_at_us + (a->committed_at_us != 0 ? later_us : 0), ==, b->committed_at_us);
}

/* Another machine's clock is another one: ages stay the same. */
static void
test_codec (void)
{
  static const PgsRank ranks[] = {
    { 1, (char *) "a\xff", 1333, -1000, 7, PGS_UNKNOWN, 5, 0 },
    { G_MAXINT, (char *) "", PGS_UNKNOWN, PGS_RANK_NO_ADJ, PGS_UNKNOWN, 0, 1000, 999 },
  };
  g_autoptr (PgsRanking) sent = pgs_ranking_new (&(PgsRankingCounts) { 9, 8, 7, 6, 5 });
  g_autoptr (PgsRanking) got = NULL;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  const PgsRank *next, *most;
  gsize n_next, n_most;
  PgsBytesReader in;

  pgs_ranking_add_next (sent, &ranks[0]);
  pgs_ranking_add_next (sent, &ranks[1]);
  pgs_ranking_add_most (sent, &ranks[1]);
  pgs_ranking_encode (sent, 1000, bytes);
  pgs_bytes_reader_init (&in, bytes->data, bytes->len);
  got = pgs_ranking_decode (&in, 51000, NULL);
  g_assert_nonnull (got);
  g_assert_cmpmem (pgs_ranking_get_counts (got), sizeof (PgsRankingCounts), pgs_ranking_get_counts (sent),
                   sizeof (PgsRankingCounts));
  next = pgs_ranking_get_next (got, &n_next);
  most = pgs_ranking_get_most (got, &n_most);
  g_assert_cmpuint (n_next, ==, 2);
  g_assert_cmpuint (n_most, ==, 1);
  assert_same (&ranks[0], &next[0], 50000);
  assert_same (&ranks[1], &next[1], 50000);
  assert_same (&ranks[1], &most[0], 50000);
  for (guint n = 0; n < bytes->len; n++)
    {
      g_autoptr (GError) error = NULL;

      pgs_bytes_reader_init (&in, bytes->data, n);
      g_assert_null (pgs_ranking_decode (&in, 51000, &error));
      g_assert_error (error, PGS_ERROR, PGS_ERROR_TRUNCATED);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/source/ranking/committed", test_committed);
  g_test_add_func ("/source/ranking/many-mappings", test_many_mappings);
  g_test_add_func ("/source/ranking/gone", test_gone);
  g_test_add_func ("/source/ranking/next", test_next);
  g_test_add_func ("/source/ranking/most", test_most);
  g_test_add_func ("/source/ranking/budget", test_budget);
  g_test_add_func ("/source/ranking/codec", test_codec);
  return g_test_run ();
}
