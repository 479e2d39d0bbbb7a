/* pgs-system-point.h: what a chart needs of one reading of the machine's memory
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-system.h"

G_BEGIN_DECLS

/**
 * PgsSystemPoint:
 * @monotonic_us: when it was read
 * @total: RAM; this and what follows in bytes, %PGS_UNKNOWN where it is not known
 * @used: as free(1) tells it
 * @held: what programs and the kernel hold: all that is neither free nor cache
 * @cache: buffers and cache
 * @swap_total: swap space; 0 where there is none
 * @swap_used: of it
 * @fault_s: page faults a second since the reading before; this and what follows < 0 where it is not known
 * @majflt_s: major ones of them
 * @pgpgin_s: KiB a second from disks
 * @pgpgout_s: KiB a second to disks
 *
 * A fifth of a #PgsSystem, as there are many.
 */
typedef struct
{
  gint64 monotonic_us;
  guint64 total, used, held, cache;
  guint64 swap_total, swap_used;
  double fault_s, majflt_s;
  double pgpgin_s, pgpgout_s;
} PgsSystemPoint;

void pgs_system_point_init (PgsSystemPoint  *self,
                            const PgsSystem *system,
                            const PgsPaging *paging);

G_END_DECLS
