/* pgs-pagemap.h: the entries of /proc/PID/pagemap
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-maps.h"
#include "pgs-pages.h"

G_BEGIN_DECLS

PgsPageState pgs_pagemap_entry_states (guint64   entry);
gssize       pgs_pagemap_read_entries (int       pagemap_fd,
                                       guint64   first,
                                       gsize     count,
                                       guint64  *entries,
                                       GError  **error);
gboolean     pgs_pagemap_read_entry   (int       pagemap_fd,
                                       guint64   page,
                                       guint64  *entry,
                                       GError  **error);

gboolean     pgs_pagemap_shows_frames (int            pagemap_fd,
                                       const PgsMaps *maps);

G_END_DECLS
