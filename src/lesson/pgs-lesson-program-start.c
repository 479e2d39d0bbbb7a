/* pgs-lesson-program-start.c: what of a program is in RAM when it starts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-lessons.h"

#include <glib/gi18n-lib.h>

static const PgsLessonCheck start_checks[] = {
  {
    .what = N_("VIRT"),
    .measure = "change(virt)",
    .expect = "total",
    .low = "512K",
    .high = "512K",
    .choices = { { "0" }, { "in_file", N_("what the file holds") }, { "total" } },
  },
  {
    .what = N_("RES"),
    .measure = "change(res)",
    .expect = "0",
    .low = "1M",
    .high = "1M",
    .choices = { { "0", N_("hardly anything") }, { "in_file", N_("what the file holds") }, { "total" } },
  },
  {
    .what = N_("Resident memory of the constants"),
    .measure = "rss:constants",
    .expect = "0",
    .high = "2 * fault_around",
  },
  {
    .what = N_("Resident memory of the variables"),
    .measure = "rss:variables",
    .expect = "0",
    .high = "2 * fault_around",
  },
  { .what = N_("Resident memory of the zeros"), .measure = "rss:zeros", .expect = "0", .high = "2 * page_size" },
  { NULL },
};

static const PgsLessonCheck read_constant_checks[] = {
  {
    .what = N_("Page faults"),
    .measure = "change(minor + major)",
    .expect = "1",
    .high = "100",
    .choices = { { "0" }, { "1" }, { "size(constants) / page_size" } },
  },
  {
    .what = N_("Resident memory of the constants"),
    .measure = "change(rss:constants)",
    .expect = "fault_around",
    .low = "fault_around - page_size",
    .high = "2M",
    .choices = { { "page_size", N_("one page") }, { "fault_around" }, { "size(constants)" } },
    .reason = N_("Only neighbours that are in the page cache already are entered; how many there are side by side depends "
                 "on the file system."),
  },
  { NULL },
};

static const PgsLessonCheck write_variable_checks[] = {
  {
    .what = N_("Page faults"),
    .measure = "change(minor + major)",
    .expect = "1",
    .high = "100",
    .choices = { { "0" }, { "1" }, { "size(variables) / page_size" } },
  },
  {
    .what = N_("Resident memory of the variables"),
    .measure = "change(rss:variables)",
    .expect = "page_size",
    .choices = { { "page_size", N_("one page") }, { "fault_around" }, { "size(variables)" } },
  },
  { .what = N_("Pages that are no longer the file's"),
    .measure = "present:variables - file_pages:variables",
    .expect = "1" },
  { NULL },
};

static const PgsLessonCheck read_zero_checks[] = {
  {
    .what = N_("Minor faults"),
    .measure = "change(minor)",
    .expect = "1",
    .high = "100",
    .choices = { { "0" }, { "1" }, { "size(zeros) / page_size" } },
  },
  {
    .what = N_("Resident memory of the zeros"),
    .measure = "change(rss:zeros)",
    .expect = "0",
    .choices = { { "0" }, { "page_size" }, { "fault_around" } },
  },
  { .what = N_("Pages that show the zero page"), .measure = "zero:zeros", .expect = "1" },
  { NULL },
};

static const PgsLessonCheck write_zero_checks[] = {
  {
    .what = N_("Minor faults"),
    .measure = "change(minor)",
    .expect = "1",
    .high = "100",
    .choices = { { "0" }, { "1" }, { "2" } },
  },
  {
    .what = N_("Resident memory of the zeros"),
    .measure = "change(rss:zeros)",
    .expect = "page_size",
    .choices = { { "0" }, { "page_size" }, { "fault_around" } },
  },
  { .what = N_("Pages that show the zero page"), .measure = "zero:zeros", .expect = "0" },
  { NULL },
};

static const PgsLessonStep steps[] = {
  {
    .id = "start",
    .title = N_("execve(): the large program starts"),
    .text = N_("It brings 32 MiB of constants and 16 MiB of variables in its file, and 16 MiB of zeros that are not in the "
               "file. What of this does the kernel load before main() begins?"),
    .result = N_("VIRT is {virt}, RES {res}: of the constants {rss:constants}, of the variables {rss:variables}, of the zeros "
                 "{rss:zeros} are in RAM. To start a program is to map its file; what it needs is loaded when it needs it."),
    .checks = start_checks,
    .pointers = { { "constants", NULL, N_("constants (.rodata)") },
                  { "variables", NULL, N_("variables (.data)") },
                  { "zeros", NULL, N_("zeros (.bss)") } },
  },
  {
    .id = "read-constant",
    .title = N_("Read one constant"),
    .text = N_("One byte out of 32 MiB."),
    .result = N_("{change(minor + major)} page fault(s) brought {change(rss:constants)}: the page and its neighbours, which "
                 "the page cache had."),
    .checks = read_constant_checks,
    .pointers = { { "constants", NULL, N_("constants (.rodata)") } },
  },
  {
    .id = "write-variable",
    .title = N_("Write one variable"),
    .text = N_("Variables come from the file, too. May writing to them change the file?"),
    .result = N_("{change(minor + major)} page fault(s): the kernel copied the file's page, {change(rss:variables)}, and the "
                 "program writes to this copy. Nobody else sees it."),
    .checks = write_variable_checks,
    .pointers = { { "variables", NULL, N_("variables (.data)") } },
  },
  {
    .id = "read-zero",
    .title = N_("Read one of the zeros"),
    .text = N_("It was never written, and no file has it."),
    .result = N_("{change(minor)} page fault(s), but the zeros take {rss:zeros} of RAM: {zero:zeros} page shows the page full "
                 "of zeros that the whole system shares."),
    .checks = read_zero_checks,
    .pointers = { { "zeros", NULL, N_("zeros (.bss)") } },
  },
  {
    .id = "write-zero",
    .title = N_("Write one of the zeros"),
    .text = N_("Its page was read a moment ago and is in the page table."),
    .result = N_("{change(minor)} page fault(s) again, and now it takes {change(rss:zeros)} of RAM."),
    .checks = write_zero_checks,
    .pointers = { { "zeros", NULL, N_("zeros (.bss)") } },
  },
  { NULL },
};

const PgsLesson pgs_lesson_program_start = {
  .name = "program-start",
  .title = N_("A program starts"),
  .chapter = PGS_CHAPTER_RESERVE,
  .text = N_(
    "It is often said that a program is loaded into memory and then started. Linux does not load it. [[execve()|exec]] "
    "replaces the [[address space|address-space]] of the process with a new one in which the program's file is mapped, "
    "and jumps to its first instruction. Whatever is touched comes by a [[page fault|page-fault]]: "
    "[[demand paging|demand-paging]] for code and data.\n\n"
    "Constants (.rodata) are shown from the [[page cache|page-cache]], together with their neighbours "
    "([[fault-around|fault-around]]); all processes that run the program share them. Variables (.data) are in the file as "
    "well, but a page that is written is copied first: [[copy on write|copy-on-write]]. Variables that begin as zero "
    "(.bss) are not in the file at all; until they are written they show the [[zero page|zero-page]].\n\n"
    "First a small program runs here. Then it executes a large one in its own place: the same PID, with 64 MiB of data. "
    "Predict how much of it is [[resident|resident]] when main() begins."),
  .view = PGS_LESSON_VIEW_POINTED,
  .color = PGS_LESSON_COLOR_STATE,
  .steps = steps,
};
