/* pgs-page-store.c: the pages of one address space, read at once or in slices
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * What may take as long as it likes goes straight into the builder. A slice is collected first,
 * since its parts need not come in order, and then merged with what was known.
 */
#include "config.h"

#include "pgs-page-store.h"

#include "pgs-features.h"
#include "pgs-page-cursor.h"
#include "pgs-pages-update.h"
#include "pgs-sharing.h"

#define MAX_READING_US (2 * G_USEC_PER_SEC)

struct _PgsPageStore
{
  PgsPages *pages; /* possibly still those of earlier maps */
  PgsPagesWay way;
  gint64 at_us;
  PgsMaps *noted_maps; /* the last of which the cursor knows */
  gboolean is_new_program; /* nothing was there before it was watched */
  PgsPageCursor *cursor;
  PgsPagemapReader pagemap;
};

/**
 * pgs_page_store_new:
 * @is_new_program: the address space came into being while the process was watched
 *
 * Returns: (transfer full): a store in which nothing is yet
 */
PgsPageStore *
pgs_page_store_new (gboolean is_new_program)
{
  PgsPageStore *self = g_new0 (PgsPageStore, 1);

  self->is_new_program = is_new_program;
  self->cursor = pgs_page_cursor_new ();
  return self;
}

/**
 * pgs_page_store_free:
 * @self: (nullable) (transfer full): a store
 */
void
pgs_page_store_free (PgsPageStore *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->pages, pgs_pages_unref);
  g_clear_pointer (&self->noted_maps, pgs_maps_unref);
  pgs_page_cursor_free (self->cursor);
  g_free (self);
}

/* Takes over @pages. */
static void
set_pages (PgsPageStore *self,
           PgsPages     *pages)
{
  g_clear_pointer (&self->pages, pgs_pages_unref);
  self->pages = pages;
}

static void
add_to_builder (const PgsRun *runs,
                gsize         n_runs,
                gpointer      user_data)
{
  pgs_pages_builder_add_runs (user_data, runs, n_runs);
}

static void
add_to_array (const PgsRun *runs,
              gsize         n_runs,
              gpointer      user_data)
{
  g_array_append_vals (user_data, runs, (guint) n_runs);
}

/* Scans everything. */
static gboolean
read_whole (PgsPageStore          *self,
            const PgsPagesRequest *request,
            GError               **error)
{
  const gint64 now_us = g_get_monotonic_time ();
  g_autoptr (PgsPagesBuilder) builder =
    pgs_pages_builder_new (request->maps, pgs_features_get ()->page_shift,
                           pgs_pages_way_get_known (request->way));
  g_autoptr (PgsCoverage) coverage = pgs_coverage_new_whole (now_us);
  g_auto (PgsPagesReader) reader;
  guint64 start;
  guint64 end;

  pgs_pages_reader_init (&reader, request->pagemap_fd, request->maps, request->way, NULL,
                         add_to_builder, builder);
  pgs_pause_follow (&reader.walk.pause, request->run_clock);
  pgs_pages_builder_reserve (builder, self->pages);
  pgs_pages_get_extent (request->maps, &start, &end);
  if (!pgs_pages_reader_read (&reader, start, end, TRUE, &end, error))
    return FALSE;
  pgs_pages_builder_set_coverage (builder, coverage);
  set_pages (self, pgs_pages_builder_end (g_steal_pointer (&builder)));
  pgs_page_cursor_finish (self->cursor, request->motion, now_us);
  return TRUE;
}

static gboolean
read_part (guint64    start,
           guint64    end,
           gboolean   in_round,
           guint64   *reached,
           gpointer   user_data,
           GError   **error)
{
  return pgs_pages_reader_read (user_data, start, end, in_round, reached, error);
}

/* What was never read, so that there is something to put slices into. */
static void
ensure_pages (PgsPageStore          *self,
              const PgsPagesRequest *request)
{
  g_autoptr (PgsCoverage) coverage = NULL;

  if (self->pages != NULL)
    return;
  coverage = self->is_new_program ? pgs_coverage_new_whole (0) : pgs_coverage_new ();
  set_pages (self, pgs_pages_new_unread (request->maps, pgs_features_get ()->page_shift,
                                         pgs_pages_way_get_known (request->way), coverage));
  self->is_new_program = FALSE; /* what is forgotten later was there */
}

/* Tells the cursor what is mapped anew. */
static void
note_maps (PgsPageStore *self,
           PgsMaps      *maps)
{
  g_autoptr (GArray) changes = NULL;
  PgsMaps *before = pgs_pages_get_maps (self->pages);

  if (before == maps || self->noted_maps == maps)
    return;
  changes = pgs_coverage_get_changes (before, maps, pgs_pages_get_shift (self->pages));
  pgs_page_cursor_add_changes (self->cursor, changes);
  g_clear_pointer (&self->noted_maps, pgs_maps_unref);
  self->noted_maps = pgs_maps_ref (maps);
}

/* The part as pages. What lies below the first mapping and above the last is read with them. */
static PgsPagesPart
convert_part (const PgsSlice *slice,
              guint           i)
{
  const PgsSlicePart *part = &g_array_index (slice->parts, PgsSlicePart, i);
  const guint64 first = part->start <= slice->start ? 0 : part->start >> slice->page_shift;
  const guint64 end = part->end >= slice->end ? G_MAXUINT64 : part->end >> slice->page_shift;

  return (PgsPagesPart) {
    .range = { first, end, slice->now_us },
    .runs = part->n_runs > 0 ? &g_array_index (slice->runs, PgsRun, part->first_run) : NULL,
    .n_runs = part->n_runs,
  };
}

static gint
compare_ranges (gconstpointer a,
                gconstpointer b)
{
  const PgsReadRange *range_a = a;
  const PgsReadRange *range_b = b;

  return (range_a->first > range_b->first) - (range_a->first < range_b->first);
}

static void
merge_slice (PgsPageStore          *self,
             const PgsPagesRequest *request,
             const PgsSlice        *slice,
             GArray                *skipped)
{
  const guint n_parts = slice->parts->len;
  g_autofree PgsPagesPart *parts = g_new (PgsPagesPart, n_parts);

  for (guint i = 0; i < n_parts; i++)
    parts[i] = convert_part (slice, i);
  g_array_sort (skipped, compare_ranges);
  set_pages (self, pgs_pages_update (self->pages, request->maps, parts, n_parts,
                                     (const PgsReadRange *) (gpointer) skipped->data, skipped->len));
}

/* Where reading costs by what is mapped, a few huge mappings must not keep the rest waiting. */
static void
read_small_first (PgsPageStore *self,
                  PgsMaps      *maps)
{
  const guint shift = pgs_features_get ()->page_shift;
  g_autoptr (GArray) small = g_array_new (FALSE, FALSE, sizeof (PgsReadRange));
  PgsReadRange range = { 0 };

  for (gsize i = 0; i < pgs_maps_get_length (maps); i++)
    {
      const PgsMapping *mapping = pgs_maps_get (maps, i);

      if (!pgs_pagemap_reader_is_large (mapping))
        continue;
      range.end = mapping->start >> shift;
      g_array_append_val (small, range);
      range.first = mapping->end >> shift;
    }
  range.end = G_MAXUINT64 >> shift;
  if (range.first > 0)
    {
      g_array_append_val (small, range);
      pgs_page_cursor_add_changes (self->cursor, small);
    }
}

static gboolean
read_slice (PgsPageStore          *self,
            const PgsPagesRequest *request,
            GError               **error)
{
  g_autoptr (GArray) runs = g_array_new (FALSE, FALSE, sizeof (PgsRun));
  g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof (PgsSlicePart));
  g_auto (PgsPagesReader) reader;
  PgsSlice slice = {
    .visible_start = request->visible_start,
    .visible_end = request->visible_end,
    .coverage = pgs_pages_get_coverage (self->pages),
    .page_shift = pgs_features_get ()->page_shift,
    .motion = request->motion,
    .now_us = g_get_monotonic_time (),
    .max_age_us = request->max_age_us,
    .max_cpu_us = request->max_cpu_us > 0 ? request->max_cpu_us : MAX_READING_US,
    .pause = &reader.walk.pause,
    .func = read_part,
    .user_data = &reader,
    .runs = runs,
    .parts = parts,
  };

  self->pagemap.maps = request->maps;
  self->pagemap.smaps = request->smaps;
  pgs_pages_get_extent (request->maps, &slice.start, &slice.end);
  pgs_pages_reader_init (&reader, request->pagemap_fd, request->maps, request->way, &self->pagemap,
                         add_to_array, runs);
  pgs_pause_follow (&reader.walk.pause, request->run_clock);
  if (!pgs_page_cursor_read (self->cursor, &slice, error))
    return FALSE;
  merge_slice (self, request, &slice, reader.skipped);
  return TRUE;
}

/**
 * pgs_page_store_restart:
 * @self: a store
 *
 * The next reading begins at the beginning.
 */
void
pgs_page_store_restart (PgsPageStore *self)
{
  pgs_page_cursor_reset (self->cursor);
  self->pagemap = (PgsPagemapReader) { 0 };
}

/**
 * pgs_page_store_read:
 * @self: a store
 * @request: how
 * @error: (out) (optional): why not
 *
 * Reads everything, or as much as there is time for and the rest with the next calls. What was
 * known in another way is forgotten.
 *
 * Returns: %FALSE if it cannot be read; what was read before is kept then
 */
gboolean
pgs_page_store_read (PgsPageStore          *self,
                     const PgsPagesRequest *request,
                     GError               **error)
{
  gboolean ok;

  if (self->pages != NULL && self->way != request->way)
    {
      g_clear_pointer (&self->pages, pgs_pages_unref);
      pgs_page_store_restart (self);
    }
  self->way = request->way;
  if (request->max_cpu_us == 0 && !(request->way & PGS_PAGES_BY_READING))
    ok = read_whole (self, request, error);
  else
    {
      ensure_pages (self, request);
      note_maps (self, request->maps);
      if ((request->way & PGS_PAGES_BY_READING) && !pgs_page_cursor_is_in_round (self->cursor))
        read_small_first (self, request->maps);
      ok = read_slice (self, request, error);
    }
  if (ok)
    self->at_us = g_get_monotonic_time ();
  return ok;
}

/**
 * pgs_page_store_add_sharing:
 * @self: a store of what was read by a scan
 * @smaps: (nullable): what was read at the same time
 * @pagemap_fd: pagemap; stays the caller's
 * @error: (out) (optional): why not
 *
 * Adds what %PGS_PAGES_SHARING would have told, as pgs_sharing_add().
 *
 * Returns: %FALSE if it cannot be read; nothing is added then
 */
gboolean
pgs_page_store_add_sharing (PgsPageStore    *self,
                            const PgsSmaps  *smaps,
                            int              pagemap_fd,
                            GError         **error)
{
  PgsPages *pages = pgs_sharing_add (self->pages, smaps, pagemap_fd, error);

  if (pages == NULL)
    return FALSE;
  set_pages (self, pages);
  self->way |= PGS_PAGES_SHARING;
  return TRUE;
}

/**
 * pgs_page_store_get:
 * @self: a store
 * @maps: (nullable): what is mapped now
 * @at_us: (out) (optional): monotonic time at which a part of them was read last
 *
 * Returns: (transfer none) (nullable): what was read, as far as it is still mapped
 */
PgsPages *
pgs_page_store_get (PgsPageStore *self,
                    PgsMaps      *maps,
                    gint64       *at_us)
{
  if (at_us != NULL)
    *at_us = self->at_us;
  if (self->pages == NULL || maps == NULL)
    return NULL;
  note_maps (self, maps);
  set_pages (self, pgs_pages_update (self->pages, maps, NULL, 0, NULL, 0));
  return self->pages;
}

/**
 * pgs_page_store_has:
 * @self: a store
 * @way: how to read
 *
 * Returns: whether what was read tells at least what reading in that way tells
 */
gboolean
pgs_page_store_has (PgsPageStore *self,
                    PgsPagesWay   way)
{
  if (self->pages == NULL || ((self->way ^ way) & PGS_PAGES_BY_READING))
    return FALSE;
  return (self->way & PGS_PAGES_SHARING) || !(way & PGS_PAGES_SHARING);
}

/**
 * pgs_page_store_is_due:
 * @self: a store
 * @request: how to read
 *
 * Returns: whether there is anything to read
 */
gboolean
pgs_page_store_is_due (PgsPageStore          *self,
                       const PgsPagesRequest *request)
{
  if (self->pages != NULL)
    note_maps (self, request->maps);
  return !pgs_page_store_has (self, request->way)
         || pgs_page_cursor_is_due (self->cursor, request->motion, g_get_monotonic_time (), request->max_age_us);
}

/**
 * pgs_page_store_get_rounds:
 * @self: a store
 *
 * Returns: how often everything was read, since it began anew
 */
guint64
pgs_page_store_get_rounds (PgsPageStore *self)
{
  return pgs_page_cursor_get_rounds (self->cursor);
}

/**
 * pgs_page_store_is_in_round:
 * @self: a store
 *
 * Returns: whether a part of the space was read that is less than all of it
 */
gboolean
pgs_page_store_is_in_round (PgsPageStore *self)
{
  return pgs_page_cursor_is_in_round (self->cursor);
}
