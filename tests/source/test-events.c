/* test-events.c: what happens to a process is marked once, at the sample that shows it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "pgs-events.h"

#include <signal.h>

#define MIB ((guint64) 1 << 20)
#define SECOND G_USEC_PER_SEC

static PgsSnapshot *
make_snapshot (const char *name,
               gint64      at_us,
               guint64     virt,
               guint64     res)
{
  PgsSnapshot *snapshot = pgs_snapshot_new ();

  snapshot->process = pgs_process_info_new ();
  snapshot->process->name = g_strdup (name);
  snapshot->monotonic_us = at_us;
  snapshot->taken_at_us = 1000 * SECOND + at_us;
  snapshot->counters.virt = virt;
  snapshot->counters.res = res;
  return snapshot;
}

/* Adds a sample of which each has a process info of its own, as the first two samples after an exec
 * have. Returns: the mark's name, %NULL if there is none. */
static char *
add (PgsEvents   *events,
     const char  *name,
     gint64       at_us,
     guint64      virt,
     guint64      res,
     PgsMarkKind *kind)
{
  g_autoptr (PgsSnapshot) snapshot = make_snapshot (name, at_us, virt, res);
  PgsMark mark;

  if (!pgs_events_add (events, snapshot, &mark))
    return NULL;
  *kind = mark.kind;
  g_assert_cmpint (mark.monotonic_us, ==, at_us);
  g_assert_cmpint (mark.sample_us, ==, at_us);
  return mark.name;
}

static void
expect (PgsEvents   *events,
        const char  *name,
        gint64       at_us,
        guint64      virt,
        guint64      res,
        const char  *text,
        PgsMarkKind  kind)
{
  PgsMarkKind told = kind;
  g_autofree char *got = add (events, name, at_us, virt, res, &told);

  g_assert_cmpstr (got, ==, text);
  g_assert_cmpint (told, ==, kind);
}

static void
test_life (void)
{
  g_auto (PgsEvents) events = { 0 };
  const PgsExit killed = { .ended = TRUE, .status_known = TRUE, .status = SIGSEGV, .at_us = 1022 * SECOND };
  PgsMark mark;

  expect (&events, "sh", SECOND, 8 * MIB, MIB, "first sample", PGS_MARK_FIRST);
  expect (&events, "one", 3 * SECOND, 500 * MIB, 100 * MIB, "exec: one", PGS_MARK_EXEC);
  expect (&events, "one", 3 * SECOND + 1000, 500 * MIB, 100 * MIB, NULL, PGS_MARK_FIRST);
  expect (&events, "one", 6 * SECOND, 500 * MIB, 100 * MIB, "exec: one", PGS_MARK_EXEC);
  expect (&events, "two", 6 * SECOND + 1000, 500 * MIB, 100 * MIB, "exec: two", PGS_MARK_EXEC);
  g_assert_false (pgs_events_end (&events, &(PgsExit) { 0 }, &mark));
  g_assert_true (pgs_events_end (&events, &killed, &mark));
  g_assert_cmpstr (mark.name, ==, "ended: SIGSEGV");
  g_assert_cmpint (mark.kind, ==, PGS_MARK_ENDED);
  g_assert_cmpint (mark.monotonic_us, ==, 22 * SECOND);
  g_assert_cmpint (mark.sample_us, ==, 6 * SECOND + 1000);
  pgs_mark_clear (&mark);
  g_assert_false (pgs_events_end (&events, &killed, &mark));
}

static void
test_jumps (void)
{
  g_auto (PgsEvents) events = { 0 };
  g_autoptr (PgsSnapshot) snapshot = make_snapshot ("one", SECOND, 100 * MIB, 10 * MIB);
  PgsMark mark;

  g_assert_true (pgs_events_add (&events, snapshot, &mark));
  pgs_mark_clear (&mark);
  snapshot->monotonic_us += SECOND;
  snapshot->counters.virt += 2048 * MIB;
  snapshot->counters.res += 64 * MIB;
  g_assert_true (pgs_events_add (&events, snapshot, &mark));
  g_assert_cmpstr (mark.name, ==, "VIRT +2.0 GiB, RES +64 MiB");
  pgs_mark_clear (&mark);
  snapshot->monotonic_us += SECOND;
  snapshot->counters.res -= 64 * MIB;
  g_assert_true (pgs_events_add (&events, snapshot, &mark));
  g_assert_cmpstr (mark.name, ==, "RES −64 MiB");
  g_assert_cmpint (mark.kind, ==, PGS_MARK_JUMP);
  pgs_mark_clear (&mark);
  snapshot->monotonic_us += SECOND;
  g_assert_false (pgs_events_add (&events, snapshot, &mark));
}

static void
expect_resumed (const char  *exe,
                const char  *exe_later,
                PgsMarkKind  kind)
{
  g_auto (PgsEvents) events = { 0 };
  g_autoptr (PgsSnapshot) before = make_snapshot ("one", SECOND, MIB, MIB);
  g_autoptr (PgsSnapshot) later = make_snapshot ("one", 9 * SECOND, MIB, MIB);
  PgsMark mark = { .kind = PGS_MARK_FIRST };

  before->process->exe = g_strdup (exe);
  later->process->exe = g_strdup (exe_later);
  g_assert_true (pgs_events_add (&events, before, &mark));
  pgs_mark_clear (&mark);
  pgs_events_resume (&events, later);
  g_assert_true (pgs_events_add (&events, later, &mark) == (kind == PGS_MARK_EXEC));
  if (kind == PGS_MARK_EXEC)
    {
      g_assert_cmpint (mark.kind, ==, PGS_MARK_EXEC);
      pgs_mark_clear (&mark);
    }
}

/* What came to be known while nobody looked, as by more rights, is no other program. */
static void
test_resume (void)
{
  expect_resumed ("/bin/one", "/bin/one", PGS_MARK_FIRST);
  expect_resumed (NULL, "/bin/one", PGS_MARK_FIRST);
  expect_resumed ("/bin/one", NULL, PGS_MARK_FIRST);
  expect_resumed ("/bin/one", "/bin/two", PGS_MARK_EXEC);
}

/* Whether a sample marks an exec in which the process has become @uid and runs @exe, as far as is known. */
static gboolean
marks_exec (const char *exe_before,
            guint32     uid,
            const char *exe)
{
  g_auto (PgsEvents) events = { 0 };
  g_autoptr (PgsSnapshot) before = make_snapshot ("one", SECOND, MIB, MIB);
  g_autoptr (PgsSnapshot) later = make_snapshot ("one", 9 * SECOND, MIB, MIB);
  PgsMark mark;

  before->process->uid = 7;
  before->process->exe = g_strdup (exe_before);
  later->process->uid = uid;
  later->process->exe = g_strdup (exe);
  g_assert_true (pgs_events_add (&events, before, &mark));
  pgs_mark_clear (&mark);
  if (!pgs_events_add (&events, later, &mark))
    return FALSE;
  g_assert_cmpint (mark.kind, ==, PGS_MARK_EXEC);
  pgs_mark_clear (&mark);
  return TRUE;
}

/* A process that is known better, or gives up its rights, goes on running what it ran. */
static void
test_known_better (void)
{
  g_assert_false (marks_exec (NULL, 7, "/bin/one"));
  g_assert_false (marks_exec ("/bin/one", 8, "/bin/one"));
  g_assert_true (marks_exec ("/bin/one", 8, "/bin/two"));
  g_assert_true (marks_exec ("/bin/one", 7, "/bin/one")); /* read anew, as only an exec makes it: of itself */
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/source/events/life", test_life);
  g_test_add_func ("/source/events/jumps", test_jumps);
  g_test_add_func ("/source/events/resume", test_resume);
  g_test_add_func ("/source/events/known-better", test_known_better);
  return g_test_run ();
}
