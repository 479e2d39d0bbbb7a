/* pgs-moment-path.c: what has to be decoded to see one moment, in a thread
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * The thread reads packets, which do not change and are kept by a reference to their moments, and what is
 * decoded of the first one's parent, which is immutable. Moments themselves are touched in the main thread
 * only: before and after.
 */
#include "config.h"

#include "pgs-moment-path.h"

#include <gio/gio.h>

/* One moment. */
typedef struct
{
  PgsMoment *moment; /* not touched in the thread */
  PgsPacket packet;  /* its bytes are those of the moment */
  gint64 at_us;
  PgsSnapshot *snapshot; /* (nullable): what came out */
  PgsAges *ages;
} Step;

struct _PgsMomentPath
{
  PgsMomentPathFunc func; /* (nullable): cancelled */
  gpointer data;
  PgsSnapshot *before; /* (nullable): what the first step is decoded with */
  PgsAges *ages_before;
  GArray *steps; /* of Step, each relative to the one before */
};

static void
clear_step (gpointer data)
{
  Step *step = data;

  g_clear_pointer (&step->snapshot, pgs_snapshot_unref);
  g_clear_pointer (&step->ages, pgs_ages_unref);
  g_clear_pointer (&step->moment, pgs_moment_unref);
}

static void
path_free (PgsMomentPath *self)
{
  g_clear_pointer (&self->before, pgs_snapshot_unref);
  g_clear_pointer (&self->ages_before, pgs_ages_unref);
  g_array_unref (self->steps);
  g_free (self);
}

/* Returns: (nullable): the nearest one before @moment that is decoded */
static PgsMoment *
add_steps (PgsMomentPath *self,
           PgsMoment     *moment)
{
  for (; moment != NULL && moment->decoded == NULL; moment = moment->parent)
    {
      const Step step = { .moment = pgs_moment_ref (moment), .packet = moment->packet, .at_us = moment->at_us };

      g_array_prepend_val (self->steps, step);
    }
  return moment;
}

static PgsMomentPath *
path_new (PgsMoment   *moment,
          PgsSnapshot *similar)
{
  PgsMomentPath *self = g_new0 (PgsMomentPath, 1);
  const PgsMoment *base;

  self->steps = g_array_new (FALSE, FALSE, sizeof (Step));
  g_array_set_clear_func (self->steps, clear_step);
  base = add_steps (self, moment);
  if (base != NULL)
    similar = base->decoded->snapshot;
  self->before = similar != NULL ? pgs_snapshot_ref (similar) : NULL;
  self->ages_before = base != NULL && base->decoded->ages != NULL ? pgs_ages_ref (base->decoded->ages) : NULL;
  return self;
}

/* Ends at the first one that cannot be decoded: who asks for that all the same gets the error. */
static void
decode_in_thread (GTask        *task,
                  gpointer      source_object,
                  gpointer      task_data,
                  GCancellable *cancellable)
{
  PgsMomentPath *self = task_data;
  PgsSnapshot *before = self->before;
  PgsAges *ages_before = self->ages_before;

  for (guint i = 0; i < self->steps->len; i++)
    {
      Step *step = &g_array_index (self->steps, Step, i);

      step->snapshot = pgs_packet_decode (&step->packet, step->at_us, before, ages_before, &step->ages, NULL);
      if (step->snapshot == NULL)
        break;
      before = step->snapshot;
      ages_before = step->ages;
    }
  g_task_return_boolean (task, TRUE);
}

static void
on_decoded (GObject      *source_object,
            GAsyncResult *result,
            gpointer      data)
{
  PgsMomentPath *self = data;
  g_autoptr (PgsMoment) moment = NULL;

  for (guint i = 0; i < self->steps->len; i++)
    {
      Step *step = &g_array_index (self->steps, Step, i);

      step->moment->broken = step->snapshot == NULL;
      if (step->snapshot != NULL)
        pgs_moment_take (step->moment, g_steal_pointer (&step->snapshot), g_steal_pointer (&step->ages));
    }
  moment = pgs_moment_ref (g_array_index (self->steps, Step, self->steps->len - 1).moment);
  if (self->func != NULL)
    self->func (moment, self->data);
  path_free (self); /* here: the task may end in the thread */
}

/**
 * pgs_moment_path_decode:
 * @moment: a moment that is not decoded
 * @similar: (nullable): a sample that may have the same mappings
 * @func: called in the main thread when @moment and what it is relative to are decoded, or could not be
 * @data: for @func
 *
 * Does what pgs_moment_decode() does in a thread.
 *
 * Returns: (transfer none): for pgs_moment_path_cancel(), valid until @func was called
 */
PgsMomentPath *
pgs_moment_path_decode (PgsMoment         *moment,
                        PgsSnapshot       *similar,
                        PgsMomentPathFunc  func,
                        gpointer           data)
{
  PgsMomentPath *self = path_new (moment, similar);
  g_autoptr (GTask) task = g_task_new (NULL, NULL, on_decoded, self);

  self->func = func;
  self->data = data;
  g_task_set_source_tag (task, pgs_moment_path_decode);
  g_task_set_task_data (task, self, NULL);
  g_task_run_in_thread (task, decode_in_thread);
  return self;
}

/**
 * pgs_moment_path_cancel:
 * @self: what was begun
 *
 * Its function is not called any more.
 */
void
pgs_moment_path_cancel (PgsMomentPath *self)
{
  self->func = NULL;
}
