/* test-machine-codec.c: processes and memory of a machine become bytes and themselves again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "pgs-machine-codec.h"

#include "pgs-process-table-private.h"

#include <string.h>
#include <unistd.h>

#define N_ROUNDS 100
#define N_STEPS 8

static guint64
any_counter (GRand *rand)
{
  return g_rand_int_range (rand, 0, 5) == 0 ? PGS_UNKNOWN : (guint64) g_rand_int (rand) << g_rand_int_range (rand, 0, 20);
}

static char *
any_string (GRand *rand)
{
  static const char *const strings[] = { "", "bash", "\xff\n", "a b c" };

  return g_ref_string_new (strings[g_rand_int_range (rand, 0, G_N_ELEMENTS (strings))]);
}

static void
add_any (PgsProcessTable *table,
         GRand           *rand,
         gint             pid)
{
  PgsProcessRecord record = {
    .pid = pid,
    .ppid = g_rand_int_range (rand, 0, 9),
    .start_ticks = any_counter (rand),
    .name = any_string (rand),
    .user = any_string (rand),
    .cmdline = g_rand_boolean (rand) ? any_string (rand) : NULL,
    .uid = g_rand_int (rand),
    .state = 'S',
    .priority = g_rand_int_range (rand, -100, 40),
    .nice = g_rand_int_range (rand, -20, 20),
    .threads = any_counter (rand),
    .virt = any_counter (rand),
    .res = any_counter (rand),
    .shr = any_counter (rand),
    .mem_percent = g_rand_boolean (rand) ? -1 : 12.5,
    .minor_faults = any_counter (rand),
    .major_faults = any_counter (rand),
    .oom_score = any_counter (rand),
    .read_us = g_rand_int (rand),
  };

  pgs_process_table_add (table, &record);
  g_ref_string_release ((char *) record.name);
  g_ref_string_release ((char *) record.user);
  if (record.cmdline != NULL)
    g_ref_string_release ((char *) record.cmdline);
}

/* Some of the processes of before, some new ones. */
static PgsProcessTable *
next_table (PgsProcessTable *before,
            GRand           *rand)
{
  PgsProcessTable *table = pgs_process_table_new_sized (0);
  gsize next = 0;

  for (gint pid = 1; pid < 60; pid++)
    {
      const PgsProcessRecord *record = NULL;

      while (before != NULL && next < pgs_process_table_get_length (before)
             && pgs_process_table_get (before, next)->pid < pid)
        next++;
      if (before != NULL && next < pgs_process_table_get_length (before)
          && pgs_process_table_get (before, next)->pid == pid)
        record = pgs_process_table_get (before, next);
      if (record != NULL && g_rand_int_range (rand, 0, 4) > 0)
        pgs_process_table_add (table, record);
      else if (g_rand_int_range (rand, 0, 3) == 0)
        add_any (table, rand, pid);
    }
  return table;
}

static void
assert_same (PgsProcessTable *a,
             PgsProcessTable *b)
{
  g_assert_cmpuint (pgs_process_table_get_length (a), ==, pgs_process_table_get_length (b));
  for (gsize i = 0; i < pgs_process_table_get_length (a); i++)
    {
      PgsProcessRecord left = *pgs_process_table_get (a, i);
      PgsProcessRecord right = *pgs_process_table_get (b, i);

      g_assert_cmpstr (left.name, ==, right.name);
      g_assert_cmpstr (left.user, ==, right.user);
      g_assert_cmpstr (left.cmdline, ==, right.cmdline);
      g_assert_true (left.pid == right.pid && left.ppid == right.ppid && left.start_ticks == right.start_ticks);
      g_assert_true (left.uid == right.uid && left.state == right.state && left.priority == right.priority);
      g_assert_true (left.nice == right.nice && left.threads == right.threads && left.virt == right.virt);
      g_assert_true (left.res == right.res && left.shr == right.shr && left.mem_percent == right.mem_percent);
      g_assert_true (left.minor_faults == right.minor_faults && left.major_faults == right.major_faults);
      g_assert_true (left.oom_score == right.oom_score && left.read_us == right.read_us);
    }
}

static void
test_tables (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (g_test_rand_int ());

  for (guint round = 0; round < N_ROUNDS; round++)
    {
      g_autoptr (PgsProcessTable) sent = NULL;
      g_autoptr (PgsProcessTable) got = NULL;

      for (guint step = 0; step < N_STEPS; step++)
        {
          PgsProcessTable *table = next_table (sent, rand);
          g_autoptr (GByteArray) bytes = g_byte_array_new ();
          g_autoptr (GError) error = NULL;
          PgsProcessTable *copy;
          PgsBytesReader in;

          pgs_process_table_encode (table, sent, bytes);
          pgs_bytes_reader_init (&in, bytes->data, bytes->len);
          copy = pgs_process_table_decode (got, &in, &error);
          g_assert_no_error (error);
          assert_same (table, copy);
          g_clear_pointer (&sent, pgs_process_table_unref);
          g_clear_pointer (&got, pgs_process_table_unref);
          sent = table;
          got = copy;
        }
    }
}

/* All of it but the padding behind the three numbers that are not of 64 bits. */
static void
assert_same_system (const PgsSystem *a,
                    const PgsSystem *b)
{
  const gsize mode = G_STRUCT_OFFSET (PgsSystem, overcommit_mode);
  const gsize ratio = G_STRUCT_OFFSET (PgsSystem, overcommit_ratio);
  const gsize panic = G_STRUCT_OFFSET (PgsSystem, panic_on_oom);
  const gsize rest = G_STRUCT_OFFSET (PgsSystem, pressure_some_avg10);
  const gsize isolation = G_STRUCT_OFFSET (PgsSystem, page_table_isolation);
  const char *left = (const char *) a;
  const char *right = (const char *) b;

  g_assert_cmpmem (left, mode, right, mode);
  g_assert_cmpint (a->overcommit_mode, ==, b->overcommit_mode);
  g_assert_cmpmem (left + ratio, panic - ratio, right + ratio, panic - ratio);
  g_assert_cmpint (a->panic_on_oom, ==, b->panic_on_oom);
  g_assert_cmpmem (left + rest, isolation - rest, right + rest, isolation - rest);
  g_assert_cmpint (a->page_table_isolation, ==, b->page_table_isolation);
}

/* What the version before this one knew: an older reader passes over the rest, and of an older writer
 * the rest is unknown. */
static void
test_system_of_two_versions (void)
{
  enum { N_BEFORE = 42 };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint64 numbers[N_BEFORE] = { 0 };
  PgsSystem system, copy;
  PgsBytesReader in;

  g_assert_true (pgs_system_read (&system, NULL));
  g_assert_cmpuint (system.page_size, ==, (guint64) sysconf (_SC_PAGESIZE));
  pgs_system_encode (&system, NULL, bytes);
  pgs_bytes_reader_init (&in, bytes->data, bytes->len);
  pgs_bytes_reader_changes (&in, numbers, N_BEFORE);
  g_assert_true (pgs_bytes_reader_finish (&in, NULL));
  g_assert_cmpuint (pgs_bytes_reader_get_left (&in), ==, 0);
  g_assert_cmpuint (numbers[1], ==, system.free);
  g_assert_cmpuint (numbers[N_BEFORE - 1], ==, system.pswpout);

  g_byte_array_set_size (bytes, 0);
  pgs_bytes_put_changes (bytes, numbers, NULL, N_BEFORE);
  pgs_bytes_reader_init (&in, bytes->data, bytes->len);
  g_assert_true (pgs_system_decode (&copy, NULL, &in, NULL));
  g_assert_cmpuint (copy.free, ==, system.free);
  g_assert_cmpuint (copy.page_size, ==, PGS_UNKNOWN);
  g_assert_cmpint (copy.page_table_isolation, ==, -1);
  for (guint i = 0; i < PGS_SYSTEM_N_ORDERS; i++)
    g_assert_cmpuint (pgs_system_get_order_size (&copy, i), ==, PGS_UNKNOWN);
}

/* The machine that runs the test, twice. */
static void
test_system (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  PgsSystem first, second, copy;
  PgsBytesReader in;

  g_assert_true (pgs_system_read (&first, NULL));
  g_assert_true (pgs_system_read (&second, NULL));
  second.pressure_some_avg10 = 12.34;
  second.pressure_full_avg10 = -1;
  second.page_table_isolation = -1;
  second.free_blocks[3] = PGS_UNKNOWN;
  first.page_table_isolation = 1;
  first.pressure_some_avg10 = first.pressure_full_avg10 = 0;
  pgs_system_encode (&first, NULL, bytes);
  pgs_system_encode (&second, &first, bytes);
  pgs_bytes_reader_init (&in, bytes->data, bytes->len);
  g_assert_true (pgs_system_decode (&copy, NULL, &in, NULL));
  assert_same_system (&copy, &first);
  first = copy;
  g_assert_true (pgs_system_decode (&copy, &first, &in, NULL));
  assert_same_system (&copy, &second);
}

static void
test_truncated (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  g_autoptr (PgsProcessTable) table = next_table (NULL, rand);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  pgs_process_table_encode (table, NULL, bytes);
  for (guint n = 0; n < bytes->len; n++)
    {
      g_autoptr (GError) error = NULL;
      PgsBytesReader in;

      pgs_bytes_reader_init (&in, bytes->data, n);
      g_assert_null (pgs_process_table_decode (NULL, &in, &error));
      g_assert_error (error, PGS_ERROR, PGS_ERROR_TRUNCATED);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/source/machine-codec/tables", test_tables);
  g_test_add_func ("/source/machine-codec/system", test_system);
  g_test_add_func ("/source/machine-codec/system-of-two-versions", test_system_of_two_versions);
  g_test_add_func ("/source/machine-codec/truncated", test_truncated);
  return g_test_run ();
}
