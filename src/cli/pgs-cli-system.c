/* pgs-cli-system.c: pagescape-cli system: the memory of the whole machine
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-cli.h"

#include "pgs-cli-options.h"
#include "pgs-cli-output.h"
#include "pgs-cli-rows.h"
#include "pgs-cli-table.h"
#include "pgs-cli-system-processes.h"
#include "pgs-format.h"
#include "pgs-ranker.h"
#include "pgs-system.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  PgsCliOptions common;
  char *interval_text;
  char *count_text;
  gboolean processes;
  double interval;
  guint64 count;
} Options;

static void
clear_options (Options *options)
{
  pgs_cli_options_clear (&options->common);
  g_free (options->interval_text);
  g_free (options->count_text);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, clear_options)

static gboolean
parse_options (Options  *options,
               char   ***argv,
               GError  **error)
{
  const GOptionEntry entries[] = {
    { "interval", 0, 0, G_OPTION_ARG_FILENAME, &options->interval_text,
      N_("The time over which rates are measured: 1 unless told"), N_("SECONDS") },
    { "count", 0, 0, G_OPTION_ARG_FILENAME, &options->count_text,
      N_("How many times: 1 unless told"), N_("N") },
    { "processes", 0, 0, G_OPTION_ARG_NONE, &options->processes,
      N_("Also who is next when memory runs out, and who was promised most: reads all processes"), NULL },
  };
  const PgsCliUsage usage = {
    .command = "system",
    .summary = _("Show the memory of the whole machine."),
    .formats = PGS_CLI_FORMAT_TABLE | PGS_CLI_FORMAT_JSON,
    .entries = entries,
    .n_entries = G_N_ELEMENTS (entries),
  };

  return pgs_cli_options_parse (&options->common, &usage, argv, error)
         && pgs_cli_parse_seconds ("--interval", options->interval_text, &options->interval, error)
         && pgs_cli_parse_count ("--count", options->count_text, &options->count, error);
}

static double
get_percent (guint64 part,
             guint64 whole)
{
  if (part == PGS_UNKNOWN || whole == PGS_UNKNOWN || whole == 0)
    return -1;
  return (double) part / whole * 100;
}

static double
get_commit_percent (const PgsSystem *system)
{
  if (system->total == PGS_UNKNOWN || system->swap_total == PGS_UNKNOWN)
    return -1;
  return get_percent (system->commit, system->total + system->swap_total);
}

static void
write_memory (PgsCliRows    *out,
              const PgsSystem *system)
{
  guint64 memused = pgs_system_get_memused (system);

  pgs_cli_rows_begin_group (out, "memory");
  pgs_cli_rows_bytes (out, "total", system->total);
  pgs_cli_rows_bytes (out, "used", pgs_system_get_used (system));
  pgs_cli_rows_bytes (out, "free", system->free);
  pgs_cli_rows_bytes (out, "shared", system->shmem);
  pgs_cli_rows_bytes (out, "buff_cache", pgs_system_get_buff_cache (system));
  pgs_cli_rows_bytes (out, "available", system->available);
  pgs_cli_rows_bytes (out, "dirty", system->dirty);
  pgs_cli_rows_bytes (out, "active", system->active);
  pgs_cli_rows_bytes (out, "inactive", system->inactive);
  pgs_cli_rows_bytes (out, "commit", system->commit);
  pgs_cli_rows_bytes (out, "commit_limit", system->commit_limit);
  pgs_cli_rows_double (out, "commit_percent", get_commit_percent (system), 2);
  pgs_cli_rows_bytes (out, "buffers", system->buffers);
  pgs_cli_rows_bytes (out, "cached", system->cached);
  pgs_cli_rows_bytes (out, "slab_reclaimable", system->slab_reclaimable);
  pgs_cli_rows_bytes (out, "anon_pages", system->anon_pages);
  pgs_cli_rows_bytes (out, "page_tables", system->page_tables);
  pgs_cli_rows_bytes (out, "memused", memused);
  pgs_cli_rows_double (out, "memused_percent", get_percent (memused, system->total), 2);
  pgs_cli_rows_end_group (out);
}

static void
write_setting (PgsCliRows *out,
               const char   *key,
               gint          value)
{
  if (value < 0)
    pgs_cli_rows_null (out, key);
  else
    pgs_cli_rows_int (out, key, value);
}

static void
write_overcommit (PgsCliRows    *out,
                  const PgsSystem *system)
{
  pgs_cli_rows_begin_group (out, "overcommit");
  write_setting (out, "mode", system->overcommit_mode);
  pgs_cli_rows_bytes (out, "ratio", system->overcommit_ratio);
  pgs_cli_rows_bytes (out, "kbytes", system->overcommit_kbytes);
  write_setting (out, "panic_on_oom", system->panic_on_oom);
  pgs_cli_rows_end_group (out);
}

static void
write_pressure (PgsCliRows    *out,
                const PgsSystem *system)
{
  if (system->pressure_some_avg10 < 0 && system->pressure_full_avg10 < 0)
    {
      pgs_cli_rows_null (out, "pressure");
      return;
    }
  pgs_cli_rows_begin_group (out, "pressure");
  pgs_cli_rows_double (out, "some_avg10", system->pressure_some_avg10, 2);
  pgs_cli_rows_double (out, "full_avg10", system->pressure_full_avg10, 2);
  pgs_cli_rows_end_group (out);
}

static void
write_paging (PgsCliRows    *out,
              const PgsPaging *paging)
{
  pgs_cli_rows_begin_group (out, "paging");
  pgs_cli_rows_double (out, "pgpgin_s", paging->pgpgin_s, 2);
  pgs_cli_rows_double (out, "pgpgout_s", paging->pgpgout_s, 2);
  pgs_cli_rows_double (out, "fault_s", paging->fault_s, 2);
  pgs_cli_rows_double (out, "majflt_s", paging->majflt_s, 2);
  pgs_cli_rows_double (out, "pgfree_s", paging->pgfree_s, 2);
  pgs_cli_rows_double (out, "pgscank_s", paging->pgscank_s, 2);
  pgs_cli_rows_double (out, "pgscand_s", paging->pgscand_s, 2);
  pgs_cli_rows_double (out, "pgsteal_s", paging->pgsteal_s, 2);
  pgs_cli_rows_double (out, "vmeff_percent", paging->vmeff_percent, 2);
  pgs_cli_rows_end_group (out);
}

static void
write_free_blocks (PgsCliRows      *out,
                   const PgsSystem *system)
{
  pgs_cli_rows_begin_list (out, "free_blocks");
  for (guint i = 0; i < PGS_SYSTEM_N_ORDERS; i++)
    {
      if (pgs_system_get_order_size (system, i) == PGS_UNKNOWN)
        continue;
      pgs_cli_rows_begin (out);
      pgs_cli_rows_int (out, "order", i);
      pgs_cli_rows_bytes (out, "block_size", system->page_size << i);
      pgs_cli_rows_bytes (out, "blocks", system->free_blocks[i]);
      pgs_cli_rows_end (out);
    }
  pgs_cli_rows_end_list (out);
}

static void
write_isolation (PgsCliRows      *out,
                 const PgsSystem *system)
{
  if (system->page_table_isolation < 0)
    pgs_cli_rows_null (out, "page_table_isolation");
  else
    pgs_cli_rows_boolean (out, "page_table_isolation", system->page_table_isolation == 1);
}

static void
write_system (PgsCliRows       *out,
              const PgsSystem  *system,
              const PgsPaging  *paging,
              const PgsRanking *ranking)
{
  pgs_cli_rows_begin (out);
  write_memory (out, system);
  pgs_cli_rows_begin_group (out, "swap");
  pgs_cli_rows_bytes (out, "total", system->swap_total);
  pgs_cli_rows_bytes (out, "used", pgs_system_get_swap_used (system));
  pgs_cli_rows_bytes (out, "free", system->swap_free);
  pgs_cli_rows_end_group (out);
  write_overcommit (out, system);
  write_pressure (out, system);
  write_paging (out, paging);
  write_free_blocks (out, system);
  write_isolation (out, system);
  pgs_cli_write_ranking (out, ranking);
  pgs_cli_rows_end (out);
}

static void
take_sizes (PgsCliTable   *table,
            const guint64 *sizes,
            gsize          n_sizes)
{
  for (gsize i = 0; i < n_sizes; i++)
    pgs_cli_table_take (table, pgs_format_size (sizes[i]));
}

static void
print_memory (const PgsSystem *system,
              GString         *out)
{
  g_autoptr (PgsCliTable) table = pgs_cli_table_new ();
  const guint64 memory[] = {
    system->total, pgs_system_get_used (system), system->free, system->shmem,
    pgs_system_get_buff_cache (system), system->available,
  };
  const guint64 swap[] = { system->swap_total, pgs_system_get_swap_used (system), system->swap_free };

  pgs_cli_table_add_column (table, "", PGS_CLI_LEFT);
  pgs_cli_table_add_column (table, _("total"), PGS_CLI_RIGHT);
  pgs_cli_table_add_column (table, _("used"), PGS_CLI_RIGHT);
  pgs_cli_table_add_column (table, _("free"), PGS_CLI_RIGHT);
  pgs_cli_table_add_column (table, _("shared"), PGS_CLI_RIGHT);
  pgs_cli_table_add_column (table, _("buff/cache"), PGS_CLI_RIGHT);
  pgs_cli_table_add_column (table, _("available"), PGS_CLI_RIGHT);
  pgs_cli_table_add (table, _("Memory"));
  take_sizes (table, memory, G_N_ELEMENTS (memory));
  pgs_cli_table_add (table, _("Swap"));
  take_sizes (table, swap, G_N_ELEMENTS (swap));
  for (gsize i = G_N_ELEMENTS (swap); i < G_N_ELEMENTS (memory); i++)
    pgs_cli_table_take (table, g_strdup (""));
  pgs_cli_table_print (table, 0, out);
}

/* What sar -r has besides. */
static void
print_details (const PgsSystem *system,
               GString         *out)
{
  g_autoptr (PgsCliTable) table = pgs_cli_table_new ();
  const struct { const char *title; guint64 size; } details[] = {
    { _("memused"), pgs_system_get_memused (system) },
    { _("buffers"), system->buffers },
    { _("cached"), system->cached },
    { _("active"), system->active },
    { _("inactive"), system->inactive },
    { _("dirty"), system->dirty },
    { _("anonymous"), system->anon_pages },
    { _("slab recl."), system->slab_reclaimable },
    { _("page tables"), system->page_tables },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (details); i++)
    pgs_cli_table_add_column (table, details[i].title, PGS_CLI_RIGHT);
  for (gsize i = 0; i < G_N_ELEMENTS (details); i++)
    pgs_cli_table_take (table, pgs_format_size (details[i].size));
  pgs_cli_table_print (table, 0, out);
}

static const char *
get_mode_words (gint mode)
{
  switch (mode)
    {
    case 0:
      return _("heuristic: obvious excess is refused (mode 0)");
    case 1:
      return _("always: nothing is refused (mode 1)");
    case 2:
      return _("never: refused above the limit (mode 2)");
    default:
      return _("unknown");
    }
}

static void
print_commit (const PgsSystem *system,
              GString         *out)
{
  g_autofree char *commit = pgs_format_size (system->commit);
  g_autofree char *limit = pgs_format_size (system->commit_limit);
  double percent = get_commit_percent (system);
  g_autofree char *share = percent < 0 ? g_strdup ("–") : g_strdup_printf ("%.1f", percent);

  g_string_append_printf (out, _("Committed: %s, %s %% of memory and swap; limit %s\n"), commit,
                          share, limit);
  g_string_append_printf (out, _("Overcommit: %s\n"), get_mode_words (system->overcommit_mode));
  if (system->pressure_some_avg10 < 0 || system->pressure_full_avg10 < 0)
    g_string_append_printf (out, _("Pressure: not measured by this kernel\n"));
  else
    g_string_append_printf (
        out, _("Pressure: some tasks waited %.2f %%, all %.2f %% of the last 10 s\n"),
        system->pressure_some_avg10, system->pressure_full_avg10);
}

static void
print_paging (const PgsPaging *paging,
              GString         *out)
{
  g_autoptr (PgsCliTable) table = pgs_cli_table_new ();
  const struct { const char *title; double rate; } rates[] = {
    { "pgpgin/s", paging->pgpgin_s },
    { "pgpgout/s", paging->pgpgout_s },
    { "fault/s", paging->fault_s },
    { "majflt/s", paging->majflt_s },
    { "pgfree/s", paging->pgfree_s },
    { "pgscank/s", paging->pgscank_s },
    { "pgscand/s", paging->pgscand_s },
    { "pgsteal/s", paging->pgsteal_s },
    { "%vmeff", paging->vmeff_percent },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rates); i++)
    pgs_cli_table_add_column (table, rates[i].title, PGS_CLI_RIGHT);
  for (gsize i = 0; i < G_N_ELEMENTS (rates); i++)
    pgs_cli_table_take (table, rates[i].rate < 0 ? g_strdup ("–")
                                                 : g_strdup_printf ("%.1f", rates[i].rate));
  pgs_cli_table_print (table, 0, out);
}

static void
print_free_blocks (const PgsSystem *system,
                   GString         *out)
{
  g_autoptr (PgsCliTable) table = pgs_cli_table_new ();

  pgs_cli_table_add_column (table, _("free blocks of"), PGS_CLI_LEFT);
  for (guint i = 0; i < PGS_SYSTEM_N_ORDERS; i++)
    if (pgs_system_get_order_size (system, i) != PGS_UNKNOWN)
      {
        g_autofree char *size = pgs_format_size (system->page_size << i);

        pgs_cli_table_add_column (table, size, PGS_CLI_RIGHT);
      }
  pgs_cli_table_add (table, _("number"));
  for (guint i = 0; i < PGS_SYSTEM_N_ORDERS; i++)
    if (pgs_system_get_order_size (system, i) != PGS_UNKNOWN)
      pgs_cli_table_take (table, pgs_format_count (system->free_blocks[i]));
  pgs_cli_table_print (table, 0, out);
}

static void
print_system (const PgsSystem  *system,
              const PgsPaging  *paging,
              const PgsRanking *ranking,
              GString          *out)
{
  print_memory (system, out);
  g_string_append_c (out, '\n');
  print_details (system, out);
  g_string_append_c (out, '\n');
  print_commit (system, out);
  g_string_append_c (out, '\n');
  print_paging (paging, out);
  g_string_append_c (out, '\n');
  print_free_blocks (system, out);
  if (ranking != NULL)
    pgs_cli_print_ranking (ranking, out);
}

/* One document for one reading; a line each for several. */
static gboolean
show (const Options    *options,
      guint64           index,
      const PgsSystem  *system,
      const PgsPaging  *paging,
      const PgsRanking *ranking,
      GError          **error)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (PgsCliRows) writer = NULL;

  if (options->common.format == PGS_CLI_FORMAT_TABLE)
    {
      if (index > 0)
        g_string_append_c (out, '\n');
      print_system (system, paging, ranking, out);
    }
  else
    {
      writer = pgs_cli_rows_new (options->count > 1 ? PGS_CLI_FORMAT_JSONL : PGS_CLI_FORMAT_JSON,
                                   out);
      write_system (writer, system, paging, ranking);
    }
  return pgs_cli_output_save (NULL, out, error);
}

static gboolean
run (char   **argv,
     GError **error)
{
  g_auto (Options) options = { .interval = 1, .count = 1 };
  g_auto (GStrv) rest = g_strdupv (argv);
  g_autoptr (PgsRanker) ranker = NULL;
  PgsSystem earlier, later;
  PgsPaging paging;

  if (!parse_options (&options, &rest, error) || !pgs_system_read (&earlier, error))
    return FALSE;
  ranker = options.processes ? pgs_ranker_new () : NULL;
  for (guint64 i = 0; i < options.count; i++)
    {
      g_autoptr (PgsRanking) ranking = NULL;

      g_usleep (options.interval * G_USEC_PER_SEC);
      if (!pgs_system_read (&later, error))
        return FALSE;
      pgs_system_get_paging (&earlier, &later, &paging);
      if (ranker != NULL && !(ranking = pgs_ranker_refresh (ranker, PGS_RANKER_NO_LIMIT, error)))
        return FALSE;
      if (!show (&options, i, &later, &paging, ranking, error))
        return FALSE;
      earlier = later;
    }
  return TRUE;
}

/**
 * pgs_cli_system:
 * @argv: its arguments, beginning with its name
 *
 * Returns: the exit status
 */
PgsCliStatus
pgs_cli_system (char **argv)
{
  g_autoptr (GError) error = NULL;

  return run (argv, &error) ? PGS_CLI_OK : pgs_cli_fail ("system", error);
}
