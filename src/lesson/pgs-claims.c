/* pgs-claims.c: the claims, and the numbers that speak for or against each
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-claims.h"

#include <glib/gi18n-lib.h>

const PgsClaim pgs_claims[] = {
  {
    .id = "virt-is-swap-and-res",
    .sentence = N_("VIRT = SWAP + RES"),
    .truth = PGS_CLAIM_WRONG,
    .reason = N_("VIRT counts addresses, and what was never touched is neither in RAM nor in swap. Pages of a file that are "
                 "not in RAM count in VIRT as well, and they are in their file, not in swap."),
    .tests = { {
        .lesson = "reserve",
        .step = "malloc",
        .round = 9,
        .claimed_what = N_("SWAP + RES"),
        .claimed = "swap + res",
        .measured_what = N_("VIRT"),
        .measured = "virt",
        .holds = "virt = swap + res",
    } },
  },
  {
    .id = "difference-is-swapping",
    .sentence = N_("A large VIRT − RES means much swapping"),
    .truth = PGS_CLAIM_WRONG,
    .reason = N_("Most of what is missing in RES was asked for and never touched, or belongs to a file and was not needed yet. "
                 "How much of a process is in swap has a number of its own: VmSwap in /proc/PID/status."),
    .tests = { {
        .lesson = "reserve",
        .step = "malloc",
        .round = 9,
        .claimed_what = N_("VIRT − RES"),
        .claimed = "virt - res",
        .measured_what = N_("In swap"),
        .measured = "swap",
        .holds = "2 * swap > virt - res",
    } },
  },
  {
    .id = "malloc-is-a-system-call",
    .sentence = N_("malloc() is a system call"),
    .truth = PGS_CLAIM_WRONG,
    .reason = N_("malloc() is a function of the C library, which gets memory from the kernel in large pieces (brk, mmap) and hands it "
                 "out in small ones. Most calls never reach the kernel."),
    .tests = { {
        .lesson = "memory-pool",
        .step = "small-malloc",
        .claimed_what = N_("Calls of malloc()"),
        .claimed = "rounds * small_count",
        .measured_what = N_("System calls for memory (brk, mmap, munmap)"),
        .measured = "brk_small_malloc + mmap_small_malloc + munmap_small_malloc",
        .holds = "brk_small_malloc + mmap_small_malloc + munmap_small_malloc >= rounds * small_count",
        .unit = PGS_UNIT_COUNT,
    } },
  },
  {
    .id = "malloc-takes-from-heap",
    .sentence = N_("malloc() always takes from the heap"),
    .truth = PGS_CLAIM_RIGHT_WHEN,
    .when = N_("Right when little is asked for (at first: less than 128 KiB)"),
    .reason = N_("For small blocks malloc() cuts pieces off [heap]. A large one gets a mapping of its own with mmap(), so that it "
                 "can be given back as soon as it is freed."),
    .tests = { {
                 .lesson = "malloc-pool",
                 .step = "first",
                 .claimed_what = N_("For 1 byte, [heap] would have to grow by at least"),
                 .claimed = "1",
                 .measured_what = N_("[heap] grew by"),
                 .measured = "change(heap)",
                 .holds = "change(heap) >= 1",
                 .expected = TRUE,
                 .unit = PGS_UNIT_BYTES,
             },
               {
                 .lesson = "reserve",
                 .step = "malloc",
                 .claimed_what = N_("For 1 MiB, [heap] would have to grow by at least"),
                 .claimed = "size(block)",
                 .measured_what = N_("[heap] grew by"),
                 .measured = "change(heap)",
                 .holds = "change(heap) >= size(block)",
                 .unit = PGS_UNIT_BYTES,
               } },
  },
  {
    .id = "res-needs-memset",
    .sentence = N_("RES does not move without memset()"),
    .truth = PGS_CLAIM_WRONG,
    .reason = N_("Every first access to a page counts, by whomever: malloc() writes a header in front of its block. Reading is "
                 "enough where the page has a content, as that of a file."),
    .tests = { {
                 .lesson = "reserve",
                 .step = "malloc",
                 .claimed_what = N_("RES of the block, never touched by the program"),
                 .claimed = "0",
                 .measured_what = N_("RES of the block"),
                 .measured = "rss:block",
                 .holds = "rss:block = 0",
                 .unit = PGS_UNIT_BYTES,
             },
               {
                 .lesson = "program-start",
                 .step = "read-constant",
                 .claimed_what = N_("Growth of RES by reading one byte"),
                 .claimed = "0",
                 .measured_what = N_("RES of the constants grew by"),
                 .measured = "change(rss:constants)",
                 .holds = "change(rss:constants) = 0",
                 .unit = PGS_UNIT_BYTES,
               } },
  },
  {
    .id = "shr-is-shared",
    .sentence = N_("SHR is the memory that several processes share"),
    .truth = PGS_CLAIM_WRONG,
    .reason = N_("SHR counts pages of files and of shared memory, also where this process is their only user. Private memory does "
                 "not count in it, although parent and child share its pages after fork() until one of them writes."),
    .tests = { {
                 .lesson = "shared-count",
                 .step = "share",
                 .claimed_what = N_("Growth of SHR with one process alone"),
                 .claimed = "0",
                 .measured_what = N_("SHR grew by"),
                 .measured = "change(shr)",
                 .holds = "change(shr) < 1M",
                 .unit = PGS_UNIT_BYTES,
             },
               {
                 .lesson = "shared-count",
                 .step = "fork",
                 .claimed_what = N_("Private memory that parent and child share"),
                 .claimed = "shared_dirty@child:private",
                 .measured_what = N_("SHR of the child"),
                 .measured = "shr@child",
                 .holds = "shr@child >= shared_dirty@child:private",
               } },
  },
  {
    .id = "both-become-writable",
    .sentence = N_("After a copy on write both entries become writable"),
    .truth = PGS_CLAIM_WRONG,
    .reason = N_("The page fault changes the page table of the process that wrote, no other. The other process faults at its own "
                 "first write as well; then the kernel finds that nobody else has the page and only allows the write."),
    .tests = { {
        .lesson = "copy-on-write",
        .step = "parent-write",
        .claimed_what = N_("Minor faults of the parent"),
        .claimed = "0",
        .measured_what = N_("Minor faults of the parent, measured"),
        .measured = "change(minor)",
        .holds = "change(minor) < 100",
    } },
  },
  {
    .id = "fork-copies-page-table",
    .sentence = N_("fork() copies the page table"),
    .truth = PGS_CLAIM_RIGHT_WHEN,
    .when = N_("Right when the memory is private and anonymous"),
    .reason = N_("Where private pages are is written nowhere but in the page table, so fork() has to copy these entries. Pages of "
                 "files and of shared memory can be found again, so the child begins without entries for them and gets "
                 "them by page faults."),
    .tests = { {
                 .lesson = "shared-count",
                 .step = "fork",
                 .claimed_what = N_("Entries of the parent for private memory"),
                 .claimed = "present:private",
                 .measured_what = N_("Entries of the child"),
                 .measured = "present@child:private",
                 .holds = "present:private = present@child:private",
                 .expected = TRUE,
             },
               {
                 .lesson = "shared-count",
                 .step = "fork",
                 .claimed_what = N_("Entries of the parent for shared memory"),
                 .claimed = "present:shared",
                 .measured_what = N_("Entries of the child"),
                 .measured = "present@child:shared",
                 .holds = "present:shared = present@child:shared",
               } },
  },
  {
    .id = "t-means-tracing",
    .sentence = N_("State T means tracing"),
    .truth = PGS_CLAIM_WRONG,
    .reason = N_("T is stopped by a signal, as Ctrl+Z does it, and no tracer takes part. A process that its tracer has stopped "
                 "is shown with a small t."),
    .tests = { {
        .lesson = "process-states",
        .step = "trace",
        .claimed_what = N_("State of a process that is traced"),
        .claimed = "'T'",
        .measured_what = N_("Its state, measured"),
        .measured = "state@traced",
        .holds = "state@traced = 'T'",
        .unit = PGS_UNIT_STATE,
    } },
  },
  {
    .id = "zombie-lost-its-parent",
    .sentence = N_("A zombie is a child whose parent has died"),
    .truth = PGS_CLAIM_WRONG,
    .reason = N_("A zombie has ended itself, and its parent, which lives, has not yet asked how (wait). A child whose parent has "
                 "died is an orphan: it goes on running and gets a new parent."),
    .tests = { {
        .lesson = "process-states",
        .step = "zombie",
        .claimed_what = N_("Does the parent of the zombie live?"),
        .claimed = "0",
        .measured_what = N_("Does its parent live, measured?"),
        .measured = "alive",
        .holds = "state@zombie != 'Z' or alive = 0",
        .unit = PGS_UNIT_YES_NO,
    } },
  },
  {
    .id = "d-waits-for-disk",
    .sentence = N_("State D means waiting for a disk"),
    .truth = PGS_CLAIM_WRONG,
    .reason = N_("D is a sleep that no signal interrupts, except one that kills where the kernel allows it. Waiting for a disk is "
                 "often such a sleep, but so is waiting for the child of vfork(), as here, for a lock, or for a network file "
                 "system."),
    .tests = { {
        .lesson = "process-states",
        .step = "deep",
        .claimed_what = N_("State of a process that waits for no disk, but for its vfork() child"),
        .claimed = "'S'",
        .measured_what = N_("Its state, measured"),
        .measured = "state@deep",
        .holds = "state@deep != 'D'",
        .unit = PGS_UNIT_STATE,
    } },
  },
  {
    .id = "starts-at-0x400000",
    .sentence = N_("Every program starts at 0x400000"),
    .truth = PGS_CLAIM_RIGHT_WHEN,
    .when = N_("Right when the program is linked for fixed addresses (-no-pie) on x86-64 or ARM64"),
    .reason = N_("There the linker begins at 0x400000 unless it is told otherwise. Today nearly all programs are "
                 "position-independent, and the kernel chooses where they lie each time they start."),
    .tests = { {
                 .lesson = "same-address",
                 .step = "write",
                 .claimed_what = N_("Start of the program"),
                 .claimed = "0x400000",
                 .measured_what = N_("main() of a program with fixed addresses"),
                 .measured = "main",
                 .holds = "main >= 0x400000 and main < 0x600000",
                 .expected = TRUE,
                 .unit = PGS_UNIT_ADDRESS,
             },
               {
                 .lesson = "same-address",
                 .step = "pie",
                 .claimed_what = N_("Start of the program"),
                 .claimed = "0x400000",
                 .measured_what = N_("main() of a position-independent program"),
                 .measured = "main_a",
                 .holds = "main_a >= 0x400000 and main_a < 0x600000",
                 .unit = PGS_UNIT_ADDRESS,
               } },
  },
  {
    .id = "eight-gigabytes",
    .sentence = N_("A 64-bit program has 8 GB"),
    .truth = PGS_CLAIM_WRONG,
    .reason = N_("The addresses of a program end where the processor's page tables end: 128 TiB on most 64-bit machines. How much RAM "
                 "the machine has is another matter, and it is no limit of one program's addresses."),
    .tests = { {
        .lesson = "overcommit",
        .step = "pieces",
        .claimed_what = N_("Addresses of a program"),
        .claimed = "8G",
        .measured_what = N_("Addresses that it can have"),
        /* mode 2 does not let it take them all; then: by where its stack stands */
        .measured = "if(overcommit_mode = 2, space, virt)",
        .holds = "if(overcommit_mode = 2, space, virt) <= 8G",
        .unit = PGS_UNIT_BYTES,
    } },
  },
  {
    .id = "random-frames",
    .sentence = N_("Pages lie at random in RAM"),
    .truth = PGS_CLAIM_WRONG,
    .reason = N_("The kernel takes frames from blocks of free neighbours, so pages that are touched one after the other often lie side by "
                 "side: scattered, but not at random. A huge page always is one run of frames."),
    .tests = { {
        .lesson = "scattered-frames",
        .step = "huge",
        .claimed_what = N_("Runs of frames if each page lay anywhere"),
        .claimed = "size(huge) / page_size",
        .measured_what = N_("Runs of frames in two huge pages"),
        .measured = "frame_runs:huge",
        .holds = "2 * frame_runs:huge > size(huge) / page_size",
        .unit = PGS_UNIT_COUNT,
    } },
  },
  {
    .id = "access-brings-ram",
    .sentence = N_("Access brings RAM"),
    .truth = PGS_CLAIM_RIGHT_WHEN,
    .when = N_("Right when the page is written, or belongs to a file"),
    .reason = N_("An anonymous page that was never written is all zeros, and for reading these one page serves everybody. Only the "
                 "first write needs a frame of its own."),
    .tests = { {
                 .lesson = "demand-paging",
                 .step = "read",
                 .claimed_what = N_("Size of what was read"),
                 .claimed = "size(first)",
                 .measured_what = N_("Its RES grew by"),
                 .measured = "change(rss:first)",
                 .holds = "change(rss:first) = size(first)",
             },
               {
                 .lesson = "demand-paging",
                 .step = "write",
                 .claimed_what = N_("Size of what was written"),
                 .claimed = "size(first)",
                 .measured_what = N_("Its RES grew by"),
                 .measured = "change(rss:first)",
                 .holds = "change(rss:first) = size(first)",
                 .expected = TRUE,
               } },
  },
  {
    .id = "programs-run-in-swap",
    .sentence = N_("When RAM is full, programs run in swap"),
    .truth = PGS_CLAIM_WRONG,
    .reason = N_("The processor can use nothing but RAM: a page in swap is brought back by a page fault before the program goes on. "
                 "Pages are swapped, never whole programs; too much of it means that they wait."),
    .tests = { {
        .lesson = "swap-out",
        .step = "back",
        .claimed_what = N_("In swap while it is used"),
        .claimed = "size(block)",
        .measured_what = N_("Still in swap after it was used"),
        .measured = "swap:block",
        .holds = "2 * swap:block > size(block)",
    } },
  },
  {
    .id = "oom-is-unknowable",
    .sentence = N_("Which process the OOM killer takes cannot be known"),
    .truth = PGS_CLAIM_WRONG,
    .reason = N_("It takes the process with the largest oom_score, which can be read at any time in /proc/PID/oom_score. The score "
                 "follows the memory that the process uses, its swap and page tables, and is moved by oom_score_adj."),
    .tests = { {
        .lesson = "oom",
        .step = "over",
        .claimed_what = N_("RES of the one that survives, before"),
        .claimed = "before(res@bystander)",
        .measured_what = N_("RES of the one that was killed, before"),
        .measured = "before(res@eater)",
        .holds = "eater_signal != 9 or before(res@eater) <= before(res@bystander)",
    } },
  },
  {
    .id = "free-is-available-minus-buff",
    .sentence = N_("free = available − buff/cache"),
    .truth = PGS_CLAIM_WRONG,
    .reason = N_("Available is the kernel's estimate of what could be had without swapping: free memory and the part of the "
                 "cache that can be dropped, less a reserve. A part of buff/cache cannot be dropped (shared memory, tmpfs, pages in "
                 "use), so the three do not add up."),
    .tests = { {
        .lesson = "touch",
        .step = "touch",
        .claimed_what = N_("available − buff/cache"),
        .claimed = "mem_available - buff_cache",
        .measured_what = N_("free"),
        .measured = "mem_free",
        .holds = "abs(mem_free - (mem_available - buff_cache)) < 1M",
    } },
  },
};

const gsize pgs_n_claims = G_N_ELEMENTS (pgs_claims);
