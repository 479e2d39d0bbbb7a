/* swap-out.c: pages leave the RAM and come back
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Nobody else's pages are moved: MADV_PAGEOUT works on the given pages of the calling program only.
 */
#include "lab.h"

#include <sys/mman.h>

#ifndef MADV_PAGEOUT
#define MADV_PAGEOUT 21
#endif

#define SIZE (32 * LAB_MIB)
#define TRIES 20

static volatile uint64_t *block;
static size_t page_size;

/* What stands at the start of page i: no two pages are alike, or the kernel might keep one for all. */
static uint64_t
content (size_t i)
{
  return (i + 1) * 0x9e3779b97f4a7c15u;
}

/* Writes every page. */
static void
fill (void)
{
  for (size_t i = 0; i < SIZE / page_size; i++)
    block[i * page_size / sizeof *block] = content (i);
}

/* Reads every page. How many hold what was written. */
static long long
count_intact (void)
{
  long long n = 0;

  for (size_t i = 0; i < SIZE / page_size; i++)
    n += block[i * page_size / sizeof *block] == content (i);
  return n;
}

/* How many pages of the block are in RAM. */
static size_t
count_resident (void)
{
  static unsigned char in_ram[SIZE / 4096];
  size_t n = 0;

  if (mincore ((void *) block, SIZE, in_ram) != 0)
    lab_fail ("mincore");
  for (size_t i = 0; i < SIZE / page_size; i++)
    n += in_ram[i] & 1;
  return n;
}

/* Lets the kernel write the block to swap. It passes over a page that is just in use, so: until none is left,
   or twenty times. */
static void
page_out (void)
{
  for (int i = 0; i < TRIES; i++)
    {
      if (madvise ((void *) block, SIZE, MADV_PAGEOUT) != 0)
        lab_fail ("madvise");
      if (count_resident () == 0)
        return;
      usleep (10000);
    }
}

/* Ends unless there is as much free swap as this takes. */
static void
need_swap (void)
{
  errno = ENOSPC;
  if (lab_read_number ("/proc/meminfo", "SwapFree:") * LAB_KIB < SIZE)
    lab_fail ("32 MiB of free swap");
}

static void
map_block (void)
{
  page_size = (size_t) sysconf (_SC_PAGESIZE);
  block = mmap (NULL, SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (block == MAP_FAILED)
    lab_fail ("mmap");
}

/* With --try: whether the kernel lets one page of this process go to swap; exits 0 or says so. A cgroup may
   forbid it where the machine has swap. */
static void
try_swap (void)
{
  need_swap ();
  map_block ();
  block[0] = content (0);
  for (int i = 0; i < TRIES; i++)
    {
      if (madvise ((void *) block, page_size, MADV_PAGEOUT) != 0)
        lab_fail ("madvise");
      if (lab_read_number ("/proc/self/smaps_rollup", "Swap:") > 0)
        _exit (0);
      usleep (1000);
    }
  errno = EPERM;
  lab_fail ("swap");
}

int
main (int    argc,
      char **argv)
{
  static const char *const steps[] = { "touch", "out", "back", NULL };

  if (argc > 1 && strcmp (argv[1], "--try") == 0)
    try_swap ();
  lab_begin (argc, argv, "Writes 32 MiB, lets the kernel move them to swap, and reads them again.", steps,
             256 * LAB_MIB, LAB_DEFAULT);
  need_swap ();
  map_block ();
  lab_tell_range ("block", block, SIZE);
  lab_tell_range ("code", (void *) ((uintptr_t) main & ~(uintptr_t) (page_size - 1)), page_size);

  lab_step ("touch");
  fill ();

  lab_step ("out");
  page_out ();

  lab_step ("back");
  lab_tell_number ("intact", count_intact ());

  lab_end ();
}
