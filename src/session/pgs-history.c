/* pgs-history.c: what was seen of one process while it was watched
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-history.h"

#include <string.h>

#include "pgs-events.h"
#include "pgs-moment-store.h"

#define ROOM 1024 /* points: what some ten minutes take, written to at once, so that memory does not grow with each */
#define THIN_EVERY_US (30 * G_USEC_PER_SEC) /* so that charts are not made anew all the time */

struct _PgsHistory
{
  GObject parent_instance;

  PgsMomentStore *moments;
  GArray *points; /* of PgsPoint */
  gsize n_spreads; /* points that have one: counted when they are thinned, as nothing else gives them one */
  GArray *marks;  /* of PgsMark */
  gint64 thinned_us;
  PgsEvents events;
  PgsSnapshot *marked; /* (nullable): what the last person's mark is at */
  guint n_numbered;    /* marks that have no name but their number */
  PgsExit exit_info;
};

static void pgs_history_moments_init (PgsMomentsInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PgsHistory, pgs_history, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PGS_TYPE_MOMENTS, pgs_history_moments_init))

static const PgsPoint *
pgs_history_get_points (PgsMoments *moments,
                        gsize      *n_points)
{
  PgsHistory *self = PGS_HISTORY (moments);

  *n_points = self->points->len;
  return (const PgsPoint *) self->points->data;
}

static const PgsMark *
pgs_history_get_marks (PgsMoments *moments,
                       gsize      *n_marks)
{
  PgsHistory *self = PGS_HISTORY (moments);

  *n_marks = self->marks->len;
  return (const PgsMark *) self->marks->data;
}

static gsize
pgs_history_get_length (PgsMoments *moments)
{
  return pgs_moment_store_get_length (PGS_HISTORY (moments)->moments);
}

static gint64
pgs_history_get_time (PgsMoments *moments,
                      gsize       index)
{
  return pgs_moment_store_get_time (PGS_HISTORY (moments)->moments, index);
}

static PgsSnapshot *
pgs_history_get_snapshot (PgsMoments  *moments,
                          gsize        index,
                          GError     **error)
{
  return pgs_moment_store_get_snapshot (PGS_HISTORY (moments)->moments, index, error);
}

static gboolean
pgs_history_prepare (PgsMoments *moments,
                     gsize       index)
{
  return pgs_moment_store_prepare (PGS_HISTORY (moments)->moments, index, (PgsMomentStoreFunc) pgs_moments_prepared,
                                   moments);
}

static PgsAges *
pgs_history_get_ages (PgsMoments *moments,
                      gsize       index)
{
  return pgs_moment_store_get_ages (PGS_HISTORY (moments)->moments, index);
}

static const PgsExit *
pgs_history_get_exit (PgsMoments *moments)
{
  return &PGS_HISTORY (moments)->exit_info;
}

static void
pgs_history_moments_init (PgsMomentsInterface *iface)
{
  iface->get_points = pgs_history_get_points;
  iface->get_marks = pgs_history_get_marks;
  iface->get_length = pgs_history_get_length;
  iface->get_time = pgs_history_get_time;
  iface->prepare = pgs_history_prepare;
  iface->get_snapshot = pgs_history_get_snapshot;
  iface->get_ages = pgs_history_get_ages;
  iface->get_exit = pgs_history_get_exit;
}

static void
pgs_history_finalize (GObject *object)
{
  PgsHistory *self = PGS_HISTORY (object);

  g_clear_pointer (&self->moments, pgs_moment_store_free);
  g_clear_pointer (&self->points, g_array_unref);
  g_clear_pointer (&self->marks, g_array_unref);
  pgs_events_clear (&self->events);
  g_clear_pointer (&self->marked, pgs_snapshot_unref);
  G_OBJECT_CLASS (pgs_history_parent_class)->finalize (object);
}

static void
pgs_history_class_init (PgsHistoryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pgs_history_finalize;
}

static void
pgs_history_init (PgsHistory *self)
{
  self->moments = pgs_moment_store_new ((PgsMomentStoreFunc) pgs_moments_changed, self);
  self->points = g_array_new (FALSE, TRUE, sizeof (PgsPoint));
  g_array_set_size (self->points, ROOM);
  g_array_set_size (self->points, 0);
  g_array_set_clear_func (self->points, (GDestroyNotify) pgs_point_clear);
  self->marks = g_array_new (FALSE, FALSE, sizeof (PgsMark));
  g_array_set_clear_func (self->marks, (GDestroyNotify) pgs_mark_clear);
}

/**
 * pgs_history_new:
 *
 * Returns: (transfer full): an empty history
 */
PgsHistory *
pgs_history_new (void)
{
  return g_object_new (PGS_TYPE_HISTORY, NULL);
}

/* Where a mark of that time belongs: behind those of the same time. */
static guint
find_place (GArray *marks,
            gint64  monotonic_us)
{
  guint place = marks->len;

  while (place > 0 && g_array_index (marks, PgsMark, place - 1).monotonic_us > monotonic_us)
    place--;
  return place;
}

/* Takes over @mark. */
static const PgsMark *
insert_mark (PgsHistory    *self,
             const PgsMark *mark)
{
  const guint place = find_place (self->marks, mark->monotonic_us);

  g_array_insert_val (self->marks, place, *mark);
  return &g_array_index (self->marks, PgsMark, place);
}

static PgsPoint *
get_point (PgsHistory *self,
           guint       index)
{
  return &g_array_index (self->points, PgsPoint, index);
}

/* After points were thinned. */
static void
count_spreads (PgsHistory *self)
{
  self->n_spreads = 0;
  for (guint i = 0; i < self->points->len; i++)
    self->n_spreads += get_point (self, i)->spread != NULL;
}

/* The recent past stays as dense as it was seen. */
static void
thin_older_half (PgsHistory *self)
{
  GArray *points = self->points;

  g_array_set_size (points, pgs_points_halve (get_point (self, 0), points->len, points->len / 2));
  count_spreads (self);
}

static void
append_point (PgsHistory        *self,
              const PgsSnapshot *snapshot)
{
  PgsPoint point;

  if (self->points->len == PGS_HISTORY_MAX_POINTS)
    thin_older_half (self);
  pgs_point_init (&point, snapshot);
  g_array_append_val (self->points, point);
}

/* Pins the sample that a mark is at. */
static void
pin (PgsHistory *self,
     gint64      at_us)
{
  const gsize index = pgs_moments_find (PGS_MOMENTS (self), at_us);

  if (pgs_moment_store_get_length (self->moments) > 0)
    pgs_moment_store_pin (self->moments, index);
}

/* Whether the sample of a point can be shown. @next is moved on; points come in order. */
static gboolean
has_moment (PgsHistory *self,
            guint       point,
            gsize      *next)
{
  const gint64 at_us = get_point (self, point)->monotonic_us;
  const gsize length = pgs_moment_store_get_length (self->moments);

  while (*next < length && pgs_moment_store_get_time (self->moments, *next) < at_us)
    (*next)++;
  return *next < length && pgs_moment_store_get_time (self->moments, *next) == at_us;
}

/* Of the points of each @width_us those stay whose samples can still be shown; where there is none, for
 * lack of memory, the last one. @next and @kept are moved on. */
static void
thin_points (PgsHistory *self,
             guint       first,
             guint       end,
             gint64      width_us,
             gsize      *next,
             guint      *kept)
{
  guint kept_before = *kept; /* the bucket */

  for (guint i = first; i < end; i++)
    {
      const PgsPoint *point = get_point (self, i);
      const gboolean is_last = i + 1 == end || point[1].monotonic_us / width_us != point->monotonic_us / width_us;

      if (i == 0 || has_moment (self, i, next) || (is_last && *kept == kept_before))
        pgs_points_keep (get_point (self, 0), i, kept);
      else
        pgs_points_drop (get_point (self, 0), i, *kept);
      if (is_last)
        kept_before = *kept;
    }
}

static guint
count_points_before (PgsHistory *self,
                     gint64      time_us)
{
  guint count = 0;

  while (count < self->points->len && get_point (self, count)->monotonic_us < time_us)
    count++;
  return count;
}

/* Thins samples, and points likewise. The newest point is never old enough to be dropped. */
static void
thin (PgsHistory *self,
      gint64      now_us)
{
  const gint64 second_us = G_USEC_PER_SEC, ten_us = 10 * G_USEC_PER_SEC;
  guint n_tens, n_old;
  gsize next = 0;
  guint kept = 0;

  if (now_us - self->thinned_us < THIN_EVERY_US)
    return;
  self->thinned_us = now_us;
  pgs_moment_store_thin (self->moments);
  n_tens = count_points_before (self, (now_us - PGS_STORE_SECONDS_US) / ten_us * ten_us);
  n_old = count_points_before (self, (now_us - PGS_STORE_ALL_US) / second_us * second_us);
  thin_points (self, 0, n_tens, ten_us, &next, &kept);
  thin_points (self, n_tens, n_old, second_us, &next, &kept);
  g_array_remove_range (self->points, kept, n_old - kept);
  count_spreads (self);
}

/**
 * pgs_history_add:
 * @self: a history
 * @snapshot: a sample, newer than all before
 * @ages: (nullable): since when its pages are resident
 * @is_exec: (out) (optional): whether it is the first one of another program
 *
 * Marks what happened, see #PgsEvents. Older samples are thinned, and dropped if there is no room for
 * all. Emits `changed`.
 *
 * Returns: %FALSE, changing nothing, if there is a sample that is as new
 */
gboolean
pgs_history_add (PgsHistory  *self,
                 PgsSnapshot *snapshot,
                 PgsAges     *ages,
                 gboolean    *is_exec)
{
  const gint64 now_us = snapshot->monotonic_us;
  gboolean has_event, exec;
  PgsMark mark;

  g_return_val_if_fail (PGS_IS_HISTORY (self), FALSE);

  if (is_exec != NULL)
    *is_exec = FALSE;
  if (self->points->len > 0 && get_point (self, self->points->len - 1)->monotonic_us >= now_us)
    return FALSE;
  has_event = pgs_events_add (&self->events, snapshot, &mark);
  exec = has_event && mark.kind == PGS_MARK_EXEC;
  append_point (self, snapshot);
  pgs_moment_store_add (self->moments, snapshot, ages, exec);
  if (has_event)
    {
      pin (self, now_us);
      insert_mark (self, &mark);
    }
  thin (self, now_us);
  if (is_exec != NULL)
    *is_exec = exec;
  pgs_moments_changed (PGS_MOMENTS (self));
  return TRUE;
}

/**
 * pgs_history_mark:
 * @self: a history that is not empty
 * @monotonic_us: when
 * @name: what, for people
 *
 * Marks a moment as a person does. Emits `changed`.
 *
 * Returns: (transfer none): the mark, until `changed`
 */
const PgsMark *
pgs_history_mark (PgsHistory *self,
                  gint64      monotonic_us,
                  const char *name)
{
  PgsMark mark = { .monotonic_us = monotonic_us, .kind = PGS_MARK_PERSON };
  const PgsMark *inserted;
  gsize index;

  g_return_val_if_fail (PGS_IS_HISTORY (self), NULL);
  g_return_val_if_fail (self->points->len > 0, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  index = pgs_moments_find (PGS_MOMENTS (self), monotonic_us);
  pgs_moment_store_pin (self->moments, index);
  mark.sample_us = pgs_moments_get_time (PGS_MOMENTS (self), index);
  mark.name = g_strdup (name);
  inserted = insert_mark (self, &mark);
  pgs_moments_changed (PGS_MOMENTS (self));
  return inserted;
}

/* A person's mark of that time and name. */
static gboolean
find_mark (PgsHistory *self,
           gint64      monotonic_us,
           const char *name,
           guint      *index)
{
  for (guint i = 0; i < self->marks->len; i++)
    {
      const PgsMark *mark = &g_array_index (self->marks, PgsMark, i);

      if (mark->kind != PGS_MARK_PERSON || mark->monotonic_us != monotonic_us || strcmp (mark->name, name) != 0)
        continue;
      *index = i;
      return TRUE;
    }
  return FALSE;
}

/**
 * pgs_history_rename_mark:
 * @self: a history
 * @monotonic_us: time of a person's mark
 * @name: what it says
 * @new_name: what it is to say
 *
 * Returns: whether there is such a mark
 */
gboolean
pgs_history_rename_mark (PgsHistory *self,
                         gint64      monotonic_us,
                         const char *name,
                         const char *new_name)
{
  PgsMark *mark;
  guint index;

  g_return_val_if_fail (PGS_IS_HISTORY (self), FALSE);

  if (!find_mark (self, monotonic_us, name, &index))
    return FALSE;
  mark = &g_array_index (self->marks, PgsMark, index);
  g_free (mark->name);
  mark->name = g_strdup (new_name);
  pgs_moments_changed (PGS_MOMENTS (self));
  return TRUE;
}

/**
 * pgs_history_remove_mark:
 * @self: a history
 * @monotonic_us: time of a person's mark
 * @name: what it says
 *
 * Returns: whether there was such a mark
 */
gboolean
pgs_history_remove_mark (PgsHistory *self,
                         gint64      monotonic_us,
                         const char *name)
{
  guint index;

  g_return_val_if_fail (PGS_IS_HISTORY (self), FALSE);

  if (!find_mark (self, monotonic_us, name, &index))
    return FALSE;
  g_array_remove_index (self->marks, index);
  pgs_moments_changed (PGS_MOMENTS (self));
  return TRUE;
}

/**
 * pgs_history_set_exit:
 * @self: a history
 * @exit_info: whether and how the process ended
 *
 * Marks the end, and emits `changed` then.
 */
void
pgs_history_set_exit (PgsHistory    *self,
                      const PgsExit *exit_info)
{
  PgsMark mark;

  g_return_if_fail (PGS_IS_HISTORY (self));

  self->exit_info = *exit_info;
  if (!pgs_events_end (&self->events, exit_info, &mark))
    return;
  pin (self, mark.sample_us);
  insert_mark (self, &mark);
  pgs_moments_changed (PGS_MOMENTS (self));
}

/**
 * pgs_history_resume:
 * @self: a history
 * @snapshot: the next sample that will be added, after the process was not watched for some time
 */
void
pgs_history_resume (PgsHistory        *self,
                    const PgsSnapshot *snapshot)
{
  g_return_if_fail (PGS_IS_HISTORY (self));

  pgs_events_resume (&self->events, snapshot);
}

/**
 * pgs_history_set_marked:
 * @self: a history
 * @marked: (nullable): what changes are counted from
 */
void
pgs_history_set_marked (PgsHistory  *self,
                        PgsSnapshot *marked)
{
  g_return_if_fail (PGS_IS_HISTORY (self));

  if (marked != NULL)
    pgs_snapshot_ref (marked);
  g_clear_pointer (&self->marked, pgs_snapshot_unref);
  self->marked = marked;
}

/**
 * pgs_history_get_marked:
 * @self: a history
 *
 * Returns: (transfer none) (nullable): what changes are counted from
 */
PgsSnapshot *
pgs_history_get_marked (PgsHistory *self)
{
  g_return_val_if_fail (PGS_IS_HISTORY (self), NULL);
  return self->marked;
}

/**
 * pgs_history_next_number:
 * @self: a history
 *
 * Returns: a number for a mark that has no name; each time another one
 */
guint
pgs_history_next_number (PgsHistory *self)
{
  g_return_val_if_fail (PGS_IS_HISTORY (self), 0);
  return ++self->n_numbered;
}

/**
 * pgs_history_set_budget:
 * @self: a history
 * @budget: bytes that its samples may take; 64 MiB at first
 *
 * What exceeds it is dropped, the oldest thinned most; never the first, the newest and marked samples.
 */
void
pgs_history_set_budget (PgsHistory *self,
                        gsize       budget)
{
  g_return_if_fail (PGS_IS_HISTORY (self));

  pgs_moment_store_set_budget (self->moments, budget);
}

/**
 * pgs_history_get_n_bytes:
 * @self: a history
 *
 * Returns: how much memory samples and points take, without the few samples that are kept decoded
 */
gsize
pgs_history_get_n_bytes (PgsHistory *self)
{
  g_return_val_if_fail (PGS_IS_HISTORY (self), 0);

  return pgs_moment_store_get_n_bytes (self->moments) + MAX (self->points->len, ROOM) * sizeof (PgsPoint)
         + self->n_spreads * sizeof (PgsSpread);
}

/**
 * pgs_history_finish:
 * @self: a history
 *
 * Waits until all samples are encoded, so that pgs_history_get_n_bytes() tells all. For measurements.
 */
void
pgs_history_finish (PgsHistory *self)
{
  g_return_if_fail (PGS_IS_HISTORY (self));

  pgs_moment_store_finish (self->moments);
}
