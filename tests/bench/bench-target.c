/* bench-target.c: a process with a known address space that then waits
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * usage: bench-target dense|checkerboard|sparse|mappings
 * Prints "ready" when everything is in place; ends with its standard input.
 */
#include <glib.h>
#include <stdio.h>
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
  if (argc != 2 || !prepare (argv[1]))
    {
      fprintf (stderr, "bench-target: dense, checkerboard, sparse or mappings\n");
      return 2;
    }
  puts ("ready");
  fflush (stdout);
  while (getchar () != EOF)
    ;
  return 0;
}
