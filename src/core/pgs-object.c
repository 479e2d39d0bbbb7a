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
 * pgs_object_iter_init:
 * @self: (out caller-allocates): in front of the lowest object
 * @maps: the mappings, which must live longer
 *
 * Every mapping is in exactly one object. The segments of a program or library are one object,
 * with the unreadable gaps that its loader left between them and the .bss above; as long as they
 * touch and are of the same file by device, inode and path.
 */
void
pgs_object_iter_init (PgsObjectIter *self,
                      const PgsMaps *maps)
{
  *self = (PgsObjectIter) { .maps = maps };
}

/**
 * pgs_object_iter_next:
 * @self: where one is
 * @object: (out caller-allocates): the next object above
 *
 * O(mappings of the object).
 *
 * Returns: %FALSE, leaving @object as it is, if there is none
 */
gboolean
pgs_object_iter_next (PgsObjectIter *self,
                      PgsObject     *object)
{
  const gsize n_mappings = pgs_maps_get_length (self->maps);
  const PgsMapping *mappings = pgs_maps_get (self->maps, 0);
  gsize i = self->next;

  if (i >= n_mappings)
    return FALSE;
  start_object (object, i, &mappings[i]);
  for (i++; i < n_mappings && belongs (&mappings[i], &mappings[object->first], &mappings[i - 1]); i++)
    extend_object (object, &mappings[i]);
  self->next = i;
  return TRUE;
}
