/* pgs-stream-server.c: what this machine tells another one, as packets of a stream
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * A window on another machine asks by lines, which come over the same connection, so that there is one
 * login and not one for each process that is looked at:
 *   task SERIAL PID SECTIONS PERIOD_US BUDGET PAUSED   samples of a process (0: none); the budget in
 *                                                      millionths of a core
 *   visible START END                                  addresses that are on screen, to be read first
 *   list [PID…]                                        the processes, above all these; at once and then
 *                                                      again and again
 *   unlist                                             no processes any more
 *   rank                                               who is next when memory runs out, again and again
 *   unrank                                             that no more
 * Lines that are not known are of a newer version and ignored.
 */
#include "config.h"

#include "pgs-stream-server.h"

#include "pgs-encoder.h"
#include "pgs-error.h"
#include "pgs-machine-codec.h"
#include "pgs-monitor.h"

#include <string.h>

#define MAX_VISIBLE 1000
#define MIN_PERIOD_US (G_USEC_PER_SEC / 10)
#define MAX_PERIOD_US ((gint64) 86400 * G_USEC_PER_SEC)
#define MILLION 1e6

struct _PgsStreamServer
{
  PgsStreamFunc func;
  gpointer data;
  PgsSampler *sampler;
  PgsEncoder *encoder; /* of the task of @serial */
  guint serial;
  PgsMonitor *monitor; /* (nullable): the list was not asked for yet */
  PgsProcessTable *table; /* (nullable): what was sent last, likewise */
  PgsRanking *ranking; /* (nullable): what was sent last */
  gboolean holds_ranking;
  PgsSystem system;
  gboolean has_system;
  GByteArray *out;
};

static void
put_sample (PgsStreamServer        *self,
            const PgsSamplerResult *result)
{
  g_autoptr (GBytes) sample = NULL;
  const guint8 *bytes;
  gsize size;
  gsize packet;

  if (self->encoder == NULL || self->serial != result->serial)
    {
      g_clear_pointer (&self->encoder, pgs_encoder_free);
      self->encoder = pgs_encoder_new ();
      self->serial = result->serial;
    }
  sample = pgs_encoder_add (self->encoder, result->snapshot, FALSE);
  bytes = g_bytes_get_data (sample, &size);
  packet = pgs_stream_begin_packet (self->out, PGS_STREAM_SAMPLE);
  pgs_bytes_put_uint (self->out, result->serial);
  pgs_bytes_put_uint (self->out, (guint64) result->pages_period_us);
  g_byte_array_append (self->out, bytes, (guint) size);
  pgs_stream_end_packet (self->out, packet);
}

static void
put_exit (PgsStreamServer        *self,
          const PgsSamplerResult *result)
{
  const gsize packet = pgs_stream_begin_packet (self->out, PGS_STREAM_EXIT);
  const PgsExit *exit_info = &result->exit_info;

  pgs_bytes_put_uint (self->out, result->serial);
  pgs_bytes_put_byte (self->out, (guint8) ((exit_info->ended ? 1 : 0) | (exit_info->status_known ? 2 : 0)));
  pgs_bytes_put_int (self->out, exit_info->status);
  pgs_bytes_put_int (self->out, exit_info->at_us);
  pgs_stream_end_packet (self->out, packet);
}

static void
put_error (PgsStreamServer        *self,
           const PgsSamplerResult *result)
{
  const gsize packet = pgs_stream_begin_packet (self->out, PGS_STREAM_ERROR);

  pgs_bytes_put_uint (self->out, result->serial);
  pgs_bytes_put_uint (self->out, result->error->domain == PGS_ERROR ? (guint) result->error->code : 0);
  pgs_bytes_put_string (self->out, result->error->message);
  pgs_stream_end_packet (self->out, packet);
}

static void
on_result (const PgsSamplerResult *result,
           gpointer                data)
{
  PgsStreamServer *self = data;

  g_byte_array_set_size (self->out, 0);
  if (result->snapshot != NULL)
    put_sample (self, result);
  if (result->error != NULL)
    put_error (self, result);
  if (result->exit_info.ended)
    put_exit (self, result);
  self->func (self->out, result, self->data);
}

static void
put_table (PgsStreamServer *self)
{
  PgsProcessTable *table = pgs_monitor_get_table (self->monitor);
  gsize packet;

  if (table == NULL || table == self->table)
    return;
  packet = pgs_stream_begin_packet (self->out, PGS_STREAM_TABLE);
  pgs_process_table_encode (table, self->table, self->out);
  pgs_stream_end_packet (self->out, packet);
  g_clear_pointer (&self->table, pgs_process_table_unref);
  self->table = pgs_process_table_ref (table);
}

static void
put_ranking (PgsStreamServer *self)
{
  PgsRanking *ranking = pgs_monitor_get_ranking (self->monitor);
  gsize packet;

  if (ranking == NULL || ranking == self->ranking)
    return;
  packet = pgs_stream_begin_packet (self->out, PGS_STREAM_RANKING);
  pgs_ranking_encode (ranking, g_get_monotonic_time (), self->out);
  pgs_stream_end_packet (self->out, packet);
  g_clear_pointer (&self->ranking, pgs_ranking_unref);
  self->ranking = pgs_ranking_ref (ranking);
}

static void
on_refreshed (PgsMonitor *monitor,
              gpointer    data)
{
  PgsStreamServer *self = data;
  const PgsSystem *system = pgs_monitor_get_system (monitor);
  gsize packet;

  g_byte_array_set_size (self->out, 0);
  put_table (self);
  if (system != NULL)
    {
      packet = pgs_stream_begin_packet (self->out, PGS_STREAM_SYSTEM);
      pgs_system_encode (system, self->has_system ? &self->system : NULL, self->out);
      pgs_stream_end_packet (self->out, packet);
      self->system = *system;
      self->has_system = TRUE;
    }
  put_ranking (self);
  self->func (self->out, NULL, self->data);
}

/**
 * pgs_stream_server_new:
 * @func: gets the packets; the header is not among them
 * @data: for @func
 *
 * Returns: (transfer full): a server that does nothing yet
 */
PgsStreamServer *
pgs_stream_server_new (PgsStreamFunc func,
                       gpointer      data)
{
  PgsStreamServer *self = g_new0 (PgsStreamServer, 1);

  self->func = func;
  self->data = data;
  self->out = g_byte_array_new ();
  self->sampler = pgs_sampler_new (on_result, self);
  return self;
}

/**
 * pgs_stream_server_free:
 * @self: (nullable) (transfer full): a server
 *
 * Waits for a sample that is under way.
 */
void
pgs_stream_server_free (PgsStreamServer *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->sampler, pgs_sampler_free);
  g_clear_object (&self->monitor);
  g_clear_pointer (&self->encoder, pgs_encoder_free);
  g_clear_pointer (&self->table, pgs_process_table_unref);
  g_clear_pointer (&self->ranking, pgs_ranking_unref);
  g_byte_array_unref (self->out);
  g_free (self);
}

/**
 * pgs_stream_server_watch:
 * @self: a server
 * @task: what to sample from now on
 */
void
pgs_stream_server_watch (PgsStreamServer      *self,
                         const PgsSamplerTask *task)
{
  pgs_sampler_set (self->sampler, task);
}

/**
 * pgs_stream_server_start_list:
 * @self: a server
 *
 * Reads the machine's memory from now on, and the processes as soon as the other side asks.
 */
void
pgs_stream_server_start_list (PgsStreamServer *self)
{
  if (self->monitor != NULL)
    return;
  self->monitor = pgs_monitor_new ();
  g_signal_connect (self->monitor, "refreshed", G_CALLBACK (on_refreshed), self);
  pgs_monitor_start (self->monitor);
}

/* Reads numbers; @n of them, none above its limit. */
static gboolean
parse_numbers (char          **words,
               const guint64  *limits,
               guint64        *numbers,
               guint           n,
               guint           base)
{
  if (g_strv_length (words) < n)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!g_ascii_string_to_unsigned (words[i], base, 0, limits[i], &numbers[i], NULL))
      return FALSE;
  return TRUE;
}

static gboolean
obey_task (PgsStreamServer  *self,
           char            **words)
{
  static const guint64 limits[] = { G_MAXUINT, G_MAXINT, PGS_SECTION_ALL, MAX_PERIOD_US, MILLION, 1 };
  guint64 numbers[G_N_ELEMENTS (limits)];

  if (!parse_numbers (words, limits, numbers, G_N_ELEMENTS (limits), 10) || numbers[4] == 0)
    return FALSE;
  pgs_sampler_set (self->sampler, &(PgsSamplerTask) {
    .serial = (guint) numbers[0],
    .pid = (gint) numbers[1],
    .paused = numbers[5] != 0,
    .pace = {
      .sections = (PgsSections) numbers[2],
      .period_us = MAX ((gint64) numbers[3], MIN_PERIOD_US),
      .budget = (double) numbers[4] / MILLION,
    },
  });
  return TRUE;
}

static gboolean
obey_visible (PgsStreamServer  *self,
              char            **words)
{
  static const guint64 limits[] = { G_MAXUINT64, G_MAXUINT64 };
  guint64 numbers[G_N_ELEMENTS (limits)];

  if (!parse_numbers (words, limits, numbers, G_N_ELEMENTS (limits), 16) || numbers[0] > numbers[1])
    return FALSE;
  pgs_sampler_set_visible (self->sampler, numbers[0], numbers[1]);
  return TRUE;
}

static gboolean
obey_list (PgsStreamServer  *self,
           char            **words)
{
  g_autoptr (GArray) pids = g_array_new (FALSE, FALSE, sizeof (gint));

  for (; *words != NULL && pids->len < MAX_VISIBLE; words++)
    {
      guint64 number;
      gint pid;

      if (!g_ascii_string_to_unsigned (*words, 10, 1, G_MAXINT, &number, NULL))
        return FALSE;
      pid = (gint) number;
      g_array_append_val (pids, pid);
    }
  pgs_stream_server_start_list (self);
  pgs_monitor_follow (self->monitor, self, (const gint *) (gpointer) pids->data, pids->len);
  return TRUE;
}

static gboolean
obey_unlist (PgsStreamServer *self)
{
  if (self->monitor != NULL)
    pgs_monitor_unfollow (self->monitor, self);
  return TRUE;
}

static gboolean
obey_rank (PgsStreamServer *self,
           gboolean         holds)
{
  pgs_stream_server_start_list (self);
  if (holds && !self->holds_ranking)
    pgs_monitor_hold_ranking (self->monitor);
  else if (!holds && self->holds_ranking)
    pgs_monitor_release_ranking (self->monitor);
  self->holds_ranking = holds;
  return TRUE;
}

/**
 * pgs_stream_server_obey:
 * @self: a server
 * @line: what the other side asks for, without its newline
 * @error: (out) (optional): what is wrong with it
 *
 * Returns: %FALSE with %PGS_ERROR_PROTOCOL
 */
gboolean
pgs_stream_server_obey (PgsStreamServer  *self,
                        const char       *line,
                        GError          **error)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);
  gboolean is_good = TRUE;

  if (g_strcmp0 (words[0], "task") == 0)
    is_good = obey_task (self, words + 1);
  else if (g_strcmp0 (words[0], "visible") == 0)
    is_good = obey_visible (self, words + 1);
  else if (g_strcmp0 (words[0], "list") == 0)
    is_good = obey_list (self, words + 1);
  else if (g_strcmp0 (words[0], "unlist") == 0)
    is_good = obey_unlist (self);
  else if (g_strcmp0 (words[0], "rank") == 0)
    is_good = obey_rank (self, TRUE);
  else if (g_strcmp0 (words[0], "unrank") == 0)
    is_good = obey_rank (self, FALSE);
  if (!is_good)
    g_set_error (error, PGS_ERROR, PGS_ERROR_PROTOCOL, "bad request “%s”", line);
  return is_good;
}
