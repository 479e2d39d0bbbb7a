/* pgs-diff-words.c: what changed of a region, in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-diff-words.h"

#include <glib/gi18n-lib.h>

#include "pgs-format.h"
#include "pgs-text.h"

/**
 * pgs_format_change:
 * @change: one change
 *
 * Returns: (transfer none): its word in the user's language
 */
const char *
pgs_format_change (PgsChange change)
{
  switch (change)
    {
    case PGS_CHANGE_PAGES:
      /* Translators: of a region of memory: only which of its pages are in RAM changed */
      return _("pages");
    case PGS_CHANGE_ADDED:
      return C_("region", "added");
    case PGS_CHANGE_REMOVED:
      return C_("region", "removed");
    case PGS_CHANGE_GROWN:
      return C_("region", "grown");
    case PGS_CHANGE_SHRUNK:
      return C_("region", "shrunk");
    case PGS_CHANGE_MOVED:
      return C_("region", "moved");
    case PGS_CHANGE_PROTECTION:
      /* Translators: of a region of memory: its permissions changed (mprotect) */
      return C_("region", "protection");
    case PGS_CHANGE_RENAMED:
      return C_("region", "renamed");
    case PGS_CHANGE_REPLACED:
      /* Translators: another file of the same name is mapped now */
      return C_("region", "other file");
    case PGS_CHANGE_KIND:
      /* Translators: it is known by now that a region is of another kind, such as a stack */
      return C_("region", "other kind");
    case PGS_CHANGE_SPLIT:
      return C_("region", "split");
    case PGS_CHANGE_MERGED:
      return C_("region", "merged");
    }
  g_return_val_if_reached (NULL);
}

/**
 * pgs_format_diff_total:
 * @total: a total
 *
 * Returns: (transfer none): its name in the user's language
 */
const char *
pgs_format_diff_total (PgsDiffTotal total)
{
  static const char *const names[PGS_N_DIFF_TOTALS] = {
    [PGS_DIFF_TOTAL_VIRT] = N_("VIRT"),
    [PGS_DIFF_TOTAL_RES] = N_("RES"),
    [PGS_DIFF_TOTAL_SHR] = N_("SHR"),
    [PGS_DIFF_TOTAL_ANON] = N_("Anonymous"),
    [PGS_DIFF_TOTAL_FILE] = N_("File"),
    [PGS_DIFF_TOTAL_SHMEM] = N_("Shared memory"),
    [PGS_DIFF_TOTAL_SWAP] = N_("Swap"),
    [PGS_DIFF_TOTAL_PSS] = N_("PSS"),
    [PGS_DIFF_TOTAL_USS] = N_("USS"),
    [PGS_DIFF_TOTAL_PAGE_TABLES] = N_("Page tables"),
    [PGS_DIFF_TOTAL_LOCKED] = N_("Locked"),
    [PGS_DIFF_TOTAL_PEAK_VIRT] = N_("Peak VIRT"),
    [PGS_DIFF_TOTAL_PEAK_RES] = N_("Peak RES"),
  };

  g_return_val_if_fail ((guint) total < PGS_N_DIFF_TOTALS, NULL);
  return _(names[total]);
}

/**
 * pgs_diff_format_delta:
 * @bytes: a difference, %PGS_DIFF_UNKNOWN
 *
 * Returns: (transfer full): "+4.0 KiB", "−1.5 MiB"; "–" if it is not known
 */
char *
pgs_diff_format_delta (gint64 bytes)
{
  return bytes != PGS_DIFF_UNKNOWN ? pgs_format_size_delta (bytes) : g_strdup ("–");
}

/**
 * pgs_diff_dup_change:
 * @diff: a diff
 * @entry: one of its entries
 *
 * Returns: (transfer full): all ways in which the region changed, the most telling first: "grown,
 *   protection"; that its pages changed only where that is all
 */
char *
pgs_diff_dup_change (const PgsDiff      *diff,
                     const PgsDiffEntry *entry)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (entry->change != PGS_CHANGE_PAGES)
    g_string_append (text, pgs_format_change (entry->change));
  for (guint i = 1; i < PGS_N_CHANGES; i++)
    {
      const PgsChange change = (PgsChange) (1u << i);

      if (!(entry->changes & change) || change == entry->change)
        continue;
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", pgs_format_change (change));
    }
  if (text->len == 0)
    g_string_append (text, pgs_format_change (PGS_CHANGE_PAGES));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
add_line (GString *text,
          char    *line)
{
  g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", line);
  g_free (line);
}

static void
add_place (GString           *text,
           const char        *format,
           const PgsDiffSide *side,
           const PgsMapping  *mapping)
{
  g_autofree char *range = pgs_format_range (side->start, side->end);
  char perms[5];

  pgs_perms_format (mapping->perms, perms);
  add_line (text, g_strdup_printf (format, range, perms));
}

static void
add_count (GString    *text,
           const char *format,
           guint64     n_pages)
{
  g_autofree char *count = pgs_format_count (n_pages);

  if (n_pages != 0 && n_pages != PGS_UNKNOWN)
    add_line (text, g_strdup_printf (format, count));
}

/**
 * pgs_diff_dup_details:
 * @diff: a diff
 * @entry: one of its entries
 *
 * Returns: (transfer full): lines that tell where it was and is, its permissions and names, and how
 *   its pages changed
 */
char *
pgs_diff_dup_details (const PgsDiff      *diff,
                      const PgsDiffEntry *entry)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const PgsMapping *a = pgs_diff_get_mapping_a (diff, entry);
  const PgsMapping *b = pgs_diff_get_mapping_b (diff, entry);

  add_line (text, pgs_diff_dup_change (diff, entry));
  if (a != NULL)
    /* Translators: in the first of two moments; addresses and permissions (rw-p) */
    add_place (text, _("A: %s, %s"), &entry->a, a);
  if (b != NULL)
    add_place (text, _("B: %s, %s"), &entry->b, b);
  if (entry->changes & PGS_CHANGE_RENAMED)
    {
      g_autofree char *before = pgs_format_mapping_name (a);
      g_autofree char *after = pgs_format_mapping_name (b);

      add_line (text, g_strdup_printf ("%s → %s", before, after));
    }
  add_count (text, _("%s pages came"), entry->pages.came);
  add_count (text, _("%s pages left"), entry->pages.left);
  add_count (text, _("%s pages were swapped out"), entry->pages.swapped);
  add_count (text, _("%s pages were copied on write"), entry->pages.copied);
  if (entry->pages.came == PGS_UNKNOWN)
    add_line (text, g_strdup (_("Not all of its pages were read in both")));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
add_change (GString    *text,
            gsize       n_regions,
            const char *change)
{
  g_autofree char *count = pgs_format_count (n_regions);

  if (text->len > 0)
    g_string_append (text, ", ");
  /* Translators: how many regions changed, and in which way: "2 grown", "3 changed within" */
  g_string_append_printf (text, C_("regions", "%s %s"), count, change);
}

/**
 * pgs_diff_dup_summary:
 * @diff: a diff
 *
 * Returns: (transfer full): how many regions changed in which way: "2 added, 1 grown"
 */
char *
pgs_diff_dup_summary (const PgsDiff *diff)
{
  g_autoptr (GString) text = g_string_new (NULL);
  PgsDiffSums sums;

  pgs_diff_get_sums (diff, &sums);
  for (guint i = 1; i <= PGS_N_CHANGES; i++)
    {
      const guint bit = i % PGS_N_CHANGES; /* pages last */

      if (sums.n_changes[bit] > 0)
        add_change (text, sums.n_changes[bit],
                    bit > 0 ? pgs_format_change ((PgsChange) (1u << bit)) : _("changed within"));
    }
  if (text->len == 0)
    g_string_append (text, _("no region differs"));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Appends how far the regions are from @total, where both are known and differ. */
static void
add_distance (GString       *text,
              const PgsDiff *diff,
              PgsDiffTotal   total,
              gint64         regions)
{
  const gint64 delta = pgs_diff_get_delta (diff, total);
  g_autofree char *all = NULL;
  g_autofree char *sum = NULL;

  if (delta == PGS_DIFF_UNKNOWN || delta == regions)
    return;
  all = pgs_diff_format_delta (delta);
  sum = pgs_diff_format_delta (regions);
  if (text->len > 0)
    g_string_append (text, ", ");
  /* Translators: VIRT or RES; the sum of its changes over all regions; its change as the process counts it */
  g_string_append_printf (text, _("%s of the regions %s, of the process %s"), pgs_format_diff_total (total), sum, all);
}

/**
 * pgs_diff_dup_balance:
 * @diff: a diff
 *
 * The totals are the process' own counters, regions are added up from mappings and pages. In a sample these may
 * be of moments a little apart, when the process changes or is read in parts; and the kernel's counters
 * lag behind by some pages for each processor.
 *
 * Returns: (transfer full) (nullable): why the regions do not add up to the totals; %NULL if they do, or if not
 *   all of them are known
 */
char *
pgs_diff_dup_balance (const PgsDiff *diff)
{
  g_autoptr (GString) text = g_string_new (NULL);
  PgsDiffSums sums;

  pgs_diff_get_sums (diff, &sums);
  add_distance (text, diff, PGS_DIFF_TOTAL_VIRT, sums.size_delta);
  if (sums.n_rss_unknown == 0)
    add_distance (text, diff, PGS_DIFF_TOTAL_RES, sums.rss_delta);
  if (text->len == 0)
    return NULL;
  return g_strdup_printf (_("%s: mappings and pages are read a moment before or after the counters, and those lag by"
                            " some pages."), text->str);
}
