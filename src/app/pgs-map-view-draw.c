/* pgs-map-view-draw.c: what of the map is seen, put together from kept pieces
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-map-view-private.h"

#include <math.h>

#define WHOLE_BAND 20000 /* px up to which outlines are drawn whole, so that scrolling keeps them */

typedef enum
{
  OUTLINE_BAND, /* in high contrast */
  OUTLINE_REGION,
  OUTLINE_SELECTION,
  OUTLINE_CURSOR,
} OutlineKind;

static void
append_outline (PgsMapView             *self,
                const PgsMapCacheFrame *frame,
                OutlineKind             which,
                gsize                   band,
                guint64                 start,
                guint64                 end,
                GtkSnapshot            *snapshot)
{
  const PgsMapBand *b = pgs_map_layout_get_band (self->layout, band);
  const double top = pgs_map_view_get_top (self) - b->y;
  const gboolean whole = b->height <= WHOLE_BAND;
  const PgsMapOutline outline = {
    .band = band,
    .which = which,
    .start = start,
    .end = end,
    .top = whole ? 0 : top,
    .bottom = whole ? b->height : top + pgs_map_view_get_view_height (self),
    .color = which == OUTLINE_CURSOR || which == OUTLINE_BAND ? self->theme.foreground : self->theme.accent,
    .line_width = which == OUTLINE_REGION || which == OUTLINE_BAND ? 1 : 2,
  };

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (0, -top));
  pgs_map_cache_append_outline (self->cache, frame, &outline, snapshot);
  gtk_snapshot_restore (snapshot);
}

static void
snapshot_selection (PgsMapView             *self,
                    const PgsMapCacheFrame *frame,
                    gsize                   band,
                    GtkSnapshot            *snapshot)
{
  const PgsMapBand *b = pgs_map_layout_get_band (self->layout, band);
  const PgsMaps *maps = pgs_map_layout_get_maps (self->layout);
  PgsSelection selection;
  gsize mapping;

  if (self->theme.high_contrast)
    append_outline (self, frame, OUTLINE_BAND, band, b->start, b->end, snapshot);
  pgs_session_get_selection (self->session, &selection);
  if (selection.start < selection.end && selection.start < b->end && selection.end > b->start)
    {
      if (selection.is_page && pgs_maps_find (maps, selection.start, &mapping))
        append_outline (self, frame, OUTLINE_REGION, band, pgs_maps_get (maps, mapping)->start,
                        pgs_maps_get (maps, mapping)->end, snapshot);
      append_outline (self, frame, OUTLINE_SELECTION, band, selection.start, selection.end, snapshot);
    }
  if (self->has_cursor && self->shows_cursor && gtk_widget_has_focus (GTK_WIDGET (self))
      && self->cursor >= b->start && self->cursor < b->end)
    append_outline (self, frame, OUTLINE_CURSOR, band, self->cursor, self->cursor + 1, snapshot);
}

static void
snapshot_rows (PgsMapView             *self,
               const PgsMapCacheFrame *frame,
               gsize                   band,
               GtkSnapshot            *snapshot)
{
  const PgsMapBand *b = pgs_map_layout_get_band (self->layout, band);
  const double top = pgs_map_view_get_top (self);
  const double piece_height = PGS_MAP_CACHE_ROWS * pgs_map_layout_get_pitch (self->layout);
  guint64 first, end;

  if (!pgs_map_layout_get_rows (self->layout, band, top, top + pgs_map_view_get_view_height (self), &first, &end))
    return;
  for (guint64 piece = first / PGS_MAP_CACHE_ROWS; piece * PGS_MAP_CACHE_ROWS < end; piece++)
    {
      gtk_snapshot_save (snapshot);
      gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (0, b->y + piece * piece_height - top));
      pgs_map_cache_append_rows (self->cache, frame, band, piece, snapshot);
      gtk_snapshot_restore (snapshot);
    }
}

/* The label stays in sight while its band is, so that one that fills the view still has a name. */
static void
snapshot_label (PgsMapView             *self,
                const PgsMapCacheFrame *frame,
                gsize                   band,
                GtkSnapshot            *snapshot)
{
  const PgsMapBand *b = pgs_map_layout_get_band (self->layout, band);
  const PgsMapGeometry *g = pgs_map_layout_get_geometry (self->layout);
  const double top = pgs_map_view_get_top (self);
  const double label = MIN (g->name_height + 2 * g->detail_height, b->height);
  const double y = CLAMP (top + 4, b->y, b->y + b->height - label);
  const PgsColor color = self->theme.kinds[b->kind];
  cairo_rectangle_t bar;

  pgs_map_get_bar (self->layout, &self->theme, band, &bar);
  bar.height = MIN (bar.y + bar.height, top + pgs_map_view_get_view_height (self) + 8) - MAX (bar.y, top - 8);
  bar.y = MAX (bar.y, top - 8) - top;
  gtk_snapshot_append_color (snapshot, &(GdkRGBA) { color.r, color.g, color.b, color.a },
                             &GRAPHENE_RECT_INIT (bar.x, bar.y, bar.width, bar.height));
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (0, y - top));
  pgs_map_cache_append_label (self->cache, frame, band, snapshot);
  gtk_snapshot_restore (snapshot);
}

static void
snapshot_band (PgsMapView             *self,
               const PgsMapCacheFrame *frame,
               gsize                   band,
               GtkSnapshot            *snapshot)
{
  const PgsMapBand *b = pgs_map_layout_get_band (self->layout, band);

  if (b->gap > 0)
    {
      gtk_snapshot_save (snapshot);
      gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (0, b->gap_y - pgs_map_view_get_top (self)));
      pgs_map_cache_append_gap (self->cache, frame, band, snapshot);
      gtk_snapshot_restore (snapshot);
    }
  snapshot_label (self, frame, band, snapshot);
  snapshot_rows (self, frame, band, snapshot);
  snapshot_selection (self, frame, band, snapshot);
}

/* A ring around the whole view, until keys have moved a cursor. */
static void
append_focus (PgsMapView  *self,
              GtkSnapshot *snapshot)
{
  const PgsColor c = self->theme.accent;
  const GdkRGBA color = { c.r, c.g, c.b, 0.6 };
  GskRoundedRect ring;

  gsk_rounded_rect_init_from_rect (&ring,
                                   &GRAPHENE_RECT_INIT (1, 1, gtk_widget_get_width (GTK_WIDGET (self)) - 2,
                                                        pgs_map_view_get_view_height (self) - 2), 4);
  gtk_snapshot_append_border (snapshot, &ring, (float[4]) { 2, 2, 2, 2 },
                              (GdkRGBA[4]) { color, color, color, color });
}

/**
 * pgs_map_view_snapshot:
 * @widget: a view
 * @snapshot: where to add what is seen of it
 */
void
pgs_map_view_snapshot (GtkWidget   *widget,
                       GtkSnapshot *snapshot)
{
  PgsMapView *self = PGS_MAP_VIEW (widget);
  const double top = pgs_map_view_get_top (self);
  PgsMapModel model;
  const PgsMapCacheFrame frame = { &model, self->layout, &self->theme, widget };

  if (self->layout == NULL || !pgs_map_view_get_model (self, &model)
      || model.snapshot->maps != pgs_map_layout_get_maps (self->layout))
    return;
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (widget), pgs_map_view_get_view_height (self)));
  pgs_map_cache_begin (self->cache);
  for (gsize i = pgs_map_layout_find_y (self->layout, top); i < pgs_map_layout_get_n_bands (self->layout); i++)
    {
      const PgsMapBand *band = pgs_map_layout_get_band (self->layout, i);

      if ((band->gap > 0 ? band->gap_y : band->y) >= top + pgs_map_view_get_view_height (self))
        break;
      snapshot_band (self, &frame, i, snapshot);
    }
  pgs_map_cache_end (self->cache);
  if (gtk_widget_has_visible_focus (widget) && !(self->has_cursor && self->shows_cursor))
    append_focus (self, snapshot);
  gtk_snapshot_pop (snapshot);
}
