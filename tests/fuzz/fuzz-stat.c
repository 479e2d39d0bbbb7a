/* fuzz-stat.c: any text as /proc/PID/stat, and as statm
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "pgs-error.h"
#include "pgs-stat-parser.h"

/* One after the other, the numbers behind the state as the C library reads them. */
static guint64
naive_field (const char *numbers,
             guint       field)
{
  char *at = (char *) numbers;
  guint64 value = 0;

  for (guint i = 4; i <= field; i++)
    {
      char *end;

      value = strtoull (at, &end, 10); /* negative ones wrap around, as in guint64 */
      if (end == at)
        return 0;
      at = end;
    }
  return value;
}

static void
check_stat (const PgsStat *stat,
            const char    *text,
            gsize          size)
{
  g_autofree char *copy = g_strndup (text, size);
  const char *name = strchr (copy, '(') + 1;
  const char *close = strrchr (copy, ')');

  g_assert_cmpuint (strlen (stat->name), <, PGS_STAT_MAX_NAME);
  if (strlen (copy) < size)
    return; /* a NUL, behind which the C library does not look */
  g_assert_cmpmem (stat->name, strlen (stat->name), name, (gsize) (close - name));
  g_assert_cmpint (stat->state, ==, close[2]);
  g_assert_cmpint (stat->ppid, ==, (gint) naive_field (close + 3, 4));
  g_assert_cmpuint (stat->flags, ==, naive_field (close + 3, 9));
  g_assert_cmpuint (stat->minor_faults, ==, naive_field (close + 3, 10));
  g_assert_cmpuint (stat->major_faults, ==, naive_field (close + 3, 12));
  g_assert_cmpint (stat->priority, ==, (gint) naive_field (close + 3, 18));
  g_assert_cmpint (stat->nice, ==, (gint) naive_field (close + 3, 19));
  g_assert_cmpuint (stat->threads, ==, naive_field (close + 3, 20));
  g_assert_cmpuint (stat->start_ticks, ==, naive_field (close + 3, 22));
}

static void
check_statm (const PgsStatm *statm,
             const char     *text,
             gsize           size)
{
  g_autofree char *copy = g_strndup (text, size);
  char *at = copy;

  g_assert_cmpuint (statm->size, ==, strtoull (at, &at, 10));
  g_assert_cmpuint (statm->resident, ==, strtoull (at, &at, 10));
  g_assert_cmpuint (statm->shared, ==, strtoull (at, &at, 10));
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  const char *text = (const char *) data;
  g_autoptr (GError) error = NULL;
  PgsStat stat;
  PgsStatm statm;

  if (pgs_stat_parse (text, size, &stat, &error))
    check_stat (&stat, text, size);
  else
    g_assert_error (error, PGS_ERROR, PGS_ERROR_SYNTAX);
  g_clear_error (&error);
  if (pgs_statm_parse (text, size, &statm, &error))
    check_statm (&statm, text, size);
  else
    g_assert_error (error, PGS_ERROR, PGS_ERROR_SYNTAX);
  return 0;
}
