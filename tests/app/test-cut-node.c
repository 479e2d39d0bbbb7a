/* test-cut-node.c: a node looks the same in parts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-cut-node.h"

#define LEFT 3.25f
#define TOP (-2.5f)
#define WIDTH 301
#define HEIGHT 407
#define CACHED (128 << 10) /* what malloc() takes from its heap */

/* Slanted lines that are half transparent, so that each of their pixels is blended with what is below. */
static GskRenderNode *
new_node (int height)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (LEFT, TOP, WIDTH, height));

  for (int i = 0; i < 40; i++)
    {
      cairo_set_source_rgba (cr, i / 40.0, 0.3, 1 - i / 40.0, 0.5);
      cairo_set_line_width (cr, 3.3);
      cairo_move_to (cr, -10, i * 11.3);
      cairo_line_to (cr, WIDTH + 20, height - i * 7.1);
      cairo_stroke (cr);
    }
  cairo_destroy (cr);
  return gtk_snapshot_free_to_node (snapshot);
}

/* Returns: (transfer full): the node on a ground that is not plain */
static cairo_surface_t *
paint (GskRenderNode *node,
       int            scale)
{
  cairo_surface_t *picture = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 320 * scale, 420 * scale);
  cairo_t *cr;

  cairo_surface_set_device_scale (picture, scale, scale);
  cr = cairo_create (picture);
  cairo_set_source_rgb (cr, 0.9, 0.8, 0.2);
  cairo_rectangle (cr, 0, 100, 200, 200);
  cairo_fill (cr);
  cairo_translate (cr, 4, 5);
  gsk_render_node_draw (node, cr);
  cairo_destroy (cr);
  return picture;
}

static void
assert_parts (GskRenderNode *node,
              int            scale)
{
  g_assert_cmpint (gsk_render_node_get_node_type (node), ==, GSK_CONTAINER_NODE);
  for (guint i = 0; i < gsk_container_node_get_n_children (node); i++)
    {
      graphene_rect_t part;

      gsk_render_node_get_bounds (gsk_container_node_get_child (node, i), &part);
      g_assert_cmpfloat (4 * part.size.width * part.size.height * (float) (scale * scale), <, CACHED);
    }
}

static void
test_same (gconstpointer data)
{
  const int scale = GPOINTER_TO_INT (data);
  GskRenderNode *node = new_node (HEIGHT);
  GskRenderNode *cut = pgs_cut_node (gsk_render_node_ref (node), scale);
  cairo_surface_t *expected = paint (node, scale);
  cairo_surface_t *picture = paint (cut, scale);
  graphene_rect_t bounds;

  assert_parts (cut, scale);
  gsk_render_node_get_bounds (cut, &bounds);
  g_assert_true (graphene_rect_equal (&bounds, &GRAPHENE_RECT_INIT (LEFT, TOP, WIDTH, HEIGHT)));
  g_assert_cmpmem (cairo_image_surface_get_data (picture), cairo_image_surface_get_stride (picture) * 420 * scale,
                   cairo_image_surface_get_data (expected), cairo_image_surface_get_stride (expected) * 420 * scale);
  cairo_surface_destroy (picture);
  cairo_surface_destroy (expected);
  gsk_render_node_unref (cut);
  gsk_render_node_unref (node);
}

static void
test_small (void)
{
  GskRenderNode *node = new_node (40);
  GskRenderNode *cut = pgs_cut_node (node, 1);

  g_assert_true (cut == node);
  gsk_render_node_unref (cut);
  g_assert_null (pgs_cut_node (NULL, 1));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gtk_init_check (); /* so that there are nodes; a display is not needed */
  g_test_add_data_func ("/app/cut-node/same", GINT_TO_POINTER (1), test_same);
  g_test_add_data_func ("/app/cut-node/same-scaled", GINT_TO_POINTER (2), test_same);
  g_test_add_func ("/app/cut-node/small", test_small);
  return g_test_run ();
}
