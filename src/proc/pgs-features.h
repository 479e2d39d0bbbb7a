/* pgs-features.h: what this kernel tells about pages, found out by trying
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-pages.h"

G_BEGIN_DECLS

/**
 * PgsFeatures:
 * @page_size: bytes
 * @page_shift: its logarithm
 * @pagemap: /proc/PID/pagemap exists and told the truth about an own page
 * @scan: the PAGEMAP_SCAN ioctl works
 * @scan_states: what it can tell: a category that is not flagged on a page made to have it is not
 *   there
 * @scan_categories: what to ask it for
 * @pagemap_guard: reading pagemap tells guard pages from swapped ones
 * @soft_dirty: the soft-dirty bit means something
 * @pfn: frame numbers can be read by this process
 */
typedef struct
{
  guint32 page_size;
  guint page_shift;
  gboolean pagemap;
  gboolean scan;
  PgsPageState scan_states;
  guint64 scan_categories;
  gboolean pagemap_guard;
  gboolean soft_dirty;
  gboolean pfn;
} PgsFeatures;

const PgsFeatures *pgs_features_get   (void);
gboolean           pgs_features_ensure (GError     **error);
void               pgs_features_probe (int          pagemap_fd,
                                       PgsFeatures *features);

G_END_DECLS
