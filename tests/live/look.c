/* look.c: what tests want to know of a snapshot
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "look.h"

/**
 * look_once:
 * @pid: a process that exists
 * @sections: what to read
 *
 * Returns: (transfer full): one sample
 */
PgsSnapshot *
look_once (gint        pid,
           PgsSections sections)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PgsProcess) process = pgs_process_open (pid, &error);

  g_assert_no_error (error);
  return look_again (process, sections);
}

/**
 * look_again:
 * @process: a process that exists
 * @sections: what to read
 *
 * Returns: (transfer full): one sample
 */
PgsSnapshot *
look_again (PgsProcess  *process,
            PgsSections  sections)
{
  g_autoptr (GError) error = NULL;
  PgsSnapshot *snapshot = pgs_process_sample (process, sections, &error);

  g_assert_no_error (error);
  g_assert_nonnull (snapshot);
  return snapshot;
}

/**
 * look_count:
 * @snapshot: with pages
 * @start: first address
 * @end: first address behind
 * @counts: (out caller-allocates): of the pages in between
 */
void
look_count (const PgsSnapshot *snapshot,
            guint64            start,
            guint64            end,
            PgsPageCounts     *counts)
{
  g_assert_nonnull (snapshot->pages);
  pgs_pages_count (snapshot->pages, start / snapshot->page_size, (end - start) / snapshot->page_size,
                   counts);
}

/**
 * look_mapping:
 * @snapshot: with maps
 * @address: in one of them
 *
 * Returns: (transfer none): that one
 */
const PgsMapping *
look_mapping (const PgsSnapshot *snapshot,
              guint64            address)
{
  gsize i;

  g_assert_nonnull (snapshot->maps);
  g_assert_true (pgs_maps_find (snapshot->maps, address, &i));
  return pgs_maps_get (snapshot->maps, i);
}

/* The next stretch of pages in the same states, as far as @known, from run *@i on; its first page
 * not below @from. Returns: %FALSE at the end. */
static gboolean
next_stretch (const PgsRun *runs,
              gsize         n_runs,
              PgsPageState  known,
              gsize        *i,
              PgsRun       *stretch)
{
  while (*i < n_runs && !(runs[*i].states & known))
    (*i)++;
  if (*i == n_runs)
    return FALSE;
  *stretch = runs[(*i)++];
  stretch->states &= known;
  while (*i < n_runs && (runs[*i].states & known) == stretch->states &&
         runs[*i].first == stretch->first + stretch->count)
    stretch->count += runs[(*i)++].count;
  return TRUE;
}

/**
 * look_is_same:
 * @a: pages
 * @b: pages
 *
 * Returns: whether they are in the same states, as far as both can know
 */
gboolean
look_is_same (const PgsPages *a,
              const PgsPages *b)
{
  const PgsPageState known = pgs_pages_get_known (a) & pgs_pages_get_known (b);
  gsize n_a;
  gsize n_b;
  const PgsRun *runs_a = pgs_pages_get_runs (a, &n_a);
  const PgsRun *runs_b = pgs_pages_get_runs (b, &n_b);
  gsize i = 0;
  gsize j = 0;

  for (;;)
    {
      PgsRun next_a = { 0 };
      PgsRun next_b = { 0 };
      gboolean has_a = next_stretch (runs_a, n_a, known, &i, &next_a);
      gboolean has_b = next_stretch (runs_b, n_b, known, &j, &next_b);

      if (has_a != has_b || next_a.first != next_b.first || next_a.count != next_b.count ||
          next_a.states != next_b.states)
        return FALSE;
      if (!has_a)
        return TRUE;
    }
}
