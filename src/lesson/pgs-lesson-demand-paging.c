/* pgs-lesson-demand-paging.c: a mapping costs nothing until its pages are touched
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-lessons.h"

#include <glib/gi18n-lib.h>

static const PgsLessonCheck map_checks[] = {
  {
    .what = N_("VIRT"),
    .measure = "change(virt)",
    .expect = "size",
    .high = "512K",
    .choices = { { "0" }, { "part_size" }, { "size" } },
  },
  {
    .what = N_("RES"),
    .measure = "change(res)",
    .expect = "0",
    .high = "512K",
    .choices = { { "0" }, { "part_size" }, { "size" } },
  },
  { .what = N_("Resident pages of the block"), .measure = "present:block", .expect = "0" },
  { .what = N_("Promised by the system (part of Committed_AS)"), .measure = "promised:block", .expect = "size" },
  { NULL },
};

static const PgsLessonCheck read_checks[] = {
  {
    .what = N_("Minor faults"),
    .measure = "change(minor)",
    .expect = "part_size / page_size",
    .high = "100",
    .choices = { { "0" }, { "1" }, { "part_size / page_size" } },
  },
  {
    .what = N_("RES"),
    .measure = "change(res)",
    .expect = "0",
    .high = "512K",
    .choices = { { "0" }, { "part_size" }, { "size" } },
  },
  { .what = N_("Pages that show the zero page"), .measure = "zero:first", .expect = "part_size / page_size" },
  { .what = N_("Resident memory of the block"), .measure = "rss:block", .expect = "0" },
  { NULL },
};

static const PgsLessonCheck write_checks[] = {
  {
    .what = N_("Minor faults"),
    .measure = "change(minor)",
    .expect = "part_size / page_size",
    .high = "100",
    .choices = { { "0" }, { "1" }, { "part_size / page_size" } },
  },
  {
    .what = N_("RES"),
    .measure = "change(res)",
    .expect = "part_size",
    .high = "512K",
    .choices = { { "0" }, { "part_size" }, { "size" } },
  },
  { .what = N_("Major faults"), .measure = "change(major)", .expect = "0" },
  { .what = N_("Resident memory of the block"), .measure = "change(rss:block)", .expect = "part_size" },
  {
    .what = N_("Anonymous memory of the program"),
    .measure = "change(anon)",
    .expect = "part_size",
    .high = "512K",
  },
  { .what = N_("VIRT"), .measure = "change(virt)", .expect = "0", .high = "512K" },
  { NULL },
};

static const PgsLessonStep steps[] = {
  {
    .id = "map",
    .title = N_("Map 100 MiB"),
    .text = N_("mmap() asks for addresses. Does it also get memory?"),
    .result = N_("VIRT grew by {change(virt)}, RES by {change(res)}: the addresses are there, the memory is not. "
                 "The system has promised {promised:block}. Committed_AS, the sum of all its promises, changed by "
                 "{+change(committed)}, with what other programs asked for or gave back in the same time."),
    .checks = map_checks,
    .pointers = { { "block", NULL, N_("the 100 MiB block") } },
  },
  {
    .id = "read",
    .title = N_("Read the first 10 MiB"),
    .text = N_("Nothing was ever stored there. What can the kernel show?"),
    .result = N_("{change(minor)} page faults, and yet RES grew by {change(res)}: all of these pages show one "
                 "and the same page full of zeros."),
    .checks = read_checks,
    .pointers = { { "first", NULL, N_("the first 10 MiB") } },
  },
  {
    .id = "write",
    .title = N_("Write the first 10 MiB"),
    .text = N_("What is written must be kept somewhere."),
    .result = N_("{change(minor)} page faults, one for each page, and RES grew by {change(res)}: now every page has "
                 "a frame of its own. In the same time AnonPages of the whole machine changed by "
                 "{+change(anon_pages)}, with "
                 "what other programs did."),
    .checks = write_checks,
    .pointers = { { "first", NULL, N_("the first 10 MiB") } },
  },
  {
    .id = "write-more",
    .title = N_("Write the next 10 MiB"),
    .result = N_("{change(minor)} page faults, and {rss:block} of {size(block)} are resident."),
    .repeat = 9,
    .checks = write_checks,
    .pointers = { { "part", NULL, N_("the next 10 MiB") } },
  },
  { NULL },
};

const PgsLesson pgs_lesson_demand_paging = {
  .name = "demand-paging",
  .title = N_("Demand paging"),
  .chapter = PGS_CHAPTER_RESERVE,
  .text = N_(
    "A program that asks for memory gets a promise: a range of addresses in its [[virtual memory|virtual-memory]]. "
    "No RAM belongs to it yet. When the program touches a [[page|page]] for the first time, the processor finds no "
    "entry in the [[page table|page-table]] and stops it with a [[page fault|page-fault]]. The kernel then "
    "finds a frame of RAM, fills it with zeros, enters it in the page table, and the program goes on as if nothing "
    "had happened. That is [[demand paging|demand-paging]].\n\n"
    "Reading is cheaper still: as long as a page was never written, every read can be served by the same page full "
    "of zeros, which the whole system shares. It takes a page fault, but no RAM.\n\n"
    "Here 100 MiB are mapped. Watch VIRT rise at once, and [[RES|resident]] only as pages are written."),
  .view = PGS_LESSON_VIEW_POINTED,
  .color = PGS_LESSON_COLOR_STATE,
  .steps = steps,
};
