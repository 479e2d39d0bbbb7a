/* pgs-run-iter.h: goes through the runs of pages, whatever form they are kept in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-pages.h"

G_BEGIN_DECLS

/**
 * PgsRunIter:
 *
 * Lives on the stack and needs no clearing; the pages must stay alive while it is used. Its members
 * are private.
 */
typedef struct
{
  /*< private >*/
  const PgsPages *pages;
  gsize piece;
  guint64 at;
  guint64 first_page;
  guint64 end_page;
} PgsRunIter;

void     pgs_run_iter_init        (PgsRunIter     *iter,
                                   const PgsPages *pages,
                                   guint64         first_page,
                                   guint64         end_page);
void     pgs_run_iter_init_region (PgsRunIter     *iter,
                                   const PgsPages *pages,
                                   gsize           region);
gboolean pgs_run_iter_next        (PgsRunIter     *iter,
                                   PgsRun         *run);
gboolean pgs_run_iter_next_present (PgsRunIter    *iter,
                                   PgsRun         *run);

G_END_DECLS
