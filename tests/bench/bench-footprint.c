/* bench-footprint.c: how much memory a snapshot of a process keeps
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * usage: bench-footprint PID
 * Prints the number of mappings, the number of runs of pages, and the bytes that are allocated for a
 * snapshot without smaps, with smaps, and for the ages of its pages, as malloc counts them: when
 * everything that was needed to read it was freed again.
 */
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>

#include "pgs-ages.h"
#include "pgs-process.h"

static gsize
get_allocated (void)
{
  const struct mallinfo2 info = mallinfo2 ();

  return info.uordblks + info.hblkhd;
}

static PgsSnapshot *
take (int         pid,
      PgsSections sections)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PgsProcess) process = pgs_process_open (pid, &error);
  PgsSnapshot *snapshot = NULL;

  if (process != NULL)
    snapshot = pgs_process_sample (process, sections, &error);
  if (snapshot == NULL || snapshot->pages == NULL)
    g_error ("%s", error != NULL ? error->message : "no pages");
  return snapshot;
}

static gsize
measure (int         pid,
         PgsSections sections)
{
  const gsize before = get_allocated ();
  PgsSnapshot *snapshot = take (pid, sections);
  const gsize after = get_allocated ();

  pgs_snapshot_unref (snapshot);
  return after - before;
}

int
main (int    argc,
      char **argv)
{
  const int pid = argc == 2 ? atoi (argv[1]) : 0;
  const gsize warm_up = measure (pid, PGS_SECTION_PAGES | PGS_SECTION_SMAPS); /* what is kept for ever */
  const gsize plain = measure (pid, PGS_SECTION_PAGES);
  const gsize full = measure (pid, PGS_SECTION_PAGES | PGS_SECTION_SMAPS);
  g_autoptr (PgsSnapshot) first = take (pid, PGS_SECTION_PAGES);
  g_autoptr (PgsSnapshot) second = take (pid, PGS_SECTION_PAGES);
  const gsize before = get_allocated ();
  g_autoptr (PgsAges) begin = pgs_ages_advance (NULL, first->pages, 1);
  g_autoptr (PgsAges) ages = pgs_ages_advance (begin, second->pages, 2);

  if (warm_up == 0 || ages == NULL)
    return 1;
  printf ("%" G_GSIZE_FORMAT " %" G_GSIZE_FORMAT " %" G_GSIZE_FORMAT " %" G_GSIZE_FORMAT
          " %" G_GSIZE_FORMAT "\n", pgs_maps_get_length (second->maps),
          pgs_pages_get_n_runs (second->pages), plain, full, get_allocated () - before);
  return 0;
}
