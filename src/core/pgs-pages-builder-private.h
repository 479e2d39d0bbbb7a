/* pgs-pages-builder-private.h: what builds pages range by range and piece by piece
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-pages-private.h"

G_BEGIN_DECLS

/* An open window has a run for each page at most, and one that reaches in from below. */
#define MAX_OPEN (PGS_WINDOW_PAGES + 1)
/* The planes of a window take less than its runs. */
#define MAX_WINDOW_WORDS (PGS_WINDOW_PAGES * sizeof (PgsPiece) / sizeof (guint64))

struct _PgsPagesBuilder
{
  PgsPages *pages;
  PgsPages *before; /* (nullable): what it will share its arrays with if they are the same */
  gsize pieces_size; /* how many there is room for */
  gsize words_size;
  GArray *sums;
  const PgsMapping *mappings;
  gsize n_regions;
  guint64 ahead; /* the first page that was not yet added */

  gsize region;  /* where we are; its borders and which states mean something in it */
  guint64 region_first;
  guint64 region_end;
  PgsPageState region_known;
  PgsPageCounts counts; /* of its closed windows */

  gsize window; /* index of the first open piece; all are open from there on */
  guint64 window_end;
};

void pgs_pages_builder_close_window (PgsPagesBuilder *self);
void pgs_pages_builder_leave_region (PgsPagesBuilder *self);
void pgs_pages_builder_make_room    (PgsPagesBuilder *self,
                                     gsize            n_pieces,
                                     gsize            n_words);

G_END_DECLS
