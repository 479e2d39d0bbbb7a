/* pgs-connect-dialog.c: asks which other computer to look at
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-connect-dialog.h"

#include "pgs-host.h"

struct _PgsConnectDialog
{
  AdwWindow parent_instance;

  GtkEditable *host;
  GtkLabel *problem;
  GtkWidget *connect;
};

enum
{
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PgsConnectDialog, pgs_connect_dialog, ADW_TYPE_WINDOW)

static void
on_changed (PgsConnectDialog *self)
{
  gtk_widget_set_sensitive (self->connect, *gtk_editable_get_text (self->host) != '\0');
  gtk_widget_set_visible (GTK_WIDGET (self->problem), FALSE);
}

static void
on_connect (PgsConnectDialog *self)
{
  g_autofree char *host = g_strstrip (g_strdup (gtk_editable_get_text (self->host)));
  g_autoptr (GError) error = NULL;

  if (!pgs_host_check_name (host, &error))
    {
      gtk_label_set_text (self->problem, error->message);
      gtk_widget_set_visible (GTK_WIDGET (self->problem), TRUE);
      return;
    }
  g_signal_emit (self, signals[CHOSEN], 0, host);
  gtk_window_close (GTK_WINDOW (self));
}

static void
pgs_connect_dialog_class_init (PgsConnectDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[CHOSEN] = g_signal_new ("chosen", PGS_TYPE_CONNECT_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/pagescape_app/Pagescape/"
                                                             "connect-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, PgsConnectDialog, host);
  gtk_widget_class_bind_template_child (widget_class, PgsConnectDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, PgsConnectDialog, connect);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_connect);
}

static void
pgs_connect_dialog_init (PgsConnectDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * pgs_connect_dialog_new:
 * @parent: the window that it is for
 *
 * Returns: (transfer none): a dialog to be presented; GTK owns it
 */
GtkWidget *
pgs_connect_dialog_new (GtkWindow *parent)
{
  return g_object_new (PGS_TYPE_CONNECT_DIALOG, "transient-for", parent, NULL);
}
