/* pgs-share-bar.h: a horizontal bar of which parts are filled
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What a part stands for; the theme has a colour for each. */
typedef enum
{
  PGS_SHARE_USED,
  PGS_SHARE_CACHE,
  PGS_SHARE_COMMIT,
  PGS_SHARE_SWAP,
  PGS_SHARE_PLAIN,
  PGS_SHARE_AVAILABLE,
} PgsShareRole;

/**
 * PgsShare:
 * @role: what it stands for
 * @fraction: how much of the bar it fills, 0 … 1
 */
typedef struct
{
  PgsShareRole role;
  double fraction;
} PgsShare;

#define PGS_SHARE_BAR_MAX 4

#define PGS_TYPE_SHARE_BAR (pgs_share_bar_get_type ())

G_DECLARE_FINAL_TYPE (PgsShareBar, pgs_share_bar, PGS, SHARE_BAR, GtkWidget)

double pgs_share_get_fraction (guint64 part,
                               guint64 whole);
void pgs_share_bar_set (PgsShareBar    *self,
                        const PgsShare *shares,
                        guint           n_shares);
void pgs_share_bar_set_marker (PgsShareBar *self,
                        double          fraction);

G_END_DECLS
