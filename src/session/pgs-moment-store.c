/* pgs-moment-store.c: the samples of one process within a number of bytes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * What takes long to encode goes to a thread, as bytes are not needed before the sample is no longer
 * kept decoded. What each sample is encoded relative to is the group's to say.
 */
#include "config.h"

#include "pgs-moment-store-private.h"

#define DEFAULT_BUDGET ((gsize) 64 << 20)
#define INLINE_EFFORT 200000 /* bytes to compare that take less than a millisecond */
#define MAX_PENDING 64       /* moments that wait to be encoded */

/* Takes over the bytes of a moment. Returns: whether others were dropped for them. */
static gboolean
take_packet (PgsMomentStore *self,
             PgsMoment      *moment,
             PgsPacket      *packet)
{
  gsize n_bytes;

  if (moment->group == PGS_MOMENT_STORE_GONE)
    {
      pgs_packet_clear (packet);
      return FALSE;
    }
  moment->packet = *packet;
  n_bytes = pgs_packet_get_n_bytes (packet);
  self->n_bytes += n_bytes;
  pgs_moment_group_count (&self->group, moment, n_bytes);
  pgs_decoded_list_use (&self->decoded, moment);
  return pgs_moment_store_enforce_budget (self);
}

/* Takes over what was encoded in the thread. */
static gboolean
take_encoded (PgsMomentStore *self,
              PgsMoment      *moment,
              PgsPacket      *packet)
{
  const gboolean dropped = take_packet (self, moment, packet);

  pgs_moment_unref (moment);
  return dropped;
}

static void
on_encoded (gpointer data)
{
  PgsMomentStore *self = data;
  gboolean dropped = FALSE;
  PgsMoment *moment;
  PgsPacket packet;

  while ((moment = pgs_moment_encoder_pop (self->encoder, &packet)) != NULL)
    dropped |= take_encoded (self, moment, &packet);
  if (dropped && self->func != NULL)
    self->func (self->data);
}

/**
 * pgs_moment_store_new:
 * @func: (nullable): called when samples were dropped while nobody called the store
 * @data: for @func
 *
 * Returns: (transfer full): an empty store
 */
PgsMomentStore *
pgs_moment_store_new (PgsMomentStoreFunc func,
                      gpointer           data)
{
  PgsMomentStore *self = g_new0 (PgsMomentStore, 1);

  self->func = func;
  self->data = data;
  self->budget = DEFAULT_BUDGET;
  self->moments = g_ptr_array_new ();
  self->encoder = pgs_moment_encoder_new (on_encoded, self);
  return self;
}

/**
 * pgs_moment_store_free:
 * @self: (transfer full) (nullable): a store
 *
 * Waits for the sample that is being encoded.
 */
void
pgs_moment_store_free (PgsMomentStore *self)
{
  if (self == NULL)
    return;
  self->func = NULL;
  g_clear_pointer (&self->path, pgs_moment_path_cancel);
  pgs_moment_store_finish (self);
  pgs_moment_encoder_free (self->encoder);
  for (guint i = self->moments->len; i > 0; i--)
    pgs_moment_store_drop (self, pgs_moment_store_get (self, i - 1));
  g_ptr_array_unref (self->moments);
  g_free (self);
}

/**
 * pgs_moment_store_set_budget:
 * @self: a store
 * @budget: bytes that it may take, an eighth of them for what is decoded
 *
 * The first and the newest sample and those that are pinned are kept in any case, and what is
 * not encoded yet takes more until it is.
 */
void
pgs_moment_store_set_budget (PgsMomentStore *self,
                             gsize           budget)
{
  self->budget = budget;
  if (pgs_moment_store_enforce_budget (self) && self->func != NULL)
    self->func (self->data);
}

/**
 * pgs_moment_store_add:
 * @self: a store
 * @snapshot: a sample, later than all before
 * @ages: (nullable): its ages
 * @is_key: has hardly anything in common with those before
 *
 * May drop others. If encoding is far behind, @snapshot itself is not kept.
 */
void
pgs_moment_store_add (PgsMomentStore *self,
                      PgsSnapshot    *snapshot,
                      PgsAges        *ages,
                      gboolean        is_key)
{
  const PgsDecoded *before;
  PgsMoment *moment;
  PgsPacket packet;

  if (pgs_moment_encoder_get_n_pending (self->encoder) >= MAX_PENDING)
    return;
  moment = pgs_moment_new (snapshot, ages);
  pgs_moment_group_place (&self->group, moment, is_key);
  g_ptr_array_add (self->moments, moment);
  self->n_bytes += pgs_moment_get_n_bytes (moment);
  moment->slow = pgs_moment_get_effort (moment) > INLINE_EFFORT;
  if (moment->slow)
    {
      pgs_moment_encoder_push (self->encoder, moment);
      return;
    }
  before = moment->parent != NULL ? moment->parent->decoded : NULL;
  pgs_packet_encode (&packet, snapshot, ages, before != NULL ? before->snapshot : NULL,
                     before != NULL ? before->ages : NULL);
  take_packet (self, moment, &packet);
}

/**
 * pgs_moment_store_pin:
 * @self: a store
 * @index: of a sample that is never to be dropped
 */
void
pgs_moment_store_pin (PgsMomentStore *self,
                      gsize           index)
{
  pgs_moment_store_get (self, index)->pinned = TRUE;
}

/**
 * pgs_moment_store_finish:
 * @self: a store
 *
 * Waits until all samples are encoded.
 */
void
pgs_moment_store_finish (PgsMomentStore *self)
{
  PgsMoment *moment;
  PgsPacket packet;

  while ((moment = pgs_moment_encoder_wait (self->encoder, &packet)) != NULL)
    take_encoded (self, moment, &packet);
}

gsize
pgs_moment_store_get_length (PgsMomentStore *self)
{
  return self->moments->len;
}

gint64
pgs_moment_store_get_time (PgsMomentStore *self,
                           gsize           index)
{
  return pgs_moment_store_get (self, index)->at_us;
}

gboolean
pgs_moment_store_is_pinned (PgsMomentStore *self,
                            gsize           index)
{
  return pgs_moment_store_get (self, index)->pinned;
}

/* Makes sure that a moment is decoded, and notes that it and what it is based on were used. */
static PgsMoment *
use (PgsMomentStore  *self,
     gsize            index,
     GError         **error)
{
  PgsMoment *moment = pgs_moment_store_get (self, index);
  const gboolean decoded = pgs_moment_decode (moment, pgs_decoded_list_get_last (&self->decoded), error);

  pgs_decoded_list_use (&self->decoded, moment);
  return decoded ? moment : NULL;
}

/* A moment that was dropped meanwhile is gone; what it was based on is there. */
static void
on_path_decoded (PgsMoment *moment,
                 gpointer   data)
{
  PgsMomentStore *self = data;

  self->path = NULL;
  while (moment != NULL && moment->group == PGS_MOMENT_STORE_GONE)
    moment = moment->parent;
  if (moment != NULL)
    pgs_decoded_list_use (&self->decoded, moment);
  self->prepared (self->prepared_data);
}

/**
 * pgs_moment_store_prepare:
 * @self: a store
 * @index: of a sample that will be asked for
 * @func: called later, once, after %FALSE
 * @data: for @func
 *
 * Has what takes long decoded by a thread: one sample at a time. While one is, nothing else is begun: ask again
 * when @func is called.
 *
 * Returns: whether pgs_moment_store_get_snapshot() takes little time now, also if it will fail
 */
gboolean
pgs_moment_store_prepare (PgsMomentStore     *self,
                          gsize               index,
                          PgsMomentStoreFunc  func,
                          gpointer            data)
{
  PgsMoment *moment = pgs_moment_store_get (self, index);

  if (!pgs_moment_is_slow (moment))
    return TRUE;
  self->prepared = func;
  self->prepared_data = data;
  if (self->path == NULL)
    self->path = pgs_moment_path_decode (moment, pgs_decoded_list_get_last (&self->decoded), on_path_decoded, self);
  return FALSE;
}

/**
 * pgs_moment_store_get_snapshot:
 * @self: a store
 * @index: of a sample
 * @error: why it could not be decoded
 *
 * Returns: (transfer full) (nullable): the sample
 */
PgsSnapshot *
pgs_moment_store_get_snapshot (PgsMomentStore  *self,
                               gsize            index,
                               GError         **error)
{
  PgsMoment *moment = use (self, index, error);
  PgsSnapshot *snapshot = moment != NULL ? pgs_snapshot_ref (moment->decoded->snapshot) : NULL;

  pgs_moment_store_trim_decoded (self);
  return snapshot;
}

/**
 * pgs_moment_store_get_ages:
 * @self: a store
 * @index: of a sample
 *
 * Returns: (transfer full) (nullable): its ages, %NULL if they are not known
 */
PgsAges *
pgs_moment_store_get_ages (PgsMomentStore *self,
                           gsize           index)
{
  PgsMoment *moment = use (self, index, NULL);
  PgsAges *ages = moment != NULL ? pgs_moment_ref_ages (moment) : NULL;

  pgs_moment_store_trim_decoded (self);
  return ages;
}

/**
 * pgs_moment_store_get_n_bytes:
 * @self: a store
 *
 * Returns: how much memory it takes, without what is decoded
 */
gsize
pgs_moment_store_get_n_bytes (PgsMomentStore *self)
{
  return self->n_bytes;
}
