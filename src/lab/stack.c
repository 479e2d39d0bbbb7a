/* stack.c: the stack grows with the calls, and does not shrink with the returns
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lab.h"

#include <pthread.h>
#include <sys/mman.h>

#define FRAME (8 * LAB_KIB)

static uintptr_t top;             /* of the frames: an address in main()'s own */
static volatile uintptr_t lowest; /* the lowest address that a frame had */
static volatile uintptr_t *reached;
static size_t page_size;

/* Calls itself until it stands depth calls deep; each call needs a frame of about 8 KiB. */
static __attribute__ ((noinline)) void
descend (int depth)
{
  volatile char frame[FRAME];

  for (size_t i = 0; i < sizeof frame; i++)
    frame[i] = 1;
  lowest = (uintptr_t) frame;
  if (reached != NULL)
    *reached = lowest;
  if (depth > 1)
    descend (depth - 1);
  frame[0] = 2; /* the frame is needed until here, so that the compiler can't make a loop of it */
}

/* Tells which pages the frames were on: whole pages, from the lowest to main()'s. */
static void
tell_frames (int depth)
{
  uintptr_t start = lowest - lowest % page_size;
  uintptr_t end = top - top % page_size;
  char key[32];

  snprintf (key, sizeof key, "frames_%d", depth);
  lab_tell_range (key, (char *) start, end - start);
  lab_tell_range ("below", (char *) start - LAB_MIB, LAB_MIB);
}

/* A frame and what belongs to the call: the return address and a register or two. */
static void
measure_frame (void)
{
  uintptr_t first;

  descend (1);
  first = lowest;
  descend (2);
  lab_tell_number ("frame", (long long) (first - lowest));
}

static void *
run_thread (void *unused)
{
  for (;;)
    pause ();
  return unused;
}

/* Starts a thread, and tells where its stack is and the guard below it. */
static void
start_thread (void)
{
  pthread_attr_t attributes;
  pthread_t thread;
  void *start;
  size_t size, guard;

  errno = pthread_create (&thread, NULL, run_thread, NULL);
  if (errno == 0)
    errno = pthread_getattr_np (thread, &attributes);
  if (errno != 0)
    lab_fail ("pthread_create");
  pthread_attr_getstack (&attributes, &start, &size);
  pthread_attr_getguardsize (&attributes, &guard);
  lab_tell_range ("thread_stack", start, size);
  lab_tell_range ("guard", (char *) start - guard, guard);
}

/* A child calls itself without an end. How far did it come, and what ended it? */
static void
overflow (void)
{
  struct lab_child child;
  int status;

  reached = mmap (NULL, page_size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (reached == MAP_FAILED)
    lab_fail ("mmap");
  if (lab_fork (&child) == 0)
    {
      setrlimit (RLIMIT_CORE, &(struct rlimit){ 1, 1 }); /* leaves no core file, whoever would take it */
      descend (INT32_MAX);
      _exit (0);
    }
  status = lab_child_reap (&child);
  lab_tell_number ("signal", WIFSIGNALED (status) ? WTERMSIG (status) : 0);
  lab_tell_number ("reached", (long long) (top - *reached));
}

int
main (int    argc,
      char **argv)
{
  static const char *const steps[]
      = { "depth-10", "depth-30", "depth-90", "depth-270", "thread", "overflow", NULL };
  static const int depths[] = { 10, 30, 90, 270 };
  struct rlimit limit;
  pthread_attr_t defaults;
  size_t thread_size = 0;
  char here;

  lab_begin (argc, argv, "Calls itself 10, 30, 90 and 270 times, starts a thread, and overflows a stack in a child.",
             steps, 256 * LAB_MIB, LAB_DEFAULT);
  page_size = (size_t) sysconf (_SC_PAGESIZE);
  top = (uintptr_t) &here;
  getrlimit (RLIMIT_STACK, &limit);
  if (limit.rlim_cur < LAB_STACK / 2)
    {
      lab_tell ("error", "the stack may grow to less than 4 MiB here (ulimit -Hs)");
      return 1;
    }
  lab_tell_number ("stack_limit", (long long) limit.rlim_cur);
  pthread_attr_init (&defaults);
  pthread_attr_getstacksize (&defaults, &thread_size);
  lab_tell_number ("thread_size", (long long) thread_size);
  measure_frame ();

  for (int i = 0; i < 4; i++)
    {
      lab_step (steps[i]);
      descend (depths[i]);
      tell_frames (depths[i]);
    }

  lab_step ("thread");
  start_thread ();

  lab_step ("overflow");
  overflow ();

  lab_end ();
}
