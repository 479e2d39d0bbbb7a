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
 * What rang, and when, is a record in a ring that is mapped; as that is read-only, it is never full.
 *
 * Who may be told: root (CAP_PERFMON), and others where kernel.perf_event_paranoid is 1 or less. Where it is 2, the
 * default, they are told once the thread is outside of the kernel: what it has run until then is in the record, and
 * if that is much, it may have begun at any time. Debian's kernels know a 3, which is no.
 * Source: perf_event_open(2); cpu_clock_event_start() and perf_swevent_hrtimer() in kernel/events/core.c.
 */
#include "config.h"

#include "pgs-run-alarm.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/perf_event.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MAX_THREADS 64 /* each takes a descriptor and two pages */
#define PERIOD_NS 10000
#define MAX_RUN_NS (10 * PERIOD_NS) /* until it rings, or nobody knows how long ago that began */

/* What the kernel writes: PERF_RECORD_SAMPLE. Its size is a power of two, so that none lies across the end. */
typedef struct
{
  struct perf_event_header header;
  guint32 pid, tid;
  guint64 time_ns;
  guint64 run_ns;
} Record;

typedef struct
{
  int fd;
  struct perf_event_mmap_page *ring; /* (nullable): with a page of records behind it */
  guint64 head;                      /* where records ended when the alarm was set */
  guint64 run_ns;                    /* how long the thread had run then since the event is there */
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
    .sample_type = PERF_SAMPLE_TID | PERF_SAMPLE_TIME | PERF_SAMPLE_READ,
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

/* Returns: when @event rang; 0: its last record is of something else, or its thread had run for long. */
static gint64
get_rang_us (const Event *event)
{
  const gsize offset = (get_head (event) - sizeof (Record)) % event->ring->data_size;
  const Record *record = (const Record *) ((const char *) event->ring + event->ring->data_offset + offset);

  if (record->header.type != PERF_RECORD_SAMPLE || record->run_ns - event->run_ns > MAX_RUN_NS)
    return 0;
  return (gint64) (record->time_ns / 1000);
}

static gboolean
enable (PgsRunAlarm *self)
{
  gboolean done = TRUE;

  for (guint i = 0; i < self->events->len; i++)
    {
      Event *event = get_event (self, i);

      event->head = get_head (event);
      done &= read (event->fd, &event->run_ns, sizeof event->run_ns) == sizeof event->run_ns;
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

/* Returns: when the first of those that rang did; G_MAXINT64: none has. */
static gint64
find_first (PgsRunAlarm *self)
{
  gint64 first_us = G_MAXINT64;

  for (guint i = 0; i < self->events->len; i++)
    {
      const Event *event = get_event (self, i);

      if (get_head (event) != event->head)
        first_us = MIN (first_us, get_rang_us (event));
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
 * was found to have rung.
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
 * pgs_run_alarm_get_rang:
 * @self: an alarm that is set; not any more if it has rung
 *
 * Returns: monotonic time at which it rang, at the earliest; 0: it has not
 */
gint64
pgs_run_alarm_get_rang (PgsRunAlarm *self)
{
  const gint64 first_us = find_first (self);

  if (first_us == G_MAXINT64 && !is_out_of_date (self))
    return 0;
  pgs_run_alarm_stop (self);
  return first_us == G_MAXINT64 ? self->set_us : MAX (first_us, self->set_us);
}
