/* pgs-cli-regions-table.c: a snapshot as a table for people
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-cli-regions.h"

#include "pgs-cli-table.h"
#include "pgs-format.h"
#include "pgs-run-iter.h"
#include "pgs-text.h"

#include <glib/gi18n-lib.h>

static void
append_text (GString    *out,
             const char *title,
             const char *bytes)
{
  g_autofree char *text = pgs_text_dup_display (bytes, -1);

  if (text != NULL && *text != '\0')
    g_string_append_printf (out, "%s %s\n", title, text);
}

static void
print_process (const PgsSnapshot *snapshot,
               GString           *out)
{
  const PgsProcessInfo *process = snapshot->process;
  const PgsCounters *counters = &snapshot->counters;
  g_autofree char *name = pgs_text_dup_display (process->name, -1);
  g_autofree char *user = pgs_text_dup_display (process->user, -1);
  g_autofree char *arguments = NULL;

  /* Translators: process ID, name, user, state in words */
  g_string_append_printf (out, _("%d %s, user %s, %s\n"), process->pid, name != NULL ? name : "–",
                          user != NULL ? user : "–",
                          process->is_kernel_thread ? _("a kernel thread: it has no address space")
                                                    : pgs_format_state (counters->state));
  append_text (out, _("Executable:"), process->exe);
  if (process->cmdline != NULL)
    arguments = g_strjoinv (" ", process->cmdline);
  append_text (out, _("Arguments:"), arguments);
  append_text (out, _("Cgroup:"), process->cgroup);
  if (snapshot->moving)
    g_string_append (out, _("It changed while it was read: sums need not match.\n"));
}

static void
print_totals (const PgsSnapshot *snapshot,
              GString           *out)
{
  const PgsCounters *counters = &snapshot->counters;
  g_autoptr (PgsCliTable) table = pgs_cli_table_new ();
  PgsTotals totals;

  pgs_snapshot_get_totals (snapshot, &totals);
  {
    const struct { const char *title; guint64 size; } sizes[] = {
      { _("VIRT"), counters->virt },   { _("RES"), counters->res },
      { _("ANON"), counters->anon },   { _("FILE"), counters->file },
      { _("SHMEM"), counters->shmem }, { _("SWAP"), counters->swap },
      { _("PSS"), totals.pss },        { _("USS"), totals.uss },
      { _("LOCKED"), counters->locked }, { _("TABLES"), counters->page_tables },
    };

    for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
      pgs_cli_table_add_column (table, sizes[i].title, PGS_CLI_RIGHT);
    pgs_cli_table_add_column (table, _("MINFLT"), PGS_CLI_RIGHT);
    pgs_cli_table_add_column (table, _("MAJFLT"), PGS_CLI_RIGHT);
    for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
      pgs_cli_table_take (table, pgs_format_size (sizes[i].size));
  }
  pgs_cli_table_take (table, pgs_format_count (counters->minor_faults));
  pgs_cli_table_take (table, pgs_format_count (counters->major_faults));
  pgs_cli_table_print (table, 0, out);
}

static const PgsRegionSmaps *
get_smaps (const PgsSnapshot *snapshot,
           gsize              region)
{
  static const PgsRegionSmaps unknown = {
    .pss = PGS_UNKNOWN, .anon = PGS_UNKNOWN, .swap = PGS_UNKNOWN, .private_dirty = PGS_UNKNOWN,
    .shared_dirty = PGS_UNKNOWN,
  };
  const PgsRegionSmaps *smaps = NULL;

  if (snapshot->smaps != NULL)
    smaps = pgs_smaps_get (snapshot->smaps, region);
  return smaps != NULL ? smaps : &unknown;
}

static guint64
get_dirty (const PgsRegionSmaps *smaps)
{
  if (smaps->private_dirty == PGS_UNKNOWN || smaps->shared_dirty == PGS_UNKNOWN)
    return PGS_UNKNOWN;
  return smaps->private_dirty + smaps->shared_dirty;
}

static void
add_region (PgsCliTable       *table,
            const PgsSnapshot *snapshot,
            gsize              region)
{
  const PgsMapping *mapping = pgs_maps_get (snapshot->maps, region);
  const PgsRegionSmaps *smaps = get_smaps (snapshot, region);
  char perms[5];

  pgs_perms_format (mapping->perms, perms);
  pgs_cli_table_take (table, g_strdup_printf ("%" G_GINT64_MODIFIER "x", mapping->start));
  pgs_cli_table_take (table, pgs_format_size (mapping->end - mapping->start));
  pgs_cli_table_add (table, perms);
  pgs_cli_table_take (table, pgs_format_size (pgs_snapshot_get_region_rss (snapshot, region)));
  pgs_cli_table_take (table, pgs_format_size (smaps->pss));
  pgs_cli_table_take (table, pgs_format_size (smaps->anon));
  pgs_cli_table_take (table, pgs_format_size (get_dirty (smaps)));
  pgs_cli_table_take (table, pgs_format_size (smaps->swap));
  pgs_cli_table_add (table, pgs_format_kind (mapping->kind));
  pgs_cli_table_take (table, pgs_format_mapping_path (mapping));
}

static void
print_regions (const PgsSnapshot *snapshot,
               gsize              width,
               GString           *out)
{
  g_autoptr (PgsCliTable) table = pgs_cli_table_new ();

  pgs_cli_table_add_column (table, _("START"), PGS_CLI_RIGHT);
  pgs_cli_table_add_column (table, _("SIZE"), PGS_CLI_RIGHT);
  pgs_cli_table_add_column (table, _("PERMS"), PGS_CLI_LEFT);
  pgs_cli_table_add_column (table, _("RSS"), PGS_CLI_RIGHT);
  pgs_cli_table_add_column (table, _("PSS"), PGS_CLI_RIGHT);
  pgs_cli_table_add_column (table, _("ANON"), PGS_CLI_RIGHT);
  pgs_cli_table_add_column (table, _("DIRTY"), PGS_CLI_RIGHT);
  pgs_cli_table_add_column (table, _("SWAP"), PGS_CLI_RIGHT);
  pgs_cli_table_add_column (table, _("KIND"), PGS_CLI_LEFT);
  pgs_cli_table_add_column (table, _("MAPPING"), PGS_CLI_LAST);
  for (gsize i = 0; i < pgs_maps_get_length (snapshot->maps); i++)
    add_region (table, snapshot, i);
  pgs_cli_table_print (table, width, out);
}

/* How VIRT is made up of kinds. */
static void
print_kinds (const PgsSnapshot *snapshot,
             GString           *out)
{
  g_autoptr (PgsCliTable) table = pgs_cli_table_new ();

  pgs_cli_table_add_column (table, _("KIND"), PGS_CLI_LEFT);
  pgs_cli_table_add_column (table, _("SIZE"), PGS_CLI_RIGHT);
  for (guint kind = 0; kind < PGS_N_KINDS; kind++)
    {
      guint64 size = pgs_maps_get_kind_size (snapshot->maps, kind);

      if (size == 0)
        continue;
      pgs_cli_table_add (table, pgs_format_kind (kind));
      pgs_cli_table_take (table, pgs_format_size (size));
    }
  pgs_cli_table_add (table, _("total"));
  pgs_cli_table_take (table, pgs_format_size (pgs_maps_get_size (snapshot->maps)));
  pgs_cli_table_print (table, 0, out);
}

static void
print_runs (const PgsSnapshot *snapshot,
            GString           *out)
{
  g_autoptr (PgsCliTable) table = pgs_cli_table_new ();
  PgsRunIter iter;
  PgsRun run;

  pgs_cli_table_add_column (table, _("START"), PGS_CLI_RIGHT);
  pgs_cli_table_add_column (table, _("PAGES"), PGS_CLI_RIGHT);
  pgs_cli_table_add_column (table, _("STATE"), PGS_CLI_LAST);
  pgs_run_iter_init (&iter, snapshot->pages, 0, G_MAXUINT64);
  while (pgs_run_iter_next (&iter, &run))
    {
      pgs_cli_table_take (table, g_strdup_printf ("%" G_GINT64_MODIFIER "x",
                                                  run.first * snapshot->page_size));
      pgs_cli_table_take (table, g_strdup_printf ("%" G_GUINT64_FORMAT, (guint64) run.count));
      pgs_cli_table_take (table, pgs_page_states_to_string (run.states));
    }
  pgs_cli_table_print (table, 0, out);
}

/**
 * pgs_cli_regions_print:
 * @snapshot: a snapshot
 * @runs: whether to list the runs of pages too
 * @path: (nullable): the file of -o: nothing is cut there
 * @out: is appended to
 *
 * Who it is, its totals, its regions, what kinds they are of.
 */
void
pgs_cli_regions_print (const PgsSnapshot *snapshot,
                       gboolean           runs,
                       const char        *path,
                       GString           *out)
{
  print_process (snapshot, out);
  g_string_append_c (out, '\n');
  print_totals (snapshot, out);
  if (snapshot->maps == NULL || pgs_maps_get_length (snapshot->maps) == 0)
    return;
  g_string_append_c (out, '\n');
  print_regions (snapshot, pgs_cli_table_get_width (path), out);
  g_string_append_c (out, '\n');
  print_kinds (snapshot, out);
  if (!runs || snapshot->pages == NULL)
    return;
  g_string_append_c (out, '\n');
  print_runs (snapshot, out);
}
