/* pgs-region-rows.c: mappings in the order in which a table shows them, in groups or not
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * GtkSortListModel over 60,000 items needs an object for each and asks a comparator that formats or
 * looks up values again and again. Here a sort key is made once for each mapping and plain records
 * are sorted: 60,000 in a few milliseconds, no object made.
 */
#include "config.h"

#include "pgs-region-rows.h"

#include <string.h>

#define GROUP_BIT 1
#define END_BIT 2 /* addresses of mappings end in twelve zero bits or more */

struct _PgsRegionRows
{
  PgsSnapshot *snapshot;
  GArray *order;  /* of guint32: regions, those of a group next to each other */
  GArray *groups; /* of PgsRegionGroup, as shown */
  GArray *rows;   /* of PgsRow */
};

/* One mapping or group on its way through the sort. */
typedef struct
{
  guint64 key;
  const char *name; /* (nullable): instead of @key */
  guint32 index;
} Entry;

/**
 * pgs_region_id:
 * @mapping: a mapping
 *
 * Returns: what tells it from all others of its snapshot and stays the same in the next: its first
 *   address, unless it is a stack, which grows at that end
 */
guint64
pgs_region_id (const PgsMapping *mapping)
{
  const gboolean grows_down = mapping->kind == PGS_KIND_STACK
                              && !(mapping->flags & PGS_MAPPING_THREAD_STACK);

  return grows_down ? mapping->end | END_BIT : mapping->start;
}

static guint64
group_id (const PgsMapping *mapping,
          PgsGrouping       grouping)
{
  guint64 hash = 0xcbf29ce484222325; /* FNV-1a */

  if (grouping == PGS_GROUPING_KIND || mapping->path == NULL)
    return (guint64) mapping->kind << 1 | GROUP_BIT;
  for (const char *p = mapping->path; *p != '\0'; p++)
    hash = (hash ^ (guchar) *p) * 0x100000001b3;
  return hash | GROUP_BIT;
}

static guint64
directed (guint64  value,
          gboolean is_descending)
{
  return is_descending && value != PGS_UNKNOWN ? PGS_UNKNOWN - 1 - value : value;
}

/* The part of a name by which it is sorted: what its column shows first. */
static const char *
sort_name (PgsRegionColumn   column,
           const PgsMapping *mapping)
{
  const char *slash;

  if (mapping->path == NULL
      || (column != PGS_REGION_COLUMN_NAME && column != PGS_REGION_COLUMN_PATH))
    return NULL;
  if (column == PGS_REGION_COLUMN_PATH)
    return *mapping->path == '/' ? mapping->path : NULL;
  slash = strrchr (mapping->path, '/');
  return slash != NULL ? slash + 1 : mapping->path;
}

static int
compare_entries (gconstpointer a,
                 gconstpointer b,
                 gpointer      is_descending)
{
  const Entry *left = a;
  const Entry *right = b;
  int names = 0;

  if (left->name != right->name && left->name != NULL && right->name != NULL)
    names = strcmp (left->name, right->name);
  else if (left->name != right->name)
    return left->name == NULL ? 1 : -1;
  if (names != 0)
    return is_descending ? -names : names;
  if (left->key != right->key)
    return left->key < right->key ? -1 : 1;
  return (left->index > right->index) - (left->index < right->index);
}

static void
sort_entries (Entry    *entries,
              gsize     n_entries,
              gboolean  is_descending)
{
  gsize i = 1;

  /* most of the time a new sample leaves the order as it is */
  while (i < n_entries
         && compare_entries (&entries[i - 1], &entries[i], GINT_TO_POINTER (is_descending)) < 0)
    i++;
  if (i < n_entries)
    g_qsort_with_data (entries, (gint) n_entries, sizeof *entries, compare_entries,
                       GINT_TO_POINTER (is_descending));
}

static void
sort_regions (PgsRegionRows     *self,
              const PgsRowsSpec *spec,
              guint32            first,
              guint32            n_regions)
{
  guint32 *order;
  g_autofree Entry *entries = NULL;

  if (n_regions == 0)
    return;
  order = &g_array_index (self->order, guint32, first);
  entries = g_new (Entry, n_regions);
  for (guint32 i = 0; i < n_regions; i++)
    {
      const PgsMapping *mapping = pgs_maps_get (self->snapshot->maps, order[i]);

      entries[i].index = order[i];
      entries[i].name = sort_name (spec->column, mapping);
      entries[i].key = directed (pgs_region_column_get_value (spec->column, self->snapshot,
                                                              order[i]),
                                 spec->is_descending);
    }
  sort_entries (entries, n_regions, spec->is_descending);
  for (guint32 i = 0; i < n_regions; i++)
    order[i] = entries[i].index;
}

/* Puts the regions of each group next to each other, groups in order of their first region. */
static void
make_groups (PgsRegionRows     *self,
             const GArray      *shown,
             const PgsRowsSpec *spec)
{
  g_autoptr (GHashTable) indices = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autofree guint32 *group_of = g_new (guint32, shown->len);
  g_autofree guint32 *next = NULL;

  for (guint i = 0; i < shown->len; i++)
    {
      const guint32 region = g_array_index (shown, guint32, i);
      PgsRegionGroup group = { .id = group_id (pgs_maps_get (self->snapshot->maps, region),
                                               spec->grouping) };
      gpointer index;

      if (!g_hash_table_lookup_extended (indices, &group.id, NULL, &index))
        {
          index = GUINT_TO_POINTER (self->groups->len);
          g_hash_table_insert (indices, g_memdup2 (&group.id, sizeof group.id), index);
          group.is_collapsed = spec->collapsed != NULL
                               && g_hash_table_contains (spec->collapsed, &group.id);
          g_array_append_val (self->groups, group);
        }
      group_of[i] = GPOINTER_TO_UINT (index);
      g_array_index (self->groups, PgsRegionGroup, group_of[i]).n_regions++;
    }
  next = g_new (guint32, self->groups->len);
  for (guint g = 0, first = 0; g < self->groups->len; g++)
    {
      g_array_index (self->groups, PgsRegionGroup, g).first = next[g] = first;
      first += g_array_index (self->groups, PgsRegionGroup, g).n_regions;
    }
  for (guint i = 0; i < shown->len; i++)
    g_array_index (self->order, guint32, next[group_of[i]]++) = g_array_index (shown, guint32, i);
}

static guint64
sum_group (const PgsRegionRows  *self,
           const PgsRegionGroup *group,
           PgsRegionColumn       column)
{
  const guint32 *order = (const guint32 *) (gconstpointer) self->order->data;
  guint64 sum = 0;

  if (!pgs_region_column_is_sum (column))
    return PGS_UNKNOWN;
  for (guint32 i = group->first; i < group->first + group->n_regions; i++)
    {
      const PgsMapping *mapping = pgs_maps_get (self->snapshot->maps, order[i]);
      const guint64 value = pgs_region_column_get_value (column, self->snapshot, order[i]);

      if (value == PGS_UNKNOWN)
        return PGS_UNKNOWN;
      if (column != PGS_REGION_COLUMN_SIZE || !(mapping->flags & PGS_MAPPING_NOT_COUNTED))
        sum += value;
    }
  return sum;
}

static void
sort_groups (PgsRegionRows     *self,
             const PgsRowsSpec *spec)
{
  const guint n_groups = self->groups->len;
  const guint32 *order = (const guint32 *) (gconstpointer) self->order->data;
  g_autoptr (GArray) unsorted = g_steal_pointer (&self->groups);
  g_autofree Entry *entries = g_new (Entry, n_groups);

  self->groups = g_array_sized_new (FALSE, FALSE, sizeof (PgsRegionGroup), n_groups);
  for (guint g = 0; g < n_groups; g++)
    {
      const PgsRegionGroup *group = &g_array_index (unsorted, PgsRegionGroup, g);
      const guint32 first = order[group->first];
      const guint64 value = pgs_region_column_is_sum (spec->column)
                                ? sum_group (self, group, spec->column)
                                : pgs_region_column_get_value (spec->column, self->snapshot, first);

      entries[g].index = g;
      entries[g].name = sort_name (spec->column, pgs_maps_get (self->snapshot->maps, first));
      entries[g].key = directed (value, spec->is_descending);
    }
  sort_entries (entries, n_groups, spec->is_descending);
  for (guint g = 0; g < n_groups; g++)
    g_array_append_val (self->groups, g_array_index (unsorted, PgsRegionGroup, entries[g].index));
}

static void
append_region_rows (PgsRegionRows *self,
                    guint32        first,
                    guint32        n_regions)
{
  for (guint32 i = first; i < first + n_regions; i++)
    {
      const guint32 region = g_array_index (self->order, guint32, i);
      const PgsRow row = { pgs_region_id (pgs_maps_get (self->snapshot->maps, region)), region,
                           FALSE };

      g_array_append_val (self->rows, row);
    }
}

static void
make_grouped_rows (PgsRegionRows     *self,
                   const PgsRowsSpec *spec)
{
  for (guint32 g = 0; g < self->groups->len; g++)
    {
      const PgsRegionGroup *group = &g_array_index (self->groups, PgsRegionGroup, g);
      const PgsRow row = { group->id, g, TRUE };

      g_array_append_val (self->rows, row);
      if (group->is_collapsed)
        continue;
      sort_regions (self, spec, group->first, group->n_regions);
      append_region_rows (self, group->first, group->n_regions);
    }
}

/**
 * pgs_region_rows_new:
 * @snapshot: a moment with mappings
 * @shown: (element-type guint32): indices of the mappings to show, in the order that is likely to
 *   be that of @spec; ascending, or the order of the rows before
 * @spec: how to sort and group them
 *
 * O(n log n); O(n) if @shown is in order already.
 *
 * Returns: (transfer full): the rows
 */
PgsRegionRows *
pgs_region_rows_new (PgsSnapshot       *snapshot,
                     const GArray      *shown,
                     const PgsRowsSpec *spec)
{
  PgsRegionRows *self = g_new0 (PgsRegionRows, 1);

  self->snapshot = pgs_snapshot_ref (snapshot);
  self->order = g_array_sized_new (FALSE, FALSE, sizeof (guint32), shown->len);
  self->groups = g_array_new (FALSE, FALSE, sizeof (PgsRegionGroup));
  self->rows = g_array_sized_new (FALSE, FALSE, sizeof (PgsRow), shown->len);
  g_array_append_vals (self->order, shown->data, shown->len);
  if (spec->grouping == PGS_GROUPING_NONE)
    {
      sort_regions (self, spec, 0, shown->len);
      append_region_rows (self, 0, shown->len);
      return self;
    }
  make_groups (self, shown, spec);
  sort_groups (self, spec);
  make_grouped_rows (self, spec);
  return self;
}

/**
 * pgs_region_rows_free:
 * @self: (nullable) (transfer full): rows
 */
void
pgs_region_rows_free (PgsRegionRows *self)
{
  if (self == NULL)
    return;
  pgs_snapshot_unref (self->snapshot);
  g_array_unref (self->order);
  g_array_unref (self->groups);
  g_array_unref (self->rows);
  g_free (self);
}

/**
 * pgs_region_rows_get_snapshot:
 * @self: rows
 *
 * Returns: (transfer none): whose mappings they are
 */
PgsSnapshot *
pgs_region_rows_get_snapshot (const PgsRegionRows *self)
{
  return self->snapshot;
}

/**
 * pgs_region_rows_get:
 * @self: rows
 * @n_rows: (out): how many
 *
 * Returns: (transfer none) (array length=n_rows): the rows from top to bottom
 */
const PgsRow *
pgs_region_rows_get (const PgsRegionRows *self,
                     gsize               *n_rows)
{
  *n_rows = self->rows->len;
  return (const PgsRow *) (gconstpointer) self->rows->data;
}

/**
 * pgs_region_rows_get_group:
 * @self: rows
 * @group: index from a row
 *
 * Returns: (transfer none): the group
 */
const PgsRegionGroup *
pgs_region_rows_get_group (const PgsRegionRows *self,
                           guint32              group)
{
  g_return_val_if_fail (group < self->groups->len, NULL);

  return &g_array_index (self->groups, PgsRegionGroup, group);
}

/**
 * pgs_region_rows_get_order:
 * @self: rows
 * @n_regions: (out): how many
 *
 * Returns: (transfer none) (array length=n_regions): all mappings that are shown or in a collapsed
 *   group; those of a group follow each other
 */
const guint32 *
pgs_region_rows_get_order (const PgsRegionRows *self,
                           gsize               *n_regions)
{
  *n_regions = self->order->len;
  return (const guint32 *) (gconstpointer) self->order->data;
}

/**
 * pgs_region_rows_get_value:
 * @self: rows
 * @row: one of them
 * @column: a column
 *
 * Returns: the value of a mapping, or the sum of a group; %PGS_UNKNOWN if it, or any value of the
 *   group, is unknown, or there is no sum
 */
guint64
pgs_region_rows_get_value (const PgsRegionRows *self,
                           const PgsRow        *row,
                           PgsRegionColumn      column)
{
  if (row->is_group)
    return sum_group (self, pgs_region_rows_get_group (self, row->index), column);
  return pgs_region_column_get_value (column, self->snapshot, row->index);
}
