/* pgs-lesson-fragmentation.c: free memory between blocks that are in use
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-lessons.h"

#include <glib/gi18n-lib.h>

/* glibc: it takes 128 KiB (M_TOP_PAD) more than it needs, in whole pages. */
#define RISE "(128K / page_size + 1) * page_size"

/* Of a hole of four pages and a header, three are whole; the first and the last page are shared with neighbours. */
#define WHOLE_PAGES "(total / 2 * 3 / 4)"

#define RES_STAYS(...)                                                                                             \
  {                                                                                                                \
    .what = N_("RES"), .measure = "change(res)", .expect = "0", .low = "512K", .high = "512K", .choices            \
        = { { "0" }, __VA_ARGS__ }                                                                                 \
  }

static const PgsLessonCheck fill_checks[] = {
  {
    .what = N_("Size of [heap]"),
    .measure = "change(heap)",
    .expect = "total",
    .low = RISE,
    .high = "1M",
    .choices = { { "0" }, { "total" } },
  },
  { .what = N_("RES"), .measure = "change(res)", .expect = "total", .low = "512K", .high = "1M" },
  { NULL },
};

static const PgsLessonCheck free_half_checks[] = {
  RES_STAYS ({ "-total / 2" }, { "-total" }),
  { .what = N_("Size of [heap]"), .measure = "change(heap)", .expect = "0" },
  { .what = N_("Pages of the comb in RAM"), .measure = "change(present:comb)", .expect = "0" },
  { NULL },
};

static const PgsLessonCheck ask_checks[] = {
  {
    .what = N_("Size of [heap]"),
    .measure = "change(heap)",
    .expect = "asked",
    .low = RISE,
    .high = RISE,
    .choices = { { "0" }, { "asked" } },
  },
  { .what = N_("RES"), .measure = "change(res)", .expect = "asked", .low = "512K", .high = "512K" },
  { NULL },
};

static const PgsLessonCheck trim_checks[] = {
  RES_STAYS ({ "-total / 2" }),
  { .what = N_("Pages of the comb in RAM"), .measure = "change(present:comb)", .expect = "0" },
  { NULL },
};

static const PgsLessonCheck free_rest_checks[] = {
  {
    .what = N_("Size of [heap]"),
    .measure = "change(heap)",
    .expect = "-(total + asked)",
    .low = "1M",
    .high = "1M",
    .choices = { { "0" }, { "-total / 2" }, { "-(total + asked)" } },
  },
  { .what = N_("RES"), .measure = "change(res)", .expect = "-(total + asked)", .low = "1M", .high = "1M" },
  { NULL },
};

static const PgsLessonCheck free_half_large_checks[] = {
  RES_STAYS ({ "-total / 2" }),
  { .what = N_("Size of [heap]"), .measure = "change(heap)", .expect = "0" },
  { NULL },
};

static const PgsLessonCheck trim_large_checks[] = {
  {
    .what = N_("RES"),
    .measure = "change(res)",
    .expect = "-" WHOLE_PAGES,
    .low = "512K",
    .high = "512K",
    .choices = { { "0" }, { "-" WHOLE_PAGES }, { "-total" } },
    .reason = N_("Another C library gives back holes by other rules, or none."),
  },
  {
    .what = N_("Size of [heap]"),
    .measure = "change(heap)",
    .expect = "0",
    .low = "512K",
    .choices = { { "0" }, { "-total / 2" } },
  },
  {
    .what = N_("Swap"),
    .measure = "swap",
    .expect = "0",
  },
  { NULL },
};

static const PgsLessonStep steps[] = {
  {
    .id = "fill",
    .title = N_("Take 64 MiB in blocks of a page"),
    .text = N_("{total|bytes} in blocks of {page_size}, and all of them are written."),
    .result = N_("The heap is {heap} large, with {count} blocks and their headers."),
    .checks = fill_checks,
    .pointers = { { "heap_area", NULL, N_("[heap]") } },
  },
  {
    .id = "free-half",
    .title = N_("Free every second block"),
    .text = N_("Half of the heap is free now, in holes of the size of a page. Will RES be half of what it was?"),
    .result = N_("RES changed by {+change(res)}, the heap by {+change(heap)}. The blocks do not begin where pages "
                 "begin, so each page still holds a part of a block that is in use."),
    .checks = free_half_checks,
    .pointers = { { "comb", NULL, N_("every second block is free") } },
  },
  {
    .id = "ask",
    .title = N_("Take 16 blocks of 64 KiB"),
    .text = N_("32 MiB are free, only {asked|bytes} is asked for. Does the heap have to grow?"),
    .result = N_("Yes, by {change(heap)}: none of the holes is large enough for one of these blocks. That is what "
                 "fragmentation costs."),
    .checks = ask_checks,
    .pointers = { { "comb", NULL, N_("every second block is free") } },
  },
  {
    .id = "trim",
    .title = N_("malloc_trim()"),
    .text = N_("malloc_trim() asks malloc to give back to the kernel what it can."),
    .result = N_("RES changed by {+change(res)}: there is no page that is free as a whole."),
    .checks = trim_checks,
    .pointers = { { "comb", NULL, N_("every second block is free") } },
  },
  {
    .id = "free-rest",
    .title = N_("Free everything"),
    .text = N_("Now the holes meet."),
    .result = N_("The heap shrank by {change(heap)}, to {heap}: its end was free, so all of it could go."),
    .checks = free_rest_checks,
    .pointers = { { "heap_area", NULL, N_("[heap]") } },
  },
  {
    .id = "fill-large",
    .title = N_("Take 64 MiB in blocks of four pages"),
    .text = N_("The same once more, with larger blocks."),
    .result = N_("The heap is {heap} large again."),
    .checks = fill_checks,
    .pointers = { { "heap_area", NULL, N_("[heap]") } },
  },
  {
    .id = "free-half-large",
    .title = N_("Free every second block"),
    .text = N_("The holes are larger now. Does free() give their pages back?"),
    .result = N_("RES changed by {+change(res)}: free() gives back only what lies at the end of the heap."),
    .checks = free_half_large_checks,
    .pointers = { { "comb_large", NULL, N_("every second block is free") } },
  },
  {
    .id = "trim-large",
    .title = N_("malloc_trim() again"),
    .text = N_("Each hole contains whole pages now. What can go, and what cannot?"),
    .result = N_("RES fell by {change(res)}, while the heap changed by {+change(heap)}: pages were given back out "
                 "of its middle, their addresses stay. Of four pages in a hole three were whole."),
    .checks = trim_large_checks,
    .pointers = { { "comb_large", NULL, N_("the holes without their pages") } },
  },
  { NULL },
};

const PgsLesson pgs_lesson_fragmentation = {
  .name = "fragmentation",
  .title = N_("Fragmentation"),
  .chapter = PGS_CHAPTER_HEAP,
  .text = N_(
    "A program that frees half of its memory does not always need less. It depends on where the free memory lies. "
    "If blocks in use and free ones take turns, what is free is many holes: too small for a larger block, and of "
    "no use to the kernel, which can only take back whole [[pages|page]]. That is [[fragmentation|fragmentation]] "
    "of the [[heap|heap]].\n\n"
    "Here 64 MiB are taken in blocks of one page and every second is freed. Each block has a small header, so the "
    "blocks do not fit the pages exactly, and nearly every page holds parts of two blocks. malloc_trim(), which "
    "gives free pages back, finds none. Then the same with blocks of four pages.\n\n"
    "RAM itself is fragmented, too: free [[frames|frame]] lie scattered, and a large piece in a row is rare. That "
    "is another thing, which most programs never notice; see the experiment “Scattered frames” and "
    "/proc/buddyinfo."),
  .view = PGS_LESSON_VIEW_POINTED,
  .color = PGS_LESSON_COLOR_STATE,
  .steps = steps,
};
