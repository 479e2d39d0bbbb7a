/* test-rest.c: a process that sleeps is not read, and whatever it does is seen in time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <fcntl.h>
#include <linux/capability.h>
#include <linux/perf_event.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "look.h"
#include "naive.h"
#include "pgs-session.h"

#define TIMEOUT_US (20 * G_USEC_PER_SEC)
#define LATE_US 1000 /* so much earlier than it ran may a rest be over, to be sure */
#define RECEIVED ((gsize) 16 << 20)
#define SENT ((gsize) 64 << 10) /* at once */

static int held_fd; /* of hold_file() */

/* Whether the kernel tells us when others run; skips the test if not. */
static gboolean
may_be_told (void)
{
  struct perf_event_attr attributes = {
    .type = PERF_TYPE_SOFTWARE, .size = sizeof attributes, .config = PERF_COUNT_SW_TASK_CLOCK,
    .exclude_kernel = 1, .disabled = 1,
  };
  const int fd = (int) syscall (SYS_perf_event_open, &attributes, getppid (), -1, -1, 0);

  if (fd < 0)
    g_test_skip ("the kernel does not tell us when another process runs (kernel.perf_event_paranoid)");
  else
    close (fd);
  return fd >= 0;
}

/* Takes ticks until it sleeps. Returns: what says when it runs. */
static int
begin_rest (PgsProcess   *process,
            PgsSnapshot **snapshot)
{
  const gint64 until_us = g_get_monotonic_time () + TIMEOUT_US;
  int fd = -1;

  while (fd < 0)
    {
      g_clear_pointer (snapshot, pgs_snapshot_unref);
      *snapshot = pgs_process_tick (process, PGS_SECTION_NONE, NULL);
      g_assert_nonnull (*snapshot);
      fd = pgs_process_begin_rest (process);
      g_assert_cmpint (g_get_monotonic_time (), <, until_us);
      if (fd < 0)
        g_usleep (10000);
    }
  return fd;
}

static gboolean
has_rung (int fd,
          int wait_ms)
{
  struct pollfd poll_fd = { .fd = fd, .events = POLLIN };

  return poll (&poll_fd, 1, wait_ms) == 1;
}

static void
test_sleeps (void)
{
  g_autoptr (Animal) animal = animal_start ("grow", NULL);
  g_autoptr (PgsProcess) process = pgs_process_open (animal_pid (animal), NULL);
  g_autoptr (PgsSnapshot) before = NULL;
  gint64 asked_us;
  int fd;

  if (!may_be_told ())
    return;
  fd = begin_rest (process, &before);
  g_assert_false (has_rung (fd, 300));
  asked_us = g_get_monotonic_time ();
  g_assert_cmpint (pgs_process_end_rest (process), >=, asked_us);
  g_assert_cmpint (pgs_process_begin_rest (process), ==, fd);
  g_assert_false (has_rung (fd, 0));
}

/* Each time, and only then. */
static void
test_runs (void)
{
  g_autoptr (Animal) animal = animal_start ("grow", NULL);
  g_autoptr (PgsProcess) process = pgs_process_open (animal_pid (animal), NULL);
  guint n_told = 0; /* how often until when it slept */

  if (!may_be_told ())
    return;
  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (PgsSnapshot) before = NULL, after = NULL;
      const int fd = begin_rest (process, &before);
      gint64 told_us, stood_until_us;

      g_assert_cmpuint (before->counters.res, ==, naive_statm (animal_pid (animal), 1));
      g_usleep (10 * LATE_US);
      told_us = g_get_monotonic_time ();
      animal_command (animal, "step");
      g_assert_true (has_rung (fd, TIMEOUT_US / 1000));
      stood_until_us = pgs_process_end_rest (process);
      n_told += stood_until_us >= told_us - LATE_US;
      g_assert_cmpint (stood_until_us, <=, g_get_monotonic_time ());
      after = pgs_process_tick (process, PGS_SECTION_NONE, NULL);
      g_assert_cmpuint (after->counters.res, >=, before->counters.res + 256 * after->page_size);
    }
  g_assert_cmpuint (n_told, >=, 5);
}

/* How many descriptors of perf we have. */
static guint
count_events (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  guint count = 0;

  for (const char *name; (name = g_dir_read_name (dir)) != NULL;)
    {
      g_autofree char *path = g_build_filename ("/proc/self/fd", name, NULL);
      g_autofree char *what = g_file_read_link (path, NULL);

      count += g_strcmp0 (what, "anon_inode:[perf_event]") == 0;
    }
  return count;
}

/* One that goes on running is left alone. */
static void
test_busy (void)
{
  g_autoptr (Animal) animal = animal_start ("grow", NULL);
  g_autoptr (PgsProcess) process = pgs_process_open (animal_pid (animal), NULL);
  g_autoptr (PgsSnapshot) before = NULL;
  const gint64 until_us = g_get_monotonic_time () + TIMEOUT_US;

  if (!may_be_told ())
    return;
  begin_rest (process, &before);
  g_assert_cmpuint (count_events (), ==, 1);
  while (count_events () > 0)
    {
      g_autoptr (PgsSnapshot) after = NULL;

      animal_command (animal, "map");
      after = pgs_process_tick (process, PGS_SECTION_NONE, NULL);
      g_assert_cmpint (g_get_monotonic_time (), <, until_us);
      g_usleep (100000);
    }
}

static void *
read_forever (void *data)
{
  const int *in = data;
  char byte;

  while (read (*in, &byte, 1) == 1)
    ;
  return NULL;
}

/* Has memory filled by one long call, and then runs for longer than it takes the alarm to ring. After recv(3), sanitizers
 * would read what they know of all that memory: such faults bring pages of zeros, which look like pages that were taken. */
static void *
receive (void *data)
{
  const int *in = data;
  void *area = mmap (NULL, RECEIVED, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  volatile guint count = 0;

  syscall (SYS_recvfrom, *in, area, RECEIVED, MSG_WAITALL, NULL, NULL);
  while (count < 100000000)
    count++;
  pause ();
  return NULL;
}

/* A child in which another thread than the first one runs @func, with what is written into @out. */
static pid_t
start_child (int   *out,
             void *(*func) (void *in))
{
  int fds[2];
  pid_t pid;
  pthread_t thread;

  g_assert_no_errno (socketpair (AF_UNIX, SOCK_STREAM, 0, fds));
  pid = fork ();
  g_assert_no_errno (pid);
  *out = fds[1];
  if (pid != 0)
    {
      close (fds[0]);
      return pid;
    }
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  close (fds[1]);
  if (pthread_create (&thread, NULL, func, &fds[0]) != 0)
    _exit (1);
  for (;;)
    pause ();
}

static void
test_other_thread (void)
{
  g_autoptr (PgsProcess) process = NULL;
  g_autoptr (PgsSnapshot) before = NULL;
  int out, fd;
  pid_t pid;

  if (!may_be_told ())
    return;
  pid = start_child (&out, read_forever);
  process = pgs_process_open (pid, NULL);
  do
    fd = begin_rest (process, &before);
  while (before->counters.threads != 2);
  while (!has_rung (fd, 1)) /* some 10 µs must come together */
    g_assert_cmpint (write (out, "", 1), ==, 1);
  close (out); /* the thread ends, and there is one less */
  while (before->counters.threads != 1)
    begin_rest (process, &before);
  kill (pid, SIGKILL);
  waitpid (pid, NULL, 0);
}

static void
test_ends (void)
{
  g_autoptr (Animal) animal = animal_start ("grow", NULL);
  g_autoptr (PgsProcess) process = pgs_process_open (animal_pid (animal), NULL);
  g_autoptr (PgsSnapshot) before = NULL;
  gint64 killed_us;
  int fd;

  if (!may_be_told ())
    return;
  fd = begin_rest (process, &before);
  g_usleep (10 * LATE_US);
  killed_us = g_get_monotonic_time ();
  kill (animal_pid (animal), SIGKILL);
  g_assert_true (has_rung (fd, TIMEOUT_US / 1000));
  g_assert_cmpint (pgs_process_end_rest (process), >=, killed_us - LATE_US);
}

/* Writes @size bytes. Returns: when more was in RAM than @res, at the latest. */
static gint64
send_bytes (int         out,
            const char *bytes,
            gsize       size,
            pid_t       pid,
            guint64     res)
{
  const gint64 until_us = g_get_monotonic_time () + TIMEOUT_US;

  g_assert_cmpint (write (out, bytes, size), ==, (gssize) size);
  while (naive_statm (pid, 1) <= res)
    g_assert_cmpint (g_get_monotonic_time (), <, until_us);
  return g_get_monotonic_time ();
}

/* It has stood until its memory began to change, and not until it was told that it runs: that may be later, for
 * ordinary users until it is outside of the kernel, or never. After a rest that ends meanwhile the alarm is off. */
static void
test_call (gsize    n_pages,
           gboolean ends_before)
{
  const gsize size = n_pages * (gsize) sysconf (_SC_PAGESIZE);
  g_autofree char *bytes = g_malloc0 (RECEIVED);
  g_autoptr (PgsProcess) process = NULL;
  g_autoptr (PgsSnapshot) before = NULL;
  gint64 began_us, changed_us, stood_until_us;
  gboolean rings = FALSE;
  int out, fd;
  pid_t pid;

  if (!may_be_told ())
    return;
  pid = start_child (&out, receive);
  process = pgs_process_open (pid, NULL);
  do /* until the thread has slept for so long: it begins by running */
    {
      fd = begin_rest (process, &before);
      g_usleep (100 * LATE_US);
      began_us = g_get_monotonic_time ();
    }
  while (before->counters.threads != 2 || pgs_process_end_rest (process) < began_us);
  g_assert_cmpint (pgs_process_begin_rest (process), ==, fd);
  g_usleep (100 * LATE_US);
  began_us = g_get_monotonic_time ();
  changed_us = send_bytes (out, bytes, size, pid, before->counters.res);
  g_usleep (100000);
  stood_until_us = ends_before ? pgs_process_end_rest (process) : 0;
  for (gsize sent = size; sent < RECEIVED && !rings; rings = has_rung (fd, 0))
    sent += write (out, bytes, MIN (RECEIVED - sent, SENT));
  g_assert_true ((rings || has_rung (fd, ends_before ? 100 : TIMEOUT_US / 1000)) != ends_before);
  if (!ends_before)
    stood_until_us = pgs_process_end_rest (process);
  g_assert_cmpint (stood_until_us, >=, began_us - LATE_US);
  g_assert_cmpint (stood_until_us, <=, changed_us);
  close (out);
  kill (pid, SIGKILL);
  waitpid (pid, NULL, 0);
}

/* So little that the alarm does not ring for it, if this machine is fast. */
static void
test_short_run (void)
{
  test_call (1, FALSE);
}

static void
test_call_told_late (void)
{
  test_call (RECEIVED / 16 / (gsize) sysconf (_SC_PAGESIZE), FALSE);
}

static void
test_call_not_told (void)
{
  test_call (RECEIVED / 16 / (gsize) sysconf (_SC_PAGESIZE), TRUE);
}

/* What others take from it, it does not run for: then nothing is said of the time in between. */
static void
test_reclaim (void)
{
  g_autoptr (Animal) animal = animal_start ("grow", NULL);
  g_autoptr (PgsProcess) process = pgs_process_open (animal_pid (animal), NULL);
  g_autoptr (PgsSnapshot) before = NULL;
  gint64 began_us;

  if (!may_be_told ())
    return;
  begin_rest (process, &before);
  began_us = g_get_monotonic_time ();
  if (look_page_out (animal_pid (animal), before))
    g_assert_cmpint (pgs_process_end_rest (process), <=, began_us);
  else
    g_test_skip ("this kernel takes no page of another process out of RAM");
}

/* Has all of a file in RAM, and runs whenever it gets a byte: with 'f' it fetches what it has not any more. */
static void *
hold_file (void *data)
{
  const int *in = data;
  volatile char *area = mmap (NULL, RECEIVED, PROT_READ, MAP_SHARED | MAP_POPULATE, held_fd, 0);
  char byte;

  while (read (*in, &byte, 1) == 1)
    {
      for (gsize at = 0; byte == 'f' && at < RECEIVED; at += 4096)
        (void) area[at];
      for (volatile guint count = 0; count < 1000000;)
        count++;
    }
  return NULL;
}

/* So it is where it runs before anybody has looked, and has as much as before again. */
static void
test_taken_before (char what)
{
  g_autoptr (PgsProcess) process = NULL;
  g_autoptr (PgsSnapshot) before = NULL;
  gint64 began_us;
  int out, fd;
  pid_t pid;

  if (!may_be_told ())
    return;
  held_fd = memfd_create ("held", MFD_CLOEXEC);
  g_assert_no_errno (ftruncate (held_fd, RECEIVED));
  pid = start_child (&out, hold_file);
  process = pgs_process_open (pid, NULL);
  do
    fd = begin_rest (process, &before);
  while (before->counters.res < RECEIVED);
  began_us = g_get_monotonic_time ();
  g_assert_no_errno (fallocate (held_fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, RECEIVED));
  g_assert_cmpuint (naive_statm (pid, 1), <=, before->counters.res - RECEIVED);
  g_assert_no_errno (fallocate (held_fd, 0, 0, RECEIVED)); /* so that a fault fetches more than a page */
  g_usleep (10 * LATE_US);
  g_assert_cmpint (write (out, &what, 1), ==, 1);
  g_assert_true (has_rung (fd, TIMEOUT_US / 1000));
  while (what == 'f' && naive_statm (pid, 1) < before->counters.res)
    g_assert_cmpint (g_get_monotonic_time () - began_us, <, TIMEOUT_US);
  g_assert_cmpint (pgs_process_end_rest (process), <=, began_us);
  kill (pid, SIGKILL);
  waitpid (pid, NULL, 0);
  close (out);
  close (held_fd);
}

static void
test_taken (void)
{
  test_taken_before ('r');
}

static void
test_taken_and_fetched (void)
{
  test_taken_before ('f');
}

typedef struct
{
  gint64 last_us;    /* of the newest sample */
  gint64 changed_us; /* of the first one with more in RAM than @res; 0: there is none yet */
  gint64 same_us;    /* of the newest one without */
  guint64 res;
  guint n_samples;
} Seen;

static void
on_sampled (PgsSession *session,
            Seen       *seen)
{
  const PgsSnapshot *snapshot = pgs_session_get_snapshot (session);

  g_assert_cmpint (snapshot->monotonic_us, >, seen->last_us);
  seen->last_us = snapshot->monotonic_us;
  seen->n_samples++;
  if (snapshot->counters.res <= seen->res)
    seen->same_us = snapshot->monotonic_us;
  else if (seen->changed_us == 0)
    seen->changed_us = snapshot->monotonic_us;
}

/* Until samples of a whole rest were told of at once. */
static void
run_until_rest (Seen *seen)
{
  const gint64 until_us = g_get_monotonic_time () + TIMEOUT_US;

  for (guint n_before = 0, n = 0; n < 8; n = seen->n_samples - n_before)
    {
      n_before = seen->n_samples;
      g_main_context_iteration (NULL, TRUE);
      g_assert_cmpint (g_get_monotonic_time (), <, until_us);
    }
}

/* Each sample that a session tells of says what was so at its time, whether it was taken or not. */
static void
test_session (void)
{
  g_autoptr (Animal) animal = animal_start ("grow", NULL);
  g_autoptr (PgsSession) session = NULL;
  Seen seen = { 0 };

  if (!may_be_told ())
    return;
  session = pgs_session_new ();
  g_object_set (session, "rate", 10.0, NULL);
  g_signal_connect (session, "sampled", G_CALLBACK (on_sampled), &seen);
  pgs_session_watch (session, animal_pid (animal));
  for (guint i = 0; i < 5; i++)
    {
      gint64 before_us, after_us;

      seen.res = G_MAXUINT64;
      run_until_rest (&seen);
      g_usleep ((gulong) g_random_int_range (0, G_USEC_PER_SEC)); /* somewhere in the next rest */
      seen.res = naive_statm (animal_pid (animal), 1);
      seen.changed_us = 0;
      before_us = g_get_monotonic_time ();
      animal_command (animal, "step");
      after_us = g_get_monotonic_time ();
      while (seen.changed_us == 0 || seen.last_us < after_us)
        g_main_context_iteration (NULL, TRUE);
      g_assert_cmpint (seen.changed_us, >=, before_us);
      g_assert_cmpint (seen.same_us, <=, after_us);
    }
}

/* Capabilities of this thread, and of those that it starts. Returns: what they were */
static guint64
set_capabilities (guint64 wanted)
{
  struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
  struct __user_cap_data_struct sets[2];
  guint64 before;

  g_assert_no_errno ((int) syscall (SYS_capget, &header, sets));
  before = sets[0].effective | (guint64) sets[1].effective << 32;
  sets[0].effective = sets[0].permitted & (guint32) wanted;
  sets[1].effective = sets[1].permitted & (guint32) (wanted >> 32);
  g_assert_no_errno ((int) syscall (SYS_capset, &header, sets));
  return before;
}

/* What an ordinary user is told: not what the kernel does for a process. */
static void
test_without_kernel (gconstpointer data)
{
  const GTestFunc test = *(const GTestFunc *) data;
  const guint64 special = G_GUINT64_CONSTANT (1) << CAP_PERFMON | G_GUINT64_CONSTANT (1) << CAP_SYS_ADMIN;
  const guint64 before = set_capabilities (0);

  set_capabilities (before & ~special);
  test ();
  set_capabilities (before);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/live/rest/sleeps", test_sleeps);
  g_test_add_func ("/live/rest/runs", test_runs);
  g_test_add_func ("/live/rest/busy", test_busy);
  g_test_add_func ("/live/rest/other-thread", test_other_thread);
  g_test_add_func ("/live/rest/ends", test_ends);
  g_test_add_func ("/live/rest/reclaim", test_reclaim);
  g_test_add_func ("/live/rest/taken", test_taken);
  g_test_add_func ("/live/rest/taken-and-fetched", test_taken_and_fetched);
  g_test_add_func ("/live/rest/short-run", test_short_run);
  g_test_add_func ("/live/rest/session", test_session);
  g_test_add_data_func ("/live/rest/without-kernel/sleeps", &(GTestFunc) { test_sleeps }, test_without_kernel);
  g_test_add_data_func ("/live/rest/without-kernel/runs", &(GTestFunc) { test_runs }, test_without_kernel);
  g_test_add_data_func ("/live/rest/without-kernel/other-thread", &(GTestFunc) { test_other_thread }, test_without_kernel);
  g_test_add_data_func ("/live/rest/without-kernel/ends", &(GTestFunc) { test_ends }, test_without_kernel);
  g_test_add_data_func ("/live/rest/without-kernel/taken", &(GTestFunc) { test_taken }, test_without_kernel);
  g_test_add_data_func ("/live/rest/without-kernel/taken-and-fetched", &(GTestFunc) { test_taken_and_fetched }, test_without_kernel);
  g_test_add_data_func ("/live/rest/without-kernel/short-run", &(GTestFunc) { test_short_run }, test_without_kernel);
  g_test_add_data_func ("/live/rest/without-kernel/call-told-late", &(GTestFunc) { test_call_told_late }, test_without_kernel);
  g_test_add_data_func ("/live/rest/without-kernel/call-not-told", &(GTestFunc) { test_call_not_told }, test_without_kernel);
  g_test_add_data_func ("/live/rest/without-kernel/session", &(GTestFunc) { test_session }, test_without_kernel);
  return g_test_run ();
}
