/* pgs-lesson-huge-pages.c: one page fault for 2 MiB instead of 512
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-lessons.h"

#include <glib/gi18n-lib.h>

#define FRAGMENTED N_("RAM is fragmented: where no frames lie in such a long row, the kernel takes small pages.")

static const PgsLessonCheck small_checks[] = {
  {
    .what = N_("Minor faults"),
    .measure = "change(minor)",
    .expect = "size / page_size",
    .high = "100",
    .choices = { { "1" }, { "size / huge_size" }, { "size / page_size" } },
  },
  { .what = N_("Resident memory of the block"), .measure = "rss:small", .expect = "size" },
  { .what = N_("Memory in huge pages"), .measure = "anon_huge:small", .expect = "0" },
  { NULL },
};

static const PgsLessonCheck first_checks[] = {
  {
    .what = N_("RES"),
    .measure = "change(res)",
    .expect = "huge_size",
    .low = "if(anon_huge:huge > 0, 0, huge_size)",
    .high = "512K",
    .choices = { { "page_size" }, { "huge_size" }, { "size" } },
    .reason = FRAGMENTED,
  },
  {
    .what = N_("Minor faults"),
    .measure = "change(minor)",
    .expect = "1",
    .high = "100",
    .choices = { { "1" }, { "huge_size / page_size" }, { "size / page_size" } },
  },
  {
    .what = N_("Resident pages of the block"),
    .measure = "present:huge",
    .expect = "huge_size / page_size",
    .low = "if(anon_huge:huge > 0, 0, huge_size / page_size - 1)",
    .reason = FRAGMENTED,
  },
  { NULL },
};

static const PgsLessonCheck rest_checks[] = {
  {
    .what = N_("Minor faults"),
    .measure = "change(minor)",
    .expect = "size / huge_size - 1",
    .high = "100 + (size - anon_huge:huge) / page_size",
    .choices = { { "1" }, { "size / huge_size - 1" }, { "(size - huge_size) / page_size" } },
    .reason = FRAGMENTED,
  },
  { .what = N_("Resident memory of the block"), .measure = "rss:huge", .expect = "size" },
  {
    .what = N_("Memory in huge pages"),
    .measure = "anon_huge:huge",
    .expect = "size",
    .low = "size / 2",
    .reason = FRAGMENTED,
  },
  { NULL },
};

static const PgsLessonCheck split_checks[] = {
  {
    .what = N_("Resident memory of the block"),
    .measure = "change(rss:huge)",
    .expect = "0 - page_size",
    .choices = { { "0" }, { "0 - page_size" }, { "0 - huge_size" } },
  },
  {
    .what = N_("Memory in huge pages"),
    .measure = "change(anon_huge:huge)",
    .expect = "0 - huge_size",
    .high = "if(before(anon_huge:huge) = size, 0, huge_size)",
    .choices = { { "0" }, { "0 - page_size" }, { "0 - huge_size" } },
    .reason = FRAGMENTED,
  },
  { NULL },
};

#define SMALL { "small", NULL, N_("64 MiB in small pages") }
#define HUGE_PAGES { "huge", NULL, N_("64 MiB in huge pages") }

static const PgsLessonStep steps[] = {
  {
    .id = "small",
    .title = N_("Write 64 MiB in small pages"),
    .text = N_("One byte into every page. How many page faults will it take?"),
    .result = N_("{change(minor)} page faults, one for every {page_size|bytes}."),
    .checks = small_checks,
    .pointers = { SMALL },
  },
  {
    .id = "first",
    .title = N_("Huge pages: write one byte"),
    .text = N_("Another 64 MiB, for which the program asked for huge pages. One byte is written. How much RAM does "
               "that take?"),
    .result = N_("One byte, and RES grew by {change(res)}: a page comes whole or not at all, and this one has "
                 "{huge_size|bytes}. A program that writes a little here and there pays for it."),
    .checks = first_checks,
    .pointers = { SMALL, HUGE_PAGES },
  },
  {
    .id = "rest",
    .title = N_("Write the rest"),
    .text = N_("Now one byte into every small page of the rest. How many page faults will it take?"),
    .result = N_("{change(minor)} page faults instead of {(size - huge_size) / page_size|count}: "
                 "{anon_huge:huge} lie in huge pages. Behind each entry of the page table there is more, so that the "
                 "processor finds more addresses in its small cache of translations, the TLB."),
    .checks = rest_checks,
    .pointers = { SMALL, HUGE_PAGES },
  },
  {
    .id = "split",
    .title = N_("Give back one small page"),
    .text = N_("One page in the middle of a huge page is given back. A huge page cannot have a hole. What will the "
               "kernel do?"),
    .result = N_("The kernel split one huge page into small ones and freed one of them: {0 - change(rss:huge)} less "
                 "are resident, and {0 - change(anon_huge:huge)} less are in huge pages."),
    .checks = split_checks,
    .pointers = { SMALL, HUGE_PAGES },
  },
  { NULL },
};

const PgsLesson pgs_lesson_huge_pages = {
  .name = "huge-pages",
  .title = N_("Huge pages"),
  .chapter = PGS_CHAPTER_UNDER,
  .text = N_(
    "A [[page|page]] usually has 4 KiB. For 64 MiB of memory that means over 16,000 entries in the "
    "[[page table|page-table]], and as many [[page faults|page-fault]] until all of them are there.\n\n"
    "Processors know larger pages, too. Where a block of addresses begins at a multiple of the larger size, one entry "
    "can stand for 2 MiB: a [[huge page|huge-page]]. The kernel uses them for anonymous memory on its own "
    "(transparent huge pages), everywhere or only where a program asks for them with madvise(), as the machine is set "
    "up.\n\n"
    "They are quicker, but coarser: one written byte takes a whole huge page, and each needs a row of "
    "[[frames|frame]] without a gap. Where RAM is fragmented, the kernel takes small pages instead.\n\n"
    "Here 64 MiB are written in small pages, then 64 MiB in huge ones."),
  .needs = PGS_NEEDS_HUGE_PAGES,
  .view = PGS_LESSON_VIEW_POINTED,
  .color = PGS_LESSON_COLOR_STATE,
  .steps = steps,
};
