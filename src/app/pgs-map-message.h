/* pgs-map-message.h: why there is no map to see, and what is known without it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "pgs-session.h"

G_BEGIN_DECLS

#define PGS_TYPE_MAP_MESSAGE (pgs_map_message_get_type ())

G_DECLARE_FINAL_TYPE (PgsMapMessage, pgs_map_message, PGS, MAP_MESSAGE, GtkWidget)

void pgs_map_message_update (PgsMapMessage *self,
                             PgsSession    *session);

G_END_DECLS
