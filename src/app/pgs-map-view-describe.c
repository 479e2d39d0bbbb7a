/* pgs-map-view-describe.c: what a screen reader hears of the map
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-map-view-private.h"

static void
set_description (PgsMapView *self,
                 char       *text)
{
  if (g_strcmp0 (text, self->description) == 0)
    {
      g_free (text);
      return;
    }
  g_free (self->description);
  self->description = text;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

/**
 * pgs_map_view_update_description:
 * @self: a view
 *
 * What a screen reader hears: the cell of the cursor, else the selection, else the whole map.
 */
void
pgs_map_view_update_description (PgsMapView *self)
{
  g_autofree char *text = NULL;
  PgsMapModel model;
  PgsMapHit hit;
  cairo_rectangle_t rect;
  guint64 address = 0;
  gboolean known = self->has_cursor;

  if (self->layout == NULL)
    {
      set_description (self, g_strdup (""));
      return;
    }
  if (!pgs_map_view_get_model (self, &model) || model.snapshot->maps != pgs_map_layout_get_maps (self->layout))
    return;
  address = self->cursor;
  if (!known && model.selection_start < model.selection_end)
    {
      known = TRUE;
      address = model.selection_start;
    }
  if (known && pgs_map_layout_address_rect (self->layout, address, &rect))
    {
      pgs_map_layout_hit (self->layout, rect.x, rect.y, &hit);
      text = pgs_map_describe_hit (&model, self->layout, &hit);
    }
  else
    text = pgs_map_describe (&model, self->layout);
  if (text != NULL)
    set_description (self, g_steal_pointer (&text));
}
