/* pgs-watch.c: what is known of the process that is watched, from one sample to the next
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * What each tick reads is decided by a #PgsPacer, which is told what the tick before cost: all CPU
 * time of this thread since the one before that, waiting for its time included. Asking for it is a
 * system call, and so it is done once a tick.
 */
#include "config.h"

#include "pgs-watch.h"

#include "pgs-error.h"
#include "pgs-pause.h"

static void
set_opener (PgsWatch  *self,
            PgsOpener *opener)
{
  g_clear_pointer (&self->opener, pgs_opener_unref);
  self->opener = opener != NULL ? pgs_opener_ref (opener) : NULL;
}

/**
 * pgs_watch_init:
 * @self: (out caller-allocates): a watch
 * @task: of which process; it is opened with the first sample
 */
void
pgs_watch_init (PgsWatch             *self,
                const PgsSamplerTask *task)
{
  *self = (PgsWatch) { .serial = task->serial };
  set_opener (self, task->opener);
  pgs_pacer_init (&self->pacer, g_get_monotonic_time ());
}

/**
 * pgs_watch_clear:
 * @self: a watch, or zeros
 */
void
pgs_watch_clear (PgsWatch *self)
{
  g_clear_pointer (&self->opener, pgs_opener_unref);
  g_clear_pointer (&self->process, pgs_process_free);
  g_clear_pointer (&self->ages, pgs_ages_unref);
  g_clear_pointer (&self->said, pgs_snapshot_unref);
  *self = (PgsWatch) { 0 };
}

/**
 * pgs_watch_change_opener:
 * @self: a watch
 * @opener: (nullable): who opens its files from now on
 *
 * What could not be opened at all is tried again.
 */
void
pgs_watch_change_opener (PgsWatch  *self,
                         PgsOpener *opener)
{
  const gboolean is_same_place = pgs_opener_is_elsewhere (self->opener) == pgs_opener_is_elsewhere (opener);

  set_opener (self, opener);
  if (self->process == NULL)
    self->over = self->has_sample;
  else if (is_same_place)
    pgs_process_set_opener (self->process, opener);
  else
    g_clear_pointer (&self->process, pgs_process_free);
}

/* Pages that the first sample shows were there before watching began. */
static void
advance_ages (PgsWatch          *self,
              const PgsSnapshot *snapshot)
{
  PgsAges *ages;

  if (snapshot->pages == NULL)
    {
      g_clear_pointer (&self->ages, pgs_ages_unref);
      return;
    }
  ages = pgs_ages_advance (self->ages, snapshot->pages, snapshot->monotonic_us);
  g_clear_pointer (&self->ages, pgs_ages_unref);
  self->ages = ages;
}

/* Takes over what a tick gave, in place of what the one before gave. */
static void
use_snapshot (PgsWatch         *self,
              PgsSnapshot      *snapshot,
              PgsSamplerResult *result)
{
  if (self->has_sample && pgs_snapshot_is_left (snapshot))
    return;
  advance_ages (self, snapshot);
  self->has_sample = TRUE;
  g_clear_pointer (&result->ages, pgs_ages_unref);
  g_clear_pointer (&result->snapshot, pgs_snapshot_unref);
  result->ages = self->ages != NULL ? pgs_ages_ref (self->ages) : NULL;
  result->snapshot = pgs_snapshot_ref (snapshot);
}

/* Returns: CPU time of this thread since it was called last for @self. */
static gint64
take_cpu_us (PgsWatch *self)
{
  const gint64 before_ns = self->cpu_ns;

  self->cpu_ns = pgs_pause_get_cpu_ns ();
  return before_ns != 0 ? (self->cpu_ns - before_ns) / 1000 : 0;
}

/* The very first tick tells the pacer how large the process is; the next one follows at once. */
static void
tick (PgsWatch              *self,
      const PgsPace         *pace,
      const PgsWatchVisible *visible,
      PgsSamplerResult      *result)
{
  if (self->cpu_ns == 0)
    take_cpu_us (self);
  do
    {
      g_autoptr (PgsSnapshot) snapshot = NULL;
      PgsPlan plan;
      PgsCosts costs;

      pgs_pacer_get_plan (&self->pacer, pace, g_get_monotonic_time (), &plan);
      plan.first_start = visible->start;
      plan.first_end = visible->end;
      snapshot = pgs_process_tick_planned (self->process, &plan, &costs, &result->error);
      pgs_process_get_exit (self->process, &result->exit_info);
      if (snapshot != NULL)
        use_snapshot (self, snapshot, result);
      self->next_us = pgs_pacer_note (&self->pacer, pace, snapshot, &costs, take_cpu_us (self));
    }
  while (self->next_us == 0);
  result->pages_period_us = pgs_pacer_get_pages_period (&self->pacer, pace);
}

static PgsSamplerResult *
result_new (const PgsSamplerTask *task)
{
  PgsSamplerResult *result = g_new0 (PgsSamplerResult, 1);

  result->serial = task->serial;
  return result;
}

/**
 * pgs_watch_take:
 * @self: a watch that is not over
 * @task: its task
 * @visible: what is read first
 *
 * Returns: (transfer full): a sample of the process, or why there is none
 */
PgsSamplerResult *
pgs_watch_take (PgsWatch              *self,
                const PgsSamplerTask  *task,
                const PgsWatchVisible *visible)
{
  PgsSamplerResult *result = result_new (task);

  if (self->process == NULL)
    self->process = pgs_process_open_through (task->pid, self->opener, &result->error);
  if (self->process != NULL)
    tick (self, &task->pace, visible, result);
  self->over = self->process == NULL || result->exit_info.ended ||
               g_error_matches (result->error, PGS_ERROR, PGS_ERROR_NO_PROCESS);
  return result;
}

/**
 * pgs_watch_repeat:
 * @self: a watch of which a sample was told
 * @task: its task
 * @at_us: monotonic time at which nothing had changed since
 *
 * Returns: (transfer full): what a sample of that time would have been
 */
PgsSamplerResult *
pgs_watch_repeat (PgsWatch             *self,
                  const PgsSamplerTask *task,
                  gint64                at_us)
{
  PgsSamplerResult *result = result_new (task);

  result->snapshot = pgs_snapshot_new_later (self->said, at_us);
  result->ages = self->ages != NULL ? pgs_ages_ref (self->ages) : NULL;
  result->pages_period_us = pgs_pacer_get_pages_period (&self->pacer, &task->pace);
  return result;
}

/**
 * pgs_watch_check_exit:
 * @self: a watch
 * @task: its task
 *
 * Returns: (transfer full) (nullable): that the process has ended; %NULL: it has not
 */
PgsSamplerResult *
pgs_watch_check_exit (PgsWatch             *self,
                      const PgsSamplerTask *task)
{
  PgsSamplerResult *result = NULL;
  PgsExit exit_info = { 0 };

  if (self->process != NULL)
    pgs_process_get_exit (self->process, &exit_info);
  if (exit_info.ended)
    {
      result = result_new (task);
      result->exit_info = exit_info;
      self->over = TRUE;
    }
  return result;
}

/**
 * pgs_watch_says_the_same:
 * @self: a watch
 * @result: what is told of it next; takes note of that
 *
 * Returns: whether nothing is told that was not told before
 */
gboolean
pgs_watch_says_the_same (PgsWatch               *self,
                         const PgsSamplerResult *result)
{
  g_autoptr (PgsSnapshot) before = self->said;
  const gboolean same = before != NULL && result->snapshot != NULL && result->error == NULL && !result->exit_info.ended
                        && pgs_snapshot_says_the_same (before, result->snapshot);

  self->said = result->snapshot != NULL ? pgs_snapshot_ref (result->snapshot) : NULL;
  return same;
}
