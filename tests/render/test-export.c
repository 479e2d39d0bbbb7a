/* test-export.c: pictures that are written and read back
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-export.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <pango/pangocairo.h>
#include <string.h>
#include <unistd.h>

#include "pgs-error.h"

#define HOSTILE "a</title><script>alert(1)</script>&\"'\n\x01\xff\xef\xbf\xbe]]>"

typedef struct
{
  int width, height;
  guint n_colors; /* in vertical stripes */
  const char *text;
} Stripes;

static void
draw_stripes (cairo_t       *cr,
              gconstpointer  data)
{
  const Stripes *stripes = data;

  for (int x = 0; x < stripes->width; x++)
    {
      const guint color = (x % stripes->n_colors) * 2654435761u;

      cairo_rectangle (cr, x, 0, 1, stripes->height);
      cairo_set_source_rgb (cr, (color >> 24) / 255.0, (color >> 16 & 0xff) / 255.0, (color >> 8 & 0xff) / 255.0);
      cairo_fill (cr);
    }
  if (stripes->text != NULL)
    {
      g_autoptr (PangoLayout) layout = pango_cairo_create_layout (cr);

      pango_layout_set_text (layout, stripes->text, -1);
      cairo_set_source_rgb (cr, 0, 0, 0);
      pango_cairo_show_layout (cr, layout);
    }
}

typedef struct
{
  const guint8 *data;
  gsize left;
} Reader;

static cairo_status_t
read_bytes (void          *closure,
            unsigned char *data,
            unsigned int   length)
{
  Reader *reader = closure;

  if (length > reader->left)
    return CAIRO_STATUS_READ_ERROR;
  memcpy (data, reader->data, length);
  reader->data += length;
  reader->left -= length;
  return CAIRO_STATUS_SUCCESS;
}

static void
check_png (guint n_colors,
           int   color_type)
{
  const Stripes stripes = { 700, 40, n_colors, NULL };
  const PgsExport export = { 700, 40, 1, "bash — 1465 메모리", draw_stripes, &stripes };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = pgs_export_encode (&export, PGS_EXPORT_PNG, &error);
  cairo_surface_t *drawn = pgs_export_draw_image (&export, NULL), *read;
  Reader reader;

  g_assert_no_error (error);
  reader.data = g_bytes_get_data (bytes, &reader.left);
  g_assert_cmpint (reader.data[25], ==, color_type); /* IHDR: 8 signature, 8 head, 4 + 4 + 1 before it */
  g_assert_nonnull (memmem (reader.data, reader.left, "Software\0Pagescape", 18));
  g_assert_nonnull (memmem (reader.data, reader.left, "메모리", 9));
  read = cairo_image_surface_create_from_png_stream (read_bytes, &reader);
  g_assert_cmpint (cairo_surface_status (read), ==, CAIRO_STATUS_SUCCESS);
  g_assert_cmpint (cairo_image_surface_get_width (read), ==, 700);
  g_assert_cmpint (cairo_image_surface_get_height (read), ==, 40);
  for (int y = 0; y < 40; y++)
    for (int x = 0; x < 700; x++)
      {
        const gsize at = y * cairo_image_surface_get_stride (drawn) / 4 + x;
        const guint32 *a = (const void *) cairo_image_surface_get_data (drawn);
        const guint32 *b = (const void *) cairo_image_surface_get_data (read);

        g_assert_cmphex (a[at] & 0xffffff, ==, b[at] & 0xffffff);
      }
  cairo_surface_destroy (drawn);
  cairo_surface_destroy (read);
}

static void
test_png_palette (void)
{
  check_png (1, 3);
  check_png (2, 3);
  check_png (256, 3);
}

static void
test_png_rgb (void)
{
  check_png (257, 2);
  check_png (700, 2);
}

static void
test_scale (void)
{
  const Stripes stripes = { 100, 50, 3, NULL };
  const PgsExport export = { 100, 50, 2.5, NULL, draw_stripes, &stripes };
  cairo_surface_t *image = pgs_export_draw_image (&export, NULL);

  g_assert_cmpint (cairo_image_surface_get_width (image), ==, 250);
  g_assert_cmpint (cairo_image_surface_get_height (image), ==, 125);
  cairo_surface_destroy (image);
}

static void
test_limits (void)
{
  const Stripes stripes = { 1, 1, 1, NULL };
  static const double sizes[][3] = {
    { 0, 10, 1 }, { 10, -1, 1 }, { 1e9, 10, 1 }, { 20000, 20000, 1 }, { 100, 100, 9 }, { 10, 10, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (PgsExportFormat format = PGS_EXPORT_PNG; format <= PGS_EXPORT_PDF; format++)
      {
        const PgsExport export = { sizes[i][0], sizes[i][1], sizes[i][2], NULL, draw_stripes, &stripes };
        g_autoptr (GError) error = NULL;

        g_assert_null (pgs_export_encode (&export, format, &error));
        g_assert_error (error, PGS_ERROR, PGS_ERROR_LIMIT);
      }
}

/* Counts the elements, so that names that try to be markup are seen to be text. */
typedef struct
{
  guint n_titles, n_scripts, n_svgs;
  char *title, *width;
} Elements;

static void
on_start (GMarkupParseContext  *context,
          const char           *name,
          const char          **keys,
          const char          **values,
          gpointer              data,
          GError              **error)
{
  Elements *elements = data;

  elements->n_titles += strcmp (name, "title") == 0;
  elements->n_scripts += strcmp (name, "script") == 0;
  if (strcmp (name, "svg") != 0)
    return;
  elements->n_svgs++;
  for (guint i = 0; keys[i] != NULL; i++)
    if (strcmp (keys[i], "width") == 0)
      elements->width = g_strdup (values[i]);
}

static void
on_text (GMarkupParseContext  *context,
         const char           *text,
         gsize                 length,
         gpointer              data,
         GError              **error)
{
  Elements *elements = data;

  if (g_strcmp0 (g_markup_parse_context_get_element (context), "title") == 0)
    elements->title = g_strndup (text, length);
}

static void
test_svg_is_safe (void)
{
  const GMarkupParser parser = { .start_element = on_start, .text = on_text };
  const Stripes stripes = { 60, 40, 4, "</svg><script>" };
  const PgsExport export = { 60, 40, 2, HOSTILE, draw_stripes, &stripes };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = pgs_export_encode (&export, PGS_EXPORT_SVG, &error);
  Elements elements = { 0 };
  g_autoptr (GMarkupParseContext) context = g_markup_parse_context_new (&parser, 0, &elements, NULL);
  gsize length;
  const char *text;

  g_assert_no_error (error);
  text = g_bytes_get_data (bytes, &length);
  g_assert_true (g_utf8_validate (text, length, NULL));
  g_assert_null (memmem (text, length, "\xef\xbf\xbe", 3));
  g_assert_true (g_markup_parse_context_parse (context, text, length, &error));
  g_assert_true (g_markup_parse_context_end_parse (context, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (elements.n_svgs, ==, 1);
  g_assert_cmpuint (elements.n_titles, ==, 1);
  g_assert_cmpuint (elements.n_scripts, ==, 0);
  g_assert_true (g_str_has_prefix (elements.title, "a</title><script>alert(1)</script>&\"'"));
  g_assert_cmpstr (elements.width, ==, "120px");
  g_free (elements.title);
  g_free (elements.width);
}

static char *
run_on_file (const char *program,
             GBytes     *bytes,
             const char *argument)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  char *output = NULL;
  const int fd = g_file_open_tmp ("pagescape-test-XXXXXX", &path, &error);
  const char *const argv[] = { program, path, argument, NULL };

  g_assert_no_error (error);
  close (fd);
  g_file_set_contents (path, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &error);
  g_assert_no_error (error);
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &output, NULL, NULL, &error);
  g_assert_no_error (error);
  g_unlink (path);
  return output;
}

static void
test_pdf (void)
{
  const Stripes stripes = { 400, 100, 1, "libc.so.6" };
  const PgsExport export = { 400, 100, 1, "bash — 1465", draw_stripes, &stripes };
  g_autoptr (GBytes) bytes = pgs_export_encode (&export, PGS_EXPORT_PDF, NULL);
  g_autofree char *pdftotext = g_find_program_in_path ("pdftotext");
  g_autofree char *text = NULL;

  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), 5, "%PDF-", 5);
  if (pdftotext == NULL)
    {
      g_test_skip ("pdftotext (poppler-utils) is not installed: the letters in the PDF were not read back");
      return;
    }
  text = run_on_file (pdftotext, bytes, "-");
  g_assert_nonnull (strstr (text, "libc.so.6"));
}

static void
test_pdf_metadata (void)
{
  const Stripes stripes = { 400, 100, 1, NULL };
  const PgsExport export = { 400, 100, 1, "bash — 1465", draw_stripes, &stripes };
  g_autoptr (GBytes) bytes = pgs_export_encode (&export, PGS_EXPORT_PDF, NULL);
  g_autofree char *pdfinfo = g_find_program_in_path ("pdfinfo");
  g_autofree char *text = NULL;

  if (pdfinfo == NULL)
    {
      g_test_skip ("pdfinfo (poppler-utils) is not installed: the PDF's title and size were not read back");
      return;
    }
  text = run_on_file (pdfinfo, bytes, NULL);
  g_assert_nonnull (strstr (text, "bash — 1465"));
  g_assert_nonnull (strstr (text, "Pagescape"));
  g_assert_nonnull (strstr (text, "300 x 75 pts"));
}

static void
test_save (void)
{
  const Stripes stripes = { 10, 10, 2, NULL };
  const PgsExport export = { 10, 10, 1, NULL, draw_stripes, &stripes };
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("pagescape-test-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "a.png", NULL);
  g_autofree char *link_path = g_build_filename (folder, "link.png", NULL);
  g_autofree char *missing = g_build_filename (folder, "no-such-folder", "a.png", NULL);
  g_autofree char *contents = NULL;
  gsize length;

  g_assert_cmpint (symlink ("a.png", link_path), ==, 0);
  g_assert_true (g_file_set_contents (path, "old", -1, NULL));
  g_assert_true (pgs_export_save (&export, PGS_EXPORT_PNG, link_path, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_test (link_path, G_FILE_TEST_IS_SYMLINK));
  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  g_assert_cmpmem (contents, 4, "\x89PNG", 4);
  g_assert_false (pgs_export_save (&export, PGS_EXPORT_PNG, missing, &error));
  g_assert_nonnull (error);
  g_unlink (link_path);
  g_unlink (path);
  g_assert_cmpint (g_rmdir (folder), ==, 0); /* no temporary file is left */
}

static void
test_formats (void)
{
  PgsExportFormat format;

  g_assert_true (pgs_export_format_from_path ("/a.b/x.SVG", &format));
  g_assert_cmpint (format, ==, PGS_EXPORT_SVG);
  g_assert_true (pgs_export_format_from_path ("x.png", &format));
  g_assert_cmpint (format, ==, PGS_EXPORT_PNG);
  g_assert_false (pgs_export_format_from_path ("x.jpg", &format));
  g_assert_false (pgs_export_format_from_path ("png", &format));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/render/export/png-palette", test_png_palette);
  g_test_add_func ("/render/export/png-rgb", test_png_rgb);
  g_test_add_func ("/render/export/scale", test_scale);
  g_test_add_func ("/render/export/limits", test_limits);
  g_test_add_func ("/render/export/svg-is-safe", test_svg_is_safe);
  g_test_add_func ("/render/export/pdf", test_pdf);
  g_test_add_func ("/render/export/pdf-metadata", test_pdf_metadata);
  g_test_add_func ("/render/export/save", test_save);
  g_test_add_func ("/render/export/formats", test_formats);
  return g_test_run ();
}
