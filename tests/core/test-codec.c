/* test-codec.c: samples become bytes and samples again, and bytes that are wrong become errors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "../rounds.h"
#include "example.h"
#include "example-snapshot.h"
#include "pgs-decoder.h"
#include "pgs-encoder.h"
#include "pgs-error.h"
#include "pgs-pages-update.h"
#include "random-snapshot.h"

#include <string.h>

#define N_CHAINS 60
#define N_SAMPLES 12

static PgsSnapshot *
decode (PgsDecoder *decoder,
        GBytes     *sample)
{
  g_autoptr (GError) error = NULL;
  PgsSnapshot *snapshot = pgs_decoder_add (decoder, sample, &error);

  g_assert_no_error (error);
  g_assert_nonnull (snapshot);
  return snapshot;
}

static void
test_numbers (void)
{
  static const guint64 numbers[] = {
    0, 1, 127, 128, 4096, 1 << 20, G_MAXUINT32, G_MAXINT64, (guint64) G_MAXINT64 + 1, G_MAXUINT64 - 1,
    G_MAXUINT64,
  };
  g_autoptr (GByteArray) out = g_byte_array_new ();
  PgsBytesReader in;

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      pgs_bytes_put_uint (out, numbers[i]);
      pgs_bytes_put_int (out, (gint64) numbers[i]);
      pgs_bytes_put_aligned (out, numbers[i]);
    }
  pgs_bytes_reader_init (&in, out->data, out->len);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_assert_cmpuint (pgs_bytes_reader_uint (&in), ==, numbers[i]);
      g_assert_cmpint (pgs_bytes_reader_int (&in), ==, (gint64) numbers[i]);
      g_assert_cmpuint (pgs_bytes_reader_aligned (&in), ==, numbers[i]);
    }
  g_assert_cmpuint (pgs_bytes_reader_get_left (&in), ==, 0);
  g_assert_false (pgs_bytes_reader_has_failed (&in));
  g_assert_cmpuint (pgs_bytes_reader_uint (&in), ==, 0);
  g_assert_true (pgs_bytes_reader_has_failed (&in));
}

/* A reader that knows fewer numbers than were written goes on behind them. */
static void
test_newer_numbers (void)
{
  const guint64 numbers[] = { 5 << 10, 0, G_MAXUINT64 - 1023, 1 << 20 };
  const guint64 before[] = { 1 << 10, 0, 1024, 0 };
  g_autoptr (GByteArray) out = g_byte_array_new ();
  guint64 known[] = { 1 << 10, 0 };
  PgsBytesReader in;

  pgs_bytes_put_changes (out, numbers, before, G_N_ELEMENTS (numbers));
  pgs_bytes_put_uint (out, 77);
  pgs_bytes_reader_init (&in, out->data, out->len);
  pgs_bytes_reader_changes (&in, known, G_N_ELEMENTS (known));
  g_assert_cmpmem (known, sizeof known, numbers, sizeof known);
  g_assert_cmpuint (pgs_bytes_reader_uint (&in), ==, 77);
}

static void
test_example (void)
{
  g_autoptr (PgsSnapshot) snapshot = example_snapshot_new (EXAMPLE_ALL_STATES, TRUE);
  g_autoptr (PgsEncoder) encoder = pgs_encoder_new ();
  g_autoptr (PgsDecoder) decoder = pgs_decoder_new ();
  g_autoptr (GBytes) sample = pgs_encoder_add (encoder, snapshot, FALSE);
  g_autoptr (PgsSnapshot) copy = decode (decoder, sample);

  random_snapshot_compare (snapshot, copy);
}

/* Everything that a process can do, as differences and with keys in between. */
static void
test_chains (void)
{
  for (guint chain = 0; chain < rounds (N_CHAINS); chain++)
    {
      const guint32 seed = (guint32) g_test_rand_int ();
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      g_autoptr (PgsEncoder) encoder = pgs_encoder_new ();
      g_autoptr (PgsDecoder) decoder = pgs_decoder_new ();
      g_autoptr (PgsSnapshot) snapshot = random_snapshot_new (rand);

      g_test_message ("seed %u", seed);
      for (guint i = 0; i < N_SAMPLES; i++)
        {
          g_autoptr (GBytes) sample = pgs_encoder_add (encoder, snapshot, g_rand_int_range (rand, 0, 5) == 0);
          g_autoptr (PgsSnapshot) copy = decode (decoder, sample);
          PgsSnapshot *next = random_snapshot_next (snapshot, rand);

          random_snapshot_compare (snapshot, copy);
          pgs_snapshot_unref (snapshot);
          snapshot = next;
        }
    }
}

/* A decoder may begin at any key. */
static void
test_key (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  g_autoptr (PgsSnapshot) first = random_snapshot_new (rand);
  g_autoptr (PgsSnapshot) second = random_snapshot_next (first, rand);
  g_autoptr (PgsSnapshot) third = random_snapshot_next (second, rand);
  g_autoptr (PgsEncoder) encoder = pgs_encoder_new ();
  g_autoptr (PgsDecoder) decoder = pgs_decoder_new ();
  g_autoptr (GBytes) a = pgs_encoder_add (encoder, first, FALSE);
  g_autoptr (GBytes) b = pgs_encoder_add (encoder, second, TRUE);
  g_autoptr (GBytes) c = pgs_encoder_add (encoder, third, FALSE);
  g_autoptr (GError) error = NULL;
  g_autoptr (PgsSnapshot) copy = NULL;
  g_autoptr (PgsSnapshot) next = NULL;

  g_assert_nonnull (a);
  g_assert_null (pgs_decoder_add (decoder, c, &error));
  g_assert_error (error, PGS_ERROR, PGS_ERROR_PROTOCOL);
  copy = decode (decoder, b);
  random_snapshot_compare (copy, second);
  next = decode (decoder, c);
  random_snapshot_compare (next, third);
}

static void
assert_same_parts (const PgsSnapshot *a,
                   const PgsSnapshot *b)
{
  g_assert_true (a->process == b->process);
  g_assert_true (a->maps == b->maps);
  g_assert_true (a->pages == b->pages);
  g_assert_true (a->smaps == b->smaps);
}

/* What is the same, or only equal, is the same pointer when it was decoded. */
static void
test_unchanged (void)
{
  g_autoptr (PgsSnapshot) first = example_snapshot_new (EXAMPLE_ALL_STATES, TRUE);
  g_autoptr (PgsSnapshot) second = pgs_snapshot_new ();
  g_autoptr (PgsEncoder) encoder = pgs_encoder_new ();
  g_autoptr (PgsDecoder) decoder = pgs_decoder_new ();
  g_autoptr (GBytes) a = pgs_encoder_add (encoder, first, FALSE);
  g_autoptr (GBytes) b = NULL;
  g_autoptr (PgsSnapshot) copy = decode (decoder, a);
  g_autoptr (PgsSnapshot) next = NULL;

  *second = *first;
  second->monotonic_us = 100000;
  second->taken_at_us += 100000;
  pgs_process_info_ref (second->process);
  pgs_maps_ref (second->maps);
  pgs_pages_ref (second->pages);
  pgs_smaps_ref (second->smaps);
  b = pgs_encoder_add (encoder, second, FALSE);
  next = decode (decoder, b);
  random_snapshot_compare (next, second);
  assert_same_parts (next, copy);
  g_assert_cmpuint (g_bytes_get_size (b), <, 20);
}

/* Pages that were read again and found to be the same cost some bytes, also when they are decoded. */
static void
test_read_again (void)
{
  g_autoptr (PgsSnapshot) snapshot = example_snapshot_new (EXAMPLE_ALL_STATES, FALSE);
  const PgsPagesPart part = { { 0, 5, G_USEC_PER_SEC }, NULL, 0 };
  g_autoptr (PgsPages) again = pgs_pages_update (snapshot->pages, snapshot->maps, &part, 1, NULL, 0);
  g_autoptr (GByteArray) out = g_byte_array_new ();
  g_autoptr (PgsPages) copy = NULL;
  PgsBytesReader in;

  pgs_pages_encode (again, snapshot->pages, out);
  g_assert_cmpuint (out->len, <, 16);
  pgs_bytes_reader_init (&in, out->data, out->len);
  copy = pgs_pages_decode (snapshot->maps, snapshot->pages, &in, NULL);
  g_assert_nonnull (copy);
  g_assert_cmpuint (pgs_pages_get_n_own (copy, snapshot->pages), <, 256);
  g_assert_cmpint (pgs_coverage_get_oldest (pgs_pages_get_coverage (copy), 0, 5), ==, G_USEC_PER_SEC);
  g_assert_cmpint (pgs_coverage_get_oldest (pgs_pages_get_coverage (copy), 5, 9), ==, 1);
}

/* Every second page, and page @extra. */
static PgsPages *
make_checkerboard (PgsMaps *maps,
                   guint64  extra)
{
  const PgsMapping *mapping = pgs_maps_get (maps, 0);
  PgsPagesBuilder *builder = pgs_pages_builder_new (maps, EXAMPLE_SHIFT, EXAMPLE_ALL_STATES);

  for (guint64 page = mapping->start / EXAMPLE_PAGE; page < mapping->end / EXAMPLE_PAGE; page++)
    if (page % 2 == 0 || page == extra)
      pgs_pages_builder_add (builder, page, 1, PGS_PAGE_PRESENT);
  return pgs_pages_builder_end (builder);
}

static void
test_one_page (void)
{
  const ExampleMapping row = { 1 << 20, (1 << 20) + 60000, "rw-p", 0, NULL, 0 };
  g_autoptr (PgsMaps) maps = example_maps_new (&row, 1);
  g_autoptr (PgsPages) before = make_checkerboard (maps, 0);
  g_autoptr (PgsPages) after = make_checkerboard (maps, row.first + 4321);
  g_autoptr (GByteArray) out = g_byte_array_new ();

  pgs_pages_encode (after, before, out);
  g_assert_cmpuint (out->len, <, 16);
}

/* Every prefix of a sample, and every sample with a bit turned, is an error or a snapshot. */
static void
test_damage (void)
{
  g_autoptr (PgsSnapshot) snapshot = example_snapshot_new (EXAMPLE_ALL_STATES, TRUE);
  g_autoptr (PgsEncoder) encoder = pgs_encoder_new ();
  g_autoptr (GBytes) sample = pgs_encoder_add (encoder, snapshot, FALSE);
  gsize size;
  const guint8 *bytes = g_bytes_get_data (sample, &size);

  for (gsize i = 0; i < size * 9; i++)
    {
      g_autofree guint8 *copy = g_memdup2 (bytes, size);
      g_autoptr (GBytes) damaged = NULL;
      g_autoptr (PgsDecoder) decoder = pgs_decoder_new ();
      g_autoptr (PgsSnapshot) result = NULL;
      g_autoptr (GError) error = NULL;

      if (i < size * 8)
        copy[i / 8] ^= (guint8) (1 << i % 8);
      damaged = g_bytes_new (copy, i < size * 8 ? size : i - size * 8);
      result = pgs_decoder_add (decoder, damaged, &error);
      g_assert_true ((result == NULL) == (error != NULL));
      if (result == NULL)
        g_assert_true (error->domain == PGS_ERROR && strlen (error->message) > 0);
      else
        random_snapshot_compare (result, result);
    }
}

static void
test_version (void)
{
  g_autoptr (PgsSnapshot) snapshot = example_snapshot_new (0, FALSE);
  g_autoptr (PgsEncoder) encoder = pgs_encoder_new ();
  g_autoptr (PgsDecoder) decoder = pgs_decoder_new ();
  g_autoptr (GBytes) sample = pgs_encoder_add (encoder, snapshot, FALSE);
  g_autoptr (GByteArray) newer = g_bytes_unref_to_array (g_bytes_ref (sample));
  g_autoptr (GBytes) with_part = NULL;
  g_autoptr (GBytes) other = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PgsSnapshot) copy = NULL;

  /* a part that is not known yet, with a body and without */
  g_byte_array_append (newer, (const guint8 *) "\x0d\x03zzz\x0e", 6);
  with_part = g_bytes_new (newer->data, newer->len);
  copy = decode (decoder, with_part);
  random_snapshot_compare (copy, snapshot);
  newer->data[0] = PGS_CODEC_VERSION + 1;
  other = g_bytes_new (newer->data, newer->len);
  g_assert_null (pgs_decoder_add (decoder, other, &error));
  g_assert_error (error, PGS_ERROR, PGS_ERROR_VERSION);
}

/* What others rely on is checked: each of these is well-formed otherwise. */
static void
test_refused (void)
{
  static const struct
  {
    const char *bytes;
    gsize n_bytes;
    PgsError code;
  } cases[] = {
    { "", 0, PGS_ERROR_TRUNCATED },
    { "\x00", 1, PGS_ERROR_PROTOCOL },                             /* the same as nothing */
    { "\x02\x00", 2, PGS_ERROR_PROTOCOL },                         /* a difference to nothing */
    { "\x03", 1, PGS_ERROR_SYNTAX },                               /* no form */
    { "\x01\x04\x00", 3, PGS_ERROR_SYNTAX },                       /* keeps what was not */
    { "\x01\x06\x20\x09\x01\x01\x00", 7, PGS_ERROR_SYNTAX },       /* kind 9 */
    { "\x01\x06\x20\x03\x01\x00\x00\x00", 8, PGS_ERROR_SYNTAX },   /* no pages */
    { "\x01\x06\xa0\x03\x80\x80\x80\x80\x80\x80\x80\x40\x01\x00", 14, PGS_ERROR_SYNTAX }, /* half a page */
    { "\x01\xfe\xff\xff\xff\x7f", 6, PGS_ERROR_TRUNCATED },        /* many mappings */
    { "\x01\x06\x00\x03\x01\x01\x02", 7, PGS_ERROR_SYNTAX },       /* the number of no name */
    { "\x01\x06\x00\x03\x01\x01\x01\x03x\x00", 10, PGS_ERROR_SYNTAX }, /* a NUL in a name */
    { "\x01\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 12, PGS_ERROR_SYNTAX }, /* 70 bits */
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      PgsBytesReader in;

      g_test_message ("case %u", i);
      pgs_bytes_reader_init (&in, (const guint8 *) cases[i].bytes, cases[i].n_bytes);
      g_assert_null (pgs_maps_decode (NULL, &in, &error));
      g_assert_error (error, PGS_ERROR, (gint) cases[i].code);
    }
}

/* Samples that name each other's parts wrongly. */
static void
test_mixed_up (void)
{
  const ExampleMapping rows[] = { { 1, 5, "rw-p", 0, NULL, 0 }, { 7, 9, "rw-p", 0, NULL, 0 } };
  static const guint8 same[] = { PGS_FORM_SAME };
  g_autoptr (PgsSnapshot) snapshot = example_snapshot_new (EXAMPLE_ALL_STATES, TRUE);
  g_autoptr (PgsMaps) other = example_maps_new (rows, G_N_ELEMENTS (rows));
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) smaps_error = NULL;
  PgsBytesReader in;

  pgs_bytes_reader_init (&in, same, sizeof same);
  g_assert_null (pgs_pages_decode (other, snapshot->pages, &in, &error));
  g_assert_error (error, PGS_ERROR, PGS_ERROR_SYNTAX);
  pgs_bytes_reader_init (&in, same, sizeof same);
  g_assert_null (pgs_smaps_decode (other, snapshot->smaps, snapshot->maps, &in, &smaps_error));
  g_assert_error (smaps_error, PGS_ERROR, PGS_ERROR_SYNTAX);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/codec/numbers", test_numbers);
  g_test_add_func ("/core/codec/newer-numbers", test_newer_numbers);
  g_test_add_func ("/core/codec/example", test_example);
  g_test_add_func ("/core/codec/chains", test_chains);
  g_test_add_func ("/core/codec/key", test_key);
  g_test_add_func ("/core/codec/unchanged", test_unchanged);
  g_test_add_func ("/core/codec/read-again", test_read_again);
  g_test_add_func ("/core/codec/one-page", test_one_page);
  g_test_add_func ("/core/codec/damage", test_damage);
  g_test_add_func ("/core/codec/version", test_version);
  g_test_add_func ("/core/codec/refused", test_refused);
  g_test_add_func ("/core/codec/mixed-up", test_mixed_up);
  return g_test_run ();
}
