/* pgs-scene-draw.c: the picture of a scene
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-scene-layout.h"

#include <math.h>
#include <string.h>

#include "pgs-chart-text.h"
#include "pgs-format.h"
#include "pgs-map-grid.h"
#include "pgs-map.h"
#include "pgs-rounded.h"

#define PILL_PADDING 6.0
#define PILL_SPACE 3.0
#define OUTLINE_WIDTH 2.0

typedef struct
{
  const PgsScene *scene;
  const PgsSceneLayout *layout;
  const PgsTheme *theme;
  PangoContext *context;
  cairo_t *cr;
} Drawing;

static void
draw_line (const Drawing     *self,
           PgsChartTextStyle  style,
           const char        *text,
           PgsColor           color,
           double             x,
           double             y,
           double             width)
{
  const PgsChartTextStyle end = self->theme->rtl ? PGS_CHART_TEXT_END : 0;
  const cairo_rectangle_t rect = { self->theme->rtl ? self->layout->width - x - width : x, y, width,
                                   style & PGS_CHART_TEXT_BOLD && !(style & PGS_CHART_TEXT_SMALL)
                                     ? self->layout->title_height : self->layout->line_height };

  pgs_chart_text_draw (self->context, self->theme, style | end, text, color, &rect, self->cr);
}

/* Sizes of the process and what a cell is, beside or below each other; else why there is nothing. */
static void
draw_heading (const Drawing       *self,
              const PgsScenePane  *pane,
              const PgsSceneFrame *frame)
{
  const PgsSceneLayout *l = self->layout;
  const double y = frame->y + l->title_height;
  g_autofree char *sizes = NULL, *scale = NULL, *text = NULL;

  draw_line (self, PGS_CHART_TEXT_BOLD, pane->title, self->theme->foreground, 0, frame->y, l->width);
  if (pane->snapshot == NULL || pane->note != NULL)
    {
      draw_line (self, PGS_CHART_TEXT_SMALL, pane->note != NULL ? pane->note : "–", self->theme->dim, 0, y, l->width);
      return;
    }
  sizes = pgs_scene_pane_dup_sizes (pane);
  scale = frame->blocks->len > 0 ? pgs_scene_pane_dup_scale (pane, l->cell_shift) : NULL;
  text = scale != NULL && frame->n_lines == 1 ? g_strdup_printf ("%s · %s", sizes, scale) : g_strdup (sizes);
  draw_line (self, PGS_CHART_TEXT_SMALL, text, self->theme->dim, 0, y, l->width);
  if (scale != NULL && frame->n_lines > 1)
    draw_line (self, PGS_CHART_TEXT_SMALL, scale, self->theme->dim, 0, y + l->line_height, l->width);
}

/* The name, and beside or below it the numbers, and the address where there is room. */
static void
draw_caption (const Drawing       *self,
              const PgsScenePane  *pane,
              const PgsSceneBlock *block)
{
  const PgsScenePointer *pointer = &g_array_index (pane->pointers, PgsScenePointer, block->pointer);
  const PgsChartTextStyle bold = PGS_CHART_TEXT_BOLD | PGS_CHART_TEXT_SMALL;
  const double line = self->layout->line_height;
  g_autofree char *counts = pgs_scene_pane_dup_counts (self->scene, pane, pointer);
  g_autofree char *address = pgs_format_address (pointer->start);
  g_autofree char *both = g_strdup_printf ("%s · %s", counts, address);
  const double name = ceil (pgs_chart_text_width (self->context, self->theme, bold, pointer->name));
  const double x = block->n_lines > 1 ? 0 : name + PGS_SCENE_TEXT_SPACE;
  const double width = self->layout->width - x;
  const char *text = pgs_chart_text_width (self->context, self->theme, PGS_CHART_TEXT_SMALL, both) <= width ? both
                                                                                                            : counts;

  draw_line (self, bold, pointer->name, self->theme->accent, 0, block->y, MIN (name + 1, self->layout->width));
  draw_line (self, PGS_CHART_TEXT_SMALL, text, self->theme->dim, x, block->y + (block->n_lines - 1) * line, width);
}

/* Cells that no mapping reaches into are not drawn. */
static void
clear_unmapped (const PgsScenePane  *pane,
                const PgsSceneBlock *block,
                guint                shift,
                PgsMapCell          *cells)
{
  const PgsMaps *maps = pane->snapshot->maps;
  const guint64 page_size = pane->snapshot->page_size;
  gsize mapping = maps != NULL ? pgs_maps_lower_bound (maps, block->first_page * page_size) : 0;

  for (guint64 i = 0; i < block->n_cells; i++)
    {
      const guint64 first = block->first_page + (i << shift);
      const guint64 end = MIN (first + (G_GUINT64_CONSTANT (1) << shift), block->end_page);

      while (maps != NULL && mapping < pgs_maps_get_length (maps) && pgs_maps_get (maps, mapping)->end / page_size <= first)
        mapping++;
      if (maps == NULL || mapping >= pgs_maps_get_length (maps)
          || pgs_maps_get (maps, mapping)->start / page_size >= end)
        memset (&cells[i], 0, sizeof cells[i]);
    }
}

/* Bars at the foot of cells `[first, end)`, row by row; one that reaches on in the row is one bar. */
static void
add_bars (const Drawing *self,
          double         y,
          guint64        first,
          guint64        end)
{
  const PgsSceneLayout *l = self->layout;
  const double cell = l->pitch - l->gap;
  const double bar = MAX (round (cell * PGS_CELL_BAR_SHARE), 1);

  while (first < end)
    {
      const guint64 row = first / l->columns;
      const guint64 stop = MIN (end, (row + 1) * l->columns);

      cairo_rectangle (self->cr, (first % l->columns) * l->pitch, y + row * l->pitch + cell - bar,
                       (stop - first) * l->pitch - l->gap, bar);
      first = stop;
    }
}

static void
draw_changes (const Drawing       *self,
              const PgsScenePane  *pane,
              const PgsSceneBlock *block)
{
  const guint shift = self->layout->cell_shift;
  guint64 first, n_pages, drawn = 0;
  gsize run;

  if (pane->diff == NULL)
    return;
  run = pgs_diff_find_run (pane->diff, block->first_page);
  while (pgs_scene_pane_next_change (pane, &run, block->end_page, &first, &n_pages))
    {
      const guint64 end = MIN (first + n_pages, block->end_page);
      const guint64 from = (MAX (first, block->first_page) - block->first_page) >> shift;

      if (end <= block->first_page)
        continue;
      add_bars (self, block->grid_y, MAX (from, drawn), ((end - 1 - block->first_page) >> shift) + 1);
      drawn = ((end - 1 - block->first_page) >> shift) + 1;
    }
  pgs_color_set_source (pgs_theme_get_changed (self->theme), self->cr);
  cairo_fill (self->cr);
}

/* A line around all of it, so that what is not mapped is seen to be missing. */
static void
draw_frame (const Drawing       *self,
            const PgsSceneBlock *block)
{
  const PgsSceneLayout *l = self->layout;
  const double right = MIN (block->n_cells, l->columns) * l->pitch - l->gap + 0.5;
  const double last = ((block->n_cells - 1) % l->columns + 1) * l->pitch - l->gap + 0.5;
  const double bottom = block->grid_y + block->n_rows * l->pitch - l->gap + 0.5;
  const double step = block->n_rows > 1 && last < right ? bottom - l->pitch : bottom;

  cairo_move_to (self->cr, -0.5, block->grid_y - 0.5);
  cairo_line_to (self->cr, right, block->grid_y - 0.5);
  cairo_line_to (self->cr, right, step);
  cairo_line_to (self->cr, last, step);
  cairo_line_to (self->cr, last, bottom);
  cairo_line_to (self->cr, -0.5, bottom);
  cairo_close_path (self->cr);
  pgs_color_set_source (self->theme->high_contrast ? self->theme->foreground : self->theme->accent, self->cr);
  cairo_set_line_width (self->cr, 1);
  cairo_stroke (self->cr);
}

static void
draw_block (const Drawing       *self,
            const PgsScenePane  *pane,
            const PgsSceneBlock *block)
{
  const PgsSceneLayout *l = self->layout;
  g_autofree PgsMapCell *cells = g_new0 (PgsMapCell, block->n_rows * l->columns);
  const PgsMapGrid grid = { .cells = cells,
                            .columns = l->columns,
                            .n_rows = block->n_rows,
                            .pitch = l->pitch,
                            .gap = l->gap,
                            .background = self->theme->background };
  PgsMapModel model;

  pgs_scene_pane_get_model (self->scene, pane, &model);
  pgs_map_cells_fill_pages (&model, self->theme, block->first_page, block->end_page, l->cell_shift, cells,
                            block->n_cells);
  clear_unmapped (pane, block, l->cell_shift, cells);
  draw_caption (self, pane, block);
  cairo_save (self->cr);
  cairo_translate (self->cr, 1, 0);
  cairo_save (self->cr);
  cairo_translate (self->cr, 0, block->grid_y);
  pgs_map_grid_draw (&grid, self->cr);
  cairo_restore (self->cr);
  draw_changes (self, pane, block);
  draw_frame (self, block);
  cairo_restore (self->cr);
}

/* Where the name of a pointer fits: right of its first cell, moved on below those that are there. */
static void
place_pill (const Drawing           *self,
            const cairo_rectangle_t *cell,
            GArray                  *pills,
            cairo_rectangle_t       *pill)
{
  pill->x = CLAMP (cell->x + cell->width + PILL_SPACE, 0, MAX (self->layout->width - pill->width, 0));
  pill->y = cell->y + cell->height / 2 - pill->height / 2;
  for (guint i = 0; i < pills->len; i++)
    {
      const cairo_rectangle_t *other = &g_array_index (pills, cairo_rectangle_t, i);

      if (pill->x < other->x + other->width && other->x < pill->x + pill->width
          && pill->y < other->y + other->height && other->y < pill->y + pill->height)
        pill->y = other->y + other->height + 1;
    }
  g_array_append_val (pills, *pill);
}

static void
draw_pill (const Drawing           *self,
           const cairo_rectangle_t *pill,
           const char              *name)
{
  const cairo_rectangle_t text = { pill->x + PILL_PADDING, pill->y, pill->width - 2 * PILL_PADDING, pill->height };
  cairo_t *cr = self->cr;

  pgs_rounded_trace (pill, MIN (pill->height / 2, 5), cr);
  pgs_color_set_source (self->theme->background, cr);
  cairo_fill_preserve (cr);
  pgs_color_set_source (self->theme->accent, cr);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
  pgs_chart_text_draw (self->context, self->theme, PGS_CHART_TEXT_SMALL | PGS_CHART_TEXT_CENTER, name,
                       self->theme->foreground, &text, cr);
}

static void
outline_pointer (const Drawing         *self,
                 const PgsMapLayout    *map,
                 const PgsScenePointer *pointer)
{
  for (gsize i = 0; i < pgs_map_layout_get_n_bands (map); i++)
    {
      const PgsMapBand *band = pgs_map_layout_get_band (map, i);

      if (pointer->start >= band->end || pointer->end <= band->start)
        continue;
      cairo_save (self->cr);
      cairo_translate (self->cr, 0, band->y);
      pgs_map_draw_outline (map, i, pointer->start, pointer->end, 0, band->height, self->theme->accent, OUTLINE_WIDTH,
                            self->cr);
      cairo_restore (self->cr);
    }
}

/* The lowest address of it that is in the map. */
static gboolean
find_cell (const PgsMapLayout    *map,
           const PgsScenePointer *pointer,
           cairo_rectangle_t     *cell)
{
  const PgsMaps *maps = pgs_map_layout_get_maps (map);
  const gsize i = pgs_maps_lower_bound (maps, pointer->start);

  return i < pgs_maps_get_length (maps) && pgs_maps_get (maps, i)->start < pointer->end
         && pgs_map_layout_address_rect (map, MAX (pgs_maps_get (maps, i)->start, pointer->start), cell);
}

/* Bars of one run of changed pages in a band of a map. */
static void
add_map_bars (const Drawing      *self,
              const PgsMapLayout *map,
              gsize               index,
              guint64             first_page,
              guint64             end_page)
{
  const PgsMapBand *b = pgs_map_layout_get_band (map, index);
  const PgsMapGeometry *g = pgs_map_layout_get_geometry (map);
  const guint columns = pgs_map_layout_get_columns (map);
  const double pitch = pgs_map_layout_get_pitch (map), gap = pgs_map_layout_get_cell_gap (map);
  const double bar = MAX (round ((pitch - gap) * PGS_CELL_BAR_SHARE), 1);
  const guint64 origin = b->start >> g->page_shift;
  guint64 first = (MAX (first_page, origin) - origin) >> b->cell_shift;
  const guint64 end = ((MIN (end_page, b->end >> g->page_shift) - 1 - origin) >> b->cell_shift) + 1;

  while (first < end)
    {
      const guint64 row = first / columns;
      const guint64 stop = MIN (end, (row + 1) * columns);
      const double y = b->y + (g->low_on_top ? row : b->n_rows - 1 - row) * pitch;

      cairo_rectangle (self->cr, pgs_map_layout_get_grid_x (map) + (first % columns) * pitch, y + pitch - gap - bar,
                       (stop - first) * pitch - gap, bar);
      first = stop;
    }
}

static void
draw_map_changes (const Drawing      *self,
                  const PgsMapLayout *map,
                  const PgsScenePane *pane)
{
  const guint page_shift = pgs_map_layout_get_geometry (map)->page_shift;

  for (gsize i = 0; pane->diff != NULL && i < pgs_map_layout_get_n_bands (map); i++)
    {
      const PgsMapBand *b = pgs_map_layout_get_band (map, i);
      gsize run = pgs_diff_find_run (pane->diff, b->start >> page_shift);
      guint64 first, n_pages;

      while (pgs_scene_pane_next_change (pane, &run, b->end >> page_shift, &first, &n_pages))
        if (first + n_pages > b->start >> page_shift)
          add_map_bars (self, map, i, first, first + n_pages);
    }
  pgs_color_set_source (pgs_theme_get_changed (self->theme), self->cr);
  cairo_fill (self->cr);
}

static void
draw_map (const Drawing       *self,
          const PgsScenePane  *pane,
          const PgsMapLayout  *map)
{
  g_autoptr (GArray) pills = g_array_new (FALSE, FALSE, sizeof (cairo_rectangle_t));
  PgsMapModel model;

  pgs_scene_pane_get_model (self->scene, pane, &model);
  pgs_map_draw (&model, map, self->theme, self->context, 0, pgs_map_layout_get_height (map), self->cr);
  draw_map_changes (self, map, pane);
  for (guint i = 0; i < pane->pointers->len; i++)
    outline_pointer (self, map, &g_array_index (pane->pointers, PgsScenePointer, i));
  for (guint i = 0; i < pane->pointers->len; i++)
    {
      const PgsScenePointer *pointer = &g_array_index (pane->pointers, PgsScenePointer, i);
      cairo_rectangle_t cell, pill = { .height = self->layout->line_height + 2 };

      if (!find_cell (map, pointer, &cell))
        continue;
      pill.width = MIN (ceil (pgs_chart_text_width (self->context, self->theme, PGS_CHART_TEXT_SMALL, pointer->name))
                          + 2 * PILL_PADDING + 2, self->layout->width);
      place_pill (self, &cell, pills, &pill);
      draw_pill (self, &pill, pointer->name);
    }
}

/**
 * pgs_scene_draw:
 * @scene: what to draw
 * @layout: where
 * @theme: its looks
 * @context: its fonts
 * @cr: where to draw, without a background; into SVG and PDF shapes
 */
void
pgs_scene_draw (const PgsScene       *scene,
                const PgsSceneLayout *layout,
                const PgsTheme       *theme,
                PangoContext         *context,
                cairo_t              *cr)
{
  const Drawing self = { scene, layout, theme, context, cr };

  for (guint i = 0; i < scene->panes->len; i++)
    {
      const PgsScenePane *pane = scene->panes->pdata[i];
      const PgsSceneFrame *frame = layout->frames->pdata[i];

      if (!pgs_scene_shows (scene, pane))
        continue;
      draw_heading (&self, pane, frame);
      for (guint b = 0; b < frame->blocks->len; b++)
        draw_block (&self, pane, &g_array_index (frame->blocks, PgsSceneBlock, b));
      if (frame->map != NULL)
        {
          cairo_save (cr);
          cairo_translate (cr, 0, frame->body_y);
          draw_map (&self, pane, frame->map);
          cairo_restore (cr);
        }
    }
}
