/* pgs-lesson-same-address.c: two runs of a program have the same addresses, and different memory behind them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-lessons.h"

#include <glib/gi18n-lib.h>

static const PgsLessonCheck write_checks[] = {
  {
    .what = N_("The page at 0x10000000 is resident"),
    .measure = "present:page",
    .expect = "1",
    .unit = PGS_UNIT_YES_NO,
  },
  {
    .what = N_("The page of the global variable is this process' alone"),
    .measure = "exclusive:global",
    .expect = "1",
    .unit = PGS_UNIT_YES_NO,
  },
  {
    .what = N_("The code may be written"),
    .measure = "writable:code",
    .expect = "0",
    .unit = PGS_UNIT_YES_NO,
    .choices = { { "0" }, { "1" } },
  },
  { NULL },
};

static const PgsLessonCheck second_checks[] = {
  {
    .what = N_("The first run reads its global variable"),
    .measure = "number",
    .expect = "before(number)",
    .unit = PGS_UNIT_COUNT,
    .choices = { { "before(number)" }, { "before(number) + 1" } },
  },
  {
    .what = N_("The code is in the same frame"),
    .measure = "pfn:code = pfn@second:code",
    .expect = "1",
    .unit = PGS_UNIT_YES_NO,
    .choices = { { "1" }, { "0" } },
  },
  {
    .what = N_("The global variable is in the same frame"),
    .measure = "pfn:global = pfn@second:global",
    .expect = "0",
    .unit = PGS_UNIT_YES_NO,
    .choices = { { "1" }, { "0" } },
  },
  {
    .what = N_("Address of main() in the second run"),
    .measure = "second_main",
    .expect = "main",
    .unit = PGS_UNIT_ADDRESS,
  },
  {
    .what = N_("Address of its global variable"),
    .measure = "second_variable",
    .expect = "variable",
    .unit = PGS_UNIT_ADDRESS,
  },
  {
    .what = N_("What it reads there"),
    .measure = "second_number",
    .expect = "before(number) + 1",
    .unit = PGS_UNIT_COUNT,
  },
  {
    .what = N_("The code is counted half or less in PSS"),
    .measure = "2 * pss:code <= rss:code",
    .expect = "1",
    .unit = PGS_UNIT_YES_NO,
  },
  {
    .what = N_("The global variable's page is the second run's alone"),
    .measure = "exclusive@second:global",
    .expect = "1",
    .unit = PGS_UNIT_YES_NO,
  },
  {
    .what = N_("The page at 0x10000000 is the second run's alone"),
    .measure = "exclusive@second:page",
    .expect = "1",
    .unit = PGS_UNIT_YES_NO,
  },
  {
    .what = N_("The second run has a page table of its own"),
    .measure = "page_tables@second > 0",
    .expect = "1",
    .unit = PGS_UNIT_YES_NO,
  },
  { NULL },
};

static const PgsLessonCheck pie_checks[] = {
  {
    .what = N_("main() at different addresses"),
    .measure = "main_a != main_b",
    .expect = "random",
    .unit = PGS_UNIT_YES_NO,
    .choices = { { "0" }, { "1" } },
  },
  {
    .what = N_("The code is in the same frame"),
    .measure = "pfn@pie_a:code_a = pfn@pie_b:code_b",
    .expect = "1",
    .unit = PGS_UNIT_YES_NO,
    .choices = { { "1" }, { "0" } },
  },
  {
    .what = N_("The code is counted half or less in PSS"),
    .measure = "2 * pss@pie_a:code_a <= rss@pie_a:code_a",
    .expect = "1",
    .unit = PGS_UNIT_YES_NO,
  },
  { NULL },
};

static const PgsLessonCheck end_checks[] = {
  {
    .what = N_("One of them is alive"),
    .measure = "max(alive@second, alive@pie_a, alive@pie_b)",
    .expect = "0",
    .unit = PGS_UNIT_YES_NO,
  },
  { NULL },
};

#define FIRST \
  { "code", NULL, N_("code of the first run") }, { "global", NULL, N_("its global variable") }, \
    { "page", NULL, N_("its page at 0x10000000") }
#define SECOND \
  { "code", "second", N_("code of the second run") }, { "global", "second", N_("its global variable") }, \
    { "page", "second", N_("its page at 0x10000000") }

static const PgsLessonStep steps[] = {
  {
    .id = "write",
    .title = N_("The first run writes"),
    .text = N_("A program is linked for fixed addresses and writes 1 into a global variable and into a page at "
               "0x10000000."),
    .result = N_("main() lies at {main|address}, the global variable at {variable|address}."),
    .checks = write_checks,
    .pointers = { FIRST },
  },
  {
    .id = "second",
    .title = N_("A second run writes"),
    .text = N_("The same program once more writes 2 at the same addresses. What does the first one read then?"),
    .result = N_("Both have main() at {main|address}, and this code is in RAM only once: of {rss:code} each run counts "
                 "no more than {pss:code} as its share. Behind the address of the global variable each has a page of its "
                 "own: the first still reads {number|count}, the second {second_number|count}."),
    .checks = second_checks,
    .pointers = { FIRST, SECOND },
  },
  {
    .id = "pie",
    .title = N_("Two runs as a PIE"),
    .text = N_("Linked as a position-independent executable the program gets its addresses when it starts. Is its "
               "code in RAM twice now?"),
    .result = N_("main() lies at {main_a|address} in one run and at {main_b|address} in the other. Still the code is "
                 "in RAM only once, as PSS shows ({pss@pie_a:code_a} of {rss@pie_a:code_a}): different addresses, the "
                 "same frame."),
    .checks = pie_checks,
    .pointers = { { "code_a", "pie_a", N_("code of the first PIE") },
                  { "code_b", "pie_b", N_("code of the second PIE") } },
  },
  {
    .id = "runs-end",
    .title = N_("The other runs end"),
    .result = N_("The first run's addresses have led to its own pages all the time: it reads {number|count}."),
    .checks = end_checks,
    .pointers = { FIRST },
  },
  { NULL },
};

const PgsLesson pgs_lesson_same_address = {
  .name = "same-address",
  .title = N_("Same address, other memory"),
  .chapter = PGS_CHAPTER_SHARING,
  .text = N_(
    "Two processes use the same address. Do they use the same memory? An address means something only within one "
    "[[address space|address-space]]: each process has a [[page table|page-table]] of its own, and that decides to "
    "which [[frame|frame]] of RAM an address leads.\n\n"
    "So the same address can lead to different frames: then each process reads what it wrote itself. And different "
    "addresses can lead to the same frame: code is read from the program's file, is never changed, and lies in RAM "
    "only once, in the [[page cache|page-cache]], however many processes run it.\n\n"
    "Here a program linked for fixed addresses runs twice, and then a second build of it, as a position-independent "
    "executable (PIE). Most programs today are built like that, so that the kernel can place them at random addresses "
    "([[ASLR|aslr]]), which an attacker cannot know."),
  .peer = "second",
  .peer_name = N_("second run"),
  .view = PGS_LESSON_VIEW_POINTED,
  .color = PGS_LESSON_COLOR_SHARING,
  .steps = steps,
};
