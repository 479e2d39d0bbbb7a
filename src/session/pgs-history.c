/* pgs-history.c: what was seen of one process while it was watched
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-history.h"

#include <string.h>

#include "pgs-events.h"

/* A sample that can be shown. */
typedef struct
{
  gint64 monotonic_us;
  PgsSnapshot *snapshot;
  PgsAges *ages;
} Moment;

struct _PgsHistory
{
  GObject parent_instance;

  GArray *moments; /* of Moment */
  GArray *points;  /* of PgsPoint */
  GArray *marks;   /* of PgsMark */
  PgsEvents events;
  PgsExit exit_info;
};

static void pgs_history_moments_init (PgsMomentsInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PgsHistory, pgs_history, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PGS_TYPE_MOMENTS, pgs_history_moments_init))

static void
clear_moment (gpointer data)
{
  Moment *moment = data;

  g_clear_pointer (&moment->snapshot, pgs_snapshot_unref);
  g_clear_pointer (&moment->ages, pgs_ages_unref);
}

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
  return PGS_HISTORY (moments)->moments->len;
}

static gint64
pgs_history_get_time (PgsMoments *moments,
                      gsize       index)
{
  PgsHistory *self = PGS_HISTORY (moments);

  g_return_val_if_fail (index < self->moments->len, 0);
  return g_array_index (self->moments, Moment, index).monotonic_us;
}

static PgsSnapshot *
pgs_history_get_snapshot (PgsMoments  *moments,
                          gsize        index,
                          GError     **error)
{
  PgsHistory *self = PGS_HISTORY (moments);

  g_return_val_if_fail (index < self->moments->len, NULL);
  return pgs_snapshot_ref (g_array_index (self->moments, Moment, index).snapshot);
}

static PgsAges *
pgs_history_get_ages (PgsMoments *moments,
                      gsize       index)
{
  PgsHistory *self = PGS_HISTORY (moments);
  PgsAges *ages;

  g_return_val_if_fail (index < self->moments->len, NULL);
  ages = g_array_index (self->moments, Moment, index).ages;
  return ages != NULL ? pgs_ages_ref (ages) : NULL;
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
  iface->get_snapshot = pgs_history_get_snapshot;
  iface->get_ages = pgs_history_get_ages;
  iface->get_exit = pgs_history_get_exit;
}

static void
pgs_history_finalize (GObject *object)
{
  PgsHistory *self = PGS_HISTORY (object);

  g_clear_pointer (&self->moments, g_array_unref);
  g_clear_pointer (&self->points, g_array_unref);
  g_clear_pointer (&self->marks, g_array_unref);
  pgs_events_clear (&self->events);
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
  self->moments = g_array_new (FALSE, FALSE, sizeof (Moment));
  g_array_set_clear_func (self->moments, clear_moment);
  self->points = g_array_new (FALSE, FALSE, sizeof (PgsPoint));
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

/* Drops every second point of the older half: the recent past stays as dense as it was seen. The
 * first one stays. */
static void
thin_older_half (GArray *points)
{
  const guint half = points->len / 2;
  guint kept = 0;

  for (guint i = 0; i < points->len; i++)
    {
      PgsPoint *point = &g_array_index (points, PgsPoint, i);

      if (i < half && i % 2 == 1)
        pgs_point_absorb (point + 1, point, kept > 0 ? &g_array_index (points, PgsPoint, kept - 1) : NULL);
      else
        g_array_index (points, PgsPoint, kept++) = *point;
    }
  g_array_set_size (points, kept);
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

static void
append_point (PgsHistory        *self,
              const PgsSnapshot *snapshot)
{
  PgsPoint point;

  if (self->points->len == PGS_HISTORY_MAX_POINTS)
    thin_older_half (self->points);
  pgs_point_init (&point, snapshot);
  g_array_append_val (self->points, point);
}

/**
 * pgs_history_add:
 * @self: a history
 * @snapshot: a sample, newer than all before
 * @ages: (nullable): since when its pages are resident
 * @is_exec: (out) (optional): whether it is the first one of another program
 *
 * Marks what happened, see #PgsEvents. Emits `changed`.
 *
 * Returns: %FALSE, changing nothing, if there is a sample that is as new
 */
gboolean
pgs_history_add (PgsHistory  *self,
                 PgsSnapshot *snapshot,
                 PgsAges     *ages,
                 gboolean    *is_exec)
{
  const Moment moment = { .monotonic_us = snapshot->monotonic_us, .snapshot = snapshot, .ages = ages };
  gboolean has_event;
  PgsMark mark;

  g_return_val_if_fail (PGS_IS_HISTORY (self), FALSE);

  if (is_exec != NULL)
    *is_exec = FALSE;
  if (self->points->len > 0 &&
      g_array_index (self->points, PgsPoint, self->points->len - 1).monotonic_us >= snapshot->monotonic_us)
    return FALSE;
  append_point (self, snapshot);
  pgs_snapshot_ref (snapshot);
  if (ages != NULL)
    pgs_ages_ref (ages);
  g_array_append_val (self->moments, moment);
  has_event = pgs_events_add (&self->events, snapshot, &mark);
  if (has_event)
    insert_mark (self, &mark);
  if (is_exec != NULL)
    *is_exec = has_event && mark.kind == PGS_MARK_EXEC;
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
  g_return_val_if_fail (self->moments->len > 0, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  index = pgs_moments_find (PGS_MOMENTS (self), monotonic_us);
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
  insert_mark (self, &mark);
  pgs_moments_changed (PGS_MOMENTS (self));
}
