/* pgs-window-open.c: what is opened from a window: recordings, other computers, pictures of it, its keys
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-window-private.h"

#include "pgs-connect-dialog.h"
#include "pgs-export-dialog.h"

static void
activate_export (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       data)
{
  PgsWindow *self = data;

  pgs_export_dialog_present (GTK_WINDOW (self), self->session);
}

static void
activate_open (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       data)
{
  pgs_replay_bar_choose (((PgsWindow *) data)->replay_bar);
}

/* The first file goes into this window unless that records, each other one into one of its own. */
static gboolean
on_drop (PgsWindow    *self,
         const GValue *value)
{
  PgsApplication *application = PGS_APPLICATION (gtk_window_get_application (GTK_WINDOW (self)));
  GdkFileList *list = g_value_get_boxed (value);
  g_autoptr (GSList) files = list != NULL ? gdk_file_list_get_files (list) : NULL;

  if (files == NULL)
    return FALSE;
  for (GSList *l = files; l != NULL; l = l->next)
    if (l == files && !pgs_record_button_is_recording (self->record_button))
      pgs_window_open (self, l->data);
    else
      pgs_application_open_file (application, l->data);
  return TRUE;
}

static void
accept_drops (PgsWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect_swapped (target, "drop", G_CALLBACK (on_drop), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

/* GTK would make this window by itself, but with every window that opens, before its first frame. */
static void
activate_show_shortcuts (GSimpleAction *action,
                         GVariant      *parameter,
                         gpointer       data)
{
  g_autoptr (GtkBuilder) builder =
    gtk_builder_new_from_resource ("/io/github/pagescape_app/Pagescape/shortcuts.ui");
  GtkWindow *shortcuts = GTK_WINDOW (gtk_builder_get_object (builder, "shortcuts"));

  gtk_window_set_transient_for (shortcuts, GTK_WINDOW (data));
  gtk_window_present (shortcuts);
}

static void
on_host_chosen (PgsWindow  *self,
                const char *host)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));

  gtk_window_present (GTK_WINDOW (pgs_window_new_remote (PGS_APPLICATION (application), host)));
}

static void
activate_connect (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       data)
{
  PgsWindow *self = data;
  GtkWidget *dialog = pgs_connect_dialog_new (GTK_WINDOW (self));

  g_signal_connect_object (dialog, "chosen", G_CALLBACK (on_host_chosen), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/**
 * pgs_window_add_open:
 * @self: a new window
 *
 * Adds the actions that open something, and takes files that are dropped.
 */
void
pgs_window_add_open (PgsWindow *self)
{
  static const GActionEntry entries[] = {
    { .name = "open", .activate = activate_open },
    { .name = "export", .activate = activate_export },
    { .name = "connect", .activate = activate_connect },
    { .name = "show-shortcuts", .activate = activate_show_shortcuts },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  accept_drops (self);
}

/**
 * pgs_window_open:
 * @self: a window
 * @file: a recording to look at from now on
 *
 * If it cannot be opened a dialog says why.
 */
void
pgs_window_open (PgsWindow *self,
                 GFile     *file)
{
  g_return_if_fail (PGS_IS_WINDOW (self));
  g_return_if_fail (G_IS_FILE (file));

  pgs_replay_bar_open (self->replay_bar, file);
}
