/* pgs-metrics.h: numbers of processes as collectors of metrics read them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-snapshot.h"

G_BEGIN_DECLS

/**
 * PgsMetricsFormat:
 * @PGS_METRICS_PROMETHEUS: the Prometheus text format 0.0.4
 * @PGS_METRICS_OPENMETRICS: the OpenMetrics text format 1.0.0
 */
typedef enum
{
  PGS_METRICS_PROMETHEUS = 0,
  PGS_METRICS_OPENMETRICS = 1,
} PgsMetricsFormat;

/**
 * PgsMetrics:
 *
 * The numbers of some processes, each at one moment. Used by one thread.
 */
typedef struct _PgsMetrics PgsMetrics;

PgsMetrics *pgs_metrics_new   (void);
void        pgs_metrics_free  (PgsMetrics        *self);
void        pgs_metrics_add   (PgsMetrics        *self,
                               const PgsSnapshot *snapshot);
void        pgs_metrics_write (const PgsMetrics  *self,
                               PgsMetricsFormat   format,
                               GString           *out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsMetrics, pgs_metrics_free)

G_END_DECLS
