/* pgs-ages.h: since when each page is resident, as far as it was watched
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-pages.h"

G_BEGIN_DECLS

/**
 * PgsAge:
 * @first: page number
 * @count: pages, never 0
 * @since_us: monotonic time of the first sample that showed them present; 0 if they were present
 *   when watching began
 */
typedef struct
{
  guint64 first;
  guint64 count;
  gint64 since_us;
} PgsAge;

typedef struct _PgsAges PgsAges;

#define PGS_TYPE_AGES (pgs_ages_get_type ())

GType         pgs_ages_get_type (void);
PgsAges      *pgs_ages_ref      (PgsAges        *self);
void          pgs_ages_unref    (PgsAges        *self);
PgsAges      *pgs_ages_advance  (PgsAges        *previous,
                                 const PgsPages *pages,
                                 gint64          now_us);
const PgsAge *pgs_ages_get      (const PgsAges  *self,
                                 gsize          *n_ages);
gboolean      pgs_ages_lookup   (const PgsAges  *self,
                                 guint64         page,
                                 gint64         *since_us);
gsize         pgs_ages_lower_bound (const PgsAges *self,
                                 guint64         page);
gint64        pgs_ages_get_newest (const PgsAges *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsAges, pgs_ages_unref)

G_END_DECLS
