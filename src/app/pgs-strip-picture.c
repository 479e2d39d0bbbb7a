/* pgs-strip-picture.c: the strip as it was drawn last
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * What has changed is drawn again, each part by itself: an item where its resident share is another one on the
 * screen, the marks where they were moved.
 */
#include "config.h"

#include "pgs-strip-picture.h"

#include "pgs-cut-node.h"
#include "pgs-strip.h"

typedef struct
{
  GskRenderNode *node; /* (nullable): it has to be drawn again */
  PgsStripFill fill;
} DrawnItem;

struct _PgsStripPicture
{
  GtkWidget *widget;      /* borrowed */
  PgsStripLayout *layout; /* borrowed */
  PgsTheme theme;
  DrawnItem *items;       /* as many as the layout has */
  GskRenderNode *labels;  /* (nullable) */
  GskRenderNode *marks;   /* (nullable): */
  PgsStripMarks marked;   /* these */
};

/**
 * pgs_strip_picture_new:
 * @widget: where it is drawn; it must live longer, and have the same size
 * @layout: (transfer none): of the mappings; it must live longer
 * @theme: its looks; copied
 *
 * Returns: (transfer full): a picture of which nothing is drawn yet
 */
PgsStripPicture *
pgs_strip_picture_new (GtkWidget      *widget,
                       PgsStripLayout *layout,
                       const PgsTheme *theme)
{
  PgsStripPicture *self = g_new0 (PgsStripPicture, 1);

  self->widget = widget;
  self->layout = layout;
  self->theme = *theme;
  self->items = g_new0 (DrawnItem, pgs_strip_layout_get_n_items (layout));
  return self;
}

/**
 * pgs_strip_picture_free:
 * @self: (transfer full) (nullable): a picture
 */
void
pgs_strip_picture_free (PgsStripPicture *self)
{
  if (self == NULL)
    return;
  for (gsize i = 0; i < pgs_strip_layout_get_n_items (self->layout); i++)
    g_clear_pointer (&self->items[i].node, gsk_render_node_unref);
  g_free (self->items);
  g_clear_pointer (&self->labels, gsk_render_node_unref);
  g_clear_pointer (&self->marks, gsk_render_node_unref);
  g_free (self);
}

static gboolean
looks_same (PgsStripPicture    *self,
            const PgsStripFill *a,
            const PgsStripFill *b)
{
  double width;

  pgs_strip_layout_get_block_x (self->layout, &width);
  return a->size == b->size
         && pgs_strip_fill_get_width (a, a->resident, width) == pgs_strip_fill_get_width (b, b->resident, width)
         && pgs_strip_fill_get_width (a, a->unread, width) == pgs_strip_fill_get_width (b, b->unread, width)
         && pgs_strip_fill_get_width (a, a->denied, width) == pgs_strip_fill_get_width (b, b->denied, width);
}

/**
 * pgs_strip_picture_refresh:
 * @self: a picture
 * @model: what it shows now, with the mappings of its layout
 *
 * Forgets how items were drawn whose resident share changed.
 *
 * Returns: whether there are any
 */
gboolean
pgs_strip_picture_refresh (PgsStripPicture   *self,
                           const PgsMapModel *model)
{
  gboolean changed = FALSE;

  for (gsize i = 0; i < pgs_strip_layout_get_n_items (self->layout); i++)
    {
      PgsStripFill fill;

      pgs_strip_fill_init (&fill, model->snapshot, pgs_strip_layout_get_maps (self->layout),
                           pgs_strip_layout_get_item (self->layout, i));
      if (looks_same (self, &fill, &self->items[i].fill))
        continue;
      self->items[i].fill = fill;
      g_clear_pointer (&self->items[i].node, gsk_render_node_unref);
      changed = TRUE;
    }
  return changed;
}

static cairo_t *
begin_node (PgsStripPicture *self,
            GtkSnapshot     *snapshot,
            double           y,
            double           height)
{
  return gtk_snapshot_append_cairo (snapshot,
                                    &GRAPHENE_RECT_INIT (0, y, gtk_widget_get_width (self->widget), height));
}

static void
append_item (PgsStripPicture   *self,
             const PgsMapModel *model,
             gsize              index,
             GtkSnapshot       *snapshot)
{
  const PgsStripItem *item = pgs_strip_layout_get_item (self->layout, index);
  DrawnItem *drawn = &self->items[index];

  if (drawn->node == NULL)
    {
      GtkSnapshot *own = gtk_snapshot_new ();
      cairo_t *cr = begin_node (self, own, item->y - 1, item->height + 2);

      pgs_strip_draw_item (model, self->layout, &self->theme, gtk_widget_get_pango_context (self->widget), item,
                           &drawn->fill, cr);
      drawn->node = pgs_cut_node_end (self->widget, own, cr);
    }
  if (drawn->node != NULL)
    gtk_snapshot_append_node (snapshot, drawn->node);
}

static void
append_labels (PgsStripPicture *self,
               GtkSnapshot     *snapshot)
{
  if (self->labels == NULL)
    {
      GtkSnapshot *own = gtk_snapshot_new ();
      cairo_t *cr = begin_node (self, own, 0, gtk_widget_get_height (self->widget));

      pgs_strip_draw_labels (self->layout, &self->theme, gtk_widget_get_pango_context (self->widget), cr);
      self->labels = pgs_cut_node_end (self->widget, own, cr);
    }
  if (self->labels != NULL)
    gtk_snapshot_append_node (snapshot, self->labels);
}

static void
draw_marks (PgsStripPicture *self,
            cairo_t         *cr)
{
  const PgsStripMarks *marks = &self->marked;
  double width;
  const double x = pgs_strip_layout_get_block_x (self->layout, &width);

  if (marks->selection.start < marks->selection.end)
    {
      const double a = pgs_strip_layout_address_to_y (self->layout, marks->selection.start);
      const double b = pgs_strip_layout_address_to_y (self->layout, marks->selection.end - 1);

      pgs_color_set_source (self->theme.foreground, cr);
      cairo_rectangle (cr, self->theme.rtl ? x + width + 1 : x - 4, MIN (a, b), 3, MAX (ABS (b - a), 3));
      cairo_fill (cr);
    }
  if (marks->visible_start < marks->visible_end)
    pgs_strip_draw_bracket (self->layout, &self->theme, marks->visible_start, marks->visible_end, cr);
}

static gboolean
are_same (const PgsStripMarks *a,
          const PgsStripMarks *b)
{
  return a->selection.start == b->selection.start && a->selection.end == b->selection.end
         && a->visible_start == b->visible_start && a->visible_end == b->visible_end;
}

static void
append_marks (PgsStripPicture     *self,
              const PgsStripMarks *marks,
              GtkSnapshot         *snapshot)
{
  if (self->marks == NULL || !are_same (marks, &self->marked))
    {
      GtkSnapshot *own = gtk_snapshot_new ();
      cairo_t *cr = begin_node (self, own, 0, gtk_widget_get_height (self->widget));

      self->marked = *marks;
      draw_marks (self, cr);
      g_clear_pointer (&self->marks, gsk_render_node_unref);
      self->marks = pgs_cut_node_end (self->widget, own, cr);
    }
  if (self->marks != NULL)
    gtk_snapshot_append_node (snapshot, self->marks);
}

/**
 * pgs_strip_picture_append:
 * @self: a picture
 * @model: what pgs_strip_picture_refresh() was given last
 * @marks: what is marked in it
 * @snapshot: where to draw
 */
void
pgs_strip_picture_append (PgsStripPicture     *self,
                          const PgsMapModel   *model,
                          const PgsStripMarks *marks,
                          GtkSnapshot         *snapshot)
{
  const gsize n_items = pgs_strip_layout_get_n_items (self->layout);

  for (gsize i = 0; i < n_items; i++)
    append_item (self, model, i, snapshot);
  append_labels (self, snapshot);
  if (n_items > 0)
    append_marks (self, marks, snapshot);
}
