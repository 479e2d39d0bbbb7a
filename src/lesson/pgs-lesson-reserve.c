/* pgs-lesson-reserve.c: memory that is asked for and never used
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-lessons.h"

#include <glib/gi18n-lib.h>

static const PgsLessonCheck malloc_checks[] = {
  {
    .what = N_("VIRT"),
    .measure = "change(virt)",
    .expect = "whole",
    .high = "512K",
    .choices = { { "0" }, { "page_size" }, { "whole" } },
  },
  {
    .what = N_("RES"),
    .measure = "change(res)",
    .expect = "page_size",
    .high = "512K",
    .choices = { { "page_size", N_("one page") }, { "whole / 2" }, { "whole" } },
  },
  {
    .what = N_("Minor faults"),
    .measure = "change(minor)",
    .expect = "1",
    .high = "100",
    .choices = { { "0" }, { "1" }, { "whole / page_size" } },
  },
  { .what = N_("Size of the block"), .measure = "mapped:block", .expect = "whole" },
  { .what = N_("Resident pages of the block"), .measure = "present:block", .expect = "1" },
  {
    .what = N_("Asked for, but not in RAM (VIRT − RES)"),
    .measure = "change(virt - res)",
    .expect = "whole - page_size",
    .low = "512K",
    .high = "512K",
  },
  {
    .what = N_("Swap"),
    .measure = "swap",
    .expect = "0",
    .reason = N_("The system is short of RAM and has moved pages of this experiment to swap."),
  },
  {
    .what = N_("New mappings"),
    .measure = "change(regions)",
    .expect = "if(region_size:block > whole, 0, 1)",
  },
  { NULL },
};

static const PgsLessonStep steps[] = {
  {
    .id = "malloc",
    .title = N_("malloc (1 MiB), without using it"),
    .text = N_("malloc() returns an address at once. What has happened to VIRT, to RES, and how many page faults "
               "did it take?"),
    .result = N_("VIRT grew by {change(virt) / 1K|count} KiB (1 MiB, and a page for the header), RES by {change(res)}, with "
                 "{change(minor)} page fault(s). Of all blocks so far, {size(blocks)} in {regions:blocks} mapping(s), "
                 "{rss:blocks} are in RAM; of the whole program {swap} are in swap."),
    .repeat = 10,
    .checks = malloc_checks,
    .pointers = { { "blocks", NULL, N_("all blocks so far") }, { "block", NULL, N_("the newest block") } },
  },
  { NULL },
};

const PgsLesson pgs_lesson_reserve = {
  .name = "reserve",
  .title = N_("Asking for memory"),
  .chapter = PGS_CHAPTER_RESERVE,
  .text = N_(
    "How much memory does a program use that asks for 1 MiB again and again, but never stores anything there?\n\n"
    "Two numbers give two answers. VIRT is the size of its [[virtual memory|virtual-memory]]: all addresses that "
    "it may use. RES is what of it is [[resident|resident]], that is, in RAM at this moment. malloc() asks the "
    "kernel for addresses with [[mmap()|mmap]], and the kernel only writes down that they now belong to the program. "
    "RAM follows when a [[page|page]] is touched, and here nobody does.\n\n"
    "Nobody but malloc() itself: in front of each block it writes a header with the block's size. That touches one "
    "page, which costs one [[page fault|page-fault]] and one page of RAM. The rest was promised, no more: it is "
    "not in RAM, and it is not in [[swap|swap]] either. Where two blocks lie side by side, the kernel keeps them as "
    "one mapping."),
  .view = PGS_LESSON_VIEW_POINTED,
  .color = PGS_LESSON_COLOR_STATE,
  .steps = steps,
};
