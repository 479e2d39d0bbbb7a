/* pgs-window-hidden.c: a window that nobody can see draws nothing and watches rarely
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * What is in the window is unmapped: so nothing of it is drawn, whoever asks for it, lists follow nobody,
 * and the keyboard's focus stays where it was. What was seen last is kept as a picture, since desktops show
 * small pictures of minimised windows too.
 */
#include "config.h"

#include "pgs-window-private.h"

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
on_toplevel_state (PgsWindow   *self,
                   GParamSpec  *pspec,
                   GdkToplevel *toplevel)
{
  set_hidden (self, (gdk_toplevel_get_state (toplevel) & (GDK_TOPLEVEL_STATE_MINIMIZED | STATE_SUSPENDED)) != 0);
}

static void
on_realized (PgsWindow *self)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (self));

  g_signal_connect_object (surface, "notify::state", G_CALLBACK (on_toplevel_state), self, G_CONNECT_SWAPPED);
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
 * From now on it notices that it is minimised, or that the compositor shows nothing of it.
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
