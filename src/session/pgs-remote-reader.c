/* pgs-remote-reader.c: the thread that reads and decodes the stream of another machine
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Samples are differences, so none of them may be dropped here. If the main thread is busy for long,
 * reading stops; then the pipe is full, then the connection, and the program there leaves samples out
 * before it encodes them.
 */
#include "config.h"

#include "pgs-remote-reader.h"

#include "pgs-decoder.h"
#include "pgs-machine-codec.h"
#include "pgs-stream-reader.h"

#include <poll.h>

#define MAX_QUEUED 64

struct _PgsRemoteReader
{
  PgsHost *host; /* not owned */
  PgsRemoteFunc func;
  gpointer data;
  GThread *thread;
  gboolean *freed; /* (nullable): set when it is freed by who is told something */

  /* the thread's own */
  PgsDecoder *decoder; /* of the samples of @serial */
  guint serial;
  PgsProcessInfo *info; /* (nullable): the process of a connection before */
  PgsAges *ages; /* of the last sample */
  PgsProcessTable *table;
  PgsSystem system;
  gboolean has_system;

  GMutex mutex; /* guards what follows */
  GCond cond;
  gboolean quit;
  GQueue news; /* of PgsRemoteNews */
  guint idle;
};

static void
news_free (PgsRemoteNews *news)
{
  g_clear_pointer (&news->result, pgs_sampler_result_free);
  g_clear_pointer (&news->table, pgs_process_table_unref);
  g_clear_pointer (&news->system, g_free);
  g_clear_pointer (&news->ranking, pgs_ranking_unref);
  g_clear_error (&news->error);
  g_free (news);
}

static gboolean
deliver (gpointer data)
{
  PgsRemoteReader *self = data;
  gboolean freed = FALSE;
  GQueue news;

  g_mutex_lock (&self->mutex);
  news = self->news;
  g_queue_init (&self->news);
  self->idle = 0;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
  self->freed = &freed;
  for (PgsRemoteNews *item; (item = g_queue_pop_head (&news)) != NULL; news_free (item))
    if (!freed)
      self->func (item, self->data);
  if (!freed)
    self->freed = NULL;
  return G_SOURCE_REMOVE;
}

/* Returns: %FALSE to end. */
static gboolean
post (PgsRemoteReader *self,
      PgsRemoteNews   *news)
{
  gboolean quit;

  g_mutex_lock (&self->mutex);
  while (!self->quit && self->news.length >= MAX_QUEUED)
    g_cond_wait (&self->cond, &self->mutex);
  g_queue_push_tail (&self->news, news);
  if (self->idle == 0)
    self->idle = g_idle_add_full (G_PRIORITY_DEFAULT, deliver, self, NULL);
  quit = self->quit;
  g_mutex_unlock (&self->mutex);
  return !quit;
}

/* Ages count on the clock of this machine, as what is drawn of them does. */
static void
advance_ages (PgsRemoteReader   *self,
              const PgsSnapshot *snapshot,
              PgsSamplerResult  *result)
{
  PgsAges *ages = NULL;

  if (snapshot->pages != NULL)
    ages = pgs_ages_advance (self->ages, snapshot->pages, g_get_monotonic_time ());
  g_clear_pointer (&self->ages, pgs_ages_unref);
  self->ages = ages;
  result->ages = ages != NULL ? pgs_ages_ref (ages) : NULL;
}

/* A process that is the same as before is told by its pointer: another one would be an exec. */
static void
keep_info (PgsRemoteReader *self,
           PgsSnapshot     *snapshot)
{
  g_autoptr (GByteArray) difference = g_byte_array_new ();

  if (self->info == NULL)
    return;
  pgs_process_info_encode (snapshot->process, self->info, difference);
  if (difference->len == 1)
    {
      pgs_process_info_unref (snapshot->process);
      snapshot->process = pgs_process_info_ref (self->info);
    }
  g_clear_pointer (&self->info, pgs_process_info_unref);
}

static gboolean
take_sample (PgsRemoteReader        *self,
             const PgsStreamPacket  *packet,
             PgsSamplerResult       *result,
             GError                **error)
{
  g_autoptr (GBytes) bytes = NULL;
  PgsStreamSample sample;

  if (!pgs_stream_read_sample (packet, &sample, error))
    return FALSE;
  bytes = sample.bytes;
  if (self->decoder == NULL || sample.serial != self->serial)
    {
      g_clear_pointer (&self->decoder, pgs_decoder_free);
      g_clear_pointer (&self->ages, pgs_ages_unref);
      self->decoder = pgs_decoder_new ();
      self->serial = sample.serial;
    }
  result->serial = sample.serial;
  result->pages_period_us = sample.pages_period_us;
  result->snapshot = pgs_decoder_add (self->decoder, bytes, error);
  if (result->snapshot == NULL)
    return FALSE;
  keep_info (self, result->snapshot);
  advance_ages (self, result->snapshot, result);
  return TRUE;
}

static gboolean
take_table (PgsRemoteReader        *self,
            const PgsStreamPacket  *packet,
            PgsRemoteNews          *news,
            GError                **error)
{
  PgsBytesReader in;

  pgs_bytes_reader_init (&in, packet->bytes, packet->n_bytes);
  news->table = pgs_process_table_decode (self->table, &in, error);
  if (news->table == NULL)
    return FALSE;
  g_clear_pointer (&self->table, pgs_process_table_unref);
  self->table = pgs_process_table_ref (news->table);
  return TRUE;
}

static gboolean
take_system (PgsRemoteReader        *self,
             const PgsStreamPacket  *packet,
             PgsRemoteNews          *news,
             GError                **error)
{
  const PgsSystem before = self->system;
  PgsBytesReader in;

  pgs_bytes_reader_init (&in, packet->bytes, packet->n_bytes);
  if (!pgs_system_decode (&self->system, self->has_system ? &before : NULL, &in, error))
    return FALSE;
  self->has_system = TRUE;
  news->system = g_memdup2 (&self->system, sizeof self->system);
  return TRUE;
}

static gboolean
take_ranking (const PgsStreamPacket  *packet,
              PgsRemoteNews          *news,
              GError                **error)
{
  PgsBytesReader in;

  pgs_bytes_reader_init (&in, packet->bytes, packet->n_bytes);
  news->ranking = pgs_ranking_decode (&in, g_get_monotonic_time (), error);
  return news->ranking != NULL;
}

/* Returns: %FALSE with @error if it is not what it should be. */
static gboolean
take_packet (PgsRemoteReader        *self,
             const PgsStreamPacket  *packet,
             PgsRemoteNews          *news,
             GError                **error)
{
  if (packet->type == PGS_STREAM_TABLE)
    return take_table (self, packet, news, error);
  if (packet->type == PGS_STREAM_SYSTEM)
    return take_system (self, packet, news, error);
  if (packet->type == PGS_STREAM_RANKING)
    return take_ranking (packet, news, error);
  if (packet->type != PGS_STREAM_SAMPLE && packet->type != PGS_STREAM_EXIT
      && packet->type != PGS_STREAM_ERROR)
    return TRUE;
  news->result = g_new0 (PgsSamplerResult, 1);
  if (packet->type == PGS_STREAM_SAMPLE)
    return take_sample (self, packet, news->result, error);
  if (packet->type == PGS_STREAM_EXIT)
    return pgs_stream_read_exit (packet, &news->result->serial, &news->result->exit_info, error);
  return pgs_stream_read_error (packet, &news->result->serial, &news->result->error, error);
}

/* Waits for what is sent, and posts it. Returns: %FALSE at the end, which was posted. */
static gboolean
step (PgsRemoteReader *self)
{
  PgsRemoteNews *news = g_new0 (PgsRemoteNews, 1);
  struct pollfd fd = { .fd = pgs_host_get_fd (self->host), .events = POLLIN };
  PgsStreamPacket packet;
  PgsHostRead got;
  gboolean ended;

  while ((got = pgs_host_read (self->host, &packet, &news->error)) == PGS_HOST_AGAIN)
    poll (&fd, 1, -1);
  news->ended = got == PGS_HOST_END || !take_packet (self, &packet, news, &news->error);
  if (news->error != NULL) /* half of something is nothing */
    g_clear_pointer (&news->result, pgs_sampler_result_free);
  ended = news->ended;
  return post (self, news) && !ended;
}

static gpointer
read_all (gpointer data)
{
  PgsRemoteReader *self = data;

  while (step (self))
    ;
  return NULL;
}

/**
 * pgs_remote_reader_new:
 * @host: what to read; stays alive as long as the reader
 * @info: (nullable): of the process that was watched in a connection before
 * @func: gets what came, on the thread of the default main context
 * @data: for @func
 *
 * Returns: (transfer full): a reader that has begun
 */
PgsRemoteReader *
pgs_remote_reader_new (PgsHost        *host,
                       PgsProcessInfo *info,
                       PgsRemoteFunc   func,
                       gpointer        data)
{
  PgsRemoteReader *self = g_new0 (PgsRemoteReader, 1);

  self->host = host;
  self->info = info != NULL ? pgs_process_info_ref (info) : NULL;
  self->func = func;
  self->data = data;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  g_queue_init (&self->news);
  self->thread = g_thread_new ("remote", read_all, self);
  return self;
}

/**
 * pgs_remote_reader_free:
 * @self: (nullable) (transfer full): a reader
 *
 * Hangs up and waits for the thread; nothing is told any more.
 */
void
pgs_remote_reader_free (PgsRemoteReader *self)
{
  if (self == NULL)
    return;
  if (self->freed != NULL)
    *self->freed = TRUE;
  g_mutex_lock (&self->mutex);
  self->quit = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
  pgs_host_hang_up (self->host);
  g_thread_join (self->thread);
  g_clear_handle_id (&self->idle, g_source_remove);
  g_queue_clear_full (&self->news, (GDestroyNotify) news_free);
  g_clear_pointer (&self->decoder, pgs_decoder_free);
  g_clear_pointer (&self->info, pgs_process_info_unref);
  g_clear_pointer (&self->ages, pgs_ages_unref);
  g_clear_pointer (&self->table, pgs_process_table_unref);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self);
}
