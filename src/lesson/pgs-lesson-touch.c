/* pgs-lesson-touch.c: memory that is asked for and used
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-lessons.h"

#include <glib/gi18n-lib.h>

static const PgsLessonCheck touch_checks[] = {
  {
    .what = N_("VIRT"),
    .measure = "change(virt)",
    .expect = "whole",
    .high = "512K",
    .choices = { { "0" }, { "whole" }, { "2 * whole" } },
  },
  {
    .what = N_("RES"),
    .measure = "change(res)",
    .expect = "whole",
    .high = "512K",
    .choices = { { "page_size", N_("one page") }, { "whole" }, { "2 * whole" } },
  },
  {
    .what = N_("Minor faults"),
    .measure = "change(minor)",
    .expect = "whole / page_size",
    .high = "100",
    .choices = { { "1" }, { "whole / page_size" }, { "whole", N_("one for each byte") } },
  },
  { .what = N_("Resident memory of the block"), .measure = "rss:block", .expect = "whole" },
  { .what = N_("Major faults"), .measure = "change(major)", .expect = "0" },
  { NULL },
};

static const PgsLessonStep steps[] = {
  {
    .id = "touch",
    .title = N_("malloc (1 MiB) and memset()"),
    .text = N_("memset() writes every byte of the block. How often does the kernel have to step in?"),
    .result = N_("{change(minor)} page faults for {present:block} pages: one for each, at its first byte. VIRT grew by "
                 "{change(virt) / 1K|count} KiB, RES by {change(res) / 1K|count} KiB."),
    .repeat = 10,
    .checks = touch_checks,
    .pointers = { { "block", NULL, N_("the newest block") } },
  },
  { NULL },
};

const PgsLesson pgs_lesson_touch = {
  .name = "touch",
  .title = N_("Touching memory"),
  .chapter = PGS_CHAPTER_RESERVE,
  .text = N_(
    "The same program again: 1 MiB with malloc(), ten times. But now it uses what it got, and fills each block with "
    "memset().\n\n"
    "At the first byte of each [[page|page]] the processor finds no entry in the [[page table|page-table]]. It stops "
    "the program with a [[page fault|page-fault]]; the kernel takes a free [[frame|frame]] of RAM, fills it with "
    "zeros, enters it, and the program goes on. No disk is needed for that, so it is a "
    "[[minor fault|minor-fault]]. The other bytes of the page cost nothing more: the kernel counts in pages, "
    "never in bytes.\n\n"
    "So [[RES|resident]] now follows VIRT step by step. In \"Asking for memory\" it did not: RAM is given for "
    "touching, not for asking. The 1 MiB needs a page more than 1 MiB, as malloc() keeps a header in front of it."),
  .view = PGS_LESSON_VIEW_POINTED,
  .color = PGS_LESSON_COLOR_STATE,
  .steps = steps,
};
