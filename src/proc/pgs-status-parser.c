/* pgs-status-parser.c: the text of /proc/PID/status becomes counters
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Lines of "Key:\tvalue". The first, Name, is chosen by the process, but a newline in it is
 * escaped, so that no name can pretend to be another line. Kernel threads and zombies have none of
 * the memory lines.
 */
#include "config.h"

#include "pgs-status-parser.h"

#include <string.h>

#include "pgs-proc-text.h"

typedef struct
{
  const char *name;
  gsize offset; /* in PgsCounters */
} Key;

static const Key keys[] = {
  { "VmSize", G_STRUCT_OFFSET (PgsCounters, virt) },
  { "VmPeak", G_STRUCT_OFFSET (PgsCounters, peak_virt) },
  { "VmLck", G_STRUCT_OFFSET (PgsCounters, locked) },
  { "VmHWM", G_STRUCT_OFFSET (PgsCounters, peak_res) },
  { "RssAnon", G_STRUCT_OFFSET (PgsCounters, anon) },
  { "RssFile", G_STRUCT_OFFSET (PgsCounters, file) },
  { "RssShmem", G_STRUCT_OFFSET (PgsCounters, shmem) },
  { "VmPTE", G_STRUCT_OFFSET (PgsCounters, page_tables) },
  { "VmSwap", G_STRUCT_OFFSET (PgsCounters, swap) },
  { "HugetlbPages", G_STRUCT_OFFSET (PgsCounters, hugetlb) },
};

/* The second of four: real, effective, saved and file system user ID. */
static void
parse_uid (PgsCursor  cursor,
           guint32   *uid)
{
  guint64 real;
  guint64 effective;

  pgs_cursor_blanks (&cursor);
  if (!pgs_cursor_decimal (&cursor, &real))
    return;
  pgs_cursor_blanks (&cursor);
  if (pgs_cursor_decimal (&cursor, &effective) && effective <= G_MAXUINT32)
    *uid = (guint32) effective;
}

/* "S (sleeping)" */
static void
parse_state (PgsCursor  cursor,
             char      *state)
{
  pgs_cursor_blanks (&cursor);
  if (cursor.at < cursor.end && g_ascii_isalpha (*cursor.at))
    *state = *cursor.at;
}

static void
parse_amount (PgsCursor  cursor,
              guint64   *bytes)
{
  guint64 kilobytes;

  pgs_cursor_blanks (&cursor);
  if (!pgs_cursor_decimal (&cursor, &kilobytes) || kilobytes > G_MAXUINT64 / 1024)
    return;
  pgs_cursor_blanks (&cursor);
  if (cursor.end - cursor.at >= 2 && memcmp (cursor.at, "kB", 2) == 0)
    *bytes = kilobytes * 1024;
}

static void
parse_line (const char  *line,
            const char  *newline,
            PgsCounters *counters,
            guint32     *uid)
{
  const char *colon = memchr (line, ':', (gsize) (newline - line));
  PgsCursor value;
  gsize length;

  if (colon == NULL)
    return;
  value = (PgsCursor) { colon + 1, newline };
  length = (gsize) (colon - line);
  if (length == 3 && memcmp (line, "Uid", 3) == 0)
    {
      parse_uid (value, uid);
      return;
    }
  if (length == 5 && memcmp (line, "State", 5) == 0)
    parse_state (value, &counters->state);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    if (strlen (keys[i].name) == length && memcmp (line, keys[i].name, length) == 0)
      parse_amount (value, G_STRUCT_MEMBER_P (counters, keys[i].offset));
}

/**
 * pgs_status_parse:
 * @text: (array length=length): what /proc/PID/status says
 * @length: bytes
 * @counters: (inout): gets what is there, in bytes; the rest is left alone
 * @uid: (inout): gets the effective user ID, if it is there
 *
 * A line that cannot be read counts as missing, as lines differ between kernels; so does the last
 * one if it does not end.
 */
void
pgs_status_parse (const char  *text,
                  gsize        length,
                  PgsCounters *counters,
                  guint32     *uid)
{
  const char *end;
  const char *newline;

  if (length == 0)
    return;
  end = text + length;
  for (; text < end; text = newline + 1)
    {
      newline = memchr (text, '\n', (gsize) (end - text));
      if (newline == NULL)
        return;
      parse_line (text, newline, counters, uid);
    }
}
