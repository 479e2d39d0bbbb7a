/* pgs-maps.c: the mappings of one address space, an immutable sorted list
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-maps-private.h"

#include "pgs-boxed.h"
#include "pgs-mapping.h"

PGS_DEFINE_BOXED_TYPE (PgsMaps, pgs_maps)

/**
 * pgs_maps_ref:
 * @self: the mappings
 *
 * Any thread may take and drop references.
 *
 * Returns: (transfer full): @self
 */
PgsMaps *
pgs_maps_ref (PgsMaps *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
maps_clear (gpointer data)
{
  PgsMaps *self = data;

  g_free (self->mappings);
  g_clear_pointer (&self->paths, g_string_chunk_free);
}

/**
 * pgs_maps_unref:
 * @self: (transfer full): the mappings
 */
void
pgs_maps_unref (PgsMaps *self)
{
  g_atomic_rc_box_release_full (self, maps_clear);
}

/**
 * pgs_maps_get_length:
 * @self: the mappings
 *
 * Returns: how many there are; 0 for kernel threads and zombies
 */
gsize
pgs_maps_get_length (const PgsMaps *self)
{
  return self->n_mappings;
}

/**
 * pgs_maps_get:
 * @self: the mappings
 * @index: which, counted from the lowest address
 *
 * The mappings are one array, so that `pgs_maps_get (self, 0)[i]` is the same as
 * `*pgs_maps_get (self, i)`. They are strictly ascending and do not overlap.
 *
 * Returns: (transfer none): the mapping; %NULL if there are none and @index is 0
 */
const PgsMapping *
pgs_maps_get (const PgsMaps *self,
              gsize          index)
{
  if (index == 0 && self->n_mappings == 0)
    return NULL;
  g_return_val_if_fail (index < self->n_mappings, NULL);

  return &self->mappings[index];
}

/**
 * pgs_maps_equal:
 * @self: some mappings
 * @other: others
 *
 * Returns: whether there is no difference between them; O(n) if so
 */
gboolean
pgs_maps_equal (const PgsMaps *self,
                const PgsMaps *other)
{
  if (self == other)
    return TRUE;
  if (self->n_mappings != other->n_mappings)
    return FALSE;
  for (gsize i = 0; i < self->n_mappings; i++)
    if (!pgs_mapping_equal (&self->mappings[i], &other->mappings[i]))
      return FALSE;
  return TRUE;
}

/**
 * pgs_maps_lower_bound:
 * @self: the mappings
 * @address: an address
 *
 * Finds the lowest mapping that ends above @address: the one that holds it or, if none does, the
 * next one above it. O(log n).
 *
 * Returns: its index; the number of mappings if all end below or at @address
 */
gsize
pgs_maps_lower_bound (const PgsMaps *self,
                      guint64        address)
{
  gsize low = 0;
  gsize high = self->n_mappings;

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if (self->mappings[middle].end > address)
        high = middle;
      else
        low = middle + 1;
    }
  return low;
}

/**
 * pgs_maps_find:
 * @self: the mappings
 * @address: an address
 * @index: (out) (optional): the index of the mapping that holds it
 *
 * Returns: %FALSE if @address is not mapped
 */
gboolean
pgs_maps_find (const PgsMaps *self,
               guint64        address,
               gsize         *index)
{
  gsize found = pgs_maps_lower_bound (self, address);

  if (found == self->n_mappings || self->mappings[found].start > address)
    return FALSE;
  if (index != NULL)
    *index = found;
  return TRUE;
}

/**
 * pgs_maps_get_size:
 * @self: the mappings
 *
 * What the mappings add up to, without those that are %PGS_MAPPING_NOT_COUNTED. Equals statm's
 * first field when the process stood still.
 *
 * Returns: bytes
 */
guint64
pgs_maps_get_size (const PgsMaps *self)
{
  return self->size;
}

/**
 * pgs_maps_get_kind_size:
 * @self: the mappings
 * @kind: a kind
 *
 * The sizes of all kinds add up to pgs_maps_get_size().
 *
 * Returns: bytes of all counted mappings of that kind
 */
guint64
pgs_maps_get_kind_size (const PgsMaps *self,
                        PgsKind        kind)
{
  g_return_val_if_fail ((guint) kind < PGS_N_KINDS, 0);

  return self->kind_sizes[kind];
}

/**
 * pgs_perms_format:
 * @perms: permissions
 * @text: (out caller-allocates): "rw-p" as in maps, NUL-terminated
 */
void
pgs_perms_format (PgsPerms perms,
                  char     text[5])
{
  text[0] = (perms & PGS_PERM_READ) ? 'r' : '-';
  text[1] = (perms & PGS_PERM_WRITE) ? 'w' : '-';
  text[2] = (perms & PGS_PERM_EXEC) ? 'x' : '-';
  text[3] = (perms & PGS_PERM_SHARED) ? 's' : 'p';
  text[4] = '\0';
}
