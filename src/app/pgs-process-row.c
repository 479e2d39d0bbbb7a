/* pgs-process-row.c: one place in the process list on screen
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Thousands of rows have no widgets. They follow nothing, so that to show another process costs them
 * nothing.
 */
#include "config.h"

#include "pgs-process-row.h"

struct _PgsProcessRow
{
  GObject parent_instance;

  PgsProcessItem *item;
  guint n_followers;
  gulong changed_id; /* 0: nobody follows */
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PgsProcessRow, pgs_process_row, G_TYPE_OBJECT)

static void
tell (PgsProcessRow *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
follow_item (PgsProcessRow *self)
{
  self->changed_id = g_signal_connect_swapped (self->item, "changed", G_CALLBACK (tell), self);
}

static void
unfollow_item (PgsProcessRow *self)
{
  g_clear_signal_handler (&self->changed_id, self->item);
}

static void
pgs_process_row_finalize (GObject *object)
{
  PgsProcessRow *self = PGS_PROCESS_ROW (object);

  unfollow_item (self);
  g_clear_object (&self->item);
  G_OBJECT_CLASS (pgs_process_row_parent_class)->finalize (object);
}

static void
pgs_process_row_class_init (PgsProcessRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pgs_process_row_finalize;
  signals[CHANGED] = g_signal_new ("changed", PGS_TYPE_PROCESS_ROW, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
pgs_process_row_init (PgsProcessRow *self)
{
}

/**
 * pgs_process_row_new:
 * @item: the process to show first
 *
 * Returns: (transfer full): a row that nobody follows
 */
PgsProcessRow *
pgs_process_row_new (PgsProcessItem *item)
{
  PgsProcessRow *self = g_object_new (PGS_TYPE_PROCESS_ROW, NULL);

  self->item = g_object_ref (item);
  return self;
}

/**
 * pgs_process_row_get_item:
 * @self: a row
 *
 * Returns: (transfer none): the process that it shows now
 */
PgsProcessItem *
pgs_process_row_get_item (PgsProcessRow *self)
{
  g_return_val_if_fail (PGS_IS_PROCESS_ROW (self), NULL);

  return self->item;
}

/**
 * pgs_process_row_set_item:
 * @self: a row
 * @item: the process to show from now on
 */
void
pgs_process_row_set_item (PgsProcessRow  *self,
                          PgsProcessItem *item)
{
  g_return_if_fail (PGS_IS_PROCESS_ROW (self));

  if (self->item == item)
    return;
  unfollow_item (self);
  g_set_object (&self->item, item);
  if (self->n_followers == 0)
    return;
  follow_item (self);
  tell (self);
}

/**
 * pgs_process_row_follow:
 * @self: a row
 * @callback: called with @follower when the row has changed
 * @follower: who wants to know, until it unfollows
 */
void
pgs_process_row_follow (PgsProcessRow *self,
                        GCallback      callback,
                        gpointer       follower)
{
  g_return_if_fail (PGS_IS_PROCESS_ROW (self));

  g_signal_connect_swapped (self, "changed", callback, follower);
  if (self->n_followers++ == 0)
    follow_item (self);
}

/**
 * pgs_process_row_unfollow:
 * @self: a row
 * @follower: who wanted to know
 */
void
pgs_process_row_unfollow (PgsProcessRow *self,
                          gpointer       follower)
{
  g_return_if_fail (PGS_IS_PROCESS_ROW (self));
  g_return_if_fail (self->n_followers > 0);

  g_signal_handlers_disconnect_by_data (self, follower);
  if (--self->n_followers == 0)
    unfollow_item (self);
}
