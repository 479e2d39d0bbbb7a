/* pgs-launch-trace.c: stops a child at the first instruction of its program
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * PTRACE_SEIZE by the parent, not PTRACE_TRACEME in the child: its stop at the exec is an event and
 * no SIGTRAP. If this process dies while the program is stopped, the kernel detaches it, and one
 * that is stopped by an event runs on as if nothing had been (a SIGTRAP would kill it). That is also
 * why PTRACE_O_EXITKILL is not set: our end is no reason to end somebody's build.
 * Source: ptrace(2), "Attaching and detaching"; exit_ptrace() in kernel/ptrace.c.
 */
#include "config.h"

#include "pgs-launch-trace.h"

#include <errno.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/wait.h>

/**
 * pgs_launch_trace_seize:
 * @pid: a child that has not executed yet
 *
 * Returns: whether this thread traces it from now on
 */
gboolean
pgs_launch_trace_seize (gint pid)
{
  return ptrace (PTRACE_SEIZE, pid, NULL, GUINT_TO_POINTER (PTRACE_O_TRACEEXEC)) == 0;
}

static gboolean
is_stop_signal (int number)
{
  return number == SIGSTOP || number == SIGTSTP || number == SIGTTIN || number == SIGTTOU;
}

/* Lets a traced child go on after a stop that is not the exec: with the signal it is about to get, or
 * stopped as job control wants it. */
static void
pass_on (gint pid,
         int  status)
{
  const int number = WSTOPSIG (status);
  const gboolean is_event = status >> 16 != 0;

  if (is_event && is_stop_signal (number))
    ptrace (PTRACE_LISTEN, pid, NULL, NULL);
  else
    ptrace (PTRACE_CONT, pid, NULL, GINT_TO_POINTER (is_event ? 0 : number));
}

/**
 * pgs_launch_trace_wait:
 * @pid: a child that is traced
 *
 * Waits until it stops at its exec, or ends.
 *
 * Returns: which of both
 */
PgsLaunchOutcome
pgs_launch_trace_wait (gint pid)
{
  siginfo_t info;
  int status;

  for (;;)
    {
      info.si_pid = 0;
      if (waitid (P_PID, (id_t) pid, &info, WEXITED | WSTOPPED | WNOWAIT | __WALL) < 0)
        {
          if (errno == EINTR)
            continue;
          return PGS_LAUNCH_GONE;
        }
      if (info.si_code == CLD_EXITED || info.si_code == CLD_KILLED || info.si_code == CLD_DUMPED)
        return PGS_LAUNCH_GONE;
      if (waitpid (pid, &status, __WALL) != pid || !WIFSTOPPED (status))
        return PGS_LAUNCH_GONE;
      if (status >> 16 == PTRACE_EVENT_EXEC)
        return PGS_LAUNCH_STOPPED;
      pass_on (pid, status);
    }
}

/**
 * pgs_launch_trace_let_go:
 * @pid: a child that stopped at its exec
 *
 * It runs on, and is not traced any more.
 */
void
pgs_launch_trace_let_go (gint pid)
{
  ptrace (PTRACE_DETACH, pid, NULL, NULL);
}
