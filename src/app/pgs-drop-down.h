/* pgs-drop-down.h: what a drop-down is called
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

void pgs_drop_down_set_name  (GtkDropDown *drop_down,
                              const char  *name);
void pgs_drop_down_tell_row  (AdwComboRow *row);

G_END_DECLS
