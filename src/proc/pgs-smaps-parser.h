/* pgs-smaps-parser.h: the text of /proc/PID/smaps becomes counters by region
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-smaps.h"

G_BEGIN_DECLS

/**
 * PgsSmapsFunc:
 * @start: first address of a region
 * @end: first address behind it
 * @counters: what smaps says of it, valid during the call
 * @user_data: what was given with it
 */
typedef void (*PgsSmapsFunc) (guint64               start,
                              guint64               end,
                              const PgsRegionSmaps *counters,
                              gpointer              user_data);

gboolean pgs_smaps_parse   (const char   *text,
                            gsize         length,
                            PgsSmapsFunc  func,
                            gpointer      user_data,
                            GError      **error);

G_END_DECLS
