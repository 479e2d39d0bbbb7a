/* pgs-monitor.c: the machine as the process list and the System view show it, refreshed by a thread
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-monitor.h"

#include "pgs-monitor-thread.h"

#define MIN_PERIOD_MS 200
#define MAX_PERIOD_MS 60000
#define MAX_POINTS 1200 /* their room is written to at once, so that memory does not grow with each */

struct _PgsMonitor
{
  GObject parent_instance;

  PgsMonitorThread *thread;
  PgsProcessTable *table;
  char *trouble;       /* (nullable): why the table is no newer */
  PgsRanking *ranking; /* (nullable) */
  char *ranking_trouble; /* (nullable): why there is none, or no newer one */
  guint n_holders;     /* of the ranking */
  PgsSystem system;
  PgsPaging paging;
  gboolean has_system;
  gboolean has_paging;
  GArray *points; /* of PgsSystemPoint, in order of time */
  GHashTable *followers; /* pointer → GArray of gint */
  PgsMonitorFunc source; /* (nullable): it reads this machine itself */
  gpointer source_data;
};

G_DEFINE_FINAL_TYPE (PgsMonitor, pgs_monitor, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_HIDDEN,
  PROP_PERIOD_MS,
  N_PROPS,
};

enum
{
  REFRESHED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
add_system (PgsMonitor      *self,
            const PgsSystem *system)
{
  PgsSystemPoint point;

  if (self->has_system)
    {
      pgs_system_get_paging (&self->system, system, &self->paging);
      self->has_paging = TRUE;
    }
  self->system = *system;
  self->has_system = TRUE;
  if (self->points->len == MAX_POINTS)
    g_array_remove_range (self->points, 0, MAX_POINTS / 2);
  pgs_system_point_init (&point, system, self->has_paging ? &self->paging : NULL);
  g_array_append_val (self->points, point);
}

static void
take_table (PgsMonitor      *self,
            PgsProcessTable *table)
{
  g_clear_pointer (&self->table, pgs_process_table_unref);
  self->table = table;
  g_clear_pointer (&self->trouble, g_free);
}

static void
take_ranking (PgsMonitor *self,
              PgsRanking *ranking)
{
  g_clear_pointer (&self->ranking, pgs_ranking_unref);
  self->ranking = ranking;
  g_clear_pointer (&self->ranking_trouble, g_free);
}

static void
take_reading (PgsMonitorReading *reading,
              gpointer           data)
{
  PgsMonitor *self = data;

  if (reading->table != NULL)
    take_table (self, g_steal_pointer (&reading->table));
  if (reading->trouble != NULL)
    {
      g_free (self->trouble);
      self->trouble = g_steal_pointer (&reading->trouble);
    }
  if (reading->ranking != NULL)
    take_ranking (self, g_steal_pointer (&reading->ranking));
  if (reading->ranking_trouble != NULL)
    {
      g_free (self->ranking_trouble);
      self->ranking_trouble = g_steal_pointer (&reading->ranking_trouble);
    }
  if (reading->has_system)
    add_system (self, &reading->system);
  pgs_monitor_reading_free (reading);
  g_signal_emit (self, signals[REFRESHED], 0);
}

static void
pgs_monitor_get_property (GObject    *object,
                          guint       id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  PgsMonitor *self = PGS_MONITOR (object);

  switch (id)
    {
    case PROP_HIDDEN:
      g_value_set_boolean (value, pgs_monitor_thread_get_hidden (self->thread));
      break;
    case PROP_PERIOD_MS:
      g_value_set_uint (value, pgs_monitor_thread_get_period (self->thread));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pgs_monitor_set_property (GObject      *object,
                          guint         id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  PgsMonitor *self = PGS_MONITOR (object);

  switch (id)
    {
    case PROP_HIDDEN:
      pgs_monitor_thread_set_hidden (self->thread, g_value_get_boolean (value));
      break;
    case PROP_PERIOD_MS:
      pgs_monitor_thread_set_period (self->thread, g_value_get_uint (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pgs_monitor_dispose (GObject *object)
{
  pgs_monitor_stop (PGS_MONITOR (object));
  G_OBJECT_CLASS (pgs_monitor_parent_class)->dispose (object);
}

static void
pgs_monitor_finalize (GObject *object)
{
  PgsMonitor *self = PGS_MONITOR (object);

  g_clear_pointer (&self->thread, pgs_monitor_thread_free);
  g_clear_pointer (&self->table, pgs_process_table_unref);
  g_clear_pointer (&self->ranking, pgs_ranking_unref);
  g_free (self->trouble);
  g_free (self->ranking_trouble);
  g_array_unref (self->points);
  g_hash_table_unref (self->followers);
  G_OBJECT_CLASS (pgs_monitor_parent_class)->finalize (object);
}

static void
pgs_monitor_class_init (PgsMonitorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = pgs_monitor_get_property;
  object_class->set_property = pgs_monitor_set_property;
  object_class->dispose = pgs_monitor_dispose;
  object_class->finalize = pgs_monitor_finalize;

  properties[PROP_HIDDEN] = g_param_spec_boolean ("hidden", NULL, NULL, FALSE,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_PERIOD_MS] = g_param_spec_uint ("period-ms", NULL, NULL, MIN_PERIOD_MS,
                                                  MAX_PERIOD_MS, PGS_MONITOR_PERIOD_MS,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[REFRESHED] = g_signal_new ("refreshed", PGS_TYPE_MONITOR, G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
pgs_monitor_init (PgsMonitor *self)
{
  self->thread = pgs_monitor_thread_new (take_reading, self);
  self->points = g_array_new (FALSE, TRUE, sizeof (PgsSystemPoint));
  g_array_set_size (self->points, MAX_POINTS);
  g_array_set_size (self->points, 0);
  self->followers = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_array_unref);
}

/**
 * pgs_monitor_new:
 *
 * Returns: (transfer full): a monitor that does not run yet
 */
PgsMonitor *
pgs_monitor_new (void)
{
  return g_object_new (PGS_TYPE_MONITOR, NULL);
}

/**
 * pgs_monitor_start:
 * @self: a monitor
 *
 * Reads at once and then every `period-ms`. Does nothing if it runs already.
 */
void
pgs_monitor_start (PgsMonitor *self)
{
  g_return_if_fail (PGS_IS_MONITOR (self));

  pgs_monitor_thread_start (self->thread);
}

/**
 * pgs_monitor_stop:
 * @self: a monitor
 *
 * Waits for a reading that is under way; none is delivered afterwards. The last ones stay.
 */
void
pgs_monitor_stop (PgsMonitor *self)
{
  g_return_if_fail (PGS_IS_MONITOR (self));

  pgs_monitor_thread_stop (self->thread);
}

/* Tells the thread what all followers together show, and whether the ranking is asked for. */
static void
hand_on_followers (PgsMonitor *self)
{
  GArray *visible = g_array_new (FALSE, FALSE, sizeof (gint));
  const gboolean followed = g_hash_table_size (self->followers) > 0;
  const gboolean ranked = self->n_holders > 0;
  GHashTableIter iter;
  gpointer pids;

  g_hash_table_iter_init (&iter, self->followers);
  while (g_hash_table_iter_next (&iter, NULL, &pids))
    if (((GArray *) pids)->len > 0)
      g_array_append_vals (visible, ((GArray *) pids)->data, ((GArray *) pids)->len);

  if (self->source != NULL)
    self->source ((const gint *) (gpointer) visible->data, visible->len, followed, ranked,
                  self->source_data);
  pgs_monitor_thread_ask (self->thread, visible, followed, ranked, self->table != NULL);
}

/**
 * pgs_monitor_set_source:
 * @self: a monitor that is not started
 * @source: (nullable): told who of the processes is to be read, now and whenever that changes
 * @data: for @source
 *
 * For another machine, of which readings come by pgs_monitor_take().
 */
void
pgs_monitor_set_source (PgsMonitor     *self,
                        PgsMonitorFunc  source,
                        gpointer        data)
{
  g_return_if_fail (PGS_IS_MONITOR (self));

  self->source = source;
  self->source_data = data;
  hand_on_followers (self);
}

/**
 * pgs_monitor_take:
 * @self: a monitor that is not started
 * @table: (nullable): new processes
 * @system: (nullable): a new reading of the machine
 * @ranking: (nullable): a new ranking of its processes
 */
void
pgs_monitor_take (PgsMonitor      *self,
                  PgsProcessTable *table,
                  const PgsSystem *system,
                  PgsRanking      *ranking)
{
  g_return_if_fail (PGS_IS_MONITOR (self));
  g_return_if_fail (!pgs_monitor_thread_is_running (self->thread));

  if (table != NULL)
    take_table (self, pgs_process_table_ref (table));
  if (ranking != NULL)
    take_ranking (self, pgs_ranking_ref (ranking));
  if (system != NULL)
    add_system (self, system);
  g_signal_emit (self, signals[REFRESHED], 0);
}

/**
 * pgs_monitor_follow:
 * @self: a monitor
 * @follower: who wants the process list from now on; only its address is used
 * @pids: (array length=n_pids) (nullable): the processes that it has on screen
 * @n_pids: how many
 *
 * Without followers the processes are read once, for the first list, and then the machine only. What
 * is on screen is read each time, the rest as %PGS_PROCESS_LIST_SPARING says. Calling it again
 * replaces @pids.
 */
void
pgs_monitor_follow (PgsMonitor *self,
                    gpointer    follower,
                    const gint *pids,
                    gsize       n_pids)
{
  GArray *shown = g_array_sized_new (FALSE, FALSE, sizeof (gint), n_pids);

  g_return_if_fail (PGS_IS_MONITOR (self));

  if (n_pids > 0)
    g_array_append_vals (shown, pids, n_pids);
  g_hash_table_replace (self->followers, follower, shown);
  hand_on_followers (self);
}

/**
 * pgs_monitor_unfollow:
 * @self: a monitor
 * @follower: who does not want the process list any more; may be none that does
 */
void
pgs_monitor_unfollow (PgsMonitor *self,
                      gpointer    follower)
{
  g_return_if_fail (PGS_IS_MONITOR (self));

  if (g_hash_table_remove (self->followers, follower))
    hand_on_followers (self);
}

/**
 * pgs_monitor_hold_ranking:
 * @self: a monitor
 *
 * Who would be ended first, and who was promised most, is read from now on, for 1 % of a core at most, until
 * pgs_monitor_release_ranking() was called as often.
 */
void
pgs_monitor_hold_ranking (PgsMonitor *self)
{
  g_return_if_fail (PGS_IS_MONITOR (self));

  if (self->n_holders++ == 0)
    hand_on_followers (self);
}

/**
 * pgs_monitor_release_ranking:
 * @self: a monitor that was asked for it
 */
void
pgs_monitor_release_ranking (PgsMonitor *self)
{
  g_return_if_fail (PGS_IS_MONITOR (self));
  g_return_if_fail (self->n_holders > 0);

  if (--self->n_holders == 0)
    hand_on_followers (self);
}

/**
 * pgs_monitor_get_ranking:
 * @self: a monitor
 *
 * Returns: (transfer none) (nullable): the newest ranking; %NULL before the first, and where another machine
 *   does not tell it
 */
PgsRanking *
pgs_monitor_get_ranking (PgsMonitor *self)
{
  g_return_val_if_fail (PGS_IS_MONITOR (self), NULL);
  return self->ranking;
}

/**
 * pgs_monitor_get_ranking_trouble:
 * @self: a monitor
 *
 * Returns: (transfer none) (nullable): in words, why the ranking could not be read; %NULL if it could, or was
 *   not asked for
 */
const char *
pgs_monitor_get_ranking_trouble (PgsMonitor *self)
{
  g_return_val_if_fail (PGS_IS_MONITOR (self), NULL);
  return self->ranking_trouble;
}

/**
 * pgs_monitor_get_table:
 * @self: a monitor
 *
 * Returns: (transfer none) (nullable): the newest process list, %NULL before the first; it is as old
 *   as the last follower if there is none now
 */
PgsProcessTable *
pgs_monitor_get_table (PgsMonitor *self)
{
  g_return_val_if_fail (PGS_IS_MONITOR (self), NULL);
  return self->table;
}

/**
 * pgs_monitor_get_trouble:
 * @self: a monitor
 *
 * Returns: (transfer none) (nullable): in words, why the process list could not be read; %NULL if it could
 */
const char *
pgs_monitor_get_trouble (PgsMonitor *self)
{
  g_return_val_if_fail (PGS_IS_MONITOR (self), NULL);
  return self->trouble;
}

/**
 * pgs_monitor_get_system:
 * @self: a monitor
 *
 * Returns: (transfer none) (nullable): the newest reading of the machine, %NULL before the first
 */
const PgsSystem *
pgs_monitor_get_system (PgsMonitor *self)
{
  g_return_val_if_fail (PGS_IS_MONITOR (self), NULL);

  return self->has_system ? &self->system : NULL;
}

/**
 * pgs_monitor_get_paging:
 * @self: a monitor
 *
 * Returns: (transfer none) (nullable): rates between the two newest readings, %NULL before the
 *   second
 */
const PgsPaging *
pgs_monitor_get_paging (PgsMonitor *self)
{
  g_return_val_if_fail (PGS_IS_MONITOR (self), NULL);
  return self->has_paging ? &self->paging : NULL;
}

/**
 * pgs_monitor_get_points:
 * @self: a monitor
 * @n_points: (out): how many
 *
 * Returns: (transfer none) (array length=n_points): of the readings in order of time, at most 1,200,
 *   valid until the next `refreshed`
 */
const PgsSystemPoint *
pgs_monitor_get_points (PgsMonitor *self,
                        gsize      *n_points)
{
  g_return_val_if_fail (PGS_IS_MONITOR (self), NULL);

  *n_points = self->points->len;
  return (const PgsSystemPoint *) self->points->data;
}
