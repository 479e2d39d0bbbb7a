/* pgs-process-selection.c: which row of the process list is selected, and which has the keyboard
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-process-selection.h"

#include "pgs-process-cell.h"
#include "pgs-process-rows.h"

#define SCROLL_DELAY_MS 100 /* new rows have no place before they were laid out */

struct _PgsProcessSelection
{
  GObject parent_instance;

  GtkColumnView *view; /* its owner owns this object, too */
  PgsSession *session; /* (nullable) */
  PgsProcessStore *store;
  PgsProcessRows *rows;
  GtkSingleSelection *selection;
  PgsScrollKeeper *keeper;
  gboolean syncing; /* what is selected is not the person's choice */
  gboolean arranging; /* nor what rows show at this moment */
  PgsProcessItem *selected; /* (nullable) */
  gint shown_pid;   /* what the list was scrolled to last */
  guint scroll_id;
};

G_DEFINE_FINAL_TYPE (PgsProcessSelection, pgs_process_selection, G_TYPE_OBJECT)

/* Whether the process is known only by its PID so far. */
static gboolean
is_opening (PgsProcessSelection *self)
{
  return pgs_session_get_state (self->session) == PGS_SESSION_OPENING;
}

/* The row of the watched process; another one that got its PID later is not it. One that has ended
 * has a row as long as it is a zombie. */
static guint
find_watched (PgsProcessSelection *self)
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
scroll_to_row (PgsProcessSelection *self,
               guint                position)
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
on_layout (PgsProcessSelection *self,
           GdkFrameClock       *clock)
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
  PgsProcessSelection *self = data;
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
unselect (PgsProcessSelection *self)
{
  self->syncing = TRUE;
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  self->syncing = FALSE;
  self->shown_pid = 0;
}

/* A row that only moves was not chosen, though GTK 4.8 tells of it as of one that was: it may be the row of a process
 * that has ended, while another one is watched that has none yet. */
static void
on_selected (PgsProcessSelection *self)
{
  PgsProcessItem *item = pgs_process_selection_get_item (self);
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
find_focused_row (PgsProcessSelection *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self->view));
  GtkWidget *widget = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (widget == NULL || !gtk_widget_is_ancestor (widget, GTK_WIDGET (self->view))
      || !g_str_equal (gtk_widget_get_css_name (widget), "row"))
    return NULL;
  while (widget != NULL && !PGS_IS_PROCESS_CELL (widget))
    widget = gtk_widget_get_first_child (widget);
  return widget != NULL ? pgs_process_cell_get_row (PGS_PROCESS_CELL (widget)) : NULL;
}

static void
on_before_rows (PgsProcessSelection *self)
{
  self->arranging = TRUE;
  pgs_process_rows_keep (self->rows, find_focused_row (self));
}

/* The process stays selected, not the row. GTK goes through all rows between two that are selected one after the
 * other, so there is none for a moment. */
static void
on_after_rows (PgsProcessSelection *self)
{
  const guint position = self->selected != NULL ? pgs_process_item_get_position (self->selected)
                                                : GTK_INVALID_LIST_POSITION;

  if (gtk_single_selection_get_selected (self->selection) != position)
    {
      gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
      gtk_single_selection_set_selected (self->selection, position);
    }
  g_set_object (&self->selected, pgs_process_selection_get_item (self));
  self->arranging = FALSE;
}

static void
pgs_process_selection_dispose (GObject *object)
{
  PgsProcessSelection *self = PGS_PROCESS_SELECTION (object);

  g_clear_handle_id (&self->scroll_id, g_source_remove);
  g_clear_object (&self->session);
  g_clear_object (&self->selection);
  g_clear_object (&self->keeper);
  g_clear_object (&self->selected);
  g_clear_object (&self->rows);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (pgs_process_selection_parent_class)->dispose (object);
}

static void
pgs_process_selection_class_init (PgsProcessSelectionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pgs_process_selection_dispose;
}

static void
pgs_process_selection_init (PgsProcessSelection *self)
{
}

/**
 * pgs_process_selection_new:
 * @view: which shows the rows, and lives as long as the new object
 * @store: the processes
 * @keeper: what keeps the view where it is scrolled to
 *
 * Returns: (transfer full): a row for each process, none of them selected
 */
PgsProcessSelection *
pgs_process_selection_new (GtkColumnView   *view,
                           PgsProcessStore *store,
                           PgsScrollKeeper *keeper)
{
  PgsProcessSelection *self = g_object_new (PGS_TYPE_PROCESS_SELECTION, NULL);

  self->view = view;
  self->store = g_object_ref (store);
  self->keeper = g_object_ref (keeper);
  g_signal_connect_object (store, "items-changed", G_CALLBACK (on_before_rows), self, G_CONNECT_SWAPPED);
  self->rows = pgs_process_rows_new (store);
  g_signal_connect_object (store, "items-changed", G_CALLBACK (on_after_rows), self, G_CONNECT_SWAPPED);
  self->selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->rows)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (on_selected), self,
                           G_CONNECT_SWAPPED);
  return self;
}

/**
 * pgs_process_selection_get_model:
 * @self: a selection
 *
 * Returns: (transfer none): the rows (PgsProcessRow), for the view; selecting one is a person's choice
 */
GtkSelectionModel *
pgs_process_selection_get_model (PgsProcessSelection *self)
{
  g_return_val_if_fail (PGS_IS_PROCESS_SELECTION (self), NULL);

  return GTK_SELECTION_MODEL (self->selection);
}

/**
 * pgs_process_selection_get_item:
 * @self: a selection
 *
 * Returns: (transfer none) (nullable): the process whose row is selected
 */
PgsProcessItem *
pgs_process_selection_get_item (PgsProcessSelection *self)
{
  PgsProcessRow *row = gtk_single_selection_get_selected_item (self->selection);

  return row != NULL ? pgs_process_row_get_item (row) : NULL;
}

/**
 * pgs_process_selection_set_session:
 * @self: a selection
 * @session: (nullable): which watches the one that is selected
 */
void
pgs_process_selection_set_session (PgsProcessSelection *self,
                                   PgsSession          *session)
{
  g_return_if_fail (PGS_IS_PROCESS_SELECTION (self));

  if (!g_set_object (&self->session, session) || session == NULL)
    return;
  g_signal_connect_object (session, "notify::state", G_CALLBACK (pgs_process_selection_sync), self,
                           G_CONNECT_SWAPPED);
  pgs_process_selection_sync (self);
}

/**
 * pgs_process_selection_sync:
 * @self: a selection
 *
 * Selects the row of the watched process, if it has one. The view is scrolled to it once.
 */
void
pgs_process_selection_sync (PgsProcessSelection *self)
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
