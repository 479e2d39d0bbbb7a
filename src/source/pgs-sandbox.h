/* pgs-sandbox.h: whether this program runs as a Flatpak, and where its files are on the host
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PGS_SANDBOX_INFO "/.flatpak-info" /* Source: flatpak-metadata(5) */

gboolean pgs_sandbox_is_flatpak    (void);
char    *pgs_sandbox_dup_host_path (const char  *info_path,
                                    const char  *path,
                                    GError     **error);

G_END_DECLS
