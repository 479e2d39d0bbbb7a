/* pgs-cli-system-processes.c: who is next when memory runs out, as JSON and as tables
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-cli-system-processes.h"

#include "pgs-cli-table.h"
#include "pgs-format.h"

#include <glib/gi18n-lib.h>

static void
write_next (PgsCliRows       *out,
            const PgsRanking *ranking)
{
  gsize n_ranks;
  const PgsRank *ranks = pgs_ranking_get_next (ranking, &n_ranks);

  pgs_cli_rows_begin_list (out, "next");
  for (gsize i = 0; i < n_ranks; i++)
    {
      pgs_cli_rows_begin (out);
      pgs_cli_rows_int (out, "pid", ranks[i].pid);
      pgs_cli_rows_string (out, "name", ranks[i].name);
      pgs_cli_rows_bytes (out, "oom_score", ranks[i].oom_score);
      if (ranks[i].oom_score_adj == PGS_RANK_NO_ADJ)
        pgs_cli_rows_null (out, "oom_score_adj");
      else
        pgs_cli_rows_int (out, "oom_score_adj", ranks[i].oom_score_adj);
      pgs_cli_rows_bytes (out, "res", ranks[i].res);
      pgs_cli_rows_end (out);
    }
  pgs_cli_rows_end_list (out);
}

static void
write_most (PgsCliRows       *out,
            const PgsRanking *ranking)
{
  gsize n_ranks;
  const PgsRank *ranks = pgs_ranking_get_most (ranking, &n_ranks);

  pgs_cli_rows_begin_list (out, "most");
  for (gsize i = 0; i < n_ranks; i++)
    {
      pgs_cli_rows_begin (out);
      pgs_cli_rows_int (out, "pid", ranks[i].pid);
      pgs_cli_rows_string (out, "name", ranks[i].name);
      pgs_cli_rows_bytes (out, "committed", ranks[i].committed);
      pgs_cli_rows_end (out);
    }
  pgs_cli_rows_end_list (out);
}

/**
 * pgs_cli_write_ranking:
 * @out: a writer of JSON, in a record
 * @ranking: (nullable): what to write; %NULL: nobody asked
 */
void
pgs_cli_write_ranking (PgsCliRows       *out,
                       const PgsRanking *ranking)
{
  const PgsRankingCounts *counts;

  if (ranking == NULL)
    {
      pgs_cli_rows_null (out, "processes");
      return;
    }
  counts = pgs_ranking_get_counts (ranking);
  pgs_cli_rows_begin_group (out, "processes");
  pgs_cli_rows_bytes (out, "processes", counts->processes);
  pgs_cli_rows_bytes (out, "scored", counts->scored);
  pgs_cli_rows_bytes (out, "committed", counts->committed);
  pgs_cli_rows_bytes (out, "denied", counts->denied);
  pgs_cli_rows_bytes (out, "committed_sum", counts->sum);
  write_next (out, ranking);
  write_most (out, ranking);
  pgs_cli_rows_end_group (out);
}

static void
add_process (PgsCliTable   *table,
             const PgsRank *rank)
{
  pgs_cli_table_take (table, g_strdup_printf ("%d", rank->pid));
}

static void
print_next (const PgsRanking *ranking,
            GString          *out)
{
  g_autoptr (PgsCliTable) table = pgs_cli_table_new ();
  gsize n_ranks;
  const PgsRank *ranks = pgs_ranking_get_next (ranking, &n_ranks);

  pgs_cli_table_add_column (table, _("Next"), PGS_CLI_RIGHT);
  pgs_cli_table_add_column (table, _("score"), PGS_CLI_RIGHT);
  pgs_cli_table_add_column (table, _("adjusted"), PGS_CLI_RIGHT);
  pgs_cli_table_add_column (table, "RES", PGS_CLI_RIGHT);
  pgs_cli_table_add_column (table, _("name"), PGS_CLI_LAST);
  for (gsize i = 0; i < n_ranks; i++)
    {
      add_process (table, &ranks[i]);
      pgs_cli_table_take (table, pgs_format_count (ranks[i].oom_score));
      pgs_cli_table_take (table, ranks[i].oom_score_adj == PGS_RANK_NO_ADJ
                                   ? g_strdup ("–") : g_strdup_printf ("%+d", ranks[i].oom_score_adj));
      pgs_cli_table_take (table, pgs_format_size (ranks[i].res));
      pgs_cli_table_add (table, ranks[i].name);
    }
  pgs_cli_table_print (table, 0, out);
}

static void
print_most (const PgsRanking *ranking,
            GString          *out)
{
  g_autoptr (PgsCliTable) table = pgs_cli_table_new ();
  gsize n_ranks;
  const PgsRank *ranks = pgs_ranking_get_most (ranking, &n_ranks);

  pgs_cli_table_add_column (table, _("Promised to"), PGS_CLI_RIGHT);
  pgs_cli_table_add_column (table, _("size"), PGS_CLI_RIGHT);
  pgs_cli_table_add_column (table, _("name"), PGS_CLI_LAST);
  for (gsize i = 0; i < n_ranks; i++)
    {
      add_process (table, &ranks[i]);
      pgs_cli_table_take (table, pgs_format_size (ranks[i].committed));
      pgs_cli_table_add (table, ranks[i].name);
    }
  pgs_cli_table_print (table, 0, out);
}

/**
 * pgs_cli_print_ranking:
 * @ranking: what to print
 * @out: what to append to
 */
void
pgs_cli_print_ranking (const PgsRanking *ranking,
                       GString          *out)
{
  const PgsRankingCounts *counts = pgs_ranking_get_counts (ranking);
  g_autofree char *sum = pgs_format_size (counts->sum);
  g_autofree char *known = pgs_format_count (counts->committed);
  g_autofree char *processes = pgs_format_count (counts->processes);

  g_string_append_c (out, '\n');
  print_next (ranking, out);
  g_string_append_c (out, '\n');
  print_most (ranking, out);
  /* Translators: an amount of memory, then two numbers of processes */
  g_string_append_printf (out, _("%s were promised to %s of %s processes\n"), sum, known, processes);
}
