/* pgs-kept-image.c: an image that is painted once
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * GTK's cairo nodes are recordings, and a recording needs later on what was painted in it. Where that is an image surface
 * cairo copies it, when it goes at the latest, which costs as much as to draw it. Of what a raster source brings
 * cairo keeps nothing but the reference that it is given.
 */
#include "config.h"

#include "pgs-kept-image.h"

static cairo_surface_t *
acquire (cairo_pattern_t             *pattern,
         void                        *image,
         cairo_surface_t             *target,
         const cairo_rectangle_int_t *extents)
{
  return cairo_surface_reference (image);
}

static void
release (cairo_pattern_t *pattern,
         void            *image,
         cairo_surface_t *surface)
{
  cairo_surface_destroy (surface);
}

static cairo_status_t
copy (cairo_pattern_t       *pattern,
      void                  *image,
      const cairo_pattern_t *other)
{
  cairo_surface_reference (image);
  return CAIRO_STATUS_SUCCESS;
}

static void
finish (cairo_pattern_t *pattern,
        void            *image)
{
  cairo_surface_destroy (image);
}

/* Returns: (transfer full): a source that owns @image */
static cairo_pattern_t *
create_source (cairo_surface_t *image,
               double           x,
               double           y,
               cairo_filter_t   filter)
{
  cairo_pattern_t *source = cairo_pattern_create_raster_source (image, cairo_surface_get_content (image),
                                                                cairo_image_surface_get_width (image),
                                                                cairo_image_surface_get_height (image));
  cairo_matrix_t matrix;
  double scale_x, scale_y;

  cairo_raster_source_pattern_set_acquire (source, acquire, release);
  cairo_raster_source_pattern_set_copy (source, copy);
  cairo_raster_source_pattern_set_finish (source, finish);
  cairo_surface_get_device_scale (image, &scale_x, &scale_y);
  cairo_matrix_init_scale (&matrix, scale_x, scale_y);
  cairo_matrix_translate (&matrix, -x, -y);
  cairo_pattern_set_matrix (source, &matrix);
  cairo_pattern_set_filter (source, filter);
  return source;
}

/**
 * pgs_kept_image_paint:
 * @image: (transfer full): an image that nobody changes any more
 * @x: where its left edge is
 * @y: where its upper edge is
 * @filter: how it is scaled
 * @cr: where to paint it
 */
void
pgs_kept_image_paint (cairo_surface_t *image,
                      double           x,
                      double           y,
                      cairo_filter_t   filter,
                      cairo_t         *cr)
{
  cairo_pattern_t *source = create_source (image, x, y, filter);

  cairo_set_source (cr, source);
  cairo_paint (cr);
  cairo_pattern_destroy (source);
}
