/* pgs-read-iter.h: when the pages of a snapshot were read
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-coverage.h"
#include "pgs-pages.h"

G_BEGIN_DECLS

/**
 * PgsReadIter:
 *
 * Lives on the stack and needs no clearing; the pages must stay alive while it is used. Its members
 * are private.
 */
typedef struct
{
  /*< private >*/
  const PgsReadRange *ranges;
  gsize n_ranges;
  guint64 first_page;
  guint64 end_page;
} PgsReadIter;

void     pgs_read_iter_init           (PgsReadIter    *iter,
                                       const PgsPages *pages,
                                       guint64         first_page,
                                       guint64         end_page);
gboolean pgs_read_iter_next           (PgsReadIter    *iter,
                                       PgsReadRange   *range);
gint64   pgs_pages_get_read_at        (const PgsPages *pages,
                                       gsize           region);
guint64  pgs_pages_get_n_read         (const PgsPages *pages,
                                       gsize           region);
gboolean pgs_pages_is_whole           (const PgsPages *pages);
gboolean pgs_pages_says_the_same      (const PgsPages *self,
                                       const PgsPages *other);

G_END_DECLS
