/* example-snapshot.h: a snapshot made by hand
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-snapshot.h"

/* Its regions, by index. */
enum
{
  EXAMPLE_DATA = 0,
  EXAMPLE_CODE = 1,
  EXAMPLE_BSS = 3,
  EXAMPLE_HEAP = 4,
  EXAMPLE_HUGE = 5,
  EXAMPLE_HUGETLB = 6,
  EXAMPLE_VVAR = 7,
  EXAMPLE_VDSO = 8,
  EXAMPLE_VSYSCALL = 10,
  EXAMPLE_N_REGIONS = 11,
};

#define EXAMPLE_ALL_STATES ((PgsPageState) 0x7f)
#define EXAMPLE_WORD_STATES /* what pagemap tells without the scan */                              \
  ((PgsPageState) (PGS_PAGE_PRESENT | PGS_PAGE_SWAPPED | PGS_PAGE_FILE | PGS_PAGE_EXCLUSIVE))

PgsSnapshot *example_snapshot_new (PgsPageState known,
                                   gboolean     with_smaps);
