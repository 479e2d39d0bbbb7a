/* pgs-scene-layout.c: where everything in the picture of a scene is
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * All blocks of a scene have cells of one size and one number of pages, and rows of one length, so that
 * the same page of two processes is at the same place of both. A cell stands for as few pages as fit,
 * then cells are as large as fit.
 */
#include "config.h"

#include "pgs-scene-layout.h"

#include <math.h>

#include "pgs-chart-text.h"
#include "pgs-map.h"

#define MIN_PITCH 6
#define MAX_PITCH 24
#define MAX_SHIFT 52
#define WIDEST_SHIFT 9 /* "512 pages (2.0 MiB)" */
#define PANE_SPACE 14.0    /* below a pane */
#define BLOCK_SPACE 8.0    /* below a block */
#define TEXT_SPACE 3.0     /* between text and what belongs to it */
#define COLUMN_STEP 8      /* rows of a round number of cells, so that huge pages are straight */
#define LEAST_BODY 90.0    /* px of cells, however little room there is */

static void
free_frame (gpointer data)
{
  PgsSceneFrame *frame = data;

  g_array_unref (frame->blocks);
  g_clear_pointer (&frame->map, pgs_map_layout_free);
  g_free (frame);
}

static guint
count_lines (const PgsSceneLayout *self,
             const PgsTheme       *theme,
             PangoContext         *context,
             PgsChartTextStyle     style,
             const char           *first,
             const char           *second)
{
  return pgs_chart_text_width (context, theme, style, first) + PGS_SCENE_TEXT_SPACE
                 + pgs_chart_text_width (context, theme, PGS_CHART_TEXT_SMALL, second) > self->width ? 2 : 1;
}

static void
add_blocks (PgsSceneLayout     *self,
            PgsSceneFrame      *frame,
            const PgsScene     *scene,
            const PgsScenePane *pane,
            const PgsTheme     *theme,
            PangoContext       *context)
{
  const guint64 page_size = pane->snapshot->page_size;

  for (guint i = 0; i < pane->pointers->len; i++)
    {
      const PgsScenePointer *pointer = &g_array_index (pane->pointers, PgsScenePointer, i);
      g_autofree char *counts = pgs_scene_pane_dup_counts (scene, pane, pointer);
      const PgsSceneBlock block = {
        .pointer = i,
        .n_lines = count_lines (self, theme, context, PGS_CHART_TEXT_SMALL | PGS_CHART_TEXT_BOLD, pointer->name, counts),
        .first_page = pointer->start / page_size,
        .end_page = pointer->end / page_size + (pointer->end % page_size != 0),
      };

      g_array_append_val (frame->blocks, block);
    }
}

/* As wide as any scale of cells can make it, since that is not chosen yet. */
static guint
count_subtitle_lines (const PgsSceneLayout *self,
                      const PgsScenePane   *pane,
                      const PgsTheme       *theme,
                      PangoContext         *context)
{
  g_autofree char *sizes = pgs_scene_pane_dup_sizes (pane);
  g_autofree char *scale = pgs_scene_pane_dup_scale (pane, WIDEST_SHIFT);

  return count_lines (self, theme, context, PGS_CHART_TEXT_SMALL, sizes, scale);
}

static void
add_frames (PgsSceneLayout *self,
            const PgsScene *scene,
            const PgsTheme *theme,
            PangoContext   *context)
{
  const gboolean pointed = pgs_scene_is_pointed (scene);

  for (guint i = 0; i < scene->panes->len; i++)
    {
      const PgsScenePane *pane = scene->panes->pdata[i];
      PgsSceneFrame *frame = g_new0 (PgsSceneFrame, 1);

      frame->blocks = g_array_new (FALSE, FALSE, sizeof (PgsSceneBlock));
      frame->n_lines = 1;
      if (pointed && pane->snapshot != NULL)
        {
          frame->n_lines = count_subtitle_lines (self, pane, theme, context);
          add_blocks (self, frame, scene, pane, theme, context);
        }
      g_ptr_array_add (self->frames, frame);
    }
}

/* How high all that is no cell is. */
static double
measure_text (const PgsSceneLayout *self,
              const PgsScene       *scene)
{
  double height = 0;

  for (guint i = 0; i < scene->panes->len; i++)
    if (pgs_scene_shows (scene, scene->panes->pdata[i]))
      {
        const PgsSceneFrame *frame = self->frames->pdata[i];

        height += self->title_height + frame->n_lines * self->line_height + TEXT_SPACE + (i > 0 ? PANE_SPACE : 0);
        for (guint b = 0; b < frame->blocks->len; b++)
          height += g_array_index (frame->blocks, PgsSceneBlock, b).n_lines * self->line_height + TEXT_SPACE + BLOCK_SPACE;
      }
  return height;
}

static guint64
count_rows (const PgsSceneLayout *self,
            guint                 shift,
            guint                 columns)
{
  guint64 n_rows = 0;

  for (guint i = 0; i < self->frames->len; i++)
    {
      const PgsSceneFrame *frame = self->frames->pdata[i];

      for (guint b = 0; b < frame->blocks->len; b++)
        {
          const PgsSceneBlock *block = &g_array_index (frame->blocks, PgsSceneBlock, b);
          const guint64 n_cells = ((block->end_page - block->first_page - 1) >> shift) + 1;

          n_rows += (n_cells - 1) / columns + 1;
        }
    }
  return n_rows;
}

static guint
count_columns (const PgsSceneLayout *self,
               guint                 pitch)
{
  const guint columns = MAX ((guint) (self->width / pitch), 1);

  return columns > 2 * COLUMN_STEP ? columns - columns % COLUMN_STEP : columns;
}

/* The fewest pages a cell with which everything fits, then the largest cells. */
static void
fit_cells (PgsSceneLayout *self,
           double          height)
{
  for (guint shift = 0; shift <= MAX_SHIFT; shift++)
    for (guint pitch = MAX_PITCH; pitch >= MIN_PITCH; pitch--)
      {
        const guint columns = count_columns (self, pitch);
        const guint64 n_rows = count_rows (self, shift, columns);

        self->cell_shift = shift;
        self->columns = columns;
        self->pitch = pitch;
        self->gap = pitch > 10 ? 2 : 1;
        if (n_rows * (double) pitch <= height || n_rows <= self->frames->len)
          return;
      }
}

static double
place_blocks (PgsSceneLayout *self,
              PgsSceneFrame  *frame,
              double          y)
{
  for (guint i = 0; i < frame->blocks->len; i++)
    {
      PgsSceneBlock *block = &g_array_index (frame->blocks, PgsSceneBlock, i);

      block->n_cells = ((block->end_page - block->first_page - 1) >> self->cell_shift) + 1;
      block->n_rows = (block->n_cells - 1) / self->columns + 1;
      block->y = y;
      block->grid_y = y + block->n_lines * self->line_height + TEXT_SPACE;
      y = ceil (block->grid_y + block->n_rows * self->pitch + BLOCK_SPACE);
    }
  return y;
}

/* Zooms out until it fits, if it can. */
static double
place_map (PgsSceneLayout     *self,
           PgsSceneFrame      *frame,
           const PgsScene     *scene,
           const PgsScenePane *pane,
           const PgsTheme     *theme,
           PangoContext       *context,
           double              height)
{
  PgsMapGeometry geometry;

  if (pane->snapshot->maps == NULL || pgs_maps_get_length (pane->snapshot->maps) == 0)
    return 0;
  pgs_map_geometry_init (&geometry, context, theme, self->width, pane->snapshot->page_size);
  geometry.low_on_top = scene->low_on_top;
  frame->map = pgs_map_layout_new (pane->snapshot->maps, &geometry);
  while (pgs_map_layout_get_height (frame->map) > height
         && pgs_map_layout_get_geometry (frame->map)->zoom > pgs_map_layout_get_min_zoom (frame->map))
    {
      geometry.zoom = pgs_map_layout_get_geometry (frame->map)->zoom - 1;
      pgs_map_layout_free (frame->map);
      frame->map = pgs_map_layout_new (pane->snapshot->maps, &geometry);
    }
  return pgs_map_layout_get_height (frame->map);
}

static guint
count_maps (const PgsScene *scene)
{
  guint n = 0;

  for (guint i = 0; i < scene->panes->len; i++)
    n += ((PgsScenePane *) scene->panes->pdata[i])->snapshot != NULL;
  return n;
}

static void
place (PgsSceneLayout *self,
       const PgsScene *scene,
       const PgsTheme *theme,
       PangoContext   *context,
       double          body_height)
{
  const gboolean pointed = pgs_scene_is_pointed (scene);
  const double map_height = MAX (body_height / MAX (count_maps (scene), 1), LEAST_BODY);
  double y = 0;

  for (guint i = 0; i < scene->panes->len; i++)
    {
      const PgsScenePane *pane = scene->panes->pdata[i];
      PgsSceneFrame *frame = self->frames->pdata[i];

      if (!pgs_scene_shows (scene, pane))
        continue;
      frame->y = y;
      frame->body_y = y + self->title_height + frame->n_lines * self->line_height + TEXT_SPACE;
      y = frame->body_y;
      if (pointed)
        y = place_blocks (self, frame, y);
      else if (pane->snapshot != NULL)
        y += place_map (self, frame, scene, pane, theme, context, map_height);
      frame->height = y - frame->y;
      y += PANE_SPACE;
    }
  self->height = MAX (ceil (y - PANE_SPACE), 1);
}

/**
 * pgs_scene_layout_new:
 * @scene: what to draw
 * @theme: its looks
 * @context: its fonts
 * @width: px
 * @height: px that there are; it may take more
 *
 * Returns: (transfer full): where everything goes
 */
PgsSceneLayout *
pgs_scene_layout_new (const PgsScene *scene,
                      const PgsTheme *theme,
                      PangoContext   *context,
                      double          width,
                      double          height)
{
  PgsSceneLayout *self = g_new0 (PgsSceneLayout, 1);
  double body_height;

  self->width = MAX (width, 1);
  self->title_height = pgs_chart_text_line_height (context, theme, PGS_CHART_TEXT_BOLD);
  self->line_height = pgs_chart_text_line_height (context, theme, PGS_CHART_TEXT_SMALL);
  self->frames = g_ptr_array_new_with_free_func (free_frame);
  add_frames (self, scene, theme, context);
  body_height = MAX (height - measure_text (self, scene), LEAST_BODY);
  fit_cells (self, body_height);
  place (self, scene, theme, context, body_height);
  return self;
}

/**
 * pgs_scene_layout_free:
 * @self: (transfer full): a layout
 */
void
pgs_scene_layout_free (PgsSceneLayout *self)
{
  g_ptr_array_unref (self->frames);
  g_free (self);
}
