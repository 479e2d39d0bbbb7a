/* pgs-cli-watch-chart.h: the totals of a process as sparklines
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-snapshot.h"

G_BEGIN_DECLS

/**
 * PgsCliWatchStyle:
 * @PGS_CLI_WATCH_COLORS: with the escape sequences of colours
 * @PGS_CLI_WATCH_BLOCKS: with the block elements of Unicode
 */
typedef enum
{
  PGS_CLI_WATCH_COLORS = 1 << 0,
  PGS_CLI_WATCH_BLOCKS = 1 << 1,
} PgsCliWatchStyle;

typedef struct _PgsCliWatchChart PgsCliWatchChart;

PgsCliWatchChart *pgs_cli_watch_chart_new   (void);
void              pgs_cli_watch_chart_free  (PgsCliWatchChart  *self);
void              pgs_cli_watch_chart_add   (PgsCliWatchChart  *self,
                                             const PgsSnapshot *snapshot);
void              pgs_cli_watch_chart_end   (PgsCliWatchChart  *self);
void              pgs_cli_watch_chart_print (PgsCliWatchChart  *self,
                                             gsize              width,
                                             gsize              n_lines,
                                             PgsCliWatchStyle   style,
                                             GString           *out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsCliWatchChart, pgs_cli_watch_chart_free)

G_END_DECLS
