/* pgs-columns-in-view.c: which columns of a table are in view
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * GtkColumnView draws the cells of all columns, also of those that are scrolled out to the side: in a table of 25
 * columns most of what is painted. Columns are where their titles are, and only a layout moves those.
 */
#include "config.h"

#include "pgs-columns-in-view.h"

#define FOLLOWER_KEY "pgs-columns-in-view"

typedef struct
{
  GtkColumnView *view; /* has this */
  PgsColumnInViewFunc func;
  gpointer data;
  GdkFrameClock *clock; /* (nullable): while the view is realized */
  gulong layout_id;
} Follower;

static gboolean
is_in_view (GtkColumnView *view,
            GtkWidget     *title)
{
  const graphene_point_t begin = GRAPHENE_POINT_INIT (0, 0);
  const float width = (float) gtk_widget_get_width (title);
  graphene_point_t at;

  return !gtk_widget_compute_point (title, GTK_WIDGET (view), &begin, &at)
         || (at.x < (float) gtk_widget_get_width (GTK_WIDGET (view)) && at.x + width > 0);
}

/* A title for each column, in the same order. */
static void
tell (Follower *self)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);
  GtkWidget *title = gtk_widget_get_first_child (gtk_widget_get_first_child (GTK_WIDGET (self->view)));

  for (guint i = 0; i < g_list_model_get_n_items (columns) && title != NULL; i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      self->func (column, is_in_view (self->view, title), self->data);
      title = gtk_widget_get_next_sibling (title);
    }
}

static void
unfollow_clock (Follower *self)
{
  if (self->clock != NULL)
    g_clear_signal_handler (&self->layout_id, self->clock);
  g_clear_object (&self->clock);
}

static void
follow_clock (Follower *self)
{
  unfollow_clock (self);
  self->clock = g_object_ref (gtk_widget_get_frame_clock (GTK_WIDGET (self->view)));
  self->layout_id = g_signal_connect_data (self->clock, "layout", G_CALLBACK (tell), self, NULL,
                                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}

static void
follower_free (gpointer data)
{
  Follower *self = data;

  unfollow_clock (self);
  g_free (self);
}

/**
 * pgs_columns_in_view_follow:
 * @view: a table
 * @func: called for each column after each layout, before what is drawn then is; with a column that cannot be
 *   found it is in view
 * @data: for @func
 */
void
pgs_columns_in_view_follow (GtkColumnView       *view,
                            PgsColumnInViewFunc  func,
                            gpointer             data)
{
  Follower *self = g_new0 (Follower, 1);

  self->view = view;
  self->func = func;
  self->data = data;
  g_object_set_data_full (G_OBJECT (view), FOLLOWER_KEY, self, follower_free);
  g_signal_connect_swapped (view, "map", G_CALLBACK (follow_clock), self);
  g_signal_connect_swapped (view, "unmap", G_CALLBACK (unfollow_clock), self);
}

/**
 * pgs_columns_in_view_leave:
 * @view: a table that was followed
 */
void
pgs_columns_in_view_leave (GtkColumnView *view)
{
  Follower *self = g_object_get_data (G_OBJECT (view), FOLLOWER_KEY);

  g_signal_handlers_disconnect_by_data (view, self);
  g_object_set_data (G_OBJECT (view), FOLLOWER_KEY, NULL);
}
