/* pgs-scroll-keeper.c: keeps a list where it is scrolled to while its rows move
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-scroll-keeper.h"

struct _PgsScrollKeeper
{
  GObject parent_instance;

  GtkWidget *view; /* its owner owns this object, too */
  double value;
};

G_DEFINE_FINAL_TYPE (PgsScrollKeeper, pgs_scroll_keeper, G_TYPE_OBJECT)

static void
pgs_scroll_keeper_class_init (PgsScrollKeeperClass *klass)
{
}

static void
pgs_scroll_keeper_init (PgsScrollKeeper *self)
{
}

/**
 * pgs_scroll_keeper_new:
 * @view: a scrollable list, which lives as long as the new object
 *
 * Returns: (transfer full): a keeper that does nothing yet
 */
PgsScrollKeeper *
pgs_scroll_keeper_new (GtkWidget *view)
{
  PgsScrollKeeper *self = g_object_new (PGS_TYPE_SCROLL_KEEPER, NULL);

  self->view = view;
  return self;
}

static GtkAdjustment *
get_adjustment (PgsScrollKeeper *self)
{
  return gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->view));
}

static void
on_layout (PgsScrollKeeper *self,
           GdkFrameClock   *clock)
{
  g_signal_handlers_disconnect_by_func (clock, on_layout, self);
  if (gtk_widget_get_mapped (self->view)) /* else its rows were not laid out */
    gtk_adjustment_set_value (get_adjustment (self), self->value);
}

/**
 * pgs_scroll_keeper_cancel:
 * @self: a keeper
 *
 * The view is to be scrolled elsewhere in the next frame: what was kept is forgotten.
 */
void
pgs_scroll_keeper_cancel (PgsScrollKeeper *self)
{
  GdkFrameClock *clock;

  g_return_if_fail (PGS_IS_SCROLL_KEEPER (self));

  clock = gtk_widget_get_frame_clock (self->view);
  if (clock != NULL)
    g_signal_handlers_disconnect_by_func (clock, on_layout, self);
}

/**
 * pgs_scroll_keeper_keep:
 * @self: a keeper
 *
 * Rows are about to move: puts the view back to where it is now after they were laid out, within the
 * same frame.
 */
void
pgs_scroll_keeper_keep (PgsScrollKeeper *self)
{
  GdkFrameClock *clock;

  g_return_if_fail (PGS_IS_SCROLL_KEEPER (self));

  clock = gtk_widget_get_frame_clock (self->view);
  if (clock == NULL || !gtk_widget_get_mapped (self->view))
    return;
  self->value = gtk_adjustment_get_value (get_adjustment (self));
  pgs_scroll_keeper_cancel (self);
  g_signal_connect_object (clock, "layout", G_CALLBACK (on_layout), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}
