/* pgs-lesson-mmap.c: what mmap(), mprotect() and munmap() do to the map of a process
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
    .what = N_("New mappings"),
    .measure = "change(regions)",
    .expect = "if(region_size:block = size, 1, 0)",
    .choices = { { "0", N_("0: a neighbour grows") }, { "1" }, { "size / page_size", N_("one for each page") } },
  },
  { .what = N_("Mapped addresses of the block"), .measure = "mapped:block", .expect = "size" },
  { .what = N_("Resident memory of the block"), .measure = "rss:block", .expect = "0" },
  { NULL },
};

static const PgsLessonCheck protect_checks[] = {
  {
    .what = N_("New mappings"),
    .measure = "change(regions)",
    .expect = "2",
    .choices = { { "0" }, { "1" }, { "2" } },
  },
  {
    .what = N_("VIRT"),
    .measure = "change(virt)",
    .expect = "0",
    .high = "512K",
    .choices = { { "0" }, { "part_size" } },
  },
  { .what = N_("Size of the mapping in the middle"), .measure = "region_size:middle", .expect = "part_size" },
  {
    .what = N_("May the middle be written?"),
    .measure = "writable:middle",
    .expect = "0",
    .unit = PGS_UNIT_YES_NO,
  },
  { .what = N_("May its neighbour be written?"), .measure = "writable:block", .expect = "1", .unit = PGS_UNIT_YES_NO },
  { NULL },
};

static const PgsLessonCheck unmap_checks[] = {
  {
    .what = N_("VIRT"),
    .measure = "change(virt)",
    .expect = "0 - part_size",
    .high = "512K",
    .choices = { { "0" }, { "0 - part_size" }, { "0 - size" } },
  },
  {
    .what = N_("Mappings"),
    .measure = "change(regions)",
    .expect = "0 - 1",
    .choices = { { "0 - 2" }, { "0 - 1" }, { "0" } },
  },
  { .what = N_("Mapped addresses of the middle"), .measure = "mapped:middle", .expect = "0" },
  { .what = N_("Mapped addresses of the block"), .measure = "mapped:block", .expect = "size - part_size" },
  { NULL },
};

static const PgsLessonStep steps[] = {
  {
    .id = "map",
    .title = N_("mmap() 100 MiB"),
    .text = N_("The map is a list of mappings. What will be different in it?"),
    .result = N_("The block begins at {address(block)|address}, in a mapping of {region_size:block}; the map has "
                 "{change(regions)} mapping(s) more. Since Linux 6.7 a block of this size begins at a multiple of 2 MiB, "
                 "where a huge page fits; this one begins {address(block) - address(block) / 2M * 2M|bytes} behind one."),
    .checks = map_checks,
    .pointers = { { "block", NULL, N_("the 100 MiB block") } },
  },
  {
    .id = "protect",
    .title = N_("Make 10 MiB in its middle read-only"),
    .text = N_("A mapping has one protection for all of its pages."),
    .result = N_("{change(regions)} mappings more: before the middle, the middle with {region_size:middle}, and behind it. "
                 "VIRT is what it was."),
    .checks = protect_checks,
    .pointers = { { "block", NULL, N_("the 100 MiB block") }, { "middle", NULL, N_("the middle, read-only") } },
  },
  {
    .id = "unmap",
    .title = N_("munmap() the middle"),
    .text = N_("What happens to the addresses behind it?"),
    .result = N_("VIRT changed by {+change(virt)}. The middle is a hole now: nothing moves together, as the addresses "
                 "behind it may stand in the program's pointers."),
    .checks = unmap_checks,
    .pointers = { { "block", NULL, N_("the 100 MiB block") }, { "middle", NULL, N_("the hole") } },
  },
  { NULL },
};

const PgsLesson pgs_lesson_mmap = {
  .name = "mmap",
  .title = N_("Mappings"),
  .chapter = PGS_CHAPTER_RESERVE,
  .text = N_(
    "The [[address space|address-space]] of a process is nearly empty. What is in use is a list of mappings: ranges "
    "of addresses, each with one origin (a file, or nothing: anonymous memory) and one protection (read, write, "
    "execute). It is what /proc/PID/maps prints and what the map on the right shows.\n\n"
    "[[mmap()|mmap]] adds to this list. If the new range lies beside a mapping of the same kind, that one simply grows. "
    "mprotect() changes the protection of a part, and as a mapping has only one, the kernel cuts it. munmap() removes "
    "addresses and leaves a hole; whoever touches it gets a "
    "[[segmentation fault|segmentation-fault]].\n\n"
    "All of that is bookkeeping. Not one [[page|page]] of RAM is taken or given here, only "
    "[[virtual memory|virtual-memory]]."),
  .view = PGS_LESSON_VIEW_MAP,
  .color = PGS_LESSON_COLOR_KIND,
  .steps = steps,
};
