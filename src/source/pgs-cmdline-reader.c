/* pgs-cmdline-reader.c: reading the arguments of processes without waiting for stuck ones
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-cmdline-reader.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* NOTES
 *
 * The kernel reads cmdline out of the process' own stack pages. That brings swapped ones back, and
 * where they lie on FUSE or under userfaultfd it waits for somebody else, for ever if that one likes
 * (proc_pid_cmdline(5), access_remote_vm()). glibtop_get_proc_argv() would wait as well. So a thread
 * reads, and who asks waits for a limited time. A thread that is stuck for STUCK_US is left alone
 * with what it is reading and another takes over; after MAX_STUCK of them nothing is read any more,
 * because each holds a thread of ours until its process moves.
 *
 * Requests and results pass through Work, which the reader and its threads share by reference: a
 * stuck thread may come back after the reader is gone. The thread is woken for every WAKE_LENGTH-th
 * request and when somebody waits for results: waking it for each one cost two switches a process.
 */

#define STUCK_US (G_USEC_PER_SEC / 2)
#define MAX_STUCK 4
#define N_PENDING_MAX 65536
#define WAKE_LENGTH 64

typedef struct
{
  PgsCmdlineFunc func;
  GMutex mutex;
  GCond changed;
  GQueue requests; /* PgsCmdlineResult without cmdline */
  GArray *results;
  guint generation; /* of the thread in charge: the others must go */
  guint n_stuck; /* threads that were left alone and did not come back */
  gint64 busy_since_us; /* the thread in charge reads since; 0: it waits */
  gboolean quit;
} Work;

struct _PgsCmdlineReader
{
  Work *work;
  gboolean has_thread;
};

static void
clear_result (gpointer data)
{
  PgsCmdlineResult *result = data;

  if (result->cmdline != NULL)
    g_ref_string_release (result->cmdline);
}

static void
clear_work (gpointer data)
{
  Work *work = data;

  g_queue_clear_full (&work->requests, g_free);
  g_array_unref (work->results);
  g_mutex_clear (&work->mutex);
  g_cond_clear (&work->changed);
}

/* Arguments end with NUL each; a process that overwrote them may have left out the last. */
static char *
join_arguments (char  *text,
                gsize  length)
{
  while (length > 0 && text[length - 1] == '\0')
    length--;
  for (gsize i = 0; i < length; i++)
    if (text[i] == '\0')
      text[i] = ' ';
  return g_ref_string_new_len (text, length);
}

/**
 * pgs_cmdline_read_joined:
 * @pid: the process
 *
 * The #PgsCmdlineFunc that reads /proc/PID/cmdline, at most %PGS_CMDLINE_MAX bytes of it.
 *
 * Returns: (transfer full) (nullable): a GRefString, arguments joined by blanks, as bytes; %NULL if
 *   the process is gone or hidden
 */
char *
pgs_cmdline_read_joined (gint pid)
{
  g_autofree char *text = g_malloc (PGS_CMDLINE_MAX);
  char path[32];
  gsize length = 0;
  gssize n = 0;
  int fd;

  g_snprintf (path, sizeof path, "/proc/%d/cmdline", pid);
  fd = open (path, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return NULL;
  while (length < PGS_CMDLINE_MAX)
    {
      const gsize room = PGS_CMDLINE_MAX - length;

      n = read (fd, text + length, room);
      if (n < 0 && errno == EINTR)
        continue;
      length += MAX (n, 0);
      if (n < (gssize) room) /* the kernel fills what it is given as long as there is more */
        break;
    }
  close (fd);
  return n < 0 ? NULL : join_arguments (text, length);
}

typedef struct
{
  Work *work;
  guint generation;
} ThreadStart;

static gpointer
reader_thread (gpointer data)
{
  g_autofree ThreadStart *start = data;
  Work *work = start->work;
  PgsCmdlineResult *request;

  g_mutex_lock (&work->mutex);
  while (!work->quit && work->generation == start->generation)
    {
      request = g_queue_pop_head (&work->requests);
      if (request == NULL)
        {
          work->busy_since_us = 0;
          g_cond_broadcast (&work->changed);
          g_cond_wait (&work->changed, &work->mutex);
          continue;
        }
      work->busy_since_us = g_get_monotonic_time ();
      g_mutex_unlock (&work->mutex);
      request->cmdline = work->func (request->pid);
      g_mutex_lock (&work->mutex);
      g_array_append_vals (work->results, request, 1);
      g_free (request);
    }
  if (work->generation != start->generation)
    work->n_stuck--;
  g_mutex_unlock (&work->mutex);
  g_atomic_rc_box_release_full (work, clear_work);
  return NULL;
}

/**
 * pgs_cmdline_reader_new:
 * @func: pgs_cmdline_read_joined(), or what a test wants to see called
 *
 * Returns: (transfer full): a reader; its thread starts with the first request
 */
PgsCmdlineReader *
pgs_cmdline_reader_new (PgsCmdlineFunc func)
{
  PgsCmdlineReader *self = g_new0 (PgsCmdlineReader, 1);

  self->work = g_atomic_rc_box_new0 (Work);
  self->work->func = func;
  g_mutex_init (&self->work->mutex);
  g_cond_init (&self->work->changed);
  g_queue_init (&self->work->requests);
  self->work->results = g_array_new (FALSE, FALSE, sizeof (PgsCmdlineResult));
  g_array_set_clear_func (self->work->results, clear_result);
  return self;
}

/**
 * pgs_cmdline_reader_free:
 * @self: (transfer full) (nullable): a reader
 *
 * Does not wait for a thread that is stuck: it ends when it comes back.
 */
void
pgs_cmdline_reader_free (PgsCmdlineReader *self)
{
  if (self == NULL)
    return;
  g_mutex_lock (&self->work->mutex);
  self->work->quit = TRUE;
  g_cond_broadcast (&self->work->changed);
  g_mutex_unlock (&self->work->mutex);
  g_atomic_rc_box_release_full (self->work, clear_work);
  g_free (self);
}

/* With the mutex held. */
static void
start_thread (PgsCmdlineReader *self)
{
  ThreadStart *start = g_new (ThreadStart, 1);
  GThread *thread;

  start->work = g_atomic_rc_box_acquire (self->work);
  start->generation = self->work->generation;
  thread = g_thread_try_new ("cmdline", reader_thread, start, NULL);
  self->has_thread = thread != NULL;
  if (thread != NULL)
    {
      g_thread_unref (thread);
      return;
    }
  g_atomic_rc_box_release_full (start->work, clear_work);
  g_free (start);
}

/* With the mutex held. */
static void
wake_thread (PgsCmdlineReader *self)
{
  if (!self->has_thread)
    start_thread (self);
  g_cond_broadcast (&self->work->changed);
}

/**
 * pgs_cmdline_reader_request:
 * @self: a reader
 * @pid: the process
 * @start_ticks: handed back with the result
 *
 * Asks for the arguments of a process. One result will come from pgs_cmdline_reader_collect(),
 * unless reading it never ends.
 */
void
pgs_cmdline_reader_request (PgsCmdlineReader *self,
                            gint              pid,
                            guint64           start_ticks)
{
  PgsCmdlineResult request = { pid, start_ticks, NULL };

  g_return_if_fail (self != NULL);

  g_mutex_lock (&self->work->mutex);
  if (self->work->n_stuck < MAX_STUCK && self->work->requests.length < N_PENDING_MAX)
    {
      g_queue_push_tail (&self->work->requests, g_memdup2 (&request, sizeof request));
      if (self->work->requests.length % WAKE_LENGTH == 0)
        wake_thread (self);
    }
  g_mutex_unlock (&self->work->mutex);
}

/* With the mutex held: leaves a thread that is stuck to itself and starts another. */
static void
replace_stuck_thread (PgsCmdlineReader *self)
{
  Work *work = self->work;

  if (work->busy_since_us == 0 || g_get_monotonic_time () - work->busy_since_us < STUCK_US)
    return;
  work->generation++;
  work->busy_since_us = 0;
  self->has_thread = FALSE;
  if (++work->n_stuck < MAX_STUCK)
    start_thread (self);
  else
    g_queue_clear_full (&work->requests, g_free);
}

/**
 * pgs_cmdline_reader_collect:
 * @self: a reader
 * @timeout_us: how long to wait for requests that are not answered yet
 *
 * Returns: (transfer full) (element-type PgsCmdlineResult): the results since the last call, in any
 *   order
 */
GArray *
pgs_cmdline_reader_collect (PgsCmdlineReader *self,
                            gint64            timeout_us)
{
  gint64 until = g_get_monotonic_time () + timeout_us;
  Work *work;
  GArray *results;

  g_return_val_if_fail (self != NULL, NULL);

  work = self->work;
  g_mutex_lock (&work->mutex);
  if (work->requests.length > 0 && work->n_stuck < MAX_STUCK)
    wake_thread (self);
  while (self->has_thread && (work->requests.length > 0 || work->busy_since_us != 0))
    {
      gint64 slice = MIN (until, g_get_monotonic_time () + STUCK_US / 5);

      if (!g_cond_wait_until (&work->changed, &work->mutex, slice))
        replace_stuck_thread (self);
      if (g_get_monotonic_time () >= until)
        break;
    }
  results = work->results;
  work->results = g_array_new (FALSE, FALSE, sizeof (PgsCmdlineResult));
  g_array_set_clear_func (work->results, clear_result);
  g_mutex_unlock (&work->mutex);
  return results;
}
