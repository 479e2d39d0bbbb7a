/* oom.c: a group of processes takes more memory than it may, and the kernel ends one of them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All of this happens in a small memory cgroup of its own (lab-group.h). Two children go in: one that eats memory
 * and one that has little. Nobody else is there, so nobody else can be hit. Before each bite the eater asks the
 * kernel whether it really is in a limited group; it never takes more than twice the limit.
 */
#include "lab-group.h"

#include <sys/mman.h>

#define LIMIT (64 * LAB_MIB)
#define BITE (16 * LAB_MIB)
#define MOST (2 * LIMIT)
#define N_CHILDREN 2

static struct lab_group group;
static volatile unsigned char *block;
static volatile size_t *eaten; /* lies in memory that parent and child share */

/* Writes a byte into each of the next pages. */
static void
eat (size_t size)
{
  size_t page_size = (size_t) sysconf (_SC_PAGESIZE);

  for (size_t end = *eaten + size; *eaten < end && *eaten < MOST; *eaten += page_size)
    block[*eaten] = 1;
}

/* The child that eats: three bites, then all it can get. */
static void
run_eater (struct lab_child *child)
{
  lab_group_enter (&group, N_CHILDREN);
  lab_child_done (child);
  for (int i = 0;; i++)
    {
      lab_child_wait (child);
      if (!lab_group_holds_me (&group, N_CHILDREN))
        _exit (1);
      eat (i < 3 ? BITE : MOST);
      lab_child_done (child);
    }
}

/* The child that has little. */
static void
run_bystander (struct lab_child *child)
{
  lab_group_enter (&group, N_CHILDREN);
  lab_child_done (child);
  lab_child_wait (child);
  _exit (0);
}

/* Waits until a child has said that it is in the group. 0: it is not. */
static int
is_in_group (struct lab_child *child)
{
  char byte;

  return read (child->done[0], &byte, 1) == 1;
}

static void
tell_group (void)
{
  lab_tell_number ("usage", lab_group_usage (&group));
  lab_tell_number ("oom_kills", lab_group_oom_kills (&group));
}

/* With --try: whether it could be done here; exits 0 or says why not. Leaves nothing behind. */
static void
try_group (void)
{
  struct lab_child child;

  if (lab_group_make (&group, LIMIT) != 0)
    lab_fail ("memory cgroup");
  if (lab_fork (&child) == 0)
    run_bystander (&child);
  errno = EACCES;
  if (!is_in_group (&child))
    lab_fail ("memory cgroup");
  lab_child_reap (&child);
  lab_group_remove (&group);
  _exit (0);
}

int
main (int    argc,
      char **argv)
{
  static const char *const steps[] = { "group", "bite", "over", NULL };
  struct lab_child eater, bystander;
  int status;

  if (argc > 1 && strcmp (argv[1], "--try") == 0)
    try_group ();
  lab_begin (argc, argv, "Eats more memory than its own cgroup may have, until the kernel ends the eater.", steps,
             256 * LAB_MIB, LAB_DEFAULT);
  signal (SIGPIPE, SIG_IGN);
  block = mmap (NULL, MOST, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  eaten = mmap (NULL, sizeof *eaten, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (block == MAP_FAILED || eaten == MAP_FAILED)
    lab_fail ("mmap");

  lab_tell_number ("limit", LIMIT);
  lab_step ("group");
  if (lab_group_make (&group, LIMIT) != 0)
    lab_fail ("memory cgroup");
  if (lab_fork (&bystander) == 0)
    run_bystander (&bystander);
  if (lab_fork (&eater) == 0)
    run_eater (&eater);
  errno = EACCES;
  if (!is_in_group (&eater) || !is_in_group (&bystander))
    lab_fail ("memory cgroup");
  lab_tell_number ("eater", eater.pid);
  lab_tell_number ("bystander", bystander.pid);
  lab_tell_range ("block", block, MOST);
  tell_group ();

  for (int i = 0; i < 3; i++)
    {
      lab_tell_range ("part", block + *eaten, BITE);
      lab_step ("bite");
      if (!lab_child_step (&eater))
        lab_fail ("eater");
      tell_group ();
    }

  lab_step ("over");
  lab_child_step (&eater);
  status = lab_child_reap (&eater);
  lab_tell_number ("eater_signal", WIFSIGNALED (status) ? WTERMSIG (status) : 0);
  lab_tell_number ("eaten", (long long) *eaten);
  tell_group ();

  lab_step_at ("end", 0);
  lab_child_reap (&bystander);
  lab_group_remove (&group);
  _exit (0);
}
