/* pgs-cli-regions-csv.c: the regions of a snapshot as CSV, one row each
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-cli-regions.h"

#include "pgs-cli-rows.h"
#include "pgs-read-iter.h"
#include "pgs-run-iter.h"

typedef struct
{
  const PgsSnapshot *snapshot;
  gsize region;
  const PgsMapping *mapping;
  gboolean runs;
} Row;

static void
write_mapping (PgsCliRows *out,
               const Row    *row)
{
  const PgsMapping *mapping = row->mapping;
  char perms[5], device[24];

  pgs_perms_format (mapping->perms, perms);
  g_snprintf (device, sizeof device, "%02x:%02x", mapping->dev_major, mapping->dev_minor);
  pgs_cli_rows_address (out, "start", mapping->start);
  pgs_cli_rows_address (out, "end", mapping->end);
  pgs_cli_rows_bytes (out, "size", mapping->end - mapping->start);
  pgs_cli_rows_string (out, "perms", perms);
  pgs_cli_rows_bytes (out, "offset", mapping->offset);
  pgs_cli_rows_string (out, "device", device);
  pgs_cli_rows_bytes (out, "inode", mapping->inode);
  pgs_cli_rows_string (out, "path", mapping->path);
  pgs_cli_rows_boolean (out, "deleted", (mapping->flags & PGS_MAPPING_DELETED) != 0);
  pgs_cli_rows_string (out, "kind", pgs_kind_get_id (mapping->kind));
}

static void
write_smaps (PgsCliRows *out,
             const Row    *row)
{
  const PgsSnapshot *snapshot = row->snapshot;
  const PgsRegionSmaps *smaps = pgs_snapshot_get_region_smaps (snapshot, row->region);

  smaps = smaps != NULL ? smaps : &pgs_region_smaps_unknown;
  pgs_cli_rows_string (out, "vm_flags", smaps->vm_flags);
  pgs_cli_rows_bytes (out, "rss", pgs_snapshot_get_region_rss (snapshot, row->region));
  pgs_cli_rows_bytes (out, "pss", smaps->pss);
  pgs_cli_rows_bytes (out, "swap", smaps->swap);
  pgs_cli_rows_bytes (out, "anon", smaps->anon);
  pgs_cli_rows_bytes (out, "private_clean", smaps->private_clean);
  pgs_cli_rows_bytes (out, "private_dirty", smaps->private_dirty);
  pgs_cli_rows_bytes (out, "shared_clean", smaps->shared_clean);
  pgs_cli_rows_bytes (out, "shared_dirty", smaps->shared_dirty);
  pgs_cli_rows_bytes (out, "locked", smaps->locked);
}

static void
write_state (PgsCliRows *out,
             const Row    *row,
             const char   *key,
             PgsPageState  state,
             guint64       count)
{
  const PgsPages *pages = row->snapshot->pages;
  gboolean known = pages != NULL && (pgs_pages_get_known_in (pages, row->region) & state);

  pgs_cli_rows_bytes (out, key, known ? count : PGS_UNKNOWN);
}

static void
write_pages (PgsCliRows *out,
             const Row    *row)
{
  const PgsPages *pages = row->snapshot->pages;
  const PgsMapping *mapping = row->mapping;
  PgsPageCounts counts = { 0 };

  if (pages != NULL)
    pgs_pages_get_counts (pages, row->region, &counts);
  pgs_cli_rows_begin_group (out, "pages");
  pgs_cli_rows_bytes (out, "total",
                        (mapping->end - mapping->start) / row->snapshot->page_size);
  pgs_cli_rows_bytes (out, "read", pages != NULL ? pgs_pages_get_n_read (pages, row->region) : PGS_UNKNOWN);
  write_state (out, row, "present", PGS_PAGE_PRESENT, counts.present);
  write_state (out, row, "swapped", PGS_PAGE_SWAPPED, counts.swapped);
  write_state (out, row, "file", PGS_PAGE_FILE, counts.file);
  write_state (out, row, "exclusive", PGS_PAGE_EXCLUSIVE, counts.exclusive);
  write_state (out, row, "huge", PGS_PAGE_HUGE, counts.huge);
  write_state (out, row, "zero", PGS_PAGE_ZERO, counts.zero);
  write_state (out, row, "guard", PGS_PAGE_GUARD, counts.guard);
  pgs_cli_rows_end_group (out);
}

/* JSON's array of arrays, as text. */
static char *
format_runs (const Row *row)
{
  const PgsPages *pages = row->snapshot->pages;
  GString *text = g_string_new ("[");
  guint64 first_page = row->mapping->start / row->snapshot->page_size;
  PgsRunIter iter;
  PgsRun run;

  pgs_run_iter_init_region (&iter, pages, row->region);
  while (pgs_run_iter_next (&iter, &run))
    {
      g_autofree char *states = pgs_page_states_to_string (run.states);

      g_string_append_printf (text,
                              "%s[%" G_GUINT64_FORMAT ", %" G_GUINT64_FORMAT ", \"%s\"]",
                              text->len > 1 ? ", " : "", (guint64) run.first - first_page,
                              (guint64) run.count, states);
    }
  g_string_append_c (text, ']');
  return g_string_free (text, FALSE);
}

static void
write_row (PgsCliRows  *out,
           gconstpointer  item)
{
  const Row *row = item;
  g_autofree char *runs = NULL;

  pgs_cli_rows_begin (out);
  write_mapping (out, row);
  write_smaps (out, row);
  write_pages (out, row);
  if (row->runs)
    {
      if (row->snapshot->pages != NULL && pgs_maps_get_length (row->snapshot->maps) > 0)
        runs = format_runs (row);
      pgs_cli_rows_string (out, "runs", runs);
    }
  pgs_cli_rows_end (out);
}

/**
 * pgs_cli_regions_write_csv:
 * @snapshot: a snapshot
 * @runs: whether to add a column with the runs of pages
 * @out: is appended to
 *
 * A row for each region, the columns named like the keys of the JSON format. No rows where the
 * mappings were denied or there are none.
 */
void
pgs_cli_regions_write_csv (const PgsSnapshot *snapshot,
                           gboolean           runs,
                           GString           *out)
{
  static const PgsMapping no_mapping;
  gsize n = snapshot->maps != NULL ? pgs_maps_get_length (snapshot->maps) : 0;
  g_autoptr (PgsCliRows) writer = pgs_cli_rows_new (PGS_CLI_FORMAT_CSV, out);
  g_autoptr (PgsSnapshot) nothing = pgs_snapshot_new ();
  g_autofree Row *rows = g_new (Row, n + 1);
  g_autofree gconstpointer *items = g_new (gconstpointer, n + 1);

  nothing->page_size = snapshot->page_size;
  for (gsize i = 0; i < n; i++)
    rows[i] = (Row) { snapshot, i, pgs_maps_get (snapshot->maps, i), runs };
  rows[n] = (Row) { nothing, 0, &no_mapping, runs };
  for (gsize i = 0; i <= n; i++)
    items[i] = &rows[i];
  pgs_cli_rows_write_list (writer, write_row, items, n, items[n]);
}
