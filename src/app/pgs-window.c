/* pgs-window.c: a window that watches one process
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-window.h"

struct _PgsWindow
{
  AdwApplicationWindow parent_instance;

  AdwWindowTitle *title;
  AdwViewStack *views;
};

G_DEFINE_FINAL_TYPE (PgsWindow, pgs_window, ADW_TYPE_APPLICATION_WINDOW)

static void
pgs_window_class_init (PgsWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/pagescape_app/Pagescape/window.ui");
  gtk_widget_class_bind_template_child (widget_class, PgsWindow, title);
  gtk_widget_class_bind_template_child (widget_class, PgsWindow, views);
}

static void
pgs_window_init (PgsWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * pgs_window_new:
 * @application: its application
 *
 * Returns: (transfer none): a new window that watches nothing yet; GTK owns it
 */
GtkWidget *
pgs_window_new (PgsApplication *application)
{
  return g_object_new (PGS_TYPE_WINDOW, "application", application, NULL);
}

/**
 * pgs_window_watch:
 * @self: a window
 * @pid: the process to watch from now on
 */
void
pgs_window_watch (PgsWindow *self,
                  gint       pid)
{
  g_return_if_fail (PGS_IS_WINDOW (self));
}
