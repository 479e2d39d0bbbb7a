/* pgs-family-bar.h: the launched program's processes: how many, how large, and whether to show only them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "pgs-family.h"

G_BEGIN_DECLS

#define PGS_TYPE_FAMILY_BAR (pgs_family_bar_get_type ())

/**
 * PgsFamilyBar:
 *
 * Hidden unless a program was launched and it or a descendant lives. Signal `changed`: another family is to be
 * shown, other members, or all processes.
 */
G_DECLARE_FINAL_TYPE (PgsFamilyBar, pgs_family_bar, PGS, FAMILY_BAR, GtkWidget)

void       pgs_family_bar_set_root     (PgsFamilyBar    *self,
                                        gint             pid,
                                        const char      *name);
void       pgs_family_bar_update       (PgsFamilyBar    *self,
                                        PgsProcessTable *table);
gboolean   pgs_family_bar_is_following (PgsFamilyBar    *self);
PgsFamily *pgs_family_bar_get_family   (PgsFamilyBar    *self);

G_END_DECLS
