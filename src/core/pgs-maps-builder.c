/* pgs-maps-builder.c: the lines of maps become a sorted list
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * One read of maps returns at most a page, so a long maps is not one atomic picture: at the seam
 * between two reads a mapping may come again, grown, or overlap the one before. What is read later
 * is what is true now, so it wins:
 *   - same start: the longer one stays, the later one of equals;
 *   - a later start inside the mapping before, reaching beyond it: the one before ends there;
 *   - wholly inside the mapping before: dropped, so that no mapped address gets lost.
 * Nothing of this costs the usual case, which is one comparison per mapping.
 */
#include "config.h"

#include "pgs-intern.h"
#include "pgs-maps-private.h"

#include <string.h>

#define MIN_CAPACITY 16
#define MAX_RESERVED ((gsize) 1 << 20) /* 16 times what the kernel allows by default */
#define MAX_SLACK 64 /* a 64th of the mappings may stay reserved for nothing */

/* Where the kernel's half of the address space begins on 64-bit machines; the only thing listed
 * there is vsyscall. Source: Documentation/arch/x86/x86_64/mm.rst */
#define KERNEL_HALF G_GUINT64_CONSTANT (0xffff800000000000)

struct _PgsMapsBuilder
{
  PgsMapping *mappings;
  gsize n_mappings;
  gsize capacity;
  PgsIntern *paths;
  guint64 end;      /* of the last one */
  gboolean in_order; /* each one started at or behind the end of the one before */
};

/**
 * pgs_maps_builder_new:
 * @n_expected: how many mappings will probably come, to reserve memory; 0 if not known
 *
 * Returns: (transfer full): a builder
 */
PgsMapsBuilder *
pgs_maps_builder_new (gsize n_expected)
{
  PgsMapsBuilder *self = g_new0 (PgsMapsBuilder, 1);

  self->capacity = CLAMP (n_expected, MIN_CAPACITY, MAX_RESERVED);
  self->mappings = g_new (PgsMapping, self->capacity);
  self->paths = pgs_intern_new ();
  self->in_order = TRUE;
  return self;
}

/**
 * pgs_maps_builder_free:
 * @self: (nullable) (transfer full): a builder that is not wanted any more
 */
void
pgs_maps_builder_free (PgsMapsBuilder *self)
{
  if (self == NULL)
    return;
  g_free (self->mappings);
  g_clear_pointer (&self->paths, pgs_intern_free);
  g_free (self);
}

/**
 * pgs_maps_builder_add:
 * @self: a builder
 * @mapping: one line; its @path is ignored; %PGS_MAPPING_NOT_COUNTED is set here; its @kind counts for
 *   pgs_maps_builder_end_classified() only
 * @path: (nullable) (array length=path_length): its path as bytes, newlines decoded and without
 *   " (deleted)"; need not end in NUL
 * @path_length: bytes; 0 for anonymous memory
 *
 * Adds a mapping. Empty ones are ignored; any order and any overlap is accepted.
 */
void
pgs_maps_builder_add (PgsMapsBuilder   *self,
                      const PgsMapping *mapping,
                      const char       *path,
                      gsize             path_length)
{
  PgsMapping *copy;

  if (mapping->start >= mapping->end)
    return;
  if (self->n_mappings == self->capacity)
    {
      self->capacity *= 2;
      self->mappings = g_renew (PgsMapping, self->mappings, self->capacity);
    }
  copy = &self->mappings[self->n_mappings++];
  *copy = *mapping;
  copy->path = path_length > 0 ? pgs_intern_add (self->paths, path, path_length) : NULL;
  if (copy->start >= KERNEL_HALF
      || (copy->path != NULL && copy->inode == 0 && strcmp (copy->path, "[vsyscall]") == 0))
    copy->flags |= PGS_MAPPING_NOT_COUNTED;
  if (copy->start < self->end)
    self->in_order = FALSE;
  self->end = copy->end;
}

static int
compare_starts (gconstpointer a,
                gconstpointer b,
                gpointer      data)
{
  const PgsMapping *left = a;
  const PgsMapping *right = b;

  return (left->start > right->start) - (left->start < right->start);
}

static void
resolve_overlaps (PgsMapsBuilder *self)
{
  PgsMapping *mappings = self->mappings;
  gsize n_kept = 0;

  g_qsort_with_data (mappings, (int) self->n_mappings, sizeof (PgsMapping), compare_starts, NULL);
  for (gsize i = 0; i < self->n_mappings; i++)
    {
      PgsMapping next = mappings[i];
      PgsMapping *last = n_kept > 0 ? &mappings[n_kept - 1] : NULL;

      if (last == NULL || next.start >= last->end)
        mappings[n_kept++] = next;
      else if (next.start == last->start && next.end >= last->end)
        *last = next;
      else if (next.end > last->end)
        {
          last->end = next.start;
          mappings[n_kept++] = next;
        }
    }
  self->n_mappings = n_kept;
}

static void
add_up (PgsMaps *self)
{
  for (gsize i = 0; i < self->n_mappings; i++)
    {
      const PgsMapping *mapping = &self->mappings[i];
      guint64 size = mapping->end - mapping->start;

      if (mapping->flags & PGS_MAPPING_NOT_COUNTED)
        continue;
      self->size += size;
      self->kind_sizes[mapping->kind] += size;
    }
}

/* Sorts what was added and takes it over, with whatever kinds. A little too much memory stays: glibc's
 * malloc uses a large block again only if the one freed last was as large, else it maps it anew, which for
 * 60,000 mappings takes 800 page faults, as long as parsing them. */
static PgsMaps *
take_mappings (PgsMapsBuilder *self)
{
  PgsMaps *maps = g_atomic_rc_box_new0 (PgsMaps);

  if (!self->in_order)
    resolve_overlaps (self);
  maps->mappings = g_steal_pointer (&self->mappings);
  if (self->capacity - self->n_mappings > self->n_mappings / MAX_SLACK)
    maps->mappings = g_renew (PgsMapping, maps->mappings, self->n_mappings);
  maps->n_mappings = self->n_mappings;
  maps->paths = pgs_intern_end (self->paths);
  pgs_maps_builder_free (self);
  return maps;
}

/**
 * pgs_maps_builder_end:
 * @self: (transfer full): a builder
 * @exe: (nullable): the process' executable, %NULL if not known
 *
 * Sorts what was added, classifies it with pgs_classify() and frees the builder.
 *
 * Returns: (transfer full): the mappings, strictly ascending and not overlapping
 */
PgsMaps *
pgs_maps_builder_end (PgsMapsBuilder *self,
                      const PgsExe   *exe)
{
  PgsMaps *maps = take_mappings (self);

  pgs_classify (maps->mappings, maps->n_mappings, exe);
  add_up (maps);
  return maps;
}

/**
 * pgs_maps_builder_end_classified:
 * @self: (transfer full): a builder, to which mappings with their kinds were added
 *
 * The same as pgs_maps_builder_end(), but kinds stay what they are.
 *
 * Returns: (transfer full): the mappings
 */
PgsMaps *
pgs_maps_builder_end_classified (PgsMapsBuilder *self)
{
  PgsMaps *maps = take_mappings (self);

  add_up (maps);
  return maps;
}
