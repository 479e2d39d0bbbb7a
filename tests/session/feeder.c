/* feeder.c: says what the process of a session was sampled as, in place of the sampler
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "feeder.h"

static void
set_task (const PgsSamplerTask *task,
          gpointer              data)
{
  ((Feeder *) data)->serial = task->serial;
}

/**
 * feeder_new:
 *
 * Returns: (transfer full): a feeder of a new session, with a process of this machine, %FEEDER_PID
 */
Feeder *
feeder_new (void)
{
  Feeder *self = g_new0 (Feeder, 1);

  self->session = pgs_session_new ();
  feeder_set_origin (self, NULL);
  feeder_set_process (self, "fed", FEEDER_PID, 0);
  return self;
}

/**
 * feeder_free:
 * @self: (transfer full): a feeder
 *
 * Gives up its session as well.
 */
void
feeder_free (Feeder *self)
{
  g_object_unref (self->session);
  pgs_process_info_unref (self->process);
  g_free (self);
}

/**
 * feeder_set_origin:
 * @self: a feeder whose session watches nothing
 * @origin: (nullable): "there", another machine; %NULL: this one
 */
void
feeder_set_origin (Feeder     *self,
                   const char *origin)
{
  static const PgsSessionFeed here = { .set_task = set_task, .is_local = TRUE };
  static const PgsSessionFeed there = { .set_task = set_task, .origin = "there" };

  g_assert_true (origin == NULL || g_str_equal (origin, there.origin));
  pgs_session_set_feed (self->session, origin == NULL ? &here : &there, self);
}

/**
 * feeder_set_process:
 * @self: a feeder
 * @name: of the process that samples are of from now on
 * @pid: its PID
 * @start_ticks: when it started
 *
 * It is a new value each time, as when a process is opened again.
 */
void
feeder_set_process (Feeder     *self,
                    const char *name,
                    gint        pid,
                    guint64     start_ticks)
{
  g_clear_pointer (&self->process, pgs_process_info_unref);
  self->process = pgs_process_info_new ();
  self->process->name = g_strdup (name);
  self->process->pid = pid;
  self->process->start_ticks = start_ticks;
}

/**
 * feeder_sample:
 * @self: a feeder
 * @monotonic_us: when it is taken
 *
 * Returns: (transfer full): a sample without mappings, whose VIRT is @monotonic_us
 */
PgsSnapshot *
feeder_sample (Feeder *self,
               gint64  monotonic_us)
{
  PgsSnapshot *snapshot = pgs_snapshot_new ();

  snapshot->monotonic_us = monotonic_us;
  snapshot->taken_at_us = monotonic_us + G_GINT64_CONSTANT (1000000) * G_USEC_PER_SEC;
  snapshot->page_size = 4096;
  snapshot->process = pgs_process_info_ref (self->process);
  snapshot->counters.virt = (guint64) monotonic_us;
  return snapshot;
}

/**
 * feeder_deliver:
 * @self: a feeder
 * @snapshot: (transfer none): what the session is told of
 */
void
feeder_deliver (Feeder      *self,
                PgsSnapshot *snapshot)
{
  const PgsSamplerResult result = { .serial = self->serial, .snapshot = snapshot };

  pgs_session_take_result (&result, self->session);
}

/**
 * feeder_step:
 * @self: a feeder
 * @monotonic_us: when the next sample is taken
 *
 * Delivers feeder_sample().
 */
void
feeder_step (Feeder *self,
             gint64  monotonic_us)
{
  g_autoptr (PgsSnapshot) snapshot = feeder_sample (self, monotonic_us);

  feeder_deliver (self, snapshot);
}

/**
 * feeder_end:
 * @self: a feeder
 * @how: its exit or its error; whatever serial it has
 *
 * There is no sample any more.
 */
void
feeder_end (Feeder                 *self,
            const PgsSamplerResult *how)
{
  PgsSamplerResult result = *how;

  result.serial = self->serial;
  pgs_session_take_result (&result, self->session);
}
