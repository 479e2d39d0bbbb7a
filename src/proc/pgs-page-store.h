/* pgs-page-store.h: the pages of one address space, read at once or in slices
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-pages-reader.h"

G_BEGIN_DECLS

/**
 * PgsPagesRequest:
 * @pagemap_fd: pagemap; -1 for an address space that is gone
 * @run_clock: (nullable): the process' CPU clock
 * @maps: what is mapped now
 * @smaps: (nullable): how much each mapping holds; saves time where @way is reading
 * @way: how to read
 * @motion: changes when the process was seen to change
 * @max_age_us: as in #PgsSlice
 * @max_cpu_us: how much CPU time reading may use; 0: any, though reading pagemap still ends after
 *   two seconds
 * @visible_start: first address of what is read first
 * @visible_end: first address behind
 *
 * How to read pages.
 */
typedef struct
{
  int pagemap_fd;
  const clockid_t *run_clock;
  PgsMaps *maps;
  const PgsSmaps *smaps;
  PgsPagesWay way;
  guint64 motion;
  gint64 max_age_us;
  gint64 max_cpu_us;
  guint64 visible_start;
  guint64 visible_end;
} PgsPagesRequest;

typedef struct _PgsPageStore PgsPageStore;

PgsPageStore *pgs_page_store_new           (gboolean               is_new_program);
void          pgs_page_store_free          (PgsPageStore          *self);
gboolean      pgs_page_store_read          (PgsPageStore          *self,
                                            const PgsPagesRequest *request,
                                            GError               **error);
gboolean      pgs_page_store_add_sharing   (PgsPageStore          *self,
                                            const PgsSmaps        *smaps,
                                            int                    pagemap_fd,
                                            GError               **error);
void          pgs_page_store_restart       (PgsPageStore          *self);
PgsPages     *pgs_page_store_get           (PgsPageStore          *self,
                                            PgsMaps               *maps,
                                            gint64                *at_us);
gboolean      pgs_page_store_has           (PgsPageStore          *self,
                                            PgsPagesWay            way);
gboolean      pgs_page_store_is_due        (PgsPageStore          *self,
                                            const PgsPagesRequest *request);
guint64       pgs_page_store_get_rounds    (PgsPageStore          *self);
gboolean      pgs_page_store_is_in_round   (PgsPageStore          *self);

G_END_DECLS
