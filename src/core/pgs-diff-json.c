/* pgs-diff-json.c: a diff as the JSON document of pagescape-cli(1)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-diff-json.h"

#include "pgs-json-writer.h"

static void
put_delta (PgsJsonWriter *json,
           const char    *key,
           gint64         value)
{
  pgs_json_writer_key (json, key);
  if (value == PGS_DIFF_UNKNOWN)
    pgs_json_writer_null (json);
  else
    pgs_json_writer_int (json, value);
}

static void
put_address (PgsJsonWriter *json,
             const char    *key,
             guint64        value)
{
  pgs_json_writer_key (json, key);
  pgs_json_writer_address (json, value);
}

static void
write_snapshot (PgsJsonWriter     *json,
                const char        *key,
                const PgsSnapshot *snapshot)
{
  const PgsProcessInfo *process = snapshot->process;

  pgs_json_writer_key (json, key);
  pgs_json_writer_begin_object (json);
  pgs_json_writer_put_uint (json, "pid", process != NULL ? (guint64) process->pid : PGS_UNKNOWN);
  pgs_json_writer_put_string (json, "name", process != NULL ? process->name : NULL);
  pgs_json_writer_key (json, "taken_at");
  pgs_json_writer_time (json, snapshot->taken_at_us);
  pgs_json_writer_put_uint (json, "page_size", snapshot->page_size);
  pgs_json_writer_end_object (json);
}

static void
write_totals (PgsJsonWriter *json,
              const PgsDiff *diff)
{
  pgs_json_writer_key (json, "totals");
  pgs_json_writer_begin_object (json);
  for (guint i = 0; i < PGS_N_DIFF_TOTALS; i++)
    {
      guint64 values[2];

      pgs_diff_get_total (diff, (PgsDiffTotal) i, values);
      pgs_json_writer_key (json, pgs_diff_total_get_id ((PgsDiffTotal) i));
      pgs_json_writer_begin_array (json);
      pgs_json_writer_uint (json, values[0]);
      pgs_json_writer_uint (json, values[1]);
      pgs_json_writer_end_array (json);
    }
  pgs_json_writer_end_object (json);
}

/* Where only a part of a mapping is meant, the whole of it too. */
static void
write_side (PgsJsonWriter     *json,
            const char        *key,
            const PgsDiffSide *side,
            const PgsMapping  *mapping)
{
  char perms[5];

  pgs_json_writer_key (json, key);
  if (mapping == NULL)
    {
      pgs_json_writer_null (json);
      return;
    }
  pgs_perms_format (mapping->perms, perms);
  pgs_json_writer_begin_object (json);
  put_address (json, "start", side->start);
  put_address (json, "end", side->end);
  pgs_json_writer_put_string (json, "perms", perms);
  pgs_json_writer_put_uint (json, "rss", side->rss);
  pgs_json_writer_put_string (json, "path", mapping->path);
  pgs_json_writer_key (json, "deleted");
  pgs_json_writer_boolean (json, (mapping->flags & PGS_MAPPING_DELETED) != 0);
  put_address (json, "mapping_start", mapping->start);
  put_address (json, "mapping_end", mapping->end);
  pgs_json_writer_end_object (json);
}

static void
write_pages (PgsJsonWriter        *json,
             const PgsPageChanges *pages)
{
  pgs_json_writer_key (json, "pages");
  pgs_json_writer_begin_object (json);
  pgs_json_writer_put_uint (json, "came", pages->came);
  pgs_json_writer_put_uint (json, "left", pages->left);
  pgs_json_writer_put_uint (json, "swapped", pages->swapped);
  pgs_json_writer_put_uint (json, "copied", pages->copied);
  pgs_json_writer_put_uint (json, "other", pages->other);
  pgs_json_writer_end_object (json);
}

static void
write_entry (PgsJsonWriter      *json,
             const PgsDiff      *diff,
             const PgsDiffEntry *entry)
{
  pgs_json_writer_begin_object (json);
  pgs_json_writer_put_string (json, "change", pgs_change_get_id (entry->change));
  pgs_json_writer_key (json, "changes");
  pgs_json_writer_begin_array (json);
  for (guint i = 0; i < PGS_N_CHANGES; i++)
    if (entry->changes & (1u << i))
      pgs_json_writer_string (json, pgs_change_get_id ((PgsChange) (1u << i)));
  pgs_json_writer_end_array (json);
  pgs_json_writer_put_string (json, "kind", pgs_kind_get_id (entry->kind));
  pgs_json_writer_put_string (json, "path", pgs_diff_get_mapping (diff, entry)->path);
  write_side (json, "a", &entry->a, pgs_diff_get_mapping_a (diff, entry));
  write_side (json, "b", &entry->b, pgs_diff_get_mapping_b (diff, entry));
  put_delta (json, "size_delta", entry->size_delta);
  put_delta (json, "rss_delta", entry->rss_delta);
  write_pages (json, &entry->pages);
  pgs_json_writer_end_object (json);
}

static void
write_summary (PgsJsonWriter *json,
               const PgsDiff *diff)
{
  PgsDiffSums sums;

  pgs_diff_get_sums (diff, &sums);
  pgs_json_writer_key (json, "summary");
  pgs_json_writer_begin_object (json);
  put_delta (json, "virt_delta", pgs_diff_get_delta (diff, PGS_DIFF_TOTAL_VIRT));
  put_delta (json, "res_delta", pgs_diff_get_delta (diff, PGS_DIFF_TOTAL_RES));
  put_delta (json, "regions_size_delta", sums.size_delta);
  put_delta (json, "regions_rss_delta", sums.n_rss_unknown == 0 ? sums.rss_delta : PGS_DIFF_UNKNOWN);
  pgs_json_writer_key (json, "same_space");
  pgs_json_writer_boolean (json, pgs_diff_is_same_space (diff));
  pgs_json_writer_end_object (json);
}

/**
 * pgs_diff_to_json:
 * @diff: a diff
 * @a: its first snapshot
 * @b: its second snapshot
 * @out: (inout): what to append the document and a newline to
 *
 * Writes the document "pagescape-diff", version 1, of pagescape-cli(1). What is not known is null.
 * Always valid UTF-8, whatever the names of files are.
 */
void
pgs_diff_to_json (const PgsDiff     *diff,
                  const PgsSnapshot *a,
                  const PgsSnapshot *b,
                  GString           *out)
{
  g_autoptr (PgsJsonWriter) json = pgs_json_writer_new (out);
  gsize n_entries;
  const PgsDiffEntry *entries = pgs_diff_get_entries (diff, &n_entries);
  const gboolean has_maps = a->maps != NULL && b->maps != NULL;

  pgs_json_writer_begin_object (json);
  pgs_json_writer_put_string (json, "format", "pagescape-diff");
  pgs_json_writer_put_uint (json, "version", 1);
  write_snapshot (json, "a", a);
  write_snapshot (json, "b", b);
  write_totals (json, diff);
  pgs_json_writer_key (json, "regions");
  if (has_maps)
    pgs_json_writer_begin_array (json);
  else
    pgs_json_writer_null (json);
  for (gsize i = 0; has_maps && i < n_entries; i++)
    write_entry (json, diff, &entries[i]);
  if (has_maps)
    pgs_json_writer_end_array (json);
  write_summary (json, diff);
  pgs_json_writer_end_object (json);
}
