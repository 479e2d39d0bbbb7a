/* pgs-terms-paging.c: page faults, and where pages come from and go to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-terms.h"

#include <glib/gi18n-lib.h>

const PgsTerm pgs_terms_paging[] = {
  {
    "page-fault",
    N_("page fault"),
    N_("The processor stops a program at a page without a fitting entry; the kernel then decides what to do."),
    N_(
      "When a program touches a page that has no entry in its page table, or whose entry forbids the access, the "
      "processor stops it and calls the kernel. That is a page fault. It is no error: most of them are how memory "
      "arrives. The kernel looks in its list of mappings. If the access is legal, it provides the page, and the "
      "program repeats the instruction without noticing. If not, the program gets SIGSEGV.\n\n"
      "A fault that needs no disk is minor; one that must wait for a disk is major."),
    { "demand-paging", "touch", "segfault" },
    { "minor-fault", "major-fault", "demand-paging", "segmentation-fault" },
  },
  {
    "minor-fault",
    N_("minor page fault"),
    N_("A page fault that is resolved without waiting for a disk."),
    N_(
      "A minor fault finds all it needs in RAM: a free frame to be filled with zeros, a page of a file that is in "
      "the page cache already, a page to be copied after fork, a page in the swap cache. It takes about a "
      "microsecond.\n\n"
      "One minor fault does not mean one more resident page: a first read may be served by the zero page, a copy "
      "replaces a page that counted already, and a fault on a file may bring 16 pages at once (fault-around)."),
    { "demand-paging", "copy-on-write", "touch" },
    { "page-fault", "major-fault", "zero-page", "fault-around" },
  },
  {
    "major-fault",
    N_("major page fault"),
    N_("A page fault that has to wait until the page is read from a disk."),
    N_(
      "A major fault needs a page that is in no frame: a part of a file that is not in the page cache, or a page "
      "that was swapped out. The program sleeps until it is read, which takes from some ten microseconds (a fast "
      "SSD) to ten milliseconds (a disk): hundreds to a hundred thousand times as long as an access to RAM.\n\n"
      "A program that starts for the first time has major faults; on the second start its file is cached and nearly "
      "all of them are minor. Many major faults all the time mean that RAM is short."),
    { "swap-out" },
    { "page-fault", "minor-fault", "swap", "page-cache" },
  },
  {
    "demand-paging",
    N_("demand paging"),
    N_("Pages get their frames only when they are touched for the first time."),
    N_(
      "Reserving memory and getting it are two things. mmap(), brk() and exec only note which addresses are in use; "
      "the page table stays empty. The first access to each page causes a page fault, and only then the kernel "
      "provides a frame: filled with zeros, or with a part of the file.\n\n"
      "So a program starts fast however large it is, and what is reserved and never used costs no RAM. The price is "
      "a fault for each page, or for a few pages at once."),
    { "demand-paging", "program-start", "reserve" },
    { "page-fault", "resident", "zero-page", "fault-around" },
  },
  {
    "zero-page",
    N_("zero page"),
    N_("One page of zeros that the whole system shares for memory that was read but never written."),
    N_(
      "Anonymous memory must begin as zeros. If a program reads such a page before it ever wrote there, the kernel "
      "enters the zero page: a single frame full of zeros, read-only, the same for everybody. That costs a page "
      "fault, but no memory, so RES does not move.\n\n"
      "The first write is then a second fault, and the page gets a frame of its own. With transparent huge pages "
      "there is a huge zero page, too."),
    { "demand-paging", "program-start" },
    { "demand-paging", "minor-fault", "copy-on-write", "resident" },
  },
  {
    "page-cache",
    N_("page cache"),
    N_("The contents of files that the kernel keeps in RAM."),
    N_(
      "What is read from or written to files stays in RAM, page by page, so that the next access needs no disk. "
      "read() and write() copy from and to these pages; mmap() shows the very same pages in the address space. So "
      "all processes that map a file see each other’s changes at once, and a library that a hundred programs use is "
      "in RAM once.\n\n"
      "The page cache takes what would be free otherwise, and gives it back when programs need memory: that is why "
      "little is “free” and much “available”."),
    { "file-map", "program-start" },
    { "mmap", "major-fault", "fault-around", "available" },
  },
  {
    "fault-around",
    N_("fault-around"),
    N_("A fault on a file’s page also enters its neighbours that are in the page cache."),
    N_(
      "Programs mostly read files in order. So when a read of a mapped file faults, the kernel enters not only that "
      "page but also those around it, within an aligned window of 64 KiB (16 pages of 4 KiB), as far as they are in "
      "the page cache already. One fault then makes up to 16 pages resident, and file systems that cache in large "
      "blocks may bring more.\n\n"
      "It applies to files and shared memory, not to anonymous pages, and not to the first write to a private "
      "mapping."),
    { "program-start", "file-map", "shared-count" },
    { "page-cache", "minor-fault", "demand-paging" },
  },
  {
    "huge-page",
    N_("huge page"),
    N_("A page of 2 MiB instead of 4 KiB, by one entry a level higher in the page table."),
    N_(
      "An entry one level up in the page table can point directly to 2 MiB of RAM that is contiguous and aligned. "
      "Then one fault brings 512 pages, the lowest table is not needed, and the processor’s cache of translations "
      "(TLB) reaches 512 times as far.\n\n"
      "Transparent huge pages (THP) are used by the kernel on its own, always or where a program asks by madvise(). "
      "The price: RAM for parts that may never be touched, and free 2 MiB blocks are rare when memory is fragmented. "
      "hugetlb pages are a separate pool that is reserved by hand."),
    { "huge-pages", "scattered-frames" },
    { "page", "page-table", "fragmentation", "buddy-allocator" },
  },
  {
    "swap",
    N_("swap"),
    N_("Space on a disk, or compressed in RAM, to which pages are moved when RAM is short."),
    N_(
      "Pages of files can be dropped and read again, but anonymous pages (heap, stacks) exist only in RAM. When RAM "
      "is short, the kernel moves those that were not used lately to swap and enters their place in the page table. "
      "The next access is a page fault, and the page comes back into some frame.\n\n"
      "Pages are swapped, never whole programs, and no program runs in swap: the processor can only use what is in "
      "RAM. A large VIRT − RES does not mean swapping; VmSwap says how much it is."),
    { "swap-out" },
    { "major-fault", "resident", "page-cache", "oom-killer" },
  },
  { NULL },
};
