/* pgs-stream.h: what pagescape-cli stream writes: a header and packets
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The header is one line, "pagescape-stream VERSION PROGRAM\n": the version of the stream, which also
 * changes with the format of samples, and that of the program, for people. A packet is its type (a
 * byte), its length (four bytes, the lowest first), and so many bytes. Types that are not known are to be
 * skipped; what is appended to a packet that is known is to be ignored.
 */
#pragma once

#include "pgs-bytes.h"

G_BEGIN_DECLS

#define PGS_STREAM_VERSION 1
#define PGS_STREAM_MAX_HEADER 256                    /* bytes */
#define PGS_STREAM_MAX_PACKET ((gsize) 64 << 20) /* bytes, with a sample of any size in it */

/**
 * PgsStreamType:
 * @PGS_STREAM_SAMPLE: serial, period of reading pages in µs (uint), then a sample of #PgsEncoder
 * @PGS_STREAM_EXIT: serial (uint), flags (byte: 1 ended, 2 status known), status, at_us (int)
 * @PGS_STREAM_ERROR: serial, #PgsError (uint), message (string): the process cannot be watched
 * @PGS_STREAM_TABLE: the processes, see pgs_process_table_encode()
 * @PGS_STREAM_SYSTEM: the memory of the machine, see pgs_system_encode()
 * @PGS_STREAM_RANKING: who is next when memory runs out, see pgs_ranking_encode()
 */
typedef enum
{
  PGS_STREAM_SAMPLE = 'S',
  PGS_STREAM_EXIT = 'E',
  PGS_STREAM_ERROR = 'F',
  PGS_STREAM_TABLE = 'T',
  PGS_STREAM_SYSTEM = 'M',
  PGS_STREAM_RANKING = 'R',
} PgsStreamType;

void        pgs_stream_put_header     (GByteArray       *out,
                                       const char       *program_version);
gsize       pgs_stream_begin_packet   (GByteArray       *out,
                                       PgsStreamType     type);
void        pgs_stream_end_packet     (GByteArray       *out,
                                       gsize             packet);

/**
 * PgsStreamPacket:
 * @type: #PgsStreamType, or what a newer version has
 * @bytes: (array length=n_bytes): valid until the next call
 * @n_bytes: how many
 */
typedef struct
{
  guint8 type;
  const guint8 *bytes;
  gsize n_bytes;
} PgsStreamPacket;

typedef struct _PgsStreamParser PgsStreamParser;

PgsStreamParser *pgs_stream_parser_new  (void);
void             pgs_stream_parser_free (PgsStreamParser  *self);
void             pgs_stream_parser_push (PgsStreamParser  *self,
                                         const guint8     *bytes,
                                         gsize             n_bytes);
gboolean         pgs_stream_parser_next (PgsStreamParser  *self,
                                         PgsStreamPacket  *packet,
                                         GError          **error);
const char      *pgs_stream_parser_get_program (const PgsStreamParser *self,
                                         guint64          *version);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsStreamParser, pgs_stream_parser_free)

G_END_DECLS
