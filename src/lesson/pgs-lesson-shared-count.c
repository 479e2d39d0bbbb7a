/* pgs-lesson-shared-count.c: what is shared, and what RES, SHR and PSS count of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-lessons.h"

#include <glib/gi18n-lib.h>

static const PgsLessonCheck share_checks[] = {
  {
    .what = N_("SHR"),
    .measure = "change(shr)",
    .expect = "size",
    .high = "512K",
    .choices = { { "0" }, { "size / 2" }, { "size" } },
  },
  { .what = N_("RES"), .measure = "change(res)", .expect = "size", .high = "512K" },
  { .what = N_("PSS of the shared block"), .measure = "pss:shared", .expect = "size" },
  {
    .what = N_("Pages that are this process' alone"),
    .measure = "exclusive:shared",
    .expect = "size / page_size",
  },
  { NULL },
};

static const PgsLessonCheck private_checks[] = {
  {
    .what = N_("RES"),
    .measure = "change(res)",
    .expect = "size",
    .high = "512K",
    .choices = { { "0" }, { "size / 2" }, { "size" } },
  },
  {
    .what = N_("SHR"),
    .measure = "change(shr)",
    .expect = "0",
    .high = "512K",
    .choices = { { "0" }, { "size / 2" }, { "size" } },
  },
  { NULL },
};

static const PgsLessonCheck fork_checks[] = {
  {
    .what = N_("Resident in the child: shared block"),
    .measure = "rss@child:shared",
    .expect = "0",
    .choices = { { "0" }, { "size / 2" }, { "size" } },
  },
  {
    .what = N_("Resident in the child: private block"),
    .measure = "rss@child:private",
    .expect = "size",
    .choices = { { "0" }, { "size / 2" }, { "size" } },
  },
  {
    .what = N_("SHR of the parent"),
    .measure = "change(shr)",
    .expect = "0",
    .high = "512K",
    .choices = { { "0" }, { "size" } },
  },
  { .what = N_("PSS of the private block"), .measure = "pss:private", .expect = "size / 2" },
  { .what = N_("PSS of the shared block"), .measure = "pss:shared", .expect = "size" },
  { NULL },
};

static const PgsLessonCheck read_checks[] = {
  {
    .what = N_("Minor faults of the child"),
    .measure = "change(minor@child)",
    .expect = "size / max(fault_around, page_size)",
    .high = "100",
    .choices = { { "1" },
                 { "size / max(fault_around, page_size)" },
                 { "size / page_size" } },
  },
  { .what = N_("Resident in the child: shared block"), .measure = "rss@child:shared", .expect = "size" },
  {
    .what = N_("PSS of the shared block in the child"),
    .measure = "pss@child:shared",
    .expect = "size / 2",
    .choices = { { "0" }, { "size / 2" }, { "size" } },
  },
  { .what = N_("PSS of the shared block in the parent"), .measure = "pss:shared", .expect = "size / 2" },
  { .what = N_("SHR of the child"), .measure = "change(shr@child)", .expect = "size", .high = "512K" },
  { .what = N_("SHR of the parent"), .measure = "change(shr)", .expect = "0", .high = "512K" },
  { NULL },
};

static const PgsLessonCheck end_checks[] = {
  {
    .what = N_("PSS of the shared block"),
    .measure = "pss:shared",
    .expect = "size",
    .choices = { { "0" }, { "size / 2" }, { "size" } },
  },
  {
    .what = N_("SHR"),
    .measure = "change(shr)",
    .expect = "0",
    .high = "512K",
    .choices = { { "0 - size" }, { "0 - size / 2" }, { "0" } },
  },
  { .what = N_("The child is alive"), .measure = "alive@child", .expect = "0", .unit = PGS_UNIT_YES_NO },
  { NULL },
};

#define PARENT \
  { "shared", NULL, N_("shared, in the parent") }, { "private", NULL, N_("private, in the parent") }
#define CHILD \
  { "shared", "child", N_("shared, in the child") }, { "private", "child", N_("private, in the child") }

static const PgsLessonStep steps[] = {
  {
    .id = "share",
    .title = N_("Write 64 MiB of shared memory"),
    .text = N_("It may be shared, but nobody else is there yet. Does SHR count it?"),
    .result = N_("SHR grew by {change(shr)}, although this process is the only one that uses it: SHR counts memory of "
                 "a kind, not memory that several processes share."),
    .checks = share_checks,
    .pointers = { { "shared", NULL, N_("shared, in the parent") } },
  },
  {
    .id = "private",
    .title = N_("Write 64 MiB of private memory"),
    .text = N_("The same again, but private (MAP_PRIVATE). Does SHR count that, too?"),
    .result = N_("RES grew by {change(res)}, SHR by {change(shr)}."),
    .checks = private_checks,
    .pointers = { PARENT },
  },
  {
    .id = "fork",
    .title = N_("fork(): a second process"),
    .text = N_("The child may read both blocks. Of which has it entries in its page table already?"),
    .result = N_("In the child {rss@child:private} of the private block are resident, and {rss@child:shared} of the "
                 "shared one: where shared pages are can be looked up later, so fork() does not copy their entries. "
                 "The private block is used by two processes now, and still SHR does not count it."),
    .checks = fork_checks,
    .pointers = { PARENT, CHILD },
  },
  {
    .id = "read",
    .title = N_("The child reads the shared block"),
    .text = N_("All pages are in RAM. Does each of them take a fault of its own?"),
    .result = N_("{change(minor@child)} faults for {present@child:shared} pages: at a fault on memory that lies in RAM "
                 "already the kernel enters its neighbours, too ({fault_around} at once). Each process now counts "
                 "{rss:shared} in RES, and {pss:shared} in PSS."),
    .checks = read_checks,
    .pointers = { PARENT, CHILD },
  },
  {
    .id = "child-ends",
    .title = N_("The child ends"),
    .text = N_("Who counts the shared block now, and how much of it?"),
    .result = N_("PSS of the shared block went from {before(pss:shared)} to {pss:shared}; SHR did not notice that "
                 "there had ever been a second process."),
    .checks = end_checks,
    .pointers = { PARENT },
  },
  { NULL },
};

const PgsLesson pgs_lesson_shared_count = {
  .name = "shared-count",
  .title = N_("Counting what is shared"),
  .chapter = PGS_CHAPTER_SHARING,
  .text = N_(
    "Several processes can use the same [[frames|frame]] of RAM. How much memory does each of them use? There are "
    "three answers.\n\n"
    "[[RES|resident]] counts every page that the process has in RAM, in full, whoever else has it. Added over all "
    "processes, shared pages are counted many times.\n\n"
    "SHR, a column of top, is the part of RES that belongs to files and to "
    "[[shared memory|shared-memory]]. The name misleads: it counts such memory even if one process alone uses it, and "
    "it does not count private memory that two processes share by [[copy on write|copy-on-write]].\n\n"
    "[[PSS|pss]] divides each page by the number of processes that have it. Only PSS can be added up.\n\n"
    "Here a process writes 64 MiB of shared and 64 MiB of private memory, and then gets a child."),
  .peer = "child",
  .peer_name = N_("child"),
  .view = PGS_LESSON_VIEW_POINTED,
  .color = PGS_LESSON_COLOR_SHARING,
  .steps = steps,
};
