/* pgs-run-alarm.c: tells when a process that sleeps runs again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Waking up ten times a second only to find that a process still sleeps costs more than reading its
 * counters. perf can tell instead: an event that counts a thread's CPU time, and polls readable and is over
 * as soon as that has run for 10 µs, the least that the kernel allows. It costs the thread nothing while it
 * sleeps, a timer when it begins to run, and hardly anything when the alarm has rung.
 *
 * An event is one thread's, and an epoll descriptor stands for all of them. A new thread comes from one that
 * runs, so that those which there are when the alarm is set are all that can begin.
 *
 * It rings late: a thread may have run before, for less each time. So it also writes down when a thread gets a
 * processor, into a ring that is mapped; the first record since the alarm was set says until when nothing ran.
 * As the ring is read-only, it is never full; it rings also when half of it was written.
 *
 * Who may be told: root (CAP_PERFMON), and others where kernel.perf_event_paranoid is 1 or less. Where it is 2, the
 * default, it rings for them once the thread is outside of the kernel; what is written down is the same. Debian's
 * kernels know a 3, which is no.
 * Source: perf_event_open(2); cpu_clock_event_start(), perf_swevent_hrtimer() and perf_event_switch() in
 * kernel/events/core.c.
 */
#include "config.h"

#include "pgs-run-alarm.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/perf_event.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MAX_THREADS 64 /* each takes a descriptor and two pages */
#define PERIOD_NS 10000
#define MAX_WRITTEN 256 /* more than the kernel writes before it moves the head */
#define TIME_OFFSET 16 /* in every record: behind its header and the IDs of process and thread */

typedef struct
{
  int fd;
  struct perf_event_mmap_page *ring; /* (nullable): with a page of records behind it */
  guint64 head;                      /* where records ended when the alarm was set */
} Event;

struct _PgsRunAlarm
{
  int epoll_fd;
  GArray *events; /* of Event: one for each thread */
  gboolean is_set;
  gint64 set_us; /* since when */
  gboolean excludes_kernel;
  gboolean is_refused;
};

static gsize
get_ring_size (void)
{
  return 2 * (gsize) sysconf (_SC_PAGESIZE);
}

static Event *
get_event (PgsRunAlarm *self,
           guint        index)
{
  return &g_array_index (self->events, Event, index);
}

static void
event_clear (gpointer data)
{
  Event *event = data;

  if (event->ring != NULL)
    munmap (event->ring, get_ring_size ());
  close (event->fd);
}

/**
 * pgs_run_alarm_new:
 *
 * Returns: (transfer full): an alarm for one process, not set
 */
PgsRunAlarm *
pgs_run_alarm_new (void)
{
  PgsRunAlarm *self = g_new0 (PgsRunAlarm, 1);

  self->epoll_fd = epoll_create1 (EPOLL_CLOEXEC);
  self->is_refused = self->epoll_fd < 0;
  self->events = g_array_new (FALSE, FALSE, sizeof (Event));
  g_array_set_clear_func (self->events, event_clear);
  return self;
}

/**
 * pgs_run_alarm_free:
 * @self: (transfer full): an alarm
 */
void
pgs_run_alarm_free (PgsRunAlarm *self)
{
  g_array_unref (self->events);
  if (self->epoll_fd >= 0)
    close (self->epoll_fd);
  g_free (self);
}

static int
open_event (gint     tid,
            gboolean excludes_kernel)
{
  struct perf_event_attr attributes = {
    .type = PERF_TYPE_SOFTWARE,
    .size = sizeof attributes,
    .config = PERF_COUNT_SW_TASK_CLOCK,
    .sample_period = PERIOD_NS,
    .sample_type = PERF_SAMPLE_TID | PERF_SAMPLE_TIME,
    .sample_id_all = 1,
    .context_switch = 1,
    .wakeup_events = 1,
    .use_clockid = 1,
    .clockid = CLOCK_MONOTONIC,
    .exclude_kernel = excludes_kernel,
    .disabled = 1,
  };

  return (int) syscall (SYS_perf_event_open, &attributes, tid, -1, -1, PERF_FLAG_FD_CLOEXEC);
}

static int
open_allowed_event (PgsRunAlarm *self,
                    gint         tid)
{
  const int fd = open_event (tid, self->excludes_kernel);

  if (fd >= 0 || errno != EACCES || self->excludes_kernel)
    return fd;
  self->excludes_kernel = TRUE;
  return open_event (tid, TRUE);
}

/* Returns: %FALSE if we may not; a thread that has just ended has no event. */
static gboolean
add_event (PgsRunAlarm *self,
           gint         tid)
{
  struct epoll_event wanted = { .events = EPOLLIN };
  Event event = { .fd = open_allowed_event (self, tid) };

  if (event.fd < 0)
    return errno == ESRCH;
  event.ring = mmap (NULL, get_ring_size (), PROT_READ, MAP_SHARED, event.fd, 0);
  if (event.ring == MAP_FAILED)
    event.ring = NULL;
  g_array_append_val (self->events, event);
  return event.ring != NULL && epoll_ctl (self->epoll_fd, EPOLL_CTL_ADD, event.fd, &wanted) == 0;
}

static gboolean
add_threads (PgsRunAlarm *self,
             DIR         *dir)
{
  struct dirent *entry;

  while ((entry = readdir (dir)) != NULL && self->events->len < MAX_THREADS)
    if (g_ascii_isdigit (entry->d_name[0]) && !add_event (self, (gint) g_ascii_strtoll (entry->d_name, NULL, 10)))
      return FALSE;
  return TRUE;
}

/* Of each thread that there is now. What is refused once is not asked for again. */
static void
open_events (PgsRunAlarm *self,
             int          dir_fd)
{
  const int task_fd = openat (dir_fd, "task", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *dir = task_fd >= 0 ? fdopendir (task_fd) : NULL;

  g_array_set_size (self->events, 0);
  if (dir != NULL)
    {
      self->is_refused = !add_threads (self, dir);
      closedir (dir);
    }
  else if (task_fd >= 0)
    close (task_fd);
  if (self->is_refused)
    g_array_set_size (self->events, 0);
}

/* Returns: whether a thread has ended, which no record tells. What rang too late rings no longer. */
static gboolean
is_out_of_date (PgsRunAlarm *self)
{
  struct epoll_event rung[MAX_THREADS];
  const int n_rung = epoll_wait (self->epoll_fd, rung, MAX_THREADS, 0);

  for (int i = 0; i < n_rung; i++)
    if (rung[i].events & (EPOLLHUP | EPOLLERR))
      return TRUE;
  return n_rung < 0;
}

static guint64
get_head (const Event *event)
{
  return __atomic_load_n (&event->ring->data_head, __ATOMIC_ACQUIRE);
}

/* Words are never split by the end of the ring. */
static guint64
read_word (const Event *event,
           guint64      at)
{
  const char *data = (const char *) event->ring + event->ring->data_offset;

  return *(const guint64 *) (data + at % event->ring->data_size);
}

/* Returns: when the thread of @event, which has records, got a processor first; 0: that is written over, or it had one. */
static gint64
get_ran_us (const Event *event)
{
  const guint64 time_ns = read_word (event, event->head + TIME_OFFSET);
  const guint64 word = read_word (event, event->head);
  struct perf_event_header header;

  memcpy (&header, &word, sizeof header);
  if (header.type != PERF_RECORD_SWITCH || (header.misc & PERF_RECORD_MISC_SWITCH_OUT)
      || get_head (event) - event->head > event->ring->data_size - MAX_WRITTEN)
    return 0;
  return (gint64) (time_ns / 1000);
}

static gboolean
enable (PgsRunAlarm *self)
{
  gboolean done = TRUE;

  for (guint i = 0; i < self->events->len; i++)
    {
      Event *event = get_event (self, i);

      event->head = get_head (event);
      done &= ioctl (event->fd, PERF_EVENT_IOC_REFRESH, 1) == 0;
    }
  return done;
}

/**
 * pgs_run_alarm_stop:
 * @self: an alarm that is set
 *
 * It does not ring any more. One that nobody waits for would cost a thread that stays in the kernel a timer each 10 µs.
 */
void
pgs_run_alarm_stop (PgsRunAlarm *self)
{
  for (guint i = 0; i < self->events->len; i++)
    ioctl (get_event (self, i)->fd, PERF_EVENT_IOC_DISABLE, 0);
  self->is_set = FALSE;
}

/* Returns: when the first of those that have run did; G_MAXINT64: none has. */
static gint64
find_first (PgsRunAlarm *self)
{
  gint64 first_us = G_MAXINT64;

  for (guint i = 0; i < self->events->len; i++)
    {
      const Event *event = get_event (self, i);

      if (get_head (event) != event->head)
        first_us = MIN (first_us, get_ran_us (event));
    }
  return first_us;
}

/**
 * pgs_run_alarm_set:
 * @self: an alarm
 * @dir_fd: /proc/PID of the process
 * @n_threads: how many it has
 *
 * From now on the alarm rings when the process runs; it may have run just before. One that is set stays so until it
 * was found to have run.
 *
 * Returns: a descriptor that polls readable when it rings, the alarm's to close; -1 if we may not be told, or the
 *   process has too many threads
 */
int
pgs_run_alarm_set (PgsRunAlarm *self,
                   int          dir_fd,
                   guint        n_threads)
{
  if (self->is_refused || n_threads == 0 || n_threads > MAX_THREADS)
    return -1;
  if (self->is_set && self->events->len == n_threads)
    return self->epoll_fd;
  if (self->events->len != n_threads || is_out_of_date (self))
    open_events (self, dir_fd);
  self->set_us = g_get_monotonic_time ();
  self->is_set = self->events->len == n_threads && enable (self);
  return self->is_set ? self->epoll_fd : -1;
}

/**
 * pgs_run_alarm_get_ran:
 * @self: an alarm that is set; not any more if the process has run
 *
 * Returns: monotonic time at which the process ran, at the earliest, whether the alarm has rung or not; 0: it has not
 */
gint64
pgs_run_alarm_get_ran (PgsRunAlarm *self)
{
  const gint64 first_us = find_first (self);

  if (first_us == G_MAXINT64 && !is_out_of_date (self))
    return 0;
  pgs_run_alarm_stop (self);
  return first_us == G_MAXINT64 ? self->set_us : MAX (first_us, self->set_us);
}
