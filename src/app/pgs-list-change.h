/* pgs-list-change.h: tells lists on screen which rows of a model are others now
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * PgsListChange:
 * @position: the first row that is another
 * @removed: how many rows there were from there on that are others now
 * @added: how many rows there are in their place
 */
typedef struct
{
  guint position;
  guint removed;
  guint added;
} PgsListChange;

/**
 * PgsListKeys:
 * @first: (nullable): what tells the first row from all others
 * @n: how many rows there are
 * @stride: from a row's key to that of the next one, in bytes
 * @size: of a key, in bytes
 */
typedef struct
{
  gconstpointer first;
  guint n;
  gsize stride;
  gsize size;
} PgsListKeys;

gboolean pgs_list_change_find (const PgsListKeys   *before,
                               const PgsListKeys   *after,
                               PgsListChange       *change);
void     pgs_list_change_tell (GListModel          *model,
                               const PgsListChange *change);

G_END_DECLS
