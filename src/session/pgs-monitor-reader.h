/* pgs-monitor-reader.h: reads the machine for the monitor, on its thread
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-process-table.h"
#include "pgs-ranking.h"
#include "pgs-system.h"

G_BEGIN_DECLS

/**
 * PgsMonitorReading:
 * @table: (nullable): the processes
 * @ranking: (nullable): who would be ended first, and who was promised most
 * @trouble: (nullable): why there is no table, although there should be
 * @ranking_trouble: (nullable): likewise the ranking
 * @system: the machine
 * @has_system: whether it could be read
 *
 * One refresh, on its way from the thread to the main thread.
 */
typedef struct
{
  PgsProcessTable *table;
  PgsRanking *ranking;
  char *trouble;
  char *ranking_trouble;
  PgsSystem system;
  gboolean has_system;
} PgsMonitorReading;

/**
 * PgsMonitorReader:
 *
 * Used by one thread.
 */
typedef struct _PgsMonitorReader PgsMonitorReader;

PgsMonitorReader  *pgs_monitor_reader_new      (void);
void               pgs_monitor_reader_free     (PgsMonitorReader  *self);
PgsMonitorReading *pgs_monitor_reader_read     (PgsMonitorReader  *self,
                                                const GArray      *visible,
                                                gboolean           ranked);

void               pgs_monitor_reading_inherit (PgsMonitorReading *self,
                                                PgsMonitorReading *before);
void               pgs_monitor_reading_free    (PgsMonitorReading *self);

G_END_DECLS
