/* pgs-stream-reader.c: what is in the packets of a stream
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-stream-reader.h"

#include "pgs-text.h"

#define MAX_PERIOD_US ((gint64) 86400 * G_USEC_PER_SEC)
#define MAX_TIME_US ((gint64) 1 << 60)

enum
{
  EXIT_ENDED = 1 << 0,
  EXIT_STATUS_KNOWN = 1 << 1,
};

/**
 * pgs_stream_read_sample:
 * @packet: of type %PGS_STREAM_SAMPLE
 * @sample: (out caller-allocates): what is in it
 * @error: (out) (optional): what is wrong with it
 *
 * Returns: %FALSE with @error; @sample is not to be cleared then
 */
gboolean
pgs_stream_read_sample (const PgsStreamPacket  *packet,
                        PgsStreamSample        *sample,
                        GError                **error)
{
  PgsBytesReader in;
  gsize size;

  pgs_bytes_reader_init (&in, packet->bytes, packet->n_bytes);
  sample->serial = (guint) pgs_bytes_reader_count (&in, G_MAXUINT);
  sample->pages_period_us = (gint64) pgs_bytes_reader_count (&in, MAX_PERIOD_US);
  if (!pgs_bytes_reader_finish (&in, error))
    return FALSE;
  size = pgs_bytes_reader_get_left (&in);
  sample->bytes = g_bytes_new (pgs_bytes_reader_bytes (&in, size), size);
  return TRUE;
}

/**
 * pgs_stream_read_exit:
 * @packet: of type %PGS_STREAM_EXIT
 * @serial: (out): of the task it belongs to
 * @exit_info: (out): how the process ended
 * @error: (out) (optional): what is wrong with it
 *
 * Returns: %FALSE with @error
 */
gboolean
pgs_stream_read_exit (const PgsStreamPacket  *packet,
                      guint                  *serial,
                      PgsExit                *exit_info,
                      GError                **error)
{
  PgsBytesReader in;
  guint8 flags;

  pgs_bytes_reader_init (&in, packet->bytes, packet->n_bytes);
  *serial = (guint) pgs_bytes_reader_count (&in, G_MAXUINT);
  flags = pgs_bytes_reader_byte (&in);
  exit_info->ended = (flags & EXIT_ENDED) != 0;
  exit_info->status_known = (flags & EXIT_STATUS_KNOWN) != 0;
  exit_info->status = (int) (pgs_bytes_reader_int (&in) & 0xffff); /* all that wait(2) tells */
  exit_info->at_us = pgs_bytes_reader_int (&in);
  if (exit_info->at_us < 0 || exit_info->at_us > MAX_TIME_US)
    pgs_bytes_reader_fail (&in, PGS_ERROR_SYNTAX, "an impossible time");
  return pgs_bytes_reader_finish (&in, error);
}

/**
 * pgs_stream_read_error:
 * @packet: of type %PGS_STREAM_ERROR
 * @serial: (out): of the task it belongs to
 * @told: (out): what could not be done there, safe to show
 * @error: (out) (optional): what is wrong with the packet
 *
 * Returns: %FALSE with @error
 */
gboolean
pgs_stream_read_error (const PgsStreamPacket  *packet,
                       guint                  *serial,
                       GError                **told,
                       GError                **error)
{
  g_autofree char *message = NULL;
  g_autofree char *shown = NULL;
  PgsBytesReader in;
  guint64 code;

  pgs_bytes_reader_init (&in, packet->bytes, packet->n_bytes);
  *serial = (guint) pgs_bytes_reader_count (&in, G_MAXUINT);
  code = pgs_bytes_reader_uint (&in);
  message = pgs_bytes_reader_dup_string (&in);
  if (!pgs_bytes_reader_finish (&in, error))
    return FALSE;
  shown = pgs_text_dup_display (message != NULL ? message : "", -1);
  *told = g_error_new_literal (PGS_ERROR, code <= PGS_ERROR_BROKER_GONE ? (gint) code : PGS_ERROR_FAILED, shown);
  return TRUE;
}
