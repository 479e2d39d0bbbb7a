/* memory-pool.c: a pool of one's own against malloc: page faults and system calls, counted
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lab.h"

#include <malloc.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>

#define ROUNDS 10
#define MAX_COUNT 10000
#define THRESHOLD (128 * LAB_KIB) /* from this size on, malloc() maps each block by itself */

/* What one worker does: blocks of a size, all taken, written and freed again, ten times. */
struct work
{
  const char *key;
  size_t size;
  int count;
  int pooled;
  const char *area; /* the fact that tells where its blocks were: the pool, or the heap */
};

static const struct work works[] = {
  { "small_malloc", 64, MAX_COUNT, 0, "small_heap" },
  { "small_pool", 64, MAX_COUNT, 1, "small_area" },
  { "large_malloc", 200000, 100, 0, "large_heap" },
  { "large_pool", 200000, 100, 1, "large_area" },
};

#define N_WORKS (int) (sizeof works / sizeof works[0])

static void *blocks[MAX_COUNT];

/* The pool: one mapping. What was given back is a list: each free block holds the address of the next. */
static char *unused;
static void **first_free;

static void
pool_open (size_t size)
{
  unused = mmap (NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (unused == MAP_FAILED)
    lab_fail ("mmap");
}

static void *
pool_take (size_t size)
{
  void **block = first_free;

  if (block == NULL)
    {
      unused += size;
      return unused - size;
    }
  first_free = *block;
  return block;
}

static void
pool_give (void *block)
{
  *(void **) block = first_free;
  first_free = block;
}

static void
take_and_give (const struct work *work)
{
  for (int i = 0; i < work->count; i++)
    {
      blocks[i] = work->pooled ? pool_take (work->size) : malloc (work->size);
      if (blocks[i] == NULL)
        lab_fail ("malloc");
      memset (blocks[i], 1, work->size);
    }
  for (int i = 0; i < work->count; i++)
    if (work->pooled)
      pool_give (blocks[i]);
    else
      free (blocks[i]);
}

/* Where the heap of malloc() is: it ends at the break. */
static void
tell_heap (const char *key)
{
  size_t size = mallinfo2 ().arena;

  lab_tell_range (key, (char *) sbrk (0) - size, size);
}

/* What a worker does: it is ready, waits, works, and waits again, so that it can be looked at. */
static void
run_worker (const struct work *work,
            struct lab_child  *self)
{
  if (!work->pooled)
    mallopt (M_MMAP_THRESHOLD, THRESHOLD); /* or malloc() would raise it after the first free() */
  memset (blocks, 0, sizeof blocks);
  lab_child_done (self);
  lab_child_wait (self);
  for (int round = 0; round < ROUNDS; round++)
    take_and_give (work);
  if (!work->pooled)
    tell_heap (work->area);
  lab_child_done (self);
  lab_child_wait (self);
  _exit (0);
}

/* Where a worker says that it is done. */
static void
await_worker (struct lab_child *worker)
{
  char byte;

  if (read (worker->done[0], &byte, 1) != 1)
    lab_fail ("read");
}

/* Starts a worker and waits until it is ready. A pool is there before: it is mapped here, but only the worker
   keeps it. */
static void
start_worker (const struct work *work,
              struct lab_child  *worker)
{
  size_t size = work->size * (size_t) work->count;

  if (work->pooled)
    pool_open (size);
  if (lab_fork (worker) == 0)
    run_worker (work, worker);
  await_worker (worker);
  lab_tell_number (work->key, worker->pid);
  if (work->pooled)
    {
      lab_tell_range (work->area, unused, size);
      munmap (unused, size);
    }
}

/* The number of the system call that a worker stands before; −1: it stands behind one, or it is something else. */
static long
system_call (pid_t pid,
             int   status)
{
  struct __ptrace_syscall_info info;

  if (!WIFSTOPPED (status) || WSTOPSIG (status) != (SIGTRAP | 0x80))
    return -1;
  if (ptrace (PTRACE_GET_SYSCALL_INFO, pid, sizeof info, &info) <= 0 || info.op != PTRACE_SYSCALL_INFO_ENTRY)
    return -1;
  return (long) info.entry.nr;
}

/* Lets a worker go on until it stands before a write(): then its work is done. Meanwhile it is stopped before and
   behind each system call, as a debugger does it, and those for memory are counted: brk, mmap, munmap. */
static void
count_calls (pid_t pid,
             int   counts[3])
{
  int status = 0;
  long call = -1;

  while (call != SYS_write && ptrace (PTRACE_SYSCALL, pid, NULL, NULL) == 0
         && (waitpid (pid, &status, 0) == pid || errno == EINTR))
    {
      call = system_call (pid, status);
      counts[0] += call == SYS_brk;
      counts[1] += call == SYS_mmap;
      counts[2] += call == SYS_munmap;
    }
  ptrace (PTRACE_DETACH, pid, NULL, NULL);
}

/* Lets a worker work. Where nothing may be traced, its system calls are not told. */
static void
do_work (const struct work *work,
         struct lab_child  *worker)
{
  static const char *const calls[] = { "brk", "mmap", "munmap" };
  int counts[3] = { 0 };
  char key[64];
  int traced = ptrace (PTRACE_SEIZE, worker->pid, NULL, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL) == 0;

  if (traced)
    {
      ptrace (PTRACE_INTERRUPT, worker->pid, NULL, NULL);
      waitpid (worker->pid, NULL, 0);
    }
  if (write (worker->go[1], "g", 1) != 1)
    lab_fail ("write");
  if (traced)
    count_calls (worker->pid, counts);
  await_worker (worker);
  for (int i = 0; traced && i < 3; i++)
    {
      snprintf (key, sizeof key, "%s_%s", calls[i], work->key);
      lab_tell_number (key, counts[i]);
    }
}

int
main (int    argc,
      char **argv)
{
  static const char *const steps[] = { "small-malloc", "small-pool", "large-malloc", "large-pool", NULL };
  static struct lab_child workers[N_WORKS];

  lab_begin (argc, argv, "Takes and gives back small and large blocks, from malloc() and from a pool.", steps,
             LAB_GIB, LAB_DEFAULT);
  lab_tell_number ("rounds", ROUNDS);
  lab_tell_number ("small_count", works[0].count);
  lab_tell_number ("small_size", (long long) works[0].size);
  lab_tell_number ("large_count", works[2].count);
  lab_tell_number ("large_size", (long long) works[2].size);
  for (int i = 0; i < N_WORKS; i++)
    start_worker (&works[i], &workers[i]);

  for (int i = 0; i < N_WORKS; i++)
    {
      lab_step (steps[i]);
      lab_tell_number ("worker", workers[i].pid);
      do_work (&works[i], &workers[i]);
    }

  lab_end ();
}
