/* pgs-lesson-process-states.c: children in each of the states that a list of processes shows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-lessons.h"

#include <glib/gi18n-lib.h>

#define STATE_OF(process_, state_) \
  .what = N_("State of the child"), .measure = "state@" process_, .expect = "'" state_ "'", .unit = PGS_UNIT_STATE

static const PgsLessonCheck run_checks[] = {
  { STATE_OF ("running", "R"), .choices = { { "'R'" }, { "'S'" }, { "'D'" } } },
  { NULL },
};

static const PgsLessonCheck sleep_checks[] = {
  { STATE_OF ("sleeping", "S"), .choices = { { "'R'" }, { "'S'" }, { "'T'" } } },
  { NULL },
};

static const PgsLessonCheck deep_checks[] = {
  { STATE_OF ("deep", "D"), .choices = { { "'S'" }, { "'D'" }, { "'T'" } } },
  { .what = N_("Major faults of the child"), .measure = "major@deep", .expect = "0", .high = "10" },
  { NULL },
};

static const PgsLessonCheck stop_checks[] = {
  { STATE_OF ("stopped", "T"), .choices = { { "'S'" }, { "'T'" }, { "'Z'" } } },
  {
    .what = N_("Its memory is still there"),
    .measure = "regions@stopped > 0",
    .expect = "1",
    .unit = PGS_UNIT_YES_NO,
    .choices = { { "1" }, { "0" } },
  },
  { NULL },
};

static const PgsLessonCheck trace_checks[] = {
  {
    STATE_OF ("traced", "t"),
    .choices = { { "'T'" }, { "'t'" }, { "'S'" } },
    .reason = N_("This machine does not let a program trace its children."),
  },
  { NULL },
};

static const PgsLessonCheck zombie_checks[] = {
  { STATE_OF ("zombie", "Z"), .choices = { { "'S'" }, { "'T'" }, { "'Z'" } } },
  {
    .what = N_("VIRT of the child"),
    .measure = "virt@zombie",
    .expect = "0",
    .choices = { { "0" }, { "virt", N_("as its parent") } },
  },
  { .what = N_("RES of the child"), .measure = "res@zombie", .expect = "0" },
  { .what = N_("Its parent is alive"), .measure = "alive", .expect = "1", .unit = PGS_UNIT_YES_NO },
  { NULL },
};

static const PgsLessonCheck reap_checks[] = {
  {
    .what = N_("The zombie is still known to the kernel"),
    .measure = "known@zombie",
    .expect = "0",
    .unit = PGS_UNIT_YES_NO,
    .choices = { { "0" }, { "1" } },
  },
  { NULL },
};

static const PgsLessonCheck orphan_checks[] = {
  {
    .what = N_("The orphan is alive"),
    .measure = "alive@orphan",
    .expect = "1",
    .unit = PGS_UNIT_YES_NO,
    .choices = { { "0" }, { "1" } },
  },
  {
    .what = N_("State of the orphan"),
    .measure = "state@orphan",
    .expect = "'S'",
    .unit = PGS_UNIT_STATE,
    .choices = { { "'S'" }, { "'Z'" } },
  },
  {
    .what = N_("Its first parent is still known to the kernel"),
    .measure = "known@old_parent",
    .expect = "0",
    .unit = PGS_UNIT_YES_NO,
  },
  {
    .what = N_("Its parent now is the experiment"),
    .measure = "new_parent = pid",
    .expect = "1",
    .unit = PGS_UNIT_YES_NO,
  },
  { NULL },
};

static const PgsLessonCheck end_checks[] = {
  {
    .what = N_("Children that are left"),
    .measure = "known@running + known@sleeping + known@deep + known@stopped + known@traced + known@orphan",
    .expect = "0",
    .unit = PGS_UNIT_COUNT,
  },
  { NULL },
};

static const PgsLessonStep steps[] = {
  {
    .id = "run",
    .title = N_("A child calculates"),
    .text = N_("A loop without an end, and without waiting for anything."),
    .result = N_("{state@running}: it runs, or waits only for a processor. (So that it disturbs nobody it has the "
                 "lowest priority, and ends when it has calculated for two minutes.)"),
    .checks = run_checks,
  },
  {
    .id = "sleep",
    .title = N_("A child waits"),
    .text = N_("It calls pause(), which waits for a signal."),
    .result = N_("{state@sleeping}: it waits for something, and a signal can wake it. Most processes are in this state "
                 "most of the time."),
    .checks = sleep_checks,
  },
  {
    .id = "deep",
    .title = N_("A child waits uninterruptibly"),
    .text = N_("It calls vfork(), which stops it until its own child calls exec() or ends. No disk takes part. What "
               "will the list show?"),
    .result = N_("{state@deep}: it waits, and signals do not wake it. Often it is a disk that such a process waits "
                 "for, hence the letter, but not here."),
    .checks = deep_checks,
  },
  {
    .id = "stop",
    .title = N_("A child is stopped"),
    .text = N_("It gets SIGSTOP, as Ctrl+Z in a terminal stops a program. Is its memory taken away?"),
    .result = N_("{state@stopped}: it does nothing until SIGCONT comes. It keeps all of its memory: "
                 "{res@stopped} of RES."),
    .checks = stop_checks,
  },
  {
    .id = "trace",
    .title = N_("A child is traced"),
    .text = N_("It stops again, but under ptrace(), as a debugger stops a program. Capital or small letter?"),
    .result = N_("{state@traced}: a small t is for tracing; the capital T means stopped by a signal."),
    .checks = trace_checks,
  },
  {
    .id = "zombie",
    .title = N_("A child ends"),
    .text = N_("It ends at once, and its parent, which is alive, does not ask how it ended. What is left of it?"),
    .result = N_("{state@zombie}: it has a PID and the status with which it ended, and no memory: VIRT {virt@zombie}, "
                 "RES {res@zombie}."),
    .checks = zombie_checks,
  },
  {
    .id = "reap",
    .title = N_("Its parent calls wait()"),
    .text = N_("Now the parent asks how its child ended."),
    .result = N_("The zombie is gone: the parent has got the status, and nobody needs the PID any more."),
    .checks = reap_checks,
  },
  {
    .id = "orphan",
    .title = N_("A parent ends before its child"),
    .text = N_("A child makes a child of its own and ends. Does the grandchild become a zombie?"),
    .result = N_("The orphan lives on as {state@orphan}. The kernel gave it a new parent, usually init or a manager "
                 "of the session, here the experiment, which had asked for that (PR_SET_CHILD_SUBREAPER)."),
    .checks = orphan_checks,
  },
  {
    .id = "end-all",
    .title = N_("All children are ended"),
    .text = N_("SIGKILL ends stopped processes, too, and the one in state D, as its wait is of a kind that SIGKILL "
               "may end. Then wait() is called for each."),
    .result = N_("Nobody is left."),
    .checks = end_checks,
  },
  { NULL },
};

const PgsLesson pgs_lesson_process_states = {
  .name = "process-states",
  .title = N_("States of a process"),
  .chapter = PGS_CHAPTER_UNDER,
  .text = N_(
    "A list of processes shows a letter for each: what it is doing. Few of them run; most wait.\n\n"
    "R runs or could run. S waits, and a [[signal|signal]] wakes it. D waits too, for a disk or for something else "
    "in the kernel, and no signal wakes it, at most SIGKILL. T was stopped by a signal, t by a debugger that traces "
    "it.\n\n"
    "Z is a [[zombie|zombie]]: a process that has ended, but whose parent has not asked yet how. It has a PID, and no "
    "memory. That takes a parent that is alive and does not call wait(). A child whose parent ends first is something "
    "else, an orphan: it gets a new parent and goes on.\n\n"
    "Here one program makes a child for each letter. Look at them in the list of processes, too: in all of these "
    "states but Z a process keeps its [[address space|address-space]]."),
  .view = PGS_LESSON_VIEW_MAP,
  .color = PGS_LESSON_COLOR_KIND,
  .steps = steps,
};
