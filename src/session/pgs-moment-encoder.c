/* pgs-moment-encoder.c: makes bytes of samples in a thread
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * The thread reads snapshots and ages, which are immutable. Moments are touched in the main thread only,
 * which also drops what was held for the thread.
 */
#include "config.h"

#include "pgs-moment-encoder.h"

struct _PgsMomentEncoder
{
  PgsMomentEncoderFunc func;
  gpointer data;
  GThreadPool *pool; /* NULL until it is needed */
  GAsyncQueue *done; /* of Job */
  guint n_pending;
  GMutex mutex; /* guards idle */
  guint idle;
};

/* One sample. */
typedef struct
{
  PgsMoment *moment; /* not touched in the thread */
  PgsSnapshot *snapshot;
  PgsSnapshot *before;
  PgsAges *ages;
  PgsAges *ages_before;
  PgsPacket packet;
} Job;

/**
 * pgs_moment_encoder_new:
 * @func: called when samples are encoded, once for those that are not taken meanwhile
 * @data: for @func
 *
 * Returns: (transfer full): an encoder, which has no thread yet
 */
PgsMomentEncoder *
pgs_moment_encoder_new (PgsMomentEncoderFunc func,
                        gpointer             data)
{
  PgsMomentEncoder *self = g_new0 (PgsMomentEncoder, 1);

  self->func = func;
  self->data = data;
  self->done = g_async_queue_new ();
  g_mutex_init (&self->mutex);
  return self;
}

/**
 * pgs_moment_encoder_free:
 * @self: (transfer full): an encoder from which all was taken
 */
void
pgs_moment_encoder_free (PgsMomentEncoder *self)
{
  g_assert (self->n_pending == 0);
  if (self->pool != NULL)
    g_thread_pool_free (self->pool, FALSE, TRUE);
  g_clear_handle_id (&self->idle, g_source_remove);
  g_async_queue_unref (self->done);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

static gboolean
on_done (gpointer data)
{
  PgsMomentEncoder *self = data;

  g_mutex_lock (&self->mutex);
  self->idle = 0;
  g_mutex_unlock (&self->mutex);
  self->func (self->data);
  return G_SOURCE_REMOVE;
}

static void
run_job (gpointer data,
         gpointer user_data)
{
  PgsMomentEncoder *self = user_data;
  Job *job = data;

  pgs_packet_encode (&job->packet, job->snapshot, job->ages, job->before, job->ages_before);
  g_async_queue_push (self->done, job);
  g_mutex_lock (&self->mutex);
  if (self->idle == 0)
    self->idle = g_idle_add_full (G_PRIORITY_DEFAULT, on_done, self, NULL);
  g_mutex_unlock (&self->mutex);
}

/**
 * pgs_moment_encoder_push:
 * @self: an encoder
 * @moment: what to encode; it and what it is relative to are decoded
 */
void
pgs_moment_encoder_push (PgsMomentEncoder *self,
                         PgsMoment        *moment)
{
  const PgsDecoded *before = moment->parent != NULL ? moment->parent->decoded : NULL;
  Job *job = g_new0 (Job, 1);

  if (self->pool == NULL)
    self->pool = g_thread_pool_new (run_job, self, 1, FALSE, NULL);
  job->moment = pgs_moment_ref (moment);
  job->snapshot = pgs_snapshot_ref (moment->decoded->snapshot);
  job->ages = pgs_moment_ref_ages (moment);
  if (before != NULL)
    {
      job->before = pgs_snapshot_ref (before->snapshot);
      job->ages_before = pgs_moment_ref_ages (moment->parent);
    }
  self->n_pending++;
  g_thread_pool_push (self->pool, job, NULL);
}

static PgsMoment *
take (PgsMomentEncoder *self,
      Job              *job,
      PgsPacket        *packet)
{
  PgsMoment *moment = job->moment;

  *packet = job->packet;
  pgs_snapshot_unref (job->snapshot);
  g_clear_pointer (&job->before, pgs_snapshot_unref);
  g_clear_pointer (&job->ages, pgs_ages_unref);
  g_clear_pointer (&job->ages_before, pgs_ages_unref);
  g_free (job);
  self->n_pending--;
  return moment;
}

/**
 * pgs_moment_encoder_pop:
 * @self: an encoder
 * @packet: (out): the bytes of what is returned
 *
 * Returns: (transfer full) (nullable): the first moment that is encoded and was not taken; %NULL if there is none
 */
PgsMoment *
pgs_moment_encoder_pop (PgsMomentEncoder *self,
                        PgsPacket        *packet)
{
  Job *job = g_async_queue_try_pop (self->done);

  return job != NULL ? take (self, job, packet) : NULL;
}

/**
 * pgs_moment_encoder_wait:
 * @self: an encoder
 * @packet: (out): as pgs_moment_encoder_pop()
 *
 * Returns: (transfer full) (nullable): the next moment, when it is encoded; %NULL if all were taken
 */
PgsMoment *
pgs_moment_encoder_wait (PgsMomentEncoder *self,
                         PgsPacket        *packet)
{
  return self->n_pending > 0 ? take (self, g_async_queue_pop (self->done), packet) : NULL;
}

/**
 * pgs_moment_encoder_get_n_pending:
 * @self: an encoder
 *
 * Returns: how many moments were pushed and not taken
 */
guint
pgs_moment_encoder_get_n_pending (const PgsMomentEncoder *self)
{
  return self->n_pending;
}
