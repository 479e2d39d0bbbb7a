/* pgs-pages-update.c: pages of which a part was read again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * What was not read again is kept, but where other memory is mapped now: there nothing is known
 * until it is read. The pages are made anew all the same, in one pass over old and new runs: they
 * are immutable, and a copy of a run costs a hundredth of reading it.
 */
#include "config.h"

#include "pgs-pages-update.h"

#include "pgs-pages-private.h"

/* What old runs are copied from, and where they are not. */
typedef struct
{
  PgsPagesBuilder *builder;
  const PgsPages *before;
  const PgsReadRange *changes;
  gsize n_changes;
} Copy;

/* Copies what is still the same memory of pages `[first, end)`. */
static void
copy_unchanged (Copy   *self,
                guint64 first,
                guint64 end)
{
  while (self->n_changes > 0 && self->changes->first < end)
    {
      pgs_pages_builder_copy (self->builder, self->before, first, MIN (self->changes->first, end));
      first = MAX (first, self->changes->end);
      if (self->changes->end > end)
        break;
      self->changes++;
      self->n_changes--;
    }
  pgs_pages_builder_copy (self->builder, self->before, first, end);
}

static PgsCoverage *
update_coverage (PgsPages           *before,
                 GArray             *changes,
                 const PgsPagesPart *parts,
                 gsize               n_parts,
                 const PgsReadRange *skipped,
                 gsize               n_skipped)
{
  g_autoptr (PgsCoverage) rebased = NULL;
  g_autoptr (PgsCoverage) updated = NULL;
  g_autofree PgsReadRange *ranges = g_new (PgsReadRange, n_parts);

  for (gsize i = 0; i < n_parts; i++)
    ranges[i] = parts[i].range;
  rebased = pgs_coverage_update (before->coverage, (const PgsReadRange *) (gpointer) changes->data,
                                 changes->len);
  updated = pgs_coverage_update (rebased, ranges, n_parts);
  return pgs_coverage_update (updated, skipped, n_skipped);
}

static GArray *
get_changes (PgsPages *before,
             PgsMaps  *maps)
{
  if (before->maps == maps)
    return g_array_new (FALSE, FALSE, sizeof (PgsReadRange));
  return pgs_coverage_get_changes (before->maps, maps, before->shift);
}

/**
 * pgs_pages_new_unread:
 * @maps: the mappings
 * @page_shift: log2 of the page size in bytes
 * @known: which states the source will tell
 * @coverage: what is known of when they were read
 *
 * Returns: (transfer full): pages of which none was found yet
 */
PgsPages *
pgs_pages_new_unread (PgsMaps      *maps,
                      guint         page_shift,
                      PgsPageState  known,
                      PgsCoverage  *coverage)
{
  PgsPagesBuilder *builder = pgs_pages_builder_new (maps, page_shift, known);

  pgs_pages_builder_set_coverage (builder, coverage);
  return pgs_pages_builder_end (builder);
}

/**
 * pgs_pages_update:
 * @before: what was known
 * @maps: the mappings now; the same as those of @before if they have not changed
 * @parts: (array length=n_parts): what was read now, ascending and not overlapping
 * @n_parts: how many
 * @skipped: (array length=n_skipped): pages inside of @parts that were not read, but that hold
 *   nothing resident; ascending, with @at_us 0
 * @n_skipped: how many
 *
 * Keeps the pages of @before that were not read again, as far as the same memory is still mapped
 * there: also when a mapping has grown, shrunk, been split, or may be used in another way. Where it
 * is not, they are not read. O(runs + mappings).
 *
 * Returns: (transfer full): the pages now; @before itself if nothing is new
 */
PgsPages *
pgs_pages_update (PgsPages           *before,
                  PgsMaps            *maps,
                  const PgsPagesPart *parts,
                  gsize               n_parts,
                  const PgsReadRange *skipped,
                  gsize               n_skipped)
{
  g_autoptr (GArray) changes = NULL;
  g_autoptr (PgsCoverage) coverage = NULL;
  Copy copy = { .before = before };
  guint64 done = 0;

  if (n_parts == 0 && maps == before->maps)
    return pgs_pages_ref (before);
  changes = get_changes (before, maps);
  copy.changes = (const PgsReadRange *) (gpointer) changes->data;
  copy.n_changes = changes->len;
  copy.builder = pgs_pages_builder_new (maps, before->shift, before->known);
  pgs_pages_builder_reserve (copy.builder, before);
  for (gsize i = 0; i < n_parts; i++)
    {
      copy_unchanged (&copy, done, parts[i].range.first);
      pgs_pages_builder_add_runs (copy.builder, parts[i].runs, parts[i].n_runs);
      done = parts[i].range.end;
    }
  copy_unchanged (&copy, done, G_MAXUINT64);
  coverage = update_coverage (before, changes, parts, n_parts, skipped, n_skipped);
  pgs_pages_builder_set_coverage (copy.builder, coverage);
  return pgs_pages_builder_end (copy.builder);
}
