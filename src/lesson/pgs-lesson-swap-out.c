/* pgs-lesson-swap-out.c: pages leave the RAM and come back
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-lessons.h"

#include <glib/gi18n-lib.h>

/* How much of the block may stay: the kernel passes over a page that is in use just then. */
#define FEW "size(block) / 64"
#define PASSED_OVER N_("The kernel passes over pages that are in use just then, and stops where swap is full.")

static const PgsLessonCheck touch_checks[] = {
  {
    .what = N_("RES"),
    .measure = "change(res)",
    .expect = "size(block)",
    .high = "512K",
    .choices = { { "0" }, { "size(block)" } },
  },
  { .what = N_("Swapped"), .measure = "swap", .expect = "0", .reason = N_("The machine is short of memory.") },
  { NULL },
};

static const PgsLessonCheck out_checks[] = {
  {
    .what = N_("RES"),
    .measure = "change(res)",
    .expect = "-size(block)",
    .high = FEW " + 512K",
    .choices = { { "0" }, { "-size(block)" } },
    .reason = PASSED_OVER,
  },
  {
    .what = N_("Swapped"),
    .measure = "change(swap)",
    .expect = "size(block)",
    .low = FEW,
    .choices = { { "0" }, { "size(block)" } },
    .reason = PASSED_OVER,
  },
  {
    .what = N_("VIRT"),
    .measure = "change(virt)",
    .expect = "0",
    .high = "512K",
    .choices = { { "0" }, { "size(block)" }, { "-size(block)" } },
  },
  {
    .what = N_("Pages of the block that are swapped"),
    .measure = "swapped:block",
    .expect = "size(block) / page_size",
    .low = FEW " / page_size",
    .reason = PASSED_OVER,
  },
  { .what = N_("Pages of its code that are in RAM"), .measure = "present:code", .expect = "1" },
  { NULL },
};

static const PgsLessonCheck back_checks[] = {
  {
    .what = N_("Page faults, minor and major"),
    .measure = "change(minor) + change(major)",
    .expect = "before(swapped:block)",
    .high = "100",
    .choices = { { "0" }, { "1" }, { "size(block) / page_size" } },
  },
  {
    .what = N_("RES"),
    .measure = "change(res)",
    .expect = "before(swapped:block) * page_size",
    .high = "512K",
  },
  {
    .what = N_("Swapped"),
    .measure = "swap",
    .expect = "0",
    .choices = { { "0" }, { "size(block)" } },
  },
  {
    .what = N_("Pages that hold what was written"),
    .measure = "intact",
    .expect = "size(block) / page_size",
    .unit = PGS_UNIT_COUNT,
  },
  { NULL },
};

static const PgsLessonStep steps[] = {
  {
    .id = "touch",
    .title = N_("Write 32 MiB"),
    .text = N_("No two pages get the same content."),
    .result = N_("{rss:block} of the block are in RAM, {swap} are swapped."),
    .checks = touch_checks,
    .pointers = { { "block", NULL, N_("the 32 MiB block") } },
  },
  {
    .id = "out",
    .title = N_("Let the kernel swap it out"),
    .text = N_("madvise (MADV_PAGEOUT) asks for it. Usually the kernel does it by itself, when frames become scarce. What "
                "happens to VIRT?"),
    .result = N_("{swapped:block|count} pages are not resident any more: RES fell by {-change(res)|bytes}, and {swap} are in swap. VIRT "
                  "stayed. The program itself is still in RAM and runs: pages are swapped, never programs."),
    .checks = out_checks,
    .pointers = { { "block", NULL, N_("the 32 MiB block") }, { "code", NULL, N_("its code") } },
  },
  {
    .id = "back",
    .title = N_("Read every page again"),
    .text = N_("The program knows nothing of all this; it only reads."),
    .result = N_("{change(major)|count} major and {change(minor)|count} minor faults, and {intact|count} pages hold what was "
                  "written. A fault is a major one if the page had to be fetched. Shortly after it was written to a disk it "
                  "may still be in RAM as well (swap cache), and neighbours are fetched along with it: then a minor "
                  "fault is enough."),
    .checks = back_checks,
    .pointers = { { "block", NULL, N_("the 32 MiB block") } },
  },
  { NULL },
};

const PgsLesson pgs_lesson_swap_out = {
  .name = "swap-out",
  .title = N_("Out to swap and back"),
  .chapter = PGS_CHAPTER_LIMITS,
  .needs = PGS_NEEDS_SWAP,
  .text = N_(
    "A page that a program has written exists nowhere but in RAM. If its frame is needed for something else, the kernel "
    "has to keep the content: it writes it to [[swap|swap]], a disk partition, a file, or compressed memory (zram). The "
    "entry in the [[page table|page-table]] then says where in swap it is, instead of which frame.\n\n"
    "The next access to the page is a [[page fault|page-fault]]. The kernel fetches the page into another frame, and the "
    "program goes on without noticing anything but the time that it took. If it had to be fetched from the device, the "
    "fault counts as a [[major one|major-fault]].\n\n"
    "Pages are moved, not programs: a program runs on while some of its pages are away. What is in swap cannot be used there: it must "
    "come back first. Here a program lets its own 32 MiB be swapped out, and nobody else's."),
  .view = PGS_LESSON_VIEW_POINTED,
  .color = PGS_LESSON_COLOR_STATE,
  .steps = steps,
};
