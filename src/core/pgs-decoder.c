/* pgs-decoder.c: bytes become the samples of one process again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * The bytes may come from anybody: from a file out of a mail, or from another machine. Counts are bounded
 * before anything is allocated for them, all that others rely on (order, whole pages, no overlap) is
 * checked here or made so by the builders, and a sample that is wrong changes nothing.
 */
#include "config.h"

#include "pgs-decoder.h"

#include "pgs-sample-format.h"

struct _PgsDecoder
{
  PgsSnapshot *before;
};

/**
 * pgs_decoder_new:
 *
 * Returns: (transfer full): a decoder, which needs a key first
 */
PgsDecoder *
pgs_decoder_new (void)
{
  return g_new0 (PgsDecoder, 1);
}

/**
 * pgs_decoder_free:
 * @self: (nullable) (transfer full): a decoder
 */
void
pgs_decoder_free (PgsDecoder *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->before, pgs_snapshot_unref);
  g_free (self);
}

/**
 * pgs_form_decode:
 * @in: the first byte of a part
 * @has_before: whether there is a part before
 *
 * Returns: how the part is written; a form that is unknown, or that needs a part before that is not
 *   there, is a failure of @in
 */
PgsForm
pgs_form_decode (PgsBytesReader *in,
                 gboolean        has_before)
{
  const guint8 form = pgs_bytes_reader_byte (in);

  if (form > PGS_FORM_DIFFERENCE)
    {
      pgs_bytes_reader_fail (in, PGS_ERROR_SYNTAX, "an unknown form");
      return PGS_FORM_WHOLE;
    }
  if (form != PGS_FORM_WHOLE && !has_before)
    pgs_bytes_reader_fail (in, PGS_ERROR_PROTOCOL, "refers to a sample that did not come");
  return (PgsForm) form;
}

/* Decodes the body of a part. Returns: %FALSE with @error. */
static gboolean
decode_part (PgsSnapshot        *snapshot,
             const PgsSnapshot  *before,
             PgsSamplePart       part,
             PgsBytesReader     *in,
             GError            **error)
{
  static const PgsSnapshot nothing = { 0 };

  if (part == PGS_SAMPLE_NUMBERS)
    return pgs_numbers_decode (snapshot, before, in, error);
  if (before == NULL)
    before = &nothing;
  switch (part)
    {
    case PGS_SAMPLE_NUMBERS:
      break;
    case PGS_SAMPLE_PROCESS:
      snapshot->process = pgs_process_info_decode (before->process, in, error);
      return snapshot->process != NULL;
    case PGS_SAMPLE_MAPS:
      snapshot->maps = pgs_maps_decode (before->maps, in, error);
      return snapshot->maps != NULL;
    case PGS_SAMPLE_PAGES:
      snapshot->pages = pgs_pages_decode (snapshot->maps, before->pages, in, error);
      return snapshot->pages != NULL;
    case PGS_SAMPLE_SMAPS:
      snapshot->smaps = pgs_smaps_decode (snapshot->maps, before->smaps, before->maps, in, error);
      return snapshot->smaps != NULL;
    }
  return TRUE;
}

/* Takes mappings that are known already instead of equal ones, for which layouts would be made again. */
static void
share_maps (PgsSnapshot *snapshot,
            PgsMaps     *known)
{
  if (snapshot->maps == NULL || known == NULL || !pgs_maps_equal (snapshot->maps, known))
    return;
  pgs_maps_ref (known);
  pgs_maps_unref (snapshot->maps);
  snapshot->maps = known;
}

/* @known are mappings that may be those of the sample, too. */
static gboolean
read_part (PgsSnapshot       *snapshot,
           const PgsSnapshot *before,
           PgsMaps           *known,
           PgsBytesReader    *in,
           guint64           *last_id,
           GError           **error)
{
  static const guint8 same = PGS_FORM_SAME;
  const guint64 code = pgs_bytes_reader_uint (in);
  const guint64 id = code >> 1;
  PgsBytesReader body;

  pgs_bytes_reader_init (&body, &same, 1);
  if (code & PGS_SAMPLE_HAS_BODY)
    {
      const gsize length = pgs_bytes_reader_count (in, PGS_CODEC_MAX_SAMPLE);
      const char *bytes = pgs_bytes_reader_bytes (in, length);

      pgs_bytes_reader_init (&body, (const guint8 *) bytes, bytes != NULL ? length : 0);
    }
  if (id <= *last_id)
    pgs_bytes_reader_fail (in, PGS_ERROR_SYNTAX, "parts out of order");
  if ((id == PGS_SAMPLE_PAGES || id == PGS_SAMPLE_SMAPS) && snapshot->maps == NULL)
    pgs_bytes_reader_fail (in, PGS_ERROR_SYNTAX, "pages without mappings");
  if (!pgs_bytes_reader_finish (in, error))
    return FALSE;
  *last_id = id;
  if (id > PGS_SAMPLE_SMAPS)
    return TRUE;
  if (!decode_part (snapshot, before, (PgsSamplePart) id, &body, error))
    {
      g_prefix_error (error, "part %u: ", (guint) id);
      return FALSE;
    }
  if (id == PGS_SAMPLE_MAPS)
    share_maps (snapshot, known);
  return TRUE;
}

/* Pages are larger than 4 KiB on some machines. */
static gboolean
is_aligned (const PgsMaps *maps,
            guint32        page_size)
{
  if (maps == NULL || page_size == 4096)
    return TRUE;
  for (gsize i = 0; i < pgs_maps_get_length (maps); i++)
    if (((pgs_maps_get (maps, i)->start | pgs_maps_get (maps, i)->end) & (page_size - 1)) != 0)
      return FALSE;
  return TRUE;
}

/* What no part can tell by itself. */
static gboolean
check_snapshot (const PgsSnapshot  *snapshot,
                GError            **error)
{
  const char *why = NULL;

  if (snapshot->process == NULL || snapshot->page_size == 0)
    why = "a sample without a process";
  else if (snapshot->pages != NULL
           && (guint32) 1 << pgs_pages_get_shift (snapshot->pages) != snapshot->page_size)
    why = "pages of two sizes";
  else if (!is_aligned (snapshot->maps, snapshot->page_size))
    why = "a mapping that is not of whole pages";
  if (why == NULL)
    return TRUE;
  g_set_error_literal (error, PGS_ERROR, PGS_ERROR_SYNTAX, why);
  return FALSE;
}

static PgsSnapshot *
read_sample (const PgsSnapshot *before,
             PgsMaps           *known,
             PgsBytesReader    *in,
             GError           **error)
{
  g_autoptr (PgsSnapshot) snapshot = pgs_snapshot_new ();
  guint64 last_id = 0;

  while (pgs_bytes_reader_get_left (in) > 0)
    if (!read_part (snapshot, before, known, in, &last_id, error))
      return NULL;
  return check_snapshot (snapshot, error) ? g_steal_pointer (&snapshot) : NULL;
}

static gboolean
read_head (PgsBytesReader  *in,
           gboolean        *is_key,
           GError         **error)
{
  const guint8 version = pgs_bytes_reader_byte (in);
  const guint8 flags = pgs_bytes_reader_byte (in);

  *is_key = (flags & PGS_SAMPLE_KEY) != 0;
  if (!pgs_bytes_reader_finish (in, error))
    return FALSE;
  if (version == PGS_CODEC_VERSION)
    return TRUE;
  g_set_error (error, PGS_ERROR, PGS_ERROR_VERSION, "samples of version %u, this program reads version %u",
               version, PGS_CODEC_VERSION);
  return FALSE;
}

/**
 * pgs_decoder_add:
 * @self: a decoder
 * @sample: what pgs_encoder_add() returned, or anything else; in the same order, beginning with any key
 * @error: (out) (optional): what is wrong with it
 *
 * Parts that did not change are the same pointers as in the snapshot before; of a key only equal mappings.
 *
 * Returns: (transfer full): the snapshot; %NULL with %PGS_ERROR_VERSION, %PGS_ERROR_SYNTAX,
 *   %PGS_ERROR_TRUNCATED, %PGS_ERROR_LIMIT, or %PGS_ERROR_PROTOCOL if a key is missing; then the next
 *   sample refers to the one before as if @sample had not come
 */
PgsSnapshot *
pgs_decoder_add (PgsDecoder  *self,
                 GBytes      *sample,
                 GError     **error)
{
  PgsBytesReader in;
  PgsSnapshot *snapshot;
  gboolean is_key;
  gsize size;
  const guint8 *bytes = g_bytes_get_data (sample, &size);

  if (size > PGS_CODEC_MAX_SAMPLE)
    {
      g_set_error_literal (error, PGS_ERROR, PGS_ERROR_LIMIT, "too long for a sample");
      return NULL;
    }
  pgs_bytes_reader_init (&in, bytes, size);
  if (!read_head (&in, &is_key, error))
    return NULL;
  if (!is_key && self->before == NULL)
    {
      g_set_error_literal (error, PGS_ERROR, PGS_ERROR_PROTOCOL, "the first sample refers to one before");
      return NULL;
    }
  snapshot = read_sample (is_key ? NULL : self->before, self->before != NULL ? self->before->maps : NULL, &in, error);
  if (snapshot == NULL)
    return NULL;
  g_clear_pointer (&self->before, pgs_snapshot_unref);
  self->before = pgs_snapshot_ref (snapshot);
  return snapshot;
}

/**
 * pgs_decoder_seek:
 * @self: a decoder
 * @before: a sample
 *
 * The next sample was written relative to @before, not to the one that was decoded last; or, if it is
 * a key, perhaps has the same mappings.
 */
void
pgs_decoder_seek (PgsDecoder  *self,
                  PgsSnapshot *before)
{
  g_return_if_fail (self != NULL);

  pgs_snapshot_ref (before);
  g_clear_pointer (&self->before, pgs_snapshot_unref);
  self->before = before;
}
