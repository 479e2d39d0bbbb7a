/* pgs-process-motion.c: whether a process has changed since it was read
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-process-private.h"

#include <string.h>

#include "pgs-error.h"
#include "pgs-features.h"

#define STAT_PERIOD_US G_USEC_PER_SEC /* that long may what others change be late */
#define ALARM_IDLE_US (10 * G_USEC_PER_SEC)
#define ALARM_LATE_US 1000 /* more than the kernel's clocks differ */

static gboolean
has_moved (const PgsCountersReader *before,
           const PgsCountersReader *after)
{
  return before->stat.minor_faults != after->stat.minor_faults ||
         before->stat.major_faults != after->stat.major_faults ||
         before->stat.threads != after->stat.threads || before->has_statm != after->has_statm ||
         (after->has_statm && memcmp (&before->statm, &after->statm, sizeof (PgsStatm)) != 0);
}

static gint64
read_run_clock (PgsProcess *self)
{
  return self->has_run_clock ? pgs_run_clock_read (self->run_clock) : -1;
}

/* Events that wait for nothing still cost a process some 0.2 µs each time that it gets a processor. */
static void
drop_alarm (PgsProcess *self)
{
  if (self->alarm != NULL && g_get_monotonic_time () - self->rest_us >= ALARM_IDLE_US)
    g_clear_pointer (&self->alarm, pgs_run_alarm_free);
}

/**
 * pgs_process_read_counters:
 * @self: a process
 * @moved: (out): whether they are others than before
 * @error: (out) (optional): why not
 *
 * Reads stat and statm.
 *
 * Returns: %FALSE with %PGS_ERROR_NO_PROCESS when it is gone
 */
gboolean
pgs_process_read_counters (PgsProcess  *self,
                           gboolean    *moved,
                           GError     **error)
{
  const PgsCountersReader before = self->counters;
  const gint64 run_ns = self->stat_run_ns;
  g_autoptr (GError) local_error = NULL;

  self->stat_run_ns = read_run_clock (self);
  self->stat_at_us = g_get_monotonic_time ();
  if (!pgs_counters_reader_read (&self->counters, &local_error))
    {
      if (g_error_matches (local_error, PGS_ERROR, PGS_ERROR_NO_PROCESS))
        pgs_process_note_end (self);
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  *moved = has_moved (&before, &self->counters);
  if (*moved)
    self->motion++;
  if (*moved || self->stat_run_ns != run_ns)
    self->still_us = self->stat_at_us;
  drop_alarm (self);
  return TRUE;
}

/* It has not run, and has the same in RAM. */
static gboolean
has_stood (PgsProcess *self)
{
  return read_run_clock (self) == self->stat_run_ns && pgs_counters_reader_statm_stands (&self->counters);
}

/**
 * pgs_process_stands_still:
 * @self: a process whose counters were read
 *
 * Others may change the priority of a process that sleeps, or wake it up before it gets a processor: that is seen a
 * little later.
 *
 * Returns: whether reading stat again would tell nothing new, as it sleeps, has not run, and has the same in RAM
 */
gboolean
pgs_process_stands_still (PgsProcess *self)
{
  return self->stat_run_ns >= 0 && self->counters.stat.state == 'S'
         && g_get_monotonic_time () - self->stat_at_us < STAT_PERIOD_US && has_stood (self);
}

static int
set_alarm (PgsProcess *self)
{
  if (!self->has_run_clock || self->dir_fd < 0 || self->stat_run_ns < 0 || self->counters.stat.state != 'S'
      || g_get_monotonic_time () - self->still_us < PGS_PROCESS_REST_US || pgs_address_space_is_in_round (self->space))
    return -1;
  if (self->alarm == NULL)
    self->alarm = pgs_run_alarm_new ();
  return pgs_run_alarm_set (self->alarm, self->dir_fd, (guint) MIN (self->counters.stat.threads, G_MAXUINT));
}

/**
 * pgs_process_begin_rest:
 * @self: a process of which a tick was taken
 *
 * Nothing need be read of a process that has slept for %PGS_PROCESS_REST_US, once a round through its pages is over, until it
 * runs, if the kernel is willing to tell when. What others take out of RAM meanwhile is seen only afterwards.
 *
 * Returns: a descriptor that polls readable when it runs, the process' to close; -1: one has to look again and again
 */
int
pgs_process_begin_rest (PgsProcess *self)
{
  const int fd = set_alarm (self);

  self->rest_us = g_get_monotonic_time ();
  if (fd < 0 || read_run_clock (self) == self->stat_run_ns)
    return fd;
  pgs_run_alarm_stop (self->alarm); /* it may be that the run which it has seen had begun before */
  return -1;
}

/* What it gives back leaves its address space, and each of its faults brings it a page at least. Else others may have
 * changed it while it slept: also where it has fetched again what they took, which looks like writing to a page that
 * it shared. What they gave cannot be told from what it has fetched, if it has. That it ended is its own doing. */
static gboolean
others_may_have_changed_it (PgsProcess *self)
{
  const PgsStat *stat = &self->counters.stat;
  const PgsStatm *statm = &self->counters.statm;
  PgsStat new_stat;
  PgsStatm new_statm;
  guint64 n_faults, returned;

  if (!pgs_counters_reader_look (&self->counters, &new_stat, &new_statm))
    return FALSE;
  n_faults = new_stat.minor_faults - stat->minor_faults + new_stat.major_faults - stat->major_faults;
  returned = statm->size - MIN (statm->size, new_statm.size);
  if (new_statm.resident + returned < statm->resident + n_faults)
    return TRUE;
  return n_faults == 0 && returned == 0
         && (statm->resident != new_statm.resident || statm->shared != new_statm.shared);
}

/**
 * pgs_process_end_rest:
 * @self: a process that began to rest
 *
 * Of what was changed from outside, until when is not known: that is no part of the time.
 *
 * Returns: monotonic time until which its counters were those of the last tick
 */
gint64
pgs_process_end_rest (PgsProcess *self)
{
  const gint64 ran_us = pgs_run_alarm_get_ran (self->alarm);

  if (ran_us != 0)
    return others_may_have_changed_it (self) ? self->rest_us : MAX (ran_us - ALARM_LATE_US, self->rest_us);
  if (has_stood (self))
    return g_get_monotonic_time ();
  pgs_run_alarm_stop (self->alarm);
  return self->rest_us;
}

/**
 * pgs_process_recount:
 * @self: a process
 *
 * Reads stat and statm after a part was read.
 *
 * Returns: whether they moved meanwhile
 */
gboolean
pgs_process_recount (PgsProcess *self)
{
  gboolean moved;

  return !pgs_process_read_counters (self, &moved, NULL) || moved;
}

/**
 * pgs_process_note_maps:
 * @self: a process whose maps will be read next
 *
 * What happens from now on, they may not tell.
 */
void
pgs_process_note_maps (PgsProcess *self)
{
  self->maps_motion = self->motion;
  self->maps_run_ns = read_run_clock (self);
}

/**
 * pgs_process_has_run:
 * @self: a process that was refreshed or glanced at
 *
 * Returns: whether it may have run between the last reading of its maps and that; what has not run has changed
 *   none of its mappings, unless another process shares its memory
 */
gboolean
pgs_process_has_run (PgsProcess *self)
{
  return self->maps_run_ns < 0 || self->stat_run_ns != self->maps_run_ns;
}

/**
 * pgs_process_maps_disagree:
 * @self: a process
 * @maps: its maps
 *
 * Returns: whether their sizes do not add up to statm
 */
gboolean
pgs_process_maps_disagree (PgsProcess *self,
                           PgsMaps    *maps)
{
  return self->counters.has_statm &&
         pgs_maps_get_size (maps) >> pgs_features_get ()->page_shift != self->counters.statm.size;
}

/**
 * pgs_process_is_in_change:
 * @self: a process whose parts were read
 *
 * The kernel takes mappings away before it counts them off (vms_complete_munmap_vmas() in mm/vma.c): who waits for
 * a processor in between stands still and yet has maps that do not add up to statm. So do maps that were read
 * before the newest counters.
 *
 * Returns: whether maps and statm differ because of that
 */
gboolean
pgs_process_is_in_change (PgsProcess *self)
{
  PgsMaps *maps = pgs_address_space_get_maps (self->space, NULL);
  const PgsStat *stat = &self->counters.stat;

  return maps != NULL && pgs_process_maps_disagree (self, maps)
         && (self->maps_motion != self->motion || stat->threads > 1 || stat->state == 'R' || stat->state == 'D');
}
