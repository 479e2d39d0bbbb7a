/* pgs-region-sums.c: the chosen rows of the table of mappings added up, and as text
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-region-sums.h"

#include <glib/gi18n-lib.h>

#include "pgs-format.h"

/* What is added up, in the order in which it is told. Each takes a millisecond for 60,000 mappings. */
static const PgsRegionColumn summed[] = {
  PGS_REGION_COLUMN_SIZE,          PGS_REGION_COLUMN_RSS,  PGS_REGION_COLUMN_PSS,
  PGS_REGION_COLUMN_PRIVATE_DIRTY, PGS_REGION_COLUMN_SWAP, PGS_REGION_COLUMN_LOCKED,
};

static void
add_to_sums (PgsRegionSums     *sums,
             const PgsSnapshot *snapshot,
             gsize              region)
{
  const guint8 flags = pgs_maps_get (snapshot->maps, region)->flags;

  sums->n_regions++;
  for (gsize i = 0; i < G_N_ELEMENTS (summed); i++)
    {
      const PgsRegionColumn column = summed[i];
      guint64 value;

      if (sums->values[column] == PGS_UNKNOWN)
        continue;
      value = pgs_region_column_get_value (column, snapshot, region);
      if (value == PGS_UNKNOWN)
        sums->values[column] = PGS_UNKNOWN;
      else if (column != PGS_REGION_COLUMN_SIZE || !(flags & PGS_MAPPING_NOT_COUNTED))
        sums->values[column] += value;
    }
}

/**
 * pgs_region_list_get_sums:
 * @self: a list
 * @sums: (out caller-allocates): of the selected mappings, or of all that are shown
 *
 * A mapping whose group is selected, too, counts once. O(n).
 */
void
pgs_region_list_get_sums (PgsRegionList *self,
                          PgsRegionSums *sums)
{
  const PgsSnapshot *snapshot = pgs_region_list_get_snapshot (self);
  g_autofree guint8 *chosen = pgs_region_list_dup_chosen (self);

  *sums = (PgsRegionSums) { .n_selected = pgs_region_list_get_n_selected (self) };
  for (guint column = 0; column < PGS_N_REGION_COLUMNS; column++)
    sums->values[column] = PGS_UNKNOWN;
  for (gsize i = 0; i < G_N_ELEMENTS (summed); i++)
    sums->values[summed[i]] = 0;
  if (snapshot == NULL)
    return;
  for (gsize i = 0; i < pgs_maps_get_length (snapshot->maps); i++)
    if (chosen[i])
      add_to_sums (sums, snapshot, i);
}

static void
append_heading (GString *text)
{
  for (guint column = 0; column < PGS_N_REGION_COLUMNS; column++)
    {
      if (column > 0)
        g_string_append_c (text, '\t');
      g_string_append (text, pgs_region_column_get_title (column));
      if (pgs_region_column_get_type (column) == PGS_REGION_COLUMN_BYTES)
        /* Translators: behind the heading of a column whose numbers are bytes. */
        g_string_append (text, _(" (bytes)"));
    }
  g_string_append_c (text, '\n');
}

/**
 * pgs_region_list_dup_text:
 * @self: a list
 *
 * Returns: (transfer full): the selected mappings in the order shown, or all if none is selected, a
 *   line each under a line of headings; cells as from pgs_region_column_dup_raw(), set apart by tabs
 */
char *
pgs_region_list_dup_text (PgsRegionList *self)
{
  const PgsSnapshot *snapshot = pgs_region_list_get_snapshot (self);
  g_autofree guint8 *chosen = pgs_region_list_dup_chosen (self);
  GString *text = g_string_new (NULL);
  gsize n_regions;
  const guint32 *order = pgs_region_list_get_order (self, &n_regions);

  append_heading (text);
  for (gsize i = 0; i < n_regions; i++)
    for (guint column = 0; chosen[order[i]] && column < PGS_N_REGION_COLUMNS; column++)
      {
        g_autofree char *cell = pgs_region_column_dup_raw (column, snapshot, order[i]);

        g_string_append (text, cell);
        g_string_append_c (text, column + 1 < PGS_N_REGION_COLUMNS ? '\t' : '\n');
      }
  return g_string_free (text, FALSE);
}

static char *
format_title (const PgsRegionSums *sums)
{
  g_autofree char *count = pgs_format_count (sums->n_regions);
  const gulong n = (gulong) MIN (sums->n_regions, 1000000);

  if (sums->n_selected > 0)
    /* Translators: how many mappings are selected and added up. */
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s mapping selected",
                                         "%s mappings selected", n), count);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s mapping", "%s mappings", n), count);
}

/**
 * pgs_region_list_dup_sums_text:
 * @self: a list
 *
 * Returns: (transfer full): one line for people: how many mappings are selected, or shown, and what
 *   they add up to; "" if there is none
 */
char *
pgs_region_list_dup_sums_text (PgsRegionList *self)
{
  PgsRegionSums sums;
  g_autofree char *title = NULL;
  GString *text;

  pgs_region_list_get_sums (self, &sums);
  if (sums.n_regions == 0)
    return g_strdup ("");
  title = format_title (&sums);
  text = g_string_new (title);
  for (gsize i = 0; i < G_N_ELEMENTS (summed); i++)
    {
      g_autofree char *value = pgs_format_size (sums.values[summed[i]]);

      g_string_append_printf (text, "  ·  %s %s", pgs_region_column_get_title (summed[i]), value);
    }
  return g_string_free (text, FALSE);
}
