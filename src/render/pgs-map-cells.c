/* pgs-map-cells.c: the cells of a part of the map: measured, and turned into colours
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-map-cells.h"

#include <string.h>

#include "pgs-read-iter.h"

/* What the colour would tell could not be read. */
static gboolean
is_unknown (const PgsMapModel *model)
{
  const PgsPages *pages = model->snapshot->pages;

  if (pages == NULL)
    return TRUE;
  switch (model->color_by)
    {
    case PGS_COLOR_BY_KIND:
    case PGS_COLOR_BY_STATE:
      return FALSE;
    case PGS_COLOR_BY_SHARING:
      return !(pgs_pages_get_known (pages) & PGS_PAGE_EXCLUSIVE);
    case PGS_COLOR_BY_AGE:
      return model->ages == NULL;
    case PGS_COLOR_BY_CHANGE:
      return model->diff == NULL || !pgs_diff_has_pages (model->diff);
    }
  g_assert_not_reached ();
}

/* What is the same for all cells of a mapping. */
typedef struct
{
  const char *flags; /* (nullable): of its smaps, by which mappings are alike */
  PgsKind kind;
  gboolean is_locked;
  gboolean is_userfault; /* a program of its own handles faults of it, see userfaultfd(2) */
  gboolean is_opaque; /* the kernel tells nothing of its pages: no share of it is known, not even that it is none */
} Place;

static gboolean
is_userfault (const char *flags)
{
  return pgs_smaps_flags_have (flags, "um") || pgs_smaps_flags_have (flags, "uw") || pgs_smaps_flags_have (flags, "ui");
}

static void
set_place (Place             *self,
           const PgsSnapshot *snapshot,
           gsize              mapping)
{
  const PgsRegionSmaps *smaps = pgs_snapshot_get_region_smaps (snapshot, mapping);
  const char *flags = smaps != NULL ? smaps->vm_flags : NULL;

  self->kind = pgs_maps_get (snapshot->maps, mapping)->kind;
  if (flags != NULL && flags == self->flags)
    return;
  self->flags = flags;
  self->is_locked = pgs_smaps_flags_have (flags, "lo");
  self->is_userfault = is_userfault (flags);
  self->is_opaque = pgs_snapshot_is_opaque (snapshot, mapping);
}

static gboolean
is_alike (const Place        *place,
          const PgsCellFacts *facts,
          const Place        *place_before,
          const PgsCellFacts *facts_before)
{
  return place->kind == place_before->kind && place->is_locked == place_before->is_locked
         && place->is_opaque == place_before->is_opaque && memcmp (facts, facts_before, sizeof *facts) == 0;
}

static void
set_cell (PgsMapCell         *cell,
          const PgsCellFacts *facts,
          const PgsMapModel  *model,
          const PgsTheme     *theme,
          const Place        *place)
{
  if (place->is_opaque && facts->counts.present + facts->counts.swapped + facts->counts.guard == 0)
    pgs_map_cell_set_unknown (cell, theme);
  else
    pgs_map_cell_set (cell, facts, model->color_by, model->now_us, theme, place->kind);
  if (place->is_locked)
    cell->marks |= PGS_CELL_LOCKED;
}

/* What userfaultfd leaves in the page table of its ranges says "swapped", which it is not while nothing of the
 * process is in swap. */
static void
leave_out_marks (const Place       *place,
                 const PgsSnapshot *snapshot,
                 PgsCellFacts      *facts)
{
  if (place->is_userfault && snapshot->counters.swap == 0)
    facts->counts.swapped = facts->went_to_swap = 0;
}

/* Neighbours are often alike. */
static void
fill_measured (const PgsMapModel *model,
               const PgsTheme    *theme,
               guint64            first_page,
               guint              cell_shift,
               PgsCellFacts      *facts,
               PgsMapCell        *cells,
               gsize              n_cells)
{
  const PgsMaps *maps = model->snapshot->maps;
  const guint64 page_size = model->snapshot->page_size;
  const gsize last = pgs_maps_get_length (maps) - 1;
  gsize mapping = MIN (pgs_maps_lower_bound (maps, first_page * page_size), last);
  Place place = { 0 };

  set_place (&place, model->snapshot, mapping);
  for (gsize i = 0; i < n_cells; i++)
    {
      const guint64 address = (first_page + ((guint64) i << cell_shift)) * page_size;
      const Place place_before = place;
      const gsize mapping_before = mapping;

      while (mapping < last && pgs_maps_get (maps, mapping)->end <= address)
        mapping++;
      if (mapping != mapping_before)
        set_place (&place, model->snapshot, mapping);
      leave_out_marks (&place, model->snapshot, &facts[i]);
      if (i > 0 && is_alike (&place, &facts[i], &place_before, &facts[i - 1]))
        cells[i] = cells[i - 1];
      else
        set_cell (&cells[i], &facts[i], model, theme, &place);
    }
}

/**
 * pgs_map_model_get_marks:
 * @model: a model
 *
 * Returns: #PgsCellMarks: those that cells of the map may have now; the others need no explanation
 */
PgsCellMarks
pgs_map_model_get_marks (const PgsMapModel *model)
{
  const PgsSnapshot *snapshot = model->snapshot;
  PgsCellMarks marks = 0;
  PgsPageCounts totals;

  if (is_unknown (model))
    return PGS_CELL_UNKNOWN;
  pgs_pages_get_totals (snapshot->pages, &totals);
  marks |= totals.zero > 0 ? PGS_CELL_ZERO : 0;
  marks |= totals.huge > 0 ? PGS_CELL_HUGE : 0;
  marks |= totals.guard > 0 ? PGS_CELL_GUARD : 0;
  marks |= totals.swapped > 0 ? PGS_CELL_SWAPPED : 0;
  if (snapshot->smaps != NULL && snapshot->counters.locked != PGS_UNKNOWN && snapshot->counters.locked > 0)
    marks |= PGS_CELL_LOCKED;
  if (!pgs_pages_is_whole (snapshot->pages))
    marks |= PGS_CELL_UNREAD | PGS_CELL_SAMPLED;
  if (snapshot->maps != NULL && snapshot->smaps != NULL && pgs_smaps_has_opaque (snapshot->smaps))
    marks |= PGS_CELL_UNKNOWN; /* besides the few pages of [vvar], which every process has */
  return marks;
}

/**
 * pgs_map_cells_fill_pages:
 * @model: what to draw
 * @theme: its colours
 * @first_page: first page of the first cell
 * @end_page: first page that is not drawn any more; may cut the last cell
 * @cell_shift: log2 of the pages in a cell
 * @cells: (out caller-allocates) (array length=n_cells): the cells
 * @n_cells: how many; they reach to @end_page
 *
 * A cell that two mappings share has the kind of the lower one, one without any that of the next above.
 * O(log n + runs and mappings in the range + @n_cells).
 */
void
pgs_map_cells_fill_pages (const PgsMapModel *model,
                          const PgsTheme    *theme,
                          guint64            first_page,
                          guint64            end_page,
                          guint              cell_shift,
                          PgsMapCell        *cells,
                          gsize              n_cells)
{
  const PgsMaps *maps = model->snapshot->maps;
  g_autofree PgsCellFacts *facts = NULL;

  if (is_unknown (model) || maps == NULL || pgs_maps_get_length (maps) == 0)
    {
      for (gsize i = 0; i < n_cells; i++)
        pgs_map_cell_set_unknown (&cells[i], theme);
      return;
    }
  facts = g_new (PgsCellFacts, n_cells);
  pgs_map_cells_measure (model, first_page, end_page, cell_shift, facts, n_cells);
  fill_measured (model, theme, first_page, cell_shift, facts, cells, n_cells);
}

/**
 * pgs_map_cells_fill:
 * @model: what to draw
 * @theme: its colours
 * @layout: made from the mappings of the model's snapshot
 * @band: index of a band
 * @first_cell: first cell wanted, counted from the band's lowest address
 * @cells: (out caller-allocates) (array length=n_cells): the cells
 * @n_cells: how many; the band must have them
 *
 * As pgs_map_cells_fill_pages().
 */
void
pgs_map_cells_fill (const PgsMapModel  *model,
                    const PgsTheme     *theme,
                    const PgsMapLayout *layout,
                    gsize               band,
                    guint64             first_cell,
                    PgsMapCell         *cells,
                    gsize               n_cells)
{
  const PgsMapBand *b = pgs_map_layout_get_band (layout, band);
  const guint page_shift = pgs_map_layout_get_geometry (layout)->page_shift;
  const guint64 first_page = (b->start >> page_shift) + (first_cell << b->cell_shift);

  g_return_if_fail (first_cell + n_cells <= b->n_cells);

  pgs_map_cells_fill_pages (model, theme, first_page,
                            MIN (b->end >> page_shift, first_page + (n_cells << b->cell_shift)), b->cell_shift, cells,
                            n_cells);
}
