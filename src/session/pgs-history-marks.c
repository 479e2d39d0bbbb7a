/* pgs-history-marks.c: marked moments of a history
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-history-private.h"

#include <string.h>

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

/**
 * pgs_history_insert_mark:
 * @self: a history
 * @mark: a mark, whose name is taken over
 *
 * Returns: (transfer none): where it is now, until `changed`
 */
const PgsMark *
pgs_history_insert_mark (PgsHistory    *self,
                         const PgsMark *mark)
{
  const guint place = find_place (self->marks, mark->monotonic_us);

  g_array_insert_val (self->marks, place, *mark);
  return &g_array_index (self->marks, PgsMark, place);
}

/**
 * pgs_history_pin:
 * @self: a history
 * @at_us: when a mark is
 *
 * The sample that it is at is never dropped.
 */
void
pgs_history_pin (PgsHistory *self,
                 gint64      at_us)
{
  const gsize index = pgs_moments_find (PGS_MOMENTS (self), at_us);

  if (pgs_moment_store_get_length (self->moments) > 0)
    pgs_moment_store_pin (self->moments, index);
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
  inserted = pgs_history_insert_mark (self, &mark);
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
