/* fuzz-stream.c: any bytes are the stream of another machine, or an error
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fuzz.h"

#include "pgs-decoder.h"
#include "pgs-machine-codec.h"
#include "pgs-ranking.h"
#include "pgs-stream-reader.h"

typedef struct
{
  PgsDecoder *decoder;
  PgsProcessTable *table;
  PgsSystem system;
} Other;

static void
assert_table (PgsProcessTable *table)
{
  gint pid = 0;

  for (gsize i = 0; i < pgs_process_table_get_length (table); i++)
    {
      const PgsProcessRecord *record = pgs_process_table_get (table, i);

      g_assert_cmpint (record->pid, >, pid);
      pid = record->pid;
      g_assert_nonnull (record->name);
      g_assert_nonnull (record->user);
      g_assert_true (g_ascii_isalpha (record->state));
      g_assert_true (record->mem_percent >= -1 && record->mem_percent <= 100);
    }
}

/* What was decoded says the same when it was encoded and decoded again. */
static void
assert_table_again (PgsProcessTable *table,
                    PgsProcessTable *before)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (PgsProcessTable) again = NULL;
  PgsBytesReader in;

  pgs_process_table_encode (table, before, bytes);
  pgs_bytes_reader_init (&in, bytes->data, bytes->len);
  again = pgs_process_table_decode (before, &in, NULL);
  g_assert_nonnull (again);
  g_assert_cmpuint (pgs_process_table_get_length (again), ==, pgs_process_table_get_length (table));
  for (gsize i = 0; i < pgs_process_table_get_length (table); i++)
    {
      const PgsProcessRecord *a = pgs_process_table_get (table, i);
      const PgsProcessRecord *b = pgs_process_table_get (again, i);

      g_assert_true (a->pid == b->pid && a->res == b->res && a->start_ticks == b->start_ticks);
      g_assert_cmpstr (a->name, ==, b->name);
      g_assert_cmpstr (a->cmdline, ==, b->cmdline);
    }
}

static void
take_table (Other           *other,
            PgsBytesReader  *in,
            GError         **error)
{
  PgsProcessTable *table = pgs_process_table_decode (other->table, in, error);

  if (table == NULL)
    return;
  assert_table (table);
  assert_table_again (table, other->table);
  g_clear_pointer (&other->table, pgs_process_table_unref);
  other->table = table;
}

static void
take_sample (Other                  *other,
             const PgsStreamPacket  *packet,
             GError                **error)
{
  PgsStreamSample sample;
  PgsSnapshot *snapshot;

  if (!pgs_stream_read_sample (packet, &sample, error))
    return;
  snapshot = pgs_decoder_add (other->decoder, sample.bytes, error);
  g_bytes_unref (sample.bytes);
  g_clear_pointer (&snapshot, pgs_snapshot_unref);
}

static void
take_error (const PgsStreamPacket  *packet,
            GError                **error)
{
  g_autoptr (GError) told = NULL;
  guint serial;

  if (pgs_stream_read_error (packet, &serial, &told, error))
    fuzz_assert_shown (told->message);
}

static void
take_ranking (PgsBytesReader  *in,
              GError         **error)
{
  g_autoptr (PgsRanking) ranking = pgs_ranking_decode (in, G_USEC_PER_SEC, error);
  const PgsRank *ranks;
  gsize n_ranks;

  if (ranking == NULL)
    return;
  ranks = pgs_ranking_get_next (ranking, &n_ranks);
  for (gsize i = 0; i < n_ranks; i++)
    g_assert_true (ranks[i].score_at_us >= 0 && ranks[i].score_at_us <= G_USEC_PER_SEC);
}

static void
take_packet (Other                  *other,
             const PgsStreamPacket  *packet,
             GError                **error)
{
  const PgsSystem before = other->system;
  PgsBytesReader in;
  PgsExit exit_info;
  guint serial;

  pgs_bytes_reader_init (&in, packet->bytes, packet->n_bytes);
  if (packet->type == PGS_STREAM_TABLE)
    take_table (other, &in, error);
  else if (packet->type == PGS_STREAM_SYSTEM)
    pgs_system_decode (&other->system, &before, &in, error);
  else if (packet->type == PGS_STREAM_RANKING)
    take_ranking (&in, error);
  else if (packet->type == PGS_STREAM_SAMPLE)
    take_sample (other, packet, error);
  else if (packet->type == PGS_STREAM_EXIT)
    pgs_stream_read_exit (packet, &serial, &exit_info, error);
  else if (packet->type == PGS_STREAM_ERROR)
    take_error (packet, error);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr (PgsStreamParser) parser = pgs_stream_parser_new ();
  FuzzInput input = { data, data + size };
  Other other = { .decoder = pgs_decoder_new () };
  gboolean goes_on = TRUE;

  while (goes_on && input.at < input.end)
    {
      const gsize n = MIN ((gsize) (input.end - input.at), 1 + (gsize) (*input.at & 63));
      PgsStreamPacket packet;
      g_autoptr (GError) error = NULL;

      pgs_stream_parser_push (parser, input.at, n);
      input.at += n;
      while (error == NULL && pgs_stream_parser_next (parser, &packet, &error))
        take_packet (&other, &packet, &error);
      goes_on = error == NULL;
    }
  g_clear_pointer (&other.table, pgs_process_table_unref);
  pgs_decoder_free (other.decoder);
  return 0;
}
