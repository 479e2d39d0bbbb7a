/* pgs-process-list.c: the list of processes to choose one from
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-process-list.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

#include "pgs-monitor.h"
#include "pgs-process-cell.h"
#include "pgs-session.h"

#define SCROLL_DELAY_MS 100 /* new rows have no place before they were laid out */

struct _PgsProcessList
{
  GtkWidget parent_instance;

  PgsMonitor *monitor;
  PgsSession *session;
  GSettings *settings;
  PgsProcessStore *store;
  GtkSingleSelection *selection;
  GtkColumnViewColumn *columns[PGS_N_PROCESS_COLUMNS];
  GSimpleActionGroup *column_actions;
  PgsProcessColumn asked; /* see on_sorter_changed() */
  gboolean restoring;     /* setting the order, not the person clicking */
  gboolean syncing;       /* selecting what is watched already */
  gint shown_pid;         /* what the list was scrolled to last */
  guint scroll_id;
  double kept_scroll;
  GHashTable *bound; /* PgsProcessItems that have a row widget: those on screen, and near it */

  GtkWidget *box;
  GtkColumnView *view;
  GtkEditable *search;
  GtkStack *stack;
  GtkMenuButton *menu;
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
  PgsSnapshot *snapshot = self->session != NULL ? pgs_session_get_snapshot (self->session) : NULL;
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

static GtkAdjustment *
get_adjustment (PgsProcessList *self)
{
  return gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->view));
}

static void
on_layout (PgsProcessList *self,
           GdkFrameClock  *clock)
{
  g_signal_handlers_disconnect_by_func (clock, on_layout, self);
  gtk_adjustment_set_value (get_adjustment (self), self->kept_scroll);
}

static void
cancel_keep_scroll (PgsProcessList *self)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self->view));

  if (clock != NULL)
    g_signal_handlers_disconnect_by_func (clock, on_layout, self);
}

static gboolean
scroll_to_watched (gpointer data)
{
  PgsProcessList *self = data;
  guint position = find_watched (self);

  self->scroll_id = 0;
  cancel_keep_scroll (self);
  if (position != GTK_INVALID_LIST_POSITION)
    gtk_widget_activate_action (gtk_widget_get_last_child (GTK_WIDGET (self->view)),
                                "list.scroll-to-item", "u", position);

  return G_SOURCE_REMOVE;
}

static void
sync_selection (PgsProcessList *self)
{
  guint position = find_watched (self);
  gint pid = self->session != NULL ? pgs_session_get_pid (self->session) : 0;

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

static void
on_selected (PgsProcessList *self)
{
  PgsProcessItem *item = gtk_single_selection_get_selected_item (self->selection);
  gint pid;

  if (item == NULL || self->syncing || self->session == NULL)
    return;
  pid = pgs_process_item_get_record (item)->pid;
  if (find_watched (self) == gtk_single_selection_get_selected (self->selection))
    return;
  self->shown_pid = pid;
  pgs_session_watch (self->session, pid);
}

static void
show_whether_empty (PgsProcessList *self)
{
  gboolean empty = g_list_model_get_n_items (G_LIST_MODEL (self->store)) == 0
                   && pgs_process_store_get_total (self->store) > 0;

  gtk_stack_set_visible_child_name (self->stack, empty ? "empty" : "list");
}

/* A list view scrolls along with its uppermost row, wherever that is sorted to. Here the rows move
 * and the view stays: put back after the new rows were laid out, within the same frame. */
static void
keep_scroll (PgsProcessList *self)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self->view));

  if (clock == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self->view)))
    return;
  self->kept_scroll = gtk_adjustment_get_value (get_adjustment (self));
  cancel_keep_scroll (self);
  g_signal_connect_object (clock, "layout", G_CALLBACK (on_layout), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}

/* Asks for the processes as long as the list is on screen, for those of the rows first. */
static void
follow_monitor (PgsProcessList *self)
{
  g_autoptr (GArray) pids = NULL;
  GHashTableIter iter;
  gpointer item;

  if (self->monitor == NULL)
    return;
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    {
      pgs_monitor_unfollow (self->monitor, self);
      return;
    }
  pids = g_array_new (FALSE, FALSE, sizeof (gint));
  g_hash_table_iter_init (&iter, self->bound);
  while (g_hash_table_iter_next (&iter, &item, NULL))
    g_array_append_val (pids, pgs_process_item_get_record (item)->pid);
  pgs_monitor_follow (self->monitor, self, (const gint *) pids->data, pids->len);
}

static void
on_refreshed (PgsProcessList *self)
{
  PgsProcessTable *table = self->monitor != NULL ? pgs_monitor_get_table (self->monitor) : NULL;
  gulong moved;

  if (table == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  follow_monitor (self);
  moved = g_signal_connect_swapped (self->store, "items-changed", G_CALLBACK (keep_scroll), self);
  pgs_process_store_update (self->store, table);
  g_signal_handler_disconnect (self->store, moved);
  show_whether_empty (self);
  sync_selection (self);
}

static void
on_search_changed (PgsProcessList *self)
{
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
  PgsProcessItem *item = gtk_single_selection_get_selected_item (self->selection);

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

/* A column's sorter compares nothing: it only tells that it was asked. */
static int
note_asked (gconstpointer a,
            gconstpointer b,
            gpointer      data)
{
  GtkColumnViewColumn *column = data;
  PgsProcessList *self = g_object_get_data (G_OBJECT (column), "pgs-process-list");

  for (guint i = 0; i < PGS_N_PROCESS_COLUMNS; i++)
    if (self->columns[i] == column)
      self->asked = i;

  return GTK_ORDERING_SMALLER;
}

/* GTK 4.8 does not say which column's title was clicked. But the view's sorter asks that column's
 * sorter first, and turns its answer round when the order is descending. */
static void
on_sorter_changed (PgsProcessList *self)
{
  PgsProcessColumn before = self->asked;
  GtkOrdering order;
  gboolean descending;

  if (self->store == NULL || self->restoring) /* NULL: the view is being taken apart */
    return;
  order = gtk_sorter_compare (gtk_column_view_get_sorter (self->view), self, self->store);
  descending = order == GTK_ORDERING_LARGER;
  if (order == GTK_ORDERING_EQUAL)
    return;
  if (self->asked != before && !descending && pgs_process_column_is_number (self->asked))
    {
      gtk_column_view_sort_by_column (self->view, self->columns[self->asked], GTK_SORT_DESCENDING);
      return;
    }
  pgs_process_store_set_sort (self->store, self->asked, descending);
  sync_selection (self);
  g_settings_set_string (self->settings, "process-sort-column",
                         pgs_process_column_get_id (self->asked));
  g_settings_set_boolean (self->settings, "process-sort-descending", descending);
}

static void
restore_sort (PgsProcessList *self)
{
  g_autofree char *id = g_settings_get_string (self->settings, "process-sort-column");
  gboolean descending = g_settings_get_boolean (self->settings, "process-sort-descending");
  PgsProcessColumn column;

  if (!pgs_process_column_from_id (id, &column))
    column = PGS_PROCESS_COLUMN_RES;
  self->restoring = TRUE;
  gtk_column_view_sort_by_column (self->view, self->columns[column],
                                  descending ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
  self->restoring = FALSE;
  self->asked = column;
  pgs_process_store_set_sort (self->store, column, descending);
}

static void
on_cell_setup (GtkSignalListItemFactory *factory,
               GtkListItem              *list_item,
               GtkColumnViewColumn      *column)
{
  PgsProcessList *self = g_object_get_data (G_OBJECT (column), "pgs-process-list");

  for (guint i = 0; i < PGS_N_PROCESS_COLUMNS; i++)
    if (self->columns[i] == column)
      gtk_list_item_set_child (list_item, pgs_process_cell_new (self->store, i));
}

static void
on_cell_bind (GtkSignalListItemFactory *factory,
              GtkListItem              *list_item,
              GtkColumnViewColumn      *column)
{
  PgsProcessList *self = g_object_get_data (G_OBJECT (column), "pgs-process-list");

  if (self->columns[PGS_PROCESS_COLUMN_NAME] == column)
    g_hash_table_add (self->bound, gtk_list_item_get_item (list_item));
  pgs_process_cell_set_item (PGS_PROCESS_CELL (gtk_list_item_get_child (list_item)),
                             gtk_list_item_get_item (list_item));
}

static void
on_cell_unbind (GtkSignalListItemFactory *factory,
                GtkListItem              *list_item,
                GtkColumnViewColumn      *column)
{
  PgsProcessList *self = g_object_get_data (G_OBJECT (column), "pgs-process-list");

  if (self->columns[PGS_PROCESS_COLUMN_NAME] == column)
    g_hash_table_remove (self->bound, gtk_list_item_get_item (list_item));
  pgs_process_cell_set_item (PGS_PROCESS_CELL (gtk_list_item_get_child (list_item)), NULL);
}

static void
add_column (PgsProcessList   *self,
            PgsProcessColumn  id)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkColumnViewColumn *column = gtk_column_view_column_new (pgs_process_column_get_title (id),
                                                            factory);
  GtkCustomSorter *sorter = gtk_custom_sorter_new (note_asked, column, NULL);

  self->columns[id] = column;
  g_object_set_data (G_OBJECT (column), "pgs-process-list", self);
  g_signal_connect (factory, "setup", G_CALLBACK (on_cell_setup), column);
  g_signal_connect (factory, "bind", G_CALLBACK (on_cell_bind), column);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_cell_unbind), column);
  gtk_column_view_column_set_sorter (column, GTK_SORTER (sorter));
  gtk_column_view_column_set_expand (column, id == PGS_PROCESS_COLUMN_NAME);
  gtk_column_view_append_column (self->view, column);
  g_object_unref (sorter);
  g_object_unref (column);
}

static void
on_column_action (GSimpleAction *action,
                  GVariant      *state,
                  gpointer       data)
{
  PgsProcessList *self = data;

  pgs_process_column_set_shown (self->settings, g_action_get_name (G_ACTION (action)),
                                g_variant_get_boolean (state));
}

static void
on_columns_changed (PgsProcessList *self)
{
  for (guint i = PGS_PROCESS_COLUMN_NAME + 1; i < PGS_N_PROCESS_COLUMNS; i++)
    {
      const char *id = pgs_process_column_get_id (i);
      GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->column_actions), id);
      gboolean shown = pgs_process_column_get_shown (self->settings, id);

      g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_boolean (shown));
      gtk_column_view_column_set_visible (self->columns[i], shown);
    }
}

/* GTK puts all titles at the start; those of numbers belong above the ends of the numbers. */
static void
align_titles (PgsProcessList *self)
{
  GtkWidget *title = gtk_widget_get_first_child (gtk_widget_get_first_child (GTK_WIDGET (self->view)));

  for (guint i = 0; title != NULL && i < PGS_N_PROCESS_COLUMNS; i++)
    {
      if (pgs_process_column_is_number (i) && gtk_widget_get_first_child (title) != NULL)
        gtk_widget_set_halign (gtk_widget_get_first_child (title), GTK_ALIGN_END);
      title = gtk_widget_get_next_sibling (title);
    }
}

/* The name stays: without it a row says nothing. */
static void
add_column_actions (PgsProcessList *self)
{
  GMenuModel *menu = gtk_menu_button_get_menu_model (self->menu);
  g_autoptr (GMenuModel) columns = g_menu_model_get_item_link (menu, 1, G_MENU_LINK_SECTION);

  self->column_actions = g_simple_action_group_new ();
  for (guint i = PGS_PROCESS_COLUMN_NAME + 1; i < PGS_N_PROCESS_COLUMNS; i++)
    {
      const char *id = pgs_process_column_get_id (i);
      g_autofree char *name = g_strdup_printf ("process-column.%s", id);
      g_autoptr (GSimpleAction) action =
        g_simple_action_new_stateful (id, NULL, g_variant_new_boolean (FALSE));

      g_signal_connect_object (action, "change-state", G_CALLBACK (on_column_action), self, 0);
      g_action_map_add_action (G_ACTION_MAP (self->column_actions), G_ACTION (action));
      g_menu_append (G_MENU (columns), pgs_process_column_get_menu_title (i), name);
    }
  gtk_widget_insert_action_group (GTK_WIDGET (self), "process-column",
                                  G_ACTION_GROUP (self->column_actions));
  on_columns_changed (self);
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
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->monitor);
  g_clear_object (&self->session);
  g_clear_object (&self->selection);
  g_clear_object (&self->store);
  g_clear_object (&self->column_actions);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->bound, g_hash_table_unref);
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
  gtk_widget_class_bind_template_child (widget_class, PgsProcessList, menu);
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
    { "changed::process-columns", on_columns_changed },
    { "changed::size-unit", on_unit_changed },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (followed); i++)
    g_signal_connect_object (self->settings, followed[i].signal,
                             G_CALLBACK (followed[i].callback), self, G_CONNECT_SWAPPED);
}

static void
pgs_process_list_init (PgsProcessList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->settings = g_settings_new (PGS_APPLICATION_ID);
  self->store = pgs_process_store_new ();
  self->bound = g_hash_table_new (NULL, NULL);
  self->selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->store)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  for (guint i = 0; i < PGS_N_PROCESS_COLUMNS; i++)
    add_column (self, i);
  align_titles (self);
  add_column_actions (self);
  add_settings_actions (self);
  restore_sort (self);
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));

  g_signal_connect_object (gtk_column_view_get_sorter (self->view), "changed",
                           G_CALLBACK (on_sorter_changed), self, G_CONNECT_SWAPPED);
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
