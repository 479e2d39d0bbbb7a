/* reserve.c: memory that is asked for and never used
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lab.h"

#include <malloc.h>

#define SIZE LAB_MIB
#define ROUNDS 10

static void *volatile first_of_all; /* volatile: the compiler may not leave its malloc() out */
static uintptr_t page_size;
static uintptr_t first; /* all blocks so far lie in [first, behind) */
static uintptr_t behind;

/* Tells which pages hold a block: malloc() puts a header before it, and the kernel gives whole pages. */
static void
tell_pages (void *block)
{
  uintptr_t start = (uintptr_t) block / page_size * page_size;
  uintptr_t end = ((uintptr_t) block + malloc_usable_size (block) + page_size - 1) / page_size * page_size;

  if (first == 0 || start < first)
    first = start;
  if (end > behind)
    behind = end;
  lab_tell_range ("block", (void *) start, end - start);
  lab_tell_range ("blocks", (void *) first, behind - first);
}

int
main (int    argc,
      char **argv)
{
  static const char *const steps[] = { "malloc", NULL };

  lab_begin (argc, argv, "Takes 1 MiB with malloc() ten times and never touches it.", steps, 128 * LAB_MIB, LAB_DEFAULT);
  page_size = (uintptr_t) sysconf (_SC_PAGESIZE);

  /* The very first malloc() of a program also sets up [heap]. That is done here, so that every step of
     the experiment does the same. */
  first_of_all = malloc (1);

  /* What the kernel will give for each: whole pages, with room for malloc()'s header of two words. */
  lab_tell_number ("whole", (SIZE + 2 * sizeof (size_t) + page_size - 1) / page_size * page_size);

  for (int round = 0; round < ROUNDS; round++)
    {
      lab_step ("malloc");
      void *block = malloc (SIZE);
      if (block == NULL)
        lab_fail ("malloc");
      /* No memset() here: what comes of that is seen in "touch". */
      tell_pages (block);
    }

  lab_end ();
}
