/* pgs-lesson-fork-exec.c: why fork() promises first and copies later
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
  { NULL },
};

static const PgsLessonCheck copy_checks[] = {
  {
    .what = N_("Minor faults"),
    .measure = "change(minor)",
    .expect = "size / page_size",
    .high = "100",
    .choices = { { "0" }, { "size / page_size / 100" }, { "size / page_size" } },
  },
  { .what = N_("RES after the copy was given back"), .measure = "change(res)", .expect = "0", .high = "512K" },
  { NULL },
};

static const PgsLessonCheck fork_checks[] = {
  {
    .what = N_("fork() takes less than a quarter of the copy's time"),
    .measure = "fork_time * 4 < copy_time",
    .expect = "1",
    .unit = PGS_UNIT_YES_NO,
    .choices = { { "1" }, { "0" } },
    .reason = N_("Both times depend on the processor and on what else it does."),
  },
  {
    .what = N_("RES of the child"),
    .measure = "res@child",
    .expect = "size",
    .high = "2M",
    .choices = { { "0" }, { "size / 2" }, { "size" } },
  },
  { .what = N_("PSS of the block in the child"), .measure = "pss@child:block", .expect = "size / 2" },
  { .what = N_("Pages that are the child's alone"), .measure = "exclusive@child:block", .expect = "0" },
  {
    .what = N_("Memory that is promised to the child"),
    .measure = "promised@child",
    .expect = "size",
    .high = "2M",
    .choices = { { "0" }, { "size / 2" }, { "size" } },
  },
  { NULL },
};

static const PgsLessonCheck exec_checks[] = {
  {
    .what = N_("RES of the child"),
    .measure = "res@child",
    .expect = "start(res)",
    .low = "1M",
    .high = "1M",
    .choices = { { "start(res)", N_("as a program that just started") },
                 { "size / 2" },
                 { "size", N_("as before") } },
  },
  {
    .what = N_("VIRT of the child"),
    .measure = "virt@child",
    .expect = "start(virt)",
    .low = "1M",
    .high = "1M",
  },
  {
    .what = N_("Memory that is promised to the child"),
    .measure = "promised@child",
    .expect = "start(promised)",
    .low = "1M",
    .high = "1M",
  },
  { .what = N_("What is left of the block in the child"), .measure = "mapped@child:block", .expect = "0" },
  {
    .what = N_("Minor faults of the parent"),
    .measure = "change(minor)",
    .expect = "0",
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

static const PgsLessonCheck end_checks[] = {
  { .what = N_("The child is alive"), .measure = "alive@child", .expect = "0", .unit = PGS_UNIT_YES_NO },
  { .what = N_("RES of the parent"), .measure = "change(res)", .expect = "0", .high = "512K" },
  { NULL },
};

static const PgsLessonStep steps[] = {
  {
    .id = "touch",
    .title = N_("Map and write 100 MiB"),
    .text = N_("A large program that wants to start a small one. First it gets large."),
    .result = N_("RES grew by {change(res)}."),
    .checks = touch_checks,
    .pointers = { { "block", NULL, N_("the parent's 100 MiB") } },
  },
  {
    .id = "copy",
    .title = N_("Copy it once, to compare"),
    .text = N_("This is what fork() would have to do if it copied everything. How much work is that?"),
    .result = N_("{change(minor)} page faults and {copy_time|time} of processor time."),
    .checks = copy_checks,
    .pointers = { { "block", NULL, N_("the parent's 100 MiB") } },
  },
  {
    .id = "fork",
    .title = N_("fork(): only a promise"),
    .text = N_("Copying took {copy_time|time}. What will fork() take?"),
    .result = N_("fork() took {fork_time|time}, where the copy took {copy_time|time}. The child shows {res@child} of "
                 "RES, but none of the block's pages is its own: fork() copied entries of the page table, not pages. "
                 "Yet {promised@child} are promised to the child, as if all of it had been copied."),
    .checks = fork_checks,
    .pointers = { { "block", NULL, N_("the parent's 100 MiB") },
                  { "block", "child", N_("the same frames, in the child") } },
  },
  {
    .id = "exec",
    .title = N_("exec(): another program"),
    .text = N_("The child becomes another program. What if its 100 MiB had been copied?"),
    .result = N_("All mappings of the child are gone, new ones have come: RES fell from {before(res@child)} to "
                 "{res@child}. Not one of the {size / page_size|count} pages had to be copied, neither before "
                 "nor now."),
    .checks = exec_checks,
    .pointers = { { "block", NULL, N_("the parent's 100 MiB") } },
  },
  {
    .id = "child-ends",
    .title = N_("The small program ends"),
    .text = N_("Does its end concern the parent's memory?"),
    .result = N_("The parent keeps its {rss:block}."),
    .checks = end_checks,
    .pointers = { { "block", NULL, N_("the parent's 100 MiB") } },
  },
  { NULL },
};

const PgsLesson pgs_lesson_fork_exec = {
  .name = "fork-exec",
  .title = N_("fork and exec"),
  .chapter = PGS_CHAPTER_SHARING,
  .text = N_(
    "A shell starts a program in two calls: [[fork()|fork]] makes a second process like itself, and in that process "
    "[[exec()|exec]] replaces the program by another one. Everything that fork() gave the child is thrown away a "
    "moment later.\n\n"
    "If fork() copied all memory, it would copy for nothing. So it copies only the entries of the "
    "[[page table|page-table]] and promises the rest: a [[page|page]] is copied when one of the two writes to it, by "
    "[[copy on write|copy-on-write]]. Between fork() and exec() hardly any page is written.\n\n"
    "The promise is not free. The system adds the child's 100 MiB to what it has promised already, although no "
    "memory is used yet: that is one reason for [[overcommit|overcommit]].\n\n"
    "Here 100 MiB are copied by hand; then the process forks, and the two times are set side by side."),
  .peer = "child",
  .peer_name = N_("child"),
  .view = PGS_LESSON_VIEW_MAP,
  .color = PGS_LESSON_COLOR_SHARING,
  .steps = steps,
};
