/* pgs-monitor-thread.h: the thread that reads the machine for the monitor, in time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-monitor-reader.h"

G_BEGIN_DECLS

#define PGS_MONITOR_PERIOD_MS 1000 /* unless told */

/**
 * PgsMonitorThread:
 *
 * Reads every period what is asked for, and hands over the newest reading. Used by the main thread.
 */
typedef struct _PgsMonitorThread PgsMonitorThread;

/**
 * PgsMonitorThreadFunc:
 * @reading: (transfer full): what was read
 * @data: as given to pgs_monitor_thread_new()
 */
typedef void (*PgsMonitorThreadFunc) (PgsMonitorReading *reading,
                                      gpointer           data);

PgsMonitorThread *pgs_monitor_thread_new        (PgsMonitorThreadFunc  func,
                                                 gpointer              data);
void              pgs_monitor_thread_free       (PgsMonitorThread     *self);
void              pgs_monitor_thread_start      (PgsMonitorThread     *self);
void              pgs_monitor_thread_stop       (PgsMonitorThread     *self);
gboolean          pgs_monitor_thread_is_running (PgsMonitorThread     *self);
void              pgs_monitor_thread_ask        (PgsMonitorThread     *self,
                                                 GArray               *visible,
                                                 gboolean              followed,
                                                 gboolean              ranked,
                                                 gboolean              has_list);
void              pgs_monitor_thread_set_hidden (PgsMonitorThread     *self,
                                                 gboolean              hidden);
gboolean          pgs_monitor_thread_get_hidden (PgsMonitorThread     *self);
void              pgs_monitor_thread_set_period (PgsMonitorThread     *self,
                                                 guint                 period_ms);
guint             pgs_monitor_thread_get_period (PgsMonitorThread     *self);

G_END_DECLS
