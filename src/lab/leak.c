/* leak.c: memory that nobody frees
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lab.h"

#include <malloc.h>

#define SIZE (4 * LAB_KIB)
#define COUNT 1024
#define ROUNDS 5

/* One round of work: each piece of work takes a block, and only one of four frees it. The others are
   forgotten: when this function returns, nothing points to them any more. */
static void
work (void)
{
  char *blocks[COUNT];

  for (int i = 0; i < COUNT; i++)
    {
      blocks[i] = malloc (SIZE);
      if (blocks[i] == NULL)
        lab_fail ("malloc");
      memset (blocks[i], 1, SIZE);
    }
  for (int i = 0; i < COUNT; i += 4)
    free (blocks[i]);
}

/* What a block takes: what may be written, and the number in front of it that holds its size. */
static void
tell_block_size (void)
{
  void *block = malloc (SIZE);

  lab_tell_number ("block_size", (long long) (malloc_usable_size (block) + sizeof (size_t)));
  free (block);
}

static void
tell_heap (const char *start)
{
  lab_tell_range ("heap_area", start, (size_t) ((char *) sbrk (0) - start));
}

int
main (int    argc,
      char **argv)
{
  static const char *const steps[] = { "first", "round", NULL };
  const char *heap_start;

  lab_begin (argc, argv, "Takes 1,024 blocks of 4 KiB a round and frees every fourth of them.", steps, 256 * LAB_MIB,
             LAB_DEFAULT);
  heap_start = sbrk (0);
  tell_block_size ();
  lab_tell_number ("count", COUNT);
  lab_tell_number ("leaked", COUNT - COUNT / 4);
  tell_heap (heap_start);

  for (int i = 0; i < ROUNDS; i++)
    {
      lab_step (i == 0 ? "first" : "round");
      work ();
      tell_heap (heap_start);
    }

  lab_end ();
}
