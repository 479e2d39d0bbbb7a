/* test-smaps-parser.c: the text of smaps, of old and new kernels
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-smaps-parser.h"

#include <string.h>

#include "fixture.h"
#include "pgs-error.h"
#include "pgs-process-info.h"

typedef struct
{
  guint n_regions;
  guint64 start;
  guint64 end;
  PgsRegionSmaps counters;
  char vm_flags[512];
} Last;

static void
keep_last (guint64               start,
           guint64               end,
           const PgsRegionSmaps *counters,
           gpointer              user_data)
{
  Last *last = user_data;

  last->n_regions++;
  last->start = start;
  last->end = end;
  last->counters = *counters;
  g_strlcpy (last->vm_flags, counters->vm_flags != NULL ? counters->vm_flags : "-",
             sizeof last->vm_flags);
}

static void
test_old_kernel (void)
{
  gsize length;
  g_autofree char *text = fixture_load ("smaps-6.1", &length);
  g_autoptr (GError) error = NULL;
  Last last = { 0 };

  g_assert_true (pgs_smaps_parse (text, length, keep_last, &last, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (last.n_regions, ==, 2);
  g_assert_cmpuint (last.start, ==, 0x7f0aa4100000);
  g_assert_cmpuint (last.end, ==, 0x7f0aa4128000);
  g_assert_cmpuint (last.counters.rss, ==, 152 * 1024);
  g_assert_cmpuint (last.counters.pss, ==, 1024);
  g_assert_cmpuint (last.counters.shared_clean, ==, 152 * 1024);
  g_assert_cmpuint (last.counters.private_dirty, ==, 0);
  g_assert_cmpuint (last.counters.locked, ==, 152 * 1024);
  g_assert_cmpstr (last.vm_flags, ==, "rd mr mw me lo sd");
}

/* The first region alone has the numbers that tell similar keys apart. */
static void
test_keys (void)
{
  static const char text[] = "1000-9000 rw-p 0 00:00 0\n"
                             "Size: 32 kB\nRss: 1 kB\nPss: 2 kB\nPss_Dirty: 99 kB\nShared_Clean: 3 kB\n"
                             "Shared_Dirty: 4 kB\nPrivate_Clean: 5 kB\nPrivate_Dirty: 6 kB\n"
                             "Referenced: 99 kB\nAnonymous: 7 kB\nAnonHugePages: 8 kB\n"
                             "Shared_Hugetlb: 9 kB\nPrivate_Hugetlb: 10 kB\nSwap: 11 kB\n"
                             "SwapPss: 99 kB\nLocked: 12 kB\nTHPeligible: 0\nProtectionKey: 0\n"
                             "VmFlags: rd wr  \n";
  Last last = { 0 };

  g_assert_true (pgs_smaps_parse (text, strlen (text), keep_last, &last, NULL));
  g_assert_cmpuint (last.counters.rss, ==, 1024);
  g_assert_cmpuint (last.counters.pss, ==, 2 * 1024);
  g_assert_cmpuint (last.counters.shared_clean, ==, 3 * 1024);
  g_assert_cmpuint (last.counters.shared_dirty, ==, 4 * 1024);
  g_assert_cmpuint (last.counters.private_clean, ==, 5 * 1024);
  g_assert_cmpuint (last.counters.private_dirty, ==, 6 * 1024);
  g_assert_cmpuint (last.counters.anon, ==, 7 * 1024);
  g_assert_cmpuint (last.counters.anon_huge, ==, 8 * 1024);
  g_assert_cmpuint (last.counters.shared_hugetlb, ==, 9 * 1024);
  g_assert_cmpuint (last.counters.private_hugetlb, ==, 10 * 1024);
  g_assert_cmpuint (last.counters.swap, ==, 11 * 1024);
  g_assert_cmpuint (last.counters.locked, ==, 12 * 1024);
  g_assert_cmpstr (last.vm_flags, ==, "rd wr");
}

static void
test_missing_is_unknown (void)
{
  static const char text[] = "1000-2000 rw-p 0 00:00 0\nSwap: 8 kB\nRss: 4 kB\n";
  Last last = { 0 };

  g_assert_true (pgs_smaps_parse (text, strlen (text), keep_last, &last, NULL));
  g_assert_cmpuint (last.counters.swap, ==, 8 * 1024);
  g_assert_cmpuint (last.counters.rss, ==, 4 * 1024);
  g_assert_cmpuint (last.counters.pss, ==, PGS_UNKNOWN);
  g_assert_cmpuint (last.counters.private_hugetlb, ==, PGS_UNKNOWN);
  g_assert_cmpstr (last.vm_flags, ==, "-");
}

/* A name cannot pretend to be a counter, as it stays in its line. */
static void
test_hostile_name (void)
{
  static const char text[] = "1000-2000 rw-p 0 08:01 7 /x\\012Rss: 7 kB\nRss: 4 kB\n";
  Last last = { 0 };

  g_assert_true (pgs_smaps_parse (text, strlen (text), keep_last, &last, NULL));
  g_assert_cmpuint (last.n_regions, ==, 1);
  g_assert_cmpuint (last.counters.rss, ==, 4 * 1024);
}

static void
test_bad (void)
{
  static const struct { const char *text; PgsError code; } rows[] = {
    { "Rss: 4 kB\n", PGS_ERROR_SYNTAX },
    { "\n", PGS_ERROR_SYNTAX },
    { "1000-2000 rw-p 0 00:00 0\nRss 4 kB\n", PGS_ERROR_SYNTAX },
    { "1000-2000 rw-p 0 00:00 0\nRss: x kB\n", PGS_ERROR_SYNTAX },
    { "1000-2000 rw-p 0 00:00 0\nRss: 18014398509481984 kB\n", PGS_ERROR_SYNTAX },
    { "2000-1000 rw-p 0 00:00 0\n", PGS_ERROR_SYNTAX },
    { "1000 rw-p 0 00:00 0\n", PGS_ERROR_SYNTAX },
    { "1000-2000 rw-p 0 00:00 0\nRss: 4", PGS_ERROR_TRUNCATED },
  };
  g_autofree char *flags = g_strnfill (600, 'a');
  g_autofree char *too_long = g_strconcat ("1000-2000 rw-p\nVmFlags: ", flags, "\n", NULL);
  Last last = { 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (pgs_smaps_parse (rows[i].text, strlen (rows[i].text), keep_last, &last,
                                       &error));
      g_assert_error (error, PGS_ERROR, (gint) rows[i].code);
    }
  g_assert_cmpuint (last.n_regions, ==, 0);
  g_assert_false (pgs_smaps_parse (too_long, strlen (too_long), keep_last, &last, NULL));
}

static void
keep_text (guint64               start,
           guint64               end,
           const PgsRegionSmaps *counters,
           gpointer              user_data)
{
  const guint64 *numbers = (const guint64 *) counters; /* the flags come last */

  g_string_append_printf (user_data, "%" G_GINT64_MODIFIER "x %" G_GINT64_MODIFIER "x", start, end);
  for (gsize i = 0; i < G_STRUCT_OFFSET (PgsRegionSmaps, vm_flags) / sizeof *numbers; i++)
    g_string_append_printf (user_data, " %" G_GUINT64_FORMAT, numbers[i]);
  g_string_append_printf (user_data, " %s\n", counters->vm_flags);
}

/* Lines as the kernel fills them up with blanks, which are read eight digits at once, say the same
 * as those without. */
static void
test_widths (gconstpointer data)
{
  gsize length;
  g_autofree char *text = fixture_load (data, &length);
  g_autoptr (GString) narrow = g_string_new (NULL), wide = g_string_new (NULL);
  g_autoptr (GString) from_narrow = g_string_new (NULL), from_wide = g_string_new (NULL);

  for (char *line = text, *end; *line != '\0'; line = end + 1)
    {
      end = strchr (line, '\n');
      if (memcmp (end - 3, " kB", 3) != 0)
        g_string_append_len (wide, line, end + 1 - line);
      else /* numbers of many lengths, up to ones that are too wide */
        g_string_append_printf (wide, "%.16s%8d kB\n", line,
                                g_test_rand_int_range (0, G_MAXINT) >> g_test_rand_int_range (0, 31));
    }
  for (gsize i = 0; i < wide->len; i++)
    if (wide->str[i] != ' ' || wide->str[i + 1] != ' ')
      g_string_append_c (narrow, wide->str[i]);
  g_assert_cmpuint (narrow->len, <, wide->len);
  g_assert_true (pgs_smaps_parse (narrow->str, narrow->len, keep_text, from_narrow, NULL));
  g_assert_true (pgs_smaps_parse (wide->str, wide->len, keep_text, from_wide, NULL));
  g_assert_cmpstr (from_narrow->str, ==, from_wide->str);
}

static void
test_prefixes (gconstpointer data)
{
  gsize length;
  g_autofree char *text = fixture_load (data, &length);

  for (gsize n = 0; n <= length; n++)
    {
      g_autofree char *cut = g_memdup2 (text, n);
      g_autoptr (GError) error = NULL;
      Last last = { 0 };
      gboolean ok = pgs_smaps_parse (cut, n, keep_last, &last, &error);

      g_assert_cmpint (ok, ==, n == 0 || text[n - 1] == '\n');
      if (!ok)
        g_assert_error (error, PGS_ERROR, PGS_ERROR_TRUNCATED);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/proc/smaps-parser/old-kernel", test_old_kernel);
  g_test_add_func ("/proc/smaps-parser/keys", test_keys);
  g_test_add_func ("/proc/smaps-parser/missing-is-unknown", test_missing_is_unknown);
  g_test_add_func ("/proc/smaps-parser/hostile-name", test_hostile_name);
  g_test_add_func ("/proc/smaps-parser/bad", test_bad);
  g_test_add_data_func ("/proc/smaps-parser/widths/6.1", "smaps-6.1", test_widths);
  g_test_add_data_func ("/proc/smaps-parser/widths/6.18", "smaps-6.18", test_widths);
  g_test_add_data_func ("/proc/smaps-parser/prefixes/6.1", "smaps-6.1", test_prefixes);
  g_test_add_data_func ("/proc/smaps-parser/prefixes/6.18", "smaps-6.18", test_prefixes);
  return g_test_run ();
}
