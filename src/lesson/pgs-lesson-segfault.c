/* pgs-lesson-segfault.c: which addresses end a program, and why a page without a frame does not
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-lessons.h"

#include <glib/gi18n-lib.h>

/* The numbers are those of Linux: signal(7), sigaction(2). */
#define SIGNAL_CHOICES                                                                                        \
  {                                                                                                           \
    { "0", N_("none, it goes on") }, { "7", NULL }, { "11", NULL },                                          \
  }
#define REASON_CHOICES                                                                                        \
  {                                                                                                           \
    { "1", N_("no mapping (SEGV_MAPERR)") },                                                    \
      { "2", N_("forbidden (SEGV_ACCERR)") },                                            \
      { "128", N_("no address (SI_KERNEL)") },                                                    \
  }
#define SIGNAL(fact) \
  .what = N_("Signal that ends the child"), .measure = fact, .unit = PGS_UNIT_SIGNAL, .choices = SIGNAL_CHOICES
#define REASON(fact) .what = N_("The kernel's reason"), .measure = fact, .unit = PGS_UNIT_CHOICE, .choices = REASON_CHOICES
#define NAMED(fact) .what = N_("The kernel names the address"), .measure = fact, .unit = PGS_UNIT_YES_NO

static const PgsLessonCheck map_checks[] = {
  { .what = N_("Usable part: mapped"), .measure = "mapped:usable", .expect = "size(usable)" },
  { .what = N_("Gap: mapped"), .measure = "mapped:gap", .expect = "0" },
  { .what = N_("Locked part: mapped"), .measure = "mapped:locked", .expect = "size(locked)" },
  {
    .what = N_("Pages with a frame, in all three"),
    .measure = "present:usable + present:gap + present:locked",
    .expect = "0",
    .choices = { { "0" }, { "n_pages" }, { "2 * n_pages" } },
  },
  { NULL },
};

static const PgsLessonCheck touch_checks[] = {
  { .what = N_("Minor faults"), .measure = "change(minor)", .expect = "1", .high = "100" },
  {
    .what = N_("Pages of the usable part with a frame"),
    .measure = "change(present:usable)",
    .expect = "1",
    .choices = { { "0" }, { "1" }, { "size(usable) / page_size" } },
  },
  { NULL },
};

static const PgsLessonCheck gap_checks[] = {
  { SIGNAL ("gap_signal"), .expect = "11" },
  { REASON ("gap_code"), .expect = "1" },
  { NAMED ("gap_named"), .expect = "1" },
  { NULL },
};

static const PgsLessonCheck code_checks[] = {
  { .what = N_("The code may be written"), .measure = "writable:code", .expect = "0", .unit = PGS_UNIT_YES_NO },
  { SIGNAL ("code_signal"), .expect = "11" },
  { REASON ("code_code"), .expect = "2" },
  { NAMED ("code_named"), .expect = "1" },
  { NULL },
};

static const PgsLessonCheck none_checks[] = {
  { .what = N_("The locked part may be read"), .measure = "readable:locked", .expect = "0", .unit = PGS_UNIT_YES_NO },
  { SIGNAL ("none_signal"), .expect = "11" },
  { REASON ("none_code"), .expect = "2" },
  { .what = N_("Pages of the locked part with a frame"), .measure = "present:locked", .expect = "0" },
  { NULL },
};

static const PgsLessonCheck allow_checks[] = {
  { .what = N_("The locked part may be written"), .measure = "writable:locked", .expect = "1", .unit = PGS_UNIT_YES_NO },
  { SIGNAL ("allow_signal"), .expect = "0" },
  { NULL },
};

static const PgsLessonCheck kernel_checks[] = {
  { SIGNAL ("kernel_signal"), .expect = "11" },
  { REASON ("kernel_code"), .expect = "1" },
  { NAMED ("kernel_named"), .expect = "1" },
  { NULL },
};

/* An x86-64 processor does not translate an address whose upper bits differ (general protection fault). Others
   ignore these bits or take it for one that is not mapped. */
static const PgsLessonCheck nowhere_checks[] = {
  { SIGNAL ("nowhere_signal"), .expect = "11" },
  { REASON ("nowhere_code"), .expect = "if(checks_addresses, 128, 1)" },
  { NAMED ("nowhere_named and checks_addresses"), .expect = "0" },
  { NULL },
};

static const PgsLessonStep steps[] = {
  {
    .id = "map",
    .title = N_("Make three parts"),
    .text = N_("A part that may be used, a gap, and a part that forbids every access. Which of them has memory now?"),
    .result = N_("{mapped:usable} are mapped, then nothing, then {mapped:locked} without any permission. Not one "
                  "page has a frame of RAM: a page without a frame is normal."),
    .checks = map_checks,
    .pointers = { { "usable", NULL, N_("the usable part") }, { "gap", NULL, N_("the gap") },
                  { "locked", NULL, N_("the locked part") } },
  },
  {
    .id = "touch",
    .title = N_("Write into the usable part"),
    .text = N_("The page table has no entry for this page. Is that an error?"),
    .result = N_("A page fault, and no error: the kernel found the mapping, saw that it may be written, and gave it "
                  "a frame. {present:usable} page is there now."),
    .checks = touch_checks,
    .pointers = { { "usable", NULL, N_("the usable part") } },
  },
  {
    .id = "gap",
    .title = N_("A child writes into the gap"),
    .text = N_("For the processor it is the same: no entry in the page table. What does the kernel find this time?"),
    .result = N_("{gap_signal|signal}: at this address the kernel found no mapping, so there is nothing it could "
                  "enter in the page table."),
    .checks = gap_checks,
    .pointers = { { "gap", NULL, N_("the gap") } },
  },
  {
    .id = "code",
    .title = N_("A child writes into the program's code"),
    .text = N_("The code is mapped, and this page is even in RAM."),
    .result = N_("{code_signal|signal} again, with another reason: there is a mapping, but it may only be read and "
                  "executed."),
    .checks = code_checks,
    .pointers = { { "code", NULL, N_("the code") } },
  },
  {
    .id = "none",
    .title = N_("A child reads the locked part"),
    .text = N_("It only reads. The mapping was made with PROT_NONE."),
    .result = N_("{none_signal|signal}: a mapping without any permission only keeps its addresses from others. Many "
                 "guard pages below stacks are made in this way."),
    .checks = none_checks,
    .pointers = { { "locked", NULL, N_("the locked part") } },
  },
  {
    .id = "allow",
    .title = N_("Allow it and try again"),
    .text = N_("mprotect() now allows reading and writing. Another child writes to the same address."),
    .result = N_("It went on. Neither the address nor the page was wrong: the permission of the mapping decides."),
    .checks = allow_checks,
    .pointers = { { "locked", NULL, N_("the locked part") } },
  },
  {
    .id = "kernel",
    .title = N_("A child reads the kernel's half"),
    .text = N_("Half of all addresses belongs to the kernel. Is a program told what is there?"),
    .result = N_("{kernel_signal|signal}, and the same reason as for a gap, whatever is really there: a program is "
                 "not told."),
    .checks = kernel_checks,
  },
  {
    .id = "nowhere",
    .title = N_("A child reads what is not an address"),
    .text = N_("Most processors translate only 48 or 57 of the 64 bits; the others must repeat the highest of them. "
                "In this address they do not."),
    .result = N_("{nowhere_signal|signal} (si_code {nowhere_code}). On x86-64 the processor refuses before it looks "
                  "into any page table, and the kernel is not told the address."),
    .checks = nowhere_checks,
  },
  { NULL },
};

const PgsLesson pgs_lesson_segfault = {
  .name = "segfault",
  .title = N_("Segmentation fault"),
  .chapter = PGS_CHAPTER_LIMITS,
  .text = N_(
    "When the processor finds no usable entry in the [[page table|page-table]], it cannot know whether the program is "
    "wrong, or whether the kernel simply has not provided the page yet. It stops the program with a "
    "[[page fault|page-fault]] and leaves the decision to the kernel.\n\n"
    "The kernel looks for a mapping that contains the address. If there is one that allows this access, it enters a "
    "frame in the page table, and the program goes on: an ordinary page fault. If there is none, or one that forbids "
    "the access, it sends the [[signal|signal]] SIGSEGV, which ends the program: a "
    "[[segmentation fault|segmentation-fault]]. With the signal comes the reason.\n\n"
    "Here children access what they must not, and each says before its end what the kernel told it. Predict what "
    "happens to each, and why."),
  .view = PGS_LESSON_VIEW_POINTED,
  .color = PGS_LESSON_COLOR_STATE,
  .steps = steps,
};
