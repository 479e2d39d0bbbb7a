/* bench-target.c: a process with a known address space that then waits
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * usage: bench-target WHAT [SIZE]
 * Prints "ready" when everything is in place; ends with its standard input.
 */
#include <errno.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#define KIB ((gsize) 1 << 10)
#define MIB ((gsize) 1 << 20)
#define GIB ((gsize) 1 << 30)
#define TIB ((gsize) 1 << 40)
#define BUSY_PAGES 200
#define BUSY_OTHERS 8
#define CLUSTER (256 * KIB)

typedef struct
{
  const char *name;
  const char *unit;
  gsize size; /* unless told */
  gboolean (*prepare) (gsize size);
} Workload;

static gsize page;

static char *
reserve (gsize size)
{
  char *memory = mmap (NULL, size, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

  if (memory == MAP_FAILED)
    return NULL;
  madvise (memory, size, MADV_NOHUGEPAGE);
  return memory;
}

/* Reserves @size bytes and touches one page every @stride bytes. */
static gboolean
touch (gsize size,
       gsize stride)
{
  char *memory = reserve (size);

  for (gsize i = 0; memory != NULL && i < size; i += stride)
    memory[i] = 1;
  return memory != NULL;
}

static gboolean
prepare_dense (gsize size)
{
  return touch (size * MIB, page);
}

static gboolean
prepare_checkerboard (gsize size)
{
  return touch (size * MIB, 2 * page);
}

static gboolean
prepare_sparse (gsize size)
{
  return touch (size * GIB, 64 * MIB);
}

/* Clusters of 256 KiB, nine of ten in 16 TiB, the rest in 2 TiB. */
static gboolean
prepare_clusters (gsize size)
{
  const gsize sizes[] = { 16 * TIB, 2 * TIB };
  const gsize n_clusters[] = { size * MIB / CLUSTER * 9 / 10, size * MIB / CLUSTER / 10 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      char *memory = reserve (sizes[i]);

      if (memory == NULL)
        return FALSE;
      for (gsize n = 0; n < n_clusters[i]; n++)
        memset (memory + sizes[i] / n_clusters[i] / page * page * n, 1, CLUSTER);
    }
  return TRUE;
}

/* @size mappings of one page; different permissions keep the kernel from merging neighbours. */
static gboolean
prepare_mappings (gsize size)
{
  for (gsize i = 0; i < size; i++)
    {
      int protection = i % 2 ? PROT_READ : PROT_READ | PROT_WRITE;
      volatile char *memory = mmap (NULL, page, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

      if (memory == MAP_FAILED)
        return FALSE;
      if (i % 2)
        (void) memory[0];
      else
        memory[0] = 1;
    }
  return TRUE;
}

/* An idle program of a desktop: so many mappings of 64 KiB, half of each touched. */
static gboolean
prepare_desktop (gsize size)
{
  for (gsize i = 0; i < size; i++)
    {
      char *memory = mmap (NULL, 64 * KIB, PROT_READ | PROT_WRITE | (i % 2 ? PROT_EXEC : 0),
                           MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

      if (memory == MAP_FAILED)
        return FALSE;
      memset (memory, 1, 32 * KIB);
    }
  return TRUE;
}

/* A file four times as large as what is mapped in. */
static gboolean
prepare_file (gsize size)
{
  g_autofree char *name = NULL;
  int fd = g_file_open_tmp ("bench-XXXXXX", &name, NULL);
  volatile char *memory = MAP_FAILED;

  if (fd < 0)
    return FALSE;
  g_unlink (name);
  if (ftruncate (fd, (off_t) (4 * size * MIB)) == 0)
    memory = mmap (NULL, 4 * size * MIB, PROT_READ, MAP_SHARED, fd, 0);
  close (fd);
  for (gsize i = 0; memory != MAP_FAILED && i < size * MIB; i += page)
    (void) memory[i];
  return memory != MAP_FAILED;
}

static gboolean
prepare_huge (gsize size)
{
  char *memory = mmap (NULL, size * MIB, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

  if (memory == MAP_FAILED || madvise (memory, size * MIB, MADV_HUGEPAGE) != 0)
    return FALSE;
  for (gsize i = 0; i < size * MIB; i += page)
    memory[i] = 1;
  return TRUE;
}

/* Children that wait and end with their parent. */
static gboolean
prepare_processes (gsize size)
{
  for (gsize i = 0; i < size; i++)
    {
      pid_t pid = fork ();

      if (pid < 0)
        return FALSE;
      if (pid > 0)
        continue;
      prctl (PR_SET_PDEATHSIG, SIGKILL);
      for (;;)
        pause ();
    }
  return TRUE;
}

/* Says that it is ready, then touches one page of one mapping ten times a second; half of its MiB
 * are there before. */
static gboolean
prepare_stepping (gsize size)
{
  GPollFD input = { .fd = STDIN_FILENO, .events = G_IO_IN | G_IO_HUP };
  char *memory = reserve (size * MIB);

  if (memory == NULL)
    return FALSE;
  memset (memory, 1, size * MIB / 2);
  puts ("ready");
  fflush (stdout);
  for (gsize offset = size * MIB / 2; offset < size * MIB; offset += page)
    {
      memory[offset] = 1;
      if (g_poll (&input, 1, 100) != 0)
        exit (0);
    }
  return TRUE;
}

/* A program of a desktop in use, says so itself: ten times a second a page here and there comes or goes
 * and some mappings come, grow and go. */
static gboolean
prepare_busy (gsize size)
{
  GPollFD input = { .fd = STDIN_FILENO, .events = G_IO_IN | G_IO_HUP };
  g_autofree char **parts = g_new (char *, size);
  char *others[BUSY_OTHERS] = { NULL };

  for (gsize i = 0; i < size; i++)
    {
      parts[i] = mmap (NULL, 64 * KIB, PROT_READ | PROT_WRITE | (i % 2 ? PROT_EXEC : 0),
                       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
      if (parts[i] == MAP_FAILED)
        return FALSE;
      memset (parts[i], 1, 32 * KIB);
    }
  puts ("ready");
  fflush (stdout);
  for (guint step = 0; g_poll (&input, 1, 100) == 0; step++)
    {
      char **other = &others[step % BUSY_OTHERS];

      for (guint i = 0; i < BUSY_PAGES; i++)
        {
          char *at = parts[g_random_int_range (0, (gint32) size)] + g_random_int_range (0, 16) * page;

          if (i % 4 == 0)
            madvise (at, page, MADV_DONTNEED);
          else
            *at = 1;
        }
      if (*other != NULL)
        munmap (*other, MIB);
      *other = mmap (NULL, MIB, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
      if (*other == MAP_FAILED)
        return FALSE;
      memset (*other, 1, MIB / 4);
    }
  exit (0);
}

static const Workload workloads[] = {
  { "dense", "MiB", 512, prepare_dense },
  { "sparse", "GiB, one page per 64 MiB", 1024, prepare_sparse },
  { "clusters", "MiB in 18 TiB", 200, prepare_clusters },
  { "mappings", "of one page", 20000, prepare_mappings },
  { "checkerboard", "MiB, every second page", 512, prepare_checkerboard },
  { "file", "MiB mapped in of four times as many", 128, prepare_file },
  { "huge", "MiB of huge pages", 512, prepare_huge },
  { "desktop", "mappings of 64 KiB", 620, prepare_desktop },
  { "busy", "mappings of 64 KiB that change", 620, prepare_busy },
  { "processes", "children", 500, prepare_processes },
  { "stepping", "MiB, half of them touched one by one", 64, prepare_stepping },
};

static const Workload *
find_workload (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (workloads); i++)
    if (g_strcmp0 (workloads[i].name, name) == 0)
      return &workloads[i];
  fprintf (stderr, "usage: bench-target WHAT [SIZE]\n");
  for (guint i = 0; i < G_N_ELEMENTS (workloads); i++)
    fprintf (stderr, "  %-13s %" G_GSIZE_FORMAT " %s\n", workloads[i].name, workloads[i].size,
             workloads[i].unit);
  exit (2);
}

int
main (int    argc,
      char **argv)
{
  const Workload *workload = find_workload (argc > 1 ? argv[1] : NULL);
  gsize size = argc > 2 ? (gsize) g_ascii_strtoull (argv[2], NULL, 10) : workload->size;

  page = (gsize) sysconf (_SC_PAGESIZE);
  prctl (PR_SET_PDEATHSIG, SIGTERM); /* for what does not read its input */
  if (size == 0 || !workload->prepare (size))
    {
      fprintf (stderr, "bench-target: %s %" G_GSIZE_FORMAT ": %s\n", argv[1], size, g_strerror (errno));
      return 1;
    }
  puts ("ready");
  fflush (stdout);
  while (getchar () != EOF)
    ;
  return 0;
}
