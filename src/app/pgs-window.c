/* pgs-window.c: a window that watches one process
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-window-private.h"

#include "pgs-compat.h"
#include "pgs-wrap-layout.h"

G_DEFINE_FINAL_TYPE (PgsWindow, pgs_window, ADW_TYPE_APPLICATION_WINDOW)

static void
on_sampled (PgsWindow *self)
{
  GAction *export = g_action_map_lookup_action (G_ACTION_MAP (self), "export");

  pgs_window_update_title (self);
  pgs_window_update_live (self);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (export), pgs_session_get_snapshot (self->session) != NULL);
}

static void
on_state (PgsWindow *self)
{
  on_sampled (self);
  if (pgs_session_get_state (self->session) == PGS_SESSION_OPENING)
    pgs_split_uncover (self->processes_split);
  if (pgs_session_get_state (self->session) == PGS_SESSION_ENDED && self->remote == NULL
      && g_settings_get_boolean (self->settings, "process-reattach"))
    pgs_waiter_set_waiting (self->waiter, TRUE);
}

static gboolean
show_bottom_switcher (gpointer data)
{
  PgsWindow *self = data;

  if (self->squeezer != NULL)
    gtk_revealer_set_reveal_child (self->bottom,
                                   pgs_compat_squeezer_get_shown (self->squeezer)
                                     == self->no_switcher);

  return G_SOURCE_REMOVE;
}

/* The squeezer tells while sizes are given out: too late to want another one. */
static void
on_squeezed (PgsWindow *self)
{
  g_idle_add_full (G_PRIORITY_HIGH_IDLE, show_bottom_switcher, g_object_ref (self),
                   g_object_unref);
}

/* Space pauses wherever it has no other meaning: rows of lists are selected by moving to them. */
static gboolean
on_key (PgsWindow       *self,
        guint            keyval,
        guint            keycode,
        GdkModifierType  state)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  const GdkModifierType modifiers = GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK
                                    | GDK_SUPER_MASK;

  if (keyval != GDK_KEY_space || (state & modifiers) != 0
      || gtk_stack_get_visible_child (self->views) == GTK_WIDGET (self->lab_bin))
    return GDK_EVENT_PROPAGATE;
  if (focus != NULL
      && (GTK_IS_TEXT (focus) || GTK_IS_BUTTON (focus) || GTK_IS_SWITCH (focus)
          || gtk_widget_get_ancestor (focus, GTK_TYPE_POPOVER) != NULL
          || gtk_widget_get_ancestor (focus, GTK_TYPE_MENU_BUTTON) != NULL))
    return GDK_EVENT_PROPAGATE;
  g_action_group_activate_action (G_ACTION_GROUP (self), pgs_session_is_live (self->session) ? "live" : "play",
                                  NULL);

  return GDK_EVENT_STOP;
}

static void
activate_reconnect (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       data)
{
  pgs_remote_connect (PGS_WINDOW (data)->remote);
}

static void
add_property_action (PgsWindow  *self,
                     const char *name,
                     gpointer    object,
                     const char *property)
{
  g_autoptr (GPropertyAction) action = g_property_action_new (name, object, property);

  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (action));
}

/* Not a GPropertyAction: the window has its actions, and would never be freed with one that has the window. */
static void
change_fullscreen (GSimpleAction *action,
                   GVariant      *value,
                   gpointer       data)
{
  if (g_variant_get_boolean (value))
    gtk_window_fullscreen (GTK_WINDOW (data));
  else
    gtk_window_unfullscreen (GTK_WINDOW (data));
}

static void
on_fullscreened (PgsWindow *self)
{
  pgs_window_set_action (self, "fullscreen", TRUE,
                         g_variant_new_boolean (gtk_window_is_fullscreen (GTK_WINDOW (self))));
}

static void
add_actions (PgsWindow *self)
{
  static const GActionEntry entries[] = {
    { .name = "fullscreen", .state = "false", .change_state = change_fullscreen },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  pgs_window_add_open (self);
  add_property_action (self, "show-processes", self->processes_split, "side-visible");
  add_property_action (self, "show-inspector", self->inspector_split, "side-visible");
  add_property_action (self, "show-timeline", self->timeline_split, "side-visible");
  add_property_action (self, "wait", self->waiter, "waiting");
  g_signal_connect (self, "notify::fullscreened", G_CALLBACK (on_fullscreened), NULL);
  pgs_window_add_header (self);
  pgs_window_add_hidden (self);
  pgs_window_add_lab (self);
  pgs_window_add_title (self);
  pgs_window_add_views (self);
  pgs_window_add_launch (self);
}

static void
restore (PgsWindow *self)
{
  g_autofree char *view = g_settings_get_string (self->settings, "view");
  int width, height;

  g_settings_get (self->settings, "window-size", "(ii)", &width, &height);
  gtk_window_set_default_size (GTK_WINDOW (self), width, height);
  if (g_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
  if (gtk_stack_get_child_by_name (self->views, view) != NULL)
    gtk_stack_set_visible_child_name (self->views, view);

  g_settings_bind (self->settings, "show-processes", self->processes_split, "show-side", 0);
  g_settings_bind (self->settings, "show-inspector", self->inspector_split, "show-side", 0);
  g_settings_bind (self->settings, "show-timeline", self->timeline_split, "show-side", 0);
  g_settings_bind (self->settings, "inspector-width", self->inspector_split, "side-size", 0);
  g_settings_bind (self->settings, "timeline-height", self->timeline_split, "side-size", 0);
  g_settings_bind (self->settings, "output-height", self->output_split, "side-size", 0);
  g_settings_bind (self->settings, "sampling-rate", self->session, "rate", G_SETTINGS_BIND_GET);
  g_settings_bind (self->settings, "cpu-budget", self->session, "budget", G_SETTINGS_BIND_GET);
  g_settings_bind (self->settings, "history-budget", self->session, "history-budget", G_SETTINGS_BIND_GET);
}

static gboolean
pgs_window_close_request (GtkWindow *window)
{
  PgsWindow *self = PGS_WINDOW (window);
  int width, height;

  if (!pgs_window_may_close (self))
    return TRUE;

  gtk_window_get_default_size (window, &width, &height);
  g_settings_set (self->settings, "window-size", "(ii)", width, height);
  g_settings_set_boolean (self->settings, "window-maximized", gtk_window_is_maximized (window));

  return GTK_WINDOW_CLASS (pgs_window_parent_class)->close_request (window);
}

static void
pgs_window_dispose (GObject *object)
{
  PgsWindow *self = PGS_WINDOW (object);

  g_clear_handle_id (&self->unmapped_id, g_source_remove);
  g_clear_object (&self->last_look);
  g_clear_pointer (&self->time_actions, pgs_time_actions_free);
  g_clear_pointer (&self->program_watch, pgs_program_watch_free);
  g_clear_object (&self->waiter);
  g_clear_object (&self->remote);
  g_clear_object (&self->monitor);
  g_clear_object (&self->session);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (pgs_window_parent_class)->dispose (object);
}

static void
pgs_window_class_init (PgsWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pgs_window_dispose;
  widget_class->snapshot = pgs_window_snapshot;
  GTK_WINDOW_CLASS (klass)->close_request = pgs_window_close_request;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/pagescape_app/Pagescape/window.ui");
  gtk_widget_class_bind_template_child (widget_class, PgsWindow, title);
  gtk_widget_class_bind_template_child (widget_class, PgsWindow, header);
  gtk_widget_class_bind_template_child (widget_class, PgsWindow, folded_menu);
  gtk_widget_class_bind_template_child (widget_class, PgsWindow, live);
  gtk_widget_class_bind_template_child (widget_class, PgsWindow, live_sign);
  gtk_widget_class_bind_template_child (widget_class, PgsWindow, live_name);
  gtk_widget_class_bind_template_child (widget_class, PgsWindow, squeezer);
  gtk_widget_class_bind_template_child (widget_class, PgsWindow, no_switcher);
  gtk_widget_class_bind_template_child (widget_class, PgsWindow, bottom);
  gtk_widget_class_bind_template_child (widget_class, PgsWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, PgsWindow, processes_split);
  gtk_widget_class_bind_template_child (widget_class, PgsWindow, side);
  gtk_widget_class_bind_template_child (widget_class, PgsWindow, side_button);
  gtk_widget_class_bind_template_child (widget_class, PgsWindow, processes_pane);
  gtk_widget_class_bind_template_child (widget_class, PgsWindow, notices);
  gtk_widget_class_bind_template_child (widget_class, PgsWindow, inspector_button);
  gtk_widget_class_bind_template_child (widget_class, PgsWindow, compare_button);
  gtk_widget_class_bind_template_child (widget_class, PgsWindow, export_button);
  gtk_widget_class_bind_template_child (widget_class, PgsWindow, timeline_split);
  gtk_widget_class_bind_template_child (widget_class, PgsWindow, inspector_split);
  gtk_widget_class_bind_template_child (widget_class, PgsWindow, output_split);
  gtk_widget_class_bind_template_child (widget_class, PgsWindow, program_pane);
  gtk_widget_class_bind_template_child (widget_class, PgsWindow, views);
  gtk_widget_class_bind_template_child (widget_class, PgsWindow, process_list);
  gtk_widget_class_bind_template_child (widget_class, PgsWindow, system_bin);
  gtk_widget_class_bind_template_child (widget_class, PgsWindow, system_strip);
  gtk_widget_class_bind_template_child (widget_class, PgsWindow, session_bar);
  gtk_widget_class_bind_template_child (widget_class, PgsWindow, past_bar);
  gtk_widget_class_bind_template_child (widget_class, PgsWindow, replay_bar);
  gtk_widget_class_bind_template_child (widget_class, PgsWindow, record_button);
  gtk_widget_class_bind_template_child (widget_class, PgsWindow, rights_button);
  gtk_widget_class_bind_template_child (widget_class, PgsWindow, timeline);
  gtk_widget_class_bind_template_child (widget_class, PgsWindow, inspector);
  gtk_widget_class_bind_template_child (widget_class, PgsWindow, map_page);
  gtk_widget_class_bind_template_child (widget_class, PgsWindow, regions_bin);
  gtk_widget_class_bind_template_child (widget_class, PgsWindow, lab_bin);
  gtk_widget_class_bind_template_child (widget_class, PgsWindow, lab_list_bin);
  gtk_widget_class_bind_template_child (widget_class, PgsWindow, compare_bin);
  gtk_widget_class_bind_template_callback (widget_class, on_key);
  gtk_widget_class_bind_template_callback (widget_class, on_squeezed);
  gtk_widget_class_bind_template_callback (widget_class, pgs_window_show_view);
}

static void
ensure_types (void)
{
  g_type_ensure (PGS_TYPE_FOLD);
  g_type_ensure (PGS_TYPE_INSPECTOR);
  g_type_ensure (PGS_TYPE_PAST_BAR);
  g_type_ensure (PGS_TYPE_PROCESS_LIST);
  g_type_ensure (PGS_TYPE_PROGRAM_PANE);
  g_type_ensure (PGS_TYPE_MAP_PAGE);
  g_type_ensure (PGS_TYPE_RECORD_BUTTON);
  g_type_ensure (PGS_TYPE_REPLAY_BAR);
  g_type_ensure (PGS_TYPE_RIGHTS_BUTTON);
  g_type_ensure (PGS_TYPE_SESSION_BAR);
  g_type_ensure (PGS_TYPE_SPLIT);
  g_type_ensure (PGS_TYPE_SYSTEM_STRIP);
  g_type_ensure (PGS_TYPE_TIMELINE);
  g_type_ensure (PGS_TYPE_WRAP_LAYOUT);
}

static void
pgs_window_init (PgsWindow *self)
{
  ensure_types ();
  gtk_widget_init_template (GTK_WIDGET (self));
  self->session = pgs_session_new ();
}

/* A recording may be of another machine. */
static void
on_machine (PgsWindow *self)
{
  const PgsSystem *system = pgs_monitor_get_system (self->monitor);
  const gint isolation = system != NULL ? system->page_table_isolation : -1;
  PgsIsolation known = isolation < 0 ? PGS_ISOLATION_UNKNOWN
                       : isolation > 0 ? PGS_ISOLATION_TABLES : PGS_ISOLATION_NONE;

  if (pgs_session_get_state (self->session) == PGS_SESSION_REPLAY)
    known = PGS_ISOLATION_UNKNOWN;
  pgs_map_page_set_isolation (self->map_page, known);
  pgs_inspector_set_isolation (self->inspector, known);
}

static void
connect_widgets (PgsWindow *self)
{
  GtkWidget * const with_session[] = {
    GTK_WIDGET (self->process_list),
    GTK_WIDGET (self->session_bar),
    GTK_WIDGET (self->past_bar),
    GTK_WIDGET (self->replay_bar),
    GTK_WIDGET (self->inspector),
    GTK_WIDGET (self->timeline),
    GTK_WIDGET (self->map_page),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (with_session); i++)
    g_object_set (with_session[i], "session", self->session, NULL);
  g_object_set (self->session_bar, "remote", self->remote, NULL);
  g_object_set (self->process_list, "monitor", self->monitor, NULL);
  g_object_set (self->system_strip, "monitor", self->monitor, NULL);
  g_signal_connect_object (self->monitor, "refreshed", G_CALLBACK (on_machine), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::state", G_CALLBACK (on_machine), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "sampled", G_CALLBACK (on_sampled), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::state", G_CALLBACK (on_state), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::live", G_CALLBACK (pgs_window_update_live), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::playing", G_CALLBACK (pgs_window_update_live), self, G_CONNECT_SWAPPED);
}

static void
on_remote_changed (PgsWindow *self)
{
  GAction *reconnect = g_action_map_lookup_action (G_ACTION_MAP (self), "reconnect");

  g_simple_action_set_enabled (G_SIMPLE_ACTION (reconnect),
                               pgs_remote_get_state (self->remote) == PGS_REMOTE_LOST);
  pgs_window_update_title (self);
  pgs_window_update_live (self);
}

/* Shows another machine in place of this one. */
static void
set_remote (PgsWindow  *self,
            const char *host)
{
  static const GActionEntry entries[] = { { .name = "reconnect", .activate = activate_reconnect } };

  self->remote = pgs_remote_new (host, self->session);
  self->monitor = g_object_ref (pgs_remote_get_monitor (self->remote));
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_signal_connect_object (self->remote, "changed", G_CALLBACK (on_remote_changed), self, G_CONNECT_SWAPPED);
}

static GtkWidget *
window_new (PgsApplication *application,
            const char     *host)
{
  PgsWindow *self = g_object_new (PGS_TYPE_WINDOW, "application", application, NULL);

  if (host != NULL)
    set_remote (self, host);
  else
    self->monitor = g_object_ref (pgs_application_get_monitor (application));
  self->settings = g_object_ref (pgs_application_get_settings (application));
  self->waiter = pgs_waiter_new (self->monitor, self->session);
  add_actions (self);
  self->time_actions = pgs_time_actions_new (G_ACTION_MAP (self), self->session, self->timeline, self->toasts);
  pgs_record_button_add_actions (self->record_button, G_ACTION_MAP (self), self->session, self->toasts);
  connect_widgets (self);
  pgs_window_add_rights (self);
  restore (self);
  pgs_window_show_view (self);
  on_sampled (self);
  pgs_process_list_focus_rows (self->process_list);

  return GTK_WIDGET (self);
}

/**
 * pgs_window_set_action:
 * @self: a window
 * @name: one of its actions
 * @enabled: whether it can be activated
 * @state: (nullable) (transfer floating): its new state
 *
 * Changes what is known of an action.
 */
void
pgs_window_set_action (PgsWindow  *self,
                       const char *name,
                       gboolean    enabled,
                       GVariant   *state)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
  if (state != NULL)
    g_simple_action_set_state (G_SIMPLE_ACTION (action), state);
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
  return window_new (application, NULL);
}

/**
 * pgs_window_new_remote:
 * @application: its application
 * @host: another machine, as ssh knows it
 *
 * Returns: (transfer none): a new window about that machine, which connects to it; GTK owns it
 */
GtkWidget *
pgs_window_new_remote (PgsApplication *application,
                       const char     *host)
{
  GtkWidget *window = window_new (application, host);

  pgs_remote_connect (PGS_WINDOW (window)->remote);
  return window;
}

/**
 * pgs_window_get_session:
 * @self: a window
 *
 * Returns: (transfer none): what it watches
 */
PgsSession *
pgs_window_get_session (PgsWindow *self)
{
  g_return_val_if_fail (PGS_IS_WINDOW (self), NULL);

  return self->session;
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

  pgs_session_watch (self->session, pid);
}
