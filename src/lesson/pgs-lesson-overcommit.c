/* pgs-lesson-overcommit.c: how much memory the system promises, and what it refuses
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * What is expected follows __vm_enough_memory() in the kernel's mm/util.c. Mode 0 (guess) refuses a single request
 * for more pages than RAM and swap together and looks at nothing else; mode 1 refuses none; mode 2 refuses what
 * would make Committed_AS exceed CommitLimit. Only what may be written and is private counts, and with
 * MAP_NORESERVE only in mode 2 (accountable_mapping(), mmap_region()).
 */
#include "config.h"

#include "pgs-lessons.h"

#include <glib/gi18n-lib.h>

#define IS_STRICT "overcommit_mode = 2"
#define GRANTED_CHOICES                                                                                       \
  {                                                                                                           \
    { "1", N_("granted") }, { "0", N_("refused") },                                                         \
  }
#define OTHERS_ASK N_("Other programs ask for memory and give it back meanwhile.")
/* How far Committed_AS may be moved by others. */
#define ROOM "request / 16 + 64M"

static const PgsLessonCheck below_checks[] = {
  {
    .what = N_("The request"),
    .measure = "below_granted",
    .expect = "if(" IS_STRICT ", request > 0, 1)",
    .unit = PGS_UNIT_CHOICE,
    .choices = GRANTED_CHOICES,
  },
  {
    .what = N_("VIRT"),
    .measure = "change(virt)",
    .expect = "if(" IS_STRICT ", 0, request)",
    .high = "512K",
    .choices = { { "0" }, { "request / 2" }, { "request" } },
  },
  {
    .what = N_("RES"),
    .measure = "change(res)",
    .expect = "0",
    .high = "512K",
    .choices = { { "0" }, { "request / 2" }, { "request" } },
  },
  {
    .what = N_("Promised by the system (Committed_AS)"),
    .measure = "change(committed)",
    .expect = "if(" IS_STRICT ", 0, request)",
    .low = ROOM,
    .high = ROOM,
    .reason = OTHERS_ASK,
  },
  { NULL },
};

static const PgsLessonCheck above_checks[] = {
  {
    .what = N_("The request"),
    .measure = "above_granted",
    .expect = "overcommit_mode = 1",
    .unit = PGS_UNIT_CHOICE,
    .choices = GRANTED_CHOICES,
  },
  { .what = N_("VIRT"), .measure = "change(virt)", .expect = "0", .high = "512K" },
  { NULL },
};

static const PgsLessonCheck again_checks[] = {
  {
    .what = N_("The request"),
    .measure = "again_granted",
    .expect = "if(" IS_STRICT ", 0, 1)",
    .unit = PGS_UNIT_CHOICE,
    .choices = GRANTED_CHOICES,
    .reason = OTHERS_ASK,
  },
  {
    .what = N_("More is promised than there is"),
    .measure = "committed > mem_total + swap_total",
    .expect = "if(" IS_STRICT ", 0, 1)",
    .unit = PGS_UNIT_YES_NO,
    .reason = OTHERS_ASK,
  },
  { .what = N_("RES"), .measure = "change(res)", .expect = "0", .high = "512K" },
  { NULL },
};

static const PgsLessonCheck read_only_checks[] = {
  {
    .what = N_("Memory that may only be read"),
    .measure = "read_only",
    .expect = "1",
    .unit = PGS_UNIT_CHOICE,
    .choices = GRANTED_CHOICES,
  },
  {
    .what = N_("The right to write it, afterwards"),
    .measure = "writable_later",
    .expect = "overcommit_mode = 1",
    .unit = PGS_UNIT_CHOICE,
    .choices = GRANTED_CHOICES,
  },
  { NULL },
};

static const PgsLessonCheck no_reserve_checks[] = {
  {
    .what = N_("The request"),
    .measure = "no_reserve",
    .expect = "if(" IS_STRICT ", 0, 1)",
    .unit = PGS_UNIT_CHOICE,
    .choices = GRANTED_CHOICES,
  },
  { NULL },
};

/* The space is a power of two; each gap between two mappings that is too small for a piece stays free. */
static const PgsLessonCheck pieces_checks[] = {
  {
    .what = N_("VIRT at the end"),
    .measure = "virt",
    .expect = "if(" IS_STRICT ", before(virt), space)",
    .low = "if(" IS_STRICT ", 0, 8 * piece)",
    .high = "if(" IS_STRICT ", 512K, 0)",
    .choices = { { "before(virt)", N_("as before") },
                 { "mem_total + swap_total", N_("RAM and swap together") },
                 { "10 * (mem_total + swap_total)", N_("ten times RAM and swap") },
                 { "space", N_("all addresses that there are") } },
  },
  {
    .what = N_("RES"),
    .measure = "change(res)",
    .expect = "0",
    .high = "512K",
    .choices = { { "0" }, { "piece" }, { "mem_total" } },
  },
  {
    .what = N_("Promised by the system (Committed_AS)"),
    .measure = "change(committed)",
    .expect = "change(virt)",
    .low = ROOM,
    .high = ROOM,
    .reason = OTHERS_ASK,
  },
  { .what = N_("Swap used by it"), .measure = "swap", .expect = "0" },
  { NULL },
};

static const PgsLessonStep steps[] = {
  {
    .id = "below",
    .title = N_("Ask for nearly all there is"),
    .text = N_("{request|bytes} in one request, a little less than RAM and swap together (in mode 2: half of what is not "
                "promised yet). Other programs use a part of the RAM already."),
    .result = N_("VIRT changed by {+change(virt)}, RES by {+change(res)}. This machine is in mode {overcommit_mode}; "
                  "nobody looked at how much RAM is free just now."),
    .checks = below_checks,
  },
  {
    .id = "above",
    .title = N_("Ask for a little more than all"),
    .text = N_("Now {too_much|bytes} at once, 4 MiB more than there is."),
    .result = N_("Mode 0 refuses only what can never come true: one single request for more than RAM and swap together. "
                  "Mode 1 grants even that; mode 2 compares with CommitLimit. This machine is in mode {overcommit_mode}."),
    .checks = above_checks,
  },
  {
    .id = "again",
    .title = N_("Ask for nearly all once more"),
    .text = N_("The first block is still held (except in mode 2). Do the two count together?"),
    .result = N_("{committed} are promised now, and there are {mem_total + swap_total} of RAM and swap. In modes 0 and 1 "
                  "requests are not added up, in mode 2 they are."),
    .checks = again_checks,
  },
  {
    .id = "read-only",
    .title = N_("Ask for memory that may only be read"),
    .text = N_("More than there is again, but nothing can be written there. Afterwards the program asks for the right to "
                "write it, too."),
    .result = N_("What can only be read shows zeros for ever and needs no frames, so it is no promise. The right to "
                  "write it is one, and is counted when it is asked for."),
    .checks = read_only_checks,
  },
  {
    .id = "no-reserve",
    .title = N_("Ask with MAP_NORESERVE"),
    .text = N_("More than there is, and it may be written. The program declares that it does not rely on it."),
    .result = N_("In modes 0 and 1 such a request is not counted at all. Mode 2 ignores the declaration."),
    .checks = no_reserve_checks,
  },
  {
    .id = "pieces",
    .title = N_("Ask in pieces until one is refused"),
    .text = N_("{piece|bytes} at a time, which alone is less than there is. Where will it end? (In mode 2 this is not "
                "done: other programs would get nothing.)"),
    .result = N_("{pieces|count} pieces, VIRT {virt}, RES {res}, swap {swap}. It is the addresses that ran out: the "
                  "program's half has {space|bytes}. A large VIRT says nothing about RAM or swap."),
    .checks = pieces_checks,
  },
  { NULL },
};

const PgsLesson pgs_lesson_overcommit = {
  .name = "overcommit",
  .title = N_("Overcommit"),
  .chapter = PGS_CHAPTER_LIMITS,
  .text = N_(
    "A program that asks for memory gets a promise, and most programs never use all that was promised to them. So the "
    "kernel may promise more than it has: [[overcommit|overcommit]]. How far it goes is set in "
    "/proc/sys/vm/overcommit_memory.\n\n"
    "Mode 0, the default, guesses: it refuses a single request for more than RAM and [[swap|swap]] together, and "
    "grants everything else. Mode 1 grants everything. Mode 2 keeps an account: the sum of all promises, Committed_AS, "
    "must not exceed the [[CommitLimit|commit-limit]].\n\n"
    "The price of overcommit is paid later. When too many promises are called in at the same time, there is no request "
    "left that could be refused, and the [[OOM killer|oom-killer]] has to end a process.\n\n"
    "Nothing is touched here, so nothing is used, however large VIRT becomes."),
  .view = PGS_LESSON_VIEW_MAP,
  .color = PGS_LESSON_COLOR_STATE,
  .steps = steps,
};
