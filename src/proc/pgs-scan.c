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
 * - A call is also given at most 2 GiB of addresses, eight times more after each call that quickly
 *   found nothing: empty space costs nothing, but emptied page tables do (2 ms for those of 8 GiB),
 *   and neither limit above ends a call that finds nothing.
 */
#include "config.h"

#include "pgs-scan.h"

#include <errno.h>

#include "pgs-error.h"
#include "pgs-features.h"

#define MAX_PAGES 32768
#define FIRST_SPAN ((guint64) 2 << 30)
#define MAX_SPAN ((guint64) 1 << 60)
#define QUICK_NS (50 * 1000)

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

/* Hands the ranges on. */
static void
emit (PgsWalk            *walk,
      const PgsScanRange *ranges,
      gsize               n_ranges)
{
  const guint shift = pgs_features_get ()->page_shift;
  PgsRun runs[PGS_WALK_BATCH];
  gsize n_runs = 0;

  for (gsize i = 0; i < n_ranges; i++)
    {
      const guint64 size = ranges[i].end > ranges[i].start ? ranges[i].end - ranges[i].start : 0;
      const PgsPageState states = states_of (ranges[i].categories);

      runs[n_runs] = pgs_walk_run (ranges[i].start >> shift, size >> shift, states);
      n_runs += size >> shift != 0 && states != 0;
    }
  if (n_runs > 0)
    walk->func (runs, n_runs, walk->user_data);
}

static void
scan_arg_init (PgsScanArg   *arg,
               PgsScanRange *ranges)
{
  const guint64 categories = pgs_features_get ()->scan_categories;

  *arg = (PgsScanArg) {
    .size = sizeof *arg,
    .vec = (guint64) (gsize) ranges,
    .vec_len = PGS_WALK_BATCH,
    .max_pages = MAX_PAGES,
    .category_anyof_mask = categories & (PGS_SCAN_PRESENT | PGS_SCAN_SWAPPED | PGS_SCAN_GUARD),
    .return_mask = categories,
  };
}

/**
 * pgs_scan_get_next:
 * @arg: what the kernel was asked, with its walk_end
 * @ranges: (array length=n_ranges): what it answered
 * @n_ranges: how many
 *
 * Whatever the kernel says, this gets ahead and not beyond what it was asked for.
 *
 * Returns: the address from which to go on; the end of what was asked if nothing is left of it
 */
guint64
pgs_scan_get_next (const PgsScanArg   *arg,
                   const PgsScanRange *ranges,
                   gsize               n_ranges)
{
  const guint shift = pgs_features_get ()->page_shift;
  guint64 n_pages = 0;
  guint64 next;

  for (gsize i = 0; i < n_ranges; i++)
    if (ranges[i].end > ranges[i].start)
      n_pages += (ranges[i].end - ranges[i].start) >> shift;
  if (n_ranges == 0 || (n_ranges < arg->vec_len && n_pages < arg->max_pages))
    return arg->end;
  next = MAX (arg->walk_end, ranges[n_ranges - 1].end);
  return next > arg->start && next < arg->end ? next : arg->end;
}

/* One call. Returns: how many ranges, -1 with @error. */
static gssize
call_scan (PgsWalk     *walk,
           PgsScanArg  *arg,
           GError     **error)
{
  int n_ranges;

  do
    n_ranges = ioctl (walk->pagemap_fd, PGS_PAGEMAP_SCAN, arg);
  while (n_ranges < 0 && errno == EINTR);
  if (n_ranges < 0)
    pgs_error_set_errno (error, errno, "pagemap: scan at 0x%" G_GINT64_MODIFIER "x", arg->start);
  return MIN (n_ranges, PGS_WALK_BATCH);
}

/**
 * pgs_scan:
 * @walk: where, and who gets the pages that are present, swapped or guarded
 * @start: first address, page-aligned
 * @end: first address behind, page-aligned
 * @reached: (out): @end, or the address from which to go on if the walk had to end earlier; above
 *   @start unless nothing was asked for
 * @error: (out) (optional): why not
 *
 * Asks for what pgs_features_get() says can be known. Takes 5 ns a page in dense memory, up to 2 µs
 * for a lone page, and pauses as pgs-pause.c says.
 *
 * Returns: %FALSE with %PGS_ERROR_NO_PROCESS if the address space is gone, or the code of another
 *   errno; what was found before was handed on
 */
gboolean
pgs_scan (PgsWalk   *walk,
          guint64    start,
          guint64    end,
          guint64   *reached,
          GError   **error)
{
  PgsScanRange ranges[PGS_WALK_BATCH] = { 0 }; /* the kernel fills it, which valgrind cannot see */
  PgsScanArg arg;
  guint64 span = FIRST_SPAN;
  gboolean go_on = TRUE;

  scan_arg_init (&arg, ranges);
  for (*reached = start; *reached < end && go_on;)
    {
      gssize n_ranges;

      arg.start = *reached;
      arg.end = end - arg.start > span ? arg.start + span : end;
      n_ranges = call_scan (walk, &arg, error);
      if (n_ranges < 0)
        return FALSE;
      emit (walk, ranges, (gsize) n_ranges);
      *reached = pgs_scan_get_next (&arg, ranges, (gsize) n_ranges);
      go_on = pgs_pause_check (&walk->pause);
      span = n_ranges == 0 && walk->pause.last_ns < QUICK_NS ? MIN (span * 8, MAX_SPAN) : FIRST_SPAN;
    }
  return TRUE;
}
