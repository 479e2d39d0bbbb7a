/* pgs-lesson-memory-pool.c: a pool of one's own against malloc: page faults and system calls, counted
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-lessons.h"

#include <glib/gi18n-lib.h>

/* glibc: 128 KiB (M_TOP_PAD) more than the block needs, in whole pages. */
#define RISE "((128K / page_size + 1) * page_size)"

/* glibc: 64 bytes and the 8 of a header are rounded up to 80. */
#define SMALL_BLOCKS "(small_count * 80)"
#define SMALL_CALLS "(" SMALL_BLOCKS " / " RISE " + 2)"

/* glibc: a block with a mapping of its own has a header of 16 bytes. */
#define LARGE_PAGES "((large_size + 16 + page_size - 1) / page_size)"
#define LARGE_BLOCKS "(rounds * large_count)"

#define CALLS_OF(worker) "brk_" worker " + mmap_" worker " + munmap_" worker
#define CALLS N_("System calls for memory")
#define TRACED                                                                                                     \
  N_("They were counted by stopping the program at each, as a debugger does, which some systems forbid.")

static const PgsLessonCheck small_malloc_checks[] = {
  {
    .what = N_("Minor faults"),
    .measure = "change(minor@small_malloc)",
    .expect = SMALL_BLOCKS " / page_size",
    .low = "2",
    .high = "100",
    .choices = { { SMALL_BLOCKS " / page_size" }, { "small_count" }, { "rounds * small_count" } },
  },
  {
    .what = CALLS,
    .measure = CALLS_OF ("small_malloc"),
    .expect = SMALL_CALLS,
    .low = "1",
    .high = "2",
    .unit = PGS_UNIT_COUNT,
    .choices = { { "0" }, { SMALL_CALLS }, { "small_count" }, { "rounds * small_count" } },
    .reason = TRACED,
  },
  { NULL },
};

static const PgsLessonCheck small_pool_checks[] = {
  {
    .what = N_("Minor faults"),
    .measure = "change(minor@small_pool)",
    .expect = "small_count * small_size / page_size",
    .high = "100",
    .choices = { { "0" }, { "small_count * small_size / page_size" }, { "small_count" } },
  },
  {
    .what = CALLS,
    .measure = CALLS_OF ("small_pool"),
    .expect = "0",
    .unit = PGS_UNIT_COUNT,
    .choices = { { "0" }, { SMALL_CALLS }, { "small_count" } },
    .reason = TRACED,
  },
  { NULL },
};

static const PgsLessonCheck large_malloc_checks[] = {
  {
    .what = N_("Minor faults"),
    .measure = "change(minor@large_malloc)",
    .expect = LARGE_BLOCKS " * " LARGE_PAGES,
    .high = "100",
    .choices = { { LARGE_BLOCKS }, { "large_count * " LARGE_PAGES }, { LARGE_BLOCKS " * " LARGE_PAGES } },
  },
  {
    .what = N_("mmap() calls"),
    .measure = "mmap_large_malloc",
    .expect = LARGE_BLOCKS,
    .high = "2",
    .unit = PGS_UNIT_COUNT,
    .choices = { { "0" }, { "large_count" }, { LARGE_BLOCKS } },
    .reason = TRACED,
  },
  {
    .what = N_("munmap() calls"),
    .measure = "munmap_large_malloc",
    .expect = LARGE_BLOCKS,
    .high = "2",
    .unit = PGS_UNIT_COUNT,
    .reason = TRACED,
  },
  {
    .what = N_("RES after the work"),
    .measure = "change(res@large_malloc)",
    .expect = "0",
    .low = "512K",
    .high = "1M",
    .choices = { { "0" }, { "large_count * large_size" }, { LARGE_BLOCKS " * large_size" } },
  },
  { NULL },
};

static const PgsLessonCheck large_pool_checks[] = {
  {
    .what = N_("Minor faults"),
    .measure = "change(minor@large_pool)",
    .expect = "large_count * large_size / page_size",
    .high = "100",
    .choices = { { "large_count" }, { "large_count * large_size / page_size" }, { LARGE_BLOCKS " * " LARGE_PAGES } },
  },
  {
    .what = CALLS,
    .measure = CALLS_OF ("large_pool"),
    .expect = "0",
    .unit = PGS_UNIT_COUNT,
    .choices = { { "0" }, { "large_count" }, { LARGE_BLOCKS } },
    .reason = TRACED,
  },
  {
    .what = N_("RES after the work"),
    .measure = "change(res@large_pool)",
    .expect = "large_count * large_size",
    .low = "512K",
    .high = "1M",
    .choices = { { "0" }, { "large_count * large_size" }, { LARGE_BLOCKS " * large_size" } },
  },
  { NULL },
};

static const PgsLessonStep steps[] = {
  {
    .id = "small-malloc",
    .title = N_("10,000 × 64 bytes from malloc, ten rounds"),
    .text = N_("{rounds * small_count} calls of malloc() and as many of free(). How many reach the kernel?"),
    .result = N_("{brk_small_malloc} calls of brk, {mmap_small_malloc} of mmap, and {change(minor@small_malloc)} "
                 "page faults: what one round needs. free() puts the blocks into malloc()'s pool, and in the next "
                 "round malloc() takes them from there."),
    .checks = small_malloc_checks,
    .pointers = { { "small_heap", "worker", N_("[heap]") } },
  },
  {
    .id = "small-pool",
    .title = N_("10,000 × 64 bytes from a pool, ten rounds"),
    .text = N_("The pool is one mapping that was there before. Is it much better?"),
    .result = N_("{change(minor@small_pool)} page faults and no system call. A pool needs no headers, so its "
                 "blocks lie closer, but for the kernel hardly anything changed."),
    .checks = small_pool_checks,
    .pointers = { { "small_area", "worker", N_("the pool") } },
  },
  {
    .id = "large-malloc",
    .title = N_("100 × 200,000 bytes from malloc, ten rounds"),
    .text = N_("Blocks of this size get a mapping of their own here. What happens in each round?"),
    .result = N_("{mmap_large_malloc} calls of mmap, {munmap_large_malloc} of munmap, and "
                 "{change(minor@large_malloc)} page faults: every page was fetched anew in each round, and given "
                 "back. Afterwards RES is only {change(res@large_malloc)} higher than before."),
    .checks = large_malloc_checks,
    .pointers = { { "large_heap", "worker", N_("[heap]") } },
  },
  {
    .id = "large-pool",
    .title = N_("100 × 200,000 bytes from a pool, ten rounds"),
    .text = N_("The blocks stay in the pool between the rounds. What does that save, and what does it cost?"),
    .result = N_("{change(minor@large_pool)} page faults instead of {minor@large_malloc}, and no system call. The "
                 "price: RES stays {change(res@large_pool)} higher, though nobody needs these blocks now."),
    .checks = large_pool_checks,
    .pointers = { { "large_area", "worker", N_("the pool") } },
  },
  { NULL },
};

const PgsLesson pgs_lesson_memory_pool = {
  .name = "memory-pool",
  .title = N_("A memory pool against malloc"),
  .chapter = PGS_CHAPTER_HEAP,
  .text = N_(
    "A memory [[pool|pool]] takes memory from the kernel once, and then hands out and takes back blocks itself. "
    "It is said to be faster, as it saves [[system calls|system-call]]. But malloc() is such a pool, too: what "
    "you free stays with it. So when does a pool of one's own help?\n\n"
    "Four workers do the same ten times: take all blocks, write them, give them back. Two have small blocks, two "
    "large ones; one of each uses malloc(), the other a pool, one mapping that was made before. The experiment "
    "counts the [[page faults|page-fault]] and, as a debugger would, each system call for memory.\n\n"
    "For large blocks malloc() takes a mapping from the kernel and returns it at free(). Its limit for that, 128 "
    "KiB, usually rises with use; here it is held, as M_MMAP_THRESHOLD does it. Then each round pays again for "
    "every page. The pool pays once, but it keeps the memory."),
  .peer = "worker",
  .peer_name = N_("worker"),
  .view = PGS_LESSON_VIEW_POINTED,
  .color = PGS_LESSON_COLOR_STATE,
  .steps = steps,
};
