/* pgs-fold.h: a child some parts of which go where there is no room for them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PGS_TYPE_FOLD (pgs_fold_get_type ())

/**
 * PgsFold:
 *
 * Its property `child` is shown whole where it fits; where it does not, its parts are hidden one after the other, in
 * the order in which they were added. `n-folded` says how many of them are.
 */
G_DECLARE_FINAL_TYPE (PgsFold, pgs_fold, PGS, FOLD, GtkWidget)

void  pgs_fold_add          (PgsFold   *self,
                             GtkWidget *part);
guint pgs_fold_get_n_folded (PgsFold   *self);

G_END_DECLS
