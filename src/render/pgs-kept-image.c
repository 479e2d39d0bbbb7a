/* pgs-kept-image.c: an image that is painted once
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * GTK's cairo nodes are recordings, and a recording needs later on what was painted in it. cairo copies an image for
 * that when it goes, which costs as much as to draw it; if it stays as long as the recording, nothing is copied.
 */
#include "config.h"

#include "pgs-kept-image.h"

static void
destroy (gpointer image)
{
  cairo_surface_destroy (image);
}

static gboolean
is_recording (cairo_surface_t *target)
{
  return cairo_surface_get_type (target) == CAIRO_SURFACE_TYPE_RECORDING;
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
  cairo_surface_t *target = cairo_get_target (cr);
  const cairo_user_data_key_t *key = (const cairo_user_data_key_t *) (gconstpointer) image; /* there is no other such address */

  cairo_set_source_surface (cr, image, x, y);
  cairo_pattern_set_filter (cairo_get_source (cr), filter);
  cairo_paint (cr);
  if (!is_recording (target) || cairo_surface_set_user_data (target, key, image, destroy) != CAIRO_STATUS_SUCCESS)
    cairo_surface_destroy (image);
}
