/* pgs-terms-limits.c: heap and stack, and what happens when memory runs short
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-terms.h"

#include <glib/gi18n-lib.h>

const PgsTerm pgs_terms_limits[] = {
  {
    "heap",
    N_("heap"),
    N_("The memory that malloc() hands out in pieces; in maps the region [heap]."),
    N_(
      "A program asks for memory whose size or lifetime is known only while it runs, with malloc(), and gives it "
      "back with free(). glibc takes it from two places: the region [heap] behind the program’s data, which brk() "
      "makes longer, for smaller blocks; and mappings of their own (mmap) for large ones, at first from 128 KiB.\n\n"
      "free() keeps most small blocks for the next malloc(). Only free memory at the top of [heap] is given back to "
      "the kernel at once, so VIRT and RES often stay after free()."),
    { "heap-brk", "malloc-pool", "leak" },
    { "brk", "mmap", "pool", "fragmentation" },
  },
  {
    "brk",
    N_("brk"),
    N_("The end of the [heap] region, and the system call that moves it."),
    N_(
      "The heap of a program is one region that begins behind its data and ends at an address called the break. "
      "brk() moves this end up or down, and the region grows or shrinks with it. No page becomes resident by that; "
      "pages come when they are touched.\n\n"
      "glibc moves it by what is needed plus 128 KiB, rounded to pages, so that many calls of malloc() need one "
      "brk(). As there is only one end, a block in use near the top keeps all that lies below it from being given "
      "back."),
    { "heap-brk", "malloc-pool" },
    { "heap", "mmap", "system-call", "fragmentation" },
  },
  {
    "pool",
    N_("memory pool"),
    N_("A large piece of memory from which many small ones are handed out without asking the kernel."),
    N_(
      "Asking the kernel costs a system call, and new pages cost page faults. A pool asks once for a large piece, "
      "hands out parts of it, and uses returned parts again. The pages then are resident already.\n\n"
      "malloc() itself is such a pool: small blocks rarely lead to a system call. A pool of one’s own pays where "
      "malloc() maps and unmaps each block, that is for large blocks that come and go, or where all parts can be "
      "dropped together."),
    { "memory-pool", "malloc-pool" },
    { "heap", "system-call", "mmap", "fragmentation" },
  },
  {
    "fragmentation",
    N_("fragmentation"),
    N_("Free memory in pieces that are too small or lie in the wrong places to be used."),
    N_(
      "In the heap: free blocks between blocks in use cannot serve a larger request, and a page can be given back to "
      "the kernel only if nothing on it is in use. So after freeing half of all blocks RES may stay as it was.\n\n"
      "In RAM: pages need no neighbours, as every page is translated on its own, so free frames can always be used "
      "one by one. But huge pages and some devices need contiguous blocks; /proc/buddyinfo shows how many free "
      "blocks of each size there are."),
    { "fragmentation", "heap-brk", "scattered-frames" },
    { "heap", "buddy-allocator", "huge-page", "brk" },
  },
  {
    "stack",
    N_("stack"),
    N_("The memory of a thread’s function calls: return addresses and local variables."),
    N_(
      "Each call puts a frame with return address and local variables on the stack, which grows down, to lower "
      "addresses. The main thread’s stack, [stack], grows by itself: a page fault a little below it makes the kernel "
      "extend the region, up to the limit (ulimit -s, usually 8 MiB). It never shrinks, and its pages stay resident "
      "after the functions return.\n\n"
      "Stacks of other threads are mappings of full size from the start, with a guard page below. Whoever runs over "
      "the end gets SIGSEGV: stack overflow."),
    { "stack" },
    { "thread", "guard-page", "segmentation-fault", "page-fault" },
  },
  {
    "guard-page",
    N_("guard page"),
    N_("A page without any permission, so that running over an end is noticed at once."),
    N_(
      "Below the stack of a thread glibc puts a page with the permissions “---”. A program that uses too much stack "
      "touches it and gets SIGSEGV, instead of silently overwriting what lies below. It costs addresses but no RAM.\n\n"
      "The main stack has no such mapping: the kernel keeps a distance of 1 MiB (256 pages) free below it, which "
      "looks like a gap. Newer kernels can also set guards on pages inside a mapping (MADV_GUARD_INSTALL), without "
      "splitting it; recent versions of glibc do."),
    { "stack", "segfault" },
    { "stack", "thread", "segmentation-fault" },
  },
  {
    "overcommit",
    N_("overcommit"),
    N_("The kernel promises more memory than there is, as most of it is never used."),
    N_(
      "mmap() and fork() only promise memory; RAM is taken when pages are touched. As programs use only a part of "
      "what they ask for, the kernel promises more than RAM and swap could hold. /proc/sys/vm/overcommit_memory says "
      "how much: 0, refuse only a single request that could never be met; 1, refuse nothing; 2, never promise more "
      "than the commit limit.\n\n"
      "The risk: if everybody comes for what was promised, memory runs out at a page fault, where no error can be "
      "returned. Then the OOM killer ends a process."),
    { "overcommit", "fork-exec" },
    { "commit-limit", "oom-killer", "demand-paging", "virtual-memory" },
  },
  {
    "commit-limit",
    N_("commit limit and Committed_AS"),
    N_("How much memory may be promised, and how much has been."),
    N_(
      "Committed_AS is the sum of what the kernel has promised: all memory that would need RAM or swap if it were "
      "written, that is private writable mappings and shared memory that is no file, whether touched or not. Shared "
      "files and read-only mappings do not count.\n\n"
      "CommitLimit is swap plus a part of RAM (overcommit_ratio, 50 %). It is kept only in mode 2; in the other "
      "modes Committed_AS may be larger, and nothing is wrong. A private mapping that counts has the flag “ac” in "
      "smaps."),
    { "overcommit", "demand-paging" },
    { "overcommit", "swap", "virtual-memory" },
  },
  {
    "oom-killer",
    N_("OOM killer"),
    N_("The part of the kernel that ends a process when memory has run out."),
    N_(
      "When a page is needed, nothing is free and nothing can be taken back, the kernel is out of memory (OOM). It "
      "chooses a process, sends it SIGKILL and uses its memory. The choice can be foreseen: it is the process with "
      "the highest score, which is its RAM, swap and page tables as a share of all memory, moved by oom_score_adj "
      "(−1000: never, 1000: first). /proc/PID/oom_score shows it.\n\n"
      "If only a cgroup has reached its limit, only processes in it are chosen from. With panic_on_oom set, the "
      "machine stops instead."),
    { "oom" },
    { "overcommit", "swap", "cgroup", "signal" },
  },
  {
    "cgroup",
    N_("control group (cgroup)"),
    N_("A group of processes with limits of its own, for example on memory."),
    N_(
      "A control group holds processes together, such as a service, a container or a session of a user, and can "
      "limit what they use together. A memory cgroup counts their anonymous memory, page cache and kernel memory. At "
      "its limit (memory.max, or memory.limit_in_bytes in version 1) the kernel takes back pages of this group; if "
      "that is not enough, the OOM killer ends a process inside it, while the rest of the machine has memory left."),
    { "oom" },
    { "oom-killer", "swap", "page-cache" },
  },
  {
    "buddy-allocator",
    N_("buddy allocator"),
    N_("How the kernel keeps free frames: in blocks of 1, 2, 4, 8 … frames."),
    N_(
      "The kernel keeps free RAM in blocks of 2ᵏ frames; k is called the order. A block of the wanted size is made "
      "by splitting a larger one into two buddies; when both buddies are free again, they are joined. Order 0 is one "
      "frame (4 KiB), order 9 is 512 frames, enough for a huge page of 2 MiB.\n\n"
      "/proc/buddyinfo counts free blocks by order. Much free memory in low orders only means that RAM is "
      "fragmented: single pages are there, huge ones are not."),
    { "scattered-frames", "huge-pages" },
    { "fragmentation", "frame", "huge-page" },
  },
  {
    "available",
    N_("free, buff/cache and available"),
    N_("Three measures of RAM that overlap: unused, used for caches, and to be had without swapping."),
    N_(
      "“free” is RAM that holds nothing. “buff/cache” holds contents of files and kernel memory that can mostly be "
      "given back, but also tmpfs and shared memory, which cannot. “available” is the kernel’s estimate of what new "
      "programs can have without swapping: free memory minus a reserve, plus the part of the caches that can be "
      "dropped.\n\n"
      "So the three do not add up, and available is not free plus buff/cache. Little free memory is normal; little "
      "available memory is a warning."),
    { "file-map" },
    { "page-cache", "swap", "resident" },
  },
  { NULL },
};
