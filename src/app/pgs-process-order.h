/* pgs-process-order.h: in which order the rows of the process list stand
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-process-column.h"

G_BEGIN_DECLS

/**
 * PgsProcessOrder:
 * @column: what to sort by; the PID decides where it is the same
 * @descending: the largest first
 * @tree: children under their parents, a match with its ancestors
 * @only_wanted: in the tree, no ancestors of those that are wanted
 * @expand_all: show children under collapsed parents, too
 *
 * How to arrange rows.
 */
typedef struct
{
  PgsProcessColumn column;
  gboolean descending;
  gboolean tree;
  gboolean only_wanted;
  gboolean expand_all;
} PgsProcessOrder;

typedef gboolean (*PgsProcessWanted) (PgsProcessItem *item,
                                      gpointer        data);

GPtrArray *pgs_process_order_arrange (const PgsProcessOrder *self,
                                      const GPtrArray       *items,
                                      PgsProcessWanted       wanted,
                                      gpointer               data);

G_END_DECLS
