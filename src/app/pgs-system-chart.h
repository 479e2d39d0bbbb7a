/* pgs-system-chart.h: the machine's memory and paging as a chart
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-chart.h"
#include "pgs-system.h"

G_BEGIN_DECLS

PgsChart *pgs_system_chart_new (const PgsSystem *systems,
                                gsize            n_systems);

G_END_DECLS
