/* pgs-smaps.c: what smaps says of each region
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * smaps is read after maps, and not in one piece either, so its regions may differ from those of
 * maps. Counters go to the region that they overlap: pieces of a region that was split meanwhile
 * add up; a range that comes again replaces what it said before; one that reaches over several
 * regions belongs to none of them, but is part of the totals, which are the kernel's whatever the
 * regions are. A region of which nothing was heard has no counters, which is not the same as 0.
 */
#include "config.h"

#include "pgs-smaps.h"

#include "pgs-boxed.h"
#include "pgs-intern.h"
#include "pgs-process-info.h"

#include <string.h>

#define VM_FLAG_LENGTH 2
#define N_COUNTERS 12

const PgsRegionSmaps pgs_region_smaps_unknown = {
  .rss = PGS_UNKNOWN,
  .pss = PGS_UNKNOWN,
  .swap = PGS_UNKNOWN,
  .anon = PGS_UNKNOWN,
  .private_clean = PGS_UNKNOWN,
  .private_dirty = PGS_UNKNOWN,
  .shared_clean = PGS_UNKNOWN,
  .shared_dirty = PGS_UNKNOWN,
  .locked = PGS_UNKNOWN,
  .anon_huge = PGS_UNKNOWN,
  .private_hugetlb = PGS_UNKNOWN,
  .shared_hugetlb = PGS_UNKNOWN,
};

G_STATIC_ASSERT (G_STRUCT_OFFSET (PgsRegionSmaps, vm_flags) == N_COUNTERS * sizeof (guint64));

struct _PgsSmaps
{
  PgsRegionSmaps *regions;
  guint8 *heard; /* by region: there are counters */
  gsize n_regions;
  PgsRegionSmaps totals;
  guint64 committed;
  gboolean has_opaque;
  GStringChunk *flags;
};

/* What the last range changed, so that it can be taken back. */
typedef struct
{
  guint64 start;
  guint64 end;
  gsize region; /* n_regions if it belongs to none */
  gboolean heard;
  PgsRegionSmaps counters;
  PgsRegionSmaps totals;
} Undo;

struct _PgsSmapsBuilder
{
  PgsMaps *maps;
  PgsSmaps *smaps;
  PgsIntern *flags;
  gsize region; /* the first that ends above the last range's start */
  Undo last;
};

PGS_DEFINE_BOXED_TYPE (PgsSmaps, pgs_smaps)

/**
 * pgs_smaps_ref:
 * @self: the counters
 *
 * Any thread may take and drop references.
 *
 * Returns: (transfer full): @self
 */
PgsSmaps *
pgs_smaps_ref (PgsSmaps *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
smaps_clear (gpointer data)
{
  PgsSmaps *self = data;

  g_free (self->regions);
  g_free (self->heard);
  g_clear_pointer (&self->flags, g_string_chunk_free);
}

/**
 * pgs_smaps_unref:
 * @self: (transfer full): the counters
 */
void
pgs_smaps_unref (PgsSmaps *self)
{
  g_atomic_rc_box_release_full (self, smaps_clear);
}

/**
 * pgs_smaps_get:
 * @self: the counters
 * @region: index of a mapping
 *
 * Returns: (transfer none) (nullable): the counters of that region; %NULL if smaps did not have it,
 *   which happens when the process changes its mappings while it is read
 */
const PgsRegionSmaps *
pgs_smaps_get (const PgsSmaps *self,
               gsize           region)
{
  g_return_val_if_fail (region < self->n_regions, NULL);

  return self->heard[region] ? &self->regions[region] : NULL;
}

/**
 * pgs_smaps_get_totals:
 * @self: the counters
 * @totals: (out caller-allocates): everything that smaps said, added up; its @vm_flags is %NULL
 */
void
pgs_smaps_get_totals (const PgsSmaps *self,
                      PgsRegionSmaps *totals)
{
  *totals = self->totals;
}

/**
 * pgs_smaps_get_committed:
 * @self: the counters
 *
 * Returns: bytes of the regions whose flags have "ac"; %PGS_UNKNOWN if the flags of one are not known
 */
guint64
pgs_smaps_get_committed (const PgsSmaps *self)
{
  return self->committed;
}

/**
 * pgs_smaps_has_opaque:
 * @self: the counters
 *
 * Returns: whether a region that is not the kernel's own has the flag "pf", see pgs_snapshot_is_opaque()
 */
gboolean
pgs_smaps_has_opaque (const PgsSmaps *self)
{
  return self->has_opaque;
}

/**
 * pgs_smaps_builder_new:
 * @maps: the mappings of the same moment, or a little earlier
 *
 * Returns: (transfer full): a builder
 */
PgsSmapsBuilder *
pgs_smaps_builder_new (PgsMaps *maps)
{
  PgsSmapsBuilder *self;

  g_return_val_if_fail (maps != NULL, NULL);

  self = g_new0 (PgsSmapsBuilder, 1);
  self->maps = pgs_maps_ref (maps);
  self->flags = pgs_intern_new ();
  self->smaps = g_atomic_rc_box_new0 (PgsSmaps);
  self->smaps->n_regions = pgs_maps_get_length (maps);
  self->smaps->regions = g_new0 (PgsRegionSmaps, self->smaps->n_regions);
  self->smaps->heard = g_new0 (guint8, self->smaps->n_regions);
  self->last.region = self->smaps->n_regions;
  return self;
}

/**
 * pgs_smaps_builder_free:
 * @self: (nullable) (transfer full): a builder that is not wanted any more
 */
void
pgs_smaps_builder_free (PgsSmapsBuilder *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->maps, pgs_maps_unref);
  g_clear_pointer (&self->smaps, pgs_smaps_unref);
  g_clear_pointer (&self->flags, pgs_intern_free);
  g_free (self);
}

static void
add_known (guint64 *sum,
           guint64  value)
{
  *sum = *sum == PGS_UNKNOWN || value == PGS_UNKNOWN ? PGS_UNKNOWN : *sum + value;
}

static void
add_counters (PgsRegionSmaps       *sum,
              const PgsRegionSmaps *counters)
{
  add_known (&sum->rss, counters->rss);
  add_known (&sum->pss, counters->pss);
  add_known (&sum->swap, counters->swap);
  add_known (&sum->anon, counters->anon);
  add_known (&sum->private_clean, counters->private_clean);
  add_known (&sum->private_dirty, counters->private_dirty);
  add_known (&sum->shared_clean, counters->shared_clean);
  add_known (&sum->shared_dirty, counters->shared_dirty);
  add_known (&sum->locked, counters->locked);
  add_known (&sum->anon_huge, counters->anon_huge);
  add_known (&sum->private_hugetlb, counters->private_hugetlb);
  add_known (&sum->shared_hugetlb, counters->shared_hugetlb);
}

static void
take_back (PgsSmapsBuilder *self)
{
  PgsSmaps *smaps = self->smaps;

  smaps->totals = self->last.totals;
  if (self->last.region == smaps->n_regions)
    return;
  smaps->heard[self->last.region] = self->last.heard != FALSE;
  smaps->regions[self->last.region] = self->last.counters;
}

/* The one region that `[start, end)` overlaps; n_regions if it is none or more than one. */
static gsize
find_region (PgsSmapsBuilder *self,
             guint64          start,
             guint64          end)
{
  gsize n_regions = self->smaps->n_regions;
  const PgsMapping *mappings = pgs_maps_get (self->maps, 0);
  gsize i;

  while (self->region < n_regions && mappings[self->region].end <= start)
    self->region++;
  i = self->region;
  if (i == n_regions || mappings[i].start >= end)
    return n_regions;
  if (i + 1 < n_regions && mappings[i + 1].start < end)
    return n_regions;
  return i;
}

static void
add_to_region (PgsSmapsBuilder      *self,
               gsize                 region,
               const PgsRegionSmaps *counters)
{
  PgsRegionSmaps *sum = &self->smaps->regions[region];

  self->last.heard = self->smaps->heard[region];
  self->last.counters = *sum;
  add_counters (sum, counters);
  if (counters->vm_flags != NULL)
    sum->vm_flags = pgs_intern_add (self->flags, counters->vm_flags, strlen (counters->vm_flags));
  self->smaps->heard[region] = TRUE;
}

/**
 * pgs_smaps_builder_add:
 * @self: a builder
 * @start: first address of a region as smaps has it
 * @end: first address behind it
 * @counters: its counters, %PGS_UNKNOWN for those that this kernel does not have; @vm_flags is
 *   copied
 *
 * Adds what smaps says of a region, in ascending order. A range that overlaps the one before is
 * ignored, unless it has the same start and is not shorter; then it replaces it.
 */
void
pgs_smaps_builder_add (PgsSmapsBuilder      *self,
                       guint64               start,
                       guint64               end,
                       const PgsRegionSmaps *counters)
{
  if (start >= end)
    return;
  if (start < self->last.end)
    {
      if (start != self->last.start || end < self->last.end)
        return;
      take_back (self);
    }
  self->last.start = start;
  self->last.end = end;
  self->last.totals = self->smaps->totals;
  self->last.region = find_region (self, start, end);
  add_counters (&self->smaps->totals, counters);
  if (self->last.region < self->smaps->n_regions)
    add_to_region (self, self->last.region, counters);
}

/**
 * pgs_smaps_builder_set_totals:
 * @self: a builder to which everything was added
 * @totals: what smaps said in all, when that is not what the regions add up to
 */
void
pgs_smaps_builder_set_totals (PgsSmapsBuilder      *self,
                              const PgsRegionSmaps *totals)
{
  self->smaps->totals = *totals;
  self->smaps->totals.vm_flags = NULL;
}

/**
 * pgs_smaps_flags_have:
 * @codes: (nullable): codes as the kernel writes them
 * @code: one of two letters
 *
 * Returns: whether @code is among them
 */
gboolean
pgs_smaps_flags_have (const char *codes,
                   const char *code)
{
  for (const char *p = codes; p != NULL && *p != '\0'; p = strchr (p, ' '))
    {
      p += *p == ' ';
      if (strncmp (p, code, VM_FLAG_LENGTH) == 0 && (p[VM_FLAG_LENGTH] == ' ' || p[VM_FLAG_LENGTH] == '\0'))
        return TRUE;
    }
  return FALSE;
}

/* What a region's flags say. */
typedef struct
{
  const char *text;
  gboolean is_accounted;
  gboolean is_opaque;
} Flags;

/* Equal texts are the same pointer, and often two sorts of regions take turns. */
static const Flags *
look_up (const char *text,
         Flags       last[2])
{
  if (text == last[0].text)
    return &last[0];
  if (text == last[1].text)
    return &last[1];
  last[1] = last[0];
  last[0] = (Flags) { text, pgs_smaps_flags_have (text, "ac"), pgs_smaps_flags_have (text, "pf") };
  return &last[0];
}

/* Once for all who ask with each sample. */
static void
read_flags (PgsSmaps *self,
            PgsMaps  *maps)
{
  Flags last[2] = { 0 };

  for (gsize i = 0; i < self->n_regions; i++)
    {
      const PgsMapping *mapping = pgs_maps_get (maps, i);
      const char *text = self->heard[i] ? self->regions[i].vm_flags : NULL;
      const Flags *flags = look_up (text, last);

      if (text == NULL)
        self->committed = PGS_UNKNOWN;
      else if (flags->is_accounted && self->committed != PGS_UNKNOWN)
        self->committed += mapping->end - mapping->start;
      self->has_opaque = self->has_opaque || (flags->is_opaque && mapping->kind != PGS_KIND_KERNEL);
    }
}

/**
 * pgs_smaps_builder_end:
 * @self: (transfer full): a builder
 *
 * Returns: (transfer full): the counters
 */
PgsSmaps *
pgs_smaps_builder_end (PgsSmapsBuilder *self)
{
  PgsSmaps *smaps = g_steal_pointer (&self->smaps);

  read_flags (smaps, self->maps);
  smaps->flags = pgs_intern_end (self->flags);
  pgs_smaps_builder_free (self);
  return smaps;
}

static gboolean
is_same_region (const PgsMapping *a,
                const PgsMapping *b)
{
  return a->start == b->start && a->end == b->end && a->offset == b->offset &&
         a->inode == b->inode && a->dev_major == b->dev_major && a->dev_minor == b->dev_minor &&
         a->perms == b->perms;
}

/**
 * pgs_smaps_rebase:
 * @self: counters
 * @before: the mappings to which they belong
 * @after: those of the same address space some time later
 *
 * A region that is the same keeps its counters, which are then as old as before; one that is new,
 * has grown, or may be used in another way has none. The totals stay: they are what smaps said.
 * O(mappings of both).
 *
 * Returns: (transfer full): the counters by the regions of @after
 */
PgsSmaps *
pgs_smaps_rebase (const PgsSmaps *self,
                  PgsMaps        *before,
                  PgsMaps        *after)
{
  PgsSmapsBuilder *builder = pgs_smaps_builder_new (after);
  const gsize n_before = pgs_maps_get_length (before);
  gsize old = 0;

  for (gsize i = 0; i < pgs_maps_get_length (after); i++)
    {
      const PgsMapping *mapping = pgs_maps_get (after, i);

      while (old < n_before && pgs_maps_get (before, old)->start < mapping->start)
        old++;
      if (old < n_before && is_same_region (pgs_maps_get (before, old), mapping) &&
          pgs_smaps_get (self, old) != NULL)
        pgs_smaps_builder_add (builder, mapping->start, mapping->end, pgs_smaps_get (self, old));
    }
  pgs_smaps_builder_set_totals (builder, &self->totals);
  return pgs_smaps_builder_end (builder);
}
