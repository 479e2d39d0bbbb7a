/* pgs-moment.c: one sample of a history, as bytes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Moments and their bytes are small, many, and kept for hours. As blocks of the heap each would lie in a hole that
 * something short-lived left, and keep its page from being given back: RSS grew by some 50 KiB a minute more than
 * what was allocated. Slices lie side by side (where GLib still makes them: before 2.76).
 */
#include "config.h"

#include "pgs-moment.h"

#include <string.h>

#include "pgs-ages-codec.h"
#include "pgs-decoder.h"
#include "pgs-encoder.h"

#define OVERHEAD 16 /* of an allocation, about */

/* About how many bytes the parts of a sample take that are not the same as in @before. */
static gsize
count_decoded (const PgsSnapshot *snapshot,
               const PgsSnapshot *before)
{
  const gsize n_mappings = snapshot->maps != NULL ? pgs_maps_get_length (snapshot->maps) : 0;
  gsize n_bytes = sizeof *snapshot;

  if (before == NULL || snapshot->maps != before->maps)
    n_bytes += n_mappings * sizeof (PgsMapping);
  if (snapshot->pages != NULL)
    n_bytes += pgs_pages_get_n_own (snapshot->pages, before != NULL ? before->pages : NULL);
  if (snapshot->smaps != NULL && (before == NULL || snapshot->smaps != before->smaps))
    n_bytes += n_mappings * sizeof (PgsRegionSmaps);
  return n_bytes;
}

static PgsDecoded *
decoded_new (PgsMoment   *moment,
             PgsSnapshot *snapshot,
             PgsAges     *ages)
{
  PgsDecoded *self = g_new0 (PgsDecoded, 1);

  self->snapshot = snapshot;
  self->ages = ages;
  self->n_bytes = count_decoded (snapshot, NULL);
  self->link.data = moment;
  return self;
}

static void
decoded_free (PgsDecoded *self)
{
  pgs_snapshot_unref (self->snapshot);
  g_clear_pointer (&self->ages, pgs_ages_unref);
  g_free (self);
}

/**
 * pgs_moment_new:
 * @snapshot: a sample
 * @ages: (nullable): its ages
 *
 * Returns: (transfer full): a moment that is not encoded yet
 */
PgsMoment *
pgs_moment_new (PgsSnapshot *snapshot,
                PgsAges     *ages)
{
  PgsMoment *self = g_slice_new0 (PgsMoment);

  self->ref_count = 1;
  self->at_us = snapshot->monotonic_us;
  self->decoded = decoded_new (self, pgs_snapshot_ref (snapshot), ages != NULL ? pgs_ages_ref (ages) : NULL);
  return self;
}

PgsMoment *
pgs_moment_ref (PgsMoment *self)
{
  self->ref_count++;
  return self;
}

/**
 * pgs_moment_unref:
 * @self: (transfer full): a moment
 */
void
pgs_moment_unref (PgsMoment *self)
{
  if (--self->ref_count > 0)
    return;
  g_clear_pointer (&self->parent, pgs_moment_unref);
  pgs_moment_forget (self);
  pgs_packet_clear (&self->packet);
  g_slice_free (PgsMoment, self);
}

/**
 * pgs_moment_forget:
 * @self: a moment
 *
 * Drops what is decoded, if it is.
 */
void
pgs_moment_forget (PgsMoment *self)
{
  g_clear_pointer (&self->decoded, decoded_free);
}

/**
 * pgs_moment_ref_ages:
 * @self: a moment that is decoded
 *
 * Returns: (transfer full) (nullable): its ages, %NULL if they are not known
 */
PgsAges *
pgs_moment_ref_ages (const PgsMoment *self)
{
  return self->decoded->ages != NULL ? pgs_ages_ref (self->decoded->ages) : NULL;
}

/**
 * pgs_moment_get_n_bytes:
 * @self: a moment
 *
 * Returns: how much memory it takes as long as it is kept, without what is decoded
 */
gsize
pgs_moment_get_n_bytes (const PgsMoment *self)
{
  return sizeof *self + 2 * OVERHEAD + pgs_packet_get_n_bytes (&self->packet);
}

/**
 * pgs_moment_get_effort:
 * @self: a moment that is not encoded yet
 *
 * Returns: about how many bytes have to be compared to encode it; 0 if nothing changed since its parent
 */
gsize
pgs_moment_get_effort (const PgsMoment *self)
{
  const PgsSnapshot *snapshot = self->decoded->snapshot;
  const PgsSnapshot *before = self->parent != NULL ? self->parent->decoded->snapshot : NULL;

  return before != NULL && snapshot->maps == before->maps && snapshot->pages == before->pages
             && snapshot->smaps == before->smaps
           ? 0
           : self->decoded->n_bytes;
}

/**
 * pgs_moment_get_n_own:
 * @self: a moment that is decoded
 *
 * Returns: about how many bytes its sample and ages take beside those of its parent, with which it shares what
 *   is the same, as long as that is decoded, too
 */
gsize
pgs_moment_get_n_own (const PgsMoment *self)
{
  const PgsDecoded *before = self->parent != NULL ? self->parent->decoded : NULL;

  gsize n_bytes = count_decoded (self->decoded->snapshot, before != NULL ? before->snapshot : NULL);

  if (self->decoded->ages != NULL)
    n_bytes += pgs_ages_get_n_own (self->decoded->ages, before != NULL ? before->ages : NULL);
  return n_bytes;
}

/**
 * pgs_packet_clear:
 * @self: a packet
 */
void
pgs_packet_clear (PgsPacket *self)
{
  g_slice_free1 (pgs_packet_get_n_bytes (self), self->bytes);
  *self = (PgsPacket) { 0 };
}

/**
 * pgs_packet_get_n_bytes:
 * @self: a packet
 *
 * Returns: how many bytes there are in it
 */
gsize
pgs_packet_get_n_bytes (const PgsPacket *self)
{
  return (gsize) self->n_sample + self->n_ages;
}

/* Takes over what was encoded. */
static void
packet_fill (PgsPacket        *self,
             GBytes           *sample,
             const GByteArray *ages)
{
  gsize n_sample;
  gconstpointer bytes = g_bytes_get_data (sample, &n_sample);

  self->bytes = g_slice_alloc (n_sample + ages->len);
  self->n_sample = (guint32) n_sample;
  self->n_ages = ages->len;
  memcpy (self->bytes, bytes, n_sample);
  if (ages->len > 0)
    memcpy (self->bytes + n_sample, ages->data, ages->len);
}

/**
 * pgs_packet_encode:
 * @self: (out caller-allocates): the packet
 * @snapshot: a sample
 * @ages: (nullable): its ages
 * @before: (nullable): the sample that it is to be relative to
 * @ages_before: (nullable): the ages of @before
 *
 * Any thread. Takes hardly any time where the parts of both samples are the same pointers.
 */
void
pgs_packet_encode (PgsPacket   *self,
                   PgsSnapshot *snapshot,
                   PgsAges     *ages,
                   PgsSnapshot *before,
                   PgsAges     *ages_before)
{
  g_autoptr (PgsEncoder) encoder = pgs_encoder_new ();
  g_autoptr (GByteArray) own_ages = g_byte_array_new ();
  g_autoptr (GBytes) sample = NULL;

  *self = (PgsPacket) { 0 };
  if (before != NULL)
    pgs_encoder_seek (encoder, before);
  sample = pgs_encoder_add (encoder, snapshot, before == NULL);
  if (ages != NULL)
    self->form = ages == ages_before ? PGS_AGES_OF_PARENT : PGS_AGES_ENCODED;
  if (self->form == PGS_AGES_ENCODED)
    pgs_ages_encode (ages, ages_before, snapshot->monotonic_us, own_ages);
  packet_fill (self, sample, own_ages);
}

/* Returns: (transfer full) (nullable): the sample */
static PgsSnapshot *
decode_sample (const PgsPacket  *self,
               PgsSnapshot      *before,
               GError          **error)
{
  g_autoptr (PgsDecoder) decoder = pgs_decoder_new ();
  g_autoptr (GBytes) bytes = g_bytes_new_static (self->bytes, self->n_sample);

  if (before != NULL)
    pgs_decoder_seek (decoder, before);
  return pgs_decoder_add (decoder, bytes, error);
}

/* Returns: (transfer full) (nullable): the ages that belong to @snapshot; %NULL on error */
static PgsAges *
decode_ages (const PgsPacket  *self,
             gint64            at_us,
             PgsSnapshot      *snapshot,
             PgsAges          *before,
             GError          **error)
{
  PgsBytesReader in;

  if (self->form == PGS_AGES_OF_PARENT)
    return pgs_ages_ref (before);
  pgs_bytes_reader_init (&in, self->bytes + self->n_sample, self->n_ages);
  return pgs_ages_decode (before, snapshot->pages, at_us, &in, error);
}

/**
 * pgs_packet_decode:
 * @self: a packet
 * @at_us: when its sample was taken
 * @before: (nullable): the sample that it is relative to; of a whole one any that may have the same mappings, which
 *   are the same pointer then
 * @ages_before: (nullable): the ages of the sample that it is relative to
 * @ages: (out): its ages, %NULL if they are unknown
 * @error: why not
 *
 * Any thread.
 *
 * Returns: (transfer full) (nullable): the sample, %NULL on error
 */
PgsSnapshot *
pgs_packet_decode (const PgsPacket  *self,
                   gint64            at_us,
                   PgsSnapshot      *before,
                   PgsAges          *ages_before,
                   PgsAges         **ages,
                   GError          **error)
{
  g_autoptr (PgsSnapshot) snapshot = decode_sample (self, before, error);

  *ages = NULL;
  if (snapshot == NULL)
    return NULL;
  if (self->form != PGS_AGES_UNKNOWN)
    {
      *ages = decode_ages (self, at_us, snapshot, ages_before, error);
      if (*ages == NULL)
        return NULL;
    }
  return g_steal_pointer (&snapshot);
}

/**
 * pgs_moment_take:
 * @self: a moment
 * @snapshot: (transfer full): its sample
 * @ages: (transfer full) (nullable): its ages
 *
 * What it is from now on, unless it is decoded already.
 */
void
pgs_moment_take (PgsMoment   *self,
                 PgsSnapshot *snapshot,
                 PgsAges     *ages)
{
  PgsDecoded *decoded = decoded_new (self, snapshot, ages);

  if (self->decoded != NULL)
    decoded_free (decoded);
  else
    self->decoded = decoded;
}

/**
 * pgs_moment_is_slow:
 * @self: a moment
 *
 * Returns: whether pgs_moment_decode() may take longer than a frame has time for; %FALSE where it is known to fail
 */
gboolean
pgs_moment_is_slow (const PgsMoment *self)
{
  gboolean slow = FALSE;

  for (; self != NULL && self->decoded == NULL; self = self->parent)
    {
      if (self->broken)
        return FALSE;
      slow |= self->slow;
    }
  return slow;
}

/**
 * pgs_moment_decode:
 * @self: a moment
 * @similar: (nullable): a sample that may have the same mappings
 * @error: why not
 *
 * Makes sure that its sample and ages are there, and those of what it is relative to. Mappings equal to
 * those of @similar are the same pointer.
 *
 * Returns: %FALSE on error
 */
gboolean
pgs_moment_decode (PgsMoment    *self,
                   PgsSnapshot  *similar,
                   GError      **error)
{
  const PgsDecoded *before;
  PgsSnapshot *snapshot;
  PgsAges *ages;

  if (self->decoded != NULL)
    return TRUE;
  if (self->parent != NULL && !pgs_moment_decode (self->parent, similar, error))
    return FALSE;
  before = self->parent != NULL ? self->parent->decoded : NULL;
  snapshot = pgs_packet_decode (&self->packet, self->at_us, before != NULL ? before->snapshot : similar,
                                before != NULL ? before->ages : NULL, &ages, error);
  if (snapshot == NULL)
    return FALSE;
  pgs_moment_take (self, snapshot, ages);
  return TRUE;
}
