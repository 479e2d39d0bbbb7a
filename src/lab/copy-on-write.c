/* copy-on-write.c: fork() copies no page; the first write to a page does
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lab.h"

#include <sys/mman.h>

#define SIZE (100 * LAB_MIB)

static volatile unsigned char *block;
static size_t page_size;

/* Reads one byte of every page. Reading changes nothing, so two processes can share what they read. */
static void
read_pages (void)
{
  for (size_t i = 0; i < SIZE; i += page_size)
    (void) block[i];
}

/* Writes one byte into every page. After each MiB it rests for a moment, so that you can watch the pages change. */
static void
write_pages (unsigned char value)
{
  for (size_t i = 0; i < SIZE; i += page_size)
    {
      block[i] = value;
      if (i % LAB_MIB == 0)
        usleep (5000);
    }
}

/* What the child does, each part when its parent says so. At the end of main() it would do the parent's steps. */
static void
be_the_child (struct lab_child *self)
{
  lab_child_wait (self);
  read_pages ();
  lab_child_done (self);

  lab_child_wait (self);
  write_pages ('c');
  lab_child_done (self);

  lab_child_wait (self);
  _exit (0);
}

int
main (int    argc,
      char **argv)
{
  static const char *const steps[] = { "touch", "fork", "read", "write", "parent-write", "child-ends", NULL };
  static struct lab_child child;

  lab_begin (argc, argv, "Writes 100 MiB, forks; the child reads and writes all of it, then the parent does.", steps,
             512 * LAB_MIB, LAB_DEFAULT);
  page_size = (size_t) sysconf (_SC_PAGESIZE);
  lab_tell_number ("size", SIZE);

  lab_step ("touch");
  block = mmap (NULL, SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (block == MAP_FAILED)
    lab_fail ("mmap");
  /* Small pages only. The kernel does not merge it with a neighbour that is not marked like this, either:
     the block stays a region of its own. */
  madvise ((void *) block, SIZE, MADV_NOHUGEPAGE);
  write_pages ('p');
  lab_tell_range ("block", block, SIZE);

  /* From here on there are two processes. The child got copies of the page table's entries, not of the pages,
     and in both processes the entries forbid to write. */
  lab_step ("fork");
  if (lab_fork (&child) == 0)
    be_the_child (&child);
  lab_tell_number ("child", child.pid);

  lab_step ("read");
  lab_child_step (&child);

  /* Every write is forbidden by the entry: a fault. The kernel sees that the page is shared, copies it, and
     enters the copy as the child's own. */
  lab_step ("write");
  lab_child_step (&child);

  /* The parent's entries still forbid to write. A fault again, but the kernel finds that nobody else uses the
     page any more, and only allows it. */
  lab_step ("parent-write");
  write_pages ('P');

  lab_step ("child-ends");
  lab_child_step (&child);
  lab_child_reap (&child);

  lab_end ();
}
