/* pgs-region-list-rows.c: what the rows of a PgsRegionList show
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-region-list-private.h"

#include <glib/gi18n-lib.h>

#include "pgs-format.h"

/**
 * pgs_region_list_get_group:
 * @self: a list
 * @row: one of its rows that is a group
 *
 * Returns: (transfer none): the group
 */
const PgsRegionGroup *
pgs_region_list_get_group (PgsRegionList *self,
                           const PgsRow  *row)
{
  return pgs_region_rows_get_group (self->rows, row->index);
}

/**
 * pgs_region_list_get_first_mapping:
 * @self: a list
 * @row: one of its rows
 *
 * Returns: (transfer none): the row's mapping, or the first of the group's
 */
const PgsMapping *
pgs_region_list_get_first_mapping (PgsRegionList *self,
                                   const PgsRow  *row)
{
  const PgsSnapshot *snapshot = pgs_region_rows_get_snapshot (self->rows);
  gsize n_regions;
  const guint32 *order = pgs_region_rows_get_order (self->rows, &n_regions);

  if (!row->is_group)
    return pgs_maps_get (snapshot->maps, row->index);
  return pgs_maps_get (snapshot->maps, order[pgs_region_list_get_group (self, row)->first]);
}

/**
 * pgs_region_list_get_value:
 * @self: a list
 * @row: one of its rows
 * @column: a column
 *
 * Returns: as pgs_region_rows_get_value()
 */
guint64
pgs_region_list_get_value (PgsRegionList   *self,
                           const PgsRow    *row,
                           PgsRegionColumn  column)
{
  return pgs_region_rows_get_value (self->rows, row, column);
}

static char *
format_group (PgsRegionList   *self,
              const PgsRow    *row,
              PgsRegionColumn  column)
{
  const PgsMapping *first = pgs_region_list_get_first_mapping (self, row);
  const guint n_regions = pgs_region_list_get_group (self, row)->n_regions;
  g_autofree char *name = NULL;

  if (column != PGS_REGION_COLUMN_RANGE)
    return pgs_region_column_is_sum (column)
               ? pgs_region_column_format_sum (column, pgs_region_list_get_value (self, row, column))
               : g_strdup ("");
  if (self->spec.grouping == PGS_GROUPING_KIND || first->path == NULL)
    name = g_strdup (pgs_format_kind (first->kind));
  else
    name = pgs_format_mapping_name (first);
  /* Translators: a group of mappings and how many they are: "libc.so.6 (5)". */
  return g_strdup_printf (_("%s (%u)"), name, n_regions);
}

/**
 * pgs_region_list_format:
 * @self: a list
 * @row: one of its rows
 * @column: a column
 *
 * Returns: (transfer full): what the cell shows; of a group its name and size in the first column,
 *   sums in those that have any, else nothing
 */
char *
pgs_region_list_format (PgsRegionList   *self,
                        const PgsRow    *row,
                        PgsRegionColumn  column)
{
  if (row->is_group)
    return format_group (self, row, column);
  return pgs_region_column_format (column, pgs_region_rows_get_snapshot (self->rows), row->index);
}

/**
 * pgs_region_list_get_row:
 * @self: a list
 * @position: of a row
 *
 * Returns: (transfer none) (nullable): the row until the rows change; %NULL behind the last
 */
const PgsRow *
pgs_region_list_get_row (PgsRegionList *self,
                         guint          position)
{
  gsize n_rows;
  const PgsRow *rows = pgs_region_list_peek_rows (self, &n_rows);

  return position < n_rows ? &rows[position] : NULL;
}

/**
 * pgs_region_list_get_order:
 * @self: a list
 * @n_regions: (out): how many
 *
 * Returns: (transfer none) (nullable) (array length=n_regions): indices of all mappings that were
 *   found, in the order shown, those of collapsed groups included
 */
const guint32 *
pgs_region_list_get_order (PgsRegionList *self,
                           gsize         *n_regions)
{
  *n_regions = 0;
  return self->rows != NULL ? pgs_region_rows_get_order (self->rows, n_regions) : NULL;
}

/**
 * pgs_region_list_find_id:
 * @self: a list
 * @id: of a row
 * @position: (out): where it is
 *
 * Returns: whether there is such a row; O(n)
 */
gboolean
pgs_region_list_find_id (PgsRegionList *self,
                         guint64        id,
                         guint         *position)
{
  gsize n_rows;
  const PgsRow *rows = pgs_region_list_peek_rows (self, &n_rows);

  for (gsize i = 0; i < n_rows; i++)
    if (rows[i].id == id)
      {
        *position = (guint) i;
        return TRUE;
      }
  return FALSE;
}

/* Also in a group that is collapsed, which then no longer is. */
static gboolean
find_expanding (PgsRegionList *self,
                guint64        id,
                guint         *position)
{
  if (pgs_region_list_find_id (self, id, position))
    return TRUE;
  if (g_hash_table_size (self->spec.collapsed) == 0)
    return FALSE;
  g_hash_table_remove_all (self->spec.collapsed);
  pgs_region_list_sort_again (self);
  return pgs_region_list_find_id (self, id, position);
}

/**
 * pgs_region_list_find:
 * @self: a list
 * @address: an address
 * @position: (out): of the row
 *
 * Expands the group in which the mapping is. O(n).
 *
 * Returns: whether there is a row for the mapping that holds @address; not if it is filtered out
 */
gboolean
pgs_region_list_find (PgsRegionList *self,
                      guint64        address,
                      guint         *position)
{
  const PgsSnapshot *snapshot = pgs_region_list_get_snapshot (self);
  gsize region;

  if (snapshot == NULL || !pgs_maps_find (snapshot->maps, address, &region)
      || !find_expanding (self, pgs_region_id (pgs_maps_get (snapshot->maps, region)), position))
    return FALSE;
  if (*position >= g_list_model_get_n_items (G_LIST_MODEL (self)))
    pgs_region_list_tell_more (self, G_MAXUINT);
  return TRUE;
}
