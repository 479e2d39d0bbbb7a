/* pgs-lesson-malloc-pool.c: malloc keeps a pool, and asks the kernel only when that is used up
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-lessons.h"

#include <glib/gi18n-lib.h>

/* glibc: 128 KiB (M_TOP_PAD) more than the block needs, in whole pages. */
#define RISE "(128K / page_size + 1) * page_size"
#define OTHER_LIBC N_("Another C library asks the kernel for other amounts.")

static const PgsLessonCheck first_checks[] = {
  {
    .what = N_("Size of [heap]"),
    .measure = "change(heap)",
    .expect = RISE,
    .choices = { { "1", N_("1 byte") }, { "page_size", N_("one page") }, { RISE } },
    .reason = OTHER_LIBC,
  },
  { .what = N_("VIRT"), .measure = "change(virt)", .expect = RISE, .high = "512K", .reason = OTHER_LIBC },
  {
    .what = N_("The block lies in [heap]"),
    .measure = "region_size:small = heap",
    .expect = "1",
    .unit = PGS_UNIT_YES_NO,
  },
  { NULL },
};

static const PgsLessonCheck hundreds_checks[] = {
  {
    .what = N_("Size of [heap]"),
    .measure = "change(heap)",
    .expect = "0",
    .choices = { { "0" }, { "1000 * 100" }, { "1000 * page_size" } },
    .reason = OTHER_LIBC,
  },
  { .what = N_("VIRT"), .measure = "change(virt)", .expect = "0", .high = "512K" },
  { .what = N_("Mappings"), .measure = "change(regions)", .expect = "0" },
  {
    .what = N_("Minor faults"),
    .measure = "change(minor)",
    .expect = "1000 * 100 / page_size",
    .high = "100",
    .choices = { { "0" }, { "1000 * 100 / page_size" }, { "1000" } },
  },
  { NULL },
};

static const PgsLessonCheck sizes_checks[] = {
  {
    .what = N_("The block of 64 KiB lies in [heap]"),
    .measure = "region_size:biggest = heap",
    .expect = "1",
    .unit = PGS_UNIT_YES_NO,
    .choices = { { "1" }, { "0" } },
    .reason = OTHER_LIBC,
  },
  {
    .what = N_("Size of [heap]"),
    .measure = "change(heap)",
    .expect = "128K",
    .high = "128K",
    .reason = OTHER_LIBC,
  },
  { .what = N_("Mappings"), .measure = "change(regions)", .expect = "0" },
  { NULL },
};

static const PgsLessonCheck large_checks[] = {
  {
    .what = N_("The block lies in [heap]"),
    .measure = "region_size:large = heap",
    .expect = "0",
    .unit = PGS_UNIT_YES_NO,
    .choices = { { "1" }, { "0" } },
    .reason = OTHER_LIBC,
  },
  { .what = N_("Size of [heap]"), .measure = "change(heap)", .expect = "0" },
  { .what = N_("VIRT"), .measure = "change(virt)", .expect = "1M + page_size", .high = "512K" },
  {
    .what = N_("RES"),
    .measure = "change(res)",
    .expect = "page_size",
    .high = "256K",
    .low = "256K",
    .choices = { { "page_size", N_("one page") }, { "1M" } },
  },
  { NULL },
};

static const PgsLessonCheck free_large_checks[] = {
  {
    .what = N_("VIRT"),
    .measure = "change(virt)",
    .expect = "-(1M + page_size)",
    .choices = { { "0" }, { "-(1M + page_size)" } },
    .reason = OTHER_LIBC,
  },
  {
    .what = N_("What is still mapped there"),
    .measure = "mapped:large",
    .expect = "0",
    .reason = OTHER_LIBC,
  },
  { NULL },
};

static const PgsLessonCheck large_again_checks[] = {
  {
    .what = N_("The block lies in [heap]"),
    .measure = "region_size:again = heap",
    .expect = "1",
    .unit = PGS_UNIT_YES_NO,
    .choices = { { "1" }, { "0" } },
    .reason = OTHER_LIBC,
  },
  {
    .what = N_("Size of [heap]"),
    .measure = "change(heap)",
    .expect = "1M",
    .low = RISE,
    .high = RISE,
    .reason = OTHER_LIBC,
  },
  { NULL },
};

static const PgsLessonCheck thread_checks[] = {
  {
    .what = N_("VIRT"),
    .measure = "change(virt)",
    .expect = "thread_size + page_size",
    .high = "512K",
    .choices = { { "page_size", N_("one page") }, { "thread_size / 2" }, { "thread_size + page_size" } },
  },
  {
    .what = N_("Resident memory of its stack"),
    .measure = "rss:thread_stack",
    .expect = "page_size",
    .high = "64K + page_size",
    .choices = { { "page_size", N_("a page or a few") }, { "thread_size" } },
  },
  { NULL },
};

static const PgsLessonCheck thread_malloc_checks[] = {
  {
    .what = N_("VIRT"),
    .measure = "change(virt)",
    .expect = "size(arena)",
    .high = "512K",
    .choices = { { "0" }, { RISE }, { "64M" } },
    .reason = OTHER_LIBC,
  },
  {
    .what = N_("RES"),
    .measure = "change(res)",
    .expect = "page_size",
    .low = "512K",
    .high = "512K",
    .choices = { { "page_size", N_("a page or a few") }, { RISE }, { "64M" } },
  },
  { .what = N_("Resident memory of the reserve"), .measure = "rss:arena", .expect = "page_size", .high = "page_size" },
  {
    .what = N_("Swap"),
    .measure = "swap",
    .expect = "0",
    .choices = { { "0" }, { "64M" } },
  },
  {
    .what = N_("The part that may be written so far"),
    .measure = "region_size:arena",
    .expect = RISE,
    .reason = OTHER_LIBC,
  },
  { NULL },
};

static const PgsLessonStep steps[] = {
  {
    .id = "first",
    .title = N_("malloc (1)"),
    .text = N_("The program asks for one byte. How much does malloc() ask the kernel for?"),
    .result = N_("The heap was made: {heap}, for one byte. The rest is malloc()'s pool."),
    .checks = first_checks,
    .pointers = { { "small", NULL, N_("the block of 1 byte") } },
  },
  {
    .id = "hundreds",
    .title = N_("1,000 × malloc (100)"),
    .text = N_("A thousand more calls. What does the kernel notice of them?"),
    .result = N_("[heap] changed by {+change(heap)}, VIRT by {+change(virt)}: not one system call. What the kernel "
                 "did see are {change(minor)} page faults: malloc() wrote the header of each block, so the pages "
                 "of its pool came into RAM."),
    .checks = hundreds_checks,
    .pointers = { { "small", NULL, N_("the block of 1 byte") } },
  },
  {
    .id = "sizes",
    .title = N_("From 1 byte to 64 KiB"),
    .text = N_("17 blocks, each twice as large as the one before. The pool may not be enough for all of them."),
    .result = N_("The heap grew by {change(heap)}, and all blocks lie in it."),
    .checks = sizes_checks,
    .pointers = { { "biggest", NULL, N_("the block of 64 KiB") } },
  },
  {
    .id = "large",
    .title = N_("malloc (1 MiB)"),
    .text = N_("A block that is far larger than the pool. Does the heap grow once more?"),
    .result = N_("The heap changed by {+change(heap)}: the block is a mapping of its own, {change(virt) / "
                 "1K|count} KiB with the page that holds its header. RES grew by {change(res)}."),
    .checks = large_checks,
    .pointers = { { "large", NULL, N_("the block of 1 MiB") } },
  },
  {
    .id = "free-large",
    .title = N_("Free it"),
    .text = N_("Does this memory go back to the kernel, or into the pool?"),
    .result = N_("VIRT fell by {abs(change(virt)) / 1K|count} KiB: the mapping is gone. But the C library has learnt "
                 "something from it."),
    .checks = free_large_checks,
    .pointers = { { "large", NULL, N_("where the block was") } },
  },
  {
    .id = "large-again",
    .title = N_("malloc (1 MiB) once more"),
    .text = N_("The same call as two steps ago. Does it do the same?"),
    .result = N_("No: the heap grew by {change(heap)}, and the block lies in it. A program that frees a large "
                 "block soon may want such a block again, so glibc raised the size from which blocks get a "
                 "mapping of their own."),
    .checks = large_again_checks,
    .pointers = { { "again", NULL, N_("the second block of 1 MiB") } },
  },
  {
    .id = "thread",
    .title = N_("Start a thread"),
    .text = N_("A second thread is started and waits. What does it need?"),
    .result = N_("VIRT grew by {change(virt) / 1K|count} KiB, nearly all of it the thread's stack, of which "
                 "{rss:thread_stack} is in RAM."),
    .checks = thread_checks,
    .pointers = { { "thread_stack", NULL, N_("the thread's stack") } },
  },
  {
    .id = "thread-malloc",
    .title = N_("malloc (1) in the thread"),
    .text = N_("The thread asks for its first byte. The heap has room; does it take that?"),
    .result = N_("One byte, and VIRT grew by {change(virt)}: a reserve of addresses from which this thread is "
                 "served without waiting for the other. {rss:arena} of it is in RAM, and {swap} of the whole "
                 "program in swap."),
    .checks = thread_malloc_checks,
    .pointers = { { "arena", NULL, N_("the reserve of addresses") } },
  },
  { NULL },
};

const PgsLesson pgs_lesson_malloc_pool = {
  .name = "malloc-pool",
  .title = N_("malloc keeps a pool"),
  .chapter = PGS_CHAPTER_HEAP,
  .text = N_(
    "Is malloc() a system call? It is a function of the C library. It keeps a [[pool|pool]] of memory, from which "
    "it serves calls without the kernel knowing. Only when the pool is used up, it asks the kernel for more.\n\n"
    "It has two ways of asking. For small blocks it extends the [[heap|heap]] with [[brk|brk]]. For large ones, "
    "in glibc from 128 KiB on, it takes a mapping of their own with [[mmap|mmap]], which can be given back at "
    "once. So malloc() does not always take from the heap. And the limit moves: after a large block was freed it "
    "is raised to that block's size.\n\n"
    "Other [[threads|thread]] get pools of their own, so that they need not wait for each other. For that glibc "
    "reserves many addresses, and uses few: VIRT jumps, RES hardly moves, and nothing was moved to [[swap|swap]]."),
  .view = PGS_LESSON_VIEW_MAP,
  .color = PGS_LESSON_COLOR_KIND,
  .steps = steps,
};
