/* pgs-scan.h: the states of pages by the PAGEMAP_SCAN ioctl
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-pages.h"

G_BEGIN_DECLS

/**
 * PgsScanFunc:
 * @first_page: page number
 * @n_pages: how many, never 0
 * @states: their #PgsPageState bits, never 0
 * @user_data: what was given with it
 */
typedef void (*PgsScanFunc) (guint64      first_page,
                             guint64      n_pages,
                             PgsPageState states,
                             gpointer     user_data);

gboolean pgs_scan (int           pagemap_fd,
                   guint64       start,
                   guint64       end,
                   PgsScanFunc   func,
                   gpointer      user_data,
                   GError      **error);

G_END_DECLS
