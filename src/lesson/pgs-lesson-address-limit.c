/* pgs-lesson-address-limit.c: a program can run out of addresses while there is RAM enough
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-lessons.h"

#include <glib/gi18n-lib.h>

/* ENOMEM is 12 on every Linux: errno(3). */
#define REFUSED(fact)                                                                                         \
  {                                                                                                           \
    .what = N_("Refused for lack of memory (ENOMEM)"), .measure = fact " = 12", .expect = "1",               \
    .unit = PGS_UNIT_YES_NO, .reason = NO_32_BIT,                                                             \
  }
#define NO_32_BIT N_("The kernel may not run 32-bit programs, or the compiler could not make one.")

/* A 64-bit kernel leaves a 32-bit program all of its 4 GiB but two pages (IA32_PAGE_OFFSET). The first 64 KiB
 * (vm.mmap_min_addr), the distance below the stack (256 pages) and each gap that is smaller than a block stay
 * free. */
static const PgsLessonCheck narrow_checks[] = {
  {
    .what = N_("VIRT of the 32-bit program"),
    .measure = "virt@narrow",
    .expect = "4G",
    .low = "16M",
    .choices = { { "2G" }, { "4G" }, { "mem_total", N_("all of the RAM") } },
    .reason = NO_32_BIT,
  },
  {
    .what = N_("RES of the 32-bit program"),
    .measure = "res@narrow",
    .expect = "0",
    .high = "512K",
    .choices = { { "0", N_("next to nothing") }, { "2G" }, { "4G" } },
    .reason = NO_32_BIT,
  },
  REFUSED ("narrow_error"),
  {
    .what = N_("Blocks of 1 MiB"),
    .measure = "narrow_blocks",
    .expect = "4G / 1M",
    .low = "16",
    .unit = PGS_UNIT_COUNT,
    .reason = NO_32_BIT,
  },
  {
    .what = N_("Highest block"),
    .measure = "narrow_highest",
    .expect = "4G",
    .low = "16M",
    .unit = PGS_UNIT_ADDRESS,
    .reason = NO_32_BIT,
  },
  {
    .what = N_("More RAM is available than it uses"),
    .measure = "mem_available > res@narrow",
    .expect = "1",
    .unit = PGS_UNIT_YES_NO,
  },
  { NULL },
};

static const PgsLessonCheck quota_checks[] = {
  {
    .what = N_("VIRT of the program with a quota"),
    .measure = "virt",
    .expect = "4G",
    .low = "1M",
    .choices = { { "2G" }, { "4G" }, { "mem_total", N_("all of the RAM") } },
  },
  { .what = N_("RES of the program with a quota"), .measure = "change(res)", .expect = "0", .high = "512K" },
  REFUSED ("quota_error"),
  {
    .what = N_("Its addresses lie above 4 GiB"),
    .measure = "quota_highest > 4G",
    .expect = "1",
    .unit = PGS_UNIT_YES_NO,
    .choices = { { "1" }, { "0" } },
  },
  { NULL },
};

static const PgsLessonStep steps[] = {
  {
    .id = "narrow",
    .title = N_("The 32-bit program takes all it can"),
    .text = N_("1 MiB after 1 MiB, none of it touched. {mem_available} of RAM are available."),
    .result = N_("After {narrow_blocks|count} blocks the next one was refused, at VIRT {virt@narrow} and RES {res@narrow}, "
                  "while {mem_available} of RAM were available: no address was left."),
    .checks = narrow_checks,
  },
  {
    .id = "quota",
    .title = N_("The program with a quota does the same"),
    .text = N_("Now the 64-bit program itself. Its quota (RLIMIT_AS, “ulimit -v”) is 4 GiB, as much as the other one has addresses. Do "
                  "its own look like those?"),
    .result = N_("The same error after {quota_blocks|count} blocks, but the highest lies at {quota_highest|address}: there "
                  "are addresses enough, it only may not have more of them."),
    .checks = quota_checks,
  },
  { NULL },
};

const PgsLesson pgs_lesson_address_limit = {
  .name = "address-limit",
  .title = N_("Out of addresses"),
  .chapter = PGS_CHAPTER_LIMITS,
  .text = N_(
    "Before memory can run out, addresses can. The size of an [[address space|address-space]] is given by the width of an "
    "address: with 32 bits there are 2³² of them, 4 GiB, however much RAM the machine has. An x86-64 processor "
    "translates 48 or 57 of 64 bits, which is 256 TiB or more; a program gets half of that.\n\n"
    "Two programs take 1 MiB after 1 MiB and touch none of it. A child is a real 32-bit program, as 64-bit machines "
    "still run them. The experiment itself is a 64-bit program with a quota: RLIMIT_AS limits the sum of all its "
    "mappings, its VIRT. Both get the same error in the end, “Cannot allocate memory”, though hardly any memory was allocated.\n\n"
    "Watch where in its address space each of them ends up."),
  .peer = "narrow",
  .peer_name = N_("32-bit program"),
  .view = PGS_LESSON_VIEW_MAP,
  .color = PGS_LESSON_COLOR_KIND,
  .steps = steps,
};
