/* pgs-sharing.h: which pages are a file's and which are mapped by one process alone
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-pages.h"
#include "pgs-smaps.h"

G_BEGIN_DECLS

gboolean  pgs_sharing_works (void);
PgsPages *pgs_sharing_add   (const PgsPages  *pages,
                             const PgsSmaps  *smaps,
                             int              pagemap_fd,
                             GError         **error);

G_END_DECLS
