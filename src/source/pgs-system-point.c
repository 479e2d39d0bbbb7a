/* pgs-system-point.c: what a chart needs of one reading of the machine's memory
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-system-point.h"

/* So that held, cache and free add up to the total. free's "used" is another number, as part of the cache is not
 * available. */
static guint64
get_held (const PgsSystem *system)
{
  const guint64 cache = pgs_system_get_buff_cache (system);

  if (system->total == PGS_UNKNOWN || system->free == PGS_UNKNOWN || cache == PGS_UNKNOWN)
    return PGS_UNKNOWN;
  return system->total - MIN (system->free + cache, system->total);
}

/**
 * pgs_system_point_init:
 * @self: (out caller-allocates): the point
 * @system: a reading
 * @paging: (nullable): rates since the one before; %NULL if there is none
 */
void
pgs_system_point_init (PgsSystemPoint  *self,
                       const PgsSystem *system,
                       const PgsPaging *paging)
{
  *self = (PgsSystemPoint) {
    .monotonic_us = system->monotonic_us,
    .total = system->total,
    .used = pgs_system_get_used (system),
    .held = get_held (system),
    .cache = pgs_system_get_buff_cache (system),
    .swap_total = system->swap_total,
    .swap_used = pgs_system_get_swap_used (system),
    .fault_s = paging != NULL ? paging->fault_s : -1,
    .majflt_s = paging != NULL ? paging->majflt_s : -1,
    .pgpgin_s = paging != NULL ? paging->pgpgin_s : -1,
    .pgpgout_s = paging != NULL ? paging->pgpgout_s : -1,
  };
}
