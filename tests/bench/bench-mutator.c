/* bench-mutator.c: a process that changes its memory all the time and knows how long that took
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * usage: bench-mutator MIB
 * Touches so many MiB page by page, then prints "ready". For each number on its standard input it
 * maps, touches, protects and unmaps memory for so many milliseconds, and prints a line: the number
 * of operations, then of their latencies p50, p99, p99.9 and the worst, in nanoseconds. The file 0
 * makes it go on until its end.
 */
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#define MIB ((gsize) 1 << 20)
#define N_PAGES 16
#define BUCKETS_PER_DOUBLING 32
#define N_BUCKETS (64 * BUCKETS_PER_DOUBLING)

/* Logarithmic: every bucket 3 % wide. */
static guint64 histogram[N_BUCKETS];
static guint64 n_latencies;
static gint64 worst_ns;

static gint64
now_ns (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return now.tv_sec * G_GINT64_CONSTANT (1000000000) + now.tv_nsec;
}

static guint
find_bucket (guint64 ns)
{
  const guint doubling = (guint) g_bit_storage (ns | BUCKETS_PER_DOUBLING) - 6;

  return doubling * BUCKETS_PER_DOUBLING + (guint) (ns >> doubling);
}

/* The largest latency of a bucket. */
static guint64
bucket_end (guint bucket)
{
  const guint doubling = bucket < 2 * BUCKETS_PER_DOUBLING ? 0 : bucket / BUCKETS_PER_DOUBLING - 1;
  const guint64 step = bucket - doubling * BUCKETS_PER_DOUBLING;

  return ((step + 1) << doubling) - 1;
}

/* Notes the time since @since_ns. Returns: the time now. */
static gint64
note (gint64 since_ns)
{
  const gint64 now = now_ns ();

  histogram[find_bucket ((guint64) (now - since_ns))]++;
  n_latencies++;
  worst_ns = MAX (worst_ns, now - since_ns);
  return now_ns ();
}

/* Six operations: two that map, two that touch, one that protects, one that unmaps. */
static void
mutate (gsize page)
{
  const gsize size = N_PAGES * page;
  gint64 time_ns = now_ns ();
  volatile char *memory = mmap (NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  volatile char *other;

  time_ns = note (time_ns);
  other = mmap (NULL, size, PROT_READ, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  time_ns = note (time_ns);
  if (memory == MAP_FAILED || other == MAP_FAILED)
    exit (1);
  memory[0] = 1;
  time_ns = note (time_ns);
  memory[size / 2] = 1;
  time_ns = note (time_ns);
  mprotect ((void *) memory, size / 2, PROT_READ);
  time_ns = note (time_ns);
  munmap ((void *) memory, size);
  note (time_ns);
  munmap ((void *) other, size);
}

static guint64
percentile (double share)
{
  const guint64 wanted = (guint64) ((double) n_latencies * share);
  guint64 seen = 0;
  guint bucket = 0;

  while (bucket < N_BUCKETS - 1 && (seen += histogram[bucket]) <= wanted)
    bucket++;
  return bucket_end (bucket);
}

static void
run (gint64 duration_ms)
{
  const gsize page = (gsize) sysconf (_SC_PAGESIZE);
  const gint64 end_ns = now_ns () + duration_ms * 1000000;

  memset (histogram, 0, sizeof histogram);
  n_latencies = 0;
  worst_ns = 0;
  while (duration_ms == 0 || now_ns () < end_ns)
    mutate (page);
  printf ("%" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT
          " %" G_GINT64_FORMAT "\n",
          n_latencies, percentile (0.5), percentile (0.99), percentile (0.999), worst_ns);
  fflush (stdout);
}

int
main (int    argc,
      char **argv)
{
  const gsize size = argc == 2 ? (gsize) g_ascii_strtoull (argv[1], NULL, 10) * MIB : 0;
  char line[32];
  char *memory;

  prctl (PR_SET_PDEATHSIG, SIGKILL);
  memory = size > 0 ? mmap (NULL, size, PROT_READ | PROT_WRITE,
                            MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0) : MAP_FAILED;
  if (memory == MAP_FAILED)
    {
      fprintf (stderr, "usage: bench-mutator MIB\n");
      return 2;
    }
  madvise (memory, size, MADV_NOHUGEPAGE);
  for (gsize i = 0; i < size; i += (gsize) sysconf (_SC_PAGESIZE))
    memory[i] = 1;
  puts ("ready");
  fflush (stdout);
  while (fgets (line, sizeof line, stdin) != NULL)
    run ((gint64) g_ascii_strtoull (line, NULL, 10));
  return 0;
}
