/* pgs-strip-view-input.c: pointer and keys on the strip
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-strip-view-private.h"

#include "pgs-strip-words.h"
#include "pgs-strip.h"

/* Selects the region there, and wants to see it. */
static void
select_address (PgsStripView *self,
                guint64       address)
{
  const PgsMaps *maps = pgs_strip_layout_get_maps (self->layout);
  gsize mapping;

  if (pgs_maps_find (maps, address, &mapping))
    pgs_session_select (self->session, &(PgsSelection) { pgs_maps_get (maps, mapping)->start,
                                                         pgs_maps_get (maps, mapping)->end, FALSE });
  pgs_strip_view_emit_scroll_to (self, address, TRUE);
}

static void
select_at (PgsStripView *self,
           double        y)
{
  const PgsStripItem *item = pgs_strip_layout_hit (self->layout, y);

  if (item != NULL && item->what != PGS_STRIP_KERNEL)
    select_address (self, pgs_strip_layout_y_to_address (self->layout, y));
}

static void
on_drag_begin (GtkGestureDrag *gesture,
               double          x,
               double          y,
               PgsStripView   *self)
{
  cairo_rectangle_t bracket;

  gtk_widget_grab_focus (GTK_WIDGET (self));
  self->grab = -1;
  if (self->layout == NULL || pgs_strip_layout_get_n_items (self->layout) == 0)
    return;
  pgs_strip_get_bracket (self->layout, self->visible_start, self->visible_end, &bracket);
  if (self->visible_start < self->visible_end && y >= bracket.y && y <= bracket.y + bracket.height)
    self->grab = y - bracket.y;
  else
    select_at (self, y);
}

static void
on_drag_update (GtkGestureDrag *gesture,
                double          dx,
                double          dy,
                PgsStripView   *self)
{
  double x, y;

  if (self->grab < 0 || self->layout == NULL || !gtk_gesture_drag_get_start_point (gesture, &x, &y))
    return;
  if (ABS (dy) < 3 && ABS (dx) < 3)
    return;
  pgs_strip_view_emit_scroll_to (self, pgs_strip_layout_y_to_address (self->layout, y + dy - self->grab + 2), FALSE);
}

/* A press inside the bracket that was not dragged selects what is under it. */
static void
on_drag_end (GtkGestureDrag *gesture,
             double          dx,
             double          dy,
             PgsStripView   *self)
{
  double x, y;

  if (self->grab >= 0 && ABS (dy) < 3 && ABS (dx) < 3 && self->layout != NULL
      && gtk_gesture_drag_get_start_point (gesture, &x, &y))
    select_at (self, y);
  self->grab = -1;
}

static gboolean
is_walkable (const PgsStripItem *item)
{
  return item->what == PGS_STRIP_BLOCK || item->what == PGS_STRIP_GROUP;
}

static gboolean
move_selection (GtkWidget *widget,
                GVariant  *arguments,
                gpointer   data)
{
  PgsStripView *self = PGS_STRIP_VIEW (widget);
  const PgsStripItem *current = pgs_strip_view_get_current_item (self);
  const int step = g_variant_get_int32 (arguments);
  gssize i = 0, n;

  if (current == NULL)
    return GDK_EVENT_PROPAGATE;
  n = pgs_strip_layout_get_n_items (self->layout);
  if (step < -1 || step > 1)
    i = step < 0 ? -1 : n;
  else
    while (pgs_strip_layout_get_item (self->layout, i) != current)
      i++;
  for (i += step < -1 ? 1 : step > 1 ? -1 : step; i >= 0 && i < n; i += step == -1 || step > 1 ? -1 : 1)
    if (is_walkable (pgs_strip_layout_get_item (self->layout, i)))
      {
        select_address (self, pgs_strip_layout_get_item (self->layout, i)->start);
        break;
      }
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
  PgsStripView *self = PGS_STRIP_VIEW (widget);
  const PgsStripItem *item;
  g_autofree char *text = NULL;
  PgsMapModel model;

  if (!pgs_strip_view_get_model (self, &model))
    return FALSE;
  item = keyboard ? pgs_strip_view_get_current_item (self) : pgs_strip_layout_hit (self->layout, y);
  if (item == NULL)
    return FALSE;
  text = pgs_strip_describe (&model, self->layout, item);
  gtk_tooltip_set_text (tooltip, text);
  gtk_tooltip_set_tip_area (tooltip, &(GdkRectangle) { 0, item->y, gtk_widget_get_width (widget), item->height });
  return TRUE;
}

/**
 * pgs_strip_view_add_keys:
 * @klass: the class of the view
 */
void
pgs_strip_view_add_keys (GtkWidgetClass *klass)
{
  gtk_widget_class_add_binding (klass, GDK_KEY_Up, 0, move_selection, "i", -1);
  gtk_widget_class_add_binding (klass, GDK_KEY_Down, 0, move_selection, "i", 1);
  gtk_widget_class_add_binding (klass, GDK_KEY_Home, 0, move_selection, "i", -2);
  gtk_widget_class_add_binding (klass, GDK_KEY_End, 0, move_selection, "i", 2);
}

/**
 * pgs_strip_view_add_controllers:
 * @self: a view that is being made
 */
void
pgs_strip_view_add_controllers (PgsStripView *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  self->grab = -1;
  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (on_drag_end), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  g_signal_connect (self, "query-tooltip", G_CALLBACK (on_query_tooltip), NULL);
}
