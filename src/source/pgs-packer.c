/* pgs-packer.c: bytes made smaller, and back within a bound
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-packer.h"

#include "pgs-error.h"

#include <zstd.h>

#define LEVEL 3

struct _PgsPacker
{
  ZSTD_CCtx *context;
  GByteArray *packed;
};

/**
 * pgs_packer_new:
 *
 * Returns: (transfer full): a packer, for one thread at a time
 */
PgsPacker *
pgs_packer_new (void)
{
  PgsPacker *self = g_new0 (PgsPacker, 1);

  self->context = ZSTD_createCCtx ();
  self->packed = g_byte_array_new ();
  if (self->context == NULL)
    g_error ("no memory for zstd");
  return self;
}

/**
 * pgs_packer_free:
 * @self: (transfer full) (nullable): a packer
 */
void
pgs_packer_free (PgsPacker *self)
{
  if (self == NULL)
    return;
  ZSTD_freeCCtx (self->context);
  g_byte_array_unref (self->packed);
  g_free (self);
}

/**
 * pgs_packer_pack:
 * @self: a packer
 * @bytes: what to pack
 *
 * Returns: (transfer none): a frame of zstd, valid until the next call; or @bytes, if that would not
 *   be smaller
 */
GByteArray *
pgs_packer_pack (PgsPacker        *self,
                 const GByteArray *bytes)
{
  gsize n;

  g_byte_array_set_size (self->packed, (guint) ZSTD_compressBound (bytes->len));
  n = ZSTD_compressCCtx (self->context, self->packed->data, self->packed->len, bytes->data, bytes->len,
                         LEVEL);
  if (ZSTD_isError (n) || n >= bytes->len)
    return (GByteArray *) bytes;
  g_byte_array_set_size (self->packed, (guint) n);
  return self->packed;
}

/**
 * pgs_unpack:
 * @packed: (array length=n_packed): what pgs_packer_pack() returned
 * @n_packed: bytes
 * @size: how large it was before
 * @limit: the most that @size may be
 * @error: %PGS_ERROR_LIMIT, %PGS_ERROR_SYNTAX
 *
 * Returns: (transfer full) (nullable): the @size bytes
 */
GByteArray *
pgs_unpack (const guint8  *packed,
            gsize          n_packed,
            gsize          size,
            gsize          limit,
            GError       **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  if (size > limit || n_packed > limit)
    {
      g_set_error (error, PGS_ERROR, PGS_ERROR_LIMIT, "a part of %" G_GSIZE_FORMAT " bytes",
                   MAX (size, n_packed));
      return NULL;
    }
  if (size == n_packed)
    {
      g_byte_array_append (bytes, packed, (guint) n_packed);
      return g_steal_pointer (&bytes);
    }
  /* what the frame itself says is asked first: a small file must not make us take much memory */
  if (ZSTD_getFrameContentSize (packed, n_packed) != size)
    {
      g_set_error_literal (error, PGS_ERROR, PGS_ERROR_SYNTAX, "a part is not of the size it says");
      return NULL;
    }
  g_byte_array_set_size (bytes, (guint) size);
  if (ZSTD_decompress (bytes->data, size, packed, n_packed) != size)
    {
      g_set_error_literal (error, PGS_ERROR, PGS_ERROR_SYNTAX, "a part cannot be unpacked");
      return NULL;
    }
  return g_steal_pointer (&bytes);
}
