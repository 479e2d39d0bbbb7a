/* fuzz-samples.c: any bytes are samples or errors, and what was decoded comes back the same
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fuzz.h"

#include <string.h>

#include "pgs-decoder.h"
#include "pgs-encoder.h"
#include "pgs-run-iter.h"
#include "pgs-snapshot-json.h"

#define MAX_SAMPLES 8
#define MAX_WALKED_RUNS 20000

/* The runs lie in their regions, ascend, have a state, and add up. */
static void
assert_pages (const PgsPages *pages,
              PgsMaps        *maps)
{
  const guint shift = pgs_pages_get_shift (pages);
  guint64 n_present = 0;
  gsize n_runs = 0;
  PgsPageCounts totals;

  for (gsize region = 0; region < pgs_maps_get_length (maps); region++)
    {
      const PgsMapping *mapping = pgs_maps_get (maps, region);
      guint64 end = mapping->start >> shift;
      PgsPageCounts counts;
      PgsRunIter iter;
      PgsRun run;

      pgs_pages_get_counts (pages, region, &counts);
      n_present += counts.present;
      pgs_run_iter_init_region (&iter, pages, region);
      for (; pgs_run_iter_next (&iter, &run); end = run.first + run.count)
        {
          g_assert_cmpuint (run.first, >=, end);
          g_assert_cmpuint (run.count, >, 0);
          g_assert_cmpuint (run.states, >, 0);
          g_assert_cmpuint (run.states & ~(guint) pgs_pages_get_known (pages), ==, 0);
          n_runs++;
        }
      g_assert_cmpuint (end, <=, mapping->end >> shift);
    }
  pgs_pages_get_totals (pages, &totals);
  g_assert_cmpuint (n_present, ==, totals.present);
  g_assert_cmpuint (n_runs, ==, pgs_pages_get_n_runs (pages));
}

static void
assert_coverage (PgsCoverage *coverage)
{
  gsize n_ranges;
  const PgsReadRange *ranges = pgs_coverage_get_ranges (coverage, &n_ranges);

  for (gsize i = 0; i < n_ranges; i++)
    {
      g_assert_cmpuint (ranges[i].first, <, ranges[i].end);
      g_assert_cmpint (ranges[i].at_us, >=, 0);
      if (i > 0)
        g_assert_cmpuint (ranges[i].first, >=, ranges[i - 1].end);
    }
}

static void
assert_snapshot (PgsSnapshot *snapshot)
{
  if (snapshot->maps != NULL)
    fuzz_assert_maps (snapshot->maps);
  if (snapshot->pages == NULL)
    return;
  g_assert_true (pgs_pages_get_maps (snapshot->pages) == snapshot->maps);
  assert_coverage (pgs_pages_get_coverage (snapshot->pages));
  assert_pages (snapshot->pages, snapshot->maps);
}

/* Returns: the document, which has everything in it. */
static GString *
to_json (PgsSnapshot *snapshot)
{
  GString *json = g_string_new (NULL);
  const gboolean is_small = snapshot->pages == NULL || pgs_pages_get_n_runs (snapshot->pages) < MAX_WALKED_RUNS;

  pgs_snapshot_to_json (snapshot, is_small ? PGS_SNAPSHOT_JSON_RUNS : PGS_SNAPSHOT_JSON_DEFAULT, json);
  return json;
}

static void
assert_same_coverage (PgsSnapshot *a,
                      PgsSnapshot *b)
{
  const PgsReadRange *left;
  const PgsReadRange *right;
  gsize n_left;
  gsize n_right;

  if (a->pages == NULL)
    return;
  left = pgs_coverage_get_ranges (pgs_pages_get_coverage (a->pages), &n_left);
  right = pgs_coverage_get_ranges (pgs_pages_get_coverage (b->pages), &n_right);
  g_assert_cmpuint (n_left, ==, n_right);
  if (n_left > 0)
    g_assert_cmpmem (left, n_left * sizeof *left, right, n_right * sizeof *right);
}

/* What was decoded is the same when it was encoded and decoded again, relative to the one before. */
static void
check_again (PgsEncoder  *encoder,
             PgsDecoder  *decoder,
             PgsSnapshot *snapshot)
{
  g_autoptr (GBytes) sample = pgs_encoder_add (encoder, snapshot, FALSE);
  g_autoptr (GError) error = NULL;
  g_autoptr (PgsSnapshot) again = pgs_decoder_add (decoder, sample, &error);
  GString *json;
  GString *json_again;

  g_assert_no_error (error);
  json = to_json (snapshot);
  json_again = to_json (again);
  g_assert_true (g_string_equal (json, json_again));
  assert_same_coverage (snapshot, again);
  g_string_free (json, TRUE);
  g_string_free (json_again, TRUE);
}

/* The next sample of the input: its length in two bytes, then it. */
static GBytes *
take_sample (FuzzInput *input)
{
  gsize length = fuzz_byte (input);
  const guint8 *bytes;

  length = length << 8 | fuzz_byte (input);
  length = MIN (length, (gsize) (input->end - input->at));
  bytes = input->at;
  input->at += length;
  return g_bytes_new (bytes, length);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  FuzzInput input = { data, data + size };
  g_autoptr (PgsDecoder) decoder = pgs_decoder_new ();
  g_autoptr (PgsDecoder) second_decoder = pgs_decoder_new ();
  g_autoptr (PgsEncoder) encoder = pgs_encoder_new ();

  for (guint i = 0; i < MAX_SAMPLES && input.at < input.end; i++)
    {
      g_autoptr (GBytes) sample = take_sample (&input);
      g_autoptr (GError) error = NULL;
      g_autoptr (PgsSnapshot) snapshot = pgs_decoder_add (decoder, sample, &error);

      g_assert_true ((snapshot == NULL) == (error != NULL));
      if (snapshot == NULL)
        continue;
      assert_snapshot (snapshot);
      check_again (encoder, second_decoder, snapshot);
    }
  return 0;
}
