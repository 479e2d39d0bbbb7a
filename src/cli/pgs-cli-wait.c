/* pgs-cli-wait.c: waits for the next sample, a signal or the end of a process
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Between two samples one poll() waits for the time, for SIGINT, SIGTERM and, where asked, SIGHUP (a
 * signalfd), for the end of the process (a pidfd, where the kernel has them) and for the reader of the
 * output going away (POLLERR on a pipe), so that all of these end it at once.
 */
#include "config.h"

#include "pgs-cli-wait.h"

#include "pgs-error.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <unistd.h>

struct _PgsCliWait
{
  sigset_t ends; /* the signals that end the program, which signal_fd tells */
  int signal_fd;
  int pid_fd;      /* -1: none, or this kernel has none */
  int stdout_fd;   /* -1: nobody's going away is of interest */
  int input_fd;    /* -1: nothing is to be read; not owned */
  int terminal_fd; /* -1: what happens to the terminal is not of interest */
};

/* Blocks them. Returns the descriptor that tells of them, or -1. */
static int
open_signals (const sigset_t  *signals,
              GError         **error)
{
  int fd;

  pthread_sigmask (SIG_BLOCK, signals, NULL);
  fd = signalfd (-1, signals, SFD_CLOEXEC | SFD_NONBLOCK);
  if (fd < 0)
    pgs_error_set_errno (error, errno, "signalfd");
  return fd;
}

/**
 * pgs_cli_wait_new:
 * @error: where to put that signals cannot be waited for
 *
 * Blocks SIGINT and SIGTERM. To be called before any thread is started (opening a process starts
 * one): a thread that does not block the signals would get them, and end the program in the middle
 * of a line.
 *
 * Returns: (transfer full): what to wait with
 */
PgsCliWait *
pgs_cli_wait_new (GError **error)
{
  PgsCliWait *self = g_new0 (PgsCliWait, 1);

  self->pid_fd = self->stdout_fd = self->terminal_fd = self->input_fd = -1;
  sigemptyset (&self->ends);
  sigaddset (&self->ends, SIGINT);
  sigaddset (&self->ends, SIGTERM);
  self->signal_fd = open_signals (&self->ends, error);
  if (self->signal_fd >= 0)
    return self;
  pgs_cli_wait_free (self);
  return NULL;
}

/**
 * pgs_cli_wait_watch_hangup:
 * @self: what to wait with
 *
 * Takes SIGHUP like SIGINT and SIGTERM, unless it is ignored, as nohup(1) does, for what goes on without a
 * terminal. To be called before any thread is started.
 */
void
pgs_cli_wait_watch_hangup (PgsCliWait *self)
{
  struct sigaction before;

  if (sigaction (SIGHUP, NULL, &before) != 0 || before.sa_handler == SIG_IGN)
    return;
  sigaddset (&self->ends, SIGHUP);
  if (signalfd (self->signal_fd, &self->ends, 0) < 0)
    return;
  pthread_sigmask (SIG_BLOCK, &self->ends, NULL);
}

/**
 * pgs_cli_wait_free:
 * @self: (transfer full) (nullable): what to wait with
 *
 * The signals stay blocked.
 */
void
pgs_cli_wait_free (PgsCliWait *self)
{
  if (self == NULL)
    return;
  if (self->signal_fd >= 0)
    close (self->signal_fd);
  if (self->pid_fd >= 0)
    close (self->pid_fd);
  if (self->terminal_fd >= 0)
    close (self->terminal_fd);
  g_free (self);
}

/**
 * pgs_cli_wait_set_pid:
 * @self: what to wait with
 * @pid: the process whose end is of interest; that is only noticed on kernels with pidfds
 */
void
pgs_cli_wait_set_pid (PgsCliWait *self,
                      gint        pid)
{
  if (self->pid_fd >= 0)
    close (self->pid_fd);
  self->pid_fd = syscall (SYS_pidfd_open, pid, 0);
}

/**
 * pgs_cli_wait_watch_stdout:
 * @self: what to wait with
 *
 * Wakes when stdout is a pipe that nobody reads any more.
 */
void
pgs_cli_wait_watch_stdout (PgsCliWait *self)
{
  self->stdout_fd = STDOUT_FILENO;
}

/**
 * pgs_cli_wait_watch_input:
 * @self: what to wait with
 * @fd: a descriptor, which stays the caller's
 *
 * Wakes when there is something to read from it, or it has come to its end.
 */
void
pgs_cli_wait_watch_input (PgsCliWait *self,
                          int         fd)
{
  self->input_fd = fd;
}

/**
 * pgs_cli_wait_watch_terminal:
 * @self: what to wait with
 * @error: where to put that signals cannot be waited for
 *
 * Blocks SIGWINCH, SIGTSTP and SIGCONT, to be told of them. To be called before any thread is started.
 *
 * Returns: whether they will be told
 */
gboolean
pgs_cli_wait_watch_terminal (PgsCliWait  *self,
                             GError     **error)
{
  sigset_t signals;

  sigemptyset (&signals);
  sigaddset (&signals, SIGWINCH);
  sigaddset (&signals, SIGTSTP);
  sigaddset (&signals, SIGCONT);
  self->terminal_fd = open_signals (&signals, error);
  return self->terminal_fd >= 0;
}

/**
 * pgs_cli_wait_take_signal:
 * @self: what to wait with
 * @by_terminal: (out): the terminal sent it, to all of its foreground, because of a key
 *
 * Takes one signal after %PGS_CLI_WAKE_SIGNAL, so that waiting can go on.
 *
 * Returns: SIGINT, SIGTERM or SIGHUP, 0 if there is none
 */
int
pgs_cli_wait_take_signal (PgsCliWait *self,
                          gboolean   *by_terminal)
{
  struct signalfd_siginfo info;

  *by_terminal = FALSE;
  if (read (self->signal_fd, &info, sizeof info) != sizeof info)
    return 0;
  *by_terminal = info.ssi_code == SI_KERNEL;
  return (int) info.ssi_signo;
}

/* Takes a signal of the terminal; returns FALSE if it was none after all. */
static gboolean
take_terminal_signal (PgsCliWait *self,
                      PgsCliWake *wake)
{
  struct signalfd_siginfo info;

  if (read (self->terminal_fd, &info, sizeof info) != sizeof info)
    return FALSE;
  *wake = info.ssi_signo == SIGWINCH  ? PGS_CLI_WAKE_RESIZED
          : info.ssi_signo == SIGTSTP ? PGS_CLI_WAKE_STOP
                                      : PGS_CLI_WAKE_CONTINUED;
  return TRUE;
}

/**
 * pgs_cli_wait_until:
 * @self: what to wait with
 * @time_us: monotonic time
 *
 * Returns: why it woke; what happened earlier is told before the time
 */
PgsCliWake
pgs_cli_wait_until (PgsCliWait *self,
                    gint64      time_us)
{
  struct pollfd fds[] = {
    { .fd = self->signal_fd, .events = POLLIN },
    { .fd = self->pid_fd, .events = POLLIN },
    { .fd = self->stdout_fd, .events = 0 },
    { .fd = self->terminal_fd, .events = POLLIN },
    { .fd = self->input_fd, .events = POLLIN },
  };
  PgsCliWake wake;

  for (;;)
    {
      const gint64 left_us = MAX (time_us - g_get_monotonic_time (), 0);
      const struct timespec timeout = { left_us / G_USEC_PER_SEC, left_us % G_USEC_PER_SEC * 1000 };
      const int n = ppoll (fds, G_N_ELEMENTS (fds), &timeout, NULL);

      if (n < 0 && errno != EINTR)
        return PGS_CLI_WAKE_SIGNAL;
      if (n > 0 && fds[3].revents != 0)
        {
          if (take_terminal_signal (self, &wake))
            return wake;
          continue;
        }
      if (n > 0)
        return fds[0].revents != 0   ? PGS_CLI_WAKE_SIGNAL
               : fds[1].revents != 0 ? PGS_CLI_WAKE_PROCESS
               : fds[2].revents != 0 ? PGS_CLI_WAKE_READER
                                     : PGS_CLI_WAKE_INPUT;
      if (n == 0 && left_us == 0)
        return PGS_CLI_WAKE_TIME;
    }
}
