/* pgs-process-columns.c: the columns of the process list in its view
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Large text can make even the few usual columns wider than the pane. Then the least important ones
 * give way, so that RES is seen without scrolling. Who chose more than MAX_FITTED columns scrolls.
 */
#include "config.h"

#include "pgs-process-columns.h"

#include <string.h>

#include "pgs-columns-in-view.h"
#include "pgs-process-cell.h"
#include "pgs-view-sort.h"

#define MAX_FITTED 4
#define N_YIELDING 3
#define FIT_DELAY_MS 100 /* the new width must have been laid out */
#define COLUMNS_KEY "pgs-process-columns"

/* Those that give way, the first one first. */
static const PgsProcessColumn yielding[N_YIELDING] = {
  PGS_PROCESS_COLUMN_SHR, PGS_PROCESS_COLUMN_VIRT, PGS_PROCESS_COLUMN_PID,
};

struct _PgsProcessColumns
{
  GObject parent_instance;

  GtkColumnView *view; /* its owner owns this object, too */
  PgsProcessStore *store;
  GSettings *settings;
  GtkColumnViewColumn *columns[PGS_N_PROCESS_COLUMNS];
  PgsTextCellShape shapes[PGS_N_PROCESS_COLUMNS];
  PgsCellFont *fonts[PGS_N_PROCESS_COLUMNS];
  GHashTable *bound[PGS_N_PROCESS_COLUMNS]; /* cells of rows on screen, and near it; not owned */
  GSimpleActionGroup *actions;
  PgsViewSort *sort;
  PgsProcessColumn sorted; /* by which the view was sorted last */
  gboolean restoring; /* setting the order, not the person clicking */
  GtkAdjustment *across;
  double width;                 /* at which the following was found out */
  gboolean yielded[N_YIELDING]; /* there is no room for the column */
  guint fit_id;
};

enum
{
  SORTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PgsProcessColumns, pgs_process_columns, G_TYPE_OBJECT)

static PgsProcessColumn
find_column (PgsProcessColumns   *self,
             GtkColumnViewColumn *column)
{
  for (guint i = 0; i < PGS_N_PROCESS_COLUMNS; i++)
    if (self->columns[i] == column)
      return i;
  g_return_val_if_reached (PGS_PROCESS_COLUMN_NAME);
}

static void
on_sorter_changed (PgsProcessColumns *self)
{
  const PgsProcessColumn before = self->sorted;
  gboolean descending;
  guint column;

  if (self->restoring || !pgs_view_sort_get (self->sort, &column, &descending))
    return;
  self->sorted = column;
  if (column != before && !descending && pgs_process_column_is_number (column))
    {
      gtk_column_view_sort_by_column (self->view, self->columns[column], GTK_SORT_DESCENDING);
      return;
    }
  pgs_process_store_set_sort (self->store, column, descending);
  g_signal_emit (self, signals[SORTED], 0);
  g_settings_set_string (self->settings, "process-sort-column", pgs_process_column_get_id (column));
  g_settings_set_boolean (self->settings, "process-sort-descending", descending);
}

static void
restore_sort (PgsProcessColumns *self)
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
  self->sorted = column;
  pgs_process_store_set_sort (self->store, column, descending);
}

static void
on_cell_setup (GtkSignalListItemFactory *factory,
               GtkListItem              *list_item,
               GtkColumnViewColumn      *column)
{
  PgsProcessColumns *self = g_object_get_data (G_OBJECT (column), COLUMNS_KEY);
  const PgsProcessColumn id = find_column (self, column);

  gtk_list_item_set_child (list_item, pgs_process_cell_new (self->store, id, &self->shapes[id], self->fonts[id]));
}

static void
on_cell_bind (GtkSignalListItemFactory *factory,
              GtkListItem              *list_item,
              GtkColumnViewColumn      *column)
{
  PgsProcessColumns *self = g_object_get_data (G_OBJECT (column), COLUMNS_KEY);
  PgsProcessCell *cell = PGS_PROCESS_CELL (gtk_list_item_get_child (list_item));

  g_hash_table_add (self->bound[find_column (self, column)], cell);
  pgs_process_cell_set_row (cell, gtk_list_item_get_item (list_item));
}

/* The cell keeps its row: when rows move, they are bound to the same one again. */
static void
on_cell_unbind (GtkSignalListItemFactory *factory,
                GtkListItem              *list_item,
                GtkColumnViewColumn      *column)
{
  PgsProcessColumns *self = g_object_get_data (G_OBJECT (column), COLUMNS_KEY);

  g_hash_table_remove (self->bound[find_column (self, column)], gtk_list_item_get_child (list_item));
}

static void
on_in_view (GtkColumnViewColumn *column,
            gboolean             is_in_view,
            gpointer             data)
{
  PgsProcessColumns *self = data;
  const PgsProcessColumn id = find_column (self, column);
  GHashTableIter iter;
  gpointer cell;

  if (self->shapes[id].is_hidden == !is_in_view)
    return;
  self->shapes[id].is_hidden = !is_in_view;
  g_hash_table_iter_init (&iter, self->bound[id]);
  while (is_in_view && g_hash_table_iter_next (&iter, &cell, NULL))
    pgs_process_cell_redraw (cell);
}

static PgsTextCellShape
get_shape (PgsProcessColumn column)
{
  int min_width;
  const int width = pgs_process_column_get_width (column, &min_width);

  return (PgsTextCellShape) {
    .min_chars = (guint8) min_width,
    .nat_chars = (guint8) width,
    .at_end = pgs_process_column_is_number (column),
    .ellipsize = PANGO_ELLIPSIZE_END,
  };
}

static void
add_column (PgsProcessColumns *self,
            PgsProcessColumn   id)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  GtkColumnViewColumn *column = gtk_column_view_column_new (pgs_process_column_get_title (id),
                                                            g_object_ref (factory));

  self->columns[id] = column;
  self->shapes[id] = get_shape (id);
  self->fonts[id] = pgs_cell_font_new (GTK_WIDGET (self->view), pgs_process_column_is_number (id) ? PGS_CELL_FONT_NUMERIC
                                                                                                   : PGS_CELL_FONT_PLAIN);
  self->bound[id] = g_hash_table_new (NULL, NULL);
  g_object_set_data (G_OBJECT (column), COLUMNS_KEY, self);
  g_signal_connect (factory, "setup", G_CALLBACK (on_cell_setup), column);
  g_signal_connect (factory, "bind", G_CALLBACK (on_cell_bind), column);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_cell_unbind), column);
  pgs_view_sort_add_column (self->sort, column, id);
  gtk_column_view_column_set_expand (column, id == PGS_PROCESS_COLUMN_NAME);
  gtk_column_view_append_column (self->view, column);
}

/* GTK puts all titles at the start; those of numbers belong above the ends of the numbers. */
static void
align_titles (PgsProcessColumns *self)
{
  GtkWidget *header = gtk_widget_get_first_child (GTK_WIDGET (self->view));
  GtkWidget *title = gtk_widget_get_first_child (header);

  for (guint i = 0; title != NULL && i < PGS_N_PROCESS_COLUMNS; i++)
    {
      if (pgs_process_column_is_number (i) && gtk_widget_get_first_child (title) != NULL)
        gtk_widget_set_halign (gtk_widget_get_first_child (title), GTK_ALIGN_END);
      title = gtk_widget_get_next_sibling (title);
    }
}

static void
on_action (GSimpleAction *action,
           GVariant      *state,
           gpointer       data)
{
  PgsProcessColumns *self = data;

  pgs_process_column_set_shown (self->settings, g_action_get_name (G_ACTION (action)),
                                g_variant_get_boolean (state));
}

static gboolean
is_shown (PgsProcessColumns *self,
          PgsProcessColumn   column)
{
  for (guint i = 0; i < N_YIELDING; i++)
    if (yielding[i] == column && self->yielded[i])
      return FALSE;
  return pgs_process_column_get_shown (self->settings, pgs_process_column_get_id (column));
}

static guint
count_chosen (PgsProcessColumns *self)
{
  guint n = 1;

  for (guint i = PGS_PROCESS_COLUMN_NAME + 1; i < PGS_N_PROCESS_COLUMNS; i++)
    n += pgs_process_column_get_shown (self->settings, pgs_process_column_get_id (i));
  return n;
}

static void
set_yielded (PgsProcessColumns *self,
             guint              index,
             gboolean           yielded)
{
  self->yielded[index] = yielded;
  gtk_column_view_column_set_visible (self->columns[yielding[index]],
                                      is_shown (self, yielding[index]));
}

/* One column a time: the widths are measured anew after each. At another width all may try again. */
static gboolean
fit (gpointer data)
{
  PgsProcessColumns *self = data;
  const double width = gtk_adjustment_get_page_size (self->across);
  guint i = 0;

  self->fit_id = 0;
  if (width != self->width)
    {
      for (i = 0; i < N_YIELDING; i++)
        set_yielded (self, i, FALSE);
      self->width = width;
      self->fit_id = g_timeout_add (FIT_DELAY_MS, fit, self);
      return G_SOURCE_REMOVE;
    }
  while (i < N_YIELDING && !is_shown (self, yielding[i]))
    i++;
  if (i < N_YIELDING && gtk_adjustment_get_upper (self->across) > width
      && count_chosen (self) <= MAX_FITTED)
    set_yielded (self, i, TRUE);
  return G_SOURCE_REMOVE;
}

/* Not now: this is within the layout. */
static void
on_width_changed (PgsProcessColumns *self)
{
  if (self->fit_id == 0)
    self->fit_id = g_timeout_add (FIT_DELAY_MS, fit, self);
}

static void
on_shown_changed (PgsProcessColumns *self)
{
  memset (self->yielded, 0, sizeof self->yielded); /* to be found out again */
  for (guint i = PGS_PROCESS_COLUMN_NAME + 1; i < PGS_N_PROCESS_COLUMNS; i++)
    {
      const char *id = pgs_process_column_get_id (i);
      GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), id);
      gboolean shown = pgs_process_column_get_shown (self->settings, id);

      g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_boolean (shown));
      gtk_column_view_column_set_visible (self->columns[i], shown);
    }
}

/* The name stays: without it a row says nothing. */
static void
add_actions (PgsProcessColumns *self)
{
  for (guint i = PGS_PROCESS_COLUMN_NAME + 1; i < PGS_N_PROCESS_COLUMNS; i++)
    {
      g_autoptr (GSimpleAction) action =
        g_simple_action_new_stateful (pgs_process_column_get_id (i), NULL,
                                      g_variant_new_boolean (FALSE));

      g_signal_connect_object (action, "change-state", G_CALLBACK (on_action), self, 0);
      g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (action));
    }
}

static void
remove_columns (PgsProcessColumns *self)
{
  if (self->columns[0] == NULL)
    return;
  pgs_columns_in_view_leave (self->view);
  for (guint i = 0; i < PGS_N_PROCESS_COLUMNS; i++)
    {
      gtk_column_view_remove_column (self->view, self->columns[i]);
      g_clear_object (&self->columns[i]);
      g_clear_pointer (&self->fonts[i], pgs_cell_font_unref);
      g_clear_pointer (&self->bound[i], g_hash_table_unref);
    }
}

static void
pgs_process_columns_dispose (GObject *object)
{
  PgsProcessColumns *self = PGS_PROCESS_COLUMNS (object);

  g_clear_handle_id (&self->fit_id, g_source_remove);
  if (self->across != NULL)
    g_signal_handlers_disconnect_by_data (self->across, self);
  g_clear_object (&self->across);
  remove_columns (self);
  g_clear_pointer (&self->sort, pgs_view_sort_free);
  g_clear_object (&self->store);
  g_clear_object (&self->settings);
  g_clear_object (&self->actions);
  G_OBJECT_CLASS (pgs_process_columns_parent_class)->dispose (object);
}

static void
pgs_process_columns_class_init (PgsProcessColumnsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pgs_process_columns_dispose;
  signals[SORTED] = g_signal_new ("sorted", PGS_TYPE_PROCESS_COLUMNS, G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
pgs_process_columns_init (PgsProcessColumns *self)
{
  self->actions = g_simple_action_group_new ();
}

/**
 * pgs_process_columns_new:
 * @view: a view without columns, which lives as long as the new object, and loses its model before that ends
 * @store: what is to be sorted
 * @settings: the application's
 *
 * Returns: (transfer full): the columns, now in @view
 */
PgsProcessColumns *
pgs_process_columns_new (GtkColumnView   *view,
                         PgsProcessStore *store,
                         GSettings       *settings)
{
  PgsProcessColumns *self = g_object_new (PGS_TYPE_PROCESS_COLUMNS, NULL);

  self->view = view;
  self->store = g_object_ref (store);
  self->settings = g_object_ref (settings);
  self->sort = pgs_view_sort_new (view);
  for (guint i = 0; i < PGS_N_PROCESS_COLUMNS; i++)
    add_column (self, i);
  pgs_columns_in_view_follow (view, on_in_view, self);
  align_titles (self);
  add_actions (self);
  on_shown_changed (self);
  restore_sort (self);
  self->across = g_object_ref (gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (view)));
  g_signal_connect_swapped (self->across, "changed", G_CALLBACK (on_width_changed), self);
  g_signal_connect_object (settings, "changed::process-columns", G_CALLBACK (on_shown_changed),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_column_view_get_sorter (view), "changed",
                           G_CALLBACK (on_sorter_changed), self, G_CONNECT_SWAPPED);
  return self;
}

/**
 * pgs_process_columns_add_menu:
 * @self: columns
 * @menu: where to add one item a column
 * @prefix: under which the caller inserts the actions
 *
 * Returns: (transfer none): the actions that show and hide columns
 */
GActionGroup *
pgs_process_columns_add_menu (PgsProcessColumns *self,
                              GMenu             *menu,
                              const char        *prefix)
{
  g_return_val_if_fail (PGS_IS_PROCESS_COLUMNS (self), NULL);

  for (guint i = PGS_PROCESS_COLUMN_NAME + 1; i < PGS_N_PROCESS_COLUMNS; i++)
    {
      g_autofree char *name = g_strconcat (prefix, ".", pgs_process_column_get_id (i), NULL);

      g_menu_append (menu, pgs_process_column_get_menu_title (i), name);
    }
  return G_ACTION_GROUP (self->actions);
}

/**
 * pgs_process_columns_choose_sort:
 * @self: columns
 *
 * Shows a list of what the list can be sorted by.
 */
void
pgs_process_columns_choose_sort (PgsProcessColumns *self)
{
  g_return_if_fail (PGS_IS_PROCESS_COLUMNS (self));

  pgs_view_sort_choose (self->sort);
}

/**
 * pgs_process_columns_get_pids:
 * @self: columns
 *
 * Returns: (transfer full) (element-type gint): the processes whose rows are on screen or near it
 *   (GTK keeps about 200), in any order
 */
GArray *
pgs_process_columns_get_pids (PgsProcessColumns *self)
{
  GArray *pids = g_array_new (FALSE, FALSE, sizeof (gint));
  GHashTableIter iter;
  gpointer cell;

  g_hash_table_iter_init (&iter, self->bound[PGS_PROCESS_COLUMN_NAME]);
  while (g_hash_table_iter_next (&iter, &cell, NULL))
    {
      PgsProcessItem *item = pgs_process_row_get_item (pgs_process_cell_get_row (cell));

      g_array_append_val (pids, pgs_process_item_get_record (item)->pid);
    }
  return pids;
}
