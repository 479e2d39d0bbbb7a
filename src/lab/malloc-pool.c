/* malloc-pool.c: malloc keeps a pool, and asks the kernel only when that is used up
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lab.h"

#include <pthread.h>
#include <semaphore.h>

#define LARGE LAB_MIB
#define ARENA (64 * LAB_MIB) /* what the C library reserves, aligned, for the blocks of another thread */

static sem_t may_go, is_done;
static char *thread_block;

static char *
take (size_t size)
{
  char *block = malloc (size);

  if (block == NULL)
    lab_fail ("malloc");
  return block;
}

/* The second thread: waits, takes one byte, and waits for ever. */
static void *
run_thread (void *unused)
{
  (void) unused;
  sem_post (&is_done);
  sem_wait (&may_go);
  thread_block = malloc (1);
  sem_post (&is_done);
  for (;;)
    pause ();
  return NULL;
}

/* Where the stack of a thread is: it is taken when the thread starts, not as it is used. */
static void
tell_stack (pthread_t thread)
{
  pthread_attr_t attributes;
  void *start;
  size_t size;

  if (pthread_getattr_np (thread, &attributes) == 0 && pthread_attr_getstack (&attributes, &start, &size) == 0)
    lab_tell_range ("thread_stack", start, size);
}

/* How large the stack of a thread is if nobody says it: as far as the first one may grow. */
static void
tell_stack_size (void)
{
  pthread_attr_t defaults;
  size_t size = 0;

  pthread_attr_init (&defaults);
  pthread_attr_getstacksize (&defaults, &size);
  lab_tell_number ("thread_size", (long long) size);
}

int
main (int    argc,
      char **argv)
{
  static const char *const steps[] = { "first",       "hundreds", "sizes",         "large", "free-large",
                                       "large-again", "thread",   "thread-malloc", NULL };
  char *block, *large;
  pthread_t thread;

  lab_begin (argc, argv, "Takes blocks of 1 byte to 1 MiB, and 1 byte in a second thread.", steps, LAB_GIB,
             LAB_DEFAULT);
  tell_stack_size ();

  lab_step ("first");
  block = take (1);
  lab_tell_range ("small", block, 1);

  lab_step ("hundreds");
  for (int i = 0; i < 1000; i++)
    take (100);

  lab_step ("sizes");
  for (size_t size = 1; size <= 64 * LAB_KIB; size *= 2)
    block = take (size);
  lab_tell_range ("biggest", block, 64 * LAB_KIB);

  lab_step ("large");
  large = take (LARGE);
  lab_tell_range ("large", large, LARGE);

  lab_step ("free-large");
  free (large);

  lab_step ("large-again");
  large = take (LARGE);
  lab_tell_range ("again", large, LARGE);

  lab_step ("thread");
  sem_init (&may_go, 0, 0);
  sem_init (&is_done, 0, 0);
  errno = pthread_create (&thread, NULL, run_thread, NULL);
  if (errno != 0)
    lab_fail ("pthread_create");
  sem_wait (&is_done);
  tell_stack (thread);

  lab_step ("thread-malloc");
  sem_post (&may_go);
  sem_wait (&is_done);
  lab_tell_range ("arena", thread_block - (uintptr_t) thread_block % ARENA, ARENA);
  lab_tell_range ("thread_block", thread_block, 1);

  lab_end ();
}
