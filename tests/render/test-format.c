/* test-format.c: numbers, addresses and names as people read them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-format.h"

#include <locale.h>
#include <string.h>
#include <unistd.h>

#define KIB G_GUINT64_CONSTANT (1024)
#define MIB (KIB * KIB)
#define GIB (MIB * KIB)
#define TIB (GIB * KIB)

static void
test_sizes (void)
{
  static const struct
  {
    guint64 bytes;
    const char *text;
  } cases[] = {
    { 0, "0 B" },
    { 1, "1 B" },
    { 1023, "1023 B" },
    { KIB, "1 KiB" },
    { 1536, "1.5 KiB" },
    { 12 * KIB, "12 KiB" },
    { 132 * KIB, "132 KiB" },
    { 1023 * KIB, "1023 KiB" },
    { MIB - 1, "1.0 MiB" },
    { MIB, "1 MiB" },
    { 40 * MIB, "40 MiB" },
    { 79587 * KIB, "77.7 MiB" },
    { 100 * MIB - 1, "100 MiB" },
    { 188 * MIB + 300 * KIB, "188 MiB" },
    { 1023 * MIB + 600 * KIB, "1.0 GiB" },
    { 2 * GIB, "2.0 GiB" },
    { 18 * TIB, "18.0 TiB" },
    { G_GUINT64_CONSTANT (1) << 47, "128 TiB" },
    { G_MAXUINT64 - 1, "16.0 EiB" },
    { PGS_UNKNOWN, "–" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = pgs_format_size (cases[i].bytes);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_units (void)
{
  const guint64 page = sysconf (_SC_PAGESIZE);
  g_autofree char *kb = NULL, *one = NULL, *many = NULL, *unknown = NULL;

  pgs_format_set_size_unit (PGS_SIZE_KB);
  kb = pgs_format_size (77721 * KIB);
  unknown = pgs_format_size (PGS_UNKNOWN);
  pgs_format_set_size_unit (PGS_SIZE_PAGES);
  one = pgs_format_size (page);
  many = pgs_format_size (2588 * page);
  pgs_format_set_size_unit (PGS_SIZE_BINARY);
  g_assert_cmpstr (kb, ==, "77721 kB");
  g_assert_cmpstr (unknown, ==, "–");
  g_assert_cmpstr (one, ==, "1 page");
  g_assert_cmpstr (many, ==, "2\u00a0588 pages");
}

static void
test_deltas (void)
{
  g_autofree char *more = pgs_format_size_delta (10 * MIB);
  g_autofree char *less = pgs_format_size_delta (-(gint64) (4 * KIB));
  g_autofree char *same = pgs_format_size_delta (0);
  g_autofree char *least = pgs_format_size_delta (G_MININT64);

  g_assert_cmpstr (more, ==, "+10 MiB");
  g_assert_cmpstr (less, ==, "−4 KiB");
  g_assert_cmpstr (same, ==, "0 B");
  g_assert_cmpstr (least, ==, "−8.0 EiB");
}

static void
test_counts (void)
{
  static const struct
  {
    guint64 count;
    const char *text;
  } cases[] = {
    { 0, "0" },
    { 999, "999" },
    { 2588, "2\u00a0588" },
    { 1234567, "1\u00a0234\u00a0567" },
    { PGS_UNKNOWN, "–" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = pgs_format_count (cases[i].count);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_percent (void)
{
  static const struct
  {
    double percent;
    const char *text;
  } cases[] = {
    { 0, "0 %" }, { 0.01, "< 0.1 %" }, { 4.24, "4.2 %" }, { 9.96, "10 %" }, { 40.4, "40 %" },
    { 100, "100 %" }, { -1, "–" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = pgs_format_percent (cases[i].percent);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_addresses (void)
{
  g_autofree char *low = pgs_format_address (0x400000);
  g_autofree char *high = pgs_format_address (0xffffffffff600000);
  g_autofree char *range = pgs_format_range (0x7f9136a00000, 0x7f913ce00000);

  g_assert_cmpstr (low, ==, "000000400000");
  g_assert_cmpstr (high, ==, "ffffffffff600000");
  g_assert_cmpstr (range, ==, "7f9136a00000–7f913ce00000");
}

static void
test_mapping_names (void)
{
  static const struct
  {
    const char *path;
    guint8 flags;
    const char *name;
  } cases[] = {
    { NULL, 0, "anonymous" },
    { NULL, PGS_MAPPING_THREAD_STACK, "thread stack" },
    { "[heap]", 0, "[heap]" },
    { "[stack]", 0, "[stack]" },
    { "[anon:a name]", 0, "[anon:a name]" },
    { "/usr/lib/x86_64-linux-gnu/libc.so.6", 0, "libc.so.6" },
    { "/memfd:a/b", 0, "memfd:a/b" },
    { "/SYSV00000000", 0, "SYSV00000000" },
    { "/dev/zero", 0, "/dev/zero" },
    { "/dev/dri/card0", 0, "/dev/dri/card0" },
    { "/dev/shm/sem.x", 0, "sem.x" },
    /* a file may be called like what the kernel provides: then its whole path is shown */
    { "/tmp/[heap]", 0, "/tmp/[heap]" },
    { "/", 0, "/" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const PgsMapping mapping = { .path = cases[i].path, .flags = cases[i].flags };
      g_autofree char *name = pgs_format_mapping_name (&mapping);

      g_assert_cmpstr (name, ==, cases[i].name);
    }
}

static void
test_hostile_names (void)
{
  static const char *const paths[] = {
    "/tmp/\xff\xfe", "/tmp/a\nb", "/tmp/\033[31m", "[\x01]", "/tmp/\342\200\256gnp.exe",
  };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      const PgsMapping mapping = { .path = paths[i] };
      g_autofree char *name = pgs_format_mapping_name (&mapping);

      g_assert_true (g_utf8_validate (name, -1, NULL));
      for (const char *p = name; *p != '\0'; p = g_utf8_next_char (p))
        g_assert_false (g_unichar_iscntrl (g_utf8_get_char (p)));
    }
}

static void
test_words (void)
{
  for (guint i = 0; i < PGS_N_KINDS; i++)
    for (guint k = 0; k < i; k++)
      g_assert_cmpstr (pgs_format_kind (i), !=, pgs_format_kind (k));
  g_assert_cmpstr (pgs_format_state ('S'), ==, "sleeping");
  g_assert_cmpstr (pgs_format_state ('?'), ==, "–");
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/render/format/sizes", test_sizes);
  g_test_add_func ("/render/format/units", test_units);
  g_test_add_func ("/render/format/deltas", test_deltas);
  g_test_add_func ("/render/format/counts", test_counts);
  g_test_add_func ("/render/format/percent", test_percent);
  g_test_add_func ("/render/format/addresses", test_addresses);
  g_test_add_func ("/render/format/mapping-names", test_mapping_names);
  g_test_add_func ("/render/format/hostile-names", test_hostile_names);
  g_test_add_func ("/render/format/words", test_words);
  return g_test_run ();
}
