/* pgs-map-picture.c: a whole picture of a map or strip, as files and the clipboard get it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-map-picture.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "pgs-chart-text.h"
#include "pgs-format.h"
#include "pgs-heading.h"
#include "pgs-legend.h"
#include "pgs-strip.h"

#define MARGIN 16.0
#define STRIP_WIDTH 156.0
#define STRIP_SPACE 10.0

typedef struct
{
  const PgsMapPicture *picture;
  const PgsTheme *theme;
  PangoContext *context;
  cairo_t *cr;
} Drawing;

/* Title, numbers and legend; returns where the next thing begins. */
static double
draw_head (const Drawing *self)
{
  const PgsMapPicture *p = self->picture;
  const PgsCellMarks marks = pgs_map_model_get_marks (&p->model);
  const double width = p->width - 2 * MARGIN;
  double y, legend_height, legend_width;

  y = pgs_heading_draw (p->model.snapshot, self->theme, self->context, MARGIN, MARGIN, width, self->cr) + 8;
  if (p->what == PGS_PICTURE_STRIP)
    return y;
  legend_width = pgs_legend_measure (p->model.color_by, marks, self->theme, self->context, width, &legend_height);
  cairo_save (self->cr);
  cairo_translate (self->cr, self->theme->rtl ? p->width - MARGIN - legend_width : MARGIN, y);
  pgs_legend_draw (p->model.color_by, marks, self->theme, self->context, width, self->cr);
  cairo_restore (self->cr);
  return y + legend_height + 10;
}

static void
draw_message (const Drawing *self,
              double         y,
              const char    *text)
{
  const cairo_rectangle_t rect = { MARGIN, y, self->picture->width - 2 * MARGIN,
                                   MAX (self->picture->height - y - MARGIN, 20) };

  pgs_chart_text_draw (self->context, self->theme, PGS_CHART_TEXT_CENTER, text, self->theme->dim, &rect, self->cr);
}

static void
draw_strip (const Drawing *self,
            double         y)
{
  const PgsMapPicture *p = self->picture;
  const gboolean alone = p->what == PGS_PICTURE_STRIP;
  const double width = alone ? p->width - MARGIN : STRIP_WIDTH;
  PgsStripGeometry geometry;
  g_autoptr (PgsStripLayout) layout = NULL;

  pgs_strip_geometry_init (&geometry, self->context, self->theme, width, MAX (p->height - y - MARGIN, 60));
  geometry.low_on_top = p->low_on_top;
  layout = pgs_strip_layout_new (p->model.snapshot->maps, &geometry);
  cairo_save (self->cr);
  cairo_translate (self->cr, self->theme->rtl && !alone ? p->width - width : alone ? MARGIN / 2 : 0, y);
  pgs_strip_draw (&p->model, layout, self->theme, self->context, self->cr);
  cairo_restore (self->cr);
}

/* Zooms out until everything fits, if it can. */
static PgsMapLayout *
fit_layout (const Drawing *self,
            double         width,
            double         height)
{
  const PgsMapPicture *p = self->picture;
  PgsMapGeometry geometry;
  PgsMapLayout *layout;

  pgs_map_geometry_init (&geometry, self->context, self->theme, width, p->model.snapshot->page_size);
  geometry.low_on_top = p->low_on_top;
  layout = pgs_map_layout_new (p->model.snapshot->maps, &geometry);
  while (pgs_map_layout_get_height (layout) > height
         && pgs_map_layout_get_geometry (layout)->zoom > pgs_map_layout_get_min_zoom (layout))
    {
      geometry.zoom--;
      pgs_map_layout_free (layout);
      layout = pgs_map_layout_new (p->model.snapshot->maps, &geometry);
    }
  return layout;
}

/* How many of the bands end above @bottom. */
static gsize
count_seen (const PgsMapLayout *layout,
            double              bottom)
{
  const gsize n_bands = pgs_map_layout_get_n_bands (layout);
  gsize i = pgs_map_layout_find_y (layout, bottom);

  return MIN (i, n_bands);
}

static void
draw_pages (const Drawing *self,
            double         y)
{
  const PgsMapPicture *p = self->picture;
  const double width = p->width - STRIP_WIDTH - STRIP_SPACE;
  const double line = pgs_chart_text_line_height (self->context, self->theme, PGS_CHART_TEXT_SMALL);
  double height = MAX (p->height - y - MARGIN, 20);
  g_autoptr (PgsMapLayout) layout = fit_layout (self, width, height);
  const double x = self->theme->rtl ? 0 : STRIP_WIDTH + STRIP_SPACE;
  const gboolean cut = pgs_map_layout_get_height (layout) > height + 0.5;

  if (cut)
    {
      const gsize hidden = pgs_map_layout_get_n_bands (layout) - count_seen (layout, height - line - 4);
      g_autofree char *count = pgs_format_count (hidden);
      /* Translators: how many parts of the address space a picture had no room for */
      g_autofree char *text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "and %s more", "and %s more",
                                                            MIN (hidden, 100000)), count);
      const cairo_rectangle_t rect = { x, p->height - MARGIN - line, width, line };

      pgs_chart_text_draw (self->context, self->theme, PGS_CHART_TEXT_SMALL | PGS_CHART_TEXT_CENTER, text,
                           self->theme->dim, &rect, self->cr);
      height -= line + 4;
    }
  cairo_save (self->cr);
  cairo_translate (self->cr, x, y);
  cairo_rectangle (self->cr, 0, 0, width, height);
  cairo_clip (self->cr);
  pgs_map_draw (&p->model, layout, self->theme, self->context, 0, height, self->cr);
  cairo_restore (self->cr);
}

/**
 * pgs_map_picture_draw:
 * @self: what to draw and how large
 * @theme: its looks
 * @cr: where to draw; the scale may be anything
 *
 * Background, title, legend, then the address space. Into SVG and PDF it draws shapes, elsewhere
 * pixels. A process without mappings, or with mappings that could not be read, has a sentence
 * instead.
 */
void
pgs_map_picture_draw (const PgsMapPicture *self,
                      const PgsTheme      *theme,
                      cairo_t             *cr)
{
  PangoContext *context = pango_cairo_create_context (cr);
  const Drawing drawing = { self, theme, context, cr };
  const PgsMaps *maps = self->model.snapshot->maps;
  double y;

  pgs_color_set_source (theme->background, cr);
  cairo_rectangle (cr, 0, 0, self->width, self->height);
  cairo_fill (cr);
  y = draw_head (&drawing);
  if (maps == NULL)
    draw_message (&drawing, y, _("The mappings of this process could not be read: permission denied"));
  else if (pgs_maps_get_length (maps) == 0)
    draw_message (&drawing, y, _("This process has no address space of its own"));
  else
    {
      draw_strip (&drawing, y);
      if (self->what == PGS_PICTURE_MAP)
        draw_pages (&drawing, y);
    }
  g_object_unref (context);
}
