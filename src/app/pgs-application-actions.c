/* pgs-application-actions.c: what can be done with the whole program, and the keys of everything
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-application-actions.h"

#include "pgs-compat.h"
#include "pgs-help-window.h"
#include "pgs-preferences.h"

static void
activate_new_window (GSimpleAction *action,
                     GVariant      *parameter,
                     gpointer       data)
{
  pgs_application_open_window (data, 0);
}

static void
activate_open_file (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       data)
{
  g_autoptr (GFile) file = g_file_new_for_uri (g_variant_get_string (parameter, NULL));

  pgs_application_open_file (data, file);
}

/* For other programs, over D-Bus: "inspect the memory of this process". */
static void
activate_watch (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       data)
{
  const gint pid = g_variant_get_int32 (parameter);

  if (pid > 0)
    pgs_application_open_window (data, pid);
}

static void
activate_quit (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       data)
{
  g_autolist (GtkWindow) windows = g_list_copy_deep (gtk_application_get_windows (data),
                                                     (GCopyFunc) (void (*) (void)) g_object_ref,
                                                     NULL);

  for (GList *l = windows; l != NULL; l = l->next)
    gtk_window_close (l->data);
}

static void
activate_preferences (GSimpleAction *action,
                      GVariant      *parameter,
                      gpointer       data)
{
  PgsApplication *self = data;
  GtkWindow *parent = gtk_application_get_active_window (GTK_APPLICATION (self));

  gtk_window_present (GTK_WINDOW (pgs_preferences_new (parent, pgs_application_get_settings (self))));
}

static void
activate_help (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       data)
{
  pgs_help_window_show (gtk_application_get_active_window (data));
}

static void
activate_about (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       data)
{
  pgs_compat_show_about (gtk_application_get_active_window (data));
}

/**
 * pgs_application_actions_add:
 * @self: an application that starts
 *
 * Adds what can be done with the whole program, and the keys of that and of its windows' actions.
 */
void
pgs_application_actions_add (PgsApplication *self)
{
  static const GActionEntry entries[] = {
    { .name = "new-window", .activate = activate_new_window },
    { .name = "watch", .activate = activate_watch, .parameter_type = "i" },
    { .name = "open-file", .activate = activate_open_file, .parameter_type = "s" },
    { .name = "preferences", .activate = activate_preferences },
    { .name = "help", .activate = activate_help },
    { .name = "about", .activate = activate_about },
    { .name = "quit", .activate = activate_quit },
  };
  static const struct
  {
    const char *action;
    const char *accels[3];
  } accels[] = {
    { "app.new-window", { "<Control>n" } },
    { "win.launch", { "<Control><Shift>n" } },
    { "win.show-output", { "<Control><Shift>F9" } },
    { "app.preferences", { "<Control>comma" } },
    { "app.help", { "F1" } },
    { "app.quit", { "<Control>q" } },
    { "window.close", { "<Control>w" } },
    { "win.show-processes", { "F9" } },
    { "win.show-inspector", { "<Shift>F9" } },
    { "win.show-timeline", { "<Control>F9" } },
    { "win.fullscreen", { "F11" } },
    { "win.mark", { "<Control>m" } },
    { "win.previous-sample", { "<Alt>Left" } },
    { "win.next-sample", { "<Alt>Right" } },
    { "win.previous-mark", { "<Alt>Page_Up" } },
    { "win.next-mark", { "<Alt>Page_Down" } },
    { "win.first-sample", { "<Alt>Home" } },
    { "win.go-live", { "<Alt>End" } },
    { "win.open", { "<Control>o" } },
    { "win.compare", { "<Control>d" } },
    { "win.save", { "<Control>s" } },
    { "win.record", { "<Control>r" } },
    { "win.export", { "<Control>e" } },
    { "win.find", { "<Control>f" } },
    { "win.go-to", { "<Control>l" } },
    { "win.search-processes", { "<Control>p" } },
    { "win.sort", { "<Control><Shift>o" } },
    { "win.show-shortcuts", { "<Control>question" } },
    { "win.view::map", { "<Alt>1" } },
    { "win.view::regions", { "<Alt>2" } },
    { "win.view::system", { "<Alt>3" } },
    { "win.view::lab", { "<Alt>4" } },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  for (gsize i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), accels[i].action,
                                           accels[i].accels);
}
