/* mmap.c: what mmap(), mprotect() and munmap() do to the map of a process
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lab.h"

#include <sys/mman.h>

#define SIZE (100 * LAB_MIB)
#define PART (10 * LAB_MIB)

int
main (int    argc,
      char **argv)
{
  static const char *const steps[] = { "map", "protect", "unmap", NULL };

  lab_begin (argc, argv, "Maps 100 MiB, makes 10 MiB in their middle read-only, then unmaps these.", steps,
             512 * LAB_MIB, LAB_DEFAULT);

  lab_tell_number ("size", SIZE);
  lab_tell_number ("part_size", PART);

  /* Addresses for 100 MiB, wherever the kernel likes. They stand for no file: anonymous memory. */
  lab_step ("map");
  char *block = mmap (NULL, SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (block == MAP_FAILED)
    lab_fail ("mmap");
  char *middle = block + SIZE / 2;
  lab_tell_range ("block", block, SIZE);
  lab_tell_range ("middle", middle, PART);

  /* A region has one protection. For a part with another one the kernel has to cut it. */
  lab_step ("protect");
  if (mprotect (middle, PART, PROT_READ) != 0)
    lab_fail ("mprotect");

  /* Nothing moves together: the addresses behind the hole stay what they are. */
  lab_step ("unmap");
  if (munmap (middle, PART) != 0)
    lab_fail ("munmap");

  lab_end ();
}
