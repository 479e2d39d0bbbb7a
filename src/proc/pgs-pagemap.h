/* pgs-pagemap.h: the states of pages by reading /proc/PID/pagemap
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-pages.h"
#include "pgs-scan.h"
#include "pgs-smaps.h"

G_BEGIN_DECLS

/* A mapping at least this large (2.4 ms to read when empty) is only read if it can hold a page. */
#define PGS_PAGEMAP_LARGE ((guint64) 1 << 30)

PgsPageState pgs_pagemap_entry_states (guint64            entry);
gboolean     pgs_pagemap_needs_smaps  (const PgsMaps     *maps);
gboolean     pgs_pagemap_read         (int                pagemap_fd,
                                       const PgsMaps     *maps,
                                       const PgsSmaps    *smaps,
                                       PgsScanFunc        func,
                                       gpointer           user_data,
                                       GError           **error);
gboolean     pgs_pagemap_refine       (int                pagemap_fd,
                                       const PgsRun      *runs,
                                       gsize              n_runs,
                                       PgsScanFunc        func,
                                       gpointer           user_data,
                                       GError           **error);
gboolean     pgs_pagemap_read_entry   (int                pagemap_fd,
                                       guint64            page,
                                       guint64           *entry,
                                       GError           **error);

G_END_DECLS
