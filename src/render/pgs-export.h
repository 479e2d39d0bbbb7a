/* pgs-export.h: any drawing as the bytes of a PNG, SVG or PDF file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

/**
 * PgsExportFormat:
 * @PGS_EXPORT_PNG: pixels
 * @PGS_EXPORT_SVG: shapes, for the web and for drawing programs
 * @PGS_EXPORT_PDF: shapes, for paper
 */
typedef enum
{
  PGS_EXPORT_PNG = 0,
  PGS_EXPORT_SVG = 1,
  PGS_EXPORT_PDF = 2,
} PgsExportFormat;

#define PGS_EXPORT_MAX_SIDE 30000                /* px; cairo's image surfaces end at 32,767 */
#define PGS_EXPORT_MAX_PIXELS (G_GUINT64_CONSTANT (120) * 1000 * 1000)
#define PGS_EXPORT_MAX_SCALE 8.0

/**
 * PgsExportDraw:
 * @cr: where to draw, (0, 0) is the upper left corner
 * @data: the drawing
 */
typedef void (*PgsExportDraw) (cairo_t       *cr,
                               gconstpointer  data);

/**
 * PgsExport:
 * @width: px
 * @height: px
 * @scale: pixels (or vector units) in a px
 * @title: (nullable): what it shows, for the file's metadata; any bytes
 * @draw: draws it, the background included; called once
 * @data: for @draw
 *
 * What to write. A plain value that borrows everything.
 */
typedef struct
{
  double width;
  double height;
  double scale;
  const char *title;
  PgsExportDraw draw;
  gconstpointer data;
} PgsExport;

const char      *pgs_export_format_get_suffix (PgsExportFormat   format);
gboolean         pgs_export_format_from_path  (const char       *path,
                                               PgsExportFormat  *format);
gboolean         pgs_export_check             (const PgsExport  *self,
                                               GError          **error);
cairo_surface_t *pgs_export_draw_image        (const PgsExport  *self,
                                               GError          **error);
GBytes          *pgs_export_encode            (const PgsExport  *self,
                                               PgsExportFormat   format,
                                               GError          **error);
gboolean         pgs_export_save              (const PgsExport  *self,
                                               PgsExportFormat   format,
                                               const char       *path,
                                               GError          **error);

G_END_DECLS
