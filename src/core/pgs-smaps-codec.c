/* pgs-smaps-codec.c: the counters of regions as bytes, relative to those before
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * After the changes of the totals come regions of which something is not the same: what << 0 | gap << 2
 * (uint), where the gap is that to the region before; 0 in its two lowest bits ends them. A region is
 * without counters now, or its counters follow as changes, and its VmFlags as a name if they changed.
 */
#include "config.h"

#include "pgs-codec.h"

#include "pgs-bytes-names.h"

#include <string.h>

#define N_COUNTERS 12
#define MAX_FLAGS_LENGTH 1024

enum
{
  REGION_END = 0,
  REGION_FORGOTTEN = 1,
  REGION_COUNTERS = 2,
  REGION_COUNTERS_AND_FLAGS = 3,
};

/* The order is a part of the format. */
static void
to_numbers (const PgsRegionSmaps *counters,
            guint64               numbers[N_COUNTERS])
{
  const guint64 values[N_COUNTERS] = {
    counters->rss,          counters->pss,           counters->swap,
    counters->anon,         counters->private_clean, counters->private_dirty,
    counters->shared_clean, counters->shared_dirty,  counters->locked,
    counters->anon_huge,    counters->private_hugetlb, counters->shared_hugetlb,
  };

  memcpy (numbers, values, sizeof values);
}

static PgsRegionSmaps
from_numbers (const guint64 numbers[N_COUNTERS])
{
  return (PgsRegionSmaps) {
    .rss = numbers[0],
    .pss = numbers[1],
    .swap = numbers[2],
    .anon = numbers[3],
    .private_clean = numbers[4],
    .private_dirty = numbers[5],
    .shared_clean = numbers[6],
    .shared_dirty = numbers[7],
    .locked = numbers[8],
    .anon_huge = numbers[9],
    .private_hugetlb = numbers[10],
    .shared_hugetlb = numbers[11],
  };
}

static void
get_totals (const PgsSmaps *smaps,
            guint64         numbers[N_COUNTERS])
{
  PgsRegionSmaps totals = { 0 };

  if (smaps != NULL)
    pgs_smaps_get_totals (smaps, &totals);
  to_numbers (&totals, numbers);
}

/* The counters that a region had, or else 0. */
static const PgsRegionSmaps *
get_before (const PgsSmaps *before,
            gsize           region)
{
  return before != NULL ? pgs_smaps_get (before, region) : NULL;
}

/* Returns: whether the region is the same, so that nothing was written. */
static gboolean
put_region (const PgsRegionSmaps *counters,
            const PgsRegionSmaps *then,
            guint64               gap,
            PgsBytesNames        *names,
            GByteArray           *out)
{
  guint64 numbers[N_COUNTERS] = { 0 };
  guint64 then_numbers[N_COUNTERS] = { 0 };
  gboolean is_same_flags;

  if (counters == NULL)
    {
      if (then != NULL)
        pgs_bytes_put_uint (out, gap << 2 | REGION_FORGOTTEN);
      return then == NULL;
    }
  to_numbers (counters, numbers);
  if (then != NULL)
    to_numbers (then, then_numbers);
  is_same_flags = g_strcmp0 (counters->vm_flags, then != NULL ? then->vm_flags : NULL) == 0;
  if (then != NULL && is_same_flags && memcmp (numbers, then_numbers, sizeof numbers) == 0)
    return TRUE;
  pgs_bytes_put_uint (out, gap << 2 | (is_same_flags ? REGION_COUNTERS : REGION_COUNTERS_AND_FLAGS));
  pgs_bytes_put_changes (out, numbers, then_numbers, N_COUNTERS);
  if (!is_same_flags)
    pgs_bytes_names_put (names, out, counters->vm_flags);
  return FALSE;
}

static void
put_smaps (const PgsSmaps *smaps,
           const PgsSmaps *before,
           gsize           n_regions,
           GByteArray     *out)
{
  g_auto (PgsBytesNames) names = { 0 };
  guint64 totals[N_COUNTERS];
  guint64 then_totals[N_COUNTERS];
  gsize next = 0;

  get_totals (smaps, totals);
  get_totals (before, then_totals);
  pgs_bytes_put_changes (out, totals, then_totals, N_COUNTERS);
  for (gsize i = 0; i < n_regions; i++)
    if (!put_region (pgs_smaps_get (smaps, i), get_before (before, i), i - next, &names, out))
      next = i + 1;
  pgs_bytes_put_uint (out, REGION_END);
}

/* What of @before is valid for other mappings. */
static PgsSmaps *
rebase (PgsSmaps *before,
        PgsMaps  *maps_before,
        PgsMaps  *maps)
{
  if (before == NULL)
    return NULL;
  return maps_before == maps ? pgs_smaps_ref (before) : pgs_smaps_rebase (before, maps_before, maps);
}

/**
 * pgs_smaps_encode:
 * @smaps: the counters
 * @maps: the mappings to which they belong
 * @before: (nullable): the counters of the sample before; %NULL to write @smaps whole
 * @maps_before: (nullable): the mappings of the sample before; %NULL only if @before is
 * @out: what to append to
 *
 * O(1) if both are the same, else O(regions of both). Takes one byte if they are equal and of the same
 * mappings.
 */
void
pgs_smaps_encode (PgsSmaps   *smaps,
                  PgsMaps    *maps,
                  PgsSmaps   *before,
                  PgsMaps    *maps_before,
                  GByteArray *out)
{
  static const guint8 nothing[] = { PGS_FORM_DIFFERENCE, 0, REGION_END };
  g_autoptr (PgsSmaps) base = NULL;
  const guint start = out->len;

  if (smaps == before && maps == maps_before)
    {
      pgs_bytes_put_byte (out, PGS_FORM_SAME);
      return;
    }
  base = rebase (before, maps_before, maps);
  pgs_bytes_put_byte (out, base != NULL ? PGS_FORM_DIFFERENCE : PGS_FORM_WHOLE);
  put_smaps (smaps, base, pgs_maps_get_length (maps), out);
  if (maps != maps_before || out->len - start != sizeof nothing
      || memcmp (out->data + start, nothing, sizeof nothing) != 0)
    return;
  g_byte_array_set_size (out, start);
  pgs_bytes_put_byte (out, PGS_FORM_SAME);
}

typedef struct
{
  PgsBytesReader *in;
  PgsBytesNames names;
  PgsSmapsBuilder *builder;
  PgsMaps *maps;
  const PgsSmaps *before;
  gsize region; /* the next one */
} Reader;

static void
add_region (Reader               *self,
            const PgsRegionSmaps *counters)
{
  const PgsMapping *mapping = pgs_maps_get (self->maps, self->region);

  if (counters != NULL)
    pgs_smaps_builder_add (self->builder, mapping->start, mapping->end, counters);
  self->region++;
}

static void
read_counters (Reader   *self,
               gboolean  has_flags)
{
  const PgsRegionSmaps *then = get_before (self->before, self->region);
  g_autofree char *vm_flags = NULL;
  guint64 numbers[N_COUNTERS] = { 0 };
  PgsRegionSmaps counters;

  if (then != NULL)
    to_numbers (then, numbers);
  pgs_bytes_reader_changes (self->in, numbers, N_COUNTERS);
  counters = from_numbers (numbers);
  counters.vm_flags = then != NULL ? then->vm_flags : NULL;
  if (has_flags)
    {
      gsize length;
      const char *name = pgs_bytes_names_read (&self->names, self->in, &length);

      if (length > MAX_FLAGS_LENGTH)
        pgs_bytes_reader_fail (self->in, PGS_ERROR_LIMIT, "flags without end");
      vm_flags = name != NULL ? g_strndup (name, MIN (length, MAX_FLAGS_LENGTH)) : NULL;
      counters.vm_flags = vm_flags;
    }
  add_region (self, &counters);
}

static void
read_regions (Reader *self)
{
  const gsize n_regions = pgs_maps_get_length (self->maps);

  while (!pgs_bytes_reader_has_failed (self->in))
    {
      const guint64 code = pgs_bytes_reader_uint (self->in);
      const guint what = code & 3;

      if (what == REGION_END)
        break;
      if (code >> 2 >= n_regions - self->region)
        {
          pgs_bytes_reader_fail (self->in, PGS_ERROR_SYNTAX, "counters of no region");
          return;
        }
      for (gsize gap = (gsize) (code >> 2); gap > 0; gap--)
        add_region (self, get_before (self->before, self->region));
      if (what == REGION_FORGOTTEN)
        add_region (self, NULL);
      else
        read_counters (self, what == REGION_COUNTERS_AND_FLAGS);
    }
  while (self->region < n_regions && !pgs_bytes_reader_has_failed (self->in))
    add_region (self, get_before (self->before, self->region));
}

static PgsSmaps *
read_smaps (PgsMaps         *maps,
            const PgsSmaps  *before,
            PgsBytesReader  *in,
            GError         **error)
{
  g_autoptr (PgsSmapsBuilder) builder = pgs_smaps_builder_new (maps);
  g_auto (PgsBytesNames) names = { 0 };
  Reader self = { .in = in, .builder = builder, .maps = maps, .before = before };
  guint64 numbers[N_COUNTERS];
  PgsRegionSmaps totals;

  get_totals (before, numbers);
  pgs_bytes_reader_changes (in, numbers, N_COUNTERS);
  read_regions (&self);
  names = self.names;
  if (!pgs_bytes_reader_finish (in, error))
    return NULL;
  totals = from_numbers (numbers);
  pgs_smaps_builder_set_totals (builder, &totals);
  return pgs_smaps_builder_end (g_steal_pointer (&builder));
}

/**
 * pgs_smaps_decode:
 * @maps: the mappings of the same sample
 * @before: (nullable): the counters of the sample before
 * @maps_before: (nullable): its mappings; %NULL only if @before is
 * @in: what pgs_smaps_encode() wrote, or anything else
 * @error: (out) (optional): what is wrong with it
 *
 * Returns: (transfer full): the counters, @before itself if they are the same; %NULL with the codes of
 *   pgs_maps_decode()
 */
PgsSmaps *
pgs_smaps_decode (PgsMaps         *maps,
                  PgsSmaps        *before,
                  PgsMaps         *maps_before,
                  PgsBytesReader  *in,
                  GError         **error)
{
  const PgsForm form = pgs_form_decode (in, before != NULL);
  g_autoptr (PgsSmaps) base = NULL;

  if (form == PGS_FORM_SAME && maps != maps_before)
    pgs_bytes_reader_fail (in, PGS_ERROR_SYNTAX, "the same counters of other mappings");
  if (!pgs_bytes_reader_finish (in, error))
    return NULL;
  if (form == PGS_FORM_SAME)
    return pgs_smaps_ref (before);
  if (form == PGS_FORM_DIFFERENCE)
    base = rebase (before, maps_before, maps);
  return read_smaps (maps, base, in, error);
}
