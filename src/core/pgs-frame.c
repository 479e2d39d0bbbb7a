/* pgs-frame.c: what the kernel says of one page of RAM
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Bits up to 26 are a promise of the kernel (include/uapi/linux/kernel-page-flags.h), those from 32
 * are for its developers and may change their meaning (include/linux/kernel-page-flags.h).
 */
#include "config.h"

#include "pgs-frame.h"

static const char *const flag_ids[PGS_N_FRAME_FLAGS] = {
  [0] = "LOCKED",
  [1] = "ERROR",
  [2] = "REFERENCED",
  [3] = "UPTODATE",
  [4] = "DIRTY",
  [5] = "LRU",
  [6] = "ACTIVE",
  [7] = "SLAB",
  [8] = "WRITEBACK",
  [9] = "RECLAIM",
  [10] = "BUDDY",
  [11] = "MMAP",
  [12] = "ANON",
  [13] = "SWAPCACHE",
  [14] = "SWAPBACKED",
  [15] = "COMPOUND_HEAD",
  [16] = "COMPOUND_TAIL",
  [17] = "HUGE",
  [18] = "UNEVICTABLE",
  [19] = "HWPOISON",
  [20] = "NOPAGE",
  [21] = "KSM",
  [22] = "THP",
  [23] = "OFFLINE",
  [24] = "ZERO_PAGE",
  [25] = "IDLE",
  [26] = "PGTABLE",
  [32] = "RESERVED",
  [33] = "MLOCKED",
  [34] = "OWNER_2",
  [35] = "PRIVATE",
  [36] = "PRIVATE_2",
  [37] = "OWNER_PRIVATE",
  [38] = "ARCH",
  [39] = "UNCACHED",
  [40] = "SOFTDIRTY",
  [41] = "ARCH_2",
  [42] = "ARCH_3",
};

/**
 * pgs_frame_flag_get_id:
 * @bit: of the flags of a frame, 0 … 63
 *
 * Returns: (nullable): the kernel's name for it, without KPF_; %NULL if it has none that is known
 */
const char *
pgs_frame_flag_get_id (guint bit)
{
  g_return_val_if_fail (bit < PGS_N_FRAME_FLAGS, NULL);
  return flag_ids[bit];
}
