/* pgs-lesson-scattered-frames.c: what lies together in the address space does not lie together in RAM
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-lessons.h"

#include <glib/gi18n-lib.h>

static const PgsLessonCheck small_checks[] = {
  {
    .what = N_("The frames lie in one row"),
    .measure = "frame_runs:small = 1",
    .expect = "0",
    .unit = PGS_UNIT_YES_NO,
    .choices = { { "1" }, { "0" } },
    .reason = N_("Much RAM has never been used since the machine started: then frames are handed out in a row."),
  },
  {
    .what = N_("Rows of frames"),
    .measure = "frame_runs:small",
    .expect = "size / page_size",
    .low = "size / page_size - 2",
    .reason = N_("Much RAM has never been used since the machine started: then frames are handed out in a row."),
  },
  { .what = N_("Resident pages of the block"), .measure = "present:small", .expect = "size / page_size" },
  { NULL },
};

static const PgsLessonCheck again_checks[] = {
  {
    .what = N_("Minor faults"),
    .measure = "change(minor)",
    .expect = "size / page_size",
    .high = "100",
    .choices = { { "0" }, { "1" }, { "size / page_size" } },
  },
  { .what = N_("RES"), .measure = "change(res)", .expect = "0", .high = "512K", .choices = { { "0" }, { "size" } } },
  {
    .what = N_("The frames lie in one row"),
    .measure = "frame_runs:small = 1",
    .expect = "0",
    .unit = PGS_UNIT_YES_NO,
  },
  { NULL },
};

static const PgsLessonCheck huge_checks[] = {
  {
    .what = N_("Rows of frames"),
    .measure = "frame_runs:huge",
    .expect = "2",
    .low = "1",
    .high = "if(anon_huge:huge = 2 * huge_size, 0, 2 * huge_size / page_size)",
    .choices = { { "2" }, { "huge_size / page_size" }, { "2 * huge_size / page_size" } },
  },
  {
    .what = N_("Minor faults"),
    .measure = "change(minor)",
    .expect = "2",
    .high = "100 + (2 * huge_size - anon_huge:huge) / page_size",
    .choices = { { "2" }, { "2 * huge_size / page_size" } },
  },
  {
    .what = N_("Memory in huge pages"),
    .measure = "anon_huge:huge",
    .expect = "2 * huge_size",
    .low = "huge_size",
    .reason = N_("RAM is fragmented: the kernel found no free frames in such a long row."),
  },
  { NULL },
};

static const PgsLessonStep steps[] = {
  {
    .id = "small",
    .title = N_("Write 1 MiB"),
    .text = N_("The pages lie one after the other in the address space. Do their frames in RAM, too?"),
    .result = N_("{present:small|count} pages lie in {frame_runs:small|count} rows of frames; the first one is in "
                 "frame {pfn:small|count}. Neighbours in the address space are seldom neighbours in RAM."),
    .checks = small_checks,
    .pointers = { { "small", NULL, N_("1 MiB of small pages") } },
  },
  {
    .id = "again",
    .title = N_("Give it back and write again"),
    .text = N_("The same addresses once more. Is the memory still there?"),
    .result = N_("{change(minor)} faults: the first page was in frame {before(pfn:small)|count} and is in frame "
                 "{pfn:small|count} now. The program cannot tell: its addresses are the same."),
    .checks = again_checks,
    .pointers = { { "small", NULL, N_("1 MiB of small pages") } },
  },
  {
    .id = "huge",
    .title = N_("Write two huge pages"),
    .text = N_("A huge page takes one entry in the page table. What does that demand of its frames?"),
    .result = N_("{size(huge)} lie in {frame_runs:huge|count} rows of frames: behind one entry the frames must follow "
                 "each other without a gap."),
    .checks = huge_checks,
    .pointers = { { "huge", NULL, N_("two huge pages") } },
  },
  { NULL },
};

const PgsLesson pgs_lesson_scattered_frames = {
  .name = "scattered-frames",
  .title = N_("Scattered frames"),
  .chapter = PGS_CHAPTER_UNDER,
  .text = N_(
    "RAM is divided into [[frames|frame]], each as large as a [[page|page]]. The [[page table|page-table]] has one "
    "entry for each page, and each entry may name any frame. So a block that has no gap in the address space may lie "
    "scattered over all of RAM, and nobody notices: every access goes through the table.\n\n"
    "That is why paging knows no external [[fragmentation|fragmentation]] for programs: any free frame will do. "
    "Scattered does not mean random, either. The kernel takes what is free and near at hand, often the frames that "
    "were given back last.\n\n"
    "Only those who need a long row of frames suffer: a [[huge page|huge-page]] needs 512 of them side by side.\n\n"
    "Which frame a page has is shown to root only. Others read 0, which means “not told”, not frame 0."),
  .needs = PGS_NEEDS_FRAMES | PGS_NEEDS_HUGE_PAGES,
  .view = PGS_LESSON_VIEW_POINTED,
  .color = PGS_LESSON_COLOR_STATE,
  .steps = steps,
};
