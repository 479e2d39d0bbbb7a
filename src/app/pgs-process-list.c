/* pgs-process-list.c: the list of processes to choose one from
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-process-list.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

#include "pgs-family-bar.h"
#include "pgs-list-tab.h"
#include "pgs-monitor.h"
#include "pgs-process-columns.h"
#include "pgs-process-selection.h"
#include "pgs-rest.h"
#include "pgs-spoken.h"
#include "pgs-table-start.h"

#define LEAST_ROW_HEIGHT 16 /* with the smallest text */

struct _PgsProcessList
{
  GtkWidget parent_instance;

  PgsMonitor *monitor;
  GSettings *settings;
  PgsProcessStore *store;
  PgsProcessSelection *selection;
  PgsProcessColumns *columns;
  PgsScrollKeeper *keeper;
  PgsRest *rest;

  GtkWidget *box;
  GtkColumnView *view;
  GtkEditable *search;
  GtkStack *stack;
  GtkLabel *nobody; /* why there are no rows */
  GtkMenuButton *menu;
  PgsFamilyBar *family_bar;
};

enum
{
  PROP_0,
  PROP_MONITOR,
  PROP_SESSION,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PgsProcessList, pgs_process_list, GTK_TYPE_WIDGET)

static void
show_whether_empty (PgsProcessList *self)
{
  const char *trouble = self->monitor != NULL ? pgs_monitor_get_trouble (self->monitor) : NULL;
  const gboolean is_known = pgs_process_store_get_total (self->store) > 0;
  const gboolean empty = g_list_model_get_n_items (G_LIST_MODEL (self->store)) == 0
                         && (is_known || trouble != NULL);

  if (empty)
    gtk_label_set_label (self->nobody, is_known ? _("No process matches") : trouble);
  gtk_stack_set_visible_child_name (self->stack, empty ? "empty" : "list");
}

/* Asks for the processes as long as the list is on screen, for those of the rows first. */
static void
follow_monitor (PgsProcessList *self)
{
  g_autoptr (GArray) pids = NULL;

  if (self->monitor == NULL)
    return;
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    {
      if (pgs_family_bar_is_following (self->family_bar)) /* who is born now is to be known later */
        pgs_monitor_follow (self->monitor, self, NULL, 0);
      else
        pgs_monitor_unfollow (self->monitor, self);
      return;
    }
  pids = pgs_process_columns_get_pids (self->columns);
  pgs_monitor_follow (self->monitor, self, (const gint *) pids->data, pids->len);
}

static void
on_first_rows_painted (PgsProcessList *self,
                       GdkFrameClock  *clock)
{
  g_signal_handlers_disconnect_by_func (clock, on_first_rows_painted, self);
  pgs_process_store_set_limit (self->store, PGS_PROCESS_STORE_ALL_ROWS);
  pgs_process_selection_sync (self->selection);
}

/* GTK makes widgets for 200 rows, which takes long; those that are not in view and have none can come after the
 * next frame. */
static void
limit_first_rows (PgsProcessList *self)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self));
  const int height = gtk_widget_get_height (GTK_WIDGET (self));

  if (clock == NULL || height == 0)
    return;
  pgs_process_store_set_limit (self->store, MAX ((guint) height / LEAST_ROW_HEIGHT,
                                                 g_list_model_get_n_items (G_LIST_MODEL (self->store))));
  g_signal_connect_object (clock, "after-paint", G_CALLBACK (on_first_rows_painted), self, G_CONNECT_SWAPPED);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static PgsProcessTable *
get_table (PgsProcessList *self)
{
  return self->monitor != NULL ? pgs_monitor_get_table (self->monitor) : NULL;
}

static void
update_rows (PgsProcessList *self)
{
  gulong moved;

  if (get_table (self) == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  moved = g_signal_connect_swapped (self->store, "items-changed",
                                    G_CALLBACK (pgs_scroll_keeper_keep), self->keeper);
  pgs_process_store_update (self->store, get_table (self));
  g_signal_handler_disconnect (self->store, moved);
  show_whether_empty (self);
  pgs_process_selection_sync (self->selection);
}

/* The first rows come at once; later, rows that come, go and move would make a frame late. */
static void
on_refreshed (PgsProcessList *self)
{
  PgsProcessTable *table = get_table (self);

  if (table != NULL)
    pgs_family_bar_update (self->family_bar, table);
  follow_monitor (self);
  if (table == NULL)
    show_whether_empty (self);
  if (table == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  if (pgs_process_store_get_total (self->store) > 0)
    {
      pgs_rest_ask (self->rest);
      return;
    }
  limit_first_rows (self);
  update_rows (self);
}

/* Another family, or another choice whether to show only it. */
static void
on_family_changed (PgsProcessList *self)
{
  pgs_process_store_set_family (self->store, pgs_family_bar_get_family (self->family_bar));
  show_whether_empty (self);
  pgs_process_selection_sync (self->selection);
}

static void
on_search_changed (PgsProcessList *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self->view)))
    limit_first_rows (self);
  pgs_process_store_set_search (self->store, gtk_editable_get_text (self->search));
  show_whether_empty (self);
  pgs_process_selection_sync (self->selection);
}

static void
on_search_activate (PgsProcessList *self)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->store)) == 0)
    return;
  gtk_selection_model_select_item (pgs_process_selection_get_model (self->selection), 0, TRUE);
  pgs_process_list_focus_rows (self);
}

static gboolean
on_search_key (PgsProcessList  *self,
               guint            keyval,
               guint            keycode,
               GdkModifierType  state)
{
  if (keyval != GDK_KEY_Down)
    return GDK_EVENT_PROPAGATE;
  pgs_process_list_focus_rows (self);

  return GDK_EVENT_STOP;
}

/* Left and right hide and show the children of the selected row, as in other trees. */
static gboolean
on_view_key (PgsProcessList  *self,
             guint            keyval,
             guint            keycode,
             GdkModifierType  state)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  guint closing = rtl ? GDK_KEY_Right : GDK_KEY_Left;
  guint opening = rtl ? GDK_KEY_Left : GDK_KEY_Right;
  PgsProcessItem *item = pgs_process_selection_get_item (self->selection);

  if (item == NULL || !pgs_process_store_get_tree (self->store)
      || !pgs_process_item_get_place (item).has_children)
    return GDK_EVENT_PROPAGATE;
  if (keyval != (pgs_process_item_get_collapsed (item) ? opening : closing))
    return GDK_EVENT_PROPAGATE;
  pgs_process_store_toggle (self->store, item);

  return GDK_EVENT_STOP;
}

static void
on_settings_changed (PgsProcessList *self)
{
  pgs_process_store_set_only_uid (self->store,
                                  g_settings_get_boolean (self->settings, "process-mine"),
                                  (guint32) geteuid ());
  pgs_process_store_set_tree (self->store, g_settings_get_boolean (self->settings, "process-tree"));
  show_whether_empty (self);
  pgs_process_selection_sync (self->selection);
}

static void
on_unit_changed (PgsProcessList *self)
{
  pgs_process_store_refresh_texts (self->store);
}

static void
add_columns_menu (PgsProcessList *self)
{
  GMenuModel *menu = gtk_menu_button_get_menu_model (self->menu);
  g_autoptr (GMenuModel) columns = g_menu_model_get_item_link (menu, 1, G_MENU_LINK_SECTION);

  gtk_widget_insert_action_group (GTK_WIDGET (self), "process-column",
                                  pgs_process_columns_add_menu (self->columns, G_MENU (columns),
                                                                "process-column"));
}

static void
add_settings_actions (PgsProcessList *self)
{
  static const char * const keys[] = { "process-tree", "process-mine", "process-reattach" };
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr (GAction) action = g_settings_create_action (self->settings, keys[i]);

      g_action_map_add_action (G_ACTION_MAP (group), action);
    }
  gtk_widget_insert_action_group (GTK_WIDGET (self), "process-list", G_ACTION_GROUP (group));
}

static void
set_monitor (PgsProcessList *self,
             PgsMonitor     *monitor)
{
  if (!g_set_object (&self->monitor, monitor) || monitor == NULL)
    return;
  g_signal_connect_object (monitor, "refreshed", G_CALLBACK (on_refreshed), self,
                           G_CONNECT_SWAPPED);
  on_refreshed (self);
}

static void
pgs_process_list_set_property (GObject      *object,
                               guint         id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  PgsProcessList *self = PGS_PROCESS_LIST (object);

  switch (id)
    {
    case PROP_MONITOR:
      set_monitor (self, g_value_get_object (value));
      break;
    case PROP_SESSION:
      pgs_process_selection_set_session (self->selection, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pgs_process_list_dispose (GObject *object)
{
  PgsProcessList *self = PGS_PROCESS_LIST (object);

  if (self->monitor != NULL)
    pgs_monitor_unfollow (self->monitor, self);
  if (self->store != NULL)
    pgs_process_store_set_family (self->store, NULL);
  if (self->columns != NULL)
    gtk_column_view_set_model (self->view, NULL);
  g_clear_object (&self->columns); /* before its view */
  g_clear_object (&self->keeper);
  g_clear_object (&self->rest);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->monitor);
  g_clear_object (&self->selection);
  g_clear_object (&self->store);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (pgs_process_list_parent_class)->dispose (object);
}

static void
pgs_process_list_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (pgs_process_list_parent_class)->map (widget);
  follow_monitor (PGS_PROCESS_LIST (widget));
  on_refreshed (PGS_PROCESS_LIST (widget));
}

static void
pgs_process_list_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (pgs_process_list_parent_class)->unmap (widget);
  follow_monitor (PGS_PROCESS_LIST (widget));
}

static void
pgs_process_list_class_init (PgsProcessListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS;

  object_class->set_property = pgs_process_list_set_property;
  object_class->dispose = pgs_process_list_dispose;
  widget_class->map = pgs_process_list_map;
  widget_class->unmap = pgs_process_list_unmap;
  properties[PROP_MONITOR] = g_param_spec_object ("monitor", NULL, NULL, PGS_TYPE_MONITOR, flags);
  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, PGS_TYPE_SESSION, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/pagescape_app/Pagescape/"
                                                             "process-list.ui");
  gtk_widget_class_bind_template_child (widget_class, PgsProcessList, box);
  gtk_widget_class_bind_template_child (widget_class, PgsProcessList, view);
  gtk_widget_class_bind_template_child (widget_class, PgsProcessList, search);
  gtk_widget_class_bind_template_child (widget_class, PgsProcessList, stack);
  gtk_widget_class_bind_template_child (widget_class, PgsProcessList, nobody);
  gtk_widget_class_bind_template_child (widget_class, PgsProcessList, menu);
  gtk_widget_class_bind_template_child (widget_class, PgsProcessList, family_bar);
  gtk_widget_class_bind_template_callback (widget_class, on_family_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_search_key);
  gtk_widget_class_bind_template_callback (widget_class, on_view_key);
}

static void
follow_settings (PgsProcessList *self)
{
  static const struct
  {
    const char *signal;
    void (*callback) (PgsProcessList *self);
  } followed[] = {
    { "changed::process-tree", on_settings_changed },
    { "changed::process-mine", on_settings_changed },
    { "changed::size-unit", on_unit_changed },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (followed); i++)
    g_signal_connect_object (self->settings, followed[i].signal,
                             G_CALLBACK (followed[i].callback), self, G_CONNECT_SWAPPED);
}

static void
pgs_process_list_init (PgsProcessList *self)
{
  g_type_ensure (PGS_TYPE_FAMILY_BAR);
  gtk_widget_init_template (GTK_WIDGET (self));
  self->settings = g_settings_new (PGS_APPLICATION_ID);
  self->store = pgs_process_store_new ();
  self->keeper = pgs_scroll_keeper_new (GTK_WIDGET (self->view));
  pgs_table_start_keep (self->view);
  self->selection = pgs_process_selection_new (self->view, self->store, self->keeper);
  self->rest = pgs_rest_new (GTK_WIDGET (self->view));
  g_signal_connect_object (self->rest, "rested", G_CALLBACK (update_rows), self, G_CONNECT_SWAPPED);
  self->columns = pgs_process_columns_new (self->view, self->store, self->settings);
  add_columns_menu (self);
  add_settings_actions (self);
  gtk_column_view_set_model (self->view, pgs_process_selection_get_model (self->selection));
  pgs_list_tab_leaves (GTK_WIDGET (self->view));
  pgs_spoken_name_table (self->view, _("Processes"));

  g_signal_connect_object (self->columns, "sorted", G_CALLBACK (pgs_process_selection_sync), self->selection,
                           G_CONNECT_SWAPPED);
  follow_settings (self);
  on_settings_changed (self);
}

/**
 * pgs_process_list_focus_rows:
 * @self: a process list
 *
 * Moves the keyboard to the rows, out of the search.
 */
void
pgs_process_list_focus_rows (PgsProcessList *self)
{
  g_return_if_fail (PGS_IS_PROCESS_LIST (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

/**
 * pgs_process_list_choose_sort:
 * @self: a list
 *
 * Shows a list of what its rows can be sorted by.
 */
void
pgs_process_list_choose_sort (PgsProcessList *self)
{
  g_return_if_fail (PGS_IS_PROCESS_LIST (self));

  pgs_process_columns_choose_sort (self->columns);
}

/**
 * pgs_process_list_focus_search:
 * @self: a process list
 *
 * Moves the keyboard to the search.
 */
void
pgs_process_list_focus_search (PgsProcessList *self)
{
  g_return_if_fail (PGS_IS_PROCESS_LIST (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

/**
 * pgs_process_list_follow_program:
 * @self: a process list
 * @pid: a process that was launched here; 0: none any more
 * @name: (nullable): what it is called, safe to show
 *
 * Shows it and what descends from it as a tree by themselves, until the person wants to see all.
 */
void
pgs_process_list_follow_program (PgsProcessList *self,
                                 gint            pid,
                                 const char     *name)
{
  g_return_if_fail (PGS_IS_PROCESS_LIST (self));

  pgs_family_bar_set_root (self->family_bar, pid, name);
  follow_monitor (self);
}
