/* pgs-chart-view-draw.c: what of the chart is seen, put together from kept pieces
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * The chart is drawn once a sample into a render node that is kept; moving the pointer only draws
 * the reading cursor above it. Nothing is animated: there is no motion to reduce.
 */
#include "config.h"

#include "pgs-chart-view-private.h"

#include <math.h>

#include "pgs-cut-node.h"

static void
draw_hint (PgsChartView *self,
           GtkSnapshot  *snapshot)
{
  g_autoptr (PangoLayout) text = NULL;
  const int width = gtk_widget_get_width (GTK_WIDGET (self));
  GdkRGBA color = { self->theme.dim.r, self->theme.dim.g, self->theme.dim.b, self->theme.dim.a };
  int height;

  if (self->hint == NULL)
    return;
  text = gtk_widget_create_pango_layout (GTK_WIDGET (self), self->hint);
  pango_layout_set_alignment (text, PANGO_ALIGN_CENTER);
  pango_layout_set_width (text, width * PANGO_SCALE);
  pango_layout_get_pixel_size (text, NULL, &height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT (0, (gtk_widget_get_height (GTK_WIDGET (self)) - height) / 2));
  gtk_snapshot_append_layout (snapshot, text, &color);
  gtk_snapshot_restore (snapshot);
}

static void
draw_plots (PgsChartView *self,
            GtkSnapshot  *snapshot)
{
  if (self->plots == NULL)
    {
      GtkSnapshot *plots = gtk_snapshot_new ();
      cairo_t *cr = gtk_snapshot_append_cairo (plots, &GRAPHENE_RECT_INIT (0, 0, self->layout->width,
                                                                           self->layout->height));

      pgs_chart_draw_plots (self->chart, self->layout, &self->theme, cr);
      self->plots = pgs_cut_node_end (GTK_WIDGET (self), plots, cr);
    }
  if (self->plots != NULL)
    gtk_snapshot_append_node (snapshot, self->plots);
}

static graphene_rect_t
get_labels_area (PgsChartView *self)
{
  const PgsChartLayout *layout = self->layout;

  return self->theme.rtl ? GRAPHENE_RECT_INIT (layout->x1, 0, layout->width - layout->x1, layout->height)
                         : GRAPHENE_RECT_INIT (0, 0, layout->x0, layout->height);
}

/* Apart from the plots, since they tell another moment in each frame while that is dragged. */
static void
draw_labels (PgsChartView *self,
             GtkSnapshot  *snapshot)
{
  const gsize point = pgs_chart_view_get_labelled_point (self);

  if (self->labels != NULL && self->labelled != point)
    g_clear_pointer (&self->labels, gsk_render_node_unref);
  self->labelled = point;
  if (self->labels == NULL)
    {
      const graphene_rect_t area = get_labels_area (self);
      GtkSnapshot *labels = gtk_snapshot_new ();
      cairo_t *cr = gtk_snapshot_append_cairo (labels, &area);

      pgs_chart_draw_labels (self->chart, self->layout, &self->theme, point, cr);
      self->labels = pgs_cut_node_end (GTK_WIDGET (self), labels, cr);
    }
  if (self->labels != NULL)
    gtk_snapshot_append_node (snapshot, self->labels);
}

static void
draw_span (PgsChartView *self,
           GtkSnapshot  *snapshot)
{
  cairo_rectangle_t area;
  cairo_t *cr;

  if (self->from_us == self->to_us || !pgs_chart_layout_get_span (self->layout, self->from_us, self->to_us, &area))
    return;
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, self->layout->width, self->layout->height));
  pgs_chart_draw_span (self->chart, self->layout, &self->theme, self->from_us, self->to_us, cr);
  cairo_destroy (cr);
}

static void
draw_moment (PgsChartView *self,
             GtkSnapshot  *snapshot)
{
  cairo_rectangle_t area;
  cairo_t *cr;

  if (self->shown_us == PGS_CHART_VIEW_NO_MOMENT)
    return;
  pgs_chart_layout_get_moment (self->layout, self->chart, &self->theme, self->shown_us, &area);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (area.x, area.y, area.width, area.height));
  pgs_chart_draw_moment (self->chart, self->layout, &self->theme, self->shown_us, cr);
  cairo_destroy (cr);
}

/* Only where the cursor and its values are: a node as large as the pane costs several times more. */
static void
draw_cursor (PgsChartView *self,
             GtkSnapshot  *snapshot,
             gsize         point)
{
  const double x = pgs_chart_layout_get_x (self->layout, pgs_chart_get_times (self->chart, NULL)[point]);
  const double pill = 4 * self->theme.font_size;
  cairo_rectangle_t box;
  double left, right;
  cairo_t *cr;
  guint n_rows;

  pgs_chart_layout_readout (self->layout, self->chart, &self->theme, point, &box, &n_rows);
  left = floor (MAX (0, MIN (box.x, x - pill) - 1));
  right = ceil (MIN (self->layout->width, MAX (box.x + box.width, x + pill) + 1));
  cr = gtk_snapshot_append_cairo (snapshot,
                                  &GRAPHENE_RECT_INIT (left, 0, right - left, self->layout->height));
  pgs_chart_draw_cursor (self->chart, self->layout, &self->theme, point, cr);
  cairo_destroy (cr);
}

/**
 * pgs_chart_view_snapshot:
 * @widget: a view
 * @snapshot: where to draw
 */
void
pgs_chart_view_snapshot (GtkWidget   *widget,
                         GtkSnapshot *snapshot)
{
  PgsChartView *self = PGS_CHART_VIEW (widget);
  gsize point;

  pgs_chart_view_ensure_layout (self);
  if (pgs_chart_view_count_points (self) == 0)
    {
      draw_hint (self, snapshot);
      return;
    }
  draw_plots (self, snapshot);
  draw_labels (self, snapshot);
  draw_span (self, snapshot);
  draw_moment (self, snapshot);
  if (pgs_chart_view_get_read_point (self, &point))
    draw_cursor (self, snapshot, point);
}
