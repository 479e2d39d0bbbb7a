/* pgs-legend.c: what the colours of the map mean
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * The samples are made like the cells of the map, from facts about imaginary pages, so a legend
 * cannot say anything else than the map shows.
 */
#include "config.h"

#include "pgs-legend.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "pgs-chart-text.h"
#include "pgs-map-grid.h"

#define TEXT_SCALE 0.95
#define SAMPLE_SIZE 10.0
#define SAMPLE_SPACE 6.0 /* from a sample to its text */
#define ENTRY_SPACE 16.0
#define LINE_SPACE 3.0
#define SAMPLE_KIND PGS_KIND_HEAP

/* A sample is one page in these states. */
typedef struct
{
  const char *label;
  PgsPageState states;
  PgsCellMarks mark; /* it is there only where cells have this mark; 0: always */
  guint8 fresh : 1;
  guint8 came : 1;
  guint8 left : 1;
  guint8 went_to_swap : 1;
  guint8 copied : 1;
  gint64 age_s; /* -1: resident since before watching began */
} LegendEntry;

static const LegendEntry by_kind[] = {
  { .label = N_("reserved") },
  { .label = N_("file-backed"), .states = PGS_PAGE_PRESENT | PGS_PAGE_FILE },
  { .label = N_("private"), .states = PGS_PAGE_PRESENT },
  { .label = N_("just faulted"), .states = PGS_PAGE_PRESENT, .fresh = 1 },
  { .label = N_("swap"), .states = PGS_PAGE_SWAPPED },
  { .label = NULL },
};

static const LegendEntry by_state[] = {
  { .label = N_("not in RAM") },
  { .label = N_("file-backed"), .states = PGS_PAGE_PRESENT | PGS_PAGE_FILE },
  { .label = N_("private"), .states = PGS_PAGE_PRESENT },
  { .label = N_("zero page"), .states = PGS_PAGE_PRESENT | PGS_PAGE_ZERO },
  { .label = N_("guard"), .states = PGS_PAGE_GUARD },
  { .label = N_("swap"), .states = PGS_PAGE_SWAPPED },
  { .label = NULL },
};

static const LegendEntry by_sharing[] = {
  { .label = N_("not in RAM") },
  { .label = N_("mapped only here"), .states = PGS_PAGE_PRESENT | PGS_PAGE_EXCLUSIVE },
  { .label = N_("mapped elsewhere too"), .states = PGS_PAGE_PRESENT },
  { .label = NULL },
};

static const LegendEntry by_age[] = {
  { .label = N_("now"), .states = PGS_PAGE_PRESENT, .age_s = 0 },
  { .label = N_("20 s"), .states = PGS_PAGE_PRESENT, .age_s = 20 },
  { .label = N_("10 min"), .states = PGS_PAGE_PRESENT, .age_s = 600 },
  { .label = N_("before watching"), .states = PGS_PAGE_PRESENT, .age_s = -1 },
  { .label = NULL },
};

static const LegendEntry by_change[] = {
  { .label = N_("not in RAM") },
  { .label = N_("unchanged"), .states = PGS_PAGE_PRESENT },
  /* Translators: two moments are compared, A and B, and the map shows B. Pages that are in RAM only in B, or
   * only in A; that were swapped out since A; that copy-on-write made */
  { .label = N_("not in A"), .states = PGS_PAGE_PRESENT, .came = 1 },
  { .label = N_("only in A"), .left = 1 },
  { .label = N_("swapped out since A"), .states = PGS_PAGE_SWAPPED, .went_to_swap = 1 },
  { .label = N_("copied on write"), .states = PGS_PAGE_PRESENT, .copied = 1 },
  { .label = NULL },
};

/* Marks mean the same whatever colour tells; after the colours, where cells have them. */
static const LegendEntry of_marks[] = {
  { .label = N_("huge page"), .mark = PGS_CELL_HUGE, .states = PGS_PAGE_PRESENT | PGS_PAGE_HUGE },
  { .label = N_("zero page"), .mark = PGS_CELL_ZERO, .states = PGS_PAGE_PRESENT | PGS_PAGE_ZERO },
  { .label = N_("guard"), .mark = PGS_CELL_GUARD, .states = PGS_PAGE_GUARD },
  /* Translators: memory that may not be swapped out (mlock) */
  { .label = N_("locked"), .mark = PGS_CELL_LOCKED, .states = PGS_PAGE_PRESENT },
  { .label = N_("not read yet"), .mark = PGS_CELL_UNREAD },
  /* Translators: not all pages of a cell were read yet, so that it may hold more than is shown */
  { .label = N_("sampled"), .mark = PGS_CELL_SAMPLED, .states = PGS_PAGE_PRESENT },
  { .label = N_("could not be read"), .mark = PGS_CELL_UNKNOWN },
  { .label = N_("changed with this step"), .mark = PGS_CELL_CHANGED, .states = PGS_PAGE_PRESENT },
  { .label = NULL },
};

static const LegendEntry *
get_entries (PgsColorBy color_by)
{
  switch (color_by)
    {
    case PGS_COLOR_BY_KIND:
      return by_kind;
    case PGS_COLOR_BY_STATE:
      return by_state;
    case PGS_COLOR_BY_SHARING:
      return by_sharing;
    case PGS_COLOR_BY_AGE:
      return by_age;
    case PGS_COLOR_BY_CHANGE:
      return by_change;
    }
  g_assert_not_reached ();
}

static gboolean
has_label (const LegendEntry *entries,
           const char        *label)
{
  for (const LegendEntry *entry = entries; entry->label != NULL; entry++)
    if (g_str_equal (entry->label, label))
      return TRUE;
  return FALSE;
}

/* Of `LegendEntry *`: what the colours mean, then the marks that cells have and no colour explains. */
static GPtrArray *
list_entries (PgsColorBy   color_by,
              PgsCellMarks marks)
{
  const LegendEntry *colors = get_entries (color_by);
  GPtrArray *entries = g_ptr_array_new ();

  for (const LegendEntry *entry = colors; entry->label != NULL; entry++)
    g_ptr_array_add (entries, (gpointer) entry);
  for (const LegendEntry *entry = of_marks; entry->label != NULL; entry++)
    if (entry->mark & marks && !has_label (colors, entry->label))
      g_ptr_array_add (entries, (gpointer) entry);
  return entries;
}

static void
make_sample (const LegendEntry *entry,
             PgsColorBy         color_by,
             const PgsTheme    *theme,
             PgsMapCell        *cell)
{
  const gint64 now_us = 3600 * G_TIME_SPAN_SECOND;
  PgsCellFacts facts = { .n_pages = 1,
                         .n_read = entry->mark & PGS_CELL_UNREAD ? 0 : 1,
                         .fresh = entry->fresh ? 1 : 0,
                         .came = entry->came,
                         .left = entry->left,
                         .went_to_swap = entry->went_to_swap,
                         .copied = entry->copied,
                         .since_us = entry->age_s < 0 ? 0 : now_us - entry->age_s * G_TIME_SPAN_SECOND };

  facts.counts.present = entry->states & PGS_PAGE_PRESENT ? 1 : 0;
  facts.counts.file = entry->states & PGS_PAGE_FILE ? 1 : 0;
  facts.counts.exclusive = entry->states & PGS_PAGE_EXCLUSIVE ? 1 : 0;
  facts.counts.zero = entry->states & PGS_PAGE_ZERO ? 1 : 0;
  facts.counts.guard = entry->states & PGS_PAGE_GUARD ? 1 : 0;
  facts.counts.swapped = entry->states & PGS_PAGE_SWAPPED ? 1 : 0;
  pgs_map_cell_set (cell, &facts, color_by, now_us, theme, SAMPLE_KIND);
  if (entry->mark & PGS_CELL_UNKNOWN)
    pgs_map_cell_set_unknown (cell, theme);
  cell->marks |= entry->mark & (PGS_CELL_SAMPLED | PGS_CELL_LOCKED);
}

typedef void (*EntryFunc) (const LegendEntry *entry,
                           double             x,
                           double             y,
                           double             text_width,
                           gpointer           data);

/* Calls @func for each entry where it is, in lines no wider than @width. */
static double
for_each_entry (const GPtrArray *entries,
                const PgsTheme  *theme,
                PangoContext    *context,
                double           width,
                double          *height,
                EntryFunc        func,
                gpointer         data)
{
  const PgsTheme text = pgs_theme_scale_text (theme, TEXT_SCALE);
  const double line = MAX (pgs_chart_text_line_height (context, &text, PGS_CHART_TEXT_SMALL), SAMPLE_SIZE) + LINE_SPACE;
  double x = 0, y = 0, right = 0;

  for (guint i = 0; i < entries->len; i++)
    {
      const LegendEntry *entry = entries->pdata[i];
      const double text_width = pgs_chart_text_width (context, &text, PGS_CHART_TEXT_SMALL, _(entry->label));
      const double entry_width = SAMPLE_SIZE + SAMPLE_SPACE + text_width;

      if (x > 0 && x + entry_width > width)
        {
          x = 0;
          y += line;
        }
      if (func != NULL)
        func (entry, x, y, text_width, data);
      right = MAX (right, x + entry_width);
      x += entry_width + ENTRY_SPACE;
    }
  *height = y + line - LINE_SPACE;
  return right;
}

/**
 * pgs_legend_measure:
 * @color_by: what colour tells
 * @marks: which marks cells have, see pgs_map_model_get_marks()
 * @theme: its looks
 * @context: its fonts
 * @width: the most it may take, px
 * @height: (out): what it takes then
 *
 * Returns: the width it takes, px
 */
double
pgs_legend_measure (PgsColorBy      color_by,
                    PgsCellMarks    marks,
                    const PgsTheme *theme,
                    PangoContext   *context,
                    double          width,
                    double         *height)
{
  g_autoptr (GPtrArray) entries = list_entries (color_by, marks);

  return for_each_entry (entries, theme, context, width, height, NULL, NULL);
}

typedef struct
{
  PgsColorBy color_by;
  const PgsTheme *theme;
  PangoContext *context;
  double width; /* of the whole legend, to count from its right end */
  cairo_t *cr;
} Drawing;

static void
draw_entry (const LegendEntry *entry,
            double             x,
            double             y,
            double             text_width,
            gpointer           data)
{
  const Drawing *drawing = data;
  const PgsTheme text = pgs_theme_scale_text (drawing->theme, TEXT_SCALE);
  const double height = MAX (pgs_chart_text_line_height (drawing->context, &text, PGS_CHART_TEXT_SMALL), SAMPLE_SIZE);
  const gboolean rtl = drawing->theme->rtl;
  const double sample_x = rtl ? drawing->width - x - SAMPLE_SIZE : x;
  const double text_x = rtl ? sample_x - SAMPLE_SPACE - text_width : x + SAMPLE_SIZE + SAMPLE_SPACE;
  const cairo_rectangle_t rect = { text_x, y, text_width + 1, height };
  PgsMapCell cell;
  const PgsMapGrid grid = { .cells = &cell,
                            .columns = 1,
                            .n_rows = 1,
                            .pitch = SAMPLE_SIZE,
                            .gap = entry->mark & PGS_CELL_LOCKED ? 2 : 0,
                            .background = drawing->theme->background };

  make_sample (entry, drawing->color_by, drawing->theme, &cell);
  cairo_save (drawing->cr);
  cairo_translate (drawing->cr, round (sample_x), round (y + (height - SAMPLE_SIZE) / 2));
  pgs_map_grid_draw (&grid, drawing->cr);
  if (entry->mark & PGS_CELL_CHANGED)
    {
      const double bar = round (SAMPLE_SIZE * PGS_CELL_BAR_SHARE);

      pgs_color_set_source (pgs_theme_get_changed (drawing->theme), drawing->cr);
      cairo_rectangle (drawing->cr, 0, SAMPLE_SIZE - bar, SAMPLE_SIZE, bar);
      cairo_fill (drawing->cr);
    }
  cairo_restore (drawing->cr);
  pgs_chart_text_draw (drawing->context, &text, PGS_CHART_TEXT_SMALL, _(entry->label), drawing->theme->dim, &rect,
                       drawing->cr);
}

/**
 * pgs_legend_draw:
 * @color_by: what colour tells
 * @marks: which marks cells have
 * @theme: its looks
 * @context: its fonts
 * @width: the most it may take, px
 * @cr: where to draw, its top left corner at the origin
 */
void
pgs_legend_draw (PgsColorBy      color_by,
                 PgsCellMarks    marks,
                 const PgsTheme *theme,
                 PangoContext   *context,
                 double          width,
                 cairo_t        *cr)
{
  g_autoptr (GPtrArray) entries = list_entries (color_by, marks);
  double height;
  Drawing drawing = { color_by, theme, context, 0, cr };

  drawing.width = for_each_entry (entries, theme, context, width, &height, NULL, NULL);
  for_each_entry (entries, theme, context, width, &height, draw_entry, &drawing);
}

/**
 * pgs_legend_describe:
 * @color_by: what colour tells
 * @marks: which marks cells have
 *
 * Returns: (transfer full): the meanings of the colours in words, from pale to marked
 */
char *
pgs_legend_describe (PgsColorBy   color_by,
                     PgsCellMarks marks)
{
  g_autoptr (GPtrArray) entries = list_entries (color_by, marks);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < entries->len; i++)
    g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "",
                            _(((const LegendEntry *) entries->pdata[i])->label));
  return g_string_free (g_steal_pointer (&text), FALSE);
}
