/* pgs-lesson-copy-on-write.c: fork() copies no page; the first write to a page does
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-lessons.h"

#include <glib/gi18n-lib.h>

static const PgsLessonCheck touch_checks[] = {
  {
    .what = N_("RES"),
    .measure = "change(res)",
    .expect = "size",
    .high = "512K",
    .choices = { { "0" }, { "size / 2" }, { "size" } },
  },
  {
    .what = N_("Minor faults"),
    .measure = "change(minor)",
    .expect = "size / page_size",
    .high = "100",
    .choices = { { "0" }, { "size / page_size / 100" }, { "size / page_size" } },
  },
  {
    .what = N_("Pages that are the parent's alone"),
    .measure = "exclusive:block",
    .expect = "size / page_size",
  },
  { NULL },
};

static const PgsLessonCheck fork_checks[] = {
  {
    .what = N_("Resident memory of the block in the child"),
    .measure = "rss@child:block",
    .expect = "size",
    .choices = { { "0" }, { "size / 2" }, { "size" } },
  },
  {
    .what = N_("Memory of both together (Σ PSS)"),
    .measure = "pss:block + pss@child:block",
    .expect = "size",
    .choices = { { "size" }, { "size * 3 / 2" }, { "size * 2" } },
  },
  {
    .what = N_("PSS of the block in the child"),
    .measure = "pss@child:block",
    .expect = "size / 2",
  },
  { .what = N_("Pages that are the parent's alone"), .measure = "exclusive:block", .expect = "0" },
  { .what = N_("Pages that are the child's alone"), .measure = "exclusive@child:block", .expect = "0" },
  {
    .what = N_("Page table of the child"),
    .measure = "page_tables@child",
    .expect = "page_tables",
    .low = "64K",
    .high = "16K",
    .reason = N_("Entries for files are not copied, as they can be found again: the child's table may be smaller."),
  },
  { NULL },
};

static const PgsLessonCheck read_checks[] = {
  {
    .what = N_("Minor faults of the child"),
    .measure = "change(minor@child)",
    .expect = "0",
    .high = "100",
    .choices = { { "0" }, { "size / page_size / 16" }, { "size / page_size" } },
  },
  {
    .what = N_("Memory of both together (Σ PSS)"),
    .measure = "change(pss:block + pss@child:block)",
    .expect = "0",
    .choices = { { "0" }, { "size / 2" }, { "size" } },
  },
  { .what = N_("Pages that are the child's alone"), .measure = "exclusive@child:block", .expect = "0" },
  { NULL },
};

static const PgsLessonCheck write_checks[] = {
  {
    .what = N_("RES of the child"),
    .measure = "change(res@child)",
    .expect = "0",
    .high = "512K",
    .choices = { { "0" }, { "size / 2" }, { "size" } },
  },
  {
    .what = N_("Minor faults of the child"),
    .measure = "change(minor@child)",
    .expect = "size / page_size",
    .high = "100",
    .choices = { { "0" }, { "size / page_size / 100" }, { "size / page_size" } },
  },
  {
    .what = N_("Memory of both together (Σ PSS)"),
    .measure = "change(pss:block + pss@child:block)",
    .expect = "size",
    .choices = { { "0" }, { "size" }, { "size * 2" } },
  },
  {
    .what = N_("Pages that are the child's alone"),
    .measure = "change(exclusive@child:block)",
    .expect = "size / page_size",
  },
  {
    .what = N_("Pages that are the parent's alone"),
    .measure = "change(exclusive:block)",
    .expect = "size / page_size",
  },
  { NULL },
};

static const PgsLessonCheck parent_checks[] = {
  {
    .what = N_("Minor faults of the parent"),
    .measure = "change(minor)",
    .expect = "size / page_size",
    .high = "100",
    .choices = { { "0" }, { "size / page_size / 100" }, { "size / page_size" } },
  },
  {
    .what = N_("Memory of both together (Σ PSS)"),
    .measure = "change(pss:block + pss@child:block)",
    .expect = "0",
    .choices = { { "0" }, { "size / 2" }, { "size" } },
  },
  { .what = N_("RES of the parent"), .measure = "change(res)", .expect = "0", .high = "512K" },
  { NULL },
};

static const PgsLessonCheck end_checks[] = {
  {
    .what = N_("RES of the parent"),
    .measure = "change(res)",
    .expect = "0",
    .high = "512K",
    .choices = { { "0 - size" }, { "0" } },
  },
  { .what = N_("The child is alive"), .measure = "alive@child", .expect = "0", .unit = PGS_UNIT_YES_NO },
  {
    .what = N_("Memory that the child's end set free (PSS)"),
    .measure = "before(pss:block + pss@child:block) - pss:block",
    .expect = "size",
    .choices = { { "0" }, { "size" }, { "size * 2" } },
  },
  { NULL },
};

#define POINTERS \
  { { "block", NULL, N_("the parent's 100 MiB") }, { "block", "child", N_("the child's 100 MiB") } }

static const PgsLessonStep steps[] = {
  {
    .id = "touch",
    .title = N_("Map and write 100 MiB"),
    .text = N_("One process, one block of memory. How many frames does it need?"),
    .result = N_("{rss:block} are resident after {change(minor)} faults, and all {exclusive:block} pages belong to "
                 "this process alone."),
    .checks = touch_checks,
    .pointers = { { "block", NULL, N_("the parent's 100 MiB") } },
  },
  {
    .id = "fork",
    .title = N_("fork(): a second process"),
    .text = N_("The child has the same 100 MiB at the same addresses. Does the system now hold 200 MiB?"),
    .result = N_("Both show {rss:block} resident, but each counts only {pss:block} as its share: together still "
                 "{pss:block + pss@child:block}. The child got a page table of its own ({page_tables@child}), whose "
                 "entries lead to the same frames and, in both processes, forbid writing."),
    .checks = fork_checks,
    .pointers = POINTERS,
  },
  {
    .id = "read",
    .title = N_("The child reads every page"),
    .text = N_("Reading changes nothing. Is there anything to copy?"),
    .result = N_("Page faults of the child: {change(minor@child)}, and if any, for its own code. Every page of the "
                 "block is still shared."),
    .checks = read_checks,
    .pointers = POINTERS,
  },
  {
    .id = "write",
    .title = N_("The child writes every page"),
    .text = N_("Now the two are going to differ. Who gets a new frame, and what will RES of the child show?"),
    .result = N_("{change(minor@child)} faults, one for each page. The child's RES moved by {change(res@child)} only: "
                 "it had counted the shared pages before and counts its copies now. But together they use "
                 "{pss:block + pss@child:block}, {change(pss:block + pss@child:block)} more. In the same time "
                 "AnonPages of the whole machine changed by {+change(anon_pages)}, with what other programs did."),
    .checks = write_checks,
    .pointers = POINTERS,
  },
  {
    .id = "parent-write",
    .title = N_("The parent writes every page"),
    .text = N_("The child has its copies, so the parent shares with nobody. May it simply write?"),
    .result = N_("{change(minor)} faults again, but no new memory ({change(pss:block + pss@child:block)}): the "
                 "child's copying did not touch the parent's entries, which still forbade writing. At each fault the "
                 "kernel saw that nobody else used the frame, and merely allowed it."),
    .checks = parent_checks,
    .pointers = POINTERS,
  },
  {
    .id = "child-ends",
    .title = N_("The child ends"),
    .text = N_("Its copies are needed no more. What happens to the parent's pages?"),
    .result = N_("The child's copies are free again; the parent keeps its {rss:block}. AnonPages of the whole machine "
                 "changed by {+change(anon_pages)}, with what other programs did."),
    .checks = end_checks,
    .pointers = { { "block", NULL, N_("the parent's 100 MiB") } },
  },
  { NULL },
};

const PgsLesson pgs_lesson_copy_on_write = {
  .name = "copy-on-write",
  .title = N_("Copy on write"),
  .chapter = PGS_CHAPTER_SHARING,
  .text = N_(
    "[[fork()|fork]] makes a second process that is like the first: the same addresses, the same contents. Yet no "
    "[[page|page]] is copied. The child only gets a [[page table|page-table]] of its own, whose entries lead to the "
    "parent's [[frames|frame]], and in both tables writing is switched off.\n\n"
    "As long as both only read, they share everything. The first write to a page causes a "
    "[[page fault|page-fault]]. The kernel sees that the page is shared, copies this one page, enters the copy as the "
    "writer's own, and lets it go on. That is [[copy on write|copy-on-write]].\n\n"
    "[[RES|resident]] counts a shared page in full in each process, so it hides all of this. [[PSS|pss]] divides a "
    "page among those who share it: the sum of both processes' PSS is the memory that they really use."),
  .peer = "child",
  .peer_name = N_("child"),
  .view = PGS_LESSON_VIEW_POINTED,
  .color = PGS_LESSON_COLOR_SHARING,
  .steps = steps,
};
