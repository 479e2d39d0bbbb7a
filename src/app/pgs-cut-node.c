/* pgs-cut-node.c: a large render node, shown in parts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * GTK's cairo nodes are recordings. To paint one cairo makes an image of what is seen of it and paints that: where it is
 * large it is memory that was never touched before, which costs more than all that is painted. Behind a clip as
 * large as a part it is memory that was used just now, and still in the processor's cache. Scrolling takes 1.5 ms of
 * 7.5 less for that. Where OpenGL paints, it makes one texture of a node, and parts would be of no use.
 */
#include "config.h"

#include "pgs-cut-node.h"

#include <math.h>

#define PART_PIXELS 30000 /* of 4 bytes: less than what pgs_heap_init() has mapped */

static graphene_rect_t
get_whole_px (GskRenderNode *node)
{
  graphene_rect_t rect;

  gsk_render_node_get_bounds (node, &rect);
  graphene_rect_round_extents (&rect, &rect);
  return rect;
}

/**
 * pgs_cut_node:
 * @node: (transfer full) (nullable): a node that is shown at whole device pixels
 * @scale: device pixels in a px
 *
 * Returns: (transfer full) (nullable): a node that looks the same
 */
GskRenderNode *
pgs_cut_node (GskRenderNode *node,
              int            scale)
{
  GtkSnapshot *parts;
  graphene_rect_t whole;
  float height;

  if (node == NULL)
    return NULL;
  whole = get_whole_px (node);
  height = MAX (floorf (PART_PIXELS / (whole.size.width * (float) (scale * scale))), 1);
  if (whole.size.height <= height)
    return node;
  parts = gtk_snapshot_new ();
  for (float y = 0; y < whole.size.height; y += height)
    {
      gtk_snapshot_push_clip (parts, &GRAPHENE_RECT_INIT (whole.origin.x, whole.origin.y + y, whole.size.width, height));
      gtk_snapshot_append_node (parts, node);
      gtk_snapshot_pop (parts);
    }
  gsk_render_node_unref (node);
  return gtk_snapshot_free_to_node (parts);
}

static gboolean
is_painted_by_cairo (GtkWidget *widget)
{
  GtkNative *native = gtk_widget_get_native (widget);

  return native != NULL && GSK_IS_CAIRO_RENDERER (gtk_native_get_renderer (native));
}

/**
 * pgs_cut_node_end:
 * @widget: a widget that shows at whole device pixels what was painted
 * @snapshot: (transfer full): what it was painted in, alone
 * @cr: (transfer full): where
 *
 * Returns: (transfer full) (nullable): a node of it, in parts if it is painted sooner so; %NULL: there is nothing
 */
GskRenderNode *
pgs_cut_node_end (GtkWidget   *widget,
                  GtkSnapshot *snapshot,
                  cairo_t     *cr)
{
  GskRenderNode *node;

  cairo_destroy (cr);
  node = gtk_snapshot_free_to_node (snapshot);
  return is_painted_by_cairo (widget) ? pgs_cut_node (node, gtk_widget_get_scale_factor (widget)) : node;
}
