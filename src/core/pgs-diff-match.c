/* pgs-diff-match.c: which region of one snapshot is which region of the other
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * In one address space, what overlaps and is memory of the same object at the same offset is the
 * same memory: mprotect, growth on either side, holes, splits and merges all follow from that. What
 * is left over, or everything where the address spaces are laid out differently, is matched by what
 * it is (pgs-diff-moved.c).
 *
 * A region that has several partners is cut between them, so that matches hold every byte of both
 * snapshots once and their differences add up to the difference of the whole. All of it is the same
 * with a and b swapped.
 */
#include "config.h"

#include "pgs-diff-private.h"
#include "pgs-mapping.h"

/* Where the kernel put the vdso; 0 if there is none. It stays there until the next exec, and fork
 * inherits it with everything else. */
static guint64
find_vdso (const PgsMaps *maps)
{
  for (gsize i = pgs_maps_get_length (maps); i-- > 0;)
    {
      const PgsMapping *mapping = pgs_maps_get (maps, i);

      if (mapping->kind == PGS_KIND_KERNEL && g_strcmp0 (mapping->path, "[vdso]") == 0)
        return mapping->start;
    }
  return 0;
}

static gboolean
is_same_process (const PgsProcessInfo *a,
                 const PgsProcessInfo *b)
{
  if (a == b || a == NULL || b == NULL)
    return a == b;
  return a->pid == b->pid && a->start_ticks == b->start_ticks && pgs_process_info_may_run_same (a, b);
}

/**
 * pgs_diff_is_same_space_of:
 * @a: a snapshot
 * @b: another
 *
 * Whether an address means the same in both: the same process between two execs, or another one of
 * the same layout, such as its child.
 *
 * Returns: whether regions can be matched by address
 */
gboolean
pgs_diff_is_same_space_of (const PgsSnapshot *a,
                           const PgsSnapshot *b)
{
  guint64 vdso_a, vdso_b;

  if (a->maps == NULL || b->maps == NULL || a->maps == b->maps)
    return TRUE;
  vdso_a = find_vdso (a->maps);
  vdso_b = find_vdso (b->maps);
  if (vdso_a != 0 && vdso_b != 0)
    return vdso_a == vdso_b;
  return is_same_process (a->process, b->process);
}

static void
add_overlap (GArray           *matches,
             gsize             index_a,
             const PgsMapping *a,
             gsize             index_b,
             const PgsMapping *b)
{
  const guint64 start = MAX (a->start, b->start);
  const guint64 end = MIN (a->end, b->end);
  const PgsMatch match = {
    .a = { .region = index_a, .start = a->start, .end = a->end },
    .b = { .region = index_b, .start = b->start, .end = b->end },
    .common_a = start,
    .common_b = start,
    .common_size = end - start,
  };

  g_array_append_val (matches, match);
}

/* What is at the same address. The matches ascend in both. */
static void
match_in_place (const PgsMaps *a,
                const PgsMaps *b,
                GArray        *matches)
{
  const gsize n_a = pgs_maps_get_length (a);
  const gsize n_b = pgs_maps_get_length (b);
  gsize i = 0;
  gsize j = 0;

  while (i < n_a && j < n_b)
    {
      const PgsMapping *mapping_a = pgs_maps_get (a, i);
      const PgsMapping *mapping_b = pgs_maps_get (b, j);

      if (MAX (mapping_a->start, mapping_b->start) < MIN (mapping_a->end, mapping_b->end)
          && pgs_mapping_is_same_memory (mapping_a, mapping_b))
        add_overlap (matches, i, mapping_a, j, mapping_b);
      if (mapping_a->end <= mapping_b->end)
        i++;
      if (mapping_b->end <= mapping_a->end)
        j++;
    }
}

/* Cuts regions of several matches: each reaches to where the next one begins. */
static void
share_regions (GArray *matches)
{
  for (guint i = 1; i < matches->len; i++)
    {
      PgsMatch *before = &g_array_index (matches, PgsMatch, i - 1);
      PgsMatch *match = &g_array_index (matches, PgsMatch, i);

      if (before->a.region == match->a.region)
        before->a.end = match->a.start = match->common_a;
      if (before->b.region == match->b.region)
        before->b.end = match->b.start = match->common_b;
    }
}

static void
note_matched (const GArray *matches,
              guint8       *is_matched_a,
              guint8       *is_matched_b)
{
  for (guint i = 0; i < matches->len; i++)
    {
      const PgsMatch *match = &g_array_index (matches, PgsMatch, i);

      is_matched_a[match->a.region] = TRUE;
      is_matched_b[match->b.region] = TRUE;
    }
}

static void
add_removed (GArray        *matches,
             const PgsMaps *maps,
             const guint8  *is_matched)
{
  for (gsize i = 0; i < pgs_maps_get_length (maps); i++)
    {
      const PgsMapping *mapping = pgs_maps_get (maps, i);
      const PgsMatch match = { .a = { .region = i, .start = mapping->start, .end = mapping->end },
                               .b = { .region = PGS_DIFF_NONE } };

      if (!is_matched[i])
        g_array_append_val (matches, match);
    }
}

static void
add_added (GArray        *matches,
           const PgsMaps *maps,
           const guint8  *is_matched)
{
  for (gsize i = 0; i < pgs_maps_get_length (maps); i++)
    {
      const PgsMapping *mapping = pgs_maps_get (maps, i);
      const PgsMatch match = { .b = { .region = i, .start = mapping->start, .end = mapping->end },
                               .a = { .region = PGS_DIFF_NONE } };

      if (!is_matched[i])
        g_array_append_val (matches, match);
    }
}

/* Ascending in b, then those that are not in b, ascending in a. */
static int
compare_matches (gconstpointer a,
                 gconstpointer b)
{
  const PgsMatch *left = a;
  const PgsMatch *right = b;

  if (left->b.region != right->b.region)
    return left->b.region < right->b.region ? -1 : 1;
  if (left->b.region != PGS_DIFF_NONE)
    return (left->b.start > right->b.start) - (left->b.start < right->b.start);
  return (left->a.region > right->a.region) - (left->a.region < right->a.region);
}

/* Whether matches went on in order all the time, as they do in place. */
static gboolean
is_sorted (const GArray *matches)
{
  for (guint i = 1; i < matches->len; i++)
    if (compare_matches (&g_array_index (matches, PgsMatch, i - 1),
                         &g_array_index (matches, PgsMatch, i)) > 0)
      return FALSE;
  return TRUE;
}

/**
 * pgs_diff_match:
 * @a: a snapshot
 * @b: another
 * @is_same_space: whether addresses mean the same in both
 *
 * Where the mappings of one of both are denied nothing is known of regions, and there are no matches.
 * O(n), for those that moved O(n log n).
 *
 * Returns: (transfer full) (element-type PgsMatch): all regions of both, ascending in b, then those
 *   that are not in b
 */
GArray *
pgs_diff_match (const PgsSnapshot *a,
                const PgsSnapshot *b,
                gboolean           is_same_space)
{
  const gsize n_a = a->maps != NULL ? pgs_maps_get_length (a->maps) : 0;
  const gsize n_b = b->maps != NULL ? pgs_maps_get_length (b->maps) : 0;
  g_autofree guint8 *is_matched_a = g_new0 (guint8, n_a + 1);
  g_autofree guint8 *is_matched_b = g_new0 (guint8, n_b + 1);
  GArray *matches = g_array_sized_new (FALSE, FALSE, sizeof (PgsMatch), (guint) MAX (n_a, n_b));

  if (a->maps == NULL || b->maps == NULL)
    return matches;
  if (is_same_space)
    match_in_place (a->maps, b->maps, matches);
  share_regions (matches);
  note_matched (matches, is_matched_a, is_matched_b);
  pgs_diff_match_moved (a, b, is_same_space, is_matched_a, is_matched_b, matches);
  add_added (matches, b->maps, is_matched_b);
  add_removed (matches, a->maps, is_matched_a);
  if (!is_sorted (matches))
    g_array_sort (matches, compare_matches);
  return matches;
}
