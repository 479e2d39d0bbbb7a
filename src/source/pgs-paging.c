/* pgs-paging.c: rates of paging between two readings of the machine
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-system.h"

/* A counter that is summed over CPUs can be read a little smaller than before: that is 0, not a
 * huge number. */
static double
get_rate (guint64 earlier,
          guint64 later,
          double  seconds)
{
  if (earlier == PGS_UNKNOWN || later == PGS_UNKNOWN || seconds <= 0)
    return -1;
  return later > earlier ? (later - earlier) / seconds : 0;
}

/**
 * pgs_system_get_paging:
 * @earlier: a reading
 * @later: one taken after it
 * @paging: (out): the rates between them
 *
 * The numbers of sar -B, with the KiB a second of pgpgin and pgpgout. All are < 0 where a counter is
 * unknown or no time passed. As sar(1) defines it, %vmeff is 0 where nothing was scanned.
 */
void
pgs_system_get_paging (const PgsSystem *earlier,
                       const PgsSystem *later,
                       PgsPaging       *paging)
{
  double seconds, scanned;

  g_return_if_fail (earlier != NULL && later != NULL && paging != NULL);

  seconds = (later->monotonic_us - earlier->monotonic_us) / 1e6;
  paging->pgpgin_s = get_rate (earlier->pgpgin, later->pgpgin, seconds);
  paging->pgpgout_s = get_rate (earlier->pgpgout, later->pgpgout, seconds);
  paging->fault_s = get_rate (earlier->pgfault, later->pgfault, seconds);
  paging->majflt_s = get_rate (earlier->pgmajfault, later->pgmajfault, seconds);
  paging->pgfree_s = get_rate (earlier->pgfree, later->pgfree, seconds);
  paging->pgscank_s = get_rate (earlier->pgscan_kswapd, later->pgscan_kswapd, seconds);
  paging->pgscand_s = get_rate (earlier->pgscan_direct, later->pgscan_direct, seconds);
  paging->pgsteal_s = get_rate (earlier->pgsteal, later->pgsteal, seconds);

  scanned = paging->pgscank_s + paging->pgscand_s;
  if (paging->pgscank_s < 0 || paging->pgscand_s < 0 || paging->pgsteal_s < 0)
    paging->vmeff_percent = -1;
  else
    paging->vmeff_percent = scanned > 0 ? paging->pgsteal_s / scanned * 100 : 0;
}
