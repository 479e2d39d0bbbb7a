/* fragmentation.c: free memory between blocks that are in use
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lab.h"

#include <malloc.h>

#define TOTAL (64 * LAB_MIB)
#define N_ASKED 16
#define ASKED (64 * LAB_KIB)

static char *blocks[TOTAL / (4 * LAB_KIB)];
static char *asked[N_ASKED];
static char *heap_start;

static char *
take (size_t size)
{
  char *block = malloc (size);

  if (block == NULL)
    lab_fail ("malloc");
  return memset (block, 1, size);
}

static void
tell_heap (void)
{
  lab_tell_range ("heap_area", heap_start, (size_t) ((char *) sbrk (0) - heap_start));
}

/* Takes 64 MiB in blocks of a size. */
static int
fill (size_t size)
{
  int count = (int) (TOTAL / size);

  for (int i = 0; i < count; i++)
    blocks[i] = take (size);
  return count;
}

/* Frees every second block from the first on: what is left is a comb. The last one stays, and with it the end
   of the heap. */
static void
free_half (int count)
{
  for (int i = 0; i < count; i += 2)
    free (blocks[i]);
}

static void
free_rest (int count)
{
  for (int i = 1; i < count; i += 2)
    free (blocks[i]);
}

int
main (int    argc,
      char **argv)
{
  static const char *const steps[] = { "fill",      "free-half", "ask",           "trim",      "free-rest",
                                       "fill-large", "free-half-large", "trim-large", NULL };
  size_t page_size;
  int count;

  lab_begin (argc, argv, "Takes 64 MiB in small blocks, frees every second one, and asks for the holes back.", steps,
             256 * LAB_MIB, LAB_DEFAULT);
  page_size = (size_t) sysconf (_SC_PAGESIZE);
  memset (blocks, 0, sizeof blocks);
  heap_start = sbrk (0);
  lab_tell_number ("total", TOTAL);
  lab_tell_number ("asked", N_ASKED * ASKED);

  lab_step ("fill");
  count = fill (page_size);
  lab_tell_number ("count", count);
  lab_tell_range ("comb", blocks[0], (size_t) (blocks[count - 1] - blocks[0]));
  tell_heap ();

  lab_step ("free-half");
  free_half (count);

  lab_step ("ask");
  for (int i = 0; i < N_ASKED; i++)
    asked[i] = take (ASKED);
  tell_heap ();

  lab_step ("trim");
  malloc_trim (0);
  tell_heap ();

  lab_step ("free-rest");
  free_rest (count);
  for (int i = 0; i < N_ASKED; i++)
    free (asked[i]);
  tell_heap ();

  lab_step ("fill-large");
  count = fill (4 * page_size);
  lab_tell_range ("comb_large", blocks[0], (size_t) (blocks[count - 1] - blocks[0]));
  tell_heap ();

  lab_step ("free-half-large");
  free_half (count);

  lab_step ("trim-large");
  malloc_trim (0);
  tell_heap ();

  lab_end ();
}
