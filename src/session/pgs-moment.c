/* pgs-moment.c: one sample of a history, as bytes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-moment.h"

#include "pgs-ages-codec.h"
#include "pgs-decoder.h"
#include "pgs-encoder.h"

#define BYTES_OVERHEAD 64 /* of a GBytes and its allocation, about */

/* About how many bytes the parts of a sample take that are not the same as in @before. */
static gsize
count_decoded (const PgsSnapshot *snapshot,
               const PgsSnapshot *before)
{
  const gsize n_mappings = snapshot->maps != NULL ? pgs_maps_get_length (snapshot->maps) : 0;
  gsize n_bytes = sizeof *snapshot;

  if (before == NULL || snapshot->maps != before->maps)
    n_bytes += n_mappings * sizeof (PgsMapping);
  if (snapshot->pages != NULL && (before == NULL || snapshot->pages != before->pages))
    n_bytes += pgs_pages_get_n_bytes (snapshot->pages);
  if (snapshot->smaps != NULL && (before == NULL || snapshot->smaps != before->smaps))
    n_bytes += n_mappings * sizeof (PgsRegionSmaps);
  return n_bytes;
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
  PgsMoment *self = g_new0 (PgsMoment, 1);

  self->ref_count = 1;
  self->at_us = snapshot->monotonic_us;
  self->snapshot = pgs_snapshot_ref (snapshot);
  self->ages = ages != NULL ? pgs_ages_ref (ages) : NULL;
  self->n_decoded = count_decoded (snapshot, NULL);
  self->link.data = self;
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
  g_clear_pointer (&self->snapshot, pgs_snapshot_unref);
  g_clear_pointer (&self->ages, pgs_ages_unref);
  pgs_packet_clear (&self->packet);
  g_free (self);
}

static gsize
count_bytes (GBytes *bytes)
{
  return bytes != NULL ? g_bytes_get_size (bytes) + BYTES_OVERHEAD : 0;
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
  return sizeof *self + count_bytes (self->packet.sample) + count_bytes (self->packet.ages);
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
  const PgsSnapshot *snapshot = self->snapshot;
  const PgsSnapshot *before = self->parent != NULL ? self->parent->snapshot : NULL;

  return before != NULL && snapshot->maps == before->maps && snapshot->pages == before->pages
             && snapshot->smaps == before->smaps
           ? 0
           : self->n_decoded;
}

/**
 * pgs_moment_get_n_own:
 * @self: a moment that is decoded
 *
 * Returns: about how many bytes its sample takes beside that of its parent, with which it shares what is
 *   the same
 */
gsize
pgs_moment_get_n_own (const PgsMoment *self)
{
  return count_decoded (self->snapshot, self->parent != NULL ? self->parent->snapshot : NULL);
}

/**
 * pgs_packet_clear:
 * @self: a packet
 */
void
pgs_packet_clear (PgsPacket *self)
{
  g_clear_pointer (&self->sample, g_bytes_unref);
  g_clear_pointer (&self->ages, g_bytes_unref);
  self->form = PGS_AGES_UNKNOWN;
}

static GBytes *
encode_ages (PgsAges *ages,
             PgsAges *before,
             gint64   at_us)
{
  GByteArray *out = g_byte_array_new ();

  pgs_ages_encode (ages, before, at_us, out);
  return g_byte_array_free_to_bytes (out);
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

  *self = (PgsPacket) { 0 };
  if (before != NULL)
    pgs_encoder_seek (encoder, before);
  self->sample = pgs_encoder_add (encoder, snapshot, before == NULL);
  if (ages == NULL)
    return;
  self->form = ages == ages_before ? PGS_AGES_OF_PARENT : PGS_AGES_ENCODED;
  if (self->form == PGS_AGES_ENCODED)
    self->ages = encode_ages (ages, ages_before, snapshot->monotonic_us);
}

static PgsAges *
decode_ages (PgsMoment  *self,
             GError    **error)
{
  PgsAges *before = self->parent != NULL ? self->parent->ages : NULL;
  PgsBytesReader in;
  gsize n_bytes;
  gconstpointer bytes;

  if (self->packet.form == PGS_AGES_OF_PARENT)
    return pgs_ages_ref (before);
  bytes = g_bytes_get_data (self->packet.ages, &n_bytes);
  pgs_bytes_reader_init (&in, bytes, n_bytes);
  return pgs_ages_decode (before, self->snapshot->pages, self->at_us, &in, error);
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
  g_autoptr (PgsDecoder) decoder = NULL;

  if (self->snapshot != NULL)
    return TRUE;
  if (self->parent != NULL && !pgs_moment_decode (self->parent, similar, error))
    return FALSE;
  decoder = pgs_decoder_new ();
  if (self->parent != NULL)
    similar = self->parent->snapshot;
  if (similar != NULL)
    pgs_decoder_seek (decoder, similar);
  self->snapshot = pgs_decoder_add (decoder, self->packet.sample, error);
  if (self->snapshot != NULL && self->packet.form != PGS_AGES_UNKNOWN)
    {
      self->ages = decode_ages (self, error);
      if (self->ages == NULL)
        g_clear_pointer (&self->snapshot, pgs_snapshot_unref);
    }
  if (self->snapshot != NULL)
    self->n_decoded = count_decoded (self->snapshot, NULL);
  return self->snapshot != NULL;
}
