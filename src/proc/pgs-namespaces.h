/* pgs-namespaces.h: how a process is numbered in its own namespaces
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PGS_NO_UID G_MAXUINT32

gint    pgs_inner_pid_parse  (const char *status);
guint32 pgs_inner_uid_parse  (const char *uid_map,
                              guint32     uid);
gboolean pgs_uid_is_mapped   (const char *uid_map,
                              guint32     uid);
char   *pgs_user_name_read   (guint32     uid);

G_END_DECLS
