/* pgs-list-change.h: tells lists on screen which rows of a model are others now
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void pgs_list_change_tell (GListModel *model,
                           guint       position,
                           guint       removed,
                           guint       added);

G_END_DECLS
