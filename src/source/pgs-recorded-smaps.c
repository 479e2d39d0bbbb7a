/* pgs-recorded-smaps.c: the counters of regions, from sample to sample
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-recorded-smaps.h"

#include "pgs-error.h"
#include "pgs-process-info.h"
#include "pgs-recorded-regions.h"
#include "pgs-recording-schema.h"

#define N_COUNTERS 12

/* The part of totals that belongs to no region goes to an address that none has. */
#define NOWHERE (G_MAXUINT64 - 1)

struct _PgsRecordedSmaps
{
  PgsRecordingFile *file;
  gint64 sample;         /* whose counters these are; 0: nobody's */
  GHashTable *regions;   /* number → PgsRegionSmaps */
  GStringChunk *flags;
  PgsRegionSmaps totals;
};

static void
forget (PgsRecordedSmaps *self)
{
  self->sample = 0;
  g_hash_table_remove_all (self->regions);
  g_string_chunk_clear (self->flags);
}

/**
 * pgs_recorded_smaps_new:
 * @file: a recording
 *
 * Returns: (transfer full): the counters of no sample
 */
PgsRecordedSmaps *
pgs_recorded_smaps_new (PgsRecordingFile *file)
{
  PgsRecordedSmaps *self = g_new0 (PgsRecordedSmaps, 1);

  self->file = pgs_recording_file_ref (file);
  self->regions = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->flags = g_string_chunk_new (1024);
  return self;
}

/**
 * pgs_recorded_smaps_free:
 * @self: (transfer full): counters
 */
void
pgs_recorded_smaps_free (PgsRecordedSmaps *self)
{
  g_hash_table_unref (self->regions);
  g_string_chunk_free (self->flags);
  pgs_recording_file_unref (self->file);
  g_free (self);
}

/* Returns: whether any of them is known. */
static gboolean
read_counters (sqlite3_stmt   *sql,
               int             column,
               PgsRegionSmaps *smaps)
{
  guint64 *const counters[N_COUNTERS] = {
    &smaps->rss, &smaps->pss, &smaps->swap, &smaps->anon, &smaps->private_clean, &smaps->private_dirty,
    &smaps->shared_clean, &smaps->shared_dirty, &smaps->locked, &smaps->anon_huge,
    &smaps->private_hugetlb, &smaps->shared_hugetlb,
  };
  gboolean is_any = FALSE;

  for (int i = 0; i < N_COUNTERS; i++)
    {
      *counters[i] = pgs_database_get_count (sql, column + i);
      is_any |= *counters[i] != PGS_UNKNOWN;
    }
  return is_any;
}

/* Reads what is written with @sample; @before: 0 if everything is. */
static gboolean
read_head (PgsRecordedSmaps  *self,
           gint64             sample,
           gint64            *before,
           PgsRegionSmaps    *totals,
           GError           **error)
{
  sqlite3_stmt *sql = pgs_recording_file_begin (self->file, PGS_QUERY_SMAPS);

  sqlite3_bind_int64 (sql, 1, sample);
  if (!pgs_database_step_to (sql, "counters of regions are missing", error))
    return FALSE;
  *before = sqlite3_column_int64 (sql, 0);
  *totals = (PgsRegionSmaps) { 0 };
  read_counters (sql, 1, totals);
  sqlite3_reset (sql);
  return TRUE;
}

static gboolean
apply_row (PgsRecordedSmaps  *self,
           sqlite3_stmt      *sql,
           GError           **error)
{
  const gint64 id = sqlite3_column_int64 (sql, 0);
  PgsRegionSmaps smaps = { 0 };
  const char *flags = NULL;

  if (sqlite3_column_type (sql, 13) == SQLITE_TEXT)
    flags = (const char *) sqlite3_column_text (sql, 13);
  if (!read_counters (sql, 1, &smaps) && flags == NULL)
    {
      g_hash_table_remove (self->regions, &id);
      return TRUE;
    }
  if (g_hash_table_size (self->regions) >= PGS_RECORDING_MAX_REGIONS
      || (flags != NULL && sqlite3_column_bytes (sql, 13) > 256))
    {
      g_set_error_literal (error, PGS_ERROR, PGS_ERROR_LIMIT, "too many counters of regions");
      return FALSE;
    }
  smaps.vm_flags = flags != NULL ? g_string_chunk_insert_const (self->flags, flags) : NULL;
  g_hash_table_insert (self->regions, g_memdup2 (&id, sizeof id), g_memdup2 (&smaps, sizeof smaps));
  return TRUE;
}

static gboolean
apply (PgsRecordedSmaps  *self,
       gint64             sample,
       GError           **error)
{
  sqlite3_stmt *sql = pgs_recording_file_begin (self->file, PGS_QUERY_REGION_SMAPS);
  gboolean has_row = TRUE;

  sqlite3_bind_int64 (sql, 1, sample);
  while (has_row)
    {
      if (!pgs_database_step (sql, &has_row, error))
        return FALSE;
      if (has_row && !apply_row (self, sql, error))
        return FALSE;
    }
  return TRUE;
}

/* The samples whose changes lead to @sample, the wanted one first. Returns NULL on error. */
static GArray *
find_way (PgsRecordedSmaps  *self,
          gint64             sample,
          PgsRegionSmaps    *totals,
          gboolean          *is_whole,
          GError           **error)
{
  g_autoptr (GArray) way = g_array_new (FALSE, FALSE, sizeof (gint64));
  PgsRegionSmaps other;
  gint64 at = sample;

  while (at != self->sample || at == 0)
    {
      gint64 before;

      if (!read_head (self, at, &before, way->len == 0 ? totals : &other, error))
        return NULL;
      g_array_append_val (way, at);
      if (before >= at || before < 0 || way->len > PGS_RECORDING_MAX_CHAIN)
        {
          g_set_error_literal (error, PGS_ERROR, PGS_ERROR_LIMIT, "too many counters follow each other");
          return NULL;
        }
      *is_whole = before == 0;
      if (before == 0)
        break;
      at = before;
    }
  return g_steal_pointer (&way);
}

/**
 * pgs_recorded_smaps_go:
 * @self: counters
 * @sample: number of a sample in which they were new
 * @error: %PGS_ERROR_SYNTAX, %PGS_ERROR_LIMIT
 *
 * Makes them those of @sample.
 *
 * Returns: whether they are
 */
gboolean
pgs_recorded_smaps_go (PgsRecordedSmaps  *self,
                       gint64             sample,
                       GError           **error)
{
  PgsRegionSmaps totals = self->totals;
  gboolean is_whole = FALSE;
  g_autoptr (GArray) way = find_way (self, sample, &totals, &is_whole, error);

  if (way == NULL || is_whole)
    forget (self);
  if (way == NULL)
    return FALSE;
  for (guint i = way->len; i > 0; i--)
    if (!apply (self, g_array_index (way, gint64, i - 1), error))
      {
        forget (self);
        return FALSE;
      }
  self->sample = sample;
  self->totals = totals;
  return TRUE;
}

/* What @totals has more than @sum; unknown stays unknown, and makes the sum so. */
static guint64
subtract (guint64 totals,
          guint64 sum)
{
  if (totals == PGS_UNKNOWN)
    return PGS_UNKNOWN;
  return totals >= sum ? totals - sum : 0;
}

static gboolean
get_rest (const PgsRegionSmaps *totals,
          const PgsRegionSmaps *sum,
          PgsRegionSmaps       *rest)
{
  static const gsize fields[N_COUNTERS] = {
    G_STRUCT_OFFSET (PgsRegionSmaps, rss), G_STRUCT_OFFSET (PgsRegionSmaps, pss),
    G_STRUCT_OFFSET (PgsRegionSmaps, swap), G_STRUCT_OFFSET (PgsRegionSmaps, anon),
    G_STRUCT_OFFSET (PgsRegionSmaps, private_clean), G_STRUCT_OFFSET (PgsRegionSmaps, private_dirty),
    G_STRUCT_OFFSET (PgsRegionSmaps, shared_clean), G_STRUCT_OFFSET (PgsRegionSmaps, shared_dirty),
    G_STRUCT_OFFSET (PgsRegionSmaps, locked), G_STRUCT_OFFSET (PgsRegionSmaps, anon_huge),
    G_STRUCT_OFFSET (PgsRegionSmaps, private_hugetlb), G_STRUCT_OFFSET (PgsRegionSmaps, shared_hugetlb),
  };
  gboolean is_any = FALSE;

  *rest = (PgsRegionSmaps) { 0 };
  for (guint i = 0; i < N_COUNTERS; i++)
    {
      const guint64 value = subtract (G_STRUCT_MEMBER (guint64, totals, fields[i]),
                                      G_STRUCT_MEMBER (guint64, sum, fields[i]));

      G_STRUCT_MEMBER (guint64, rest, fields[i]) = value;
      is_any |= value != 0;
    }
  return is_any;
}

static PgsSmapsBuilder *
add_regions (PgsRecordedSmaps *self,
             PgsMaps          *maps,
             GPtrArray        *regions)
{
  PgsSmapsBuilder *builder = pgs_smaps_builder_new (maps);

  for (guint i = 0; i < regions->len; i++)
    {
      const PgsRecordedRegion *region = g_ptr_array_index (regions, i);
      const PgsRegionSmaps *smaps = g_hash_table_lookup (self->regions, &region->id);

      if (smaps != NULL)
        pgs_smaps_builder_add (builder, region->mapping.start, region->mapping.end, smaps);
    }
  return builder;
}

/**
 * pgs_recorded_smaps_build:
 * @self: counters
 * @maps: the mappings of the moment
 * @regions: (element-type PgsRecordedRegion): the same, by address
 *
 * Returns: (transfer full): the counters of these mappings
 */
PgsSmaps *
pgs_recorded_smaps_build (PgsRecordedSmaps *self,
                          PgsMaps          *maps,
                          GPtrArray        *regions)
{
  PgsSmaps *smaps = pgs_smaps_builder_end (add_regions (self, maps, regions));
  PgsSmapsBuilder *builder;
  PgsRegionSmaps sum;
  PgsRegionSmaps rest;

  pgs_smaps_get_totals (smaps, &sum);
  if (!get_rest (&self->totals, &sum, &rest))
    return smaps;
  pgs_smaps_unref (smaps);
  builder = add_regions (self, maps, regions);
  pgs_smaps_builder_add (builder, NOWHERE, NOWHERE + 1, &rest);
  return pgs_smaps_builder_end (builder);
}
