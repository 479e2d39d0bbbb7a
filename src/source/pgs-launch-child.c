/* pgs-launch-child.c: what a child does between fork and exec
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * The other threads of the program do not exist in the child, and with them what they held locked
 * stays locked. So nothing here allocates memory or calls anything but what is async-signal-safe,
 * see signal-safety(7).
 *
 * All signals are blocked when the child begins. Handlers of this program are taken off before that
 * is undone, else one could run in the child. What this program was started with as ignored stays so
 * (nohup), but for the two signals that it ignores itself.
 */
#include "config.h"

#include "pgs-launch-image.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef CLOSE_RANGE_CLOEXEC
#define CLOSE_RANGE_CLOEXEC (1u << 2)
#endif

G_NORETURN static void
give_up (int           report_fd,
         PgsLaunchStep step)
{
  const PgsLaunchFailure failure = { step, errno };

  while (write (report_fd, &failure, sizeof failure) < 0 && errno == EINTR)
    ;
  _exit (127);
}

static void
reset_handlers (void)
{
  struct sigaction action;

  for (int i = 1; i < NSIG; i++)
    {
      if (sigaction (i, NULL, &action) != 0)
        continue;
      if (action.sa_handler == SIG_DFL ||
          (action.sa_handler == SIG_IGN && i != SIGPIPE && i != SIGXFSZ))
        continue;
      action.sa_handler = SIG_DFL;
      action.sa_flags = 0;
      sigaction (i, &action, NULL);
    }
}

static gboolean
set_stdio (const PgsLaunchImage *self)
{
  for (int i = 0; i < 3; i++)
    if (self->stdio[i] >= 0 && dup2 (self->stdio[i], i) < 0)
      return FALSE;
  return TRUE;
}

/* The controlling terminal is taken only if the standard input is one. */
static gboolean
make_session (void)
{
  if (setsid () < 0)
    return FALSE;
  return !isatty (STDIN_FILENO) || ioctl (STDIN_FILENO, TIOCSCTTY, 0) == 0;
}

static void
hide_descriptors (int max_fd)
{
#ifdef SYS_close_range
  if (syscall (SYS_close_range, 3u, ~0u, CLOSE_RANGE_CLOEXEC) == 0)
    return;
#endif
  for (int fd = 3; fd <= max_fd; fd++)
    fcntl (fd, F_SETFD, FD_CLOEXEC);
}

/* Returns: whether the parent said to go on; not if it has ended. */
static gboolean
wait_for_go (const int go_fds[2])
{
  char byte;
  ssize_t n;

  close (go_fds[1]); /* else its end would never be seen */
  do
    n = read (go_fds[0], &byte, 1);
  while (n < 0 && errno == EINTR);
  return n == 1;
}

/* Whether execvp() would go on with the next folder in PATH. Source: posix/execvpe.c of glibc. */
static gboolean
is_not_here (int errsv)
{
  return errsv == EACCES || errsv == ENOENT || errsv == ESTALE || errsv == ENOTDIR ||
         errsv == ENODEV || errsv == ETIMEDOUT;
}

/* Returns only if nothing could be executed; errno says why. */
static void
execute (const PgsLaunchImage *self)
{
  gboolean was_denied = FALSE;

  for (char **path = self->paths; *path != NULL; path++)
    {
      execve (*path, self->argv, self->env);
      if (errno == ENOEXEC)
        {
          self->shell_argv[1] = *path;
          execve (self->shell_argv[0], self->shell_argv, self->env);
        }
      if (!is_not_here (errno))
        return;
      was_denied |= errno == EACCES;
    }
  if (was_denied)
    errno = EACCES;
}

/**
 * pgs_launch_image_run:
 * @self: what is to be executed
 * @go_fds: a pipe, close-on-exec: a byte in it says that the program may be executed; its end: not
 *   at all
 * @report_fd: close-on-exec; where a #PgsLaunchFailure goes
 *
 * To be called in the child after fork(), with all signals blocked. Becomes the program or ends the
 * child.
 */
void
pgs_launch_image_run (const PgsLaunchImage *self,
                      const int             go_fds[2],
                      int                   report_fd)
{
  sigset_t none;

  reset_handlers ();
  if (!set_stdio (self))
    give_up (report_fd, PGS_LAUNCH_STEP_STDIO);
  if ((self->flags & PGS_LAUNCH_NEW_SESSION) && !make_session ())
    give_up (report_fd, PGS_LAUNCH_STEP_SESSION);
  if (self->folder != NULL && chdir (self->folder) != 0)
    give_up (report_fd, PGS_LAUNCH_STEP_FOLDER);
  if (!(self->flags & PGS_LAUNCH_KEEP_DESCRIPTORS))
    hide_descriptors (self->max_fd);
  if (!wait_for_go (go_fds))
    _exit (127);
  sigemptyset (&none);
  sigprocmask (SIG_SETMASK, &none, NULL);
  execute (self);
  give_up (report_fd, PGS_LAUNCH_STEP_EXEC);
}
