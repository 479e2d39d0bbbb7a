/* heap-brk.c: the heap grows at its end, and only its end can be given back
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lab.h"

#include <malloc.h>

#define COUNT 20000
#define SIZE 2000 /* more than 1,032: smaller blocks are kept at hand after free() and would pin the end */
#define HALF (COUNT / 2)

static char *blocks[COUNT];
static char *heap_start;
static int n_rises;

/* The break is the end of the heap; sbrk (0) tells where it is. */
static char *
current_break (void)
{
  return sbrk (0);
}

/* Takes blocks and fills them. Counts how many times malloc() had to move the break for that. */
static void
take_blocks (int from,
             int to)
{
  for (int i = from; i < to; i++)
    {
      char *before = current_break ();

      blocks[i] = malloc (SIZE);
      if (blocks[i] == NULL)
        lab_fail ("malloc");
      memset (blocks[i], 1, SIZE);
      n_rises += current_break () != before;
    }
}

/* Where blocks lie: from the first one's start to the last one's end. */
static void
tell_blocks (const char *key,
             int         from,
             int         to)
{
  lab_tell_range (key, blocks[from], (size_t) (blocks[to - 1] + SIZE - blocks[from]));
}

static void
tell_heap (void)
{
  lab_tell_range ("heap_area", heap_start, (size_t) (current_break () - heap_start));
}

int
main (int    argc,
      char **argv)
{
  static const char *const steps[] = { "first", "fill", "free-top", "free-middle", "free-last", NULL };

  lab_begin (argc, argv, "Takes 20,000 blocks of 2,000 bytes and frees them: the last half, the middle, the last one.",
             steps, 256 * LAB_MIB, LAB_DEFAULT);
  memset (blocks, 0, sizeof blocks);
  heap_start = current_break ();
  lab_tell_number ("count", COUNT);
  lab_tell_number ("half", HALF);

  lab_step ("first");
  take_blocks (0, 1);
  /* What a block takes: what may be written, and the number in front of it that holds its size. */
  lab_tell_number ("block_size", (long long) (malloc_usable_size (blocks[0]) + sizeof (size_t)));
  tell_heap ();

  lab_step ("fill");
  take_blocks (1, COUNT);
  lab_tell_number ("rises", n_rises);
  tell_heap ();
  tell_blocks ("top_half", HALF, COUNT);

  lab_step ("free-top");
  for (int i = COUNT - 1; i >= HALF; i--)
    free (blocks[i]);
  tell_heap ();
  tell_blocks ("middle", 0, HALF - 1);
  tell_blocks ("last", HALF - 1, HALF);

  lab_step ("free-middle");
  for (int i = 0; i < HALF - 1; i++)
    free (blocks[i]);

  lab_step ("free-last");
  free (blocks[HALF - 1]);
  tell_heap ();

  lab_end ();
}
