/* pgs-map-view-input.c: pointer, fingers and keys on the map
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-map-view-private.h"

#include <math.h>

#include "pgs-map-walk.h"

#define PINCH_STEP 1.4 /* how far fingers move apart for one step of zoom */
#define KEY_SCROLL 0.9 /* of a page */

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
  self->shows_cursor = FALSE;
  if (self->layout == NULL || self->session == NULL)
    return;
  pgs_map_layout_hit (self->layout, x, pgs_map_view_get_top (self) + y, &hit);
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
    pgs_map_view_zoom_around (self, self->zoom + steps, self->pointer_x, self->has_pointer ? self->pointer_y : pgs_map_view_get_view_height (self) / 2);
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
  double x = 0, y = pgs_map_view_get_view_height (self) / 2;

  gtk_gesture_get_bounding_box_center (GTK_GESTURE (gesture), &x, &y);
  if (steps != self->pinch_steps)
    pgs_map_view_zoom_around (self, self->zoom + steps - self->pinch_steps, x, y);
  self->pinch_steps = steps;
}

/**
 * pgs_map_view_get_key_address:
 * @self: a view
 *
 * Returns: where keys begin: the cursor, else what is selected, else what is on top of the view
 */
guint64
pgs_map_view_get_key_address (PgsMapView *self)
{
  PgsSelection selection;
  guint64 address = 0;

  if (self->has_cursor)
    return self->cursor;
  pgs_session_get_selection (self->session, &selection);
  if (selection.start < selection.end)
    return selection.start;
  pgs_map_view_get_address_at (self, pgs_map_layout_get_grid_x (self->layout), 8, &address);
  return address;
}

static void
show_cursor (PgsMapView *self)
{
  const double top = pgs_map_view_get_top (self);
  cairo_rectangle_t rect;

  self->shows_cursor = TRUE;
  if (!pgs_map_layout_address_rect (self->layout, self->cursor, &rect))
    return;
  if (rect.y < top + 8)
    pgs_map_view_set_top (self, rect.y - 24);
  else if (rect.y + rect.height > top + pgs_map_view_get_view_height (self) - 8)
    pgs_map_view_set_top (self, rect.y + rect.height + 24 - pgs_map_view_get_view_height (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
  gtk_widget_trigger_tooltip_query (GTK_WIDGET (self));
  pgs_map_view_update_description (self);
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
  address = pgs_map_view_get_key_address (self);
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
  const double by = g_variant_get_int32 (arguments) * pgs_map_view_get_view_height (self) * KEY_SCROLL;
  cairo_rectangle_t rect;
  double y = pgs_map_view_get_view_height (self) / 2;

  if (self->layout == NULL || self->session == NULL)
    return GDK_EVENT_PROPAGATE;
  if (pgs_map_layout_address_rect (self->layout, pgs_map_view_get_key_address (self), &rect))
    y = CLAMP (rect.y - pgs_map_view_get_top (self), 0, pgs_map_view_get_view_height (self) - 1);
  pgs_map_view_set_top (self, pgs_map_view_get_top (self) + by);
  self->has_cursor = pgs_map_view_get_address_at (self, pgs_map_layout_get_grid_x (self->layout), y, &self->cursor);
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
      || !pgs_map_layout_address_rect (self->layout, pgs_map_view_get_key_address (self), &rect))
    return GDK_EVENT_PROPAGATE;
  pgs_map_layout_hit (self->layout, rect.x, rect.y, &hit);
  select_hit (self, &hit);
  show_cursor (self);
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
  text = g_strdup_printf ("0x%" G_GINT64_MODIFIER "x", pgs_map_view_get_key_address (self));
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
  cairo_rectangle_t rect = { x, pgs_map_view_get_top (self) + y, 1, 1 };
  PgsMapModel model;
  PgsMapHit hit;

  if (self->layout == NULL || !pgs_map_view_get_model (self, &model) || model.snapshot->maps != pgs_map_layout_get_maps (self->layout))
    return FALSE;
  if (keyboard && (!self->has_cursor || !pgs_map_layout_address_rect (self->layout, self->cursor, &rect)))
    return FALSE;
  pgs_map_layout_hit (self->layout, rect.x, rect.y, &hit);
  text = pgs_map_describe_hit (&model, self->layout, &hit);
  if (text == NULL)
    return FALSE;
  gtk_tooltip_set_text (tooltip, text);
  if (hit.what == PGS_MAP_HIT_CELL && pgs_map_layout_address_rect (self->layout, hit.start, &rect))
    gtk_tooltip_set_tip_area (tooltip, &(GdkRectangle) { rect.x, rect.y - pgs_map_view_get_top (self), rect.width, rect.height });
  return TRUE;
}

/**
 * pgs_map_view_add_keys:
 * @klass: the class of the view
 */
void
pgs_map_view_add_keys (GtkWidgetClass *klass)
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

/**
 * pgs_map_view_add_controllers:
 * @self: a view that is being made
 */
void
pgs_map_view_add_controllers (PgsMapView *self)
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
  g_signal_connect (self, "query-tooltip", G_CALLBACK (on_query_tooltip), NULL);
}
