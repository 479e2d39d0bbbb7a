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
 * @since_us: monotonic time of the first sample that showed them present, never 0
 *
 * Those pages of a range that are resident came at the same time; some may not be resident.
 */
typedef struct
{
  guint64 first;
  guint64 count;
  gint64 since_us;
} PgsAge;

typedef struct _PgsAges PgsAges;

/**
 * PgsAgePlace:
 *
 * One of the times that ages are made of. Its members are private.
 */
typedef struct
{
  /*< private >*/
  const PgsAges *ages;
  gsize chunk;
  gsize step;
} PgsAgePlace;

/**
 * PgsAgeIter:
 *
 * Lives on the stack and needs no clearing; the ages must stay alive while it is used. Its members
 * are private.
 */
typedef struct
{
  /*< private >*/
  PgsAgePlace next;
  guint64 at;
  gint64 since_us;
  guint64 end_page;
} PgsAgeIter;

#define PGS_TYPE_AGES (pgs_ages_get_type ())

GType           pgs_ages_get_type   (void);
PgsAges        *pgs_ages_ref        (PgsAges        *self);
void            pgs_ages_unref      (PgsAges        *self);
PgsAges        *pgs_ages_advance    (PgsAges        *previous,
                                     PgsPages       *pages,
                                     gint64          now_us);
const PgsPages *pgs_ages_get_pages  (const PgsAges  *self);
gboolean        pgs_ages_lookup     (const PgsAges  *self,
                                     guint64         page,
                                     gint64         *since_us);
gint64          pgs_ages_get_newest (const PgsAges  *self);
gsize           pgs_ages_get_n_own  (const PgsAges  *self,
                                     const PgsAges  *other);

void            pgs_age_iter_init   (PgsAgeIter     *iter,
                                     const PgsAges  *ages,
                                     guint64         first_page,
                                     guint64         end_page);
gboolean        pgs_age_iter_next   (PgsAgeIter     *iter,
                                     PgsAge         *age);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsAges, pgs_ages_unref)

G_END_DECLS
