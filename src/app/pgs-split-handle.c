/* pgs-split-handle.c: the line between the panes of a split, which moves with the pointer and with keys
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-split-private.h"

#define KEY_STEP 20

/* The gesture is on the split, not on the handle, as that moves along and the offset with it. */
static void
on_drag_begin (PgsSplit   *self,
               double      x,
               double      y,
               GtkGesture *gesture)
{
  GtkWidget *picked = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);

  gtk_gesture_set_state (gesture, picked == self->handle ? GTK_EVENT_SEQUENCE_CLAIMED
                                                         : GTK_EVENT_SEQUENCE_DENIED);
  if (picked == self->handle)
    self->drag_start_size = pgs_split_get_extent (self, self->side);
}

static void
on_drag_update (PgsSplit *self,
                double    dx,
                double    dy)
{
  int by = (int) (self->orientation == GTK_ORIENTATION_HORIZONTAL ? dx : dy);

  pgs_split_set_side_extent (self, self->drag_start_size + (pgs_split_is_side_last (self) ? -by : by));
}

static gboolean
on_key (PgsSplit        *self,
        guint            keyval,
        guint            keycode,
        GdkModifierType  state)
{
  gboolean horizontal = self->orientation == GTK_ORIENTATION_HORIZONTAL;
  guint back = horizontal ? GDK_KEY_Left : GDK_KEY_Up;
  guint forth = horizontal ? GDK_KEY_Right : GDK_KEY_Down;
  int by = keyval == back ? -KEY_STEP : KEY_STEP;
  int size = pgs_split_get_extent (self, self->side);

  if (keyval != back && keyval != forth)
    return GDK_EVENT_PROPAGATE;
  pgs_split_set_side_extent (self, size + (pgs_split_is_side_last (self) ? -by : by));

  return GDK_EVENT_STOP;
}

/**
 * pgs_split_add_handle:
 * @self: a split without one
 *
 * Adds the line, and what moves it.
 */
void
pgs_split_add_handle (PgsSplit *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->handle = g_object_new (GTK_TYPE_SEPARATOR, "css-name", "splithandle", "orientation",
                               GTK_ORIENTATION_VERTICAL, "focusable", TRUE, NULL);
  gtk_widget_set_cursor_from_name (self->handle, "col-resize");
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (self->handle, keys);
  gtk_widget_set_parent (self->handle, GTK_WIDGET (self));

  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (drag), GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
}
