/* pgs-diff-filter.h: which differences are shown
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

#include "pgs-diff.h"

G_BEGIN_DECLS

/* Which differences are shown. */
typedef enum
{
  PGS_DIFF_FILTER_ALL,
  PGS_DIFF_FILTER_MORE, /* more of it is resident, or it is larger */
  PGS_DIFF_FILTER_LESS,
  PGS_DIFF_FILTER_ADDED,
  PGS_DIFF_FILTER_REMOVED,
  PGS_DIFF_FILTER_MOVED,
  PGS_DIFF_FILTER_PROTECTION,
  PGS_DIFF_FILTER_SWAPPED,
  PGS_DIFF_FILTER_COPIED,
} PgsDiffFilter;

#define PGS_N_DIFF_FILTERS 9

gboolean pgs_diff_filter_passes (PgsDiffFilter       filter,
                                 const PgsDiffEntry *entry);

G_END_DECLS
