/* pgs-diff-apply.c: a snapshot and what changed become the next one
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-diff-private.h"

#include "pgs-maps-private.h"
#include "pgs-run-iter.h"

#include <string.h>

/* Where the memory of a part of b is in a. */
typedef struct
{
  guint64 b;
  guint64 a;
  guint64 n_pages;
} Source;

typedef struct
{
  const PgsDiff *diff;
  const PgsSnapshot *a;
  PgsPagesBuilder *builder;
  gsize run; /* the next one that may differ */
} Applier;

/* By region of a, whether an entry tells what became of it. */
static guint8 *
find_told (const PgsDiff *self,
           const PgsMaps *a)
{
  guint8 *is_told = g_new0 (guint8, pgs_maps_get_length (a) + 1);

  for (guint i = 0; i < self->entries->len; i++)
    {
      const PgsDiffEntry *entry = &g_array_index (self->entries, PgsDiffEntry, i);

      if (entry->a.region != PGS_DIFF_NONE)
        is_told[entry->a.region] = TRUE;
    }
  return is_told;
}

static void
add_mapping (PgsMapsBuilder   *builder,
             const PgsMapping *mapping)
{
  pgs_maps_builder_add (builder, mapping, mapping->path,
                        mapping->path != NULL ? strlen (mapping->path) : 0);
}

/* What no entry tells of stays; all others are as their entries say. A region of b that has several
 * entries is added once. */
static PgsMaps *
apply_maps (const PgsDiff *self,
            const PgsMaps *a,
            const guint8  *is_told)
{
  PgsMapsBuilder *builder = pgs_maps_builder_new (pgs_maps_get_length (a));
  g_autoptr (GHashTable) added = g_hash_table_new (NULL, NULL);

  for (gsize i = 0; i < pgs_maps_get_length (a); i++)
    if (!is_told[i])
      add_mapping (builder, pgs_maps_get (a, i));
  for (guint i = 0; i < self->entries->len; i++)
    {
      const PgsDiffEntry *entry = &g_array_index (self->entries, PgsDiffEntry, i);

      if (entry->b.region != PGS_DIFF_NONE
          && g_hash_table_add (added, GSIZE_TO_POINTER (entry->b.region)))
        add_mapping (builder, pgs_diff_get_mapping_b (self, entry));
    }
  return pgs_maps_builder_end_classified (builder);
}

static int
compare_sources (gconstpointer a,
                 gconstpointer b)
{
  const Source *left = a;
  const Source *right = b;

  return (left->b > right->b) - (left->b < right->b);
}

static void
add_source (GArray *sources,
            guint64 b,
            guint64 a,
            guint64 n_pages)
{
  const Source source = { b, a, n_pages };

  if (n_pages > 0)
    g_array_append_val (sources, source);
}

/* Returns: (transfer full) (element-type Source): which memory both have, ascending in b. */
static GArray *
find_sources (const PgsDiff *self,
              const PgsMaps *a,
              const guint8  *is_told,
              guint          shift)
{
  GArray *sources = g_array_new (FALSE, FALSE, sizeof (Source));

  for (gsize i = 0; i < pgs_maps_get_length (a); i++)
    {
      const PgsMapping *mapping = pgs_maps_get (a, i);

      if (!is_told[i])
        add_source (sources, mapping->start >> shift, mapping->start >> shift,
                    (mapping->end - mapping->start) >> shift);
    }
  for (guint i = 0; i < self->entries->len; i++)
    {
      const PgsDiffEntry *entry = &g_array_index (self->entries, PgsDiffEntry, i);

      add_source (sources, entry->common_b >> shift, entry->common_a >> shift,
                  entry->common_size >> shift);
    }
  g_array_sort (sources, compare_sources);
  return sources;
}

/* Adds pages as they were in a, at their place in b. */
static void
add_old (Applier      *self,
         const Source *source,
         guint64       first,
         guint64       end)
{
  const guint64 shift = source->a - source->b; /* modulo 2^64 */
  PgsRunIter iter;
  PgsRun run;

  if (self->a->pages == NULL || first >= end)
    return;
  if (shift == 0)
    {
      pgs_pages_builder_copy (self->builder, self->a->pages, first, end);
      return;
    }
  pgs_run_iter_init (&iter, self->a->pages, first + shift, end + shift);
  while (pgs_run_iter_next (&iter, &run))
    pgs_pages_builder_add (self->builder, run.first - shift, run.count, (PgsPageState) run.states);
}

/* Adds what differs below @end. */
static void
add_new (Applier *self,
         guint64  end)
{
  const PgsDiffRun *run;

  for (; self->run < self->diff->n_runs_b; self->run++)
    {
      run = &g_array_index (self->diff->runs, PgsDiffRun, self->run);
      if (run->b >= end)
        return;
      if (run->states_b != 0)
        pgs_pages_builder_add (self->builder, run->b, run->count, (PgsPageState) run->states_b);
    }
}

static void
apply_source (Applier      *self,
              const Source *source)
{
  const guint64 end = source->b + source->n_pages;
  guint64 at = source->b;

  add_new (self, at);
  while (self->run < self->diff->n_runs_b)
    {
      const PgsDiffRun *run = &g_array_index (self->diff->runs, PgsDiffRun, self->run);

      if (run->b >= end)
        break;
      add_old (self, source, at, run->b);
      at = run->b + run->count;
      add_new (self, at);
    }
  add_old (self, source, at, end);
}

static PgsPages *
apply_pages (const PgsDiff     *self,
             const PgsSnapshot *a,
             PgsMaps           *maps,
             const guint8      *is_told)
{
  const guint shift = (guint) g_bit_nth_lsf (self->b.page_size, -1);
  g_autoptr (GArray) sources = find_sources (self, a->maps, is_told, shift);
  Applier applier = { .diff = self, .a = a };

  applier.builder = pgs_pages_builder_new (maps, shift, self->b.known);
  for (guint i = 0; i < sources->len; i++)
    apply_source (&applier, &g_array_index (sources, Source, i));
  add_new (&applier, G_MAXUINT64);
  pgs_pages_builder_set_coverage (applier.builder, self->b.coverage);
  return pgs_pages_builder_end (applier.builder);
}

/**
 * pgs_diff_apply:
 * @self: a diff from a to b
 * @a: a snapshot that has the same mappings and pages as the a that it was made from
 *
 * Makes b of a and what the diff says. O(regions + runs).
 *
 * Returns: (transfer full) (nullable): a snapshot with the mappings, the pages and the process of b;
 *   its counters and smaps are unknown. %NULL if page sizes differ, or one of both has no mappings
 */
PgsSnapshot *
pgs_diff_apply (const PgsDiff     *self,
                const PgsSnapshot *a)
{
  g_autofree guint8 *is_told = NULL;
  PgsSnapshot *snapshot;

  g_return_val_if_fail (self != NULL && a != NULL, NULL);

  if (a->maps == NULL || self->b.maps == NULL || self->a.page_size != self->b.page_size
      || self->b.page_size == 0)
    return NULL;
  is_told = find_told (self, a->maps);
  snapshot = pgs_snapshot_new ();
  snapshot->taken_at_us = self->b.taken_at_us;
  snapshot->monotonic_us = self->b.monotonic_us;
  snapshot->page_size = self->b.page_size;
  if (self->b.process != NULL)
    snapshot->process = pgs_process_info_ref (self->b.process);
  snapshot->maps = apply_maps (self, a->maps, is_told);
  if (self->b.coverage != NULL)
    snapshot->pages = apply_pages (self, a, snapshot->maps, is_told);
  return snapshot;
}
