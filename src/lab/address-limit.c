/* address-limit.c: a program can run out of addresses while there is RAM enough
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Two programs take 1 MiB after 1 MiB: a 32-bit one (address-limit-32.c), whose addresses have no more than 32
 * bits, and then this one, with a quota of as many bytes (RLIMIT_AS). What they take may be read only and is
 * never touched: it costs addresses and nothing else.
 */
#include "lab.h"

#include <sys/mman.h>

#define SPACE (4 * LAB_GIB) /* what 32 bits can address */

struct taken
{
  unsigned long long n_blocks;
  unsigned long long error; /* of the request that was refused */
  unsigned long long highest; /* where the highest of them starts */
};

/* Takes blocks until one is refused. */
static void
take_all (struct taken *taken)
{
  for (;;)
    {
      void *block = mmap (NULL, LAB_MIB, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

      if (block == MAP_FAILED)
        {
          taken->error = (unsigned long long) errno;
          return;
        }
      if ((uintptr_t) block > taken->highest)
        taken->highest = (uintptr_t) block;
      taken->n_blocks++;
    }
}

/* The child that becomes the 32-bit program, which lies beside this one. Its standard input and output are
   the pipes. */
static void
run_narrow (struct lab_child *child,
            const char       *program)
{
  dup2 (child->go[0], STDIN_FILENO);
  dup2 (child->done[1], STDOUT_FILENO);
  execl (program, program, (char *) NULL);
  _exit (127);
}

/* Where this program is, with "-32" behind it. */
static const char *
find_narrow (void)
{
  static char path[4096];
  ssize_t length = readlink ("/proc/self/exe", path, sizeof path - 4);

  if (length < 0)
    lab_fail ("/proc/self/exe");
  memcpy (path + length, "-32", 4);
  return path;
}

/* Tells what a program could take: facts like "quota_blocks". */
static void
tell_taken (const char         *name,
            const struct taken *taken)
{
  char key[64];

  snprintf (key, sizeof key, "%s_blocks", name);
  lab_tell_number (key, (long long) taken->n_blocks);
  snprintf (key, sizeof key, "%s_error", name);
  lab_tell_number (key, (long long) taken->error);
  snprintf (key, sizeof key, "%s_highest", name);
  lab_tell_number (key, (long long) taken->highest);
}

/* Lets the 32-bit program take all it can. Where it cannot be run, there is nothing to tell. */
static void
let_take (struct lab_child *child)
{
  struct taken taken;

  if (write (child->go[1], "g", 1) == 1 && read (child->done[0], &taken, sizeof taken) == sizeof taken)
    tell_taken ("narrow", &taken);
}

int
main (int    argc,
      char **argv)
{
  static const char *const steps[] = { "narrow", "quota", NULL };
  static struct taken taken;
  struct lab_child narrow;
  const char *program = find_narrow ();
  int has_narrow = access (program, X_OK) == 0;

  lab_begin (argc, argv, "Two programs take addresses until none is left: 32 bits wide, or with a quota of 4 GiB.",
             steps, 0, LAB_DEFAULT);
  signal (SIGPIPE, SIG_IGN);
  if (has_narrow && lab_fork (&narrow) == 0)
    run_narrow (&narrow, program);
  if (has_narrow)
    lab_tell_number ("narrow", narrow.pid);

  lab_step ("narrow");
  if (has_narrow)
    let_take (&narrow);

  lab_step ("quota");
  lab_limit (SPACE);
  take_all (&taken);
  tell_taken ("quota", &taken);

  lab_end ();
}
