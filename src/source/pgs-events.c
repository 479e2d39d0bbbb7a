/* pgs-events.c: what happens to a watched process and is worth a mark
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-events.h"

#include <glib/gi18n-lib.h>
#include <sys/wait.h>

/* An exec changes the name before the arguments; a sample between the two sees it, and the next one
 * sees it again. */
#define ONE_EXEC_US G_USEC_PER_SEC

#define MIB ((double) (1 << 20))

/**
 * pgs_events_clear:
 * @self: what is known of a process
 *
 * Frees what it holds; it can be used for another process then.
 */
void
pgs_events_clear (PgsEvents *self)
{
  g_clear_pointer (&self->process, pgs_process_info_unref);
  *self = (PgsEvents) { 0 };
}

/* As far as can be told. */
static gboolean
runs_same (const PgsProcessInfo *before,
           const PgsProcessInfo *now)
{
  return g_strcmp0 (before->name, now->name) == 0 && pgs_process_info_may_run_same (before, now)
         && (before->cmdline == NULL || now->cmdline == NULL
             || g_strv_equal ((const char *const *) before->cmdline, (const char *const *) now->cmdline));
}

/* It may be asked for more than before, or has become another user: no exec. */
static gboolean
is_only_known_better (const PgsProcessInfo *before,
                      const PgsProcessInfo *now)
{
  return runs_same (before, now) && (before->uid != now->uid || (before->exe == NULL && now->exe != NULL));
}

static gboolean
is_exec (const PgsEvents   *self,
         const PgsSnapshot *snapshot)
{
  const PgsProcessInfo *before = self->process, *now = snapshot->process;

  if (before == now || is_only_known_better (before, now))
    return FALSE;
  return self->exec_us == 0 || snapshot->monotonic_us - self->exec_us >= ONE_EXEC_US ||
         g_strcmp0 (before->name, now->name) != 0 || g_strcmp0 (before->exe, now->exe) != 0;
}

/* "+256 MiB", "−1.5 GiB" */
static char *
format_change (gint64 change)
{
  const double mib = (change < 0 ? -(double) change : (double) change) / MIB;
  const char *sign = change < 0 ? "−" : "+";

  return mib < 1024 ? g_strdup_printf (_("%s%.0f MiB"), sign, mib)
                    : g_strdup_printf (_("%s%.1f GiB"), sign, mib / 1024);
}

/* (nullable): which of the two sizes jumped, and how far. */
static char *
describe_jumps (gint64 virt,
                gint64 res)
{
  g_autofree char *of_virt = virt != 0 ? format_change (virt) : NULL;
  g_autofree char *of_res = res != 0 ? format_change (res) : NULL;

  if (virt != 0 && res != 0)
    /* Translators: a mark on the timeline: both sizes changed much at once: "VIRT +1.0 GiB, RES +64 MiB" */
    return g_strdup_printf (_("VIRT %s, RES %s"), of_virt, of_res);
  if (virt != 0)
    return g_strdup_printf (_("VIRT %s"), of_virt);
  if (res != 0)
    return g_strdup_printf (_("RES %s"), of_res);
  return NULL;
}

/* What another address space holds is no jump. */
static char *
note_exec (PgsEvents         *self,
           const PgsSnapshot *snapshot)
{
  g_autofree char *name = g_utf8_make_valid (snapshot->process->name, -1);

  self->exec_us = snapshot->monotonic_us;
  self->virt = (PgsJump) { 0 };
  self->res = (PgsJump) { 0 };
  /* Translators: a mark on the timeline: the process began to run another program. */
  return g_strdup_printf (_("exec: %s"), name);
}

/**
 * pgs_events_add:
 * @self: what is known of the process
 * @snapshot: a sample, later than those before
 * @mark: (out caller-allocates): the event that it shows; clear it with pgs_mark_clear()
 *
 * The first sample, an exec, or a jump of VIRT or RES, see #PgsJump. At most one a sample.
 *
 * Returns: whether there is one; else @mark is untouched
 */
gboolean
pgs_events_add (PgsEvents         *self,
                const PgsSnapshot *snapshot,
                PgsMark           *mark)
{
  const gint64 now_us = snapshot->monotonic_us;
  const gboolean first = self->last_us == 0;
  const gboolean exec = !first && is_exec (self, snapshot);
  const PgsMarkKind kind = first ? PGS_MARK_FIRST : exec ? PGS_MARK_EXEC : PGS_MARK_JUMP;
  g_autofree char *name = exec ? note_exec (self, snapshot) : NULL;
  const gint64 virt = pgs_jump_add (&self->virt, now_us, snapshot->counters.virt);
  const gint64 res = pgs_jump_add (&self->res, now_us, snapshot->counters.res);

  if (kind == PGS_MARK_FIRST)
    /* Translators: a mark on the timeline: here watching began. */
    name = g_strdup (_("first sample"));
  else if (kind == PGS_MARK_JUMP)
    name = describe_jumps (virt, res);
  if (self->process != snapshot->process)
    {
      g_clear_pointer (&self->process, pgs_process_info_unref);
      self->process = pgs_process_info_ref (snapshot->process);
    }
  self->last_us = now_us;
  self->last_taken_us = snapshot->taken_at_us;
  if (name == NULL)
    return FALSE;
  *mark = (PgsMark) { .monotonic_us = now_us, .name = g_steal_pointer (&name), .kind = kind, .sample_us = now_us };
  return TRUE;
}

/**
 * pgs_events_resume:
 * @self: what is known of a process
 * @snapshot: the next sample, after the process was not watched for some time
 *
 * What changed meanwhile did not happen at once. If it still runs the same program, as far as can be
 * told, there was no exec.
 */
void
pgs_events_resume (PgsEvents         *self,
                   const PgsSnapshot *snapshot)
{
  const PgsProcessInfo *before = self->process, *now = snapshot->process;

  self->virt = (PgsJump) { 0 };
  self->res = (PgsJump) { 0 };
  self->exec_us = 0;
  if (before == NULL || !runs_same (before, now))
    return;
  pgs_process_info_unref (self->process);
  self->process = pgs_process_info_ref (snapshot->process);
}

static char *
describe_end (const PgsExit *exit_info)
{
  const char *signal;

  if (!exit_info->status_known || !(WIFEXITED (exit_info->status) || WIFSIGNALED (exit_info->status)))
    /* Translators: a mark on the timeline: the process ended. */
    return g_strdup (_("ended"));
  if (WIFEXITED (exit_info->status))
    /* Translators: a mark on the timeline: the process ended, with its exit status. */
    return g_strdup_printf (_("ended: status %d"), WEXITSTATUS (exit_info->status));
  signal = sigabbrev_np (WTERMSIG (exit_info->status));
  if (signal == NULL)
    /* Translators: a mark on the timeline: a signal ended the process; its number. */
    return g_strdup_printf (_("ended: signal %d"), WTERMSIG (exit_info->status));
  /* Translators: a mark on the timeline: a signal ended the process: "ended: SIGSEGV" */
  return g_strdup_printf (_("ended: SIG%s"), signal);
}

/**
 * pgs_events_end:
 * @self: what is known of the process, of which there was a sample
 * @exit_info: whether and how it ended
 * @mark: (out caller-allocates): its end; clear it with pgs_mark_clear()
 *
 * Returns: %TRUE once, if it ended while it was watched; else @mark is untouched
 */
gboolean
pgs_events_end (PgsEvents     *self,
                const PgsExit *exit_info,
                PgsMark       *mark)
{
  gint64 after_us;

  if (!exit_info->ended || self->ended || self->last_us == 0)
    return FALSE;
  self->ended = TRUE;
  if (exit_info->at_us == 0)
    return FALSE;
  after_us = MAX (exit_info->at_us - self->last_taken_us, 0);
  *mark = (PgsMark) {
    .monotonic_us = self->last_us + after_us,
    .name = describe_end (exit_info),
    .kind = PGS_MARK_ENDED,
    .sample_us = self->last_us,
  };
  return TRUE;
}
