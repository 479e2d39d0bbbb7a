/* pgs-scroll-keeper.h: keeps a list where it is scrolled to while its rows move
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PGS_TYPE_SCROLL_KEEPER (pgs_scroll_keeper_get_type ())

/**
 * PgsScrollKeeper:
 *
 * A list view scrolls along with its uppermost row, wherever that is sorted to. With this the rows
 * move and the view stays.
 */
G_DECLARE_FINAL_TYPE (PgsScrollKeeper, pgs_scroll_keeper, PGS, SCROLL_KEEPER, GObject)

PgsScrollKeeper *pgs_scroll_keeper_new    (GtkWidget       *view);
void             pgs_scroll_keeper_keep   (PgsScrollKeeper *self);
void             pgs_scroll_keeper_cancel (PgsScrollKeeper *self);

G_END_DECLS
