/* fuzz-smaps.c: any text as /proc/PID/smaps
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fuzz.h"

#include <string.h>

#include "pgs-error.h"
#include "pgs-process-info.h"
#include "pgs-smaps-parser.h"

typedef struct
{
  guint64 start;
  guint64 end;
  PgsRegionSmaps counters;
} Region;

static void
assert_amount (guint64 bytes)
{
  g_assert_true (bytes == PGS_UNKNOWN || bytes % 1024 == 0);
}

static void
collect (guint64               start,
         guint64               end,
         const PgsRegionSmaps *counters,
         gpointer              user_data)
{
  Region region = { start, end, *counters };

  g_assert_cmpuint (start, <=, end);
  assert_amount (counters->rss);
  assert_amount (counters->pss);
  assert_amount (counters->swap);
  assert_amount (counters->anon);
  assert_amount (counters->private_clean);
  assert_amount (counters->private_dirty);
  assert_amount (counters->shared_clean);
  assert_amount (counters->shared_dirty);
  assert_amount (counters->locked);
  assert_amount (counters->anon_huge);
  assert_amount (counters->private_hugetlb);
  assert_amount (counters->shared_hugetlb);
  if (counters->vm_flags != NULL)
    {
      g_assert_cmpuint (strlen (counters->vm_flags), <, 512);
      g_assert_null (strchr (counters->vm_flags, '\n'));
    }
  g_array_append_val ((GArray *) user_data, region);
}

static void
naive_amount (const char *line,
              const char *key,
              guint64    *bytes)
{
  if (g_str_has_prefix (line, key))
    *bytes = g_ascii_strtoull (line + strlen (key), NULL, 10) * 1024;
}

/* The same text, read by the C library. */
static void
compare (const GArray *regions,
         const char   *text,
         gsize         length)
{
  g_autofree char *copy = g_strndup (text, length);
  g_auto (GStrv) lines = g_strsplit (copy, "\n", -1);
  Region region = { .counters = { .rss = PGS_UNKNOWN, .pss = PGS_UNKNOWN, .swap = PGS_UNKNOWN } };
  guint n = 0;

  for (char **line = lines; line[0] != NULL && line[1] != NULL; line++)
    {
      const gboolean is_region = g_ascii_isxdigit (line[0][0]) && !g_ascii_isupper (line[0][0]);

      if (is_region)
        {
          const char *minus = strchr (line[0], '-');

          n++;
          region.start = g_ascii_strtoull (line[0], NULL, 16);
          region.end = g_ascii_strtoull (minus + 1, NULL, 16);
          region.counters.rss = region.counters.pss = region.counters.swap = PGS_UNKNOWN;
        }
      naive_amount (line[0], "Rss:", &region.counters.rss);
      naive_amount (line[0], "Pss:", &region.counters.pss);
      naive_amount (line[0], "Swap:", &region.counters.swap);
      if (line[2] == NULL || (g_ascii_isxdigit (line[1][0]) && !g_ascii_isupper (line[1][0])))
        {
          const Region *parsed = &g_array_index (regions, Region, n - 1);

          g_assert_cmpuint (n, <=, regions->len);
          g_assert_cmpuint (parsed->start, ==, region.start);
          g_assert_cmpuint (parsed->end, ==, region.end);
          g_assert_cmpuint (parsed->counters.rss, ==, region.counters.rss);
          g_assert_cmpuint (parsed->counters.pss, ==, region.counters.pss);
          g_assert_cmpuint (parsed->counters.swap, ==, region.counters.swap);
        }
    }
  g_assert_cmpuint (n, ==, regions->len);
}

static PgsMaps *
make_maps (const GArray *regions)
{
  PgsMapsBuilder *builder = pgs_maps_builder_new (regions->len);

  for (guint i = 0; i < regions->len; i++)
    {
      const Region *region = &g_array_index (regions, Region, i);
      const PgsMapping mapping = { .start = region->start, .end = region->end };

      /* some are missing, as if they had come between the two readings */
      if (i % 3 != 2)
        pgs_maps_builder_add (builder, &mapping, NULL, 0);
    }
  return pgs_maps_builder_end (builder, NULL);
}

static void
build (const GArray *regions)
{
  g_autoptr (PgsMaps) maps = make_maps (regions);
  PgsSmapsBuilder *builder = pgs_smaps_builder_new (maps);
  g_autoptr (PgsSmaps) smaps = NULL;
  PgsRegionSmaps totals;
  guint64 end = 0;
  guint64 rss = 0;

  for (guint i = 0; i < regions->len; i++)
    {
      const Region *region = &g_array_index (regions, Region, i);

      pgs_smaps_builder_add (builder, region->start, region->end, &region->counters);
      if (region->start == region->end)
        continue;
      if (region->start < end)
        {
          pgs_smaps_builder_free (builder);
          return;
        }
      end = region->end;
      rss = rss == PGS_UNKNOWN || region->counters.rss == PGS_UNKNOWN ? PGS_UNKNOWN : rss + region->counters.rss;
    }
  smaps = pgs_smaps_builder_end (builder);
  pgs_smaps_get_totals (smaps, &totals);
  g_assert_cmpuint (totals.rss, ==, rss);
  for (gsize i = 0; i < pgs_maps_get_length (maps); i++)
    g_assert_nonnull (pgs_smaps_get (smaps, i));
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  const char *text = (const char *) data;
  g_autoptr (GArray) regions = g_array_new (FALSE, FALSE, sizeof (Region));
  g_autoptr (GError) error = NULL;
  gboolean ok = pgs_smaps_parse (text, size, collect, regions, &error);

  g_assert_cmpint (ok, ==, error == NULL);
  if (error != NULL)
    {
      g_assert_true (g_error_matches (error, PGS_ERROR, PGS_ERROR_SYNTAX)
                     || g_error_matches (error, PGS_ERROR, PGS_ERROR_TRUNCATED));
      fuzz_assert_shown (error->message);
    }
  else if (memchr (text, '\0', size) == NULL)
    compare (regions, text, size);
  /* the flags were valid during the call only */
  for (guint i = 0; i < regions->len; i++)
    g_array_index (regions, Region, i).counters.vm_flags = i % 2 ? "rd wr" : NULL;
  build (regions);
  return 0;
}
