/* pgs-map-bands.c: which mappings share a band of the map
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * 60,000 mappings of one page each would be 60,000 bands with one cell in each. Where there are so
 * many objects, small neighbours without a name that touch each other become one band.
 */
#include "config.h"

#include "pgs-map-layout-private.h"

#define MANY_OBJECTS 1000 /* from here on small neighbours share a band */
#define SMALL_PAGES 64    /* what is small then */

/**
 * pgs_map_layout_count_pages:
 * @self: a layout
 * @band: one of its bands
 *
 * Returns: how many pages of address space it spans
 */
guint64
pgs_map_layout_count_pages (const PgsMapLayout *self,
                            const PgsMapBand   *band)
{
  return (band->end - band->start) >> self->geometry.page_shift;
}

static gboolean
has_path (const PgsMapLayout *self,
          gsize               mapping)
{
  return pgs_maps_get (self->maps, mapping)->path != NULL;
}

static gboolean
is_small (const PgsMapLayout *self,
          const PgsMapBand   *band)
{
  return !has_path (self, band->first_mapping) && pgs_map_layout_count_pages (self, band) <= SMALL_PAGES;
}

static gsize
find_named (const PgsMapLayout *self,
            const PgsObject    *object)
{
  for (gsize i = 0; i < object->n_mappings; i++)
    if (has_path (self, object->first + i))
      return object->first + i;
  return object->first;
}

/* Adds @object, which is above all bands in memory, or lets the last band take it in. */
static void
add_band (PgsMapLayout    *self,
          const PgsObject *object,
          gboolean         many,
          gboolean        *open)
{
  const PgsMapBand band = { .start = object->start,
                            .end = object->end,
                            .first_mapping = object->first,
                            .n_mappings = object->n_mappings,
                            .named = find_named (self, object),
                            .kind = object->kind };
  const gboolean small = many && is_small (self, &band);
  PgsMapBand *last = self->bands->len > 0 ? &g_array_index (self->bands, PgsMapBand, self->bands->len - 1) : NULL;

  if (small && *open && last->end == band.start && last->kind == band.kind)
    {
      last->end = band.end;
      last->n_mappings += band.n_mappings;
      if (!has_path (self, last->named) && has_path (self, band.named))
        last->named = band.named;
    }
  else
    g_array_append_val (self->bands, band);
  *open = small;
}

static void
reverse_bands (GArray *bands)
{
  for (gsize i = 0, j = bands->len; i + 1 < j; i++)
    {
      PgsMapBand *a = &g_array_index (bands, PgsMapBand, i);
      PgsMapBand *b = &g_array_index (bands, PgsMapBand, --j);
      const PgsMapBand swapped = *a;

      *a = *b;
      *b = swapped;
    }
}

static gboolean
has_many_objects (const PgsMaps *maps)
{
  PgsObjectIter iter;
  PgsObject object;
  guint n = 0;

  pgs_object_iter_init (&iter, maps);
  while (n < MANY_OBJECTS && pgs_object_iter_next (&iter, &object))
    n++;
  return n == MANY_OBJECTS;
}

/**
 * pgs_map_layout_make_bands:
 * @self: a layout with mappings and geometry, without bands
 *
 * Finds out which mappings each band has. O(mappings).
 */
void
pgs_map_layout_make_bands (PgsMapLayout *self)
{
  const gboolean many = has_many_objects (self->maps);
  gboolean open = FALSE;
  PgsObjectIter iter;
  PgsObject object;

  self->bands = g_array_new (FALSE, FALSE, sizeof (PgsMapBand));
  pgs_object_iter_init (&iter, self->maps);
  while (pgs_object_iter_next (&iter, &object))
    if (!(pgs_maps_get (self->maps, object.first)->flags & PGS_MAPPING_NOT_COUNTED))
      add_band (self, &object, many, &open);
  if (!self->geometry.low_on_top)
    reverse_bands (self->bands);
}
