/* pgs-export.c: any drawing as the bytes of a PNG, SVG or PDF file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-export.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "pgs-error.h"
#include "pgs-png.h"
#include "pgs-text.h"

#define SOFTWARE "Pagescape " PGS_VERSION
#define POINTS_PER_PX 0.75 /* 96 px and 72 points are an inch */

static const char *const suffixes[] = { "png", "svg", "pdf" };

/**
 * pgs_export_format_get_suffix:
 * @format: a format
 *
 * Returns: (transfer none): how names of such files end, without the dot
 */
const char *
pgs_export_format_get_suffix (PgsExportFormat format)
{
  g_return_val_if_fail ((guint) format < G_N_ELEMENTS (suffixes), "");

  return suffixes[format];
}

/**
 * pgs_export_format_from_path:
 * @path: a file name, upper or lower case
 * @format: (out): the format that its ending names
 *
 * Returns: whether it names one
 */
gboolean
pgs_export_format_from_path (const char      *path,
                             PgsExportFormat *format)
{
  const char *dot = strrchr (path, '.');

  for (guint i = 0; dot != NULL && i < G_N_ELEMENTS (suffixes); i++)
    if (g_ascii_strcasecmp (dot + 1, suffixes[i]) == 0)
      {
        *format = (PgsExportFormat) i;
        return TRUE;
      }
  return FALSE;
}

static double
scaled (const PgsExport *self,
        double           px)
{
  return ceil (px * self->scale - 1e-6);
}

/**
 * pgs_export_check:
 * @self: what is to be written
 * @error: (out) (optional): %PGS_ERROR_LIMIT
 *
 * Returns: whether the size is one that can be written at all
 */
gboolean
pgs_export_check (const PgsExport  *self,
                  GError          **error)
{
  const double width = scaled (self, self->width), height = scaled (self, self->height);

  if (width >= 1 && height >= 1 && self->scale <= PGS_EXPORT_MAX_SCALE &&
      width <= PGS_EXPORT_MAX_SIDE && height <= PGS_EXPORT_MAX_SIDE &&
      width * height <= PGS_EXPORT_MAX_PIXELS)
    return TRUE;
  g_set_error (error, PGS_ERROR, PGS_ERROR_LIMIT,
               "picture: %g × %g px at scale %g is outside 1 … %d px a side, %g million pixels and scale %g",
               self->width, self->height, self->scale, PGS_EXPORT_MAX_SIDE,
               PGS_EXPORT_MAX_PIXELS / 1e6, PGS_EXPORT_MAX_SCALE);
  return FALSE;
}

static gboolean
paint (const PgsExport  *self,
       cairo_surface_t  *surface,
       double            scale,
       GError          **error)
{
  cairo_t *cr = cairo_create (surface);
  cairo_status_t status;

  cairo_scale (cr, scale, scale);
  self->draw (cr, self->data);
  status = cairo_status (cr);
  cairo_destroy (cr);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    return TRUE;
  g_set_error (error, PGS_ERROR, PGS_ERROR_FAILED, "picture: %s", cairo_status_to_string (status));
  return FALSE;
}

/**
 * pgs_export_draw_image:
 * @self: what to draw
 * @error: (out) (optional): %PGS_ERROR_LIMIT, %PGS_ERROR_FAILED
 *
 * Returns: (transfer full) (nullable): an image surface of format RGB24 with device scale 1
 */
cairo_surface_t *
pgs_export_draw_image (const PgsExport  *self,
                       GError          **error)
{
  cairo_surface_t *image;

  if (!pgs_export_check (self, error))
    return NULL;
  image = cairo_image_surface_create (CAIRO_FORMAT_RGB24, scaled (self, self->width),
                                      scaled (self, self->height));
  if (!paint (self, image, self->scale, error))
    g_clear_pointer (&image, cairo_surface_destroy);
  else
    cairo_surface_flush (image);
  return image;
}

static cairo_status_t
append (void                *closure,
        const unsigned char *data,
        unsigned int         length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

/* XML 1.0 allows no U+FFFE and U+FFFF, however they are written. */
static char *
escape_xml (const char *title)
{
  GString *text = g_string_new (NULL);
  char *escaped;

  for (const char *p = title; *p != '\0'; p = g_utf8_next_char (p))
    {
      const gunichar c = g_utf8_get_char (p);

      g_string_append_unichar (text, c == 0xfffe || c == 0xffff ? 0xfffd : c);
    }
  escaped = g_markup_escape_text (text->str, text->len);
  g_string_free (text, TRUE);
  return escaped;
}

/* cairo has no titles in SVG: they go behind the root element's start tag. */
static void
insert_svg_title (GByteArray *svg,
                  const char *title)
{
  g_autofree char *escaped = escape_xml (title);
  g_autofree char *elements = g_strdup_printf ("\n<title>%s</title>\n<desc>%s</desc>", escaped, SOFTWARE);
  const char *text = (const char *) svg->data;
  const char *root = g_strstr_len (text, svg->len, "<svg");
  const char *end = root != NULL ? memchr (root, '>', svg->len - (root - text)) : NULL;
  const gsize length = strlen (elements);
  gsize at;

  if (end == NULL)
    return;
  at = end + 1 - text;
  g_byte_array_set_size (svg, svg->len + length);
  memmove (svg->data + at + length, svg->data + at, svg->len - length - at);
  memcpy (svg->data + at, elements, length);
}

static cairo_surface_t *
create_vector_surface (const PgsExport *self,
                       PgsExportFormat  format,
                       const char      *title,
                       GByteArray      *out)
{
  const double width = scaled (self, self->width), height = scaled (self, self->height);
  cairo_surface_t *surface;

  if (format == PGS_EXPORT_SVG)
    {
      surface = cairo_svg_surface_create_for_stream (append, out, width, height);
      cairo_svg_surface_set_document_unit (surface, CAIRO_SVG_UNIT_PX);
      return surface;
    }
  surface = cairo_pdf_surface_create_for_stream (append, out, width * POINTS_PER_PX, height * POINTS_PER_PX);
  if (title != NULL)
    cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, title);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, SOFTWARE);
  return surface;
}

static GBytes *
encode_vector (const PgsExport  *self,
               PgsExportFormat   format,
               const char       *title,
               GError          **error)
{
  GByteArray *out = g_byte_array_new ();
  cairo_surface_t *surface = create_vector_surface (self, format, title, out);
  const double unit = format == PGS_EXPORT_PDF ? POINTS_PER_PX : 1;
  const gboolean done = paint (self, surface, self->scale * unit, error);

  cairo_surface_finish (surface);
  cairo_surface_destroy (surface);
  if (!done)
    {
      g_byte_array_unref (out);
      return NULL;
    }
  if (format == PGS_EXPORT_SVG && title != NULL)
    insert_svg_title (out, title);
  return g_byte_array_free_to_bytes (out);
}

/**
 * pgs_export_encode:
 * @self: what to write
 * @format: how
 * @error: (out) (optional): %PGS_ERROR_LIMIT, %PGS_ERROR_FAILED
 *
 * Returns: (transfer full) (nullable): the bytes of the file
 */
GBytes *
pgs_export_encode (const PgsExport  *self,
                   PgsExportFormat   format,
                   GError          **error)
{
  g_autofree char *title = self->title != NULL ? pgs_text_dup_display (self->title, -1) : NULL;
  cairo_surface_t *image;
  GBytes *bytes;

  if (!pgs_export_check (self, error))
    return NULL;
  if (format != PGS_EXPORT_PNG)
    return encode_vector (self, format, title, error);
  image = pgs_export_draw_image (self, error);
  if (image == NULL)
    return NULL;
  bytes = pgs_png_encode (image, title, error);
  cairo_surface_destroy (image);
  return bytes;
}

/**
 * pgs_export_save:
 * @self: what to write
 * @format: how
 * @path: the file; a link's target is replaced
 * @error: (out) (optional): as pgs_export_encode(), or the code of an errno
 *
 * Writes the file whole or not at all.
 *
 * Returns: whether it was written
 */
gboolean
pgs_export_save (const PgsExport  *self,
                 PgsExportFormat   format,
                 const char       *path,
                 GError          **error)
{
  g_autoptr (GBytes) bytes = pgs_export_encode (self, format, error);
  g_autoptr (GError) local = NULL;
  char *target;
  gboolean done;

  if (bytes == NULL)
    return FALSE;
  target = realpath (path, NULL);
  done = g_file_set_contents_full (target != NULL ? target : path, g_bytes_get_data (bytes, NULL),
                                   g_bytes_get_size (bytes), G_FILE_SET_CONTENTS_CONSISTENT, 0666, &local);
  free (target);
  if (!done)
    g_set_error_literal (error, PGS_ERROR, PGS_ERROR_FAILED, local->message);
  return done;
}
