/* pgs-monitor.h: the machine as the process list and the System view show it, refreshed by a thread
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

#include "pgs-process-table.h"
#include "pgs-ranking.h"
#include "pgs-system-point.h"

G_BEGIN_DECLS

#define PGS_TYPE_MONITOR (pgs_monitor_get_type ())

/**
 * PgsMonitor:
 *
 * Reads the system's memory again and again in a thread of its own, and the process list as long as
 * somebody follows it, and who is next when memory runs out as long as somebody asks for that. Main thread only; the signal `refreshed` is emitted there after a new reading became current.
 * Properties: `period-ms` (how often, 200 … 60000; 1000 unless set); `hidden` (nobody looks: once in five seconds, as long
 * as nobody follows the list).
 */
G_DECLARE_FINAL_TYPE (PgsMonitor, pgs_monitor, PGS, MONITOR, GObject)

/**
 * PgsMonitorFunc:
 * @pids: (array length=n_pids): the processes that are on screen
 * @n_pids: how many
 * @followed: whether anybody wants the list
 * @ranked: whether anybody wants the ranking
 * @data: of pgs_monitor_set_source()
 */
typedef void (*PgsMonitorFunc) (const gint *pids,
                                gsize       n_pids,
                                gboolean    followed,
                                gboolean    ranked,
                                gpointer    data);

PgsMonitor      *pgs_monitor_new         (void);
void             pgs_monitor_start       (PgsMonitor  *self);
void             pgs_monitor_stop        (PgsMonitor  *self);
void             pgs_monitor_set_source  (PgsMonitor  *self,
                                          PgsMonitorFunc source,
                                          gpointer     data);
void             pgs_monitor_take        (PgsMonitor  *self,
                                          PgsProcessTable *table,
                                          const PgsSystem *system,
                                          PgsRanking  *ranking);
void             pgs_monitor_follow      (PgsMonitor  *self,
                                          gpointer     follower,
                                          const gint  *pids,
                                          gsize        n_pids);
void             pgs_monitor_unfollow    (PgsMonitor  *self,
                                          gpointer     follower);
void             pgs_monitor_hold_ranking (PgsMonitor *self);
void             pgs_monitor_release_ranking (PgsMonitor *self);
PgsRanking      *pgs_monitor_get_ranking (PgsMonitor *self);
const char      *pgs_monitor_get_ranking_trouble (PgsMonitor *self);
PgsProcessTable *pgs_monitor_get_table   (PgsMonitor  *self);
const char      *pgs_monitor_get_trouble (PgsMonitor  *self);
const PgsSystem *pgs_monitor_get_system  (PgsMonitor  *self);
const PgsPaging *pgs_monitor_get_paging  (PgsMonitor  *self);
const PgsSystemPoint *pgs_monitor_get_points (PgsMonitor *self,
                                              gsize      *n_points);

G_END_DECLS
