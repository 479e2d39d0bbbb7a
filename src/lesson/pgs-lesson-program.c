/* pgs-lesson-program.c: the program of an experiment, which stops before each step
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Nothing of an experiment may be left behind, whatever ends it:
 *   - the program is killed by the kernel when the thread that started it ends (PR_SET_PDEATHSIG), so also
 *     when the whole of Pagescape is killed; its children do the same with it (lab_fork());
 *   - it is the reaper of its orphans, so that all of its descendants can be found while it lives;
 *   - when it is freed, all of its descendants are looked for, and it and they are killed.
 * It has a session of its own: Ctrl+C in a terminal is for Pagescape.
 *
 * What it writes is bounded: the length of a line, the lines and the time until it stops.
 */
#include "config.h"

#include "pgs-lesson-program.h"

#include "pgs-error.h"
#include "pgs-lesson-kin.h"
#include "pgs-pidfd.h"
#include "pgs-process-words.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib-unix.h>
#include <glib/gi18n-lib.h>

#define MAX_LINE 1024
#define MAX_LINES 4096 /* until the next stop */
#define MAX_POLLED 4
#define MAX_ROUNDS 8

struct _PgsLessonProgram
{
  GPid pid;
  int pidfd;
  int input;  /* of the program */
  int output; /* of the program */
  gsize length;
  char buffer[MAX_LINE]; /* begins with a line */
};

/* Async-signal-safe: between fork and exec. */
static void
set_up_child (gpointer data)
{
  const pid_t parent = *(const pid_t *) data;
  const struct rlimit none = { 0, 0 };
  sigset_t no_signals;

  setsid ();
  prctl (PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  if (getppid () != parent)
    _exit (127);
  prctl (PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
  setrlimit (RLIMIT_CORE, &none);
  signal (SIGXFSZ, SIG_DFL);
  sigemptyset (&no_signals);
  sigprocmask (SIG_SETMASK, &no_signals, NULL);
}

/* What would make the C library or the loader behave in another way than an experiment describes. */
static char **
get_environment (void)
{
  static const char *const removed[] = { "LD_PRELOAD", "LD_AUDIT", "LD_BIND_NOW", "GLIBC_TUNABLES" };
  char **environment = g_get_environ ();
  g_auto (GStrv) names = g_listenv ();

  for (gsize i = 0; i < G_N_ELEMENTS (removed); i++)
    environment = g_environ_unsetenv (environment, removed[i]);
  for (char **name = names; *name != NULL; name++)
    if (g_str_has_prefix (*name, "MALLOC_"))
      environment = g_environ_unsetenv (environment, *name);
  return environment;
}

/**
 * pgs_lesson_program_launch:
 * @path: an executable
 * @error: where to put why not
 *
 * The calling thread must not end before the program is freed. It should block SIGPIPE.
 *
 * Returns: (transfer full): the program on its way to its first stop; %NULL with %PGS_ERROR_FAILED
 */
PgsLessonProgram *
pgs_lesson_program_launch (const char  *path,
                          GError     **error)
{
  g_autoptr (PgsLessonProgram) self = g_new0 (PgsLessonProgram, 1);
  g_autoptr (GError) local_error = NULL;
  g_auto (GStrv) environment = get_environment ();
  const char *argv[] = { path, NULL };
  pid_t parent = getpid ();

  self->pidfd = self->input = self->output = -1;
  if (!g_spawn_async_with_pipes_and_fds (NULL, argv, (const char *const *) environment,
                                         G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDERR_TO_DEV_NULL, set_up_child,
                                         &parent, -1, -1, -1, NULL, NULL, 0, &self->pid, &self->input,
                                         &self->output, NULL, &local_error))
    {
      g_set_error_literal (error, PGS_ERROR, PGS_ERROR_FAILED, local_error->message);
      return NULL;
    }
  self->pidfd = pgs_pidfd_open (self->pid);
  if (!g_unix_set_fd_nonblocking (self->output, TRUE, error) || !g_unix_set_fd_nonblocking (self->input, TRUE, error))
    return NULL;
  return g_steal_pointer (&self);
}

static void
clear_fd (int *fd)
{
  if (*fd >= 0)
    close (*fd);
  *fd = -1;
}

/* Returns: how many there are. */
static guint
signal_all (PgsLessonProgram *self,
            int               signal_number)
{
  g_autoptr (GArray) kin = pgs_lesson_kin_list (self->pid);

  for (guint i = 0; i < kin->len; i++)
    kill (g_array_index (kin, gint, i), signal_number);
  kill (self->pid, signal_number);
  return kin->len;
}

/* First all are stopped, so that none has a new child that is not found. A PID that was looked up stays that
 * of its process: that may end, but whoever would have to wait for it is stopped, too. */
static void
kill_all (PgsLessonProgram *self)
{
  guint n_before = G_MAXUINT;

  for (int i = 0; i < MAX_ROUNDS; i++)
    {
      const guint n = signal_all (self, SIGSTOP);

      if (n == n_before || n == 0)
        break;
      n_before = n;
    }
  signal_all (self, SIGKILL);
}

/**
 * pgs_lesson_program_free:
 * @self: (transfer full) (nullable): a program
 *
 * Kills it and all of its descendants, and waits until it has ended.
 */
void
pgs_lesson_program_free (PgsLessonProgram *self)
{
  if (self == NULL)
    return;
  if (self->pid > 0)
    {
      kill_all (self);
      while (waitpid (self->pid, NULL, 0) < 0 && errno == EINTR)
        ;
    }
  clear_fd (&self->pidfd);
  clear_fd (&self->input);
  clear_fd (&self->output);
  g_free (self);
}

/**
 * pgs_lesson_program_get_pid:
 * @self: a program
 *
 * Returns: its PID, which nobody else gets before it is freed
 */
gint
pgs_lesson_program_get_pid (PgsLessonProgram *self)
{
  return self->pid;
}

/* It stays a zombie, so that its PID stays its own. */
static void
set_ended (PgsLessonProgram  *self,
           GError           **error)
{
  siginfo_t info = { 0 };
  g_autofree char *how = NULL;

  if (waitid (P_PID, (id_t) self->pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == self->pid)
    {
      const gboolean was_killed = info.si_code == CLD_KILLED || info.si_code == CLD_DUMPED;

      how = pgs_process_format_exit (TRUE, was_killed ? info.si_status : W_EXITCODE (info.si_status, 0));
    }
  g_set_error (error, PGS_ERROR, PGS_ERROR_NO_PROCESS, _("the experiment's program ended too early: %s"),
               how != NULL ? how : _("it closed its output"));
}

/**
 * pgs_lesson_program_go:
 * @self: a program that stands before a step
 * @error: where to put why not
 *
 * Lets it take the step.
 *
 * Returns: %FALSE with %PGS_ERROR_NO_PROCESS if it has ended
 */
gboolean
pgs_lesson_program_go (PgsLessonProgram  *self,
                       GError           **error)
{
  gssize n;

  do
    n = write (self->input, "\n", 1);
  while (n < 0 && errno == EINTR);
  if (n == 1)
    return TRUE;
  if (errno == EPIPE)
    set_ended (self, error);
  else
    pgs_error_set_errno (error, errno, "%s", _("the experiment's program does not listen"));
  return FALSE;
}

/* Takes the lines that are whole. Returns: %FALSE with @error. @stopped: it said which step comes next. */
static gboolean
take_lines (PgsLessonProgram  *self,
            PgsLessonFacts    *facts,
            guint             *n_lines,
            gboolean          *stopped,
            GError           **error)
{
  char *line = self->buffer;
  const char *end = self->buffer + self->length;
  char *newline;

  while (!*stopped && (newline = memchr (line, '\n', end - line)) != NULL)
    {
      if (++*n_lines > MAX_LINES)
        {
          g_set_error (error, PGS_ERROR, PGS_ERROR_LIMIT, _("the experiment's program told too much"));
          return FALSE;
        }
      if (!pgs_lesson_facts_take_line (facts, line, newline - line, error))
        return FALSE;
      *newline = '\0';
      *stopped = g_str_has_prefix (line, "step=");
      line = newline + 1;
    }
  self->length = end - line;
  memmove (self->buffer, line, self->length);
  if (self->length < sizeof self->buffer)
    return TRUE;
  g_set_error (error, PGS_ERROR, PGS_ERROR_LIMIT, _("the experiment's program told too much"));
  return FALSE;
}

static gboolean
fail_as_told (PgsLessonFacts  *facts,
              GError         **error)
{
  const char *told = pgs_lesson_facts_get (facts, "error");

  if (told == NULL)
    return FALSE;
  g_clear_error (error);
  g_set_error (error, PGS_ERROR, PGS_ERROR_FAILED, _("the experiment could not go on: %s"), told);
  return TRUE;
}

/* Waits for output. Returns: %FALSE with @error when that takes too long or is cancelled. */
static gboolean
await_output (PgsLessonProgram     *self,
              gint64                deadline_us,
              GCancellable *const  *cancellables,
              gsize                 n_cancellables,
              GError              **error)
{
  struct pollfd fds[MAX_POLLED] = { { self->output, POLLIN, 0 }, { self->pidfd, POLLIN, 0 } };
  nfds_t n_fds = 2; /* poll() skips a negative one */
  gint64 left_us;

  for (gsize i = 0; i < n_cancellables && n_fds < MAX_POLLED; i++)
    {
      GPollFD cancel;

      if (g_cancellable_set_error_if_cancelled (cancellables[i], error))
        return FALSE;
      if (g_cancellable_make_pollfd (cancellables[i], &cancel))
        fds[n_fds++] = (struct pollfd){ cancel.fd, POLLIN, 0 };
    }
  left_us = deadline_us - g_get_monotonic_time ();
  if (left_us > 0)
    poll (fds, n_fds, (int) MIN (left_us / 1000 + 1, G_MAXINT));
  for (gsize i = 0; i < n_cancellables; i++)
    g_cancellable_release_fd (cancellables[i]);
  if (left_us > 0)
    return TRUE;
  g_set_error (error, PGS_ERROR, PGS_ERROR_LIMIT, _("the experiment's program takes too long for this step"));
  return FALSE;
}

/* Returns: %FALSE with @error if nothing more will come. */
static gboolean
read_output (PgsLessonProgram  *self,
             GError           **error)
{
  const gboolean has_ended = self->pidfd >= 0 && pgs_pidfd_has_ended (self->pidfd);
  const gssize n = read (self->output, self->buffer + self->length, sizeof self->buffer - self->length);

  if (n > 0)
    {
      self->length += (gsize) n;
      return TRUE;
    }
  if (n < 0 && (errno == EINTR || (errno == EAGAIN && !has_ended)))
    return TRUE;
  set_ended (self, error);
  return FALSE;
}

/**
 * pgs_lesson_program_await:
 * @self: a program that is on its way
 * @facts: where to put what it tells
 * @timeout_us: how long it may take
 * @cancellables: (array length=n_cancellables): each of them ends the waiting; %NULL ones are skipped
 * @n_cancellables: at most 2
 * @error: where to put why not
 *
 * Waits until it has named the step that comes next, which then is the fact `step`.
 *
 * Returns: %FALSE with %PGS_ERROR_NO_PROCESS if it ended instead, %PGS_ERROR_LIMIT if it took too long or
 *   told too much, %PGS_ERROR_SYNTAX if what it told are no facts, %PGS_ERROR_FAILED if it told what went
 *   wrong, or %G_IO_ERROR_CANCELLED
 */
gboolean
pgs_lesson_program_await (PgsLessonProgram     *self,
                          PgsLessonFacts       *facts,
                          gint64                timeout_us,
                          GCancellable *const  *cancellables,
                          gsize                 n_cancellables,
                          GError              **error)
{
  const gint64 deadline_us = g_get_monotonic_time () + timeout_us;
  gboolean stopped = FALSE;
  guint n_lines = 0;

  while (take_lines (self, facts, &n_lines, &stopped, error) && !stopped)
    {
      if (!await_output (self, deadline_us, cancellables, n_cancellables, error))
        return FALSE;
      if (!read_output (self, error))
        {
          fail_as_told (facts, error);
          return FALSE;
        }
    }
  return stopped;
}
