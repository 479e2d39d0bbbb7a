/* pgs-diff-filter.c: which differences are shown
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-diff-filter.h"

/**
 * pgs_diff_filter_passes:
 * @filter: a filter
 * @entry: a difference
 *
 * Returns: whether it is to be shown
 */
gboolean
pgs_diff_filter_passes (PgsDiffFilter       filter,
                        const PgsDiffEntry *entry)
{
  const gint64 rss = entry->rss_delta == PGS_DIFF_UNKNOWN ? 0 : entry->rss_delta;

  switch (filter)
    {
    case PGS_DIFF_FILTER_ALL:
      return TRUE;
    case PGS_DIFF_FILTER_MORE:
      return rss > 0 || entry->size_delta > 0;
    case PGS_DIFF_FILTER_LESS:
      return rss < 0 || entry->size_delta < 0;
    case PGS_DIFF_FILTER_ADDED:
      return (entry->changes & PGS_CHANGE_ADDED) != 0;
    case PGS_DIFF_FILTER_REMOVED:
      return (entry->changes & PGS_CHANGE_REMOVED) != 0;
    case PGS_DIFF_FILTER_MOVED:
      return (entry->changes & PGS_CHANGE_MOVED) != 0;
    case PGS_DIFF_FILTER_PROTECTION:
      return (entry->changes & PGS_CHANGE_PROTECTION) != 0;
    case PGS_DIFF_FILTER_SWAPPED:
      return entry->pages.swapped != 0 && entry->pages.swapped != PGS_UNKNOWN;
    case PGS_DIFF_FILTER_COPIED:
      return entry->pages.copied != 0 && entry->pages.copied != PGS_UNKNOWN;
    }
  g_return_val_if_reached (FALSE);
}
