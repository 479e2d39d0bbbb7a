/* pgs-recorded-parts.c: reads the parts of a recorded process' samples
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-recorded-parts.h"

#include "pgs-codec.h"
#include "pgs-packer.h"
#include "pgs-recorded-regions.h"
#include "pgs-recorded-smaps.h"
#include "pgs-recording-schema.h"

#include <string.h>

#define N_KEPT 16
#define MAX_KEPT_RUNS ((gsize) 1 << 21) /* of all kept pages together */

/* Something decoded, the number of the sample that it was written with, and how to drop it. */
typedef struct
{
  gint64 sample;
  gint64 maps_sample;
  gpointer part;
} Kept;

typedef struct
{
  Kept entries[N_KEPT];
  guint next;
  GDestroyNotify unref;
} Cache;

struct _PgsRecordedParts
{
  PgsRecordingFile *file;
  gint64 process;
  PgsRecordedRegions *regions; /* (nullable): of the samples that were asked for last */
  PgsRecordedSmaps *smaps_state;
  Cache programs;
  Cache maps;
  Cache pages;
  Cache smaps;
};

/* One part of a chain, not decoded yet. */
typedef struct
{
  gint64 sample;
  gint64 maps_sample;
  gint64 before; /* 0: it is whole */
  gsize size;
  GBytes *data;
} Link;

static const Kept *
cache_find (const Cache *self,
            gint64       sample)
{
  for (guint i = 0; i < N_KEPT; i++)
    if (self->entries[i].part != NULL && self->entries[i].sample == sample)
      return &self->entries[i];
  return NULL;
}

static void
cache_clear (Cache *self)
{
  for (guint i = 0; i < N_KEPT; i++)
    g_clear_pointer (&self->entries[i].part, self->unref);
}

static void
cache_take (Cache    *self,
            gint64    sample,
            gint64    maps_sample,
            gpointer  part)
{
  Kept *entry = &self->entries[self->next];

  self->next = (self->next + 1) % N_KEPT;
  g_clear_pointer (&entry->part, self->unref);
  *entry = (Kept) { sample, maps_sample, part };
}

/**
 * pgs_recorded_parts_new:
 * @file: a recording
 * @process: the number of one of its processes
 *
 * Returns: (transfer full): a reader of its samples
 */
PgsRecordedParts *
pgs_recorded_parts_new (PgsRecordingFile *file,
                        gint64            process)
{
  PgsRecordedParts *self = g_new0 (PgsRecordedParts, 1);

  self->file = pgs_recording_file_ref (file);
  self->process = process;
  self->smaps_state = pgs_recorded_smaps_new (file);
  self->programs.unref = (GDestroyNotify) pgs_process_info_unref;
  self->maps.unref = (GDestroyNotify) pgs_maps_unref;
  self->pages.unref = (GDestroyNotify) pgs_pages_unref;
  self->smaps.unref = (GDestroyNotify) pgs_smaps_unref;
  return self;
}

/**
 * pgs_recorded_parts_free:
 * @self: (transfer full) (nullable): a reader
 */
void
pgs_recorded_parts_free (PgsRecordedParts *self)
{
  if (self == NULL)
    return;
  cache_clear (&self->programs);
  cache_clear (&self->maps);
  cache_clear (&self->pages);
  cache_clear (&self->smaps);
  pgs_recorded_smaps_free (self->smaps_state);
  g_clear_pointer (&self->regions, pgs_recorded_regions_free);
  pgs_recording_file_unref (self->file);
  g_free (self);
}

static GStrv
read_arguments (PgsRecordedParts  *self,
                gint64             program,
                GError           **error)
{
  sqlite3_stmt *sql = pgs_recording_file_begin (self->file, PGS_QUERY_ARGUMENTS);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  gsize n_bytes = 0;
  gboolean has_row = TRUE;

  sqlite3_bind_int64 (sql, 1, program);
  for (guint n = 0;; n++)
    {
      if (!pgs_database_step (sql, &has_row, error))
        return NULL;
      if (!has_row)
        return g_strv_builder_end (builder);
      g_autofree char *text = pgs_database_dup_text (sql, 0);

      n_bytes += text != NULL ? strlen (text) : 0;
      if (n == PGS_RECORDING_MAX_ARGUMENTS || n_bytes > PGS_RECORDING_MAX_BLOB)
        {
          g_set_error_literal (error, PGS_ERROR, PGS_ERROR_LIMIT, "too many arguments");
          return NULL;
        }
      g_strv_builder_add (builder, text != NULL ? text : "");
    }
}

static guint32
get_id (sqlite3_stmt *sql,
        int           column)
{
  const guint64 value = pgs_database_get_count (sql, column);

  return value < G_MAXUINT32 ? (guint32) value : G_MAXUINT32;
}

static PgsProcessInfo *
read_program (PgsRecordedParts  *self,
              gint64             program,
              GError           **error)
{
  sqlite3_stmt *sql = pgs_recording_file_begin (self->file, PGS_QUERY_PROGRAM);
  g_autoptr (PgsProcessInfo) info = pgs_process_info_new ();
  gboolean has_arguments;

  sqlite3_bind_int64 (sql, 1, program);
  if (!pgs_database_step_to (sql, "a program is missing", error))
    return NULL;
  info->name = pgs_database_dup_text (sql, 0);
  if (info->name == NULL)
    info->name = g_strdup ("");
  info->exe = pgs_database_dup_text (sql, 1);
  info->uid = get_id (sql, 2);
  info->user = pgs_database_dup_text (sql, 3);
  info->inner_pid = (gint) CLAMP (sqlite3_column_int64 (sql, 4), 0, G_MAXINT);
  info->inner_uid = get_id (sql, 5);
  info->started_at_us = sqlite3_column_int64 (sql, 6);
  info->cgroup = pgs_database_dup_text (sql, 7);
  info->memory_limit = pgs_database_get_count (sql, 8);
  info->is_kernel_thread = sqlite3_column_int (sql, 9) != 0;
  has_arguments = sqlite3_column_type (sql, 10) != SQLITE_NULL;
  sqlite3_reset (sql);
  if (has_arguments && (info->cmdline = read_arguments (self, program, error)) == NULL)
    return NULL;
  return g_steal_pointer (&info);
}

/**
 * pgs_recorded_parts_get_program:
 * @self: a reader
 * @program: its number
 * @pid: of the process
 * @start_ticks: of the process
 * @error: %PGS_ERROR_SYNTAX, %PGS_ERROR_LIMIT
 *
 * Returns: (transfer full) (nullable): who the process was
 */
PgsProcessInfo *
pgs_recorded_parts_get_program (PgsRecordedParts  *self,
                                gint64             program,
                                gint               pid,
                                guint64            start_ticks,
                                GError           **error)
{
  const Kept *kept = cache_find (&self->programs, program);
  PgsProcessInfo *info;

  if (kept != NULL)
    return pgs_process_info_ref (kept->part);
  info = read_program (self, program, error);
  if (info == NULL)
    return NULL;
  info->pid = pid;
  info->start_ticks = start_ticks;
  cache_take (&self->programs, program, 0, pgs_process_info_ref (info));
  return info;
}

static gboolean
load_regions (PgsRecordedParts  *self,
              gint64             first_sample,
              gint64             last_sample,
              GError           **error)
{
  PgsRecordedRegions *regions;

  if (self->regions != NULL && pgs_recorded_regions_have (self->regions, first_sample)
      && pgs_recorded_regions_have (self->regions, last_sample))
    return TRUE;
  regions = pgs_recorded_regions_load (self->file, self->process, first_sample, last_sample, error);
  if (regions == NULL)
    return FALSE;
  g_clear_pointer (&self->regions, pgs_recorded_regions_free);
  self->regions = regions;
  return TRUE;
}

/**
 * pgs_recorded_parts_get_maps:
 * @self: a reader
 * @sample: number of the sample in which they were new
 * @error: %PGS_ERROR_SYNTAX, %PGS_ERROR_LIMIT
 *
 * Returns: (transfer full) (nullable): the mappings
 */
PgsMaps *
pgs_recorded_parts_get_maps (PgsRecordedParts  *self,
                             gint64             sample,
                             GError           **error)
{
  const Kept *kept = cache_find (&self->maps, sample);
  PgsMaps *maps;

  if (kept != NULL)
    return pgs_maps_ref (kept->part);
  if (!load_regions (self, sample, sample, error))
    return NULL;
  maps = pgs_recorded_regions_get_maps (self->regions, sample);
  cache_take (&self->maps, sample, sample, pgs_maps_ref (maps));
  return maps;
}

static void
link_clear (gpointer data)
{
  Link *link = data;

  g_clear_pointer (&link->data, g_bytes_unref);
}

static gboolean
read_link (PgsRecordedParts  *self,
           gint64             sample,
           Link              *link,
           GError           **error)
{
  sqlite3_stmt *sql = pgs_recording_file_begin (self->file, PGS_QUERY_PAGES);

  sqlite3_bind_int64 (sql, 1, sample);
  if (!pgs_database_step_to (sql, "pages are missing", error))
    return FALSE;
  *link = (Link) {
    .sample = sample,
    .maps_sample = sqlite3_column_int64 (sql, 0),
    .before = sqlite3_column_int64 (sql, 1),
    .size = (gsize) CLAMP (sqlite3_column_int64 (sql, 2), 0, G_MAXINT64),
    .data = g_bytes_new (sqlite3_column_blob (sql, 3), (gsize) sqlite3_column_bytes (sql, 3)),
  };
  sqlite3_reset (sql);
  return TRUE;
}

/* From the wanted part back to one that is whole or was decoded. Returns NULL on error. */
static GArray *
read_chain (PgsRecordedParts  *self,
            gint64             sample,
            GError           **error)
{
  g_autoptr (GArray) chain = g_array_new (FALSE, TRUE, sizeof (Link));
  gsize n_bytes = 0;

  g_array_set_clear_func (chain, link_clear);
  for (gint64 at = sample; at != 0 && cache_find (&self->pages, at) == NULL;)
    {
      Link link;

      if (!read_link (self, at, &link, error))
        return NULL;
      n_bytes += g_bytes_get_size (link.data);
      g_array_append_val (chain, link);
      if (link.before >= at || link.before < 0 || chain->len > PGS_RECORDING_MAX_CHAIN
          || n_bytes > PGS_RECORDING_MAX_BLOB)
        {
          g_set_error_literal (error, PGS_ERROR, PGS_ERROR_LIMIT, "too many pages follow each other");
          return NULL;
        }
      at = link.before;
    }
  return g_steal_pointer (&chain);
}

/* Pages of large processes are not many at a time. */
static void
keep_pages (PgsRecordedParts *self,
            const Link       *link,
            PgsPages         *pages)
{
  gsize n_runs = pgs_pages_get_n_runs (pages);

  for (guint i = 0; i < N_KEPT; i++)
    if (self->pages.entries[i].part != NULL)
      n_runs += pgs_pages_get_n_runs (self->pages.entries[i].part);
  if (n_runs > MAX_KEPT_RUNS)
    cache_clear (&self->pages);
  cache_take (&self->pages, link->sample, link->maps_sample, pgs_pages_ref (pages));
}

static PgsPages *
decode_link (PgsRecordedParts  *self,
             const Link        *link,
             PgsPages          *before,
             GError           **error)
{
  g_autoptr (PgsMaps) maps = pgs_recorded_parts_get_maps (self, link->maps_sample, error);
  g_autoptr (GByteArray) bytes = NULL;
  g_autoptr (PgsPages) pages = NULL;
  PgsBytesReader in;

  if (maps == NULL)
    return NULL;
  bytes = pgs_unpack (g_bytes_get_data (link->data, NULL), g_bytes_get_size (link->data), link->size,
                      PGS_RECORDING_MAX_BLOB, error);
  if (bytes == NULL)
    return NULL;
  pgs_bytes_reader_init (&in, bytes->data, bytes->len);
  pages = pgs_pages_decode (maps, before, &in, error);
  if (pages == NULL || !pgs_bytes_reader_finish (&in, error))
    return NULL;
  return g_steal_pointer (&pages);
}

static gboolean
load_chain_regions (PgsRecordedParts  *self,
                    const GArray      *chain,
                    GError           **error)
{
  gint64 first = G_MAXINT64;
  gint64 last = 0;
  gboolean is_kept = TRUE;

  for (guint i = 0; i < chain->len; i++)
    {
      const Link *link = &g_array_index (chain, Link, i);

      is_kept &= cache_find (&self->maps, link->maps_sample) != NULL;
      first = MIN (first, link->maps_sample);
      last = MAX (last, link->maps_sample);
    }
  return is_kept || load_regions (self, first, last, error);
}

/**
 * pgs_recorded_parts_get_pages:
 * @self: a reader
 * @sample: number of the sample in which they were new
 * @maps_sample: number of the sample in which the mappings were new that they belong to
 * @error: %PGS_ERROR_SYNTAX, %PGS_ERROR_LIMIT
 *
 * Returns: (transfer full) (nullable): the states of pages
 */
PgsPages *
pgs_recorded_parts_get_pages (PgsRecordedParts  *self,
                              gint64             sample,
                              gint64             maps_sample,
                              GError           **error)
{
  g_autoptr (GArray) chain = read_chain (self, sample, error);
  g_autoptr (PgsPages) pages = NULL;
  const Kept *kept;

  if (chain == NULL || !load_chain_regions (self, chain, error))
    return NULL;
  kept = cache_find (&self->pages, chain->len > 0 ? g_array_index (chain, Link, chain->len - 1).before
                                                  : sample);
  pages = kept != NULL ? pgs_pages_ref (kept->part) : NULL;
  if (chain->len == 0 && kept->maps_sample == maps_sample)
    return g_steal_pointer (&pages);
  if (chain->len == 0 || g_array_index (chain, Link, 0).maps_sample != maps_sample)
    {
      g_set_error_literal (error, PGS_ERROR, PGS_ERROR_SYNTAX, "pages of other mappings");
      return NULL;
    }
  for (guint i = chain->len; i > 0; i--)
    {
      const Link *link = &g_array_index (chain, Link, i - 1);
      PgsPages *next = decode_link (self, link, pages, error);

      g_clear_pointer (&pages, pgs_pages_unref);
      pages = next;
      if (pages == NULL)
        return NULL;
      keep_pages (self, link, pages);
    }
  return g_steal_pointer (&pages);
}

/**
 * pgs_recorded_parts_get_smaps:
 * @self: a reader
 * @sample: number of the sample in which they were new
 * @maps_sample: number of the sample in which the mappings were new that they belong to
 * @error: %PGS_ERROR_SYNTAX, %PGS_ERROR_LIMIT
 *
 * Returns: (transfer full) (nullable): the counters of regions
 */
PgsSmaps *
pgs_recorded_parts_get_smaps (PgsRecordedParts  *self,
                              gint64             sample,
                              gint64             maps_sample,
                              GError           **error)
{
  const Kept *kept = cache_find (&self->smaps, sample);
  g_autoptr (PgsMaps) maps = NULL;
  g_autoptr (GPtrArray) regions = NULL;
  PgsSmaps *smaps;

  if (kept != NULL && kept->maps_sample == maps_sample)
    return pgs_smaps_ref (kept->part);
  maps = pgs_recorded_parts_get_maps (self, maps_sample, error);
  if (maps == NULL || !load_regions (self, maps_sample, maps_sample, error)
      || !pgs_recorded_smaps_go (self->smaps_state, sample, error))
    return NULL;
  regions = pgs_recorded_regions_list (self->regions, maps_sample);
  smaps = pgs_recorded_smaps_build (self->smaps_state, maps, regions);
  cache_take (&self->smaps, sample, maps_sample, pgs_smaps_ref (smaps));
  return smaps;
}
