/* shared-count.c: what is shared, and what RES, SHR and PSS count of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lab.h"

#include <sys/mman.h>

#define SIZE (64 * LAB_MIB)

static size_t page_size;

/* Maps 64 MiB of small pages, as a region of its own, and writes one byte into every page.
   MAP_SHARED: children see what is written. MAP_PRIVATE: everybody writes for himself. */
static volatile unsigned char *
map_and_write (int how)
{
  unsigned char *block = mmap (NULL, SIZE, PROT_READ | PROT_WRITE, how | MAP_ANONYMOUS, -1, 0);

  if (block == MAP_FAILED)
    lab_fail ("mmap");
  madvise (block, SIZE, MADV_NOHUGEPAGE);
  for (size_t i = 0; i < SIZE; i += page_size)
    block[i] = 'p';
  return block;
}

/* Reads one byte of every page. */
static void
read_pages (const volatile unsigned char *block)
{
  for (size_t i = 0; i < SIZE; i += page_size)
    (void) block[i];
}

int
main (int    argc,
      char **argv)
{
  static const char *const steps[] = { "share", "private", "fork", "read", "child-ends", NULL };
  static struct lab_child child;
  volatile unsigned char *shared, *private;

  lab_begin (argc, argv, "Writes 64 MiB of shared and 64 MiB of private memory and forks; the child reads.", steps,
             512 * LAB_MIB, LAB_DEFAULT);
  page_size = (size_t) sysconf (_SC_PAGESIZE);
  lab_tell_number ("size", SIZE);

  /* May be shared, but so far there is only one process. */
  lab_step ("share");
  shared = map_and_write (MAP_SHARED);
  lab_tell_range ("shared", shared, SIZE);

  lab_step ("private");
  private = map_and_write (MAP_PRIVATE);
  lab_tell_range ("private", private, SIZE);

  /* The child gets the page table's entries of private memory, as nothing else tells where its pages are.
     Those of shared memory it can find again, so fork() does not spend time on them. */
  lab_step ("fork");
  if (lab_fork (&child) == 0)
    {
      lab_child_wait (&child);
      read_pages (shared);
      lab_child_done (&child);

      lab_child_wait (&child);
      _exit (0);
    }
  lab_tell_number ("child", child.pid);

  lab_step ("read");
  lab_child_step (&child);

  lab_step ("child-ends");
  lab_child_step (&child);
  lab_child_reap (&child);

  lab_end ();
}
