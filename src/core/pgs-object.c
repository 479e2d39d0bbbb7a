/* pgs-object.c: mappings that belong together, drawn as one band
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-object.h"

#include "pgs-mapping.h"

/* Equal paths of one #PgsMaps are the same pointer. */
static gboolean
is_same_file (const PgsMapping *a,
              const PgsMapping *b)
{
  return pgs_mapping_is_file (a) && pgs_mapping_is_file (b) && a->inode == b->inode && a->dev_major == b->dev_major
         && a->dev_minor == b->dev_minor && a->path == b->path;
}

/* @mapping goes on with the object that starts with @first and so far ends with @below. */
static gboolean
belongs (const PgsMapping *mapping,
         const PgsMapping *first,
         const PgsMapping *below)
{
  if (mapping->start != below->end)
    return FALSE;
  if (pgs_mapping_is_file (mapping))
    return is_same_file (mapping, first);
  if (mapping->kind == PGS_KIND_KERNEL)
    return first->kind == PGS_KIND_KERNEL;
  return pgs_mapping_is_file (below) && (mapping->kind == PGS_KIND_DATA || mapping->kind == PGS_KIND_LIBRARY);
}

static void
start_object (PgsObject        *object,
              gsize             index,
              const PgsMapping *mapping)
{
  *object = (PgsObject) {
    .first = index,
    .n_mappings = 1,
    .start = mapping->start,
    .end = mapping->end,
    .kind = (PgsKind) mapping->kind,
  };
}

static void
extend_object (PgsObject        *object,
               const PgsMapping *mapping)
{
  object->n_mappings++;
  object->end = mapping->end;
  if (object->kind == PGS_KIND_DATA)
    object->kind = (PgsKind) mapping->kind;
}

/**
 * pgs_objects_new:
 * @maps: the mappings
 *
 * Puts every mapping into exactly one object. The segments of a program or library are one object,
 * with the unreadable gaps that its loader left between them and the .bss above; as long as they
 * touch and are of the same file by device, inode and path. O(n).
 *
 * Returns: (transfer full) (element-type PgsObject): the objects, ascending
 */
GArray *
pgs_objects_new (const PgsMaps *maps)
{
  gsize n_mappings = pgs_maps_get_length (maps);
  const PgsMapping *mappings = pgs_maps_get (maps, 0);
  GArray *objects = g_array_sized_new (FALSE, FALSE, sizeof (PgsObject), (guint) n_mappings);
  PgsObject object = { 0 };

  for (gsize i = 0; i < n_mappings; i++)
    {
      if (i > 0 && belongs (&mappings[i], &mappings[object.first], &mappings[i - 1]))
        {
          extend_object (&object, &mappings[i]);
          continue;
        }
      if (i > 0)
        g_array_append_val (objects, object);
      start_object (&object, i, &mappings[i]);
    }
  if (n_mappings > 0)
    g_array_append_val (objects, object);
  return objects;
}
