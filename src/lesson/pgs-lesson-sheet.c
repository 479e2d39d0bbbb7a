/* pgs-lesson-sheet.c: what was predicted and measured in a run, as pages for paper
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-lesson-sheet.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <sys/utsname.h>

#include "pgs-chart-layout.h"
#include "pgs-format.h"
#include "pgs-legend.h"
#include "pgs-lesson-chart.h"
#include "pgs-lesson-scene.h"
#include "pgs-lesson-words.h"
#include "pgs-scene-layout.h"

#define SCENE_HEIGHT 300.0 /* px, of the pictures */
#define CHART_HEIGHT 260.0
#define LEGEND_SPACE 6.0

static double
measure_legend (const PgsScene *scene,
                const PgsTheme *theme,
                PangoContext   *context,
                double          width)
{
  double height;

  pgs_legend_measure (scene->color_by, pgs_scene_get_marks (scene), theme, context, width, &height);
  return height;
}

static double
measure_scene (gpointer        data,
               const PgsTheme *theme,
               PangoContext   *context,
               double          width)
{
  g_autoptr (PgsSceneLayout) layout = pgs_scene_layout_new (data, theme, context, width, SCENE_HEIGHT);

  return layout->height + LEGEND_SPACE + measure_legend (data, theme, context, width);
}

static void
draw_scene (gpointer        data,
            const PgsTheme *theme,
            PangoContext   *context,
            double          width,
            cairo_t        *cr)
{
  const PgsScene *scene = data;
  g_autoptr (PgsSceneLayout) layout = pgs_scene_layout_new (scene, theme, context, width, SCENE_HEIGHT);

  pgs_scene_draw (scene, layout, theme, context, cr);
  cairo_translate (cr, 0, layout->height + LEGEND_SPACE);
  pgs_legend_draw (scene->color_by, pgs_scene_get_marks (scene), theme, context, width, cr);
}

static double
measure_chart (gpointer        data,
               const PgsTheme *theme,
               PangoContext   *context,
               double          width)
{
  return CHART_HEIGHT;
}

static void
draw_chart (gpointer        data,
            const PgsTheme *theme,
            PangoContext   *context,
            double          width,
            cairo_t        *cr)
{
  g_autoptr (PgsChartLayout) layout = pgs_chart_layout_new (data, theme, width, CHART_HEIGHT, 0);
  gsize n_points;

  pgs_chart_get_times (data, &n_points);
  pgs_chart_draw_plots (data, layout, theme, cr);
  if (n_points > 0)
    pgs_chart_draw_labels (data, layout, theme, n_points - 1, cr);
}

static void
free_scene (gpointer data)
{
  pgs_scene_free (data);
}

static void
free_chart (gpointer data)
{
  pgs_chart_free (data);
}

/* Where and when it was run: what its numbers depend on. */
static char *
dup_machine (PgsLessonRun *run)
{
  const PgsSystem *system = pgs_lesson_run_get_system (run, 0);
  PgsSnapshot *snapshot = pgs_lesson_run_get_snapshot (run, 0, NULL);
  g_autoptr (GDateTime) when = NULL;
  g_autofree char *time = NULL, *page = NULL, *ram = NULL;
  struct utsname name;

  if (snapshot == NULL || system == NULL || uname (&name) != 0)
    return g_strdup ("");
  when = g_date_time_new_from_unix_local (snapshot->taken_at_us / G_USEC_PER_SEC);
  time = when != NULL ? g_date_time_format (when, "%Y-%m-%d %H:%M") : g_strdup ("–");
  page = pgs_format_size (snapshot->page_size);
  ram = pgs_format_size (system->total);
  /* Translators: when and on what machine an experiment was made: a time, the system and its version, the size of a
   * page, and of RAM */
  return g_strdup_printf (_("%s · %s %s · pages of %s · %s RAM"), time, name.sysname, name.release, page, ram);
}

static const char *
get_verdict (const PgsLessonResult *result)
{
  switch (result->verdict)
    {
    case PGS_VERDICT_NONE:
      return "";
    case PGS_VERDICT_OK:
      return C_("verdict", "ok");
    case PGS_VERDICT_DIFFERS:
      return C_("verdict", "differs");
    case PGS_VERDICT_UNKNOWN:
      return C_("verdict", "unknown");
    }
  g_return_val_if_reached ("");
}

static char *
dup_prediction (const PgsLessonResult *result)
{
  if (result->predicted < 0 || (guint) result->predicted >= result->n_choices)
    return g_strdup ("");
  if (result->right < 0)
    return g_strdup (result->choice_texts[result->predicted]);
  return g_strdup_printf ("%s %s", result->choice_texts[result->predicted],
                          result->predicted == result->right ? "✓" : "✗");
}

static void
add_results (PgsSheet              *sheet,
             const PgsLessonResult *results,
             gsize                  n_results)
{
  static const double shares[] = { 0.36, 0.19, 0.18, 0.17, 0.1 };
  const char *const titles[] = { "", _("predicted"), _("measured"), _("must be"), "" };

  if (n_results == 0)
    return;
  pgs_sheet_begin_table (sheet, shares, titles, G_N_ELEMENTS (titles));
  for (gsize i = 0; i < n_results; i++)
    {
      g_autofree char *prediction = dup_prediction (&results[i]);
      const char *const cells[] = { _(results[i].check->what), prediction,
                                    results[i].measured_text != NULL ? results[i].measured_text : "–",
                                    results[i].expected_text != NULL ? results[i].expected_text : "–",
                                    get_verdict (&results[i]) };

      pgs_sheet_add_row (sheet, cells);
    }
  for (gsize i = 0; i < n_results; i++)
    if (results[i].reason != NULL && results[i].verdict != PGS_VERDICT_OK)
      {
        g_autofree char *note = g_strdup_printf ("%s: %s", _(results[i].check->what), results[i].reason);

        pgs_sheet_add_note (sheet, note);
      }
}

/* A step that is done again and again has a picture when it is done for the last time. */
static gboolean
wants_picture (PgsLessonRun *run,
               gsize         step)
{
  return step + 1 >= pgs_lesson_run_get_stop (run)
         || pgs_lesson_run_get_step (run, step + 1) != pgs_lesson_run_get_step (run, step);
}

static void
add_step (PgsSheet     *sheet,
          PgsLessonRun *run,
          gsize         step)
{
  static const PgsSheetPicture how = { measure_scene, draw_scene, free_scene };
  const PgsLessonStep *definition = pgs_lesson_run_get_step (run, step);
  g_autofree char *title = pgs_lesson_run_dup_title (run, step);
  g_autofree char *heading = g_strdup_printf ("%u. %s", (guint) step + 1, title);
  g_autoptr (PgsScene) scene = NULL;
  const PgsLessonResult *results;
  gsize n_results;

  pgs_sheet_add_heading (sheet, heading);
  if (definition->result != NULL)
    {
      g_autofree char *marked = pgs_lesson_run_expand (run, step + 1, _(definition->result));
      g_autofree char *plain = pgs_lesson_dup_plain (marked);

      pgs_sheet_add_paragraph (sheet, plain);
    }
  results = pgs_lesson_run_get_results (run, step, &n_results);
  add_results (sheet, results, n_results);
  scene = pgs_lesson_scene_new (run, step + 1);
  if (wants_picture (run, step) && scene->panes->len > 0)
    pgs_sheet_add_picture (sheet, &how, g_steal_pointer (&scene));
}

static void
add_chart (PgsSheet     *sheet,
           PgsLessonRun *run)
{
  static const PgsSheetPicture how = { measure_chart, draw_chart, free_chart };
  g_autoptr (PgsLessonChart) chart = pgs_lesson_chart_new (run);

  pgs_lesson_chart_add_stops (chart);
  pgs_sheet_add_heading (sheet, _("Memory over time"));
  pgs_sheet_add_picture (sheet, &how, pgs_lesson_chart_make (chart));
}

/* How many predictions were right, and how many checks. */
static void
add_summary (PgsSheet     *sheet,
             PgsLessonRun *run)
{
  guint n_predicted = 0, n_right = 0, n_checks = 0, n_ok = 0;
  g_autofree char *text = NULL;

  for (gsize step = 0; step < pgs_lesson_run_get_stop (run); step++)
    {
      gsize n;
      const PgsLessonResult *results = pgs_lesson_run_get_results (run, step, &n);

      for (gsize i = 0; i < n; i++)
        {
          n_checks++;
          n_ok += results[i].verdict == PGS_VERDICT_OK;
          n_predicted += results[i].predicted >= 0 && results[i].right >= 0;
          n_right += results[i].predicted >= 0 && results[i].predicted == results[i].right;
        }
    }
  /* Translators: numbers of predictions that came true, and of all; of measurements that are as the text says, and of
   * all */
  text = g_strdup_printf (_("Predictions that came true: %u of %u. Measurements as they must be: %u of %u."), n_right,
                          n_predicted, n_ok, n_checks);
  pgs_sheet_add_paragraph (sheet, text);
}

/**
 * pgs_lesson_sheet_new:
 * @run: a run, done or under way
 *
 * Its text, and for every step that is done what was predicted, measured and seen.
 *
 * Returns: (transfer full): a sheet
 */
PgsSheet *
pgs_lesson_sheet_new (PgsLessonRun *run)
{
  const PgsLesson *lesson = pgs_lesson_run_get_lesson (run);
  PgsSheet *sheet = pgs_sheet_new (_(lesson->title));
  g_autofree char *machine = dup_machine (run);
  g_autofree char *marked = pgs_lesson_run_expand (run, pgs_lesson_run_get_stop (run), _(lesson->text));
  g_autofree char *text = pgs_lesson_dup_plain (marked);

  pgs_sheet_add_note (sheet, machine);
  pgs_sheet_add_paragraph (sheet, text);
  add_summary (sheet, run);
  for (gsize i = 0; i < pgs_lesson_run_get_stop (run); i++)
    add_step (sheet, run, i);
  if (pgs_lesson_run_get_stop (run) > 0)
    add_chart (sheet, run);
  return sheet;
}
