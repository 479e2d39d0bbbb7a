/* pgs-smaps-store.h: the counters of one address space's regions, as they were read last
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-smaps-reader.h"

G_BEGIN_DECLS

/**
 * PgsSmapsStore:
 * @reader: its file not open: nothing is mapped
 * @smaps: (nullable): what was read last, of the mappings of now
 * @at_us: monotonic time at which it was read
 * @motion: what the process' motion was then
 */
typedef struct
{
  PgsSmapsReader reader;
  PgsSmaps *smaps;
  gint64 at_us;
  guint64 motion;
} PgsSmapsStore;

void     pgs_smaps_store_init   (PgsSmapsStore       *self);
void     pgs_smaps_store_clear  (PgsSmapsStore       *self);
gboolean pgs_smaps_store_read   (PgsSmapsStore       *self,
                                 PgsMaps             *maps,
                                 guint64              motion,
                                 GError             **error);
void     pgs_smaps_store_start  (PgsSmapsStore       *self,
                                 PgsMaps             *maps);
gboolean pgs_smaps_store_finish (PgsSmapsStore       *self,
                                 PgsMaps             *maps,
                                 guint64              motion,
                                 GError             **error);
void     pgs_smaps_store_rebase (PgsSmapsStore       *self,
                                 PgsMaps             *before,
                                 PgsMaps             *after);
gboolean pgs_smaps_store_is_old (const PgsSmapsStore *self);
gboolean pgs_smaps_store_is_due (const PgsSmapsStore *self,
                                 guint64              motion);

G_END_DECLS
