/* bench-codec.c: what encoding samples costs beside taking them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * usage: bench-codec PID ROUNDS
 * Prints one line a round: how many mappings; CPU time of this thread in nanoseconds: taking a whole
 * sample, encoding it as a key, decoding that, encoding the same sample again, encoding one that was
 * read anew; and the bytes of the three.
 */
#include <stdio.h>
#include <stdlib.h>

#include "pgs-decoder.h"
#include "pgs-encoder.h"
#include "pgs-pause.h"
#include "pgs-process.h"

typedef struct
{
  gint64 took;
  gsize size;
} Cost;

static PgsSnapshot *
sample (PgsProcess *process,
        gint64     *took)
{
  const gint64 start = pgs_pause_get_cpu_ns ();
  PgsSnapshot *snapshot = pgs_process_sample (process, PGS_SECTION_PAGES | PGS_SECTION_SMAPS, NULL);

  *took = pgs_pause_get_cpu_ns () - start;
  if (snapshot == NULL || snapshot->maps == NULL)
    exit (1);
  return snapshot;
}

static Cost
encode (PgsEncoder  *encoder,
        PgsDecoder  *decoder,
        PgsSnapshot *snapshot,
        gboolean     is_key,
        gint64      *decoding)
{
  const gint64 start = pgs_pause_get_cpu_ns ();
  g_autoptr (GBytes) bytes = pgs_encoder_add (encoder, snapshot, is_key);
  const gint64 end = pgs_pause_get_cpu_ns ();
  g_autoptr (PgsSnapshot) copy = pgs_decoder_add (decoder, bytes, NULL);

  if (copy == NULL)
    exit (1);
  *decoding = pgs_pause_get_cpu_ns () - end;
  return (Cost) { end - start, g_bytes_get_size (bytes) };
}

static void
measure (PgsProcess *process)
{
  g_autoptr (PgsEncoder) encoder = pgs_encoder_new ();
  g_autoptr (PgsDecoder) decoder = pgs_decoder_new ();
  gint64 taking, decoding, unused;
  g_autoptr (PgsSnapshot) first = sample (process, &taking);
  g_autoptr (PgsSnapshot) again = NULL;
  Cost key, same, anew;

  key = encode (encoder, decoder, first, TRUE, &decoding);
  same = encode (encoder, decoder, first, FALSE, &unused);
  again = sample (process, &taking);
  anew = encode (encoder, decoder, again, FALSE, &unused);
  printf ("%" G_GSIZE_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT
          " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GSIZE_FORMAT " %" G_GSIZE_FORMAT
          " %" G_GSIZE_FORMAT "\n",
          pgs_maps_get_length (first->maps), taking, key.took, decoding, same.took, anew.took, key.size, same.size,
          anew.size);
}

int
main (int    argc,
      char **argv)
{
  PgsProcess *process = argc == 3 ? pgs_process_open (atoi (argv[1]), NULL) : NULL;

  if (process == NULL)
    return 1;
  for (int i = 0; i < atoi (argv[2]); i++)
    measure (process);
  pgs_process_free (process);
  return 0;
}
