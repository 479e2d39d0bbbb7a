/* fuzz-status.c: any text as /proc/PID/status
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "pgs-status-parser.h"

#define BEFORE 12345 /* not a multiple of 1,024 */

typedef struct
{
  const char *key;
  gsize offset;
} Line;

static const Line known[] = {
  { "VmPeak:", G_STRUCT_OFFSET (PgsCounters, peak_virt) },
  { "VmLck:", G_STRUCT_OFFSET (PgsCounters, locked) },
  { "VmHWM:", G_STRUCT_OFFSET (PgsCounters, peak_res) },
  { "RssAnon:", G_STRUCT_OFFSET (PgsCounters, anon) },
  { "RssFile:", G_STRUCT_OFFSET (PgsCounters, file) },
  { "RssShmem:", G_STRUCT_OFFSET (PgsCounters, shmem) },
  { "VmPTE:", G_STRUCT_OFFSET (PgsCounters, page_tables) },
  { "VmSwap:", G_STRUCT_OFFSET (PgsCounters, swap) },
  { "HugetlbPages:", G_STRUCT_OFFSET (PgsCounters, hugetlb) },
};

static void
parse (const char  *text,
       gsize        size,
       PgsCounters *counters,
       guint32     *uid)
{
  memset (counters, 0, sizeof *counters);
  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    G_STRUCT_MEMBER (guint64, counters, known[i].offset) = BEFORE;
  *uid = BEFORE;
  pgs_status_parse (text, size, counters, uid);
}

/* Whether a whole line says that @key is @value bytes. */
static gboolean
is_said (char       **lines,
         const char  *key,
         guint64      value)
{
  for (char **line = lines; line[0] != NULL && line[1] != NULL; line++)
    if (g_str_has_prefix (line[0], key) && strstr (line[0], "kB") != NULL
        && strtoull (line[0] + strlen (key), NULL, 10) == value / 1024)
      return TRUE;
  return FALSE;
}

/* Whether a line is there just as the kernel writes it. */
static gboolean
is_there (char       **lines,
          const char  *key)
{
  for (char **line = lines; line[0] != NULL && line[1] != NULL; line++)
    {
      const char *value = line[0] + strlen (key);

      if (g_str_has_prefix (line[0], key) && value[0] == '\t' && g_ascii_isdigit (value[1])
          && strspn (value + 1, "0123456789") < 10 && g_str_has_suffix (value, " kB")
          && strspn (value + 1, "0123456789") == strlen (value) - 4)
        return TRUE;
    }
  return FALSE;
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  const char *text = (const char *) data;
  const char *last = size > 0 ? memrchr (text, '\n', size) : NULL;
  g_autofree char *copy = g_strndup (text, size);
  g_auto (GStrv) lines = g_strsplit (copy, "\n", -1);
  const gboolean has_nul = strlen (copy) < size;
  PgsCounters counters;
  PgsCounters cut;
  guint32 uid;
  guint32 cut_uid;

  parse (text, size, &counters, &uid);
  for (gsize i = 0; i < G_N_ELEMENTS (known) && !has_nul; i++)
    {
      const guint64 value = G_STRUCT_MEMBER (guint64, &counters, known[i].offset);

      if (value == BEFORE)
        g_assert_false (is_there (lines, known[i].key));
      else
        g_assert_true (value % 1024 == 0 && is_said (lines, known[i].key, value));
    }
  /* a last line that does not end is not there */
  parse (text, last != NULL ? (gsize) (last + 1 - text) : 0, &cut, &cut_uid);
  g_assert_cmpmem (&counters, sizeof counters, &cut, sizeof cut);
  g_assert_cmpuint (uid, ==, cut_uid);
  return 0;
}
