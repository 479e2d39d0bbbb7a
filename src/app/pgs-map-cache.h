/* pgs-map-cache.h: the pieces of the map as render nodes that are kept while they stay the same
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "pgs-map.h"

G_BEGIN_DECLS

/**
 * PgsMapCacheFrame:
 *
 * What all pieces of one frame are made from; borrowed.
 */
typedef struct
{
  const PgsMapModel *model;
  const PgsMapLayout *layout;
  const PgsTheme *theme;
  GtkWidget *widget;
} PgsMapCacheFrame;

/**
 * PgsMapOutline:
 * @band: index of a band
 * @which: tells outlines of one band apart
 * @start: first address
 * @end: first address behind it
 * @top: px from the band's top that are seen
 * @bottom: px from the band's top
 * @color: of the line
 * @line_width: px
 */
typedef struct
{
  gsize band;
  guint64 which;
  guint64 start;
  guint64 end;
  double top;
  double bottom;
  PgsColor color;
  double line_width;
} PgsMapOutline;

typedef struct _PgsMapCache PgsMapCache;

#define PGS_MAP_CACHE_ROWS 8 /* rows of cells in a piece */

PgsMapCache *pgs_map_cache_new         (void);
void         pgs_map_cache_free        (PgsMapCache            *self);
void         pgs_map_cache_clear       (PgsMapCache            *self);
void         pgs_map_cache_set_stale   (PgsMapCache            *self);
void         pgs_map_cache_set_fading  (PgsMapCache            *self);
void         pgs_map_cache_begin       (PgsMapCache            *self);
guint        pgs_map_cache_end         (PgsMapCache            *self);
void         pgs_map_cache_append_label (PgsMapCache           *self,
                                        const PgsMapCacheFrame *frame,
                                        gsize                   band,
                                        GtkSnapshot            *snapshot);
void         pgs_map_cache_append_gap  (PgsMapCache            *self,
                                        const PgsMapCacheFrame *frame,
                                        gsize                   band,
                                        GtkSnapshot            *snapshot);
void         pgs_map_cache_append_rows (PgsMapCache            *self,
                                        const PgsMapCacheFrame *frame,
                                        gsize                   band,
                                        guint64                 piece,
                                        GtkSnapshot            *snapshot);
void         pgs_map_cache_append_outline (PgsMapCache         *self,
                                        const PgsMapCacheFrame *frame,
                                        const PgsMapOutline    *outline,
                                        GtkSnapshot            *snapshot);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsMapCache, pgs_map_cache_free)

G_END_DECLS
