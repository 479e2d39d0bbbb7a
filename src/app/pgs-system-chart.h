/* pgs-system-chart.h: the machine's memory and paging as a chart
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-chart.h"
#include "pgs-system-point.h"

G_BEGIN_DECLS

PgsChart *pgs_system_chart_new (const PgsSystemPoint *points,
                                gsize                 n_points);

G_END_DECLS
