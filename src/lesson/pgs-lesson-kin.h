/* pgs-lesson-kin.h: the processes that descend from another
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean pgs_lesson_kin_descends (gint pid,
                                  gint ancestor);
GArray  *pgs_lesson_kin_list     (gint ancestor);

G_END_DECLS
