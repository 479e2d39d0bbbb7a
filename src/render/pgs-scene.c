/* pgs-scene.c: one or more processes beside each other, with what is to be looked at in them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-scene.h"

#include "pgs-read-iter.h"

#define CHANGED (PGS_PAGE_CAME | PGS_PAGE_LEFT | PGS_PAGE_WENT_TO_SWAP | PGS_PAGE_COPIED)

static void
clear_pointer (gpointer pointer)
{
  g_free (((PgsScenePointer *) pointer)->name);
}

static void
free_pane (gpointer data)
{
  PgsScenePane *pane = data;

  g_free (pane->title);
  g_free (pane->note);
  g_clear_pointer (&pane->snapshot, pgs_snapshot_unref);
  g_clear_pointer (&pane->diff, pgs_diff_unref);
  g_array_unref (pane->pointers);
  g_free (pane);
}

/**
 * pgs_scene_new:
 * @pointed: whether only what is pointed at is to be drawn
 * @color_by: what colour tells
 *
 * Returns: (transfer full): a scene without panes
 */
PgsScene *
pgs_scene_new (gboolean   pointed,
               PgsColorBy color_by)
{
  PgsScene *self = g_new0 (PgsScene, 1);

  self->pointed = pointed;
  self->color_by = color_by;
  self->panes = g_ptr_array_new_with_free_func (free_pane);
  return self;
}

/**
 * pgs_scene_free:
 * @self: (transfer full): a scene
 */
void
pgs_scene_free (PgsScene *self)
{
  g_ptr_array_unref (self->panes);
  g_free (self);
}

/**
 * pgs_scene_add_pane:
 * @self: a scene
 * @title: which process
 * @snapshot: (nullable): of it; %NULL: there is none, the caller adds a note
 * @before: (nullable): the same process before the step; %NULL: what changed is not known
 *
 * Returns: (transfer none): the new pane, below the others
 */
PgsScenePane *
pgs_scene_add_pane (PgsScene    *self,
                    const char  *title,
                    PgsSnapshot *snapshot,
                    PgsSnapshot *before)
{
  PgsScenePane *pane = g_new0 (PgsScenePane, 1);

  pane->title = g_strdup (title);
  pane->snapshot = snapshot != NULL ? pgs_snapshot_ref (snapshot) : NULL;
  if (snapshot != NULL && before != NULL && snapshot->maps != NULL && before->maps != NULL)
    pane->diff = pgs_diff_new (before, snapshot);
  pane->pointers = g_array_new (FALSE, FALSE, sizeof (PgsScenePointer));
  g_array_set_clear_func (pane->pointers, clear_pointer);
  g_ptr_array_add (self->panes, pane);
  return pane;
}

/**
 * pgs_scene_pane_point:
 * @self: a pane
 * @start: first address
 * @end: first address behind it
 * @name: what that is
 *
 * Points at a range, once however often it is asked for. An empty range is none.
 */
void
pgs_scene_pane_point (PgsScenePane *self,
                      guint64       start,
                      guint64       end,
                      const char   *name)
{
  const PgsScenePointer pointer = { start, end, g_strdup (name) };

  for (guint i = 0; i < self->pointers->len; i++)
    {
      const PgsScenePointer *other = &g_array_index (self->pointers, PgsScenePointer, i);

      if (other->start == start && other->end == end)
        {
          g_free (pointer.name);
          return;
        }
    }
  if (start < end)
    g_array_append_val (self->pointers, pointer);
  else
    g_free (pointer.name);
}

/**
 * pgs_scene_is_pointed:
 * @self: a scene
 *
 * Returns: whether only what is pointed at is drawn: that was asked for, and something is
 */
gboolean
pgs_scene_is_pointed (const PgsScene *self)
{
  for (guint i = 0; self->pointed && i < self->panes->len; i++)
    {
      const PgsScenePane *pane = self->panes->pdata[i];

      if (pane->snapshot != NULL && pane->pointers->len > 0)
        return TRUE;
    }
  return FALSE;
}

/**
 * pgs_scene_shows:
 * @self: a scene
 * @pane: one of its panes
 *
 * Returns: whether it is drawn: where only what is pointed at is, a process in which nothing is may be left out
 */
gboolean
pgs_scene_shows (const PgsScene     *self,
                 const PgsScenePane *pane)
{
  return pane->snapshot == NULL || pane->pointers->len > 0 || !pgs_scene_is_pointed (self);
}

/**
 * pgs_scene_pane_get_model:
 * @self: a scene
 * @pane: one of its panes, with a snapshot
 * @model: (out caller-allocates): what to draw of it, borrowed from the pane
 */
void
pgs_scene_pane_get_model (const PgsScene     *self,
                          const PgsScenePane *pane,
                          PgsMapModel        *model)
{
  *model = (PgsMapModel) {
    .snapshot = pane->snapshot,
    .diff = pane->diff,
    .now_us = pane->snapshot->monotonic_us,
    .past = TRUE,
    .calm = TRUE,
    .color_by = self->color_by,
  };
}

/**
 * pgs_scene_get_marks:
 * @self: a scene
 *
 * Returns: #PgsCellMarks: those that need explanation in any of its panes
 */
PgsCellMarks
pgs_scene_get_marks (const PgsScene *self)
{
  PgsCellMarks marks = 0;

  for (guint i = 0; i < self->panes->len; i++)
    {
      const PgsScenePane *pane = self->panes->pdata[i];
      guint64 first, n_pages;
      gsize run = 0;
      PgsMapModel model;

      if (pane->snapshot == NULL || pane->snapshot->maps == NULL)
        continue;
      pgs_scene_pane_get_model (self, pane, &model);
      marks |= pgs_map_model_get_marks (&model);
      if (pgs_scene_pane_next_change (pane, &run, G_MAXUINT64, &first, &n_pages))
        marks |= PGS_CELL_CHANGED;
    }
  return marks;
}

/**
 * pgs_scene_pane_next_change:
 * @self: a pane
 * @run: (inout): where to look on: at first 0, or what pgs_diff_find_run() gave
 * @end_page: first page that is of no interest any more
 * @first: (out): first page that changed
 * @n_pages: (out): how many did
 *
 * Goes through what changed, in order of addresses.
 *
 * Returns: %FALSE at the end
 */
gboolean
pgs_scene_pane_next_change (const PgsScenePane *self,
                            gsize              *run,
                            guint64             end_page,
                            guint64            *first,
                            guint64            *n_pages)
{
  const PgsDiffRun *runs;
  gsize n_runs;

  if (self->diff == NULL || !pgs_diff_has_pages (self->diff))
    return FALSE;
  runs = pgs_diff_get_runs (self->diff, &n_runs);
  for (; *run < n_runs && runs[*run].b < end_page; (*run)++)
    if (runs[*run].b != PGS_DIFF_NO_PAGE && (runs[*run].change & CHANGED) != 0)
      {
        *first = runs[*run].b;
        *n_pages = runs[*run].count;
        (*run)++;
        return TRUE;
      }
  return FALSE;
}

static guint64
count_changed (const PgsScenePane *self,
               guint64             first_page,
               guint64             end_page)
{
  guint64 first, n_pages, sum = 0;
  gsize run;

  if (self->diff == NULL || !pgs_diff_has_pages (self->diff))
    return PGS_UNKNOWN;
  run = pgs_diff_find_run (self->diff, first_page);
  while (pgs_scene_pane_next_change (self, &run, end_page, &first, &n_pages))
    if (MAX (first, first_page) < MIN (first + n_pages, end_page))
      sum += MIN (first + n_pages, end_page) - MAX (first, first_page);
  return sum;
}

/* How many pages of the range belong to mappings, and how many of these were read. */
static void
count_read (const PgsSnapshot *snapshot,
            guint64            first_page,
            guint64            end_page,
            guint64           *n_mapped,
            guint64           *n_read)
{
  const guint64 page_size = snapshot->page_size;
  PgsReadIter iter;
  PgsReadRange range;

  *n_mapped = 0;
  *n_read = 0;
  for (gsize i = pgs_maps_lower_bound (snapshot->maps, first_page * page_size);
       i < pgs_maps_get_length (snapshot->maps); i++)
    {
      const PgsMapping *mapping = pgs_maps_get (snapshot->maps, i);
      const guint64 start = MAX (mapping->start / page_size, first_page);
      const guint64 end = MIN (mapping->end / page_size, end_page);

      if (start >= end)
        break;
      *n_mapped += end - start;
    }
  pgs_read_iter_init (&iter, snapshot->pages, first_page, end_page);
  while (pgs_read_iter_next (&iter, &range))
    *n_read += MIN (range.end, end_page) - MAX (range.first, first_page);
}

/**
 * pgs_scene_pane_count:
 * @self: a pane with a snapshot
 * @pointer: what is counted
 * @counts: (out caller-allocates): what was measured of it
 */
void
pgs_scene_pane_count (const PgsScenePane    *self,
                      const PgsScenePointer *pointer,
                      PgsSceneCounts        *counts)
{
  const guint64 page_size = self->snapshot->page_size;
  const guint64 first = pointer->start / page_size;
  const guint64 end = pointer->end / page_size + (pointer->end % page_size != 0);
  guint64 n_mapped, n_read;

  *counts = (PgsSceneCounts) { .n_pages = end - first, .changed = PGS_UNKNOWN };
  if (self->snapshot->maps == NULL || self->snapshot->pages == NULL)
    return;
  count_read (self->snapshot, first, end, &n_mapped, &n_read);
  pgs_pages_count (self->snapshot->pages, first, end - first, &counts->counts);
  counts->known = n_read >= n_mapped;
  counts->changed = count_changed (self, first, end);
}
