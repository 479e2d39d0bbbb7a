/* pgs-lesson-quantity-range.c: what can be measured of a range of addresses
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Counts of pages are exact for any range. smaps speaks of whole mappings, and the kernel may have merged a
 * block with its neighbour. Of a mapping that is only partly inside, a number of smaps is known if nothing
 * of it is in use outside of the range, as then all of it lies inside; or if pages tell the same.
 */
#include "config.h"

#include "pgs-lesson-quantities.h"

#include <string.h>

#include <glib/gi18n-lib.h>

typedef struct
{
  const PgsSnapshot *snapshot;
  guint64 start;
  guint64 end;
  gsize region;
  const PgsMapping *mapping; /* overlaps the range */
} Overlap;

static Overlap
overlap_begin (const PgsSnapshot *snapshot,
               guint64            start,
               guint64            end)
{
  return (Overlap){ snapshot, start, end, pgs_maps_lower_bound (snapshot->maps, start), NULL };
}

/* Goes to the next mapping that overlaps the range. */
static gboolean
overlap_next (Overlap *self)
{
  PgsMaps *maps = self->snapshot->maps;

  if (self->mapping != NULL)
    self->region++;
  self->mapping = NULL;
  if (self->region == pgs_maps_get_length (maps) || pgs_maps_get (maps, self->region)->start >= self->end)
    return FALSE;
  self->mapping = pgs_maps_get (maps, self->region);
  return TRUE;
}

/* Pages that lie at least partly in `[start, end)`. */
static void
count_pages (const PgsSnapshot *snapshot,
             guint64            start,
             guint64            end,
             PgsPageCounts     *counts)
{
  const guint shift = pgs_pages_get_shift (snapshot->pages);
  const guint64 first = start >> shift;
  const guint64 last = end > start ? (end - 1) >> shift : first;

  pgs_pages_count (snapshot->pages, first, end > start ? last - first + 1 : 0, counts);
}

/* How many pages are in a state; the kernel must tell it of all regions in the range. */
static guint64
count_state (const PgsSnapshot *snapshot,
             guint64            start,
             guint64            end,
             PgsPageState       needed,
             gsize              member)
{
  PgsPageCounts counts;
  Overlap overlap;

  if (snapshot->maps == NULL || snapshot->pages == NULL)
    return PGS_UNKNOWN;
  for (overlap = overlap_begin (snapshot, start, end); overlap_next (&overlap);)
    if ((pgs_pages_get_known_in (snapshot->pages, overlap.region) & needed) != needed)
      return PGS_UNKNOWN;
  count_pages (snapshot, start, end, &counts);
  return *(const guint64 *) ((const char *) &counts + member);
}

#define DEFINE_STATE(name, STATE)                                                              \
  static guint64 count_##name (const PgsSnapshot *snapshot, guint64 start, guint64 end)        \
  {                                                                                            \
    return count_state (snapshot, start, end, STATE, G_STRUCT_OFFSET (PgsPageCounts, name));   \
  }

DEFINE_STATE (present, PGS_PAGE_PRESENT)
DEFINE_STATE (swapped, PGS_PAGE_SWAPPED)
DEFINE_STATE (file, PGS_PAGE_FILE)
DEFINE_STATE (exclusive, PGS_PAGE_EXCLUSIVE)
DEFINE_STATE (huge, PGS_PAGE_HUGE)
DEFINE_STATE (zero, PGS_PAGE_ZERO)
DEFINE_STATE (guard, PGS_PAGE_GUARD)

static gboolean
is_inside (const Overlap *overlap)
{
  return overlap->mapping->start >= overlap->start && overlap->mapping->end <= overlap->end;
}

/* Outside of the range, the mapping has neither pages in RAM nor in swap. */
static gboolean
is_unused_outside (const Overlap *overlap)
{
  const PgsPages *pages = overlap->snapshot->pages;
  const PgsMapping *mapping = overlap->mapping;
  PgsPageCounts below = { 0 };
  PgsPageCounts above = { 0 };

  if (pages == NULL || !(pgs_pages_get_known_in (pages, overlap->region) & PGS_PAGE_PRESENT))
    return FALSE;
  if (mapping->start < overlap->start)
    count_pages (overlap->snapshot, mapping->start, overlap->start, &below);
  if (mapping->end > overlap->end)
    count_pages (overlap->snapshot, overlap->end, mapping->end, &above);
  return below.present + below.swapped + above.present + above.swapped == 0;
}

/* What pages tell of the part of a mapping that is inside. */
static guint64
count_part (const Overlap *overlap,
            gsize          offset)
{
  const PgsSnapshot *snapshot = overlap->snapshot;
  const guint64 start = MAX (overlap->start, overlap->mapping->start);
  const guint64 end = MIN (overlap->end, overlap->mapping->end);
  const guint64 page_size = snapshot->page_size;
  guint64 n_present, n_zero, n_swapped;

  n_present = count_present (snapshot, start, end);
  n_zero = count_zero (snapshot, start, end);
  n_swapped = count_swapped (snapshot, start, end);
  if (offset == G_STRUCT_OFFSET (PgsRegionSmaps, rss) && n_present != PGS_UNKNOWN && n_zero != PGS_UNKNOWN)
    return (n_present - n_zero) * page_size;
  if (offset == G_STRUCT_OFFSET (PgsRegionSmaps, swap) && n_swapped != PGS_UNKNOWN)
    return n_swapped * page_size;
  if (n_present == 0 && n_swapped == 0)
    return 0;
  return PGS_UNKNOWN;
}

/**
 * pgs_lesson_sum_smaps:
 * @snapshot: a process
 * @start: first address
 * @end: first address behind it
 * @offset: of a number in #PgsRegionSmaps
 *
 * Returns: the sum of that number over the range, see above; %PGS_UNKNOWN if it is not known
 */
guint64
pgs_lesson_sum_smaps (const PgsSnapshot *snapshot,
                      guint64            start,
                      guint64            end,
                      gsize              offset)
{
  guint64 sum = 0;
  Overlap overlap;

  if (snapshot->maps == NULL || snapshot->smaps == NULL)
    return PGS_UNKNOWN;
  for (overlap = overlap_begin (snapshot, start, end); overlap_next (&overlap);)
    {
      const PgsRegionSmaps *smaps = pgs_smaps_get (snapshot->smaps, overlap.region);
      guint64 value = PGS_UNKNOWN;

      if (smaps != NULL && (is_inside (&overlap) || is_unused_outside (&overlap)))
        value = *(const guint64 *) ((const char *) smaps + offset);
      else if (smaps != NULL)
        value = count_part (&overlap, offset);
      if (value == PGS_UNKNOWN)
        return PGS_UNKNOWN;
      sum += value;
    }
  return sum;
}

static guint64
get_mapped (const PgsSnapshot *snapshot,
            guint64            start,
            guint64            end)
{
  guint64 size = 0;
  Overlap overlap;

  if (snapshot->maps == NULL)
    return PGS_UNKNOWN;
  for (overlap = overlap_begin (snapshot, start, end); overlap_next (&overlap);)
    size += MIN (end, overlap.mapping->end) - MAX (start, overlap.mapping->start);
  return size;
}

/* What of it counts towards the commit limit, touched or not: in proc_pid_smaps(5) the VmFlag "ac". */
static guint64
get_promised (const PgsSnapshot *snapshot,
              guint64            start,
              guint64            end)
{
  guint64 size = 0;
  Overlap overlap;

  if (snapshot->maps == NULL || snapshot->smaps == NULL)
    return PGS_UNKNOWN;
  for (overlap = overlap_begin (snapshot, start, end); overlap_next (&overlap);)
    {
      const PgsRegionSmaps *smaps = pgs_smaps_get (snapshot->smaps, overlap.region);

      if (smaps == NULL || smaps->vm_flags == NULL)
        return PGS_UNKNOWN;
      if (pgs_smaps_flags_have (smaps->vm_flags, "ac"))
        size += MIN (end, overlap.mapping->end) - MAX (start, overlap.mapping->start);
    }
  return size;
}

static guint64
get_regions (const PgsSnapshot *snapshot,
             guint64            start,
             guint64            end)
{
  guint64 n_regions = 0;
  Overlap overlap;

  if (snapshot->maps == NULL)
    return PGS_UNKNOWN;
  for (overlap = overlap_begin (snapshot, start, end); overlap_next (&overlap);)
    n_regions++;
  return n_regions;
}

static const PgsMapping *
find_mapping (const PgsSnapshot *snapshot,
              guint64            address)
{
  gsize region;

  return pgs_maps_find (snapshot->maps, address, &region) ? pgs_maps_get (snapshot->maps, region) : NULL;
}

static guint64
get_region_size (const PgsSnapshot *snapshot,
                 guint64            start,
                 guint64            end)
{
  const PgsMapping *mapping;

  if (snapshot->maps == NULL)
    return PGS_UNKNOWN;
  mapping = find_mapping (snapshot, start);
  return mapping != NULL ? mapping->end - mapping->start : 0;
}

static guint64
get_permission (const PgsSnapshot *snapshot,
                guint64            start,
                PgsPerms           permission)
{
  const PgsMapping *mapping;

  if (snapshot->maps == NULL)
    return PGS_UNKNOWN;
  mapping = find_mapping (snapshot, start);
  return mapping != NULL && (mapping->perms & permission);
}

static guint64
get_readable (const PgsSnapshot *snapshot,
              guint64            start,
              guint64            end)
{
  return get_permission (snapshot, start, PGS_PERM_READ);
}

static guint64
get_writable (const PgsSnapshot *snapshot,
              guint64            start,
              guint64            end)
{
  return get_permission (snapshot, start, PGS_PERM_WRITE);
}

static guint64
get_executable (const PgsSnapshot *snapshot,
                guint64            start,
                guint64            end)
{
  return get_permission (snapshot, start, PGS_PERM_EXEC);
}

static guint64
get_first_frame (const PgsLessonFrames *frames)
{
  return frames->first;
}

static guint64
get_frame_runs (const PgsLessonFrames *frames)
{
  return frames->n_runs;
}

#define SMAPS(name_, member_)                                     \
  { .name = name_, .scope = PGS_SCOPE_RANGE, .unit = PGS_UNIT_BYTES, \
    .offset = G_STRUCT_OFFSET (PgsRegionSmaps, member_) }
#define FUNCTION(name_, unit_, function_) \
  { .name = name_, .scope = PGS_SCOPE_RANGE, .unit = unit_, .of_range = function_ }
#define FRAMES(name_, function_)                                                            \
  { .name = name_, .scope = PGS_SCOPE_RANGE, .unit = PGS_UNIT_COUNT, .flags = PGS_QUANTITY_FRAMES, \
    .of_frames = function_ }

const PgsLessonQuantity pgs_lesson_range_quantities[] = {
  SMAPS ("rss", rss),
  SMAPS ("pss", pss),
  SMAPS ("swap", swap),
  SMAPS ("anon_huge", anon_huge),
  SMAPS ("private_clean", private_clean),
  SMAPS ("private_dirty", private_dirty),
  SMAPS ("shared_clean", shared_clean),
  SMAPS ("shared_dirty", shared_dirty),
  FUNCTION ("present", PGS_UNIT_COUNT, count_present),
  FUNCTION ("swapped", PGS_UNIT_COUNT, count_swapped),
  FUNCTION ("file_pages", PGS_UNIT_COUNT, count_file),
  FUNCTION ("exclusive", PGS_UNIT_COUNT, count_exclusive),
  FUNCTION ("huge", PGS_UNIT_COUNT, count_huge),
  FUNCTION ("zero", PGS_UNIT_COUNT, count_zero),
  FUNCTION ("guard", PGS_UNIT_COUNT, count_guard),
  FUNCTION ("mapped", PGS_UNIT_BYTES, get_mapped),
  FUNCTION ("promised", PGS_UNIT_BYTES, get_promised),
  FUNCTION ("regions", PGS_UNIT_COUNT, get_regions),
  FUNCTION ("region_size", PGS_UNIT_BYTES, get_region_size),
  FUNCTION ("readable", PGS_UNIT_YES_NO, get_readable),
  FUNCTION ("writable", PGS_UNIT_YES_NO, get_writable),
  FUNCTION ("executable", PGS_UNIT_YES_NO, get_executable),
  FRAMES ("pfn", get_first_frame),
  FRAMES ("frame_runs", get_frame_runs),
};

const gsize pgs_lesson_n_range_quantities = G_N_ELEMENTS (pgs_lesson_range_quantities);
