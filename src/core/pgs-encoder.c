/* pgs-encoder.c: the samples of one process become bytes, one after the other
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The format is in pgs-codec.h.
 */
#include "config.h"

#include "pgs-encoder.h"

#include "pgs-sample-format.h"

struct _PgsEncoder
{
  PgsSnapshot *before;
  GByteArray *body; /* scratch */
};

/**
 * pgs_encoder_new:
 *
 * Returns: (transfer full): an encoder, whose first sample will be a key
 */
PgsEncoder *
pgs_encoder_new (void)
{
  PgsEncoder *self = g_new0 (PgsEncoder, 1);

  self->body = g_byte_array_new ();
  return self;
}

/**
 * pgs_encoder_free:
 * @self: (nullable) (transfer full): an encoder
 */
void
pgs_encoder_free (PgsEncoder *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->before, pgs_snapshot_unref);
  g_byte_array_unref (self->body);
  g_free (self);
}

/* Writes a part, whose body is in @body. */
static void
put_part (GByteArray       *out,
          PgsSamplePart     part,
          const GByteArray *body)
{
  if (body->len == 1 && body->data[0] == PGS_FORM_SAME)
    {
      pgs_bytes_put_uint (out, (guint64) part << 1);
      return;
    }
  pgs_bytes_put_uint (out, (guint64) part << 1 | PGS_SAMPLE_HAS_BODY);
  pgs_bytes_put_uint (out, body->len);
  g_byte_array_append (out, body->data, body->len);
}

static void
put_maps (PgsEncoder        *self,
          const PgsSnapshot *snapshot,
          const PgsSnapshot *before,
          GByteArray        *out)
{
  PgsMaps *maps_before = before != NULL ? before->maps : NULL;

  if (snapshot->maps == NULL)
    return;
  g_byte_array_set_size (self->body, 0);
  pgs_maps_encode (snapshot->maps, maps_before, self->body);
  put_part (out, PGS_SAMPLE_MAPS, self->body);
  if (snapshot->pages != NULL)
    {
      g_byte_array_set_size (self->body, 0);
      pgs_pages_encode (snapshot->pages, before != NULL ? before->pages : NULL, self->body);
      put_part (out, PGS_SAMPLE_PAGES, self->body);
    }
  if (snapshot->smaps != NULL)
    {
      g_byte_array_set_size (self->body, 0);
      pgs_smaps_encode (snapshot->smaps, snapshot->maps, before != NULL ? before->smaps : NULL,
                        maps_before, self->body);
      put_part (out, PGS_SAMPLE_SMAPS, self->body);
    }
}

/**
 * pgs_encoder_add:
 * @self: an encoder
 * @snapshot: the next sample; its pages and smaps belong to its mappings
 * @is_key: write it whole, so that decoding can begin with it
 *
 * Parts that are the same pointers as in the sample before take a byte each and no time.
 *
 * Returns: (transfer full): the sample as pgs_decoder_add() takes it
 */
GBytes *
pgs_encoder_add (PgsEncoder  *self,
                 PgsSnapshot *snapshot,
                 gboolean     is_key)
{
  const PgsSnapshot *before = is_key ? NULL : self->before;
  GByteArray *out = g_byte_array_new ();

  g_return_val_if_fail (snapshot->process != NULL, NULL);
  g_return_val_if_fail (snapshot->pages == NULL || pgs_pages_get_maps (snapshot->pages) == snapshot->maps,
                        NULL);

  pgs_bytes_put_byte (out, PGS_CODEC_VERSION);
  pgs_bytes_put_byte (out, before == NULL ? PGS_SAMPLE_KEY : 0);
  g_byte_array_set_size (self->body, 0);
  pgs_numbers_encode (snapshot, before, self->body);
  pgs_bytes_put_uint (out, PGS_SAMPLE_NUMBERS << 1 | PGS_SAMPLE_HAS_BODY);
  pgs_bytes_put_uint (out, self->body->len);
  g_byte_array_append (out, self->body->data, self->body->len);
  g_byte_array_set_size (self->body, 0);
  pgs_process_info_encode (snapshot->process, before != NULL ? before->process : NULL, self->body);
  put_part (out, PGS_SAMPLE_PROCESS, self->body);
  put_maps (self, snapshot, before, out);
  pgs_snapshot_ref (snapshot);
  g_clear_pointer (&self->before, pgs_snapshot_unref);
  self->before = snapshot;
  return g_byte_array_free_to_bytes (out);
}

/**
 * pgs_encoder_seek:
 * @self: an encoder
 * @before: a sample
 *
 * The next sample is written relative to @before, in place of the one that was added last.
 */
void
pgs_encoder_seek (PgsEncoder  *self,
                  PgsSnapshot *before)
{
  g_return_if_fail (self != NULL);

  pgs_snapshot_ref (before);
  g_clear_pointer (&self->before, pgs_snapshot_unref);
  self->before = before;
}
