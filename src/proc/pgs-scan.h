/* pgs-scan.h: the states of pages by the PAGEMAP_SCAN ioctl
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-pagemap-abi.h"
#include "pgs-walk.h"

G_BEGIN_DECLS

guint64  pgs_scan_get_next (const PgsScanArg   *arg,
                            const PgsScanRange *ranges,
                            gsize               n_ranges);
gboolean pgs_scan          (PgsWalk            *walk,
                            guint64             start,
                            guint64             end,
                            guint64            *reached,
                            GError            **error);

G_END_DECLS
