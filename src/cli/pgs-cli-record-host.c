/* pgs-cli-record-host.c: a recording of a process on another machine
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-cli-record-host.h"

#include "pgs-cli.h"
#include "pgs-stream-reader.h"

/* Takes over a packet. Returns: %FALSE with @error. */
static gboolean
take_packet (const PgsStreamPacket  *packet,
             PgsDecoder             *decoder,
             PgsCliRecording        *recording,
             gint                   *pid,
             GError                **error)
{
  g_autoptr (PgsSnapshot) snapshot = NULL;
  PgsStreamSample sample;
  PgsExit exit_info;
  guint serial;

  switch (packet->type)
    {
    case PGS_STREAM_SAMPLE:
      if (!pgs_stream_read_sample (packet, &sample, error))
        return FALSE;
      snapshot = pgs_decoder_add (decoder, sample.bytes, error);
      g_bytes_unref (sample.bytes);
      if (snapshot == NULL)
        return FALSE;
      *pid = snapshot->process->pid;
      return pgs_cli_recording_add (recording, snapshot, error);
    case PGS_STREAM_EXIT:
      return pgs_stream_read_exit (packet, &serial, &exit_info, error)
             && pgs_cli_recording_set_exit (recording, *pid, &exit_info, error);
    default:
      return TRUE; /* errors that end it are told by its end */
    }
}

/* The status of the command there is that of the one here. */
static gboolean
fail (PgsHost  *host,
      GError   *found,
      GError  **error)
{
  const int status = pgs_host_get_status (host);

  if (status >= PGS_CLI_USAGE && status <= PGS_CLI_UNREADABLE)
    {
      found->domain = PGS_CLI_ERROR;
      found->code = status;
    }
  g_propagate_error (error, found);
  return FALSE;
}

/**
 * pgs_cli_record_host_step:
 * @host: where samples come from
 * @decoder: of its samples
 * @recording: what is written
 * @pid: (inout): the process, once it is known; 0 before
 * @goes_on: (out): whether more may come
 * @error: what could not be read or written, or why the connection ended
 *
 * Takes over what was sent; does not wait for more.
 *
 * Returns: %FALSE with @error
 */
gboolean
pgs_cli_record_host_step (PgsHost          *host,
                          PgsDecoder       *decoder,
                          PgsCliRecording  *recording,
                          gint             *pid,
                          gboolean         *goes_on,
                          GError          **error)
{
  g_autoptr (GError) local = NULL;
  PgsStreamPacket packet;

  *goes_on = TRUE;
  for (;;)
    switch (pgs_host_read (host, &packet, &local))
      {
      case PGS_HOST_PACKET:
        if (!take_packet (&packet, decoder, recording, pid, error))
          return FALSE;
        break;
      case PGS_HOST_AGAIN:
        return TRUE;
      case PGS_HOST_END:
        *goes_on = FALSE;
        return local == NULL || fail (host, g_steal_pointer (&local), error);
      }
}
