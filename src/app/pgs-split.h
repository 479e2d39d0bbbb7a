/* pgs-split.h: a side pane beside (or under) the content, resizable, and hidden where there is no room
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PGS_TYPE_SPLIT (pgs_split_get_type ())

/**
 * PgsSplit:
 *
 * Properties: `side` and `content`, the two children; `orientation`: beside or above each other;
 * `at-end`: the side pane stands behind the content; `side-size`, and `min-content-size`, less than
 * which is no room: both in px at the usual text size; `side-name`: what the side pane is called;
 * `show-side`: whether the person wants the side pane; `side-visible`: whether it is seen, which
 * also depends on the room. Setting `side-visible` changes `show-side`, or where there is no room
 * for both lets the side pane take the place of the content.
 */
G_DECLARE_FINAL_TYPE (PgsSplit, pgs_split, PGS, SPLIT, GtkWidget)

gboolean pgs_split_get_covered (PgsSplit *self);
void     pgs_split_uncover     (PgsSplit *self);

G_END_DECLS
