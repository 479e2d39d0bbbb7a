/* pgs-page-words.h: the state of one page in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-pages.h"

G_BEGIN_DECLS

char *pgs_page_format_state   (PgsPageState      states,
                               PgsPageState      known,
                               const PgsMapping *mapping);
const char *pgs_page_format_opaque (void);
const char *pgs_page_format_mark (void);
char *pgs_page_format_address (guint64           address);
char *pgs_page_format_age     (gint64            since_us,
                               gint64            now_us);

char *pgs_page_format_read_age (gint64            read_at_us,
                                gint64            now_us);

G_END_DECLS
