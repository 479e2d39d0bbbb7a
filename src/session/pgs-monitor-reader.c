/* pgs-monitor-reader.c: reads the machine for the monitor, on its thread
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-monitor-reader.h"

#include "pgs-ranker.h"

#define RANKING_SHARE 100               /* its CPU time is 1 / so much of a core */
#define MAX_RANKING_US (20 * 1000)      /* the list waits no longer for it */

struct _PgsMonitorReader
{
  PgsProcessLister *lister;
  PgsRanker *ranker; /* (nullable): nobody asked yet */
  gint64 ranked_us;  /* when it was used last */
};

/**
 * pgs_monitor_reader_new:
 *
 * Returns: (transfer full): a reader
 */
PgsMonitorReader *
pgs_monitor_reader_new (void)
{
  PgsMonitorReader *self = g_new0 (PgsMonitorReader, 1);

  self->lister = pgs_process_lister_new ();
  return self;
}

/**
 * pgs_monitor_reader_free:
 * @self: (transfer full): a reader
 */
void
pgs_monitor_reader_free (PgsMonitorReader *self)
{
  pgs_process_lister_free (self->lister);
  pgs_ranker_free (self->ranker);
  g_free (self);
}

static void
read_table (PgsMonitorReader  *self,
            PgsMonitorReading *reading,
            const GArray      *visible)
{
  g_autoptr (GError) error = NULL;

  pgs_process_lister_set_visible (self->lister, (const gint *) visible->data, visible->len);
  reading->table = pgs_process_lister_refresh (self->lister, PGS_PROCESS_LIST_SPARING, &error);
  if (reading->table == NULL)
    reading->trouble = g_strdup (error->message);
}

/* Costs its share of a core, whatever there is to be read; see pgs-ranker.c. */
static void
read_ranking (PgsMonitorReader  *self,
              PgsMonitorReading *reading)
{
  const gint64 now_us = g_get_monotonic_time ();
  const gint64 budget_us = MIN ((now_us - self->ranked_us) / RANKING_SHARE, MAX_RANKING_US);
  g_autoptr (GError) error = NULL;

  if (self->ranker == NULL)
    self->ranker = pgs_ranker_new ();
  self->ranked_us = now_us;
  reading->ranking = pgs_ranker_refresh (self->ranker, budget_us, &error);
  if (reading->ranking == NULL)
    reading->ranking_trouble = g_strdup (error->message);
}

/**
 * pgs_monitor_reader_read:
 * @self: a reader
 * @visible: (nullable) (element-type gint): PIDs of processes that are on screen; %NULL: the processes are not read
 * @ranked: whether to rank them
 *
 * Returns: (transfer full): what could be read
 */
PgsMonitorReading *
pgs_monitor_reader_read (PgsMonitorReader *self,
                         const GArray     *visible,
                         gboolean          ranked)
{
  PgsMonitorReading *reading = g_new0 (PgsMonitorReading, 1);
  g_autoptr (GError) error = NULL;

  reading->has_system = pgs_system_read (&reading->system, &error);
  if (!reading->has_system)
    g_debug ("system: %s", error->message);
  if (visible != NULL)
    read_table (self, reading, visible);
  if (ranked)
    read_ranking (self, reading);
  return reading;
}

/**
 * pgs_monitor_reading_inherit:
 * @self: a reading
 * @before: the one before, which nobody saw
 *
 * What was not read again is as new as it gets, and is taken from @before.
 */
void
pgs_monitor_reading_inherit (PgsMonitorReading *self,
                             PgsMonitorReading *before)
{
  if (self->table == NULL && self->trouble == NULL)
    {
      self->table = g_steal_pointer (&before->table);
      self->trouble = g_steal_pointer (&before->trouble);
    }
  if (self->ranking == NULL && self->ranking_trouble == NULL)
    {
      self->ranking = g_steal_pointer (&before->ranking);
      self->ranking_trouble = g_steal_pointer (&before->ranking_trouble);
    }
}

/**
 * pgs_monitor_reading_free:
 * @self: (transfer full): a reading
 */
void
pgs_monitor_reading_free (PgsMonitorReading *self)
{
  g_clear_pointer (&self->table, pgs_process_table_unref);
  g_clear_pointer (&self->ranking, pgs_ranking_unref);
  g_free (self->trouble);
  g_free (self->ranking_trouble);
  g_free (self);
}
