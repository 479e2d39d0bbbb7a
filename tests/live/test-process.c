/* test-process.c: processes that end, exec, hide and have odd names (kernel traps 8, 9, 12 to 14)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/fanotify.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "animal.h"
#include "look.h"
#include "naive.h"
#include "pgs-cmdline.h"
#include "pgs-error.h"
#include "pgs-plan.h"

static void
test_long_maps (void)
{
  g_autoptr (Animal) animal = animal_start ("many", "20000");
  g_autoptr (PgsSnapshot) snapshot = look_once (animal_pid (animal), PGS_SECTION_ALL);
  guint64 start;
  guint64 end;
  gsize first;
  gsize last;

  animal_range (animal, "area", &start, &end);
  g_assert_true (pgs_maps_find (snapshot->maps, start, &first));
  g_assert_true (pgs_maps_find (snapshot->maps, end - 1, &last));
  g_assert_cmpuint (last - first + 1, ==, 20000);
  g_assert_cmpuint (pgs_maps_get_size (snapshot->maps), ==, naive_statm (animal_pid (animal), 0));
  for (gsize i = first; i <= last; i++)
    {
      PgsPageCounts counts;

      pgs_pages_get_counts (snapshot->pages, i, &counts);
      g_assert_cmpuint (counts.present, ==, 1);
      g_assert_cmpuint (pgs_smaps_get (snapshot->smaps, i)->rss, ==, 4096);
    }
}

static void
assert_path (const PgsSnapshot *snapshot,
             Animal            *animal,
             const char        *range,
             const char        *name,
             gboolean           deleted)
{
  const PgsMapping *mapping;
  guint64 start;
  guint64 end;
  const char *base;

  animal_range (animal, range, &start, &end);
  mapping = look_mapping (snapshot, start);
  g_assert_nonnull (mapping->path);
  base = strrchr (mapping->path, '/');
  g_assert_nonnull (base);
  g_assert_cmpstr (base + 1, ==, name);
  g_assert_cmpint ((mapping->flags & PGS_MAPPING_DELETED) != 0, ==, deleted);
  g_assert_cmpint (mapping->kind, ==, PGS_KIND_FILE);
}

static void
test_names (void)
{
  g_autoptr (Animal) animal = animal_start ("names", NULL);
  g_autoptr (PgsSnapshot) snapshot = look_once (animal_pid (animal), PGS_SECTION_NONE);

  assert_path (snapshot, animal, "newline", "new\nline", FALSE);
  assert_path (snapshot, animal, "heap", "[heap]", FALSE);
  assert_path (snapshot, animal, "bytes", "\xff\xfe\x80 bytes", FALSE);
  assert_path (snapshot, animal, "marked", "real (deleted)", FALSE);
  assert_path (snapshot, animal, "backslash", "back\\012slash", FALSE);
  assert_path (snapshot, animal, "blanks", "  two  blanks ", FALSE);
  assert_path (snapshot, animal, "both", "also real (deleted)", TRUE);
  assert_path (snapshot, animal, "impostor", "impostor", TRUE);
}

static void
test_deleted (void)
{
  g_autoptr (Animal) animal = animal_start ("deleted", NULL);
  g_autoptr (PgsSnapshot) snapshot = look_once (animal_pid (animal), PGS_SECTION_NONE);

  assert_path (snapshot, animal, "area", "gone", TRUE);
}

static void
test_hostile_name (void)
{
  g_autoptr (Animal) animal = animal_start ("name", NULL);
  g_autoptr (PgsProcess) process = pgs_process_open (animal_pid (animal), NULL);
  g_autoptr (PgsSnapshot) before = look_again (process, PGS_SECTION_NONE);
  g_autoptr (PgsSnapshot) after = NULL;

  g_assert_cmpstr (before->process->name, ==, ") R 1 (\\\n\xff");
  g_assert_cmpint (before->counters.ppid, ==, getpid ());
  animal_command (animal, "other");
  after = look_again (process, PGS_SECTION_NONE);
  g_assert_cmpstr (after->process->name, ==, "other");
  g_assert_true (after->process != before->process);
}

static gboolean
has_range (const PgsSnapshot *snapshot,
           guint64            start,
           guint64            end)
{
  gsize i;

  return pgs_maps_find (snapshot->maps, start, &i) &&
         pgs_maps_get (snapshot->maps, i)->start == start &&
         pgs_maps_get (snapshot->maps, i)->end == end;
}

/* Another program's memory, and the same program's once more. */
static void
test_exec (void)
{
  g_autoptr (Animal) animal = animal_start ("exec", NULL);
  g_autoptr (PgsProcess) process = pgs_process_open (animal_pid (animal), NULL);
  g_autoptr (PgsSnapshot) before = look_again (process, PGS_SECTION_ALL);
  g_autoptr (PgsSnapshot) again = NULL;
  g_autoptr (PgsSnapshot) after = NULL;
  PgsPageCounts counts;
  guint64 start;
  guint64 end;

  animal_exec (animal, "exec");
  again = look_again (process, PGS_SECTION_ALL);
  g_assert_true (again->process != before->process);
  g_assert_cmpuint (pgs_maps_get_size (again->maps), ==, naive_statm (animal_pid (animal), 0));

  animal_exec (animal, "zero");
  after = look_again (process, PGS_SECTION_ALL);
  g_assert_true (after->process != again->process);
  g_assert_cmpstr (after->process->cmdline[1], ==, "zero");
  g_assert_cmpuint (after->process->start_ticks, ==, before->process->start_ticks);
  animal_range (animal, "area", &start, &end);
  g_assert_true (has_range (after, start, end));
  look_count (after, start, end, &counts);
  g_assert_cmpuint (counts.present, ==, 96);
}

static void
test_exec_between_ticks (void)
{
  g_autoptr (Animal) animal = animal_start ("exec", NULL);
  g_autoptr (PgsProcess) process = pgs_process_open (animal_pid (animal), NULL);
  g_autoptr (PgsSnapshot) before = pgs_process_tick (process, PGS_SECTION_PAGES, NULL);
  g_autoptr (PgsSnapshot) after = NULL;
  guint64 start;
  guint64 end;

  g_assert_nonnull (before);
  animal_exec (animal, "checkerboard");
  after = pgs_process_tick (process, PGS_SECTION_PAGES, NULL);
  g_assert_nonnull (after);
  g_assert_true (after->process != before->process);
  animal_range (animal, "area", &start, &end);
  g_assert_true (has_range (after, start, end));
}

/* A child of vfork has its parent's memory, until it has its own; the parent's stays readable. */
static void
test_vfork (void)
{
  g_autoptr (Animal) animal = animal_start ("vfork", NULL);
  gint child = (gint) animal_id (animal, "child");
  g_autoptr (PgsProcess) process = pgs_process_open (child, NULL);
  g_autoptr (PgsSnapshot) parent = look_once (animal_pid (animal), PGS_SECTION_NONE);
  g_autoptr (PgsSnapshot) before = look_again (process, PGS_SECTION_PAGES);
  g_autoptr (PgsSnapshot) after = NULL;

  g_assert_cmpuint (pgs_maps_get_size (before->maps), ==, pgs_maps_get_size (parent->maps));
  animal_exec (animal, "go");
  for (guint i = 0; i < 3; i++)
    {
      g_clear_pointer (&after, pgs_snapshot_unref);
      after = look_again (process, PGS_SECTION_PAGES);
    }
  g_assert_cmpuint (pgs_maps_get_size (after->maps), ==, naive_statm (child, 0));
  g_assert_true (after->process != before->process);
  g_assert_cmpstr (after->process->cmdline[1], ==, "zero");
}

/* After the arguments were read once, nothing touches their page again. */
static void
test_arguments_once (void)
{
  g_autoptr (Animal) animal = animal_start ("arguments", NULL);
  g_autoptr (PgsProcess) process = pgs_process_open (animal_pid (animal), NULL);
  g_autoptr (PgsSnapshot) first = look_again (process, PGS_SECTION_ALL);
  guint64 start;
  guint64 end;

  g_assert_nonnull (first->process->cmdline);
  g_assert_cmpstr (first->process->cmdline[1], ==, "arguments");
  animal_command (animal, "drop");
  animal_range (animal, "arguments", &start, &end);
  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (PgsSnapshot) tick = pgs_process_tick (process, PGS_SECTION_ALL, NULL);
      g_autoptr (PgsSnapshot) sample = look_again (process, PGS_SECTION_ALL);

      g_assert_nonnull (tick);
      g_assert_nonnull (sample);
    }
  g_assert_cmpuint (naive_pagemap (animal_pid (animal), start) >> 63, ==, 0);
}

/* Kernels differ in whether reading such a page waits or fails; opening must not wait. */
static void
test_arguments_never_come (void)
{
  g_autoptr (Animal) animal = animal_start ("blocked", NULL);
  gint64 begin = g_get_monotonic_time ();
  g_autoptr (PgsProcess) process = NULL;
  g_autoptr (PgsSnapshot) snapshot = NULL;

  if (animal == NULL)
    return;
  process = pgs_process_open (animal_pid (animal), NULL);
  g_assert_nonnull (process);
  snapshot = look_again (process, PGS_SECTION_ALL);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, G_USEC_PER_SEC);
  g_assert_nonnull (snapshot->maps);
  kill (animal_pid (animal), SIGKILL);
}

/* A file whose readers wait until somebody answers, here: nobody. */
static void
test_arguments_block (void)
{
  int gate = fanotify_init (FAN_CLASS_CONTENT | FAN_CLOEXEC, O_RDONLY);
  g_autofree char *directory = g_dir_make_tmp ("pagescape-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (directory, "cmdline", NULL);
  g_auto (GStrv) arguments = NULL;
  gint64 begin;
  int dir_fd;

  g_assert_true (g_file_set_contents (path, "a\0b\0", 4, NULL));
  dir_fd = open (directory, O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (gate < 0 || fanotify_mark (gate, FAN_MARK_ADD, FAN_ACCESS_PERM, AT_FDCWD, path) != 0)
    g_test_skip ("this user has no fanotify permission events");
  else
    {
      begin = g_get_monotonic_time ();
      g_assert_null (pgs_cmdline_read (dir_fd, 50));
      g_assert_cmpint (g_get_monotonic_time () - begin, >=, 50000);
      g_assert_cmpint (g_get_monotonic_time () - begin, <, G_USEC_PER_SEC);
    }
  if (gate >= 0)
    close (gate);
  arguments = pgs_cmdline_read (dir_fd, 1000);
  g_assert_nonnull (arguments);
  g_assert_cmpstr (arguments[1], ==, "b");
  close (dir_fd);
  unlink (path);
  rmdir (directory);
}

static gboolean
kernel_tells_exits (void)
{
  g_autofree char *release = NULL;
  int major = 0;
  int minor = 0;

  g_file_get_contents ("/proc/sys/kernel/osrelease", &release, NULL, NULL);
  return sscanf (release, "%d.%d", &major, &minor) == 2 &&
         (major > 6 || (major == 6 && minor >= 15));
}

static void
assert_end (const char *command,
            int         status)
{
  g_autoptr (Animal) animal = animal_start ("ender", NULL);
  g_autoptr (PgsProcess) process = pgs_process_open ((gint) animal_id (animal, "child"), NULL);
  g_autoptr (PgsSnapshot) alive = look_again (process, PGS_SECTION_ALL);
  g_autoptr (GError) error = NULL;
  gint64 before;
  PgsExit end;

  g_assert_nonnull (alive);
  pgs_process_get_exit (process, &end);
  g_assert_false (end.ended);
  before = g_get_real_time ();
  animal_command (animal, command);
  pgs_process_get_exit (process, &end);
  g_assert_true (end.ended);
  g_assert_cmpint (end.at_us, >=, before);
  g_assert_cmpint (end.at_us, <=, g_get_real_time ());
  g_assert_cmpint (end.status_known, ==, kernel_tells_exits ());
  if (end.status_known)
    g_assert_cmpint (end.status, ==, status);

  g_assert_null (pgs_process_sample (process, PGS_SECTION_ALL, &error));
  g_assert_error (error, PGS_ERROR, PGS_ERROR_NO_PROCESS);
  g_clear_error (&error);
  g_assert_null (pgs_process_tick (process, PGS_SECTION_ALL, &error));
  g_assert_error (error, PGS_ERROR, PGS_ERROR_NO_PROCESS);
}

static void
test_exit (void)
{
  assert_end ("end", 7 << 8);
}

static void
test_killed (void)
{
  assert_end ("kill", SIGTERM);
}

static void
test_zombie (void)
{
  g_autoptr (Animal) animal = animal_start ("zombie", NULL);
  g_autoptr (PgsProcess) process = pgs_process_open ((gint) animal_id (animal, "child"), NULL);
  g_autoptr (PgsSnapshot) snapshot = look_again (process, PGS_SECTION_ALL);
  PgsExit end;

  g_assert_cmpint (snapshot->counters.state, ==, 'Z');
  g_assert_cmpint (snapshot->access[PGS_PART_MAPS], ==, PGS_ACCESS_OK);
  g_assert_cmpuint (pgs_maps_get_length (snapshot->maps), ==, 0);
  g_assert_nonnull (snapshot->pages);
  g_assert_nonnull (snapshot->smaps);
  pgs_process_get_exit (process, &end);
  g_assert_true (end.ended);
  g_assert_true (end.status_known);
  g_assert_cmpint (end.status, ==, 7 << 8);
  g_assert_cmpint (end.at_us, ==, 0); /* nobody saw when */
}

static void
test_kernel_thread (void)
{
  g_autoptr (PgsProcess) process = pgs_process_open (2, NULL);
  g_autoptr (PgsSnapshot) snapshot = NULL;

  if (process == NULL)
    {
      g_test_skip ("no kernel threads to be seen here");
      return;
    }
  snapshot = look_again (process, PGS_SECTION_ALL);
  if (!snapshot->process->is_kernel_thread)
    {
      g_test_skip ("process 2 is not a kernel thread here");
      return;
    }
  g_assert_cmpstr (snapshot->process->name, ==, "kthreadd");
  g_assert_cmpuint (pgs_maps_get_length (snapshot->maps), ==, 0);
  g_assert_null (snapshot->process->exe);
  g_assert_cmpint (snapshot->access[PGS_PART_MAPS], ==, PGS_ACCESS_OK);
}

/* Someone else's process, or one of this user's that does not want to be read. */
static void
assert_denied (gint pid)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PgsProcess) process = pgs_process_open (pid, &error);
  g_autoptr (PgsSnapshot) snapshot = NULL;
  guint64 entry;

  g_assert_no_error (error);
  snapshot = look_again (process, PGS_SECTION_ALL);
  for (PgsPart part = 0; part < PGS_N_PARTS; part++)
    g_assert_cmpint (snapshot->access[part], ==, PGS_ACCESS_DENIED);
  g_assert_null (snapshot->maps);
  g_assert_null (snapshot->pages);
  g_assert_null (snapshot->smaps);
  g_assert_cmpuint (snapshot->counters.virt, ==, naive_statm (pid, 0));
  g_assert_cmpuint (snapshot->counters.res, >, 0);
  g_assert_false (pgs_process_read_page (process, 0x1000, &entry, &error));
  g_assert_error (error, PGS_ERROR, PGS_ERROR_ACCESS);
}

static void
test_denied (void)
{
  FILE *maps = fopen ("/proc/1/maps", "r");

  if (maps != NULL)
    {
      fclose (maps);
      g_test_skip ("process 1 may be read here");
      return;
    }
  assert_denied (1);
}

static void
test_undumpable (void)
{
  g_autoptr (Animal) animal = animal_start ("undumpable", NULL);

  if (getuid () == 0)
    {
      if (seteuid (65534) != 0)
        {
          g_test_skip ("cannot become another user");
          return;
        }
      assert_denied (animal_pid (animal));
      g_assert_cmpint (seteuid (0), ==, 0);
    }
  else
    assert_denied (animal_pid (animal));
}

static void
test_no_process (void)
{
  static const gint pids[] = { 0, -1, G_MAXINT };
  pid_t child = fork ();

  if (child == 0)
    _exit (0);
  waitpid (child, NULL, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (pids); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (pgs_process_open (pids[i], &error));
      g_assert_error (error, PGS_ERROR, PGS_ERROR_NO_PROCESS);
    }
}

/* Its threads were told to sleep; where the stack of one is that does not yet, the kernel does not tell. */
static PgsSnapshot *
look_asleep (Animal  *animal,
             guint64  stack)
{
  const gint64 until_us = g_get_monotonic_time () + 5 * G_USEC_PER_SEC;
  PgsSnapshot *snapshot = look_once (animal_pid (animal), PGS_SECTION_PAGES);

  while (look_mapping (snapshot, stack)->kind != PGS_KIND_STACK && g_get_monotonic_time () < until_us)
    {
      pgs_snapshot_unref (snapshot);
      g_usleep (1000);
      snapshot = look_once (animal_pid (animal), PGS_SECTION_PAGES);
    }
  return snapshot;
}

static void
test_thread_stacks (void)
{
  g_autoptr (Animal) animal = animal_start ("threads", NULL);
  g_autoptr (PgsSnapshot) snapshot = NULL;
  g_autoptr (PgsSnapshot) other = NULL;
  guint64 start;
  guint64 end;

  animal_range (animal, "stack", &start, &end);
  snapshot = look_asleep (animal, start);
  g_assert_cmpint (look_mapping (snapshot, start)->kind, ==, PGS_KIND_STACK);
  animal_range (animal, "arena", &start, &end);
  g_assert_cmpint (look_mapping (snapshot, start)->kind, ==, PGS_KIND_ANON);
  if (animal_has (animal, "unguarded"))
    return;
  animal_range (animal, "guarded", &start, &end);
  other = look_asleep (animal, start);
  g_assert_cmpint (look_mapping (other, start)->kind, ==, PGS_KIND_STACK);
}

static void
test_leaderless (void)
{
  g_autoptr (Animal) animal = animal_start ("leaderless", NULL);
  g_autoptr (PgsProcess) process = pgs_process_open (animal_pid (animal), NULL);
  g_autoptr (PgsSnapshot) snapshot = NULL;
  PgsExit end;

  snapshot = look_again (process, PGS_SECTION_ALL);
  g_assert_cmpuint (pgs_maps_get_length (snapshot->maps), >, 10);
  g_assert_cmpuint (snapshot->counters.virt, ==, pgs_maps_get_size (snapshot->maps));
  g_assert_nonnull (strchr ("RSD", snapshot->counters.state)); /* the other thread's */
  g_assert_cmpstr (snapshot->process->cmdline[1], ==, "leaderless");
  pgs_process_get_exit (process, &end);
  g_assert_false (end.ended);
}

static void
test_tick_shares (void)
{
  g_autoptr (Animal) animal = animal_start ("grow", NULL);
  g_autoptr (PgsProcess) process = pgs_process_open (animal_pid (animal), NULL);
  g_autoptr (PgsSnapshot) first = pgs_process_tick (process, PGS_SECTION_PAGES, NULL);
  g_autoptr (PgsSnapshot) same = pgs_process_tick (process, PGS_SECTION_PAGES, NULL);
  g_autoptr (PgsSnapshot) grown = NULL;
  g_autoptr (PgsSnapshot) mapped = NULL;
  PgsPageCounts counts;
  guint64 start;
  guint64 end;

  g_assert_true (first->maps == same->maps && first->pages == same->pages);
  g_assert_true (first->process == same->process);
  g_assert_cmpint (first->pages_at_us, ==, same->pages_at_us);

  animal_command (animal, "step");
  grown = pgs_process_tick (process, PGS_SECTION_PAGES, NULL);
  g_assert_true (grown->maps == same->maps);
  g_assert_true (grown->pages != same->pages);
  animal_range (animal, "area", &start, &end);
  look_count (grown, start, end, &counts);
  g_assert_cmpuint (counts.present, ==, 256);

  animal_command (animal, "map");
  mapped = pgs_process_tick (process, PGS_SECTION_PAGES, NULL);
  g_assert_true (mapped->maps != grown->maps);
  animal_range (animal, "new", &start, &end);
  g_assert_true (pgs_maps_find (mapped->maps, start, NULL));
}

/* mprotect moves no counter; a second later it is seen all the same. */
static void
test_tick_sees_protection (void)
{
  g_autoptr (Animal) animal = animal_start ("protect", NULL);
  g_autoptr (PgsProcess) process = pgs_process_open (animal_pid (animal), NULL);
  g_autoptr (PgsSnapshot) before = pgs_process_tick (process, PGS_SECTION_PAGES, NULL);
  g_autoptr (PgsSnapshot) after = NULL;
  guint64 start;
  guint64 end;

  animal_range (animal, "area", &start, &end);
  g_assert_true (look_mapping (before, start)->perms & PGS_PERM_WRITE);
  animal_command (animal, "protect");
  g_usleep (1100 * 1000);
  after = pgs_process_tick (process, PGS_SECTION_PAGES, NULL);
  g_assert_false (look_mapping (after, start)->perms & PGS_PERM_WRITE);
}

/* Returns: whether maps were read, where only time suggests it. */
static gboolean
reads_maps_again (PgsProcess *process)
{
  const PgsPlan plan = PGS_PLAN_INIT (PGS_SECTION_NONE);
  g_autoptr (PgsSnapshot) snapshot = NULL;
  PgsCosts costs;

  g_usleep (1100 * 1000);
  snapshot = pgs_process_tick_planned (process, &plan, &costs, NULL);
  g_assert_nonnull (snapshot);
  return (costs.read & PGS_PLAN_MAPS) != 0;
}

/* What has not run need not be looked at each second; what has, must be. */
static void
test_tick_spares_idle (void)
{
  g_autoptr (Animal) animal = animal_start ("protect", NULL);
  g_autoptr (PgsProcess) process = pgs_process_open (animal_pid (animal), NULL);
  g_autoptr (PgsSnapshot) first = pgs_process_tick (process, PGS_SECTION_NONE, NULL);
  guint n_tries = 0;

  g_assert_nonnull (first);
  while (reads_maps_again (process)) /* it may have been on its way to sleep */
    g_assert_cmpuint (++n_tries, <, 10);
  animal_command (animal, "protect");
  g_assert_true (reads_maps_again (process));
}

/* How often this process has read from files so far. */
static guint64
count_reads (void)
{
  g_autofree char *text = NULL;
  unsigned long long n_reads;

  g_assert_true (g_file_get_contents ("/proc/self/io", &text, NULL, NULL));
  g_assert_cmpint (sscanf (strstr (text, "syscr:"), "syscr: %llu", &n_reads), ==, 1);
  return n_reads;
}

/* Returns: how many files a tick reads. */
static guint64
count_reads_of_tick (PgsProcess *process)
{
  const guint64 first = count_reads (), before = count_reads ();
  g_autoptr (PgsSnapshot) snapshot = pgs_process_tick (process, PGS_SECTION_NONE, NULL);

  g_assert_nonnull (snapshot);
  return count_reads () - before - (before - first);
}

/* Of what sleeps only statm is read. */
static void
test_tick_reads_little (void)
{
  g_autoptr (Animal) animal = animal_start ("protect", NULL);
  g_autoptr (PgsProcess) process = pgs_process_open (animal_pid (animal), NULL);
  guint n_tries = 0;

  if (access ("/proc/self/io", R_OK) != 0)
    {
      g_test_skip ("this kernel counts no reads");
      return;
    }
  while (count_reads_of_tick (process) != 1) /* a second may have passed, or it is on its way to sleep */
    g_assert_cmpuint (++n_tries, <, 10);
}

static PgsSnapshot *
tick (PgsProcess *process)
{
  PgsSnapshot *snapshot = pgs_process_tick (process, PGS_SECTION_NONE, NULL);

  g_assert_nonnull (snapshot);
  return snapshot;
}

/* What others take from a process that sleeps is seen at once. */
static void
test_tick_sees_reclaim (void)
{
  g_autoptr (Animal) animal = animal_start ("protect", NULL);
  g_autoptr (PgsProcess) process = pgs_process_open (animal_pid (animal), NULL);
  g_autoptr (PgsSnapshot) before = tick (process), after = NULL;

  if (!look_page_out (animal_pid (animal), before))
    {
      g_test_skip ("this kernel takes no page of another process out of RAM");
      return;
    }
  after = tick (process);
  g_assert_cmpuint (after->counters.res, <, before->counters.res);
  g_assert_cmpuint (after->counters.res, ==, naive_statm (animal_pid (animal), 1));
}

/* What others say of it changes nothing that it has, and is seen within a second. */
static void
test_tick_sees_priority (void)
{
  g_autoptr (Animal) animal = animal_start ("protect", NULL);
  g_autoptr (PgsProcess) process = pgs_process_open (animal_pid (animal), NULL);
  g_autoptr (PgsSnapshot) before = tick (process), after = NULL;

  g_assert_cmpint (setpriority (PRIO_PROCESS, (id_t) animal_pid (animal), before->counters.nice + 3), ==, 0);
  g_usleep (1100 * 1000);
  after = tick (process);
  g_assert_cmpint (after->counters.nice, ==, before->counters.nice + 3);
}

static void
test_read_page (void)
{
  g_autoptr (Animal) animal = animal_start ("zero", NULL);
  g_autoptr (PgsProcess) process = pgs_process_open (animal_pid (animal), NULL);
  g_autoptr (GError) error = NULL;
  guint64 start;
  guint64 end;
  guint64 entry;

  animal_range (animal, "area", &start, &end);
  g_assert_true (pgs_process_read_page (process, start + 100, &entry, &error));
  g_assert_cmpuint (entry, ==, naive_pagemap (animal_pid (animal), start));
  g_assert_cmpuint (entry >> 63, ==, 1);
  g_assert_true (pgs_process_read_page (process, end - 4096, &entry, &error));
  g_assert_cmpuint (entry >> 63, ==, 0);
}

static void
test_info (void)
{
  g_autoptr (Animal) animal = animal_start ("zero", NULL);
  g_autoptr (PgsSnapshot) snapshot = look_once (animal_pid (animal), PGS_SECTION_NONE);
  g_autofree char *exe = g_canonicalize_filename (g_getenv ("PGS_ZOO"), NULL);
  g_autofree char *path = g_strdup_printf ("/proc/%d/cgroup", animal_pid (animal));
  g_autofree char *cgroups = NULL;
  const PgsProcessInfo *info = snapshot->process;

  g_assert_cmpint (info->pid, ==, animal_pid (animal));
  g_assert_cmpstr (info->name, ==, "zoo");
  g_assert_cmpstr (info->exe, ==, exe);
  g_assert_cmpuint (info->uid, ==, geteuid ());
  g_assert_cmpstr (info->user, ==, g_get_user_name ());
  g_assert_cmpuint (g_strv_length (info->cmdline), ==, 2);
  g_assert_cmpstr (info->cmdline[1], ==, "zero");
  g_assert_cmpint (ABS (info->started_at_us - g_get_real_time ()), <, 10 * G_USEC_PER_SEC);
  g_assert_true (g_file_get_contents (path, &cgroups, NULL, NULL));
  g_assert_nonnull (strstr (cgroups, info->cgroup));
  g_assert_cmpuint (pgs_maps_get_kind_size (snapshot->maps, PGS_KIND_CODE), >, 0);
}

/* Whatever runs on this machine: a snapshot, or gone, or denied; sizes add up. */
static void
test_everyone (void)
{
  GDir *directory = g_dir_open ("/proc", 0, NULL);
  const char *name;
  guint n_seen = 0;

  while ((name = g_dir_read_name (directory)) != NULL)
    {
      gint pid = (gint) g_ascii_strtoll (name, NULL, 10);
      g_autoptr (PgsProcess) process = pid > 0 ? pgs_process_open (pid, NULL) : NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (PgsSnapshot) snapshot = NULL;

      if (process == NULL)
        continue;
      snapshot = pgs_process_sample (process, PGS_SECTION_PAGES | PGS_SECTION_SMAPS, &error);
      if (snapshot == NULL)
        {
          g_assert_error (error, PGS_ERROR, PGS_ERROR_NO_PROCESS);
          continue;
        }
      n_seen++;
      if (snapshot->maps != NULL && !snapshot->moving)
        g_assert_cmpuint (pgs_maps_get_size (snapshot->maps), ==, snapshot->counters.virt);
    }
  g_dir_close (directory);
  g_assert_cmpuint (n_seen, >, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/live/trap-08/long-maps", test_long_maps);
  g_test_add_func ("/live/trap-09/names", test_names);
  g_test_add_func ("/live/trap-09/deleted", test_deleted);
  g_test_add_func ("/live/trap-09/hostile-name", test_hostile_name);
  g_test_add_func ("/live/trap-12/exec", test_exec);
  g_test_add_func ("/live/trap-12/exec-between-ticks", test_exec_between_ticks);
  g_test_add_func ("/live/trap-12/vfork", test_vfork);
  g_test_add_func ("/live/trap-13/arguments-once", test_arguments_once);
  g_test_add_func ("/live/trap-13/arguments-block", test_arguments_block);
  g_test_add_func ("/live/trap-13/arguments-never-come", test_arguments_never_come);
  g_test_add_func ("/live/trap-14/exit", test_exit);
  g_test_add_func ("/live/trap-14/killed", test_killed);
  g_test_add_func ("/live/trap-14/zombie", test_zombie);
  g_test_add_func ("/live/process/kernel-thread", test_kernel_thread);
  g_test_add_func ("/live/process/denied", test_denied);
  g_test_add_func ("/live/process/undumpable", test_undumpable);
  g_test_add_func ("/live/process/no-process", test_no_process);
  g_test_add_func ("/live/process/thread-stacks", test_thread_stacks);
  g_test_add_func ("/live/process/leaderless", test_leaderless);
  g_test_add_func ("/live/process/tick-shares", test_tick_shares);
  g_test_add_func ("/live/process/tick-sees-protection", test_tick_sees_protection);
  g_test_add_func ("/live/process/tick-spares-idle", test_tick_spares_idle);
  g_test_add_func ("/live/process/tick-reads-little", test_tick_reads_little);
  g_test_add_func ("/live/process/tick-sees-reclaim", test_tick_sees_reclaim);
  g_test_add_func ("/live/process/tick-sees-priority", test_tick_sees_priority);
  g_test_add_func ("/live/process/read-page", test_read_page);
  g_test_add_func ("/live/process/info", test_info);
  g_test_add_func ("/live/process/everyone", test_everyone);
  return g_test_run ();
}
