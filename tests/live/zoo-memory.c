/* zoo-memory.c: anonymous and shared memory in known states
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "zoo.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define GUARD_INSTALL 102 /* MADV_GUARD_INSTALL, not in older headers */
#define PAGE_OUT 21       /* MADV_PAGEOUT */
#define HUGE_PAGE ((size_t) 2 * 1024 * 1024)
#define ANONYMOUS (MAP_PRIVATE | MAP_ANONYMOUS)
#define READ_WRITE (PROT_READ | PROT_WRITE)

static void
enter_checkerboard (int argc, char **argv)
{
  size_t n_pages = argc > 0 ? strtoul (argv[0], NULL, 10) : 2048;
  void *area = zoo_map_aligned (n_pages * zoo_page_size, zoo_page_size);

  madvise (area, n_pages * zoo_page_size, MADV_NOHUGEPAGE);
  zoo_write (area, n_pages, 2);
  zoo_report ("area", area, n_pages * zoo_page_size);
}

static void
enter_dense (int argc, char **argv)
{
  size_t n_pages = (argc > 0 ? strtoul (argv[0], NULL, 10) : 16) * 256;
  void *area = zoo_map_aligned (n_pages * zoo_page_size, zoo_page_size);

  madvise (area, n_pages * zoo_page_size, MADV_NOHUGEPAGE);
  zoo_write (area, n_pages, 1);
  zoo_report ("area", area, n_pages * zoo_page_size);
}

static void
enter_reserve (int argc, char **argv)
{
  const size_t length = (size_t) (argc > 0 ? strtoul (argv[0], NULL, 10) : 1024) << 30;
  char *area = zoo_map_aligned (length, HUGE_PAGE);

  madvise (area, length, MADV_NOHUGEPAGE);
  for (size_t i = 0; i < 16; i++)
    zoo_write (area + length / 16 * i, 1, 1);
  zoo_report ("area", area, length);
}

static void
enter_guard (int argc, char **argv)
{
  char *area = zoo_map_aligned (64 * zoo_page_size, zoo_page_size);

  zoo_write (area, 64, 1);
  if (madvise (area + 16 * zoo_page_size, 8 * zoo_page_size, GUARD_INSTALL) != 0)
    zoo_unavailable ("no MADV_GUARD_INSTALL");
  zoo_report ("area", area, 64 * zoo_page_size);
  zoo_report ("guard", area + 16 * zoo_page_size, 8 * zoo_page_size);
}

static void
enter_zero (int argc, char **argv)
{
  char *area = zoo_map_aligned (256 * zoo_page_size, zoo_page_size);

  madvise (area, 256 * zoo_page_size, MADV_NOHUGEPAGE);
  zoo_write (area, 32, 1);
  zoo_read (area + 32 * zoo_page_size, 64, 1);
  zoo_report ("area", area, 256 * zoo_page_size);
  zoo_report ("zero", area + 32 * zoo_page_size, 64 * zoo_page_size);
}

static void
enter_huge (int argc, char **argv)
{
  char *area = zoo_map_aligned (4 * HUGE_PAGE, HUGE_PAGE);

  if (madvise (area, 4 * HUGE_PAGE, MADV_HUGEPAGE) != 0)
    zoo_unavailable ("no transparent huge pages");
  zoo_write (area, 1, 1);
  zoo_write (area + HUGE_PAGE, 1, 1);
  zoo_report ("area", area, 4 * HUGE_PAGE);
}

static void
enter_huge_zero (int argc, char **argv)
{
  char *area = zoo_map_aligned (2 * HUGE_PAGE, HUGE_PAGE);

  if (madvise (area, 2 * HUGE_PAGE, MADV_HUGEPAGE) != 0)
    zoo_unavailable ("no transparent huge pages");
  zoo_read (area, 1, 1);
  zoo_report ("area", area, 2 * HUGE_PAGE);
}

static void
enter_hugetlb (int argc, char **argv)
{
  char *area = mmap (NULL, 2 * HUGE_PAGE, READ_WRITE, ANONYMOUS | MAP_HUGETLB, -1, 0);

  if (area == MAP_FAILED)
    zoo_unavailable ("no hugetlb pages reserved");
  zoo_write (area, 1, 1);
  zoo_report ("area", area, 2 * HUGE_PAGE);
}

static void
enter_shared (int argc, char **argv)
{
  char *area = zoo_map (64, READ_WRITE, MAP_SHARED | MAP_ANONYMOUS);

  zoo_write (area, 40, 1);
  zoo_report ("area", area, 64 * zoo_page_size);
}

static void
enter_memfd (int argc, char **argv)
{
  int fd = memfd_create ("zoo memfd", 0);
  char *area;

  if (fd < 0 || ftruncate (fd, (off_t) (64 * zoo_page_size)) != 0)
    zoo_fail ("memfd_create");
  area = mmap (NULL, 64 * zoo_page_size, READ_WRITE, MAP_SHARED, fd, 0);
  if (area == MAP_FAILED)
    zoo_fail ("mmap");
  zoo_write (area, 10, 1);
  zoo_report ("area", area, 64 * zoo_page_size);
}

static void
enter_swap (int argc, char **argv)
{
  char *area = zoo_map_aligned (256 * zoo_page_size, zoo_page_size);
  char *shared = zoo_map (64, READ_WRITE, MAP_SHARED | MAP_ANONYMOUS);

  madvise (area, 256 * zoo_page_size, MADV_NOHUGEPAGE);
  zoo_write (area, 256, 1);
  zoo_write (shared, 64, 1);
  if (madvise (area, 128 * zoo_page_size, PAGE_OUT) != 0 ||
      madvise (shared, 32 * zoo_page_size, PAGE_OUT) != 0)
    zoo_unavailable ("no MADV_PAGEOUT");
  zoo_report ("area", area, 256 * zoo_page_size);
  zoo_report ("out", area, 128 * zoo_page_size);
  zoo_report ("shared", shared, 64 * zoo_page_size);
}

/* Neighbours differ in permissions, so that the kernel cannot join them. */
static void
enter_many (int argc, char **argv)
{
  size_t n = argc > 0 ? strtoul (argv[0], NULL, 10) : 3000;
  char *area = zoo_map_aligned (n * zoo_page_size, zoo_page_size);

  zoo_write (area, n, 1);
  for (size_t i = 0; i < n; i += 2)
    if (mprotect (area + i * zoo_page_size, zoo_page_size, PROT_READ) != 0)
      zoo_fail ("mprotect");
  zoo_report ("area", area, n * zoo_page_size);
}

static char *step_area;
static size_t n_steps;

static void
enter_grow (int argc, char **argv)
{
  step_area = zoo_map_aligned (16384 * zoo_page_size, zoo_page_size);
  madvise (step_area, 16384 * zoo_page_size, MADV_NOHUGEPAGE);
  zoo_report ("area", step_area, 16384 * zoo_page_size);
}

/* "step": 256 more pages are written; "map": one more page is mapped and not touched. */
static void
command_grow (const char *line)
{
  if (strcmp (line, "map") == 0)
    zoo_report ("new", zoo_map_aligned (zoo_page_size, zoo_page_size), zoo_page_size);
  else if (n_steps < 64)
    zoo_write (step_area + n_steps++ * 256 * zoo_page_size, 256, 1);
}

static void
enter_protect (int argc, char **argv)
{
  step_area = zoo_map_aligned (64 * zoo_page_size, zoo_page_size);
  zoo_write (step_area, 64, 1);
  zoo_report ("area", step_area, 64 * zoo_page_size);
}

/* Changes maps, but no counter. */
static void
command_protect (const char *line)
{
  int prot = n_steps++ % 2 == 0 ? PROT_READ : READ_WRITE;

  if (mprotect (step_area, 64 * zoo_page_size, prot) != 0)
    zoo_fail ("mprotect");
}

const ZooMode zoo_memory_modes[] = {
  { "checkerboard", "[PAGES]: every second page is written", enter_checkerboard, NULL },
  { "dense", "[MIB]: every page is written", enter_dense, NULL },
  { "reserve", "[GIB]: reserved, with 16 pages written", enter_reserve, NULL },
  { "guard", "64 pages written, 8 of them guard pages now", enter_guard, NULL },
  { "zero", "256 pages: 32 written, 64 only read", enter_zero, NULL },
  { "huge", "two transparent huge pages", enter_huge, NULL },
  { "huge-zero", "the huge zero page", enter_huge_zero, NULL },
  { "hugetlb", "one hugetlb page of two", enter_hugetlb, NULL },
  { "shared", "shared anonymous memory", enter_shared, NULL },
  { "memfd", "a memfd, its name has a blank", enter_memfd, NULL },
  { "swap", "pages pushed out to swap, private and shared", enter_swap, NULL },
  { "many", "[N]: mappings of one page", enter_many, NULL },
  { "grow", "\"step\" writes 256 more pages, \"map\" maps one", enter_grow, command_grow },
  { "protect", "a line changes permissions, but no counter", enter_protect, command_protect },
  { NULL, NULL, NULL, NULL },
};
