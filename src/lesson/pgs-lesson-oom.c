/* pgs-lesson-oom.c: a group of processes takes more memory than it may, and the kernel ends one of them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-lessons.h"

#include <glib/gi18n-lib.h>

/* What the group uses besides what the eater eats: page tables, stacks, and up to 64 pages that each processor
 * is given in advance (MEMCG_CHARGE_BATCH). */
#define BESIDES "2M"

static const PgsLessonCheck group_checks[] = {
  {
    .what = N_("Used by the group"),
    .measure = "usage",
    .expect = "0",
    .high = BESIDES,
    .unit = PGS_UNIT_BYTES,
    .choices = { { "0", N_("next to nothing") }, { "limit / 2" }, { "limit" } },
  },
  { .what = N_("Processes killed in the group"), .measure = "oom_kills", .expect = "0", .unit = PGS_UNIT_COUNT },
  { NULL },
};

static const PgsLessonCheck bite_checks[] = {
  {
    .what = N_("RES of the eater"),
    .measure = "change(res@eater)",
    .expect = "size(part)",
    .high = "512K",
    .choices = { { "0" }, { "size(part)" }, { "size(block)" } },
  },
  {
    .what = N_("Used by the group"),
    .measure = "change(usage)",
    .expect = "size(part)",
    .low = BESIDES,
    .high = BESIDES,
    .unit = PGS_UNIT_BYTES,
  },
  {
    .what = N_("At least as likely a victim as the bystander (oom_score)"),
    .measure = "oom_score@eater >= oom_score@bystander",
    .expect = "1",
    .unit = PGS_UNIT_YES_NO,
  },
  { NULL },
};

static const PgsLessonCheck over_checks[] = {
  {
    .what = N_("Signal that ends the eater"),
    .measure = "eater_signal",
    .expect = "9",
    .unit = PGS_UNIT_SIGNAL,
    .choices = { { "0", N_("none, it goes on") }, { "9", NULL }, { "11", NULL } },
  },
  {
    .what = N_("What the eater could write"),
    .measure = "eaten",
    .expect = "limit",
    .low = BESIDES,
    .unit = PGS_UNIT_BYTES,
    .choices = { { "limit" }, { "size(block)" }, { "mem_total", N_("all of the RAM") } },
  },
  {
    .what = N_("Processes killed in the group"),
    .measure = "change(oom_kills)",
    .expect = "1",
    .unit = PGS_UNIT_COUNT,
    .choices = { { "0" }, { "1" }, { "2" } },
  },
  { .what = N_("The bystander lives"), .measure = "alive@bystander", .expect = "1", .unit = PGS_UNIT_YES_NO },
  { .what = N_("Used by the group"), .measure = "usage", .expect = "0", .high = BESIDES, .unit = PGS_UNIT_BYTES },
  { NULL },
};

static const PgsLessonStep steps[] = {
  {
    .id = "group",
    .title = N_("Make a group and go in"),
    .text = N_("A memory cgroup that may use 64 MiB, swap included. Two children go in: an eater and a bystander. "
               "The eater "
                "has mapped 128 MiB."),
    .result = N_("The group uses {usage|bytes} of {limit|bytes}: what is mapped and not touched does not count."),
    .checks = group_checks,
    .pointers = { { "block", "eater", N_("the eater's 128 MiB") } },
  },
  {
    .id = "bite",
    .title = N_("The eater writes 16 MiB"),
    .text = N_("The group uses {usage|bytes} of {limit|bytes}."),
    .result = N_("{usage|bytes} of {limit|bytes} are used. oom_score of the eater: {oom_score@eater}, of the "
                 "bystander: "
                  "{oom_score@bystander}."),
    .repeat = 3,
    .checks = bite_checks,
    .pointers = { { "part", "eater", N_("the next 16 MiB") } },
  },
  {
    .id = "over",
    .title = N_("The eater goes on writing"),
    .text = N_("{usage|bytes} of {limit|bytes} are used, and the mapping is large enough to go on. It was granted, so "
                "writing cannot return an error. Who pays?"),
    .result = N_("After {eaten|bytes} the eater got {eater_signal|signal}, which no program can catch. The kernel "
                 "chose the "
                  "process of the group with the most memory; the bystander lives, and so does everybody outside."),
    .checks = over_checks,
    .pointers = { { "block", "eater", N_("the eater's 128 MiB") } },
  },
  { NULL },
};

const PgsLesson pgs_lesson_oom = {
  .name = "oom",
  .title = N_("Out of memory"),
  .chapter = PGS_CHAPTER_LIMITS,
  .needs = PGS_NEEDS_MEMORY_CGROUP,
  .text = N_(
    "The kernel promises more memory than it has ([[overcommit|overcommit]]). When too many of these promises are "
    "called in, and nothing is "
    "left that could be dropped or [[swapped|swap]], a page fault cannot be served. The instruction that caused it "
    "is an "
    "ordinary one, without a return value that could tell of an error. So the "
    "[[OOM killer|oom-killer]] ends a process to get its frames back.\n\n"
    "It does not choose at random. The process that uses most, counting RAM, swap and page tables, has the highest "
    "oom_score; oom_score_adj moves it up or down.\n\n"
    "The same happens on a small scale, where a group of processes ([[cgroup|cgroup]]) has a limit of its own, as each "
    "container has. Here two processes are in such a group, and one of them wants more than it may have. Nobody "
    "outside is "
    "touched."),
  .peer = "eater",
  .peer_name = N_("eater"),
  .view = PGS_LESSON_VIEW_POINTED,
  .color = PGS_LESSON_COLOR_STATE,
  .steps = steps,
};
