/* pgs-terms-process.c: processes, threads, signals and what they share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-terms.h"

#include <glib/gi18n-lib.h>

const PgsTerm pgs_terms_process[] = {
  {
    "copy-on-write",
    N_("copy on write"),
    N_("Copies share their pages until one side writes; only then that page is copied."),
    N_(
      "After fork(), parent and child should each have their own memory. Instead of copying it all, the kernel lets "
      "both page tables point to the same frames and takes the right to write from both. Reading goes on as before. "
      "The first write to a page faults, the kernel copies that one page, and the writer goes on with the copy, "
      "which it may write.\n\n"
      "The other side’s entry stays read-only. When it writes later, it faults too; if it is the last user by then, "
      "it simply gets the right to write again, and nothing is copied. Private file mappings work in the same way."),
    { "copy-on-write", "fork-exec" },
    { "fork", "page-fault", "pss", "zero-page" },
  },
  {
    "fork",
    N_("fork"),
    N_("The system call that makes a new process as a copy of the caller."),
    N_(
      "fork() makes a child with the same memory, open files and place in the program; only the return value "
      "differs. The address space is copied as a description: mappings, and the page table entries of private pages, "
      "so that both point to the same frames, read-only (copy on write). Entries of shared memory and of files of "
      "which nothing was written are left out; those pages are found again when touched.\n\n"
      "So fork() takes about as long as copying the page table: a millisecond for 100 MiB, where copying the memory "
      "would take far longer."),
    { "copy-on-write", "fork-exec", "shared-count" },
    { "copy-on-write", "exec", "page-table", "zombie" },
  },
  {
    "exec",
    N_("exec"),
    N_("The system call that replaces the program of a process by another one."),
    N_(
      "execve() throws the whole address space of the process away and makes a new one from a program file: its "
      "segments are mapped, a new stack holds arguments and environment. The PID and open files stay. Nothing is "
      "loaded; pages come as they are touched (demand paging).\n\n"
      "To start a program a shell calls fork() and the child calls exec(). Since the child drops all that memory at "
      "once, copying it at fork would have been wasted: a reason for copy on write, and for promising more memory "
      "than there is."),
    { "fork-exec", "program-start" },
    { "fork", "elf", "demand-paging", "overcommit" },
  },
  {
    "shared-memory",
    N_("shared memory"),
    N_("Pages that several processes map and can all write."),
    N_(
      "Memory mapped with MAP_SHARED, from a file, /dev/shm, a memfd or inherited over fork(), is the same frames "
      "for all: what one writes, the others read. That is different from copy on write, where pages are shared only "
      "as long as nobody writes.\n\n"
      "SHR, as top shows it, is not “shared by several”: it counts resident pages of files and of shared memory, "
      "even if only one process uses them, and leaves out private pages that are shared after fork(). PSS and USS "
      "tell how much is really shared."),
    { "shared-count", "file-map" },
    { "pss", "copy-on-write", "mmap", "page-cache" },
  },
  {
    "thread",
    N_("thread"),
    N_("One of several flows of control in one address space."),
    N_(
      "The threads of a process share its whole address space: mappings, heap, page table. Each has a stack of its "
      "own, which glibc maps at once (usually 8 MiB), with a guard page below, and may get a part of malloc’s memory "
      "(an arena) of its own: 64 MiB of addresses are reserved for it.\n\n"
      "All of that is virtual. A new thread raises VIRT by much and RES by a few pages."),
    { "stack", "malloc-pool" },
    { "stack", "heap", "guard-page", "address-space" },
  },
  {
    "process-state",
    N_("process states"),
    N_("What a process is doing, as one letter: R, S, D, T, t, Z or I."),
    N_(
      "R: it runs, or waits for a processor. S: it sleeps until something happens, and a signal can wake it; most "
      "processes do so most of the time. D: it sleeps and not even a signal wakes it, often while a disk is read, "
      "but also, for example, after vfork() until the child has called exec. T: it was stopped by a signal (SIGSTOP, "
      "Ctrl+Z). t: a debugger holds it. Z: it has ended and waits to be asked how: a zombie. I: an idle thread of "
      "the kernel.\n\n"
      "A stopped or sleeping process keeps its memory; a zombie has none."),
    { "process-states" },
    { "zombie", "signal", "fork" },
  },
  {
    "zombie",
    N_("zombie"),
    N_("A process that has ended but whose parent has not yet asked how."),
    N_(
      "When a process ends, its memory and files are given back at once. What is left is a row in the list of "
      "processes with its PID and exit status, until the parent fetches it with wait(). So long it is a zombie, "
      "state Z: it has no memory, cannot run and cannot be killed.\n\n"
      "A zombie’s parent is alive but careless. If the parent ends first, the child is an orphan, not a zombie: it "
      "gets a new parent, mostly process 1, which waits for it."),
    { "process-states" },
    { "process-state", "fork", "signal" },
  },
  {
    "signal",
    N_("signal"),
    N_("A short message of the kernel or of another process that interrupts a process."),
    N_(
      "A signal is a number, such as SIGSEGV (an illegal access to memory), SIGBUS (a mapped page that cannot be "
      "provided), SIGKILL (end now), SIGSTOP (pause) or SIGCHLD (a child changed). A process can handle most of them "
      "in a function of its own; otherwise it ends, stops or ignores them. SIGKILL and SIGSTOP cannot be handled; "
      "the OOM killer uses SIGKILL.\n\n"
      "With a signal for an illegal access comes the address and a reason: MAPERR, nothing is mapped there; ACCERR, "
      "the permissions forbid it."),
    { "segfault", "process-states", "oom" },
    { "segmentation-fault", "oom-killer", "zombie" },
  },
  {
    "segmentation-fault",
    N_("segmentation fault"),
    N_("An access to memory that no mapping allows; the program gets SIGSEGV."),
    N_(
      "Every segmentation fault begins as a page fault or another exception of the processor. The kernel looks for a "
      "mapping at that address. If there is none (SEGV_MAPERR), or its permissions forbid the access (SEGV_ACCERR), "
      "such as writing to code, it sends SIGSEGV, which ends the program unless it handles the signal.\n\n"
      "A page without an entry in the page table is not yet an error: a page that was never touched has none either. "
      "Whether the access is legal is decided by the list of mappings."),
    { "segfault", "stack" },
    { "page-fault", "signal", "guard-page", "kernel-half" },
  },
  {
    "system-call",
    N_("system call"),
    N_("The way by which a program asks the kernel to do something."),
    N_(
      "A program cannot change its page table, open a file or make a process by itself. It puts a number and "
      "arguments into registers and executes a special instruction; the processor enters the kernel, which does the "
      "work and returns. That takes some hundred nanoseconds: more than a function call, less than a page fault.\n\n"
      "malloc() is no system call but a function of the C library. It asks the kernel for large pieces, by brk() or "
      "mmap(), and serves most requests from what it has."),
    { "malloc-pool", "memory-pool" },
    { "brk", "mmap", "pool", "fork" },
  },
  { NULL },
};
