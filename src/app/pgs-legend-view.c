/* pgs-legend-view.c: what the colours of the map mean, as a widget
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-legend-view.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "pgs-legend.h"
#include "pgs-style.h"

#define MIN_WIDTH 120

struct _PgsLegendView
{
  GtkWidget parent_instance;

  PgsColorBy color_by;
  PgsCellMarks marks;
};

G_DEFINE_FINAL_TYPE (PgsLegendView, pgs_legend_view, GTK_TYPE_WIDGET)

static GtkSizeRequestMode
pgs_legend_view_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
pgs_legend_view_measure (GtkWidget      *widget,
                         GtkOrientation  orientation,
                         int             for_size,
                         int            *minimum,
                         int            *natural,
                         int            *minimum_baseline,
                         int            *natural_baseline)
{
  PgsLegendView *self = PGS_LEGEND_VIEW (widget);
  const double room = orientation == GTK_ORIENTATION_VERTICAL && for_size >= 0 ? for_size : 1e6;
  PgsTheme theme;
  double width, height;

  pgs_style_get_theme (widget, &theme);
  width = pgs_legend_measure (self->color_by, self->marks, &theme, gtk_widget_get_pango_context (widget), room, &height);
  *natural = (int) ceil (orientation == GTK_ORIENTATION_HORIZONTAL ? width : height);
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? MIN (*natural, MIN_WIDTH) : *natural;
}

static void
pgs_legend_view_snapshot (GtkWidget   *widget,
                          GtkSnapshot *snapshot)
{
  PgsLegendView *self = PGS_LEGEND_VIEW (widget);
  const double width = gtk_widget_get_width (widget);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot,
                                           &GRAPHENE_RECT_INIT (0, 0, width, gtk_widget_get_height (widget)));
  PangoContext *context = gtk_widget_get_pango_context (widget);
  PgsTheme theme;
  double height, used;

  pgs_style_get_theme (widget, &theme);
  used = pgs_legend_measure (self->color_by, self->marks, &theme, context, width, &height);
  if (theme.rtl)
    cairo_translate (cr, width - used, 0);
  pgs_legend_draw (self->color_by, self->marks, &theme, context, width, cr);
  cairo_destroy (cr);
}

static void
describe (PgsLegendView *self)
{
  g_autofree char *text = pgs_legend_describe (self->color_by, self->marks);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Legend"),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

static void
pgs_legend_view_class_init (PgsLegendViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->get_request_mode = pgs_legend_view_get_request_mode;
  widget_class->measure = pgs_legend_view_measure;
  widget_class->snapshot = pgs_legend_view_snapshot;
  gtk_widget_class_set_css_name (widget_class, "legend");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
pgs_legend_view_init (PgsLegendView *self)
{
  pgs_style_follow (GTK_WIDGET (self), G_CALLBACK (gtk_widget_queue_resize));
  describe (self);
}

/**
 * pgs_legend_view_set:
 * @self: a legend
 * @color_by: what colour tells
 * @marks: which marks cells have
 */
void
pgs_legend_view_set (PgsLegendView *self,
                     PgsColorBy     color_by,
                     PgsCellMarks   marks)
{
  g_return_if_fail (PGS_IS_LEGEND_VIEW (self));

  if (self->color_by == color_by && self->marks == marks)
    return;
  self->color_by = color_by;
  self->marks = marks;
  describe (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
