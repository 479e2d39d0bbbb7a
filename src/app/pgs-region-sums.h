/* pgs-region-sums.h: the chosen rows of the table of mappings added up, and as text
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-region-list.h"

G_BEGIN_DECLS

/**
 * PgsRegionSums:
 * @n_regions: how many mappings are in it
 * @n_selected: how many rows are selected; if 0, the sums are of all that are shown
 * @values: by #PgsRegionColumn; %PGS_UNKNOWN where a value is unknown, and of columns that the line for people
 *   (pgs_region_list_dup_sums_text()) does not tell
 */
typedef struct
{
  gsize n_regions;
  gsize n_selected;
  guint64 values[PGS_N_REGION_COLUMNS];
} PgsRegionSums;

void  pgs_region_list_get_sums      (PgsRegionList *self,
                                     PgsRegionSums *sums);
char *pgs_region_list_dup_text      (PgsRegionList *self);
char *pgs_region_list_dup_sums_text (PgsRegionList *self);

G_END_DECLS
