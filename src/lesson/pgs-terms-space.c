/* pgs-terms-space.c: addresses, pages and what is counted of them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-terms.h"

#include <glib/gi18n-lib.h>

const PgsTerm pgs_terms_space[] = {
  {
    "virtual-memory",
    N_("virtual memory (VIRT)"),
    N_("Addresses of a program’s own, which the processor translates to places in RAM."),
    N_(
      "Every program sees addresses of its own, as if it had the whole machine to itself. For each access the "
      "processor translates the address, by the page table of that program, to a place in RAM, if there is one. So "
      "two programs can use the same address for different things, and a program can have far more addresses than "
      "the machine has RAM.\n\n"
      "VIRT counts all addresses that are mapped: what the program may use, not what it uses. Pages that were never "
      "touched count too, so VIRT alone says little about memory."),
    { "reserve", "mmap" },
    { "address-space", "resident", "page-table", "overcommit" },
  },
  {
    "address-space",
    N_("address space"),
    N_("All addresses that a process can name, and what is mapped at each of them."),
    N_(
      "The address space of a process is everything that its addresses can mean. The kernel keeps it as a list of "
      "mappings: ranges with one set of permissions each, and with what stands behind them, a file or nothing but "
      "zeros. Code, data, heap, libraries and stacks are such ranges. Between them lie gaps, and an access to a gap "
      "ends in a segmentation fault.\n\n"
      "With 48-bit addresses a 64-bit program has 128 TiB for itself; the other half belongs to the kernel. A 32-bit "
      "program has at most 4 GiB, however much RAM there is."),
    { "mmap", "same-address", "address-limit" },
    { "virtual-memory", "mmap", "kernel-half", "aslr" },
  },
  {
    "page",
    N_("page"),
    N_("The unit in which memory is mapped, usually 4 KiB of addresses."),
    N_(
      "Translating every single address would need a table as large as memory itself. So addresses are translated in "
      "blocks of one size, the pages: 4 KiB on most machines. The high bits of an address choose the page, the low "
      "12 bits the byte within it.\n\n"
      "Everything about memory happens by pages: permissions, sharing, page faults, swapping. A program that needs "
      "one byte of a page takes a whole one. The place in RAM that holds a page is called a frame."),
    { "demand-paging", "touch" },
    { "frame", "page-table", "huge-page", "page-fault" },
  },
  {
    "frame",
    N_("frame"),
    N_("A place in RAM that holds one page."),
    N_(
      "RAM is divided into frames of the size of a page, numbered from 0: the page frame number (PFN). A page that "
      "is resident lies in a frame; which one it is, the page table says. Neighbouring pages need not lie in "
      "neighbouring frames, since every page is translated on its own, and one frame can stand behind pages of "
      "several processes at once.\n\n"
      "Frame numbers are hidden from ordinary users, because they would help an attacker: the kernel then shows 0, "
      "which means denied, not frame 0."),
    { "scattered-frames", "same-address" },
    { "page", "page-table", "buddy-allocator" },
  },
  {
    "page-table",
    N_("page table"),
    N_("The table by which the processor translates the pages of a process to frames."),
    N_(
      "Each process has its own page table. An entry says in which frame a page lies and what may be done with it: "
      "read, write, execute. An entry that is not present makes the processor stop with a page fault.\n\n"
      "As a single flat table it would be huge and almost empty. So it is a tree, four or five levels deep on "
      "x86-64: each table fills one page and has 512 entries of 8 bytes, and branches where nothing is mapped do not "
      "exist. The lowest level costs one page (4 KiB) for every 2 MiB of addresses in use. The kernel counts it as "
      "VmPTE."),
    { "same-address", "copy-on-write" },
    { "page", "frame", "page-fault", "huge-page" },
  },
  {
    "resident",
    N_("resident memory (RES)"),
    N_("The part of a process’ pages that is in RAM now."),
    N_(
      "A page is resident if it lies in RAM and the page table of the process points to it. RES, also called RSS, is "
      "the sum of these pages: anonymous ones, those of files, and shared memory.\n\n"
      "RES counts a shared page in full for every process that uses it, so the sum over all processes is larger than "
      "what they use. Pages that only show the zero page, and hugetlb pages, are not counted. RES falls when memory "
      "is unmapped, given back or swapped out."),
    { "demand-paging", "touch", "swap-out" },
    { "virtual-memory", "pss", "demand-paging", "swap" },
  },
  {
    "pss",
    N_("PSS and USS"),
    N_("Fair shares of memory: PSS divides each page by its users, USS counts only pages of one’s own."),
    N_(
      "RES counts shared pages in full for everybody. The proportional set size (PSS) divides every resident page by "
      "the number of times it is mapped: of a page that four processes share, each bears a quarter. So the PSS of "
      "all processes add up to what they really hold together.\n\n"
      "The unique set size (USS) counts only pages that nobody else has mapped: what would become free if the "
      "process ended. RES ≥ PSS ≥ USS. Both are computed by the kernel when smaps is read, which is dear."),
    { "copy-on-write", "shared-count" },
    { "resident", "shared-memory", "copy-on-write" },
  },
  {
    "mmap",
    N_("mmap"),
    N_("The system call that maps a range of addresses, to a file or to zeros."),
    N_(
      "mmap() makes a new mapping: it reserves a range of addresses and notes what shall appear there. A file "
      "mapping shows the contents of a file, an anonymous one begins as zeros. A private mapping keeps changes to "
      "itself by copy on write; a shared one shows them to everybody who maps the same, and writes them to the file.\n\n"
      "The call itself brings no page into RAM: the pages come with their first access. munmap() takes the range "
      "away. Large blocks of malloc(), libraries and stacks of threads are all made by mmap()."),
    { "mmap", "file-map", "reserve" },
    { "virtual-memory", "brk", "demand-paging", "page-cache" },
  },
  {
    "aslr",
    N_("address space layout randomisation (ASLR)"),
    N_("The kernel puts stack, heap and libraries at random addresses in every run."),
    N_(
      "An attacker who knows where code and data lie can jump there. So at every exec the kernel chooses at random "
      "where stack, libraries and heap begin; a program linked as position-independent (PIE), as most are today, "
      "moves as a whole. A program linked to a fixed address, such as 0x400000, keeps that address.\n\n"
      "Only the virtual addresses are random. Which frames hold the pages is a different question, and code that two "
      "runs share lies in the same frames."),
    { "same-address" },
    { "address-space", "elf", "frame" },
  },
  {
    "elf",
    N_("ELF segments and entry point"),
    N_("What an executable file says about where its parts are mapped and where it starts."),
    N_(
      "A program file on Linux is in the ELF format. Its program headers describe segments: this part of the file, "
      "at this address, with these permissions. exec maps them, code (read, execute), constants (read) and data "
      "(read, write), and zeros after the data for variables without an initial value (bss). Nothing is read from "
      "the file yet; pages come as they are touched.\n\n"
      "The entry point is the address where the program starts. For a dynamically linked one the loader, ld.so, runs "
      "first and maps the libraries."),
    { "program-start", "same-address" },
    { "exec", "demand-paging", "aslr", "page-cache" },
  },
  {
    "kernel-half",
    N_("kernel half"),
    N_("The upper half of all addresses, which belongs to the kernel."),
    N_(
      "On a 64-bit machine the addresses with the highest bit set belong to the kernel, the others to the program. "
      "An access of a program to the kernel half ends in a segmentation fault, whether something lies there or not.\n\n"
      "In the past the kernel half stood in the page table of every process, protected by a bit. Since 2018 "
      "(Meltdown) processors with that flaw run programs with a second page table that lacks nearly all of it: page "
      "table isolation. Processors without the flaw keep one table. Addresses in the middle, which are neither, are "
      "called non-canonical."),
    { "segfault" },
    { "address-space", "page-table", "segmentation-fault", "system-call" },
  },
  { NULL },
};
