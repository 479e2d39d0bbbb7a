/* pgs-scan.h: the states of pages by the PAGEMAP_SCAN ioctl
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-pages.h"

G_BEGIN_DECLS

/**
 * PgsScanFunc:
 * @runs: (array length=n_runs): ascending; neighbours may be equal
 * @n_runs: how many
 * @user_data: what was given with it
 *
 * Takes many runs at once, as a call for each would cost more than what is done with it.
 */
typedef void (*PgsScanFunc) (const PgsRun *runs,
                             gsize         n_runs,
                             gpointer      user_data);

gboolean pgs_scan (int           pagemap_fd,
                   guint64       start,
                   guint64       end,
                   PgsScanFunc   func,
                   gpointer      user_data,
                   GError      **error);

G_END_DECLS
