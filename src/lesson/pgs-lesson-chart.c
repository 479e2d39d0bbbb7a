/* pgs-lesson-chart.c: the memory of an experiment and its peer over time, with a mark a step
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Two processes are sampled at different times, and both were measured at every stop of the run. Every
 * sample of one of them makes a point, with what was last known of the other; at a stop both are of then.
 */
#include "config.h"

#include "pgs-lesson-chart.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "pgs-process-info.h"

#define MAX_POINTS 3000
#define SIZE_WEIGHT 4
#define FAULTS_WEIGHT 3
#define RATE_MIN_US 100000

/* What was known of one process; all 0 before it was there. */
typedef struct
{
  gint pid;
  gboolean is_new; /* seen at this point; else it is what was known before */
  guint64 virt, res, swap, pss;
  guint64 minor, major;
} State;

typedef struct
{
  gint64 time_us;
  gboolean is_stop;
  State states[2]; /* the experiment, its peer */
} Point;

typedef struct
{
  gsize step;
  gint64 time_us;
} Begin;

struct _PgsLessonChart
{
  PgsLessonRun *run;
  GArray *points; /* Point, in order of time */
  GArray *begins; /* Begin, in order */
  gsize n_stops;  /* of the run that are among the points */
};

/**
 * pgs_lesson_chart_new:
 * @run: a run
 *
 * Returns: (transfer full): a chart of it, without points
 */
PgsLessonChart *
pgs_lesson_chart_new (PgsLessonRun *run)
{
  PgsLessonChart *self = g_new0 (PgsLessonChart, 1);

  self->run = g_object_ref (run);
  self->points = g_array_new (FALSE, TRUE, sizeof (Point));
  self->begins = g_array_new (FALSE, TRUE, sizeof (Begin));
  return self;
}

/**
 * pgs_lesson_chart_free:
 * @self: (transfer full): a chart
 */
void
pgs_lesson_chart_free (PgsLessonChart *self)
{
  g_object_unref (self->run);
  g_array_unref (self->points);
  g_array_unref (self->begins);
  g_free (self);
}

static void
set_state (State             *state,
           const PgsSnapshot *snapshot)
{
  PgsTotals totals;

  if (snapshot == NULL)
    {
      *state = (State) { .is_new = TRUE };
      return;
    }
  pgs_snapshot_get_totals (snapshot, &totals);
  *state = (State) {
    .pid = snapshot->process->pid,
    .is_new = TRUE,
    .virt = snapshot->counters.virt,
    .res = snapshot->counters.res,
    .swap = snapshot->counters.swap,
    .pss = totals.pss,
    .minor = snapshot->counters.minor_faults,
    .major = snapshot->counters.major_faults,
  };
}

/* Every second point goes, but no stop. */
static void
thin_out (PgsLessonChart *self)
{
  guint kept = 0;

  for (guint i = 0; i < self->points->len; i++)
    {
      const Point *point = &g_array_index (self->points, Point, i);

      if (i % 2 == 0 || point->is_stop)
        g_array_index (self->points, Point, kept++) = *point;
    }
  g_array_set_size (self->points, kept);
}

/* A new point in its place; what was at that time is replaced. */
static void
insert (PgsLessonChart *self,
        const Point    *point)
{
  guint at = self->points->len;

  while (at > 0 && g_array_index (self->points, Point, at - 1).time_us > point->time_us)
    at--;
  if (at > 0 && g_array_index (self->points, Point, at - 1).time_us == point->time_us)
    g_array_index (self->points, Point, at - 1) = *point;
  else
    g_array_insert_val (self->points, at, *point);
  if (self->points->len > MAX_POINTS)
    thin_out (self);
}

/**
 * pgs_lesson_chart_add_sample:
 * @self: a chart
 * @is_peer: whether it is of the peer
 * @snapshot: what was seen between stops; older than the last point: it is left out
 */
void
pgs_lesson_chart_add_sample (PgsLessonChart    *self,
                             gboolean           is_peer,
                             const PgsSnapshot *snapshot)
{
  const Point *last = self->points->len > 0 ? &g_array_index (self->points, Point, self->points->len - 1) : NULL;
  Point point = { .time_us = snapshot->monotonic_us };

  if (last != NULL && point.time_us <= last->time_us)
    return;
  if (last != NULL)
    {
      point.states[0] = last->states[0];
      point.states[1] = last->states[1];
      point.states[0].is_new = point.states[1].is_new = FALSE;
    }
  set_state (&point.states[is_peer ? 1 : 0], snapshot);
  insert (self, &point);
}

/**
 * pgs_lesson_chart_begin_step:
 * @self: a chart
 * @time_us: when the step began before which the run stands, monotonic
 */
void
pgs_lesson_chart_begin_step (PgsLessonChart *self,
                             gint64          time_us)
{
  const Begin begin = { pgs_lesson_run_get_stop (self->run), time_us };

  if (self->begins->len == 0 || g_array_index (self->begins, Begin, self->begins->len - 1).step < begin.step)
    g_array_append_val (self->begins, begin);
}

/**
 * pgs_lesson_chart_add_stops:
 * @self: a chart
 *
 * Adds what the run measured at stops that were reached since this was called last.
 */
void
pgs_lesson_chart_add_stops (PgsLessonChart *self)
{
  const PgsLesson *lesson = pgs_lesson_run_get_lesson (self->run);

  for (; pgs_lesson_run_get_time (self->run, self->n_stops) != 0; self->n_stops++)
    {
      Point point = { .time_us = pgs_lesson_run_get_time (self->run, self->n_stops), .is_stop = TRUE };

      set_state (&point.states[0], pgs_lesson_run_get_snapshot (self->run, self->n_stops, NULL));
      if (lesson->peer != NULL)
        set_state (&point.states[1], pgs_lesson_run_get_snapshot (self->run, self->n_stops, lesson->peer));
      insert (self, &point);
    }
}

static double
known (guint64 bytes)
{
  return bytes == PGS_UNKNOWN ? NAN : bytes;
}

static const Point *
get_point (const PgsLessonChart *self,
           guint                 i)
{
  return &g_array_index (self->points, Point, i);
}

/* A lane of one size of both processes; one that is not there has none of it. */
static void
add_size (const PgsLessonChart *self,
          PgsChart             *chart,
          const char           *title,
          guint                 ink,
          gsize                 field,
          gboolean              summed)
{
  const PgsLesson *lesson = pgs_lesson_run_get_lesson (self->run);
  const gboolean stacked = summed && lesson->peer != NULL;
  double *values[2] = { NULL, NULL }, *sum;

  pgs_chart_add_lane (chart, title, PGS_CHART_SIZE, SIZE_WEIGHT);
  if (stacked)
    {
      values[0] = pgs_chart_add_series (chart, lesson->name, ink, PGS_CHART_STACK, PGS_CHART_PLAIN);
      values[1] = pgs_chart_add_series (chart, lesson->peer_name != NULL ? _(lesson->peer_name) : lesson->peer,
                                        PGS_KIND_CODE, PGS_CHART_STACK, PGS_CHART_PLAIN);
    }
  /* Translators: of both processes of an experiment */
  sum = pgs_chart_add_series (chart, stacked ? _("together") : title, stacked ? PGS_CHART_INK_FOREGROUND : ink,
                              stacked ? PGS_CHART_OUTLINE : PGS_CHART_LINE, PGS_CHART_HEADLINE);
  for (guint i = 0; i < self->points->len; i++)
    {
      const double own = known (G_STRUCT_MEMBER (guint64, &get_point (self, i)->states[0], field));
      const double peer = known (G_STRUCT_MEMBER (guint64, &get_point (self, i)->states[1], field));

      sum[i] = stacked ? own + peer : own;
      if (stacked)
        {
          values[0][i] = own;
          values[1][i] = peer;
        }
    }
}

/* How many faults of one process came between two points; a new one had its first ones before. */
static guint64
count_faults (const State *before,
              const State *now,
              gsize        field)
{
  const guint64 old_faults = G_STRUCT_MEMBER (guint64, before, field);
  const guint64 new_faults = G_STRUCT_MEMBER (guint64, now, field);

  if (before->pid == 0 || before->pid != now->pid || old_faults == PGS_UNKNOWN || new_faults == PGS_UNKNOWN
      || new_faults < old_faults)
    return 0;
  return new_faults - old_faults;
}

/* Whether a sample is too close behind another one to tell a rate: the one that a stop takes follows by chance
 * some µs or 100 ms behind the last one, and the same faults shall look the same. */
static gboolean
is_too_close (const Point *before,
              const Point *now,
              int          process)
{
  return before->states[process].pid == now->states[process].pid && now->time_us - before->time_us < RATE_MIN_US;
}

/* Adds the rate of one process. Its faults came some time between two of its own samples, whatever points
 * the other process has between them. */
static void
add_rates (const PgsLessonChart *self,
           int                   process,
           gsize                 field,
           double               *rates)
{
  guint from = 0;

  for (guint i = 1; i < self->points->len; i++)
    {
      const Point *before = get_point (self, from), *now = get_point (self, i);
      const gboolean is_last = i == self->points->len - 1;
      double rate;

      if (!is_last && (!now->states[process].is_new || is_too_close (before, now, process)))
        continue;
      rate = count_faults (&before->states[process], &now->states[process], field) * (double) G_USEC_PER_SEC
             / MAX (now->time_us - before->time_us, RATE_MIN_US);
      for (guint j = from + 1; j <= i; j++)
        rates[j] += rate;
      from = i;
    }
}

static void
fill_rates (const PgsLessonChart *self,
            gsize                 field,
            double               *rates)
{
  for (guint i = 0; i < self->points->len; i++)
    rates[i] = i == 0 ? NAN : 0;
  for (int process = 0; process < 2; process++)
    add_rates (self, process, field, rates);
}

static void
add_faults (const PgsLessonChart *self,
            PgsChart             *chart)
{
  double *minor, *major, *all;

  pgs_chart_add_lane (chart, _("Faults"), PGS_CHART_RATE, FAULTS_WEIGHT);
  minor = pgs_chart_add_series (chart, _("minor"), PGS_CHART_INK_FAULTS, PGS_CHART_STACK, PGS_CHART_PLAIN);
  major = pgs_chart_add_series (chart, _("major"), PGS_CHART_INK_SWAPPED, PGS_CHART_STACK,
                                PGS_CHART_HATCHED | PGS_CHART_NEVER_INVISIBLE);
  all = pgs_chart_add_series (chart, _("all"), PGS_CHART_INK_FAULTS, PGS_CHART_HIDDEN, PGS_CHART_HEADLINE);
  fill_rates (self, G_STRUCT_OFFSET (State, minor), minor);
  fill_rates (self, G_STRUCT_OFFSET (State, major), major);
  for (guint i = 0; i < self->points->len; i++)
    all[i] = minor[i] + major[i];
}

static gboolean
has_swap (const PgsLessonChart *self)
{
  for (guint i = 0; i < self->points->len; i++)
    for (int p = 0; p < 2; p++)
      if (get_point (self, i)->states[p].swap != PGS_UNKNOWN && get_point (self, i)->states[p].swap > 0)
        return TRUE;
  return FALSE;
}

/* When a step began; where nobody looked, when the stop before it was measured. 0: it did not begin. */
static gint64
get_begin (const PgsLessonChart *self,
           gsize                 step)
{
  for (guint i = 0; i < self->begins->len; i++)
    if (g_array_index (self->begins, Begin, i).step == step)
      return g_array_index (self->begins, Begin, i).time_us;
  return pgs_lesson_run_get_time (self->run, step + 1) != 0 ? pgs_lesson_run_get_time (self->run, step) : 0;
}

static void
add_marks (const PgsLessonChart *self,
           PgsChart             *chart)
{
  for (gsize i = 0; i < pgs_lesson_run_get_n_steps (self->run); i++)
    {
      g_autofree char *title = NULL, *name = NULL;
      const gint64 time_us = get_begin (self, i);

      if (time_us == 0)
        break;
      title = pgs_lesson_run_dup_title (self->run, i);
      name = g_strdup_printf ("%u %s", (guint) i + 1, title);
      pgs_chart_add_mark (chart, &(PgsMark) { .monotonic_us = time_us, .name = name, .kind = PGS_MARK_PERSON });
    }
}

/**
 * pgs_lesson_chart_make:
 * @self: a chart
 *
 * With a peer: RES and PSS of both on top of each other, else VIRT and RES; where anything was swapped out
 * that, too; page faults a second of all; a mark where each step began. O(points).
 *
 * Returns: (transfer full): the chart as it is now
 */
PgsChart *
pgs_lesson_chart_make (PgsLessonChart *self)
{
  const gboolean has_peer = pgs_lesson_run_get_lesson (self->run)->peer != NULL;
  g_autofree gint64 *times = g_new (gint64, self->points->len + 1);
  PgsChart *chart;

  for (guint i = 0; i < self->points->len; i++)
    times[i] = get_point (self, i)->time_us;
  chart = pgs_chart_new (times, self->points->len);
  if (!has_peer)
    add_size (self, chart, _("VIRT"), PGS_CHART_INK_VIRT, G_STRUCT_OFFSET (State, virt), FALSE);
  add_size (self, chart, _("RES"), PGS_KIND_HEAP, G_STRUCT_OFFSET (State, res), TRUE);
  if (has_peer)
    add_size (self, chart, _("PSS"), PGS_KIND_HEAP, G_STRUCT_OFFSET (State, pss), TRUE);
  if (has_swap (self))
    add_size (self, chart, _("swapped"), PGS_CHART_INK_SWAPPED, G_STRUCT_OFFSET (State, swap), TRUE);
  add_faults (self, chart);
  add_marks (self, chart);
  return chart;
}
