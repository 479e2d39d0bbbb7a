/* pgs-glibtop.h: making sure that libgtop can be called
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean pgs_glibtop_prepare (GError **error);

G_END_DECLS
