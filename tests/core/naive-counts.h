/* naive-counts.h: pages counted one by one, for comparison
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-pages.h"

/* One more page, in the given states. */
static inline void
naive_counts_add (PgsPageCounts *counts,
                  guint          states)
{
  counts->present += (states & PGS_PAGE_PRESENT) != 0;
  counts->swapped += (states & PGS_PAGE_SWAPPED) != 0;
  counts->file += (states & PGS_PAGE_FILE) != 0;
  counts->exclusive += (states & PGS_PAGE_EXCLUSIVE) != 0;
  counts->huge += (states & PGS_PAGE_HUGE) != 0;
  counts->zero += (states & PGS_PAGE_ZERO) != 0;
  counts->guard += (states & PGS_PAGE_GUARD) != 0;
}
