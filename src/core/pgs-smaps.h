/* pgs-smaps.h: what smaps says of each region
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-maps.h"

G_BEGIN_DECLS

/**
 * PgsRegionSmaps:
 *
 * The counters of one region in bytes, under the names of proc_pid_smaps(5). @vm_flags holds the
 * two-letter codes as the kernel wrote them ("rd wr mr mw me ac"), owned by the #PgsSmaps, %NULL if
 * there were none. A counter that this kernel does not have is %PGS_UNKNOWN, as all are of
 * pgs_region_smaps_unknown, which has no flags either.
 */
typedef struct
{
  guint64 rss;
  guint64 pss;
  guint64 swap;
  guint64 anon;
  guint64 private_clean;
  guint64 private_dirty;
  guint64 shared_clean;
  guint64 shared_dirty;
  guint64 locked;
  guint64 anon_huge;
  guint64 private_hugetlb;
  guint64 shared_hugetlb;
  const char *vm_flags;
} PgsRegionSmaps;

extern const PgsRegionSmaps pgs_region_smaps_unknown;

typedef struct _PgsSmaps PgsSmaps;
typedef struct _PgsSmapsBuilder PgsSmapsBuilder;

#define PGS_TYPE_SMAPS (pgs_smaps_get_type ())

GType                 pgs_smaps_get_type     (void);
PgsSmaps             *pgs_smaps_ref          (PgsSmaps         *self);
void                  pgs_smaps_unref        (PgsSmaps         *self);
const PgsRegionSmaps *pgs_smaps_get          (const PgsSmaps   *self,
                                              gsize             region);
void                  pgs_smaps_get_totals   (const PgsSmaps   *self,
                                              PgsRegionSmaps   *totals);
guint64               pgs_smaps_get_committed (const PgsSmaps  *self);
gboolean              pgs_smaps_has_opaque   (const PgsSmaps   *self);
PgsSmaps             *pgs_smaps_rebase       (const PgsSmaps   *self,
                                              PgsMaps          *before,
                                              PgsMaps          *after);

gboolean              pgs_smaps_flags_have   (const char       *codes,
                                              const char       *code);

PgsSmapsBuilder      *pgs_smaps_builder_new  (PgsMaps          *maps);
void                  pgs_smaps_builder_free (PgsSmapsBuilder  *self);
void                  pgs_smaps_builder_add  (PgsSmapsBuilder  *self,
                                              guint64           start,
                                              guint64           end,
                                              const PgsRegionSmaps *counters);
void                  pgs_smaps_builder_set_totals (PgsSmapsBuilder *self,
                                              const PgsRegionSmaps *totals);
PgsSmaps             *pgs_smaps_builder_end  (PgsSmapsBuilder  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsSmaps, pgs_smaps_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsSmapsBuilder, pgs_smaps_builder_free)

G_END_DECLS
