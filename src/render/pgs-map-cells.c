/* pgs-map-cells.c: what each cell of the map shows: pages counted, then turned into a colour
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Colour by kind goes from the pale tint of its kind (nothing resident) to the full colour (all
 * resident) in proportion to the resident share; a cell with anything resident starts at 15 %, or
 * one page among thousands would not be seen. Zero pages are mapped and cost no RAM: they do not
 * count as resident and have a mark. What was not read is never drawn as empty. Where some of a
 * cell's pages were read its counts are a lower bound, and it is drawn as that, with a mark.
 */
#include "config.h"

#include "pgs-map-cells.h"

#include <math.h>
#include <string.h>

#include "pgs-read-iter.h"

#define MIN_STRENGTH 0.15
#define MIN_SWAPPED 0.45
#define AGE_MAX_S 600.0 /* older pages look alike */

static guint32
pack (PgsColor c)
{
  return (guint32) lround (c.r * 255) << 16 | (guint32) lround (c.g * 255) << 8 | (guint32) lround (c.b * 255);
}

static double
share_of (guint64 part,
          guint64 whole)
{
  return whole > 0 ? (double) part / whole : 0;
}

static double
strength_of (double share,
             double least)
{
  return share > 0 ? least + (1 - least) * share : 0;
}

static guint64
count_resident (const PgsCellFacts *facts)
{
  return facts->counts.present - MIN (facts->counts.zero, facts->counts.present);
}

static PgsColor
color_by_kind (const PgsCellFacts *facts,
               const PgsTheme     *theme,
               PgsKind             kind)
{
  const double of_file = share_of (facts->counts.file, facts->counts.present);
  const PgsColor full = pgs_color_mix (pgs_theme_get_resident (theme, kind, FALSE),
                                       pgs_theme_get_resident (theme, kind, TRUE), of_file);

  return pgs_color_mix (pgs_theme_get_reserved (theme, kind), full,
                        strength_of (share_of (count_resident (facts), facts->n_pages), MIN_STRENGTH));
}

static PgsColor
get_untouched (const PgsTheme *theme)
{
  return pgs_color_mix (theme->background, theme->foreground, 0.09);
}

/* Private, of a file and huge pages each have a colour; a cell of several shows their mixture. */
static PgsColor
color_by_state (const PgsCellFacts *facts,
                const PgsTheme     *theme)
{
  const guint64 resident = count_resident (facts);
  PgsColor full = theme->kinds[PGS_KIND_ANON];

  full = pgs_color_mix (full, theme->kinds[PGS_KIND_LIBRARY], share_of (facts->counts.file, facts->counts.present));
  full = pgs_color_mix (full, theme->kinds[PGS_KIND_CODE], share_of (facts->counts.huge, facts->counts.present));
  return pgs_color_mix (get_untouched (theme), full, strength_of (share_of (resident, facts->n_pages), MIN_STRENGTH));
}

static PgsColor
color_by_sharing (const PgsCellFacts *facts,
                  const PgsTheme     *theme)
{
  const PgsColor full = pgs_color_mix (theme->kinds[PGS_KIND_CODE], theme->kinds[PGS_KIND_HEAP],
                                       share_of (facts->counts.exclusive, facts->counts.present));

  return pgs_color_mix (get_untouched (theme), full,
                        strength_of (share_of (count_resident (facts), facts->n_pages), MIN_STRENGTH));
}

/* New is bright, then it cools down: in steps of equal ratio, as 1 s and 2 s differ as much as 1
 * min and 2 min do. */
static PgsColor
color_by_age (const PgsCellFacts *facts,
              const PgsTheme     *theme,
              gint64              now_us)
{
  const double age_s = MAX (now_us - facts->since_us, 0) / (double) G_USEC_PER_SEC;
  const double position = facts->since_us == 0 ? 1 : MIN (log1p (age_s) / log1p (AGE_MAX_S), 1);
  const PgsColor hot = theme->kinds[PGS_KIND_HEAP];
  const PgsColor warm = theme->kinds[PGS_KIND_STACK];
  const PgsColor cold = theme->kinds[PGS_KIND_CODE];
  const PgsColor full = position < 0.5 ? pgs_color_mix (hot, warm, position * 2)
                                       : pgs_color_mix (warm, cold, position * 2 - 1);

  if (facts->since_us == 0)
    return pgs_color_mix (get_untouched (theme), theme->kinds[PGS_KIND_KERNEL],
                          strength_of (share_of (count_resident (facts), facts->n_pages), MIN_STRENGTH));
  return pgs_color_mix (get_untouched (theme), full,
                        strength_of (share_of (count_resident (facts), facts->n_pages), MIN_STRENGTH));
}

static guint64
count_changed (const PgsCellFacts *facts)
{
  return facts->came + facts->left + facts->went_to_swap + facts->copied;
}

/* What came, left, was swapped out and was copied has a colour each; a cell of several shows their
 * mixture. What did not change stays in the background. */
static PgsColor
color_by_change (const PgsCellFacts *facts,
                 const PgsTheme     *theme)
{
  const guint64 changed = count_changed (facts);
  const guint64 stayed = facts->counts.present - MIN (facts->came + facts->copied, facts->counts.present);
  const PgsColor calm = pgs_color_mix (get_untouched (theme), theme->kinds[PGS_KIND_LIBRARY],
                                       strength_of (share_of (stayed, facts->n_pages), MIN_STRENGTH) * 0.7);
  PgsColor hue = theme->kinds[PGS_KIND_DATA];
  guint64 mixed = facts->came + facts->left;

  hue = pgs_color_mix (hue, theme->kinds[PGS_KIND_STACK], share_of (facts->left, mixed));
  mixed += facts->copied;
  hue = pgs_color_mix (hue, theme->kinds[PGS_KIND_ANON], share_of (facts->copied, mixed));
  hue = pgs_color_mix (hue, theme->swapped, share_of (facts->went_to_swap, changed));
  return pgs_color_mix (calm, hue, strength_of (MIN (share_of (changed, facts->n_pages), 1), 0.4));
}

/* So that changes are told apart without colour, too; swapped pages have their stripe. */
static PgsTexture
get_change_texture (const PgsCellFacts *facts)
{
  const guint64 changed = count_changed (facts);

  if (facts->left * 2 > changed)
    return PGS_TEXTURE_ROWS;
  return facts->copied * 2 > changed ? PGS_TEXTURE_DOTS : PGS_TEXTURE_NONE;
}

static PgsColor
get_color (const PgsCellFacts *facts,
           PgsColorBy          color_by,
           gint64              now_us,
           const PgsTheme     *theme,
           PgsKind             kind)
{
  switch (color_by)
    {
    case PGS_COLOR_BY_KIND:
      return color_by_kind (facts, theme, kind);
    case PGS_COLOR_BY_STATE:
      return color_by_state (facts, theme);
    case PGS_COLOR_BY_SHARING:
      return color_by_sharing (facts, theme);
    case PGS_COLOR_BY_AGE:
      return color_by_age (facts, theme, now_us);
    case PGS_COLOR_BY_CHANGE:
      return color_by_change (facts, theme);
    }
  g_assert_not_reached ();
}

static PgsCellMarks
get_marks (const PgsCellFacts *facts)
{
  PgsCellMarks marks = 0;

  if (facts->counts.zero > 0 && count_resident (facts) == 0)
    marks |= PGS_CELL_ZERO;
  if (facts->counts.huge == facts->n_pages)
    marks |= PGS_CELL_HUGE;
  if (facts->counts.guard * 2 > facts->n_pages)
    marks |= PGS_CELL_GUARD;
  if (facts->counts.swapped > 0)
    marks |= PGS_CELL_SWAPPED;
  if (facts->n_read < facts->n_pages)
    marks |= PGS_CELL_SAMPLED;
  return marks;
}

static void
set_unread (const PgsTheme *theme,
            PgsMapCell     *cell)
{
  *cell = (PgsMapCell) { .color = pack (theme->background),
                         .ink = pack (pgs_color_mix (theme->background, theme->foreground, 0.22)),
                         .marks = PGS_CELL_UNREAD };
}

/**
 * pgs_map_cell_set_unknown:
 * @cell: (out caller-allocates): the cell
 * @theme: its colours
 *
 * A cell of which nothing could be read.
 */
void
pgs_map_cell_set_unknown (PgsMapCell     *cell,
                          const PgsTheme *theme)
{
  *cell = (PgsMapCell) { .color = pack (pgs_color_mix (theme->background, theme->foreground, 0.04)),
                         .ink = pack (pgs_color_mix (theme->background, theme->foreground, 0.3)),
                         .marks = PGS_CELL_UNKNOWN };
}

/**
 * pgs_map_cell_set:
 * @cell: (out caller-allocates): the cell
 * @facts: what was measured of it
 * @color_by: what its colour shall tell
 * @now_us: monotonic time of the picture
 * @theme: its colours
 * @kind: of its mapping
 *
 * The one place where facts become colours.
 */
void
pgs_map_cell_set (PgsMapCell         *cell,
                  const PgsCellFacts *facts,
                  PgsColorBy          color_by,
                  gint64              now_us,
                  const PgsTheme     *theme,
                  PgsKind             kind)
{
  PgsColor color;
  const double swapped = share_of (facts->counts.swapped, facts->n_pages);

  if (facts->n_read == 0)
    {
      set_unread (theme, cell);
      return;
    }
  color = get_color (facts, color_by, now_us, theme, kind);
  cell->padding = 0;
  cell->marks = get_marks (facts);
  cell->texture = PGS_TEXTURE_NONE;
  cell->ink = pack (pgs_color_mix (theme->background, theme->foreground, 0.55));
  if (color_by == PGS_COLOR_BY_KIND || color_by == PGS_COLOR_BY_STATE)
    {
      color = pgs_color_mix (color, theme->swapped, strength_of (swapped, MIN_SWAPPED));
      color = pgs_color_mix (color, theme->fresh, facts->fresh);
    }
  if (color_by == PGS_COLOR_BY_KIND && facts->counts.present + facts->counts.swapped == 0)
    {
      cell->texture = pgs_theme_get_texture (kind);
      if (cell->marks == 0)
        cell->ink = pack (pgs_theme_get_texture_color (theme, kind));
    }
  if (color_by == PGS_COLOR_BY_CHANGE)
    cell->texture = (guint8) get_change_texture (facts);
  cell->color = pack (color);
}

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
