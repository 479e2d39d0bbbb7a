/* pgs-map-view.c: the pages of the watched process, band by band
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * The widget only holds a layout and pieces of picture. A new snapshot with the same mappings keeps
 * the layout; scrolling keeps the pieces. Positions are doubles until they are on the screen: a
 * process can be millions of px high, and GTK's floats are exact to 2^24 only.
 */
#include "config.h"

#include "pgs-map-view.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "pgs-map-cache.h"
#include "pgs-map-walk.h"
#include "pgs-style.h"

#define MIN_WIDTH 240
#define MIN_HEIGHT 80
#define FADE_MS 80          /* between two pictures of fading pages */
#define PINCH_STEP 1.4      /* how far fingers move apart for one step of zoom */
#define KEY_SCROLL 0.9      /* of a page */

struct _PgsMapView
{
  GtkWidget parent_instance;

  PgsSession *session;
  GtkAdjustment *adjustments[2]; /* by GtkOrientation */
  PgsMapCache *cache;
  PgsMapLayout *layout; /* (nullable): of the mappings of the snapshot it shows */
  PgsTheme theme;
  gboolean theme_known;
  PgsColorBy color_by;
  gboolean low_on_top;
  int zoom;
  guint64 cursor; /* address of the cell that keys move from */
  gboolean has_cursor;
  double pointer_x, pointer_y;
  gboolean has_pointer;
  int pinch_steps;
  double scroll_rest;
  guint fade_id;
};

enum
{
  PROP_0,
  PROP_SESSION,
  PROP_COLOR_BY,
  PROP_LOW_ON_TOP,
  N_PROPS,
  PROP_HADJUSTMENT = N_PROPS,
  PROP_VADJUSTMENT,
  PROP_HSCROLL_POLICY,
  PROP_VSCROLL_POLICY,
};

enum
{
  VIEW_CHANGED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE_WITH_CODE (PgsMapView, pgs_map_view, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

static gboolean
get_model (PgsMapView  *self,
           PgsMapModel *model)
{
  PgsSnapshot *snapshot = self->session != NULL ? pgs_session_get_snapshot (self->session) : NULL;
  gboolean animate = TRUE;
  PgsSelection selection;

  if (snapshot == NULL || snapshot->maps == NULL)
    return FALSE;
  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations", &animate, NULL);
  pgs_session_get_selection (self->session, &selection);
  *model = (PgsMapModel) { .snapshot = snapshot,
                           .ages = pgs_session_get_ages (self->session),
                           .marked = pgs_session_get_marked (self->session),
                           .now_us = g_get_monotonic_time (),
                           .calm = !animate,
                           .color_by = self->color_by,
                           .selection_start = selection.start,
                           .selection_end = selection.end };
  return TRUE;
}

static double
get_top (PgsMapView *self)
{
  GtkAdjustment *adjustment = self->adjustments[GTK_ORIENTATION_VERTICAL];
  const int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));

  return adjustment != NULL ? round (gtk_adjustment_get_value (adjustment) * scale) / scale : 0;
}

static double
get_height (PgsMapView *self)
{
  return gtk_widget_get_height (GTK_WIDGET (self));
}

static void
set_top (PgsMapView *self,
         double      top)
{
  if (self->adjustments[GTK_ORIENTATION_VERTICAL] != NULL)
    gtk_adjustment_set_value (self->adjustments[GTK_ORIENTATION_VERTICAL], top);
}

static void
update_adjustments (PgsMapView *self)
{
  const double width = gtk_widget_get_width (GTK_WIDGET (self));
  const double height = get_height (self);
  const double upper = self->layout != NULL ? pgs_map_layout_get_height (self->layout) : 0;
  GtkAdjustment *h = self->adjustments[GTK_ORIENTATION_HORIZONTAL];
  GtkAdjustment *v = self->adjustments[GTK_ORIENTATION_VERTICAL];

  if (h != NULL)
    gtk_adjustment_configure (h, 0, 0, width, width, width, width);
  if (v != NULL)
    gtk_adjustment_configure (v, MIN (gtk_adjustment_get_value (v), MAX (upper - height, 0)), 0, MAX (upper, height),
                              40, height * KEY_SCROLL, height);
}

/* Which address is at a height of the widget: the first cell of that row, or the nearest band. */
static gboolean
get_address_at (PgsMapView *self,
                double      x,
                double      y,
                guint64    *address)
{
  PgsMapHit hit;
  gsize band;

  if (self->layout == NULL || pgs_map_layout_get_n_bands (self->layout) == 0)
    return FALSE;
  pgs_map_layout_hit (self->layout, x, get_top (self) + y, &hit);
  if (hit.what == PGS_MAP_HIT_CELL || hit.what == PGS_MAP_HIT_BAND)
    {
      *address = hit.start;
      return TRUE;
    }
  band = MIN (pgs_map_layout_find_y (self->layout, get_top (self) + y),
              pgs_map_layout_get_n_bands (self->layout) - 1);
  *address = pgs_map_layout_get_band (self->layout, band)->start;
  return TRUE;
}

/* Scrolls so that @address is at @y of the widget. */
static void
place_address (PgsMapView *self,
               guint64     address,
               double      y)
{
  cairo_rectangle_t rect;
  gsize band;

  if (self->layout == NULL || pgs_map_layout_get_n_bands (self->layout) == 0)
    return;
  if (pgs_map_layout_address_rect (self->layout, address, &rect))
    set_top (self, rect.y - y);
  else
    {
      pgs_map_layout_find_address (self->layout, address, &band);
      set_top (self, pgs_map_layout_get_band (self->layout, band)->y - y);
    }
}

static void
emit_view_changed (PgsMapView *self)
{
  g_signal_emit (self, signals[VIEW_CHANGED], 0);
}

static void
ensure_theme (PgsMapView *self)
{
  if (self->theme_known)
    return;
  pgs_style_get_theme (GTK_WIDGET (self), &self->theme);
  self->theme_known = TRUE;
}

static void
make_layout (PgsMapView        *self,
             const PgsSnapshot *snapshot)
{
  PgsMapGeometry geometry;

  ensure_theme (self);
  pgs_map_geometry_init (&geometry, gtk_widget_get_pango_context (GTK_WIDGET (self)), &self->theme,
                         MAX (gtk_widget_get_width (GTK_WIDGET (self)), MIN_WIDTH), snapshot->page_size);
  geometry.scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  geometry.zoom = self->zoom;
  geometry.low_on_top = self->low_on_top;
  g_clear_pointer (&self->layout, pgs_map_layout_free);
  self->layout = pgs_map_layout_new (snapshot->maps, &geometry);
  self->zoom = pgs_map_layout_get_geometry (self->layout)->zoom;
}

/* Makes the layout again and keeps what is at (@x, @y) of the widget where it is. */
static void
relayout_around (PgsMapView *self,
                 double      x,
                 double      y)
{
  PgsSnapshot *snapshot = self->session != NULL ? pgs_session_get_snapshot (self->session) : NULL;
  guint64 address = 0;
  cairo_rectangle_t rect;
  gboolean anchored = get_top (self) > 0 || y > 0;

  anchored = anchored && get_address_at (self, x, y, &address);
  if (anchored && pgs_map_layout_address_rect (self->layout, address, &rect) && y == 0)
    y = rect.y - get_top (self);
  pgs_map_cache_clear (self->cache);
  if (snapshot == NULL || snapshot->maps == NULL)
    g_clear_pointer (&self->layout, pgs_map_layout_free);
  else
    make_layout (self, snapshot);
  update_adjustments (self);
  if (anchored && self->layout != NULL)
    place_address (self, address, y);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  emit_view_changed (self);
}

static void
relayout (PgsMapView *self)
{
  relayout_around (self, 0, 0);
}

static gboolean
on_fade (gpointer data)
{
  PgsMapView *self = data;
  PgsMapModel model;

  pgs_map_cache_set_stale (self->cache);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (get_model (self, &model) && pgs_map_model_fresh_until (&model) > 0)
    return G_SOURCE_CONTINUE;
  self->fade_id = 0;
  return G_SOURCE_REMOVE;
}

/* Fresh pages fade from now on; where nothing may move, they get one more picture at the end. */
static void
start_fading (PgsMapView *self)
{
  PgsMapModel model;
  gint64 until;

  if (!get_model (self, &model) || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  until = pgs_map_model_fresh_until (&model);
  if (until == 0 || (self->fade_id != 0 && !model.calm))
    return;
  g_clear_handle_id (&self->fade_id, g_source_remove);
  self->fade_id = g_timeout_add (model.calm ? (guint) ((until - model.now_us) / 1000) + 20 : FADE_MS, on_fade, self);
}

static void
update_description (PgsMapView *self)
{
  g_autofree char *text = NULL;
  PgsMapModel model;
  PgsMapHit hit;
  cairo_rectangle_t rect;
  guint64 address = 0;
  gboolean known = self->has_cursor;

  if (self->layout == NULL || !get_model (self, &model) || model.snapshot->maps != pgs_map_layout_get_maps (self->layout))
    return;
  address = self->cursor;
  if (!known && model.selection_start < model.selection_end)
    {
      known = TRUE;
      address = model.selection_start;
    }
  if (known && pgs_map_layout_address_rect (self->layout, address, &rect))
    {
      pgs_map_layout_hit (self->layout, rect.x, rect.y, &hit);
      text = pgs_map_describe_hit (&model, self->layout, &hit);
    }
  else
    text = pgs_map_describe (&model, self->layout);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text != NULL ? text : "",
                                  -1);
}

static void
on_sampled (PgsMapView *self)
{
  PgsSnapshot *snapshot = pgs_session_get_snapshot (self->session);
  PgsMaps *shown = self->layout != NULL ? pgs_map_layout_get_maps (self->layout) : NULL;

  if ((snapshot != NULL ? snapshot->maps : NULL) != shown)
    relayout (self);
  pgs_map_cache_set_stale (self->cache);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  start_fading (self);
  update_description (self);
}

static void
on_selection (PgsMapView *self)
{
  PgsSelection selection;
  cairo_rectangle_t rect;

  pgs_session_get_selection (self->session, &selection);
  if (selection.start < selection.end && self->layout != NULL
      && pgs_map_layout_address_rect (self->layout, selection.start, &rect)
      && (rect.y < get_top (self) || rect.y > get_top (self) + get_height (self))
      && !(self->has_cursor && self->cursor >= selection.start && self->cursor < selection.end))
    place_address (self, selection.start, get_height (self) / 3);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  update_description (self);
}

/* Another process or none: the old one's place means nothing. */
static void
on_state (PgsMapView *self)
{
  if (pgs_session_get_snapshot (self->session) == NULL)
    {
      self->has_cursor = FALSE;
      self->zoom = 0;
      set_top (self, 0);
      relayout (self);
    }
}

static void
append_outline (PgsMapView  *self,
                GtkSnapshot *snapshot,
                gsize        band,
                guint64      start,
                guint64      end,
                PgsColor     color,
                double       line_width)
{
  const PgsMapBand *b = pgs_map_layout_get_band (self->layout, band);
  const double top = get_top (self);
  const double height = get_height (self);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (GTK_WIDGET (self)),
                                                                          height));

  cairo_translate (cr, 0, b->y - top);
  pgs_map_draw_outline (self->layout, band, start, end, top - b->y, top + height - b->y, color, line_width, cr);
  cairo_destroy (cr);
}

static void
snapshot_selection (PgsMapView        *self,
                    const PgsMapModel *model,
                    gsize              band,
                    GtkSnapshot       *snapshot)
{
  const PgsMapBand *b = pgs_map_layout_get_band (self->layout, band);
  const PgsMaps *maps = pgs_map_layout_get_maps (self->layout);
  PgsSelection selection;
  gsize mapping;

  pgs_session_get_selection (self->session, &selection);
  if (selection.start < selection.end && selection.start < b->end && selection.end > b->start)
    {
      if (selection.is_page && pgs_maps_find (maps, selection.start, &mapping))
        append_outline (self, snapshot, band, pgs_maps_get (maps, mapping)->start, pgs_maps_get (maps, mapping)->end,
                        self->theme.accent, 1);
      append_outline (self, snapshot, band, selection.start, selection.end, self->theme.accent, 2);
    }
  if (self->has_cursor && gtk_widget_has_visible_focus (GTK_WIDGET (self)) && self->cursor >= b->start
      && self->cursor < b->end)
    append_outline (self, snapshot, band, self->cursor, self->cursor + 1, self->theme.foreground, 2);
}

static void
snapshot_rows (PgsMapView             *self,
               const PgsMapCacheFrame *frame,
               gsize                   band,
               GtkSnapshot            *snapshot)
{
  const PgsMapBand *b = pgs_map_layout_get_band (self->layout, band);
  const double top = get_top (self);
  const double piece_height = PGS_MAP_CACHE_ROWS * pgs_map_layout_get_pitch (self->layout);
  guint64 first, end;

  if (!pgs_map_layout_get_rows (self->layout, band, top, top + get_height (self), &first, &end))
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
  const double top = get_top (self);
  const double label = MIN (g->name_height + 2 * g->detail_height, b->height);
  const double y = CLAMP (top + 4, b->y, b->y + b->height - label);
  const PgsColor color = self->theme.kinds[b->kind];
  cairo_rectangle_t bar;

  pgs_map_get_bar (self->layout, &self->theme, band, &bar);
  bar.height = MIN (bar.y + bar.height, top + get_height (self) + 8) - MAX (bar.y, top - 8);
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
      gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (0, b->gap_y - get_top (self)));
      pgs_map_cache_append_gap (self->cache, frame, band, snapshot);
      gtk_snapshot_restore (snapshot);
    }
  snapshot_label (self, frame, band, snapshot);
  snapshot_rows (self, frame, band, snapshot);
  snapshot_selection (self, frame->model, band, snapshot);
}

static void
pgs_map_view_snapshot (GtkWidget   *widget,
                       GtkSnapshot *snapshot)
{
  PgsMapView *self = PGS_MAP_VIEW (widget);
  const double top = get_top (self);
  PgsMapModel model;
  const PgsMapCacheFrame frame = { &model, self->layout, &self->theme, gtk_widget_get_pango_context (widget) };

  if (self->layout == NULL || !get_model (self, &model)
      || model.snapshot->maps != pgs_map_layout_get_maps (self->layout))
    return;
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (widget), get_height (self)));
  pgs_map_cache_begin (self->cache);
  for (gsize i = pgs_map_layout_find_y (self->layout, top); i < pgs_map_layout_get_n_bands (self->layout); i++)
    {
      const PgsMapBand *band = pgs_map_layout_get_band (self->layout, i);

      if ((band->gap > 0 ? band->gap_y : band->y) >= top + get_height (self))
        break;
      snapshot_band (self, &frame, i, snapshot);
    }
  pgs_map_cache_end (self->cache);
  gtk_snapshot_pop (snapshot);
}

static void
pgs_map_view_measure (GtkWidget      *widget,
                      GtkOrientation  orientation,
                      int             for_size,
                      int            *minimum,
                      int            *natural,
                      int            *minimum_baseline,
                      int            *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? MIN_WIDTH : MIN_HEIGHT;
  *natural = *minimum;
}

static void
pgs_map_view_size_allocate (GtkWidget *widget,
                            int        width,
                            int        height,
                            int        baseline)
{
  PgsMapView *self = PGS_MAP_VIEW (widget);

  if (self->layout == NULL || pgs_map_layout_get_geometry (self->layout)->width != MAX (width, MIN_WIDTH)
      || pgs_map_layout_get_geometry (self->layout)->scale != gtk_widget_get_scale_factor (widget))
    relayout (self);
  else
    {
      update_adjustments (self);
      emit_view_changed (self);
    }
}

static void
restyle (PgsMapView *self)
{
  self->theme_known = FALSE;
  relayout (self);
}

static void
pgs_map_view_css_changed (GtkWidget         *widget,
                          GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (pgs_map_view_parent_class)->css_changed (widget, change);
  restyle (PGS_MAP_VIEW (widget));
}

static void
pgs_map_view_direction_changed (GtkWidget        *widget,
                                GtkTextDirection  previous)
{
  restyle (PGS_MAP_VIEW (widget));
}

static void
pgs_map_view_unmap (GtkWidget *widget)
{
  PgsMapView *self = PGS_MAP_VIEW (widget);

  g_clear_handle_id (&self->fade_id, g_source_remove);
  GTK_WIDGET_CLASS (pgs_map_view_parent_class)->unmap (widget);
}

/* Selects the page of a cell that is one page, else the region. */
static void
select_hit (PgsMapView      *self,
            const PgsMapHit *hit)
{
  const PgsMaps *maps = pgs_map_layout_get_maps (self->layout);
  const PgsMapBand *band = pgs_map_layout_get_band (self->layout, hit->band);
  PgsSelection selection = { 0 };

  if (hit->what == PGS_MAP_HIT_CELL && band->cell_shift == 0)
    selection = (PgsSelection) { hit->start, hit->end, TRUE };
  else if (hit->what == PGS_MAP_HIT_CELL || hit->what == PGS_MAP_HIT_BAND)
    selection = (PgsSelection) { pgs_maps_get (maps, hit->mapping)->start, pgs_maps_get (maps, hit->mapping)->end,
                                 FALSE };
  if (hit->what == PGS_MAP_HIT_CELL || hit->what == PGS_MAP_HIT_BAND)
    {
      self->cursor = hit->start;
      self->has_cursor = TRUE;
    }
  pgs_session_select (self->session, &selection);
}

static void
on_pressed (GtkGestureClick *gesture,
            int              n_press,
            double           x,
            double           y,
            PgsMapView      *self)
{
  PgsMapHit hit;

  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (self->layout == NULL || self->session == NULL)
    return;
  pgs_map_layout_hit (self->layout, x, get_top (self) + y, &hit);
  select_hit (self, &hit);
}

static void
on_motion (GtkEventControllerMotion *controller,
           double                    x,
           double                    y,
           PgsMapView               *self)
{
  self->pointer_x = x;
  self->pointer_y = y;
  self->has_pointer = TRUE;
}

static void
on_leave (GtkEventControllerMotion *controller,
          PgsMapView               *self)
{
  self->has_pointer = FALSE;
}

static void
zoom_around (PgsMapView *self,
             int         zoom,
             double      x,
             double      y)
{
  if (self->layout == NULL)
    return;
  zoom = CLAMP (zoom, pgs_map_layout_get_min_zoom (self->layout), pgs_map_layout_get_max_zoom (self->layout));
  if (zoom == self->zoom)
    return;
  self->zoom = zoom;
  relayout_around (self, x, MAX (y, 0.5));
  update_description (self);
}

static gboolean
on_scroll (GtkEventControllerScroll *controller,
           double                    dx,
           double                    dy,
           PgsMapView               *self)
{
  const GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));
  int steps;

  if (!(state & GDK_CONTROL_MASK))
    return GDK_EVENT_PROPAGATE;
  self->scroll_rest -= dy;
  steps = (int) self->scroll_rest;
  self->scroll_rest -= steps;
  if (steps != 0)
    zoom_around (self, self->zoom + steps, self->pointer_x, self->has_pointer ? self->pointer_y : get_height (self) / 2);
  return GDK_EVENT_STOP;
}

static void
on_pinch_begin (GtkGesture       *gesture,
                GdkEventSequence *sequence,
                PgsMapView       *self)
{
  self->pinch_steps = 0;
}

static void
on_pinch (GtkGestureZoom *gesture,
          double          scale,
          PgsMapView     *self)
{
  const int steps = (int) round (log (MAX (scale, 0.01)) / log (PINCH_STEP));
  double x = 0, y = get_height (self) / 2;

  gtk_gesture_get_bounding_box_center (GTK_GESTURE (gesture), &x, &y);
  if (steps != self->pinch_steps)
    zoom_around (self, self->zoom + steps - self->pinch_steps, x, y);
  self->pinch_steps = steps;
}

/* Where keys begin: the cursor, else what is selected, else what is on top of the view. */
static guint64
get_key_address (PgsMapView *self)
{
  PgsSelection selection;
  guint64 address = 0;

  if (self->has_cursor)
    return self->cursor;
  pgs_session_get_selection (self->session, &selection);
  if (selection.start < selection.end)
    return selection.start;
  get_address_at (self, pgs_map_layout_get_grid_x (self->layout), 8, &address);
  return address;
}

static void
show_cursor (PgsMapView *self)
{
  const double top = get_top (self);
  cairo_rectangle_t rect;

  if (!pgs_map_layout_address_rect (self->layout, self->cursor, &rect))
    return;
  if (rect.y < top + 8)
    set_top (self, rect.y - 24);
  else if (rect.y + rect.height > top + get_height (self) - 8)
    set_top (self, rect.y + rect.height + 24 - get_height (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
  gtk_widget_trigger_tooltip_query (GTK_WIDGET (self));
  update_description (self);
}

static gboolean
move_cursor (GtkWidget *widget,
             GVariant  *arguments,
             gpointer   data)
{
  PgsMapView *self = PGS_MAP_VIEW (widget);
  guint64 address;

  if (self->layout == NULL || self->session == NULL)
    return GDK_EVENT_PROPAGATE;
  address = get_key_address (self);
  if (!self->has_cursor || pgs_map_layout_step (self->layout, g_variant_get_int32 (arguments), &address))
    self->cursor = address;
  self->has_cursor = TRUE;
  show_cursor (self);
  return GDK_EVENT_STOP;
}

static gboolean
move_page (GtkWidget *widget,
           GVariant  *arguments,
           gpointer   data)
{
  PgsMapView *self = PGS_MAP_VIEW (widget);
  const double by = g_variant_get_int32 (arguments) * get_height (self) * KEY_SCROLL;
  cairo_rectangle_t rect;
  double y = get_height (self) / 2;

  if (self->layout == NULL || self->session == NULL)
    return GDK_EVENT_PROPAGATE;
  if (pgs_map_layout_address_rect (self->layout, get_key_address (self), &rect))
    y = CLAMP (rect.y - get_top (self), 0, get_height (self) - 1);
  set_top (self, get_top (self) + by);
  self->has_cursor = get_address_at (self, pgs_map_layout_get_grid_x (self->layout), y, &self->cursor);
  show_cursor (self);
  return GDK_EVENT_STOP;
}

static gboolean
select_cursor (GtkWidget *widget,
               GVariant  *arguments,
               gpointer   data)
{
  PgsMapView *self = PGS_MAP_VIEW (widget);
  cairo_rectangle_t rect;
  PgsMapHit hit;

  if (self->layout == NULL || self->session == NULL
      || !pgs_map_layout_address_rect (self->layout, get_key_address (self), &rect))
    return GDK_EVENT_PROPAGATE;
  pgs_map_layout_hit (self->layout, rect.x, rect.y, &hit);
  select_hit (self, &hit);
  return GDK_EVENT_STOP;
}

static gboolean
unselect (GtkWidget *widget,
          GVariant  *arguments,
          gpointer   data)
{
  PgsMapView *self = PGS_MAP_VIEW (widget);
  PgsSelection selection;

  if (self->session == NULL)
    return GDK_EVENT_PROPAGATE;
  pgs_session_get_selection (self->session, &selection);
  if (selection.start == selection.end && !self->has_cursor)
    return GDK_EVENT_PROPAGATE;
  self->has_cursor = FALSE;
  pgs_session_select (self->session, &(PgsSelection) { 0 });
  gtk_widget_queue_draw (widget);
  return GDK_EVENT_STOP;
}

static gboolean
zoom_key (GtkWidget *widget,
          GVariant  *arguments,
          gpointer   data)
{
  const int steps = g_variant_get_int32 (arguments);

  if (steps == 0)
    pgs_map_view_zoom_fit (PGS_MAP_VIEW (widget));
  else
    pgs_map_view_zoom_by (PGS_MAP_VIEW (widget), steps);
  return GDK_EVENT_STOP;
}

static gboolean
copy_address (GtkWidget *widget,
              GVariant  *arguments,
              gpointer   data)
{
  PgsMapView *self = PGS_MAP_VIEW (widget);
  g_autofree char *text = NULL;

  if (self->layout == NULL || self->session == NULL)
    return GDK_EVENT_PROPAGATE;
  text = g_strdup_printf ("0x%" G_GINT64_MODIFIER "x", get_key_address (self));
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  return GDK_EVENT_STOP;
}

static gboolean
on_query_tooltip (GtkWidget  *widget,
                  int         x,
                  int         y,
                  gboolean    keyboard,
                  GtkTooltip *tooltip,
                  gpointer    data)
{
  PgsMapView *self = PGS_MAP_VIEW (widget);
  g_autofree char *text = NULL;
  cairo_rectangle_t rect = { x, get_top (self) + y, 1, 1 };
  PgsMapModel model;
  PgsMapHit hit;

  if (self->layout == NULL || !get_model (self, &model) || model.snapshot->maps != pgs_map_layout_get_maps (self->layout))
    return FALSE;
  if (keyboard && (!self->has_cursor || !pgs_map_layout_address_rect (self->layout, self->cursor, &rect)))
    return FALSE;
  pgs_map_layout_hit (self->layout, rect.x, rect.y, &hit);
  text = pgs_map_describe_hit (&model, self->layout, &hit);
  if (text == NULL)
    return FALSE;
  gtk_tooltip_set_text (tooltip, text);
  if (hit.what == PGS_MAP_HIT_CELL && pgs_map_layout_address_rect (self->layout, hit.start, &rect))
    gtk_tooltip_set_tip_area (tooltip, &(GdkRectangle) { rect.x, rect.y - get_top (self), rect.width, rect.height });
  return TRUE;
}

static void
on_value_changed (PgsMapView *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
  emit_view_changed (self);
}

static void
set_adjustment (PgsMapView     *self,
                GtkOrientation  orientation,
                GtkAdjustment  *adjustment)
{
  GtkAdjustment *old = self->adjustments[orientation];

  if (old == adjustment && adjustment != NULL)
    return;
  if (old != NULL)
    g_signal_handlers_disconnect_by_data (old, self);
  g_clear_object (&self->adjustments[orientation]);
  if (adjustment == NULL)
    adjustment = gtk_adjustment_new (0, 0, 0, 0, 0, 0);
  self->adjustments[orientation] = g_object_ref_sink (adjustment);
  g_signal_connect_swapped (adjustment, "value-changed", G_CALLBACK (on_value_changed), self);
  update_adjustments (self);
}

static void
set_session (PgsMapView *self,
             PgsSession *session)
{
  if (self->session == session)
    return;
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_set_object (&self->session, session);
  self->has_cursor = FALSE;
  if (session != NULL)
    {
      g_signal_connect_swapped (session, "sampled", G_CALLBACK (on_sampled), self);
      g_signal_connect_swapped (session, "selection-changed", G_CALLBACK (on_selection), self);
      g_signal_connect_swapped (session, "notify::state", G_CALLBACK (on_state), self);
    }
  relayout (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
}

static void
pgs_map_view_get_property (GObject    *object,
                           guint       id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  PgsMapView *self = PGS_MAP_VIEW (object);

  switch (id)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    case PROP_COLOR_BY:
      g_value_set_uint (value, self->color_by);
      break;
    case PROP_LOW_ON_TOP:
      g_value_set_boolean (value, self->low_on_top);
      break;
    case PROP_HADJUSTMENT:
    case PROP_VADJUSTMENT:
      g_value_set_object (value, self->adjustments[id == PROP_VADJUSTMENT]);
      break;
    case PROP_HSCROLL_POLICY:
    case PROP_VSCROLL_POLICY:
      g_value_set_enum (value, GTK_SCROLL_MINIMUM);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pgs_map_view_set_property (GObject      *object,
                           guint         id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  PgsMapView *self = PGS_MAP_VIEW (object);

  switch (id)
    {
    case PROP_SESSION:
      set_session (self, g_value_get_object (value));
      break;
    case PROP_COLOR_BY:
      self->color_by = g_value_get_uint (value);
      pgs_map_cache_set_stale (self->cache);
      gtk_widget_queue_draw (GTK_WIDGET (self));
      break;
    case PROP_LOW_ON_TOP:
      self->low_on_top = g_value_get_boolean (value);
      relayout (self);
      break;
    case PROP_HADJUSTMENT:
      set_adjustment (self, GTK_ORIENTATION_HORIZONTAL, g_value_get_object (value));
      break;
    case PROP_VADJUSTMENT:
      set_adjustment (self, GTK_ORIENTATION_VERTICAL, g_value_get_object (value));
      break;
    case PROP_HSCROLL_POLICY:
    case PROP_VSCROLL_POLICY:
      break; /* it always takes what it is given */
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pgs_map_view_dispose (GObject *object)
{
  PgsMapView *self = PGS_MAP_VIEW (object);

  g_clear_handle_id (&self->fade_id, g_source_remove);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  for (int i = 0; i < 2; i++)
    {
      if (self->adjustments[i] != NULL)
        g_signal_handlers_disconnect_by_data (self->adjustments[i], self);
      g_clear_object (&self->adjustments[i]);
    }
  G_OBJECT_CLASS (pgs_map_view_parent_class)->dispose (object);
}

static void
pgs_map_view_finalize (GObject *object)
{
  PgsMapView *self = PGS_MAP_VIEW (object);

  g_clear_pointer (&self->layout, pgs_map_layout_free);
  pgs_map_cache_free (self->cache);
  G_OBJECT_CLASS (pgs_map_view_parent_class)->finalize (object);
}

static void
add_keys (GtkWidgetClass *klass)
{
  static const struct
  {
    guint keys[2];
    GdkModifierType modifiers;
    PgsMapStep step;
  } steps[] = {
    { { GDK_KEY_Left, GDK_KEY_KP_Left }, 0, PGS_MAP_STEP_LEFT },
    { { GDK_KEY_Right, GDK_KEY_KP_Right }, 0, PGS_MAP_STEP_RIGHT },
    { { GDK_KEY_Up, GDK_KEY_KP_Up }, 0, PGS_MAP_STEP_UP },
    { { GDK_KEY_Down, GDK_KEY_KP_Down }, 0, PGS_MAP_STEP_DOWN },
    { { GDK_KEY_Up, GDK_KEY_KP_Up }, GDK_CONTROL_MASK, PGS_MAP_STEP_PREVIOUS_BAND },
    { { GDK_KEY_Down, GDK_KEY_KP_Down }, GDK_CONTROL_MASK, PGS_MAP_STEP_NEXT_BAND },
    { { GDK_KEY_Home, GDK_KEY_KP_Home }, 0, PGS_MAP_STEP_FIRST },
    { { GDK_KEY_End, GDK_KEY_KP_End }, 0, PGS_MAP_STEP_LAST },
  };
  static const struct
  {
    guint keys[3];
    int steps;
  } zooms[] = {
    { { GDK_KEY_plus, GDK_KEY_KP_Add, GDK_KEY_equal }, 1 },
    { { GDK_KEY_minus, GDK_KEY_KP_Subtract, GDK_KEY_underscore }, -1 },
    { { GDK_KEY_0, GDK_KEY_KP_0, GDK_KEY_KP_Insert }, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    for (int j = 0; j < 2; j++)
      gtk_widget_class_add_binding (klass, steps[i].keys[j], steps[i].modifiers, move_cursor, "i", steps[i].step);
  for (gsize i = 0; i < G_N_ELEMENTS (zooms); i++)
    for (int j = 0; j < 3; j++)
      {
        gtk_widget_class_add_binding (klass, zooms[i].keys[j], 0, zoom_key, "i", zooms[i].steps);
        gtk_widget_class_add_binding (klass, zooms[i].keys[j], GDK_CONTROL_MASK, zoom_key, "i", zooms[i].steps);
      }
  gtk_widget_class_add_binding (klass, GDK_KEY_Page_Up, 0, move_page, "i", -1);
  gtk_widget_class_add_binding (klass, GDK_KEY_Page_Down, 0, move_page, "i", 1);
  gtk_widget_class_add_binding (klass, GDK_KEY_Return, 0, select_cursor, NULL);
  gtk_widget_class_add_binding (klass, GDK_KEY_KP_Enter, 0, select_cursor, NULL);
  gtk_widget_class_add_binding (klass, GDK_KEY_Escape, 0, unselect, NULL);
  gtk_widget_class_add_binding (klass, GDK_KEY_c, GDK_CONTROL_MASK, copy_address, NULL);
}

static void
install_properties (GObjectClass *klass)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, PGS_TYPE_SESSION, flags);
  properties[PROP_COLOR_BY] = g_param_spec_uint ("color-by", NULL, NULL, 0, PGS_N_COLOR_BYS - 1, 0, flags);
  properties[PROP_LOW_ON_TOP] = g_param_spec_boolean ("low-on-top", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (klass, N_PROPS, properties);
  g_object_class_override_property (klass, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (klass, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (klass, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (klass, PROP_VSCROLL_POLICY, "vscroll-policy");
}

static void
pgs_map_view_class_init (PgsMapViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = pgs_map_view_get_property;
  object_class->set_property = pgs_map_view_set_property;
  object_class->dispose = pgs_map_view_dispose;
  object_class->finalize = pgs_map_view_finalize;
  widget_class->measure = pgs_map_view_measure;
  widget_class->size_allocate = pgs_map_view_size_allocate;
  widget_class->snapshot = pgs_map_view_snapshot;
  widget_class->css_changed = pgs_map_view_css_changed;
  widget_class->direction_changed = pgs_map_view_direction_changed;
  widget_class->unmap = pgs_map_view_unmap;
  install_properties (object_class);
  signals[VIEW_CHANGED] = g_signal_new ("view-changed", PGS_TYPE_MAP_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "map");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  add_keys (widget_class);
}

static void
add_controllers (PgsMapView *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *pinch = gtk_gesture_zoom_new ();

  g_signal_connect (click, "pressed", G_CALLBACK (on_pressed), self);
  g_signal_connect (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect (motion, "leave", G_CALLBACK (on_leave), self);
  g_signal_connect (scroll, "scroll", G_CALLBACK (on_scroll), self);
  g_signal_connect (pinch, "begin", G_CALLBACK (on_pinch_begin), self);
  g_signal_connect (pinch, "scale-changed", G_CALLBACK (on_pinch), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (pinch));
}

static void
pgs_map_view_init (PgsMapView *self)
{
  self->cache = pgs_map_cache_new ();
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Pages"), -1);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (on_query_tooltip), NULL);
  pgs_style_follow (GTK_WIDGET (self), G_CALLBACK (restyle));
  add_controllers (self);
}

/**
 * pgs_map_view_new:
 *
 * Returns: (transfer floating): a view without a session
 */
GtkWidget *
pgs_map_view_new (void)
{
  return g_object_new (PGS_TYPE_MAP_VIEW, NULL);
}

/**
 * pgs_map_view_zoom_by:
 * @self: a view
 * @steps: positive: nearer
 *
 * Keeps what is selected or under the pointer in its place, else the middle of the view.
 */
void
pgs_map_view_zoom_by (PgsMapView *self,
                      int         steps)
{
  cairo_rectangle_t rect;
  double x = 0, y = get_height (self) / 2;

  g_return_if_fail (PGS_IS_MAP_VIEW (self));

  if (self->layout == NULL || self->session == NULL)
    return;
  if (self->has_pointer)
    {
      x = self->pointer_x;
      y = self->pointer_y;
    }
  else if (pgs_map_layout_address_rect (self->layout, get_key_address (self), &rect)
           && rect.y >= get_top (self) && rect.y < get_top (self) + get_height (self))
    {
      x = rect.x;
      y = rect.y - get_top (self);
    }
  zoom_around (self, self->zoom + steps, x, y);
}

/**
 * pgs_map_view_zoom_fit:
 * @self: a view
 *
 * Back to where each object takes a few rows.
 */
void
pgs_map_view_zoom_fit (PgsMapView *self)
{
  g_return_if_fail (PGS_IS_MAP_VIEW (self));

  pgs_map_view_zoom_by (self, -self->zoom);
}

/**
 * pgs_map_view_can_zoom:
 * @self: a view
 * @steps: 1 or -1
 *
 * Returns: whether there is a further step in that direction
 */
gboolean
pgs_map_view_can_zoom (PgsMapView *self,
                       int         steps)
{
  g_return_val_if_fail (PGS_IS_MAP_VIEW (self), FALSE);

  return self->layout != NULL && self->zoom + steps >= pgs_map_layout_get_min_zoom (self->layout)
         && self->zoom + steps <= pgs_map_layout_get_max_zoom (self->layout);
}

/**
 * pgs_map_view_show_address:
 * @self: a view
 * @address: where to go
 *
 * Scrolls there, puts the cursor on the cell and selects its region.
 *
 * Returns: %FALSE if nothing is mapped there; the nearest region is shown then
 */
gboolean
pgs_map_view_show_address (PgsMapView *self,
                           guint64     address)
{
  const PgsMaps *maps;
  gsize mapping;

  g_return_val_if_fail (PGS_IS_MAP_VIEW (self), FALSE);

  if (self->layout == NULL || self->session == NULL)
    return FALSE;
  maps = pgs_map_layout_get_maps (self->layout);
  place_address (self, address, get_height (self) / 3);
  if (!pgs_maps_find (maps, address, &mapping))
    return FALSE;
  self->cursor = address;
  self->has_cursor = TRUE;
  pgs_session_select (self->session, &(PgsSelection) { pgs_maps_get (maps, mapping)->start,
                                                       pgs_maps_get (maps, mapping)->end, FALSE });
  update_description (self);
  return TRUE;
}

/**
 * pgs_map_view_scroll_to:
 * @self: a view
 * @address: what the top edge of the view shall show
 */
void
pgs_map_view_scroll_to (PgsMapView *self,
                        guint64     address)
{
  g_return_if_fail (PGS_IS_MAP_VIEW (self));

  place_address (self, address, 0);
}

/**
 * pgs_map_view_get_visible:
 * @self: a view
 * @start: (out): lowest address that is seen
 * @end: (out): first address above the highest one
 *
 * Returns: %FALSE if nothing is
 */
gboolean
pgs_map_view_get_visible (PgsMapView *self,
                          guint64    *start,
                          guint64    *end)
{
  PgsMapHit top = { 0 }, bottom = { 0 };
  double x;

  g_return_val_if_fail (PGS_IS_MAP_VIEW (self), FALSE);

  if (self->layout == NULL || pgs_map_layout_get_n_bands (self->layout) == 0 || get_height (self) <= 0)
    return FALSE;
  x = pgs_map_layout_get_grid_x (self->layout);
  pgs_map_layout_hit (self->layout, x, MAX (get_top (self), 0), &top);
  pgs_map_layout_hit (self->layout, x, get_top (self) + get_height (self) - 1, &bottom);
  if (top.what == PGS_MAP_HIT_NONE)
    {
      const PgsMapBand *band = pgs_map_layout_get_band (
          self->layout, MIN (top.band, pgs_map_layout_get_n_bands (self->layout) - 1));

      top.start = band->start;
      top.end = band->end;
    }
  if (bottom.what == PGS_MAP_HIT_NONE)
    {
      const gsize n = pgs_map_layout_get_n_bands (self->layout);
      const PgsMapBand *band = pgs_map_layout_get_band (self->layout, MIN (bottom.band > 0 ? bottom.band - 1 : 0, n - 1));

      bottom.start = band->start;
      bottom.end = band->end;
    }
  *start = MIN (top.start, bottom.start);
  *end = MAX (top.end, bottom.end);
  return TRUE;
}
