/* huge-pages.c: one page fault for 2 MiB instead of 512
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lab.h"

#include <fcntl.h>
#include <sys/mman.h>

#define SIZE (64 * LAB_MIB)

/* How large a huge page is on this machine; it is a power of two. */
static size_t
huge_page_size (void)
{
  char text[32] = "";
  int file = open ("/sys/kernel/mm/transparent_hugepage/hpage_pmd_size", O_RDONLY | O_CLOEXEC);

  if (file < 0 || read (file, text, sizeof text - 1) <= 0)
    lab_fail ("hpage_pmd_size");
  close (file);
  return (size_t) strtoul (text, NULL, 10);
}

/* Maps a block that begins where a huge page can begin: at a multiple of its size. What is mapped too much
   is given back. Says which pages it shall have. */
static volatile unsigned char *
map_block (size_t huge_size,
           int    advice)
{
  unsigned char *start = mmap (NULL, SIZE + huge_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  uintptr_t from = (uintptr_t) start, to;

  if (start == MAP_FAILED)
    lab_fail ("mmap");
  to = (from + huge_size - 1) / huge_size * huge_size;
  if (to > from)
    munmap (start, to - from);
  munmap ((void *) (to + SIZE), from + huge_size - to);
  madvise ((void *) to, SIZE, advice);
  return (volatile unsigned char *) to;
}

/* Writes one byte into every small page from here to there. */
static void
write_pages (volatile unsigned char *block,
             size_t                  from,
             size_t                  to)
{
  for (size_t i = from; i < to; i += (size_t) sysconf (_SC_PAGESIZE))
    block[i] = 1;
}

int
main (int    argc,
      char **argv)
{
  static const char *const steps[] = { "small", "first", "rest", "split", NULL };
  volatile unsigned char *small, *huge;
  size_t huge_size;

  lab_begin (argc, argv, "Writes 64 MiB in small pages, then 64 MiB in huge pages.", steps, 512 * LAB_MIB,
             LAB_HUGE_PAGES);
  huge_size = huge_page_size ();
  lab_tell_number ("size", SIZE);
  lab_tell_number ("huge_size", (long long) huge_size);

  lab_step ("small");
  small = map_block (huge_size, MADV_NOHUGEPAGE);
  write_pages (small, 0, SIZE);
  lab_tell_range ("small", small, SIZE);

  /* One byte, and the whole huge page around it is there. */
  lab_step ("first");
  huge = map_block (huge_size, MADV_HUGEPAGE);
  huge[0] = 1;
  lab_tell_range ("huge", huge, SIZE);

  lab_step ("rest");
  write_pages (huge, huge_size, SIZE);

  /* Gives back one small page in the middle of the first huge page. */
  lab_step ("split");
  if (madvise ((void *) (huge + huge_size / 2), (size_t) sysconf (_SC_PAGESIZE), MADV_DONTNEED) != 0)
    lab_fail ("madvise");

  lab_end ();
}
