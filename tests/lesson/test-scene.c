/* test-scene.c: the pictures of a run show what the kernel did
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-lesson-chart.h"
#include "pgs-lesson-run.h"
#include "pgs-lesson-scene.h"
#include "pgs-lesson-sheet.h"
#include "pgs-process-info.h"

#include <string.h>

static const PgsScenePane *
get_pane (const PgsScene *scene,
          guint           i)
{
  g_assert_cmpuint (i, <, scene->panes->len);
  return scene->panes->pdata[i];
}

static void
count_first (const PgsScenePane *pane,
             PgsSceneCounts     *counts)
{
  g_assert_nonnull (pane->snapshot);
  g_assert_cmpuint (pane->pointers->len, >, 0);
  pgs_scene_pane_count (pane, &g_array_index (pane->pointers, PgsScenePointer, 0), counts);
}

/* Whether the steps that are done end with that one. */
static gboolean
has_just_done (PgsLessonRun *run,
               const char   *id)
{
  const gsize stop = pgs_lesson_run_get_stop (run);

  return stop > 0 && strcmp (pgs_lesson_run_get_step (run, stop - 1)->id, id) == 0;
}

/* The same addresses in both processes; shared after the fork, each its own after the child's write. */
static void
check_stop (PgsLessonRun *run)
{
  const gsize stop = pgs_lesson_run_get_stop (run);
  const gboolean forked = has_just_done (run, "fork"), written = has_just_done (run, "write");
  g_autoptr (PgsScene) scene = pgs_lesson_scene_new (run, stop);
  g_autofree char *text = pgs_scene_describe (scene);
  PgsSceneCounts parent, child;

  g_assert_cmpuint (scene->panes->len, >, 0);
  g_assert_nonnull (strstr (text, "copy-on-write"));
  if (!forked && !written)
    return;
  g_assert_cmpuint (scene->panes->len, ==, 2);
  count_first (get_pane (scene, 0), &parent);
  count_first (get_pane (scene, 1), &child);
  g_assert_cmpuint (g_array_index (get_pane (scene, 0)->pointers, PgsScenePointer, 0).start, ==,
                    g_array_index (get_pane (scene, 1)->pointers, PgsScenePointer, 0).start);
  g_assert_cmpuint (parent.n_pages, ==, child.n_pages);
  g_assert_cmpuint (parent.counts.present, ==, parent.n_pages);
  g_assert_cmpuint (child.counts.present, ==, child.n_pages);
  g_assert_cmpuint (parent.counts.exclusive, ==, written ? parent.n_pages : 0);
  g_assert_cmpuint (child.counts.exclusive, ==, written ? child.n_pages : 0);
  if (written)
    g_assert_cmpuint (child.changed, ==, child.n_pages);
}

static void
check_chart (PgsLessonRun *run)
{
  g_autoptr (PgsLessonChart) points = pgs_lesson_chart_new (run);
  g_autoptr (PgsChart) chart = NULL;
  const PgsChartSeries *sum;
  gsize n_points, n_marks;

  pgs_lesson_chart_add_stops (points);
  chart = pgs_lesson_chart_make (points);
  pgs_chart_get_times (chart, &n_points);
  pgs_chart_get_marks (chart, &n_marks);
  g_assert_cmpuint (n_points, ==, pgs_lesson_run_get_n_steps (run) + 1);
  g_assert_cmpuint (n_marks, ==, pgs_lesson_run_get_n_steps (run));
  sum = pgs_chart_lane_get_headline (pgs_chart_get_lane (chart, 0));
  for (gsize i = 0; i < n_points; i++)
    {
      PgsSnapshot *own = pgs_lesson_run_get_snapshot (run, i, NULL);
      PgsSnapshot *peer = pgs_lesson_run_get_snapshot (run, i, pgs_lesson_run_get_lesson (run)->peer);

      g_assert_cmpfloat (sum->values[i], ==, (double) own->counters.res + (peer != NULL ? peer->counters.res : 0));
    }
}

/* Samples of the two processes in turn, some µs apart, and one just before a stop: the faults that the chart shows are
 * those that there were, and none look like thousands of times as many. */
static void
test_rates (void)
{
  static const struct { gint64 time_us; gboolean is_peer; guint64 faults; } samples[] = {
    { 1000000, FALSE, 100 },  { 1000010, TRUE, 50 },   { 1100000, FALSE, 100 },  { 1100010, TRUE, 13000 },
    { 1199000, FALSE, 100 },  { 1200000, FALSE, 5100 }, { 1200010, TRUE, 26000 }, { 1300000, FALSE, 5200 },
    { 1300010, TRUE, 26000 },
  };
  g_autoptr (PgsLessonRun) run = pgs_lesson_run_new (pgs_lesson_find ("copy-on-write"));
  g_autoptr (PgsLessonChart) points = pgs_lesson_chart_new (run);
  g_autoptr (PgsChart) chart = NULL;
  const PgsChartLane *lane;
  const PgsChartSeries *minor;
  const gint64 *times;
  gsize n_points;
  double sum = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      g_autoptr (PgsSnapshot) snapshot = pgs_snapshot_new ();

      snapshot->monotonic_us = samples[i].time_us;
      snapshot->process = pgs_process_info_new ();
      snapshot->process->pid = samples[i].is_peer ? 12 : 11;
      snapshot->counters.minor_faults = samples[i].faults;
      pgs_lesson_chart_add_sample (points, samples[i].is_peer, snapshot);
    }
  chart = pgs_lesson_chart_make (points);
  times = pgs_chart_get_times (chart, &n_points);
  g_assert_cmpuint (n_points, ==, G_N_ELEMENTS (samples));
  lane = pgs_chart_get_lane (chart, pgs_chart_get_n_lanes (chart) - 1);
  minor = &g_array_index (lane->series, PgsChartSeries, 0);
  for (gsize i = 1; i < n_points; i++)
    {
      sum += minor->values[i] * (times[i] - times[i - 1]) / 1e6;
      g_assert_cmpfloat (minor->values[i], <=, (5000 + 13000) / 0.0999);
    }
  g_assert_cmpfloat_with_epsilon (sum, 5100 + 25950, 1);
}

static void
test_copy_on_write (void)
{
  g_autoptr (PgsLessonRun) run = pgs_lesson_run_new (pgs_lesson_find ("copy-on-write"));
  g_autoptr (PgsScene) nothing = pgs_lesson_scene_new (run, 0);
  g_autoptr (PgsSheet) sheet = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  guint n_looked = 0, n_pages;

  g_assert_cmpuint (nothing->panes->len, ==, 0);
  pgs_lesson_run_start (run, &error);
  g_assert_no_error (error);
  for (;;)
    {
      check_stop (run);
      n_looked += has_just_done (run, "fork") || has_just_done (run, "write");
      if (pgs_lesson_run_get_state (run) != PGS_LESSON_RUN_WAITING)
        break;
      pgs_lesson_run_step (run, &error);
      g_assert_no_error (error);
    }
  g_assert_cmpuint (n_looked, ==, 2);
  check_chart (run);
  sheet = pgs_lesson_sheet_new (run);
  bytes = pgs_sheet_encode (sheet, &n_pages, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_pages, >, 1);
}

/* What a step is about is what it changed, whether its program tells the range before the step or after it. */
static void
check_repeated (const char *name,
                const char *id)
{
  g_autoptr (PgsLessonRun) run = pgs_lesson_run_new (pgs_lesson_find (name));
  g_autoptr (GError) error = NULL;
  guint n_checked = 0;

  pgs_lesson_run_start (run, &error);
  g_assert_no_error (error);
  while (pgs_lesson_run_get_stop (run) < pgs_lesson_run_get_n_steps (run))
    {
      g_autoptr (PgsScene) scene = NULL;
      PgsSceneCounts counts;

      pgs_lesson_run_step (run, &error);
      g_assert_no_error (error);
      if (!has_just_done (run, id))
        continue;
      scene = pgs_lesson_scene_new (run, pgs_lesson_run_get_stop (run));
      count_first (get_pane (scene, 0), &counts);
      g_assert_cmpuint (counts.n_pages, >, 0);
      g_assert_cmpuint (counts.counts.present, ==, counts.n_pages);
      g_assert_cmpuint (counts.changed, ==, counts.n_pages);
      n_checked++;
    }
  g_assert_cmpuint (n_checked, >, 1);
}

static void
test_repeated (void)
{
  check_repeated ("demand-paging", "write-more");
  check_repeated ("touch", "touch");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lesson/scene/copy-on-write", test_copy_on_write);
  g_test_add_func ("/lesson/scene/rates", test_rates);
  g_test_add_func ("/lesson/scene/repeated", test_repeated);
  return g_test_run ();
}
