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
#include "pgs-process-cell.h"
#include "pgs-process-columns.h"
#include "pgs-process-rows.h"
#include "pgs-rest.h"
#include "pgs-scroll-keeper.h"
#include "pgs-session.h"

#define SCROLL_DELAY_MS 100 /* new rows have no place before they were laid out */
#define LEAST_ROW_HEIGHT 16 /* with the smallest text */

struct _PgsProcessList
{
  GtkWidget parent_instance;

  PgsMonitor *monitor;
  PgsSession *session;
  GSettings *settings;
  PgsProcessStore *store;
  PgsProcessRows *rows;
  GtkSingleSelection *selection;
  PgsProcessColumns *columns;
  PgsScrollKeeper *keeper;
  PgsRest *rest;
  gboolean syncing; /* what is selected is not the person's choice */
  gboolean arranging; /* nor what rows show at this moment */
  PgsProcessItem *selected; /* (nullable) */
  gint shown_pid;   /* what the list was scrolled to last */
  guint scroll_id;

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

/* Whether the process is known only by its PID so far. */
static gboolean
is_opening (PgsProcessList *self)
{
  return pgs_session_get_state (self->session) == PGS_SESSION_OPENING;
}

/* The row of the watched process; another one that got its PID later is not it. One that has ended
 * has a row as long as it is a zombie. */
static guint
find_watched (PgsProcessList *self)
{
  PgsSnapshot *snapshot = self->session != NULL ? pgs_session_get_latest (self->session) : NULL;
  g_autoptr (PgsProcessItem) item = NULL;
  guint position;

  if (self->session == NULL || (snapshot == NULL && !is_opening (self)))
    return GTK_INVALID_LIST_POSITION;

  position = pgs_process_store_find (self->store, pgs_session_get_pid (self->session));
  item = g_list_model_get_item (G_LIST_MODEL (self->store), position);
  if (item == NULL || snapshot == NULL)
    return position;

  return pgs_process_item_get_record (item)->start_ticks == snapshot->process->start_ticks
           ? position
           : GTK_INVALID_LIST_POSITION;
}

/* Not by "list.scroll-to-item": in GTK 4.8 that leaves the list blank if the row is none of the 200
 * that have widgets. All rows are equally high. */
static void
scroll_to_row (PgsProcessList *self,
               guint           position)
{
  GtkAdjustment *down = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->view));
  const double height = gtk_adjustment_get_upper (down)
                        / MAX (1, g_list_model_get_n_items (G_LIST_MODEL (self->store)));
  const double page = gtk_adjustment_get_page_size (down);
  const double top = position * height;
  const double value = gtk_adjustment_get_value (down);

  if (top < value || top + height > value + page)
    gtk_adjustment_set_value (down, top - (page - height) / 2);
}

static void
on_layout (PgsProcessList *self,
           GdkFrameClock  *clock)
{
  const guint position = find_watched (self);

  g_signal_handlers_disconnect_by_func (clock, on_layout, self);
  if (position != GTK_INVALID_LIST_POSITION && gtk_widget_get_mapped (GTK_WIDGET (self->view)))
    scroll_to_row (self, position);
}

/* After rows were laid out: GTK finds no row at a height before. */
static gboolean
scroll_to_watched (gpointer data)
{
  PgsProcessList *self = data;
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self->view));

  self->scroll_id = 0;
  pgs_scroll_keeper_cancel (self->keeper);
  if (clock == NULL)
    return G_SOURCE_REMOVE;
  g_signal_handlers_disconnect_by_func (clock, on_layout, self);
  g_signal_connect_object (clock, "layout", G_CALLBACK (on_layout), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  gdk_frame_clock_request_phase (clock, GDK_FRAME_CLOCK_PHASE_LAYOUT);
  return G_SOURCE_REMOVE;
}

/* Beside a recording no process is watched: any can be chosen, the one before as well. */
static void
unselect (PgsProcessList *self)
{
  self->syncing = TRUE;
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  self->syncing = FALSE;
  self->shown_pid = 0;
}

static void
sync_selection (PgsProcessList *self)
{
  guint position = find_watched (self);
  gint pid = self->session != NULL ? pgs_session_get_pid (self->session) : 0;

  if (self->session != NULL && pgs_session_get_state (self->session) == PGS_SESSION_REPLAY)
    unselect (self);
  if (position == GTK_INVALID_LIST_POSITION)
    return;
  if (gtk_single_selection_get_selected (self->selection) != position)
    {
      self->syncing = TRUE;
      gtk_single_selection_set_selected (self->selection, position);
      self->syncing = FALSE;
    }
  if (self->shown_pid == pid)
    return;
  self->shown_pid = pid;
  if (self->scroll_id == 0)
    self->scroll_id = g_timeout_add (SCROLL_DELAY_MS, scroll_to_watched, self);
}

static PgsProcessItem *
get_selected (PgsProcessList *self)
{
  PgsProcessRow *row = gtk_single_selection_get_selected_item (self->selection);

  return row != NULL ? pgs_process_row_get_item (row) : NULL;
}

/* A row that only moves was not chosen, though GTK 4.8 tells of it as of one that was: it may be the row of a process
 * that has ended, while another one is watched that has none yet. */
static void
on_selected (PgsProcessList *self)
{
  PgsProcessItem *item = get_selected (self);
  gint pid;

  if (self->arranging)
    return;
  if (!g_set_object (&self->selected, item) || item == NULL || self->syncing || self->session == NULL)
    return;
  pid = pgs_process_item_get_record (item)->pid;
  if (find_watched (self) == gtk_single_selection_get_selected (self->selection))
    return;
  self->shown_pid = pid;
  pgs_session_watch (self->session, pid);
}

static PgsProcessRow *
find_focused_row (PgsProcessList *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *widget = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (widget == NULL || !gtk_widget_is_ancestor (widget, GTK_WIDGET (self->view))
      || !g_str_equal (gtk_widget_get_css_name (widget), "row"))
    return NULL;
  while (widget != NULL && !PGS_IS_PROCESS_CELL (widget))
    widget = gtk_widget_get_first_child (widget);
  return widget != NULL ? pgs_process_cell_get_row (PGS_PROCESS_CELL (widget)) : NULL;
}

static void
on_before_rows (PgsProcessList *self)
{
  self->arranging = TRUE;
  pgs_process_rows_keep (self->rows, find_focused_row (self));
}

/* The process stays selected, not the row. GTK goes through all rows between two that are selected one after the
 * other, so there is none for a moment. */
static void
on_after_rows (PgsProcessList *self)
{
  const guint position = self->selected != NULL ? pgs_process_item_get_position (self->selected)
                                                : GTK_INVALID_LIST_POSITION;

  if (gtk_single_selection_get_selected (self->selection) != position)
    {
      gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
      gtk_single_selection_set_selected (self->selection, position);
    }
  g_set_object (&self->selected, get_selected (self));
  self->arranging = FALSE;
}

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
  sync_selection (self);
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
  sync_selection (self);
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
  sync_selection (self);
}

static void
on_search_changed (PgsProcessList *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self->view)))
    limit_first_rows (self);
  pgs_process_store_set_search (self->store, gtk_editable_get_text (self->search));
  show_whether_empty (self);
  sync_selection (self);
}

static void
on_search_activate (PgsProcessList *self)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->store)) == 0)
    return;
  gtk_single_selection_set_selected (self->selection, 0);
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
  PgsProcessItem *item = get_selected (self);

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
  sync_selection (self);
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
set_session (PgsProcessList *self,
             PgsSession     *session)
{
  if (!g_set_object (&self->session, session) || session == NULL)
    return;
  g_signal_connect_object (session, "notify::state", G_CALLBACK (sync_selection), self,
                           G_CONNECT_SWAPPED);
  sync_selection (self);
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
      set_session (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pgs_process_list_dispose (GObject *object)
{
  PgsProcessList *self = PGS_PROCESS_LIST (object);

  g_clear_handle_id (&self->scroll_id, g_source_remove);
  if (self->monitor != NULL)
    pgs_monitor_unfollow (self->monitor, self);
  if (self->store != NULL)
    pgs_process_store_set_family (self->store, NULL);
  g_clear_object (&self->columns); /* before its view */
  g_clear_object (&self->keeper);
  g_clear_object (&self->rest);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->monitor);
  g_clear_object (&self->session);
  g_clear_object (&self->selection);
  g_clear_object (&self->selected);
  g_clear_object (&self->rows);
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
  g_signal_connect_object (self->store, "items-changed", G_CALLBACK (on_before_rows), self, G_CONNECT_SWAPPED);
  self->rows = pgs_process_rows_new (self->store);
  g_signal_connect_object (self->store, "items-changed", G_CALLBACK (on_after_rows), self, G_CONNECT_SWAPPED);
  self->selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->rows)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  self->keeper = pgs_scroll_keeper_new (GTK_WIDGET (self->view));
  self->rest = pgs_rest_new (GTK_WIDGET (self->view));
  g_signal_connect_object (self->rest, "rested", G_CALLBACK (update_rows), self, G_CONNECT_SWAPPED);
  self->columns = pgs_process_columns_new (self->view, self->store, self->settings);
  add_columns_menu (self);
  add_settings_actions (self);
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  pgs_list_tab_leaves (GTK_WIDGET (self->view));

  g_signal_connect_object (self->columns, "sorted", G_CALLBACK (sync_selection), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (on_selected),
                           self, G_CONNECT_SWAPPED);
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
