/* scattered-frames.c: what lies together in the address space does not lie together in RAM
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which frame of RAM a page got is told by /proc/PID/pagemap, but only to root: others read 0 there, which
 * does not mean frame 0.
 */
#include "lab.h"

#include <fcntl.h>
#include <sys/mman.h>

#define SMALL LAB_MIB

/* How large a huge page is on this machine; 0: there are none. */
static size_t
huge_page_size (void)
{
  char text[32] = "";
  int file = open ("/sys/kernel/mm/transparent_hugepage/hpage_pmd_size", O_RDONLY | O_CLOEXEC);

  if (file < 0 || read (file, text, sizeof text - 1) < 0)
    text[0] = '\0';
  close (file);
  return (size_t) strtoul (text, NULL, 10);
}

/* Maps a block that begins at a multiple of its alignment. */
static volatile unsigned char *
map_aligned (size_t size,
             size_t alignment)
{
  unsigned char *start = mmap (NULL, size + alignment, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  uintptr_t from = (uintptr_t) start, to;

  if (start == MAP_FAILED)
    lab_fail ("mmap");
  to = (from + alignment - 1) / alignment * alignment;
  if (to > from)
    munmap (start, to - from);
  munmap ((void *) (to + size), from + alignment - to);
  return (volatile unsigned char *) to;
}

/* Writes one byte into every page. */
static void
write_pages (volatile unsigned char *block,
             size_t                  size)
{
  for (size_t i = 0; i < size; i += (size_t) sysconf (_SC_PAGESIZE))
    block[i] = 1;
}

int
main (int    argc,
      char **argv)
{
  static const char *const steps[] = { "small", "again", "huge", NULL };
  volatile unsigned char *small, *huge;
  size_t huge_size;

  lab_begin (argc, argv, "Writes 1 MiB in small pages and two huge pages: which frames do they get?", steps,
             512 * LAB_MIB, LAB_HUGE_PAGES);
  huge_size = huge_page_size ();
  lab_tell_number ("size", SMALL);
  lab_tell_number ("huge_size", (long long) huge_size);

  lab_step ("small");
  small = map_aligned (SMALL, SMALL);
  madvise ((void *) small, SMALL, MADV_NOHUGEPAGE);
  write_pages (small, SMALL);
  lab_tell_range ("small", small, SMALL);

  /* Gives the frames back and touches the same addresses again. */
  lab_step ("again");
  if (madvise ((void *) small, SMALL, MADV_DONTNEED) != 0)
    lab_fail ("madvise");
  write_pages (small, SMALL);

  lab_step ("huge");
  if (huge_size > 0)
    {
      huge = map_aligned (2 * huge_size, huge_size);
      madvise ((void *) huge, 2 * huge_size, MADV_HUGEPAGE);
      write_pages (huge, 2 * huge_size);
      lab_tell_range ("huge", huge, 2 * huge_size);
    }

  lab_end ();
}
