/* pgs-lesson-file-map.c: a file read and written as memory
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
    .choices = { { "0" }, { "page_size", N_("one page, as the file has") }, { "size" } },
  },
  { .what = N_("Resident pages of the mapping"), .measure = "present:mapping", .expect = "0" },
  { .what = N_("SHR"), .measure = "change(shr)", .expect = "0", .high = "512K" },
  { NULL },
};

/* A major fault where the kernel has to wait for the page: seen with Linux 6.1 and ext4. */
static const PgsLessonCheck read_checks[] = {
  {
    .what = N_("Page faults, minor and major"),
    .measure = "change(minor) + change(major)",
    .expect = "1",
    .high = "100",
    .choices = { { "0" }, { "1" }, { "size / page_size" } },
  },
  {
    .what = N_("SHR"),
    .measure = "change(shr)",
    .expect = "page_size",
    .high = "512K",
    .choices = { { "page_size", N_("one page") }, { "size / 2" }, { "size" } },
  },
  { .what = N_("Resident pages of the mapping"), .measure = "present:mapping", .expect = "1" },
  { .what = N_("Resident memory of the first page"), .measure = "rss:page", .expect = "page_size" },
  { NULL },
};

static const PgsLessonCheck write_checks[] = {
  {
    .what = N_("Minor faults"),
    .measure = "change(minor)",
    .expect = "1",
    .low = "1",
    .high = "100",
    .choices = { { "1" }, { "5", N_("one for each byte") }, { "size / page_size" } },
    .reason = N_("Some file systems let a page be written as soon as it was read."),
  },
  {
    .what = N_("Anonymous memory (a copy of its own)"),
    .measure = "change(anon)",
    .expect = "0",
    .high = "512K",
    .choices = { { "0" }, { "page_size * 2", N_("a page or two") }, { "size" } },
  },
  { .what = N_("Resident pages of the mapping"), .measure = "present:mapping", .expect = "1" },
  { NULL },
};

static const PgsLessonCheck reader_checks[] = {
  {
    .what = N_("Does its read() give HELLO?"),
    .measure = "seen",
    .expect = "1",
    .unit = PGS_UNIT_YES_NO,
    .choices = { { "0", N_("not before it is written to disk") }, { "1", N_("at once") } },
  },
  { NULL },
};

static const PgsLessonCheck beyond_checks[] = {
  {
    .what = N_("The signal that ends the child"),
    .measure = "signal",
    .expect = "sigbus",
    .unit = PGS_UNIT_SIGNAL,
    .choices = { { "0", N_("none: it reads zeros") }, { "sigsegv" }, { "sigbus" } },
  },
  { .what = N_("Resident pages of the mapping"), .measure = "present:mapping", .expect = "1" },
  { NULL },
};

static const PgsLessonCheck large_checks[] = {
  {
    .what = N_("Minor faults"),
    .measure = "change(minor)",
    .expect = "1",
    .high = "100",
    .choices = { { "0" }, { "1" }, { "size(large) / page_size" } },
  },
  {
    .what = N_("Pages that came with it"),
    .measure = "present:large",
    .expect = "fault_around / page_size",
    .low = "fault_around / page_size - 1",
    .high = "512",
    .choices = { { "1" }, { "fault_around / page_size" }, { "size(large) / page_size" } },
    .reason = N_("The kernel enters as many neighbours as its page cache holds side by side, but not more than a "
                 "page table has entries."),
  },
  { NULL },
};

static const PgsLessonStep steps[] = {
  {
    .id = "map",
    .title = N_("Map the file of 6 bytes as 100 MiB"),
    .text = N_("The mapping is far larger than the file. May that be?"),
    .result = N_("It may: VIRT grew by {change(virt)}. {present:mapping} pages are in RAM: nothing was read yet."),
    .checks = map_checks,
    .pointers = { { "mapping", NULL, N_("the mapped file") } },
  },
  {
    .id = "read",
    .title = N_("Read its first byte"),
    .text = N_("The file was written a moment ago, so its page is still in the page cache."),
    .result = N_("{change(minor) + change(major)} page fault(s), and {present:mapping} page is resident: the one of the page cache itself, no "
                 "copy. So it counts as shared: SHR grew by {change(shr)}."),
    .checks = read_checks,
    .pointers = { { "page", NULL, N_("the file's only page") } },
  },
  {
    .id = "write",
    .title = N_("memcpy() \"HELLO\" into it"),
    .text = N_("The page was entered for reading. Does the program get a copy to write to?"),
    .result = N_("{change(minor)} page fault(s), by which the kernel learns that the page is no longer what is on disk. There "
                 "is no copy: anonymous memory grew by {change(anon)}."),
    .checks = write_checks,
    .pointers = { { "page", NULL, N_("the file's only page") } },
  },
  {
    .id = "reader",
    .title = N_("Another process reads the file"),
    .text = N_("It uses read(), not the mapping. Nobody called write()."),
    .result = N_("read() looks in the page cache, too, and there it says HELLO. To the disk it goes some seconds "
                 "later."),
    .checks = reader_checks,
    .pointers = { { "page", NULL, N_("the file's only page") } },
  },
  {
    .id = "beyond",
    .title = N_("A child reads the second page"),
    .text = N_("The address is mapped, but the file ends long before."),
    .result = N_("{signal|signal}: the mapping is legal, but there is nothing in the file that could be shown."),
    .checks = beyond_checks,
    .pointers = { { "mapping", NULL, N_("the mapped file") } },
  },
  {
    .id = "large",
    .title = N_("Read one byte of a file of 1 MiB"),
    .text = N_("All of this file is in the page cache. How many pages does one page fault enter?"),
    .result = N_("{change(minor)} page fault(s), and {present:large} pages of {size(large) / page_size|count} are there: where "
                 "one page of a file is read, its neighbours soon are."),
    .checks = large_checks,
    .pointers = { { "large", NULL, N_("the file of 1 MiB") } },
  },
  { NULL },
};

const PgsLesson pgs_lesson_file_map = {
  .name = "file-map",
  .title = N_("A file as memory"),
  .chapter = PGS_CHAPTER_RESERVE,
  .text = N_(
    "A file can be used like an array: [[mmap()|mmap]] gives it addresses, and from then on reading and writing "
    "memory is reading and writing the file.\n\n"
    "Linux keeps the content of files in RAM, in the [[page cache|page-cache]]. read() copies from there. A shared "
    "mapping shows these very [[pages|page]] to the program, entered in its [[page table|page-table]] at the first "
    "touch; so a byte that is stored there is at once what every other program reads, long before it is "
    "on disk. If the pages are in the cache already, this is a [[minor fault|minor-fault]], and the kernel enters "
    "cached neighbours on the same occasion ([[fault-around|fault-around]]).\n\n"
    "A mapping may be larger than its file. What lies behind the file's last page has addresses but no content: "
    "touching it ends in the [[signal|signal]] SIGBUS.\n\n"
    "The file has to lie on a disk, as a tmpfs keeps files in memory of another kind."),
  .needs = PGS_NEEDS_DISK,
  .view = PGS_LESSON_VIEW_POINTED,
  .color = PGS_LESSON_COLOR_STATE,
  .steps = steps,
};
