/* pgs-stream.c: what pagescape-cli stream writes: a header and packets
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-stream.h"

#include <string.h>

#define MAGIC "pagescape-stream "
#define PACKET_HEAD 5 /* bytes: type and length */

struct _PgsStreamParser
{
  GByteArray *bytes;
  gsize done; /* how many of them were given out */
  guint64 version;
  char *program; /* (nullable): the versions of the header, once it came */
};

/**
 * pgs_stream_put_header:
 * @out: what to append to
 * @program_version: the version of this program; no blank in it
 */
void
pgs_stream_put_header (GByteArray *out,
                       const char *program_version)
{
  g_autofree char *line = g_strdup_printf (MAGIC "%u %s\n", PGS_STREAM_VERSION, program_version);

  g_byte_array_append (out, (const guint8 *) line, (guint) strlen (line));
}

/**
 * pgs_stream_begin_packet:
 * @out: what to append to
 * @type: of the packet; its bytes are appended by who calls
 *
 * Returns: for pgs_stream_end_packet()
 */
gsize
pgs_stream_begin_packet (GByteArray    *out,
                         PgsStreamType  type)
{
  const guint8 head[PACKET_HEAD] = { (guint8) type };

  g_byte_array_append (out, head, PACKET_HEAD);
  return out->len;
}

/**
 * pgs_stream_end_packet:
 * @out: where it was begun
 * @packet: what pgs_stream_begin_packet() returned
 *
 * Sets the length of the packet.
 */
void
pgs_stream_end_packet (GByteArray *out,
                       gsize       packet)
{
  const guint32 length = GUINT32_TO_LE ((guint32) (out->len - packet));

  memcpy (out->data + packet - sizeof length, &length, sizeof length);
}

/**
 * pgs_stream_parser_new:
 *
 * Returns: (transfer full): a parser of a stream from its beginning
 */
PgsStreamParser *
pgs_stream_parser_new (void)
{
  PgsStreamParser *self = g_new0 (PgsStreamParser, 1);

  self->bytes = g_byte_array_new ();
  return self;
}

/**
 * pgs_stream_parser_free:
 * @self: (nullable) (transfer full): a parser
 */
void
pgs_stream_parser_free (PgsStreamParser *self)
{
  if (self == NULL)
    return;
  g_byte_array_unref (self->bytes);
  g_free (self->program);
  g_free (self);
}

/**
 * pgs_stream_parser_push:
 * @self: a parser
 * @bytes: (array length=n_bytes): what was read of the stream
 * @n_bytes: how many; to be followed by pgs_stream_parser_next() until that has no more packets, so
 *   that no more than a packet and these are kept
 */
void
pgs_stream_parser_push (PgsStreamParser *self,
                        const guint8    *bytes,
                        gsize            n_bytes)
{
  if (self->done > 0)
    g_byte_array_remove_range (self->bytes, 0, (guint) self->done);
  self->done = 0;
  g_byte_array_append (self->bytes, bytes, (guint) n_bytes);
}

static gboolean
is_magic (const guint8 *bytes,
          gsize         n_bytes)
{
  return memcmp (bytes, MAGIC, MIN (n_bytes, strlen (MAGIC))) == 0;
}

/* The program's version is shown, so it is what a version looks like or nothing. */
static char *
dup_version (const char *text)
{
  const gsize length = strspn (text, "0123456789abcdefghijklmnopqrstuvwxyz.-+~");

  return g_strndup (text, MIN (length, 32));
}

/* What follows the magic: the version of the stream, a blank, that of the program. */
static gboolean
check_version (PgsStreamParser  *self,
               const char       *line,
               GError          **error)
{
  char *rest;

  self->version = g_ascii_strtoull (line, &rest, 10);
  self->program = dup_version (*rest == ' ' ? rest + 1 : rest);
  if (self->version == PGS_STREAM_VERSION)
    return TRUE;
  g_set_error (error, PGS_ERROR, PGS_ERROR_VERSION, "a stream of version %" G_GUINT64_FORMAT
               ", this program reads version %u", self->version, PGS_STREAM_VERSION);
  return FALSE;
}

/* Returns: %FALSE if it is wrong, with @error, or not whole yet, without. */
static gboolean
read_header (PgsStreamParser  *self,
             GError          **error)
{
  const guint8 *bytes = self->bytes->data;
  const gsize n_bytes = MIN (self->bytes->len, PGS_STREAM_MAX_HEADER);
  const guint8 *end = n_bytes > 0 ? memchr (bytes, '\n', n_bytes) : NULL;
  g_autofree char *line = NULL;

  if (n_bytes == 0 || (end == NULL && n_bytes < PGS_STREAM_MAX_HEADER && is_magic (bytes, n_bytes)))
    return FALSE;
  if (end == NULL || (gsize) (end - bytes) < strlen (MAGIC) || !is_magic (bytes, n_bytes))
    {
      g_set_error_literal (error, PGS_ERROR, PGS_ERROR_PROTOCOL, "what was read is no stream of Pagescape");
      return FALSE;
    }
  line = g_strndup ((const char *) bytes + strlen (MAGIC), (gsize) (end - bytes) - strlen (MAGIC));
  self->done = (gsize) (end - bytes) + 1;
  return check_version (self, line, error);
}

/**
 * pgs_stream_parser_next:
 * @self: a parser
 * @packet: (out): the next packet
 * @error: (out) (optional): what is wrong
 *
 * Returns: %FALSE if there is no whole packet yet, without @error; or with %PGS_ERROR_VERSION,
 *   %PGS_ERROR_PROTOCOL or %PGS_ERROR_LIMIT, then the stream is of no use any more
 */
gboolean
pgs_stream_parser_next (PgsStreamParser  *self,
                        PgsStreamPacket  *packet,
                        GError          **error)
{
  const guint8 *head;
  guint32 length;

  if (self->program == NULL && !read_header (self, error))
    return FALSE;
  if (self->bytes->len - self->done < PACKET_HEAD)
    return FALSE;
  head = self->bytes->data + self->done;
  memcpy (&length, head + 1, sizeof length);
  length = GUINT32_FROM_LE (length);
  if (length > PGS_STREAM_MAX_PACKET)
    {
      g_set_error_literal (error, PGS_ERROR, PGS_ERROR_LIMIT, "a packet beyond all bounds");
      return FALSE;
    }
  if (self->bytes->len - self->done - PACKET_HEAD < length)
    return FALSE;
  *packet = (PgsStreamPacket) { head[0], head + PACKET_HEAD, length };
  self->done += PACKET_HEAD + length;
  return TRUE;
}

/**
 * pgs_stream_parser_get_program:
 * @self: a parser
 * @version: (out) (optional): the version of the stream
 *
 * Returns: (transfer none) (nullable): the version of the program on the other side, safe to show; %NULL
 *   before it told
 */
const char *
pgs_stream_parser_get_program (const PgsStreamParser *self,
                               guint64               *version)
{
  if (version != NULL)
    *version = self->version;
  return self->program;
}
