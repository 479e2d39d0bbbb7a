/* touch.c: memory that is asked for and used
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lab.h"

#include <malloc.h>

#define SIZE LAB_MIB
#define ROUNDS 10

static void *volatile first_of_all; /* volatile: the compiler may not leave its malloc() out */
static uintptr_t page_size;

/* Tells which pages hold a block: malloc() puts a header before it, and the kernel gives whole pages. */
static void
tell_pages (void *block)
{
  uintptr_t start = (uintptr_t) block / page_size * page_size;
  uintptr_t end = ((uintptr_t) block + malloc_usable_size (block) + page_size - 1) / page_size * page_size;

  lab_tell_range ("block", (void *) start, end - start);
}

int
main (int    argc,
      char **argv)
{
  static const char *const steps[] = { "touch", NULL };

  lab_begin (argc, argv, "Takes 1 MiB with malloc() ten times and fills it with memset().", steps, 128 * LAB_MIB,
             LAB_DEFAULT);
  page_size = (uintptr_t) sysconf (_SC_PAGESIZE);

  /* The very first malloc() of a program also sets up [heap]. That is done here, so that every step of
     the experiment does the same. */
  first_of_all = malloc (1);

  /* What the kernel will give for each: whole pages, with room for malloc()'s header of two words. */
  lab_tell_number ("whole", (SIZE + 2 * sizeof (size_t) + page_size - 1) / page_size * page_size);

  for (int round = 0; round < ROUNDS; round++)
    {
      lab_step ("touch");
      void *block = malloc (SIZE);
      if (block == NULL)
        lab_fail ("malloc");
      memset (block, 1, SIZE);
      tell_pages (block);
    }

  lab_end ();
}
