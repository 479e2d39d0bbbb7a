/* fork-exec.c: why fork() promises first and copies later: exec() throws it all away
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lab.h"

#include <sys/mman.h>
#include <time.h>

#define SIZE (100 * LAB_MIB)

/* The processor time that this process has used, in µs: what other programs do meanwhile does not count. */
static long long
used_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (long long) now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* A block of small pages. Marked like this it is not merged with a neighbour, either. */
static unsigned char *
map_block (void)
{
  unsigned char *block = mmap (NULL, SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

  if (block == MAP_FAILED)
    lab_fail ("mmap");
  madvise (block, SIZE, MADV_NOHUGEPAGE);
  return block;
}

/* Copies all pages, as fork() would have to if it kept its promise at once. Returns how long it took. */
static long long
copy_block (const unsigned char *block)
{
  unsigned char *copy = map_block ();
  long long start = used_time ();

  memcpy (copy, block, SIZE);
  start = used_time () - start;
  munmap (copy, SIZE);
  return start;
}

/* The new program: the same file, started with --small. It has nothing of its own and waits on its standard input. */
static void
be_small (void)
{
  char byte;

  prctl (PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  if (write (STDOUT_FILENO, "d", 1) == 1)
    (void) !read (STDIN_FILENO, &byte, 1);
  _exit (0);
}

/* Waits for its turn, then becomes another program: one whose memory has nothing to do with this one's. */
static void
be_the_child (struct lab_child *self)
{
  lab_child_wait (self);
  dup2 (self->go[0], STDIN_FILENO);
  dup2 (self->done[1], STDOUT_FILENO);
  execl ("/proc/self/exe", "fork-exec", "--small", (char *) NULL);
  _exit (1);
}

int
main (int    argc,
      char **argv)
{
  static const char *const steps[] = { "touch", "copy", "fork", "exec", "child-ends", NULL };
  static struct lab_child child;
  unsigned char *block;
  long long start;

  if (argc > 1 && strcmp (argv[1], "--small") == 0)
    be_small ();
  lab_begin (argc, argv, "Writes 100 MiB, copies it, and forks a child that becomes a small program.", steps,
             512 * LAB_MIB, LAB_DEFAULT);
  lab_tell_number ("size", SIZE);

  lab_step ("touch");
  block = map_block ();
  memset (block, 'p', SIZE);
  lab_tell_range ("block", block, SIZE);

  lab_step ("copy");
  lab_tell_number ("copy_time", copy_block (block));

  lab_step ("fork");
  start = used_time ();
  if (lab_fork (&child) == 0)
    be_the_child (&child);
  lab_tell_number ("fork_time", used_time () - start);
  lab_tell_number ("child", child.pid);

  /* exec() drops all mappings of the child and maps the new program instead. Its PID stays. */
  lab_step ("exec");
  if (!lab_child_step (&child))
    lab_fail ("exec");

  lab_step ("child-ends");
  lab_child_step (&child);
  lab_child_reap (&child);

  lab_end ();
}
