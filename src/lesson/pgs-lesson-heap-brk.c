/* pgs-lesson-heap-brk.c: the heap grows at its end, and only its end can be given back
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
    .choices = { { "2000" }, { "page_size" }, { RISE } },
    .reason = OTHER_LIBC,
  },
  { .what = N_("VIRT"), .measure = "change(virt)", .expect = RISE, .high = "512K", .reason = OTHER_LIBC },
  {
    .what = N_("Resident memory of [heap]"),
    .measure = "rss:heap_area",
    .expect = "page_size",
    .high = "page_size",
    .choices = { { "0" }, { "page_size" }, { RISE } },
  },
  { NULL },
};

static const PgsLessonCheck fill_checks[] = {
  {
    .what = N_("Size of [heap]"),
    .measure = "change(heap)",
    .expect = "count * block_size",
    .low = RISE,
    .high = RISE,
    .choices = { { "0" }, { "count * block_size" } },
  },
  {
    .what = N_("How many times the heap was extended"),
    .measure = "rises",
    .expect = "count * block_size / (" RISE ") + 1",
    .low = "1",
    .high = "1",
    .choices = { { "2" }, { "count * block_size / (" RISE ") + 1" }, { "count" } },
    .reason = OTHER_LIBC,
  },
  {
    .what = N_("RES"),
    .measure = "change(res)",
    .expect = "count * block_size",
    .low = "512K",
    .high = "512K",
  },
  {
    .what = N_("Minor faults"),
    .measure = "change(minor)",
    .expect = "count * block_size / page_size",
    .low = "2",
    .high = "100",
    .choices = { { "0" }, { "count * block_size / page_size" }, { "count" } },
  },
  { NULL },
};

static const PgsLessonCheck free_top_checks[] = {
  {
    .what = N_("Size of [heap]"),
    .measure = "change(heap)",
    .expect = "-half * block_size",
    .low = RISE,
    .high = RISE,
    .choices = { { "0" }, { "-half * block_size" } },
  },
  {
    .what = N_("RES"),
    .measure = "change(res)",
    .expect = "-half * block_size",
    .low = "512K",
    .high = "512K",
  },
  { NULL },
};

static const PgsLessonCheck free_middle_checks[] = {
  {
    .what = N_("Size of [heap]"),
    .measure = "change(heap)",
    .expect = "0",
    .choices = { { "0" }, { "-(half - 1) * block_size" } },
  },
  {
    .what = N_("RES"),
    .measure = "change(res)",
    .expect = "0",
    .low = "512K",
    .high = "512K",
    .choices = { { "0" }, { "-(half - 1) * block_size" } },
  },
  { .what = N_("Pages of the freed blocks in RAM"), .measure = "change(present:middle)", .expect = "0" },
  { NULL },
};

static const PgsLessonCheck free_last_checks[] = {
  {
    .what = N_("Size of [heap]"),
    .measure = "change(heap)",
    .expect = "-half * block_size",
    .low = RISE,
    .high = RISE,
    .choices = { { "0" }, { "-block_size", N_("one block less") }, { "-half * block_size" } },
  },
  {
    .what = N_("RES"),
    .measure = "change(res)",
    .expect = "-half * block_size",
    .low = "512K",
    .high = "512K",
  },
  { NULL },
};

static const PgsLessonStep steps[] = {
  {
    .id = "first",
    .title = N_("Take the first block"),
    .text = N_("There is no heap yet. malloc (2000) needs about 2,000 bytes. How much does it fetch from the "
               "kernel?"),
    .result = N_("For a block that takes {block_size|count} bytes, the heap was made {heap} large. Only "
                 "{rss:heap_area} of it is in RAM."),
    .checks = first_checks,
    .pointers = { { "heap_area", NULL, N_("[heap]") } },
  },
  {
    .id = "fill",
    .title = N_("Take the other blocks"),
    .text = N_("malloc() is called {count - 1} times. How often does it have to ask the kernel?"),
    .result = N_("The heap is {heap} large now. For {count} blocks the break was moved only {rises} times, by "
                 "{heap / rises} each time; all other calls were served from what was there. {change(minor)} page "
                 "faults brought in the pages."),
    .checks = fill_checks,
    .pointers = { { "heap_area", NULL, N_("[heap]") } },
  },
  {
    .id = "free-top",
    .title = N_("Free the upper half, from the end"),
    .text = N_("{half} blocks at the end of the heap are freed, the last one first. What happens to the end?"),
    .result = N_("The heap shrank by {change(heap)} and RES by {change(res)}: again and again the end became "
                 "free, and free() moved the break down."),
    .checks = free_top_checks,
    .pointers = { { "heap_area", NULL, N_("[heap]") } },
  },
  {
    .id = "free-middle",
    .title = N_("Free all others but the last"),
    .text = N_("{half - 1} blocks are freed; the block at the end of the heap is still in use. What does the "
               "kernel get back?"),
    .result = N_("The heap changed by {+change(heap)}, RES by {+change(res)}. {size(middle)} are free, but only for "
                 "this program's next malloc()."),
    .checks = free_middle_checks,
    .pointers = { { "middle", NULL, N_("the freed blocks") }, { "last", NULL, N_("the last block, in use") } },
  },
  {
    .id = "free-last",
    .title = N_("Free the last block"),
    .text = N_("One block is left, of {block_size|count} bytes. What does freeing it give back?"),
    .result = N_("One free(), and the heap shrank by {change(heap)}, to {heap}: now everything up to its end was "
                 "free. A little is kept for the next malloc()."),
    .checks = free_last_checks,
    .pointers = { { "heap_area", NULL, N_("[heap]") } },
  },
  { NULL },
};

const PgsLesson pgs_lesson_heap_brk = {
  .name = "heap-brk",
  .title = N_("The heap and its end"),
  .chapter = PGS_CHAPTER_HEAP,
  .text = N_(
    "The [[heap|heap]] is a part of the address space that starts behind the program's data and ends where the "
    "program wants it to end. This end is called the break, and the system call [[brk|brk]] moves it. malloc() does "
    "not "
    "call it for each block: it moves the break a good deal further than it must, and cuts the next blocks from "
    "that.\n\n"
    "What you free goes back to malloc(), not to the kernel. free() can give back only what is free at the very "
    "end, by moving the break down again. A single small block in use there holds everything below it.\n\n"
    "Here 20,000 blocks of 2,000 bytes are taken, then freed in three parts: the upper half, the rest without the "
    "last block, the last block. Ask yourself each time: is the end of the heap free now? And where is the memory "
    "that was freed, but is still [[resident|resident]]?"),
  .view = PGS_LESSON_VIEW_POINTED,
  .color = PGS_LESSON_COLOR_STATE,
  .steps = steps,
};
