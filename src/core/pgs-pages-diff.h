/* pgs-pages-diff.h: where the pages of two samples are not the same
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-pages.h"

G_BEGIN_DECLS

/**
 * PgsPagesDiff:
 *
 * Lives on the stack and needs no clearing; the pages must stay alive while it is used. Its members
 * are private.
 */
typedef struct
{
  /*< private >*/
  const PgsPages *a;
  const PgsPages *b;
  gsize piece_a;
  gsize piece_b;
  guint64 first_page;
  guint64 end_page;
} PgsPagesDiff;

void     pgs_pages_diff_init (PgsPagesDiff   *diff,
                              const PgsPages *a,
                              const PgsPages *b,
                              guint64         first_page,
                              guint64         end_page);
gboolean pgs_pages_diff_next (PgsPagesDiff   *diff,
                              guint64        *first,
                              guint64        *end);

G_END_DECLS
