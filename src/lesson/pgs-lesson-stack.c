/* pgs-lesson-stack.c: the stack grows with the calls, and does not shrink with the returns
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-lessons.h"

#include <glib/gi18n-lib.h>

/* The kernel makes a stack 128 KiB larger than what lies on it when the program starts (setup_arg_pages), and
   then extends it to the very page that is touched. */
#define START "128K"

#define FRAMES_IN_RAM(range)                                                                                       \
  {                                                                                                                \
    .what = N_("Pages of these calls still in RAM after the return"), .measure = "present:" range,                 \
    .expect = "size(" range ") / page_size"                                                                        \
  }

static const PgsLessonCheck checks_10[] = {
  {
    .what = N_("Size of [stack]"),
    .measure = "change(stack)",
    .expect = "0",
    .choices = { { "0" }, { "10 * frame" } },
  },
  FRAMES_IN_RAM ("frames_10"),
  { NULL },
};

static const PgsLessonCheck checks_30[] = {
  {
    .what = N_("Size of [stack]"),
    .measure = "change(stack)",
    .expect = "30 * frame - " START,
    .low = "2 * page_size",
    .high = "16K + 2 * page_size",
    .choices = { { "0" }, { "30 * frame - " START }, { "30 * frame" } },
  },
  FRAMES_IN_RAM ("frames_30"),
  { NULL },
};

static const PgsLessonCheck checks_90[] = {
  {
    .what = N_("Size of [stack]"),
    .measure = "change(stack)",
    .expect = "60 * frame",
    .low = "2 * page_size",
    .high = "2 * page_size",
    .choices = { { "0" }, { "60 * frame" }, { "90 * frame" } },
  },
  FRAMES_IN_RAM ("frames_90"),
  { NULL },
};

static const PgsLessonCheck checks_270[] = {
  {
    .what = N_("Size of [stack]"),
    .measure = "change(stack)",
    .expect = "180 * frame",
    .low = "2 * page_size",
    .high = "2 * page_size",
    .choices = { { "0" }, { "180 * frame" }, { "270 * frame" } },
  },
  FRAMES_IN_RAM ("frames_270"),
  {
    .what = N_("RES, now that all calls have returned"),
    .measure = "change(res)",
    .expect = "180 * frame",
    .low = "512K",
    .high = "512K",
    .choices = { { "-90 * frame" }, { "0" }, { "180 * frame" } },
  },
  { .what = N_("What is mapped in the 1 MiB below the stack"), .measure = "mapped:below", .expect = "0" },
  { NULL },
};

static const PgsLessonCheck thread_checks[] = {
  {
    .what = N_("VIRT"),
    .measure = "change(virt)",
    .expect = "thread_size + page_size",
    .high = "512K",
    .choices = { { "page_size", N_("one page") }, { START }, { "thread_size + page_size" } },
  },
  {
    .what = N_("Resident memory of its stack"),
    .measure = "rss:thread_stack",
    .expect = "page_size",
    .high = "64K + page_size",
    .choices = { { "page_size", N_("a page or a few") }, { START }, { "thread_size" } },
  },
  { .what = N_("Size of [stack]"), .measure = "change(stack)", .expect = "0" },
  {
    .what = N_("The guard below it may be read"),
    .measure = "if(readable:guard = 0, 0, if(guard:guard > 0, 0, 1))",
    .expect = "0",
    .unit = PGS_UNIT_YES_NO,
    .reason = N_("Newer C libraries mark the page in the page table instead of making a mapping, and kernels "
                 "before 6.15 do not show that mark."),
  },
  { .what = N_("Pages of the guard in RAM"), .measure = "present:guard", .expect = "0" },
  { NULL },
};

static const PgsLessonCheck overflow_checks[] = {
  {
    .what = N_("The signal that ended the child"),
    .measure = "signal",
    .expect = "11",
    .unit = PGS_UNIT_SIGNAL,
    .choices = { { "0", N_("none, its stack just grows") }, { "9" }, { "11" } },
  },
  {
    .what = N_("How far its stack had come"),
    .measure = "reached",
    .expect = "stack_limit",
    .low = "max(0, start(stack) - " START ") + 32K + 2 * page_size",
    .unit = PGS_UNIT_BYTES,
    .choices = { { "1M" }, { "stack_limit" }, { "stack_limit * 8" } },
  },
  { .what = N_("Size of [stack]"), .measure = "change(stack)", .expect = "0" },
  { NULL },
};

static const PgsLessonStep steps[] = {
  {
    .id = "depth-10",
    .title = N_("10 calls deep"),
    .text = N_("A function calls itself until it stands ten calls deep, and returns from all of them. Each call "
               "needs a frame of {frame|bytes} on the stack."),
    .result = N_("[stack] is still {stack} large: the kernel gives every program some room at the start. But its "
                 "pages came into RAM only now, {rss:frames_10} of them, and they stay there although all calls "
                 "have returned."),
    .checks = checks_10,
    .pointers = { { "frames_10", NULL, N_("where the frames were") } },
  },
  {
    .id = "depth-30",
    .title = N_("30 calls deep"),
    .text = N_("Now the frames need more than the room that is there. Who asks the kernel for more?"),
    .result = N_("Nobody asked. The program touched an address below the stack; that was a page fault, and the "
                 "kernel extended [stack] by {change(stack)}, to {stack}."),
    .checks = checks_30,
    .pointers = { { "frames_30", NULL, N_("where the frames were") } },
  },
  {
    .id = "depth-90",
    .title = N_("90 calls deep"),
    .text = N_("30 of these calls find their place on the stack from before."),
    .result = N_("[stack] grew by {change(stack)}, what the 60 additional calls needed."),
    .checks = checks_90,
    .pointers = { { "frames_90", NULL, N_("where the frames were") } },
  },
  {
    .id = "depth-270",
    .title = N_("270 calls deep"),
    .text = N_("The calls return before the experiment is measured. Does RES fall then?"),
    .result = N_("No: {rss:frames_270} of [stack] are in RAM, though the program uses next to nothing of it now. "
                 "A stack keeps its largest size. In the 1 MiB below it {mapped:below} is mapped: the kernel puts "
                 "no mapping so close, but this distance is no region."),
    .checks = checks_270,
    .pointers = { { "frames_270", NULL, N_("where the frames were") } },
  },
  {
    .id = "thread",
    .title = N_("Start a thread"),
    .text = N_("A second thread needs a stack of its own. Does it grow in the same way?"),
    .result = N_("It does not grow: {size(thread_stack)} of addresses were mapped at once, of which "
                 "{rss:thread_stack} is in RAM. Below it lies a guard of {size(guard)} that nobody may touch."),
    .checks = thread_checks,
    .pointers = { { "thread_stack", NULL, N_("the thread's stack") }, { "guard", NULL, N_("its guard") } },
  },
  {
    .id = "overflow",
    .title = N_("A child calls itself without end"),
    .text = N_("The limit of the stack is {stack_limit|bytes} (ulimit -s). What happens to a program that goes on?"),
    .result = N_("The child's stack came to {reached|bytes}. The next frame would have been beyond the limit, so "
                 "the kernel did not extend it and sent {signal|signal}. The experiment itself, its parent, goes "
                 "on."),
    .checks = overflow_checks,
  },
  { NULL },
};

const PgsLesson pgs_lesson_stack = {
  .name = "stack",
  .title = N_("The stack"),
  .chapter = PGS_CHAPTER_HEAP,
  .text = N_(
    "Each call of a function needs a frame on the [[stack|stack]]: its variables and the address to return to. "
    "When it returns, the frame is free, and the next call uses the same place.\n\n"
    "The stack of the first thread grows by itself, downwards. If a program touches an address just below it, "
    "that is a [[page fault|page-fault]], and the kernel extends the mapping, as long as the limit (ulimit -s) "
    "allows it. It never makes it smaller again: a program that was deep once keeps these pages.\n\n"
    "Other [[threads|thread]] get a stack of a fixed size, all at once, with a [[guard page|guard-page]] below "
    "it. The first stack needs none: the kernel keeps a distance of 1 MiB free below it.\n\n"
    "Where a stack cannot grow any more, the program gets the signal SIGSEGV, a [[segmentation "
    "fault|segmentation-fault]]: a stack overflow. A child shows it, so that the experiment survives."),
  .view = PGS_LESSON_VIEW_POINTED,
  .color = PGS_LESSON_COLOR_STATE,
  .steps = steps,
};
