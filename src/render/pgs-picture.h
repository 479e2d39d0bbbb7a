/* pgs-picture.h: a picture of a process for a file or the clipboard
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-chart.h"
#include "pgs-export.h"
#include "pgs-map-picture.h"

G_BEGIN_DECLS

/**
 * PgsView:
 * @PGS_VIEW_MAP: strip and pages
 * @PGS_VIEW_STRIP: the strip alone
 * @PGS_VIEW_CHART: the timeline
 *
 * What a picture shows.
 */
typedef enum
{
  PGS_VIEW_MAP = 0,
  PGS_VIEW_STRIP = 1,
  PGS_VIEW_CHART = 2,
} PgsView;

#define PGS_N_VIEWS 3

/**
 * PgsPicture:
 * @view: what it shows
 * @width: px
 * @height: px
 * @scale: pixels (or vector units) in a px
 * @model: the process; of charts only its snapshot counts, for the heading
 * @chart: (nullable): for %PGS_VIEW_CHART
 * @has_moment: whether @moment_us is marked in the chart, and told beside it in place of the newest
 *   values
 * @moment_us: the moment that is shown
 * @from_us: begin of a span that is marked in the chart
 * @to_us: its end; equal to @from_us: none is
 * @low_on_top: low addresses on top, of maps and strips
 * @theme: looks
 *
 * The same inputs give the same picture, whoever asks. A plain value that borrows everything.
 */
typedef struct
{
  PgsView view;
  double width;
  double height;
  double scale;
  PgsMapModel model;
  const PgsChart *chart;
  gboolean has_moment;
  gint64 moment_us;
  gint64 from_us;
  gint64 to_us;
  gboolean low_on_top;
  PgsTheme theme;
} PgsPicture;

const char      *pgs_view_get_id            (PgsView            view);
gboolean         pgs_view_from_id           (const char        *id,
                                             PgsView           *view);
void             pgs_view_get_default_size  (PgsView            view,
                                             double            *width,
                                             double            *height);
void             pgs_picture_draw           (const PgsPicture  *self,
                                             cairo_t           *cr);
cairo_surface_t *pgs_picture_draw_image     (const PgsPicture  *self,
                                             GError           **error);
GBytes          *pgs_picture_encode         (const PgsPicture  *self,
                                             PgsExportFormat    format,
                                             GError           **error);
char            *pgs_picture_dup_stem       (const PgsSnapshot *snapshot);
char            *pgs_picture_dup_file_name  (const PgsSnapshot *snapshot,
                                             PgsView            view,
                                             PgsExportFormat    format);

G_END_DECLS
