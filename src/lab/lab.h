/* lab.h: how an experiment stops before each step, and how it tells what it knows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An experiment is a small program that does one thing at a time. Before each step it writes facts
 * on its standard output, one `key=value` a line, the last of which names the step that it is going to
 * do, and then waits for a line on its standard input:
 *
 *     pid=4711                              who it is
 *     page_size=4096
 *     block=0x7f10a0000000-0x7f10a6400000   where something is: [first address, address behind it)
 *     n=25600                               a number
 *     line=57                               where in the source it stands
 *     step=touch                            what comes next; "end" when nothing is left
 *
 * It ends when its standard input does, or after a line that it reads at "end". From a terminal, Enter
 * is the next step.
 *
 * With --list it names its steps, with --describe it says what it does. One that needs what a machine may lack
 * answers --try: it exits 0 where it can do that here, and leaves nothing behind. Any other argument is an
 * error: it exits 2.
 *
 * No stdio and no malloc here: the memory that you see is what the experiment itself asked for.
 */
#pragma once

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define LAB_KIB ((size_t) 1 << 10)
#define LAB_MIB ((size_t) 1 << 20)
#define LAB_GIB ((size_t) 1 << 30)

#define LAB_STACK (8 * LAB_MIB) /* how far the stack may grow */

enum lab_flags
{
  LAB_DEFAULT = 0,
  LAB_HUGE_PAGES = 1 << 0, /* leave the machine's setting of huge pages as it is */
};

/* Writes all of a text, whatever the reader's pace. When nobody reads any more, it ends. */
static inline void
lab_write (const char *text)
{
  size_t length = strlen (text);

  while (length > 0)
    {
      ssize_t n = write (STDOUT_FILENO, text, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        _exit (1);
      text += n;
      length -= (size_t) n;
    }
}

/* One fact. Its key is a word; in the value no line may end. */
static inline void
lab_tell (const char *key,
          const char *value)
{
  static char line[512];

  snprintf (line, sizeof line, "%s=%s\n", key, value);
  lab_write (line);
}

static inline void
lab_tell_number (const char *key,
                 long long   value)
{
  static char text[32];

  snprintf (text, sizeof text, "%lld", value);
  lab_tell (key, text);
}

/* Where something is: the addresses from start to start + size. */
static inline void
lab_tell_range (const char          *key,
                const volatile void *start,
                size_t               size)
{
  static char text[64];

  snprintf (text, sizeof text, "%#jx-%#jx", (uintmax_t) (uintptr_t) start, (uintmax_t) ((uintptr_t) start + size));
  lab_tell (key, text);
}

/* What went wrong, with errno's words, as the last fact. Not for what an experiment is about. */
static inline void
lab_fail (const char *what)
{
  static char text[256];

  snprintf (text, sizeof text, "%s: %s", what, strerror (errno));
  lab_tell ("error", text);
  _exit (1);
}

/* The number behind a name in a file like /proc/meminfo, 0 without the name; the first number for the name "". */
static inline unsigned long long
lab_read_number (const char *path,
                 const char *name)
{
  static char text[8192];
  int file = open (path, O_RDONLY | O_CLOEXEC);
  ssize_t length = file < 0 ? -1 : read (file, text, sizeof text - 1);
  char *found;

  if (length <= 0)
    lab_fail (path);
  close (file);
  text[length] = '\0';
  found = strstr (text, name);
  return found == NULL ? 0 : strtoull (found + strlen (name), NULL, 10);
}

/* Waits for a line on standard input; ends the program where that ends. */
static inline void
lab_await_line (void)
{
  char byte;

  do
    {
      ssize_t n = read (STDIN_FILENO, &byte, 1);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        _exit (0);
    }
  while (byte != '\n');
}

/* Names the step that comes next and waits until it may. */
#define lab_step(name) lab_step_at (name, __LINE__)

static inline void
lab_step_at (const char *name,
             int         line)
{
  lab_tell_number ("line", line);
  lab_tell ("step", name);
  lab_await_line ();
}

/* Nothing is left to do: waits, so that the last state can be looked at, and ends. */
static inline void
lab_end (void)
{
  lab_step_at ("end", 0);
  _exit (0);
}

/* Takes a variable out of the environment if it changes how malloc works, or puts code into every program:
   1 if it was one. */
static inline int
lab_drop_variable (char **variable)
{
  static const char *const names[] = { "GLIBC_TUNABLES=", "MALLOC_", "LD_PRELOAD=" };

  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
    if (strncmp (*variable, names[i], strlen (names[i])) == 0)
      {
        for (; *variable != NULL; variable++)
          variable[0] = variable[1];
        return 1;
      }
  return 0;
}

/* What is measured shall be the same wherever it is started: malloc as the C library has it, and a stack
   that may grow to 8 MiB. Both are decided when a program starts, so it starts again where they differ. */
static inline void
lab_settle (char **argv)
{
  static char path[4096];
  char **variable = environ;
  struct rlimit stack;
  int again = 0;
  ssize_t length;

  while (*variable != NULL)
    if (lab_drop_variable (variable))
      again = 1;
    else
      variable++;
  if (getrlimit (RLIMIT_STACK, &stack) == 0)
    {
      rlim_t wanted = stack.rlim_max < LAB_STACK ? stack.rlim_max : LAB_STACK;

      if (stack.rlim_cur != wanted)
        {
          stack.rlim_cur = wanted;
          again |= setrlimit (RLIMIT_STACK, &stack) == 0;
        }
    }
  length = again ? readlink ("/proc/self/exe", path, sizeof path - 1) : -1;
  if (length > 0)
    execv (path, argv);
}

/* How much address space it may take at most, or less where less is allowed. */
static inline void
lab_limit (size_t limit)
{
  struct rlimit space;

  if (getrlimit (RLIMIT_AS, &space) != 0)
    lab_fail ("getrlimit");
  if (space.rlim_max > limit)
    space.rlim_max = limit;
  if (space.rlim_cur > limit)
    space.rlim_cur = limit;
  if (setrlimit (RLIMIT_AS, &space) != 0)
    lab_fail ("setrlimit");
}

/* Answers --describe and --list, and no other argument; tells who it is; limits itself.
 *
 * description: what it does, in a sentence or two
 * steps: the names of its steps in their order, NULL behind the last
 * limit: how much address space it may take at most (RLIMIT_AS); 0: no limit
 */
static inline void
lab_begin (int               argc,
           char            **argv,
           const char       *description,
           const char *const steps[],
           size_t            limit,
           enum lab_flags    flags)
{
  if (argc > 1 && strcmp (argv[1], "--describe") == 0)
    {
      lab_write (description);
      lab_write ("\n");
      _exit (0);
    }
  if (argc > 1 && strcmp (argv[1], "--list") == 0)
    {
      for (; *steps != NULL; steps++)
        {
          lab_write (*steps);
          lab_write ("\n");
        }
      _exit (0);
    }
  if (argc > 1)
    {
      dprintf (STDERR_FILENO, "%s: %s: no such argument (--describe, --list or none)\n", argv[0], argv[1]);
      _exit (2);
    }
  lab_settle (argv);
  if (limit != 0)
    lab_limit (limit);
  if ((flags & LAB_HUGE_PAGES) == 0)
    prctl (PR_SET_THP_DISABLE, 1, 0, 0, 0);
  lab_tell_number ("pid", getpid ());
  lab_tell_number ("page_size", sysconf (_SC_PAGESIZE));
}

/* A child that takes its steps when its parent says so. The kernel kills it when its parent ends. */
struct lab_child
{
  pid_t pid;
  int go[2];   /* the parent writes a byte: do the next step */
  int done[2]; /* the child writes a byte: done */
};

/* As fork(): 0 in the child, which then calls lab_child_wait() before each of its steps. */
static inline pid_t
lab_fork (struct lab_child *child)
{
  pid_t parent = getpid ();

  if (pipe (child->go) != 0 || pipe (child->done) != 0)
    lab_fail ("pipe");
  child->pid = fork ();
  if (child->pid < 0)
    lab_fail ("fork");
  if (child->pid == 0)
    {
      prctl (PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
      if (getppid () != parent)
        _exit (0);
      close (child->go[1]);
      close (child->done[0]);
      return 0;
    }
  close (child->go[0]);
  close (child->done[1]);
  return child->pid;
}

/* In the child: waits until its parent lets it do its next step. */
static inline void
lab_child_wait (struct lab_child *child)
{
  char byte;

  if (read (child->go[0], &byte, 1) != 1)
    _exit (0);
}

/* In the child: the step is done. */
static inline void
lab_child_done (struct lab_child *child)
{
  if (write (child->done[1], "d", 1) != 1)
    _exit (0);
}

/* In the parent: lets the child do its next step and waits until that is done. 0: the child has ended
   instead. */
static inline int
lab_child_step (struct lab_child *child)
{
  char byte;

  if (write (child->go[1], "g", 1) != 1)
    return 0;
  return read (child->done[0], &byte, 1) == 1;
}

/* In the parent: waits until the child has ended. Its status as from waitpid(). */
static inline int
lab_child_reap (struct lab_child *child)
{
  int status = 0;

  close (child->go[1]);
  while (waitpid (child->pid, &status, 0) < 0 && errno == EINTR)
    ;
  close (child->done[0]);
  return status;
}
