/* process-states.c: children in each of the states that a list of processes shows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lab.h"

#include <fcntl.h>
#include <sys/ptrace.h>

/* Starts a child that does something. The kernel ends it when this program ends. */
static pid_t
start (void (*something) (void))
{
  pid_t parent = getpid ();
  pid_t pid = fork ();

  if (pid < 0)
    lab_fail ("fork");
  if (pid > 0)
    return pid;
  prctl (PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  if (getppid () == parent)
    something ();
  _exit (0);
}

/* R: calculates, two minutes at most and only while nobody else needs the processor. */
static void
spin (void)
{
  setrlimit (RLIMIT_CPU, &(struct rlimit){ 120, 120 });
  (void) !nice (19);
  for (volatile unsigned long i = 0;; i++)
    ;
}

/* S: waits for a signal. */
static void
sleep_well (void)
{
  for (;;)
    pause ();
}

/* D: vfork() stops the parent until its child calls exec() or ends, and no signal but SIGKILL wakes it. */
static void
wait_deeply (void)
{
  pid_t self = getpid ();

  if (vfork () == 0)
    {
      prctl (PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
      while (getppid () == self)
        pause ();
      _exit (0);
    }
}

/* T: stops, as Ctrl+Z would stop it, until somebody sends SIGCONT. */
static void
stop_yourself (void)
{
  raise (SIGSTOP);
}

/* t: asks to be traced by its parent, as by a debugger, and stops. */
static void
be_traced (void)
{
  if (ptrace (PTRACE_TRACEME, 0, NULL, NULL) == 0)
    raise (SIGSTOP);
}

/* Z: ends at once. */
static void
end_now (void)
{
}

static int orphan_says[2];

/* Makes a child and ends before it. The orphan says who its parents were: the first and the present one. */
static void
leave_an_orphan (void)
{
  pid_t says[3] = { 0, getpid (), getppid () };
  pid_t grandparent = says[2];

  if (fork () != 0)
    return;
  while (getppid () == says[1])
    usleep (1000);
  prctl (PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  says[0] = getpid ();
  says[2] = getppid ();
  if (write (orphan_says[1], says, sizeof says) == (ssize_t) sizeof says && getppid () == grandparent)
    sleep_well ();
  _exit (0);
}

/* Waits until the kernel shows the state, as a child needs a moment to get there; five seconds at most. */
static void
await_state (pid_t pid,
             char  state)
{
  char path[64], text[512];

  snprintf (path, sizeof path, "/proc/%d/stat", (int) pid);
  for (int i = 0; i < 5000; i++, usleep (1000))
    {
      int file = open (path, O_RDONLY | O_CLOEXEC);
      ssize_t length = file < 0 ? -1 : read (file, text, sizeof text - 1);
      char *end;

      close (file);
      if (length <= 0)
        return;
      text[length] = '\0';
      end = strrchr (text, ')'); /* "4711 (process-states) S 1 ..." */
      if (end != NULL && end[2] == state)
        return;
    }
}

/* Starts a child, waits for its state, and says which it is. */
static pid_t
show (const char *key,
      void (*something) (void),
      char state)
{
  pid_t pid = start (something);

  await_state (pid, state);
  lab_tell_number (key, pid);
  return pid;
}

int
main (int    argc,
      char **argv)
{
  static const char *const steps[] = { "run", "sleep", "deep", "stop", "trace", "zombie", "reap", "orphan", "end-all",
                                       NULL };
  pid_t pids[6], says[3];

  lab_begin (argc, argv, "Has children in the states R, S, D, T, t and Z, and adopts an orphan.", steps, 64 * LAB_MIB,
             LAB_DEFAULT);
  prctl (PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); /* orphans become children of this program, not of init */

  lab_step ("run");
  pids[0] = show ("running", spin, 'R');

  lab_step ("sleep");
  pids[1] = show ("sleeping", sleep_well, 'S');

  lab_step ("deep");
  pids[2] = show ("deep", wait_deeply, 'D');

  lab_step ("stop");
  pids[3] = show ("stopped", stop_yourself, 'T');

  lab_step ("trace");
  pids[4] = show ("traced", be_traced, 't');

  lab_step ("zombie");
  pids[5] = show ("zombie", end_now, 'Z');

  /* wait(): now its parent knows how it ended, and the kernel may forget it. */
  lab_step ("reap");
  waitpid (pids[5], NULL, 0);

  lab_step ("orphan");
  if (pipe (orphan_says) != 0)
    lab_fail ("pipe");
  waitpid (start (leave_an_orphan), NULL, 0);
  if (read (orphan_says[0], says, sizeof says) != (ssize_t) sizeof says)
    lab_fail ("orphan");
  await_state (says[0], 'S');
  lab_tell_number ("orphan", says[0]);
  lab_tell_number ("old_parent", says[1]);
  lab_tell_number ("new_parent", says[2]);

  lab_step ("end-all");
  for (int i = 0; i < 5; i++)
    kill (pids[i], SIGKILL);
  kill (says[0], SIGKILL);
  while (wait (NULL) > 0 || errno == EINTR)
    ;

  lab_end ();
}
