/* bench-target.c: a process with a known address space that then waits
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * usage: bench-target dense|checkerboard|sparse|mappings|stepping
 * Prints "ready" when everything is in place; ends with its standard input. stepping touches one
 * more page of one mapping ten times a second.
 */
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define MIB ((gsize) 1 << 20)
#define TIB ((gsize) 1 << 40)

/* Reserves @size bytes and touches one page every @stride bytes. */
static gboolean
touch (gsize size,
       gsize stride)
{
  char *memory = mmap (NULL, size, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

  if (memory == MAP_FAILED)
    return FALSE;
  madvise (memory, size, MADV_NOHUGEPAGE);
  for (gsize i = 0; i < size; i += stride)
    memory[i] = 1;
  return TRUE;
}

/* @n mappings of one page; different permissions keep the kernel from merging neighbours. */
static gboolean
map_many (gsize n)
{
  gsize page = (gsize) sysconf (_SC_PAGESIZE);

  for (gsize i = 0; i < n; i++)
    {
      int protection = i % 2 ? PROT_READ : PROT_READ | PROT_WRITE;
      volatile char *memory = mmap (NULL, page, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

      if (memory == MAP_FAILED)
        return FALSE;
      (void) memory[0];
    }
  return TRUE;
}

/* Half of 64 MiB at once, the rest page by page; does not return. */
static void
step (void)
{
  const gsize page = (gsize) sysconf (_SC_PAGESIZE), size = 64 * MIB;
  char *memory = mmap (NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

  if (memory == MAP_FAILED)
    exit (1);
  madvise (memory, size, MADV_NOHUGEPAGE);
  memset (memory, 1, size / 2);
  puts ("ready");
  fflush (stdout);
  for (gsize offset = size / 2; offset < size; offset += page)
    {
      memory[offset] = 1;
      g_usleep (G_USEC_PER_SEC / 10);
    }
  exit (0);
}

static gboolean
prepare (const char *what)
{
  gsize page = (gsize) sysconf (_SC_PAGESIZE);

  if (strcmp (what, "dense") == 0)
    return touch (512 * MIB, page);
  if (strcmp (what, "checkerboard") == 0)
    return touch (512 * MIB, 2 * page);
  if (strcmp (what, "sparse") == 0)
    return touch (TIB, 64 * MIB);
  return strcmp (what, "mappings") == 0 && map_many (20000);
}

int
main (int    argc,
      char **argv)
{
  if (argc == 2 && strcmp (argv[1], "stepping") == 0)
    step ();
  if (argc != 2 || !prepare (argv[1]))
    {
      fprintf (stderr, "bench-target: dense, checkerboard, sparse, mappings or stepping\n");
      return 2;
    }
  puts ("ready");
  fflush (stdout);
  while (getchar () != EOF)
    ;
  return 0;
}
