/* pgs-scan.c: the states of pages by the PAGEMAP_SCAN ioctl
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * One pass over the whole space, never one call a mapping (60,000 mappings: five times the cost).
 * Empty space is free, so the cost follows what is resident.
 *
 * - 256 ranges a call: more gain nothing and hold the process' lock longer. So does a larger
 *   max_pages.
 * - walk_end is stale after a call that crossed several of the kernel's internal batches of 512
 *   ranges: going on from there counts pages twice. What has been returned is done, whatever
 *   walk_end says; and a call that returned fewer ranges than it could, without reaching max_pages,
 *   is the last.
 * - With all masks 0, empty space comes back as ranges of nothing; so pages must be present or
 *   swapped.
 * - WRITTEN is never asked for: outside of userfaultfd ranges it is set on untouched pages. Nor is
 *   FILE, which looks at struct page and costs five times as much on dense memory.
 */
#include "config.h"

#include "pgs-scan.h"

#include <errno.h>

#include "pgs-error.h"
#include "pgs-features.h"
#include "pgs-pagemap-abi.h"
#include "pgs-pause.h"

#define MAX_RANGES 256
#define MAX_PAGES 32768

static PgsPageState
states_of (guint64 categories)
{
  PgsPageState states = 0;

  if (categories & PGS_SCAN_GUARD)
    return PGS_PAGE_GUARD;
  states |= categories & PGS_SCAN_PRESENT ? PGS_PAGE_PRESENT : 0;
  states |= categories & PGS_SCAN_SWAPPED ? PGS_PAGE_SWAPPED : 0;
  states |= categories & PGS_SCAN_HUGE ? PGS_PAGE_HUGE : 0;
  states |= categories & PGS_SCAN_PFNZERO ? PGS_PAGE_ZERO : 0;
  return states;
}

/* Hands the ranges on. Returns: how many pages they have. */
static guint64
emit (const PgsScanRange *ranges,
      gsize               n_ranges,
      PgsScanFunc         func,
      gpointer            user_data)
{
  const guint shift = pgs_features_get ()->page_shift;
  PgsRun runs[MAX_RANGES];
  gsize n_runs = 0;
  guint64 n_pages = 0;

  for (gsize i = 0; i < n_ranges; i++)
    {
      const guint64 count = (ranges[i].end - ranges[i].start) >> shift;
      const PgsPageState states = states_of (ranges[i].categories);

      runs[n_runs].first = ranges[i].start >> shift;
      runs[n_runs].count = count & PGS_RUN_MAX_COUNT;
      runs[n_runs].states = (guint16) states;
      n_runs += count > 0 && states != 0;
      n_pages += count;
    }
  if (n_runs > 0)
    func (runs, n_runs, user_data);
  return n_pages;
}

static void
scan_arg_init (PgsScanArg   *arg,
               PgsScanRange *ranges)
{
  const guint64 categories = pgs_features_get ()->scan_categories;

  *arg = (PgsScanArg) {
    .size = sizeof *arg,
    .vec = (guint64) (gsize) ranges,
    .vec_len = MAX_RANGES,
    .max_pages = MAX_PAGES,
    .category_anyof_mask = categories & (PGS_SCAN_PRESENT | PGS_SCAN_SWAPPED | PGS_SCAN_GUARD),
    .return_mask = categories,
  };
}

/**
 * pgs_scan:
 * @pagemap_fd: a process' pagemap; stays the caller's
 * @start: first address, page-aligned
 * @end: first address behind
 * @func: called with the runs of pages that are present, swapped or guarded, ascending; the same
 *   pages may come twice if the process changes them meanwhile
 * @user_data: for @func
 * @error: (out) (optional): why not
 *
 * Asks for what pgs_features_get() says can be known. Takes 5 ns a page in dense memory, up to 2 µs
 * for a lone page, and pauses as pgs-pause.c says.
 *
 * Returns: %FALSE with %PGS_ERROR_NO_PROCESS if the address space is gone, or the code of another
 *   errno
 */
gboolean
pgs_scan (int           pagemap_fd,
          guint64       start,
          guint64       end,
          PgsScanFunc   func,
          gpointer      user_data,
          GError      **error)
{
  PgsScanRange ranges[MAX_RANGES];
  PgsScanArg arg;
  PgsPause pause;

  scan_arg_init (&arg, ranges);
  pgs_pause_begin (&pause);
  while (start < end)
    {
      guint64 done;
      guint64 n_pages;
      int n_ranges;

      arg.start = start;
      arg.end = end;
      do
        n_ranges = ioctl (pagemap_fd, PGS_PAGEMAP_SCAN, &arg);
      while (n_ranges < 0 && errno == EINTR);
      if (n_ranges < 0)
        {
          pgs_error_set_errno (error, errno, "pagemap: scan at 0x%" G_GINT64_MODIFIER "x", start);
          return FALSE;
        }
      n_pages = emit (ranges, (gsize) n_ranges, func, user_data);
      if (n_ranges < MAX_RANGES && n_pages < MAX_PAGES)
        return TRUE;
      done = MAX (arg.walk_end, ranges[n_ranges - 1].end);
      if (done <= start)
        return TRUE;
      start = done;
      pgs_pause_check (&pause);
    }
  return TRUE;
}
