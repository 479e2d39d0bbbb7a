/* pgs-lesson-leak.c: memory that nobody frees
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-lessons.h"

#include <glib/gi18n-lib.h>

/* glibc: it takes 128 KiB (M_TOP_PAD) more than it needs, in whole pages. */
#define RISE "(128K / page_size + 1) * page_size"

static const PgsLessonCheck first_checks[] = {
  {
    .what = N_("RES"),
    .measure = "change(res)",
    .expect = "count * block_size",
    .low = "512K",
    .high = "512K",
    .choices = { { "0" }, { "leaked * block_size" }, { "count * block_size" } },
  },
  {
    .what = N_("Size of [heap]"),
    .measure = "change(heap)",
    .expect = "count * block_size",
    .low = RISE,
    .high = RISE,
  },
  {
    .what = N_("Minor faults"),
    .measure = "change(minor)",
    .expect = "count * block_size / page_size",
    .low = "1",
    .high = "100",
  },
  { NULL },
};

static const PgsLessonCheck round_checks[] = {
  {
    .what = N_("RES"),
    .measure = "change(res)",
    .expect = "leaked * block_size",
    .low = "512K",
    .high = "512K",
    .choices = { { "0" }, { "(count - leaked) * block_size" }, { "leaked * block_size" }, { "count * block_size" } },
  },
  {
    .what = N_("VIRT"),
    .measure = "change(virt)",
    .expect = "leaked * block_size",
    .low = RISE,
    .high = "512K",
  },
  {
    .what = N_("Minor faults"),
    .measure = "change(minor)",
    .expect = "leaked * block_size / page_size",
    .low = "1",
    .high = "100",
    .choices = { { "0" }, { "leaked * block_size / page_size" }, { "count * block_size / page_size" } },
  },
  {
    .what = N_("Size of [heap]"),
    .measure = "change(heap)",
    .expect = "leaked * block_size",
    .low = RISE,
    .high = RISE,
  },
  {
    .what = N_("What grew outside of [heap]"),
    .measure = "change(virt) - change(heap)",
    .expect = "0",
    .high = "512K",
    .choices = { { "0", N_("nothing") }, { "leaked * block_size" } },
  },
  {
    .what = N_("RES outside of [heap]"),
    .measure = "change(res - rss:heap_area)",
    .expect = "0",
    .low = "512K",
    .high = "512K",
  },
  { NULL },
};

static const PgsLessonStep steps[] = {
  {
    .id = "first",
    .title = N_("The first round"),
    .text = N_("{count} blocks of 4 KiB are taken and written. Every fourth is freed, then the round is over."),
    .result = N_("RES grew by {change(res)}, all that was taken. What was freed stays in the heap, for the next "
                 "round."),
    .checks = first_checks,
    .pointers = { { "heap_area", NULL, N_("[heap]") } },
  },
  {
    .id = "round",
    .title = N_("One more round"),
    .text = N_("The same again. The blocks freed in the last round can be used once more."),
    .result = N_("RES grew by {change(res)}, VIRT by {change(virt)}, with {change(minor)} page faults. The heap "
                 "grew by {change(heap)}, everything else by {change(virt) - change(heap)}. Nobody knows the "
                 "addresses of these blocks any more."),
    .repeat = 4,
    .checks = round_checks,
    .pointers = { { "heap_area", NULL, N_("[heap]") } },
  },
  { NULL },
};

const PgsLesson pgs_lesson_leak = {
  .name = "leak",
  .title = N_("A memory leak"),
  .chapter = PGS_CHAPTER_HEAP,
  .text = N_(
    "A program leaks memory if it takes some and forgets to give it back. Nothing fails, and nothing is wrong in "
    "a single moment: a heap of 10 MiB may be just what the program needs. What gives a leak away is time. Do the "
    "same work again and again, and look whether RES returns to where it was.\n\n"
    "Here each round of work takes 1,024 blocks of 4 KiB and frees every fourth of them. The others are lost: no "
    "variable holds their addresses any longer. The kernel cannot know that. It sees pages that were written and "
    "belong to the [[heap|heap]], so they stay [[resident|resident]], or go to [[swap|swap]] when RAM gets short, "
    "until the program ends. Then all of it is free at once, leaked or not.\n\n"
    "In the full window, compare the moments before and after a round: the list of what grew begins with [heap]."),
  .view = PGS_LESSON_VIEW_POINTED,
  .color = PGS_LESSON_COLOR_STATE,
  .steps = steps,
};
