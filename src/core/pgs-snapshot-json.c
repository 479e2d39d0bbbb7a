/* pgs-snapshot-json.c: a snapshot as the JSON document of pagescape-cli(1)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-snapshot-json.h"

#include "pgs-json-writer.h"
#include "pgs-ledger.h"
#include "pgs-page-state.h"
#include "pgs-read-iter.h"
#include "pgs-run-iter.h"

#include <string.h>

typedef struct
{
  PgsJsonWriter *json;
  const PgsSnapshot *snapshot;
  PgsSnapshotJsonFlags flags;
  GString *text; /* scratch */
} Writer;

static void
put_uint (Writer     *self,
          const char *key,
          guint64     value)
{
  pgs_json_writer_put_uint (self->json, key, value);
}

static void
put_string (Writer     *self,
            const char *key,
            const char *value)
{
  pgs_json_writer_put_string (self->json, key, value);
}

/* An int that means nothing unless stat was read. */
static void
put_stat_int (Writer     *self,
              const char *key,
              gint        value)
{
  if (self->snapshot->counters.state == 0)
    {
      put_uint (self, key, PGS_UNKNOWN);
      return;
    }
  pgs_json_writer_key (self->json, key);
  pgs_json_writer_int (self->json, value);
}

static void
put_time (Writer     *self,
          const char *key,
          gint64      time_us)
{
  pgs_json_writer_key (self->json, key);
  pgs_json_writer_time (self->json, time_us);
}

static void
write_cmdline (Writer *self)
{
  const PgsProcessInfo *process = self->snapshot->process;

  pgs_json_writer_key (self->json, "cmdline");
  if (process == NULL || process->cmdline == NULL)
    {
      pgs_json_writer_null (self->json);
      return;
    }
  pgs_json_writer_begin_array (self->json);
  for (char **p = process->cmdline; *p != NULL; p++)
    pgs_json_writer_string (self->json, *p);
  pgs_json_writer_end_array (self->json);
}

static void
write_process (Writer *self)
{
  const PgsProcessInfo *process = self->snapshot->process;
  const PgsCounters *counters = &self->snapshot->counters;
  const char state[2] = { counters->state, '\0' };

  pgs_json_writer_key (self->json, "process");
  pgs_json_writer_begin_object (self->json);
  pgs_json_writer_key (self->json, "pid");
  pgs_json_writer_int (self->json, process->pid);
  put_string (self, "name", process->name);
  put_string (self, "exe", process->exe);
  write_cmdline (self);
  put_uint (self, "uid", process->uid != G_MAXUINT32 ? process->uid : PGS_UNKNOWN);
  put_string (self, "user", process->user);
  put_uint (self, "inner_pid", process->inner_pid > 0 ? (guint64) process->inner_pid : PGS_UNKNOWN);
  put_uint (self, "inner_uid", process->inner_uid != G_MAXUINT32 ? process->inner_uid : PGS_UNKNOWN);
  put_string (self, "state", counters->state != 0 ? state : NULL);
  put_stat_int (self, "priority", counters->priority);
  put_stat_int (self, "nice", counters->nice);
  put_uint (self, "threads", counters->threads);
  put_time (self, "started_at", process->started_at_us);
  put_uint (self, "minor_faults", counters->minor_faults);
  put_uint (self, "major_faults", counters->major_faults);
  put_uint (self, "oom_score", counters->oom_score);
  put_string (self, "cgroup", process->cgroup);
  put_uint (self, "memory_limit", process->memory_limit);
  pgs_json_writer_end_object (self->json);
}

static void
write_totals (Writer *self)
{
  const PgsCounters *counters = &self->snapshot->counters;
  PgsTotals totals;

  pgs_snapshot_get_totals (self->snapshot, &totals);
  pgs_json_writer_key (self->json, "totals");
  pgs_json_writer_begin_object (self->json);
  put_uint (self, "virt", counters->virt);
  put_uint (self, "res", counters->res);
  put_uint (self, "shr", counters->shr);
  put_uint (self, "anon", counters->anon);
  put_uint (self, "file", counters->file);
  put_uint (self, "shmem", counters->shmem);
  put_uint (self, "swap", counters->swap);
  put_uint (self, "pss", totals.pss);
  put_uint (self, "uss", totals.uss);
  put_uint (self, "page_tables", counters->page_tables);
  put_uint (self, "locked", counters->locked);
  put_uint (self, "peak_virt", counters->peak_virt);
  put_uint (self, "peak_res", counters->peak_res);
  pgs_json_writer_end_object (self->json);
}

static void
write_access (Writer *self)
{
  pgs_json_writer_key (self->json, "access");
  pgs_json_writer_begin_object (self->json);
  for (guint i = 0; i < PGS_N_PARTS; i++)
    put_string (self, pgs_part_get_id ((PgsPart) i),
                pgs_access_get_id (self->snapshot->access[i]));
  pgs_json_writer_end_object (self->json);
}

static void
write_denials (Writer *self)
{
  const PgsSnapshot *snapshot = self->snapshot;

  pgs_json_writer_key (self->json, "denied_by");
  pgs_json_writer_begin_object (self->json);
  for (guint i = 0; i < PGS_N_PARTS; i++)
    put_string (self, pgs_part_get_id ((PgsPart) i),
                snapshot->denials[i] != PGS_DENIAL_NONE ? pgs_denial_get_id (snapshot->denials[i])
                                                        : NULL);
  pgs_json_writer_end_object (self->json);
}

static void
write_vm_flags (Writer     *self,
                const char *vm_flags)
{
  pgs_json_writer_key (self->json, "vm_flags");
  if (vm_flags == NULL)
    {
      pgs_json_writer_null (self->json);
      return;
    }
  pgs_json_writer_begin_array (self->json);
  for (const char *p = vm_flags + strspn (vm_flags, " "); *p != '\0'; p += strspn (p, " "))
    {
      gsize length = strcspn (p, " ");

      g_string_truncate (self->text, 0);
      g_string_append_len (self->text, p, (gssize) length);
      pgs_json_writer_string (self->json, self->text->str);
      p += length;
    }
  pgs_json_writer_end_array (self->json);
}

static void
write_mapping (Writer           *self,
               const PgsMapping *mapping)
{
  char perms[5];
  char device[24];

  pgs_perms_format (mapping->perms, perms);
  g_snprintf (device, sizeof device, "%02x:%02x", mapping->dev_major, mapping->dev_minor);
  pgs_json_writer_key (self->json, "start");
  pgs_json_writer_address (self->json, mapping->start);
  pgs_json_writer_key (self->json, "end");
  pgs_json_writer_address (self->json, mapping->end);
  put_uint (self, "size", mapping->end - mapping->start);
  put_string (self, "perms", perms);
  put_uint (self, "offset", mapping->offset);
  put_string (self, "device", device);
  put_uint (self, "inode", mapping->inode);
  put_string (self, "path", mapping->path);
  pgs_json_writer_key (self->json, "deleted");
  pgs_json_writer_boolean (self->json, (mapping->flags & PGS_MAPPING_DELETED) != 0);
  put_string (self, "kind", pgs_kind_get_id (mapping->kind));
}

static void
write_region_smaps (Writer *self,
                    gsize   region)
{
  const PgsRegionSmaps *smaps = pgs_snapshot_get_region_smaps (self->snapshot, region);

  smaps = smaps != NULL ? smaps : &pgs_region_smaps_unknown;
  write_vm_flags (self, smaps->vm_flags);
  put_uint (self, "rss", pgs_snapshot_get_region_rss (self->snapshot, region));
  put_uint (self, "pss", smaps->pss);
  put_uint (self, "swap", smaps->swap);
  put_uint (self, "anon", smaps->anon);
  put_uint (self, "private_clean", smaps->private_clean);
  put_uint (self, "private_dirty", smaps->private_dirty);
  put_uint (self, "shared_clean", smaps->shared_clean);
  put_uint (self, "shared_dirty", smaps->shared_dirty);
  put_uint (self, "locked", smaps->locked);
}

static void
write_pages (Writer           *self,
             const PgsMapping *mapping,
             gsize             region)
{
  const PgsPages *pages = self->snapshot->pages;
  PgsPageState known = pages != NULL ? pgs_pages_get_known_in (pages, region) : 0;
  PgsPageCounts counts = { 0 };

  if (pages != NULL)
    pgs_pages_get_counts (pages, region, &counts);
  const struct
  {
    const char *key;
    PgsPageState state;
    guint64 count;
  } states[] = {
    { "present", PGS_PAGE_PRESENT, counts.present },
    { "swapped", PGS_PAGE_SWAPPED, counts.swapped },
    { "file", PGS_PAGE_FILE, counts.file },
    { "exclusive", PGS_PAGE_EXCLUSIVE, counts.exclusive },
    { "huge", PGS_PAGE_HUGE, counts.huge },
    { "zero", PGS_PAGE_ZERO, counts.zero },
    { "guard", PGS_PAGE_GUARD, counts.guard },
  };

  pgs_json_writer_key (self->json, "pages");
  pgs_json_writer_begin_object (self->json);
  put_uint (self, "total", (mapping->end - mapping->start) / self->snapshot->page_size);
  put_uint (self, "read", pages != NULL ? pgs_pages_get_n_read (pages, region) : PGS_UNKNOWN);
  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    put_uint (self, states[i].key, (known & states[i].state) ? states[i].count : PGS_UNKNOWN);
  pgs_json_writer_end_object (self->json);
}

static void
write_runs (Writer           *self,
            const PgsMapping *mapping,
            gsize             region)
{
  const PgsPages *pages = self->snapshot->pages;
  PgsRunIter iter;
  PgsRun run;

  pgs_json_writer_key (self->json, "runs");
  if (pages == NULL)
    {
      pgs_json_writer_null (self->json);
      return;
    }
  pgs_run_iter_init_region (&iter, pages, region);
  pgs_json_writer_begin_array (self->json);
  while (pgs_run_iter_next (&iter, &run))
    {
      g_string_truncate (self->text, 0);
      pgs_page_states_append (run.states, self->text);
      pgs_json_writer_begin_array (self->json);
      pgs_json_writer_uint (self->json,
                            run.first - (mapping->start >> pgs_pages_get_shift (pages)));
      pgs_json_writer_uint (self->json, run.count);
      pgs_json_writer_string (self->json, self->text->str);
      pgs_json_writer_end_array (self->json);
    }
  pgs_json_writer_end_array (self->json);
}

static gboolean
has_no_space (const PgsSnapshot *snapshot)
{
  return snapshot->process->is_kernel_thread || snapshot->counters.state == 'Z';
}

static void
write_regions (Writer *self)
{
  const PgsMaps *maps = self->snapshot->maps;
  gsize n_regions = maps != NULL ? pgs_maps_get_length (maps) : 0;

  pgs_json_writer_key (self->json, "regions");
  if (maps == NULL && !has_no_space (self->snapshot))
    {
      pgs_json_writer_null (self->json);
      return;
    }
  pgs_json_writer_begin_array (self->json);
  for (gsize i = 0; i < n_regions; i++)
    {
      const PgsMapping *mapping = pgs_maps_get (maps, i);

      pgs_json_writer_begin_object (self->json);
      write_mapping (self, mapping);
      write_region_smaps (self, i);
      write_pages (self, mapping, i);
      if (self->flags & PGS_SNAPSHOT_JSON_RUNS)
        write_runs (self, mapping, i);
      pgs_json_writer_end_object (self->json);
    }
  pgs_json_writer_end_array (self->json);
}

static void
write_ledger (Writer *self)
{
  g_autoptr (GArray) ledger = pgs_ledger_new (self->snapshot);

  pgs_json_writer_key (self->json, "ledger");
  pgs_json_writer_begin_array (self->json);
  for (guint i = 0; i < ledger->len; i++)
    {
      const PgsLedgerLine *line = &g_array_index (ledger, PgsLedgerLine, i);

      pgs_json_writer_begin_object (self->json);
      put_string (self, "account", pgs_account_get_id (line->account));
      put_string (self, "line", line->id);
      pgs_json_writer_key (self->json, "bytes");
      if (line->known)
        pgs_json_writer_int (self->json, line->bytes);
      else
        pgs_json_writer_null (self->json);
      put_string (self, "source", line->source);
      put_string (self, "role", line->is_sum ? "sum" : line->is_detail ? "detail" : "part");
      put_string (self, "reason", pgs_ledger_reason_get_id (line->reason));
      pgs_json_writer_end_object (self->json);
    }
  pgs_json_writer_end_array (self->json);
}

/**
 * pgs_snapshot_to_json:
 * @snapshot: a snapshot of some process, its page size set
 * @flags: what to write besides
 * @out: (inout): what to append the document and a newline to
 *
 * Writes the document "pagescape-snapshot", version 1, of pagescape-cli(1). What is not known is
 * null. Always valid UTF-8, whatever the names of files are.
 */
void
pgs_snapshot_to_json (const PgsSnapshot   *snapshot,
                      PgsSnapshotJsonFlags flags,
                      GString             *out)
{
  g_autoptr (PgsJsonWriter) json = NULL;
  g_autoptr (GString) text = NULL;
  Writer self = { NULL, snapshot, flags, NULL };

  g_return_if_fail (snapshot != NULL && snapshot->process != NULL);
  g_return_if_fail (snapshot->page_size > 0);

  self.json = json = pgs_json_writer_new (out);
  self.text = text = g_string_new (NULL);
  pgs_json_writer_begin_object (json);
  put_string (&self, "format", "pagescape-snapshot");
  put_uint (&self, "version", 1);
  put_time (&self, "taken_at", snapshot->taken_at_us);
  put_uint (&self, "page_size", snapshot->page_size);
  pgs_json_writer_key (json, "moving");
  pgs_json_writer_boolean (json, snapshot->moving);
  write_process (&self);
  write_totals (&self);
  write_access (&self);
  write_denials (&self);
  write_regions (&self);
  write_ledger (&self);
  pgs_json_writer_end_object (json);
}
