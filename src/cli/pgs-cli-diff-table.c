/* pgs-cli-diff-table.c: a diff as tables for people
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-cli-diff.h"

#include "pgs-cli-table.h"
#include "pgs-diff-words.h"
#include "pgs-format.h"
#include "pgs-text.h"

#include <glib/gi18n-lib.h>

static void
print_snapshot (const char        *letter,
                const PgsSnapshot *snapshot,
                GString           *out)
{
  const PgsProcessInfo *process = snapshot->process;
  g_autofree char *name = pgs_text_dup_display (process->name, -1);
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (snapshot->taken_at_us
                                                                / G_USEC_PER_SEC);
  g_autofree char *when = time != NULL ? g_date_time_format (time, "%Y-%m-%d %H:%M:%S") : NULL;

  g_string_append_printf (out, "%s  %d %s, %s\n", letter, process->pid, name != NULL ? name : "–",
                          when != NULL ? when : "–");
}

/* A column each, so that A and B stand one above the other. */
static void
print_totals (const PgsDiff *diff,
              GString       *out)
{
  static const PgsDiffTotal totals[] = {
    PGS_DIFF_TOTAL_VIRT, PGS_DIFF_TOTAL_RES, PGS_DIFF_TOTAL_ANON, PGS_DIFF_TOTAL_FILE,
    PGS_DIFF_TOTAL_SHMEM, PGS_DIFF_TOTAL_SWAP, PGS_DIFF_TOTAL_PSS, PGS_DIFF_TOTAL_USS,
    PGS_DIFF_TOTAL_PAGE_TABLES,
  };
  g_autoptr (PgsCliTable) table = pgs_cli_table_new ();

  pgs_cli_table_add_column (table, _("TOTAL"), PGS_CLI_LEFT);
  pgs_cli_table_add_column (table, "A", PGS_CLI_RIGHT);
  pgs_cli_table_add_column (table, "B", PGS_CLI_RIGHT);
  pgs_cli_table_add_column (table, "B − A", PGS_CLI_RIGHT);
  for (gsize i = 0; i < G_N_ELEMENTS (totals); i++)
    {
      guint64 values[2];

      pgs_diff_get_total (diff, totals[i], values);
      pgs_cli_table_add (table, pgs_format_diff_total (totals[i]));
      pgs_cli_table_take (table, pgs_format_size (values[0]));
      pgs_cli_table_take (table, pgs_format_size (values[1]));
      pgs_cli_table_take (table, pgs_diff_format_delta (pgs_diff_get_delta (diff, totals[i])));
    }
  pgs_cli_table_print (table, 0, out);
}

/* Which of the columns that are rarely of use have anything to say. */
typedef struct
{
  gboolean swapped;
  gboolean copied;
} Columns;

static Columns
choose_columns (const PgsDiffEntry *entries,
                gsize               n_entries)
{
  Columns columns = { FALSE, FALSE };

  for (gsize i = 0; i < n_entries; i++)
    {
      const PgsPageChanges *pages = &entries[i].pages;

      columns.swapped |= pages->swapped != 0 && pages->swapped != PGS_UNKNOWN;
      columns.copied |= pages->copied != 0 && pages->copied != PGS_UNKNOWN;
    }
  return columns;
}

/* Of a removed region what it had is not worth more than what is left: nothing. */
static guint64
size_of (const PgsDiffSide *side)
{
  return side->region != PGS_DIFF_NONE ? side->end - side->start : 0;
}

static void
add_entry (PgsCliTable        *table,
           const Columns      *columns,
           const PgsDiff      *diff,
           const PgsDiffEntry *entry)
{
  pgs_cli_table_add (table, pgs_format_change (entry->change));
  pgs_cli_table_take (table, pgs_diff_format_delta (entry->rss_delta));
  pgs_cli_table_take (table, pgs_format_size (entry->b.region != PGS_DIFF_NONE ? entry->b.rss : 0));
  pgs_cli_table_take (table, pgs_diff_format_delta (entry->size_delta));
  pgs_cli_table_take (table, pgs_format_size (size_of (&entry->b)));
  pgs_cli_table_take (table, pgs_format_count (entry->pages.came));
  pgs_cli_table_take (table, pgs_format_count (entry->pages.left));
  if (columns->swapped)
    pgs_cli_table_take (table, pgs_format_count (entry->pages.swapped));
  if (columns->copied)
    pgs_cli_table_take (table, pgs_format_count (entry->pages.copied));
  pgs_cli_table_take (table, pgs_format_mapping_path (pgs_diff_get_mapping (diff, entry)));
}

/* Where address spaces are laid out differently nearly all regions are elsewhere, which says nothing. */
static gboolean
is_told (const PgsDiff      *diff,
         const PgsDiffEntry *entry)
{
  return entry->changes != PGS_CHANGE_MOVED || pgs_diff_is_same_space (diff);
}

static void
print_regions (const PgsDiff *diff,
               gsize          width,
               GString       *out)
{
  g_autoptr (PgsCliTable) table = pgs_cli_table_new ();
  gsize n_entries;
  const PgsDiffEntry *entries = pgs_diff_get_entries (diff, &n_entries);
  const Columns columns = choose_columns (entries, n_entries);
  guint n_untold = 0;

  pgs_cli_table_add_column (table, _("CHANGE"), PGS_CLI_LEFT);
  /* Translators: heading of a column: by how much the resident memory of a region changed */
  pgs_cli_table_add_column (table, _("RSS ±"), PGS_CLI_RIGHT);
  pgs_cli_table_add_column (table, _("RSS"), PGS_CLI_RIGHT);
  /* Translators: heading of a column: by how much the size of a region changed */
  pgs_cli_table_add_column (table, _("SIZE ±"), PGS_CLI_RIGHT);
  pgs_cli_table_add_column (table, _("SIZE"), PGS_CLI_RIGHT);
  /* Translators: heading of a column: pages that came into RAM */
  pgs_cli_table_add_column (table, _("CAME"), PGS_CLI_RIGHT);
  /* Translators: heading of a column: pages that left RAM */
  pgs_cli_table_add_column (table, _("LEFT"), PGS_CLI_RIGHT);
  if (columns.swapped)
    pgs_cli_table_add_column (table, _("SWAP"), PGS_CLI_RIGHT);
  if (columns.copied)
    /* Translators: heading of a column: pages that were copied on write */
    pgs_cli_table_add_column (table, _("COPIED"), PGS_CLI_RIGHT);
  pgs_cli_table_add_column (table, _("MAPPING"), PGS_CLI_LAST);
  for (gsize i = 0; i < n_entries; i++)
    {
      if (is_told (diff, &entries[i]))
        add_entry (table, &columns, diff, &entries[i]);
      else
        n_untold++;
    }
  if (n_untold < n_entries)
    pgs_cli_table_print (table, width, out);
  if (n_untold == 0)
    return;
  g_string_append_c (out, '\n');
  g_string_append_printf (out, ngettext ("%u region is the same but for its address.\n",
                                         "%u regions are the same but for their addresses.\n",
                                         n_untold), n_untold);
}

/**
 * pgs_cli_diff_print:
 * @diff: a diff
 * @a: its first snapshot
 * @b: its second snapshot
 * @width: columns of the terminal, 0: nothing is cut
 * @out: is appended to
 *
 * Who is compared, the totals, how many regions changed in which way, and these regions, those whose
 * RSS changed most first.
 */
void
pgs_cli_diff_print (const PgsDiff     *diff,
                    const PgsSnapshot *a,
                    const PgsSnapshot *b,
                    gsize              width,
                    GString           *out)
{
  g_autofree char *summary = NULL;
  g_autofree char *balance = NULL;
  gsize n_entries;

  print_snapshot ("A", a, out);
  print_snapshot ("B", b, out);
  g_string_append_c (out, '\n');
  print_totals (diff, out);
  if (a->maps == NULL || b->maps == NULL)
    return;
  summary = pgs_diff_dup_summary (diff);
  /* Translators: how many regions changed in which way: "Regions: 2 added, 1 grown" */
  g_string_append_c (out, '\n');
  g_string_append_printf (out, _("Regions: %s\n"), summary);
  balance = pgs_diff_dup_balance (diff);
  if (balance != NULL)
    g_string_append_printf (out, "%s\n", balance);
  pgs_diff_get_entries (diff, &n_entries);
  if (n_entries == 0)
    return;
  g_string_append_c (out, '\n');
  print_regions (diff, width, out);
}
