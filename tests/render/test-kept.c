/* test-kept.c: what is kept of texts and images from one picture to the next
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <pango/pangocairo.h>

#include "pgs-kept-image.h"
#include "pgs-kept-texts.h"

#define SIDE 4
#define RED 0xffcc0000

static PangoContext *
new_context (void)
{
  return pango_font_map_create_context (pango_cairo_font_map_get_default ());
}

static PgsText
get_text (const char *text)
{
  return (PgsText) { .text = text, .font = "Sans", .size = 12, .width = -1 };
}

/* By what it says, not by where that stands; and each look is another one. */
static void
test_texts (void)
{
  PangoContext *context = new_context ();
  g_autofree char *copy = g_strdup ("64.3 MiB");
  const PgsText text = get_text ("64.3 MiB");
  const PgsText same = get_text (copy);
  PgsText bold = text, narrow = text, larger = text;
  PangoLayout *layout = pgs_kept_texts_get (context, &text);

  bold.is_bold = TRUE;
  narrow.width = 20;
  larger.size = 13;
  g_assert_true (pgs_kept_texts_get (context, &same) == layout);
  g_assert_cmpstr (pango_layout_get_text (layout), ==, "64.3 MiB");
  g_assert_false (pango_layout_is_ellipsized (layout));
  g_assert_true (pgs_kept_texts_get (context, &bold) != layout);
  g_assert_true (pgs_kept_texts_get (context, &larger) != layout);
  g_assert_true (pango_layout_is_ellipsized (pgs_kept_texts_get (context, &narrow)));
  g_assert_true (pgs_kept_texts_get (context, &text) == layout);
  g_object_unref (context);
}

/* What is used in each picture stays, however many others there are; these go. */
static void
test_forgetting (void)
{
  PangoContext *context = new_context ();
  const PgsText name = get_text ("libc.so.6");
  PangoLayout *kept = pgs_kept_texts_get (context, &name);
  PangoLayout *first = NULL;

  for (int i = 0; i < 1000; i++)
    {
      g_autofree char *value = g_strdup_printf ("%d KiB", i);
      const PgsText text = get_text (value);
      PangoLayout *layout = pgs_kept_texts_get (context, &text);

      if (i == 0)
        g_object_add_weak_pointer (G_OBJECT (first = layout), (gpointer *) &first);
      g_assert_true (pgs_kept_texts_get (context, &name) == kept);
    }
  g_assert_null (first);
  g_object_unref (context);
}

/* Texts do not keep their fonts when nobody draws with these any more. */
static void
test_fonts (void)
{
  PangoContext *first = NULL;

  for (int i = 0; i < 1000; i++)
    {
      PangoContext *context = new_context ();
      const PgsText text = get_text ("64.3 MiB");

      if (i == 0)
        g_object_add_weak_pointer (G_OBJECT (first = context), (gpointer *) &first);
      g_assert_true (pango_layout_get_context (pgs_kept_texts_get (context, &text)) == context);
      g_object_unref (context);
    }
  g_assert_null (first);
  g_assert_true (pgs_kept_texts_get_context () == pgs_kept_texts_get_context ());
}

static void
note_end (gpointer data)
{
  *(gboolean *) data = TRUE;
}

/* Returns: (transfer full): all red; sets @gone when it is destroyed */
static cairo_surface_t *
new_image (gboolean *gone)
{
  static const cairo_user_data_key_t key;
  cairo_surface_t *image = cairo_image_surface_create (CAIRO_FORMAT_RGB24, SIDE, SIDE);
  cairo_t *cr = cairo_create (image);

  *gone = FALSE;
  cairo_surface_set_user_data (image, &key, gone, note_end);
  cairo_set_source_rgb (cr, 0.8, 0, 0);
  cairo_paint (cr);
  cairo_destroy (cr);
  return image;
}

static void
paint_both (cairo_surface_t *target,
            gboolean         gone[2])
{
  cairo_t *cr = cairo_create (target);

  pgs_kept_image_paint (new_image (&gone[0]), 0, 0, CAIRO_FILTER_NEAREST, cr);
  pgs_kept_image_paint (new_image (&gone[1]), SIDE, 0, CAIRO_FILTER_NEAREST, cr);
  cairo_destroy (cr);
}

static void
assert_red (cairo_surface_t *picture)
{
  const guint32 *row = (const guint32 *) (gconstpointer) cairo_image_surface_get_data (picture);

  cairo_surface_flush (picture);
  for (int x = 0; x < 2 * SIDE; x++)
    g_assert_cmphex (row[x] | 0xff000000, ==, RED);
}

/* A recording has its images as long as it is there; a picture does not need them any more. */
static void
test_images (void)
{
  cairo_surface_t *recording = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
  cairo_surface_t *picture = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 2 * SIDE, SIDE);
  cairo_surface_t *copy = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 2 * SIDE, SIDE);
  gboolean gone[2];
  cairo_t *cr;

  paint_both (picture, gone);
  g_assert_true (gone[0] && gone[1]);
  assert_red (picture);
  paint_both (recording, gone);
  g_assert_false (gone[0] || gone[1]);
  cr = cairo_create (copy);
  cairo_set_source_surface (cr, recording, 0, 0);
  cairo_paint (cr);
  cairo_destroy (cr);
  assert_red (copy);
  cairo_surface_destroy (recording);
  g_assert_true (gone[0] && gone[1]);
  cairo_surface_destroy (picture);
  cairo_surface_destroy (copy);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/render/kept/texts", test_texts);
  g_test_add_func ("/render/kept/forgetting", test_forgetting);
  g_test_add_func ("/render/kept/fonts", test_fonts);
  g_test_add_func ("/render/kept/images", test_images);
  return g_test_run ();
}
