/* demand-paging.c: a mapping costs nothing until its pages are touched
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lab.h"

#include <sys/mman.h>

#define SIZE (100 * LAB_MIB)
#define PART (10 * LAB_MIB)

static volatile unsigned char *block;
static size_t page_size;

/* Reads one byte of every page: the kernel has to show something, but nothing has to be kept. */
static void
read_pages (size_t from,
            size_t size)
{
  for (size_t i = from; i < from + size; i += page_size)
    (void) block[i];
}

/* Writes one byte into every page: now each page needs a frame of its own. */
static void
write_pages (size_t from,
             size_t size)
{
  for (size_t i = from; i < from + size; i += page_size)
    block[i] = 1;
}

int
main (int    argc,
      char **argv)
{
  static const char *const steps[] = { "map", "read", "write", "write-more", NULL };

  lab_begin (argc, argv, "Maps 100 MiB, reads the first 10 MiB, then writes all of it, 10 MiB a step.", steps,
             512 * LAB_MIB, LAB_DEFAULT);
  page_size = (size_t) sysconf (_SC_PAGESIZE);

  lab_tell_number ("size", SIZE);
  lab_tell_number ("part_size", PART);

  lab_step ("map");
  block = mmap (NULL, SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (block == MAP_FAILED)
    lab_fail ("mmap");
  lab_tell_range ("block", block, SIZE);
  lab_tell_range ("first", block, PART);

  lab_step ("read");
  read_pages (0, PART);

  lab_step ("write");
  write_pages (0, PART);

  for (size_t from = PART; from < SIZE; from += PART)
    {
      lab_tell_range ("part", block + from, PART);
      lab_step ("write-more");
      write_pages (from, PART);
    }

  lab_end ();
}
