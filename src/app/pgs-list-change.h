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

/**
 * PgsListTold:
 * @n_first: of how many rows a list tells at first where it has others than before
 * @n_most: of how many it tells now, if it has more
 */
typedef struct
{
  guint n_first;
  guint n_most;
} PgsListTold;

#define PGS_LIST_TOLD_ALL ((PgsListTold) { G_MAXUINT, G_MAXUINT })

gboolean pgs_list_change_find (const PgsListKeys   *before,
                               const PgsListKeys   *after,
                               PgsListChange       *change);
void     pgs_list_change_tell (GListModel          *model,
                               const PgsListChange *change);
guint    pgs_list_told_get_n  (const PgsListTold   *self,
                               gsize                n_rows);
gboolean pgs_list_told_more   (PgsListTold         *self,
                               GListModel          *model,
                               guint                n_more);

G_END_DECLS
