/* pgs-diff-column.c: what the table of differences shows of a region, column by column
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-diff-column.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "pgs-diff-words.h"
#include "pgs-format.h"
#include "pgs-text.h"

static const char *const titles[PGS_N_DIFF_COLUMNS] = {
  [PGS_DIFF_COLUMN_CHANGE] = N_("Change"),
  [PGS_DIFF_COLUMN_NAME] = N_("Mapping"),
  [PGS_DIFF_COLUMN_RSS_DELTA] = N_("RSS ±"),
  [PGS_DIFF_COLUMN_RSS] = N_("RSS A → B"),
  [PGS_DIFF_COLUMN_SIZE_DELTA] = N_("Size ±"),
  [PGS_DIFF_COLUMN_SIZE] = N_("Size A → B"),
  [PGS_DIFF_COLUMN_CAME] = N_("Came"),
  [PGS_DIFF_COLUMN_LEFT] = N_("Left"),
  [PGS_DIFF_COLUMN_SWAPPED] = N_("Swapped out"),
  [PGS_DIFF_COLUMN_COPIED] = N_("Copied"),
  [PGS_DIFF_COLUMN_KIND] = N_("Kind"),
  [PGS_DIFF_COLUMN_ADDRESS] = N_("Address"),
};

/**
 * pgs_diff_column_get_title:
 * @column: a column
 *
 * Returns: (transfer none): its heading in the user's language
 */
const char *
pgs_diff_column_get_title (PgsDiffColumn column)
{
  return _(titles[column]);
}

/**
 * pgs_diff_column_is_text:
 * @column: a column
 *
 * Returns: whether it holds words, sorted from A; else numbers
 */
gboolean
pgs_diff_column_is_text (PgsDiffColumn column)
{
  return column == PGS_DIFF_COLUMN_CHANGE || column == PGS_DIFF_COLUMN_NAME
         || column == PGS_DIFF_COLUMN_KIND || column == PGS_DIFF_COLUMN_ADDRESS;
}

static const PgsDiffSide *
get_side (const PgsDiffEntry *entry)
{
  return entry->b.region != PGS_DIFF_NONE ? &entry->b : &entry->a;
}

/* "4 KiB → 8 KiB"; nothing on the side where it is not there, one number where they are equal. */
static char *
format_pair (const PgsDiffEntry *entry,
             guint64             a,
             guint64             b)
{
  g_autofree char *before = pgs_format_size (a);
  g_autofree char *after = pgs_format_size (b);

  if (entry->a.region == PGS_DIFF_NONE)
    return g_strconcat ("→ ", after, NULL);
  if (entry->b.region == PGS_DIFF_NONE)
    return g_strconcat (before, " →", NULL);
  return strcmp (before, after) == 0 ? g_steal_pointer (&after)
                                     : g_strconcat (before, " → ", after, NULL);
}

/**
 * pgs_diff_column_format:
 * @column: a column
 * @diff: a diff
 * @entry: one of its entries
 *
 * Returns: (transfer full): the text of the cell
 */
char *
pgs_diff_column_format (PgsDiffColumn       column,
                        const PgsDiff      *diff,
                        const PgsDiffEntry *entry)
{
  switch (column)
    {
    case PGS_DIFF_COLUMN_CHANGE:
      return pgs_diff_dup_change (diff, entry);
    case PGS_DIFF_COLUMN_NAME:
      return pgs_format_mapping_name (pgs_diff_get_mapping (diff, entry));
    case PGS_DIFF_COLUMN_RSS_DELTA:
      return pgs_diff_format_delta (entry->rss_delta);
    case PGS_DIFF_COLUMN_RSS:
      return format_pair (entry, entry->a.rss, entry->b.rss);
    case PGS_DIFF_COLUMN_SIZE_DELTA:
      return pgs_diff_format_delta (entry->size_delta);
    case PGS_DIFF_COLUMN_SIZE:
      return format_pair (entry, entry->a.end - entry->a.start, entry->b.end - entry->b.start);
    case PGS_DIFF_COLUMN_CAME:
      return pgs_format_count (entry->pages.came);
    case PGS_DIFF_COLUMN_LEFT:
      return pgs_format_count (entry->pages.left);
    case PGS_DIFF_COLUMN_SWAPPED:
      return pgs_format_count (entry->pages.swapped);
    case PGS_DIFF_COLUMN_COPIED:
      return pgs_format_count (entry->pages.copied);
    case PGS_DIFF_COLUMN_KIND:
      return g_strdup (pgs_format_kind (entry->kind));
    case PGS_DIFF_COLUMN_ADDRESS:
      return pgs_format_address (get_side (entry)->start);
    }
  g_return_val_if_reached (NULL);
}

static int
compare_signed (gint64 a,
                gint64 b)
{
  return (a > b) - (a < b);
}

/* What is not known comes before everything else. */
static int
compare_counts (guint64 a,
                guint64 b)
{
  return compare_signed (a == PGS_UNKNOWN ? -1 : (gint64) MIN (a, G_MAXINT64),
                         b == PGS_UNKNOWN ? -1 : (gint64) MIN (b, G_MAXINT64));
}

static guint64
rss_of (const PgsDiffEntry *entry)
{
  return entry->b.region != PGS_DIFF_NONE ? entry->b.rss : 0;
}

static guint64
size_of (const PgsDiffEntry *entry)
{
  return entry->b.region != PGS_DIFF_NONE ? entry->b.end - entry->b.start : 0;
}

static int
compare_names (const PgsDiff      *diff,
               const PgsDiffEntry *a,
               const PgsDiffEntry *b)
{
  const char *x = pgs_diff_get_mapping (diff, a)->path;
  const char *y = pgs_diff_get_mapping (diff, b)->path;

  return strcmp (x != NULL ? x : "", y != NULL ? y : "");
}

/**
 * pgs_diff_column_compare:
 * @column: a column
 * @diff: a diff
 * @a: one of its entries
 * @b: another
 *
 * Returns: which is less: < 0: @a, > 0: @b
 */
int
pgs_diff_column_compare (PgsDiffColumn       column,
                         const PgsDiff      *diff,
                         const PgsDiffEntry *a,
                         const PgsDiffEntry *b)
{
  switch (column)
    {
    case PGS_DIFF_COLUMN_CHANGE:
      return compare_signed (a->change, b->change);
    case PGS_DIFF_COLUMN_NAME:
      return compare_names (diff, a, b);
    case PGS_DIFF_COLUMN_RSS_DELTA:
      return compare_signed (a->rss_delta, b->rss_delta);
    case PGS_DIFF_COLUMN_RSS:
      return compare_counts (rss_of (a), rss_of (b));
    case PGS_DIFF_COLUMN_SIZE_DELTA:
      return compare_signed (a->size_delta, b->size_delta);
    case PGS_DIFF_COLUMN_SIZE:
      return compare_counts (size_of (a), size_of (b));
    case PGS_DIFF_COLUMN_CAME:
      return compare_counts (a->pages.came, b->pages.came);
    case PGS_DIFF_COLUMN_LEFT:
      return compare_counts (a->pages.left, b->pages.left);
    case PGS_DIFF_COLUMN_SWAPPED:
      return compare_counts (a->pages.swapped, b->pages.swapped);
    case PGS_DIFF_COLUMN_COPIED:
      return compare_counts (a->pages.copied, b->pages.copied);
    case PGS_DIFF_COLUMN_KIND:
      return compare_signed (a->kind, b->kind);
    case PGS_DIFF_COLUMN_ADDRESS:
      return (get_side (a)->start > get_side (b)->start) - (get_side (a)->start < get_side (b)->start);
    }
  g_return_val_if_reached (0);
}

static void
append_field (GString    *out,
              char        separator,
              const char *text)
{
  if (separator == ',' && strpbrk (text, ",\"\r\n") != NULL)
    {
      g_auto (GStrv) parts = g_strsplit (text, "\"", -1);
      g_autofree char *escaped = g_strjoinv ("\"\"", parts);

      g_string_append_printf (out, "\"%s\"", escaped);
    }
  else
    g_string_append (out, text);
}

static void
append_number (GString *out,
               char     separator,
               gboolean is_known,
               gint64   value)
{
  g_string_append_c (out, separator);
  if (is_known)
    g_string_append_printf (out, "%" G_GINT64_FORMAT, value);
}

static void
append_side (GString           *out,
             char               separator,
             const PgsDiffSide *side)
{
  const gboolean is_there = side->region != PGS_DIFF_NONE;

  g_string_append_c (out, separator);
  if (is_there)
    g_string_append_printf (out, "0x%" G_GINT64_MODIFIER "x", side->start);
  g_string_append_c (out, separator);
  if (is_there)
    g_string_append_printf (out, "0x%" G_GINT64_MODIFIER "x", side->end);
  append_number (out, separator, is_there && side->rss != PGS_UNKNOWN, (gint64) side->rss);
}

static void
append_entry (GString            *out,
              char                separator,
              const PgsDiff      *diff,
              const PgsDiffEntry *entry)
{
  const guint64 counts[] = { entry->pages.came, entry->pages.left, entry->pages.swapped,
                             entry->pages.copied, entry->pages.other };
  g_autofree char *name = pgs_text_dup_display (pgs_diff_get_mapping (diff, entry)->path, -1);

  g_string_append (out, pgs_change_get_id (entry->change));
  g_string_append_printf (out, "%c%s%c", separator, pgs_kind_get_id (entry->kind), separator);
  append_field (out, separator, name != NULL ? name : "");
  append_side (out, separator, &entry->a);
  append_side (out, separator, &entry->b);
  append_number (out, separator, TRUE, entry->size_delta);
  append_number (out, separator, entry->rss_delta != PGS_DIFF_UNKNOWN, entry->rss_delta);
  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    append_number (out, separator, counts[i] != PGS_UNKNOWN, (gint64) counts[i]);
}

/**
 * pgs_diff_column_write:
 * @diff: a diff
 * @order: (array length=n_entries): which of its entries, in which order
 * @n_entries: how many
 * @separator: ',' for CSV as in RFC 4180, '\t' for text that spreadsheets take
 * @out: is appended to
 *
 * A heading with the keys of JSON and a line for each entry. Bytes and numbers of pages; what is not
 * known is empty.
 */
void
pgs_diff_column_write (const PgsDiff *diff,
                       const guint32 *order,
                       gsize          n_entries,
                       char           separator,
                       GString       *out)
{
  static const char *const keys[] = {
    "change", "kind", "path", "a_start", "a_end", "a_rss", "b_start", "b_end", "b_rss", "size_delta",
    "rss_delta", "pages_came", "pages_left", "pages_swapped", "pages_copied", "pages_other",
  };
  const char *line_end = separator == ',' ? "\r\n" : "\n";
  gsize n_all;
  const PgsDiffEntry *entries = pgs_diff_get_entries (diff, &n_all);

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    g_string_append_printf (out, "%s%s", i > 0 ? (char[]) { separator, '\0' } : "", keys[i]);
  g_string_append (out, line_end);
  for (gsize i = 0; i < n_entries; i++)
    {
      append_entry (out, separator, diff, &entries[order[i]]);
      g_string_append (out, line_end);
    }
}
