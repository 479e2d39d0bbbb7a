/* pgs-map-cell-colors.c: what one cell of the map looks like: what was measured of it as colour, texture and marks
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
