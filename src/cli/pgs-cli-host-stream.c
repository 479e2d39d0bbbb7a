/* pgs-cli-host-stream.c: the samples of a process on another machine
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-cli-host-stream.h"

#include "pgs-cli.h"
#include "pgs-stream-reader.h"

/**
 * pgs_cli_host_dup_stream:
 * @interval_text: (nullable): the time between samples, as it was given
 * @name: (nullable): the process' name, if that was given
 * @rest: (nullable) (array zero-terminated=1): what else was given: it is the other machine's to understand
 *
 * Returns: (transfer full): what to run there
 */
char **
pgs_cli_host_dup_stream (const char  *interval_text,
                         const char  *name,
                         char       **rest)
{
  GPtrArray *arguments = g_ptr_array_new ();

  g_ptr_array_add (arguments, g_strdup ("stream"));
  if (interval_text != NULL)
    g_ptr_array_add (arguments, g_strdup_printf ("--interval=%s", interval_text));
  if (name != NULL)
    g_ptr_array_add (arguments, g_strdup_printf ("--name=%s", name));
  g_ptr_array_add (arguments, g_strdup ("--"));
  for (; rest != NULL && *rest != NULL; rest++)
    g_ptr_array_add (arguments, g_strdup (*rest));
  g_ptr_array_add (arguments, NULL);
  return (char **) g_ptr_array_free (arguments, FALSE);
}

/* Takes over a packet. Returns: %FALSE with @error. */
static gboolean
take_packet (const PgsStreamPacket  *packet,
             PgsDecoder             *decoder,
             const PgsCliHostSink   *sink,
             gpointer                data,
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
      return snapshot != NULL && sink->take_sample (snapshot, data, error);
    case PGS_STREAM_EXIT:
      return pgs_stream_read_exit (packet, &serial, &exit_info, error) && sink->take_exit (&exit_info, data, error);
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
 * pgs_cli_host_read_stream:
 * @host: where samples come from
 * @decoder: of its samples
 * @sink: where they go
 * @data: for @sink
 * @goes_on: (out): whether more may come
 * @error: what could not be read or taken over, or why the connection ended
 *
 * Takes over what was sent; does not wait for more.
 *
 * Returns: %FALSE with @error
 */
gboolean
pgs_cli_host_read_stream (PgsHost               *host,
                          PgsDecoder            *decoder,
                          const PgsCliHostSink  *sink,
                          gpointer               data,
                          gboolean              *goes_on,
                          GError               **error)
{
  g_autoptr (GError) local = NULL;
  PgsStreamPacket packet;

  *goes_on = TRUE;
  for (;;)
    switch (pgs_host_read (host, &packet, &local))
      {
      case PGS_HOST_PACKET:
        if (!take_packet (&packet, decoder, sink, data, error))
          return FALSE;
        break;
      case PGS_HOST_AGAIN:
        return TRUE;
      case PGS_HOST_END:
        *goes_on = FALSE;
        return local == NULL || fail (host, g_steal_pointer (&local), error);
      }
}
