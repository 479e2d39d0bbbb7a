/* fuzz-system.c: any text as /proc/meminfo, vmstat or pressure
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fuzz.h"

#include <string.h>

#include "pgs-system-parser.h"

/* Whether lines "KEY: NUMBER kB" or "KEY NUMBER" say @value. Where there are several, they add up. */
static gboolean
is_said (const char *text,
         const char *key,
         guint64     unit,
         guint64     value)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint64 said = 0;
  guint n_lines = 0;

  for (char **line = lines; *line != NULL; line++)
    {
      const char *number = line[0] + strlen (key);

      if (!g_str_has_prefix (*line, key) || strchr (": ", *number) == NULL)
        continue;
      said = g_ascii_strtoull (number + strspn (number, ": \t"), NULL, 10);
      n_lines++;
    }
  return n_lines > 1 || (n_lines == 1 && said == value / unit);
}

static void
check_meminfo (const char *text)
{
  PgsSystem system;

  memset (&system, 0xff, sizeof system); /* all PGS_UNKNOWN */
  pgs_system_parse_meminfo (text, &system);
  g_assert_true (system.available == PGS_UNKNOWN || is_said (text, "MemAvailable", 1024, system.available));
  g_assert_true (system.cached == PGS_UNKNOWN || is_said (text, "Cached", 1024, system.cached));
  g_assert_true (system.huge_pages_total == PGS_UNKNOWN
                 || is_said (text, "HugePages_Total", 1, system.huge_pages_total));
  g_assert_cmpuint (system.pgfault, ==, PGS_UNKNOWN);
}

static void
check_vmstat (const char *text)
{
  PgsSystem system;

  memset (&system, 0xff, sizeof system);
  pgs_system_parse_vmstat (text, &system);
  g_assert_true (system.pgfault == PGS_UNKNOWN || is_said (text, "pgfault", 1, system.pgfault));
  g_assert_cmpuint (system.available, ==, PGS_UNKNOWN);
}

static void
check_pressure (const char *text)
{
  PgsSystem system = { .pressure_some_avg10 = -1, .pressure_full_avg10 = -1 };

  pgs_system_parse_pressure (text, &system);
  g_assert_true (system.pressure_some_avg10 == -1
                 || (system.pressure_some_avg10 >= 0 && system.pressure_some_avg10 <= 100));
  g_assert_true (system.pressure_full_avg10 == -1
                 || (system.pressure_full_avg10 >= 0 && system.pressure_full_avg10 <= 100));
}

static void
check_frames (const char *text)
{
  PgsSystem system;

  memset (&system, 0xff, sizeof system);
  system.page_size = 4096;
  pgs_system_parse_buddyinfo (text, &system);
  pgs_system_parse_meltdown (text, &system);
  g_assert_cmpint (system.page_table_isolation, <=, 1);
  for (guint i = 0; i < PGS_SYSTEM_N_ORDERS; i++)
    g_assert_true (pgs_system_get_order_size (&system, i) == PGS_UNKNOWN
                   || pgs_system_get_order_size (&system, i) >> i == system.free_blocks[i] * 4096);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);

  check_meminfo (text);
  check_vmstat (text);
  check_pressure (text);
  check_frames (text);
  return 0;
}
