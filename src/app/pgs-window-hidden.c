/* pgs-window-hidden.c: a window that nobody can see draws nothing and watches rarely
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * What is in the window is unmapped: so nothing of it is drawn, whoever asks for it, lists follow nobody,
 * and the keyboard's focus stays where it was. What was seen last is kept as a picture, since desktops show
 * small pictures of minimised windows too.
 *
 * Of a window on another workspace GTK tells nothing under X11, where most window managers unmap it: of that the
 * X server tells. They also unmap a window for a moment while they put a frame around it.
 */
#include "config.h"

#include "pgs-window-private.h"

#include "pgs-compat.h"

#ifdef GDK_WINDOWING_X11
#include <gdk/x11/gdkx.h>
#endif

#define UNMAPPED_MS 300 /* longer than it takes to put a frame around a window */

/* GDK_TOPLEVEL_STATE_SUSPENDED, which has a name since GTK 4.12; before, nobody sets this bit. */
#define STATE_SUSPENDED (1 << 16)

static void
show_content (PgsWindow *self,
              gboolean   shown)
{
  GtkWidget *content = adw_application_window_get_content (ADW_APPLICATION_WINDOW (self));

  g_clear_object (&self->last_look);
  if (!shown)
    {
      g_autoptr (GdkPaintable) look = gtk_widget_paintable_new (content);

      self->last_look = gdk_paintable_get_current_image (look);
    }
  gtk_widget_set_child_visible (content, shown);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
set_hidden (PgsWindow *self,
            gboolean   hidden)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));

  if (self->hidden == hidden)
    return;
  self->hidden = hidden;
  g_object_set (self->session, "hidden", hidden, NULL);
  show_content (self, !hidden);
  if (self->remote != NULL)
    g_object_set (self->monitor, "hidden", hidden, NULL);
  else if (application != NULL)
    pgs_application_note_hidden (PGS_APPLICATION (application));
}

static void
update_hidden (PgsWindow *self)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (self));
  const GdkToplevelState hiding = GDK_TOPLEVEL_STATE_MINIMIZED | STATE_SUSPENDED;

  if (surface != NULL)
    set_hidden (self, self->unmapped || (gdk_toplevel_get_state (GDK_TOPLEVEL (surface)) & hiding) != 0);
}

#ifdef GDK_WINDOWING_X11
static gboolean
on_unmapped_for_long (gpointer data)
{
  PgsWindow *self = data;

  self->unmapped_id = 0;
  self->unmapped = TRUE;
  update_hidden (self);
  return G_SOURCE_REMOVE;
}

/* Returns: FALSE: GTK is to have the event, too */
static gboolean
on_x_event (PgsWindow  *self,
            gpointer    x_event,
            GdkDisplay *display)
{
  const XEvent *event = x_event;
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (self));

  if ((event->type != MapNotify && event->type != UnmapNotify) || surface == NULL
      || event->xany.window != pgs_compat_surface_get_xid (surface))
    return FALSE;
  g_clear_handle_id (&self->unmapped_id, g_source_remove);
  if (event->type == UnmapNotify)
    self->unmapped_id = g_timeout_add (UNMAPPED_MS, on_unmapped_for_long, self);
  else
    {
      self->unmapped = FALSE;
      update_hidden (self);
    }
  return FALSE;
}
#endif

static void
on_realized (PgsWindow *self)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (self));

  g_signal_connect_object (surface, "notify::state", G_CALLBACK (update_hidden), self, G_CONNECT_SWAPPED);
#ifdef GDK_WINDOWING_X11
  if (GDK_IS_X11_SURFACE (surface))
    {
      GdkDisplay *display = gdk_surface_get_display (surface);

      g_signal_handlers_disconnect_by_func (display, on_x_event, self);
      g_signal_connect_object (display, "xevent", G_CALLBACK (on_x_event), self, G_CONNECT_SWAPPED);
    }
#endif
}

/**
 * pgs_window_snapshot:
 * @widget: a window
 * @snapshot: to be drawn into
 *
 * Draws what is in it; while it is hidden, what was seen last.
 */
void
pgs_window_snapshot (GtkWidget   *widget,
                     GtkSnapshot *snapshot)
{
  PgsWindow *self = PGS_WINDOW (widget);

  if (self->last_look != NULL)
    gdk_paintable_snapshot (self->last_look, snapshot, gtk_widget_get_width (widget),
                            gtk_widget_get_height (widget));
  else
    GTK_WIDGET_CLASS (g_type_class_peek (ADW_TYPE_APPLICATION_WINDOW))->snapshot (widget, snapshot);
}

/**
 * pgs_window_add_hidden:
 * @self: a window that is made
 *
 * From now on it notices that it is minimised, on another workspace, or that the compositor shows nothing of it.
 */
void
pgs_window_add_hidden (PgsWindow *self)
{
  g_signal_connect (self, "realize", G_CALLBACK (on_realized), NULL);
}

/**
 * pgs_window_is_hidden:
 * @self: a window
 *
 * Returns: whether nobody can see it
 */
gboolean
pgs_window_is_hidden (PgsWindow *self)
{
  g_return_val_if_fail (PGS_IS_WINDOW (self), FALSE);

  return self->hidden;
}

/**
 * pgs_window_is_of_this_machine:
 * @self: a window
 *
 * Returns: whether it shows the processes of this machine, as the application's monitor knows them
 */
gboolean
pgs_window_is_of_this_machine (PgsWindow *self)
{
  g_return_val_if_fail (PGS_IS_WINDOW (self), FALSE);

  return self->remote == NULL;
}
