/* pgs-stat-parser.c: the text of /proc/PID/stat and statm becomes numbers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * The name in parentheses is whatever the process calls itself, ") R 1" and newlines too. No field
 * behind it can hold a parenthesis, so the name ends at the last one. Unlike status, stat has it raw:
 * nothing is escaped. Source: proc_task_name() in fs/proc/array.c.
 */
#include "config.h"

#include "pgs-stat-parser.h"

#include <string.h>

#include "pgs-error.h"
#include "pgs-proc-text.h"
#include "pgs-process-info.h"

#define FIRST_FIELD 4      /* the first number behind the state */
#define N_FIELDS 52
#define N_NEEDED_FIELDS 22 /* those behind may be missing */

static const char *
find_last (const char *text,
           gsize       length,
           char        c)
{
  return length > 0 ? memrchr (text, c, length) : NULL;
}

/* Copies what lies between the parentheses. */
static gboolean
copy_name (const char *from,
           gsize       length,
           PgsStat    *stat)
{
  if (length >= PGS_STAT_MAX_NAME || memchr (from, '\0', length) != NULL)
    return FALSE;
  memcpy (stat->name, from, length);
  stat->name[length] = '\0';
  return TRUE;
}

/* Reads the numbers from field 4 on. Returns: how many. */
static gsize
parse_numbers (PgsCursor *cursor,
               guint64    fields[N_FIELDS + 1])
{
  gsize field;

  for (field = FIRST_FIELD; field <= N_FIELDS; field++)
    {
      if (!pgs_cursor_skip (cursor, ' '))
        break;
      if (cursor->at < cursor->end && *cursor->at == '-')
        {
          gint64 number;

          if (!pgs_cursor_signed (cursor, &number))
            break;
          fields[field] = (guint64) number;
        }
      else if (!pgs_cursor_decimal (cursor, &fields[field]))
        break;
    }
  return field - FIRST_FIELD;
}

static gboolean
bad (const char *what,
     GError    **error)
{
  g_set_error (error, PGS_ERROR, PGS_ERROR_SYNTAX, "stat: bad %s", what);
  return FALSE;
}

/**
 * pgs_stat_parse:
 * @text: (array length=length): what /proc/PID/stat says
 * @length: bytes
 * @stat: (out caller-allocates): its fields
 * @error: (out) (optional): what is wrong
 *
 * Fields of later kernels are ignored; those from the 23rd on may be missing and are 0 then.
 *
 * Returns: %FALSE with %PGS_ERROR_SYNTAX if it is not a stat line
 */
gboolean
pgs_stat_parse (const char *text,
                gsize       length,
                PgsStat    *stat,
                GError    **error)
{
  guint64 fields[N_FIELDS + 1] = { 0 };
  PgsCursor cursor;
  const char *close;
  guint64 pid;

  memset (stat, 0, sizeof *stat);
  if (length == 0)
    return bad ("process ID", error);
  cursor = (PgsCursor) { text, text + length };
  close = find_last (text, length, ')');
  if (!pgs_cursor_decimal (&cursor, &pid) || !pgs_cursor_skip (&cursor, ' ') ||
      !pgs_cursor_skip (&cursor, '('))
    return bad ("process ID", error);
  if (close == NULL || close < cursor.at ||
      !copy_name (cursor.at, (gsize) (close - cursor.at), stat))
    return bad ("name", error);
  cursor.at = close + 1;
  if (!pgs_cursor_skip (&cursor, ' ') || cursor.at >= cursor.end || !g_ascii_isalpha (*cursor.at))
    return bad ("state", error);
  stat->state = *cursor.at++;
  if (FIRST_FIELD - 1 + parse_numbers (&cursor, fields) < N_NEEDED_FIELDS)
    return bad ("number", error);

  stat->ppid = (gint) fields[4];
  stat->flags = fields[9];
  stat->minor_faults = fields[10];
  stat->major_faults = fields[12];
  stat->priority = (gint) fields[18];
  stat->nice = (gint) fields[19];
  stat->threads = fields[20];
  stat->start_ticks = fields[22];
  stat->start_stack = fields[28];
  stat->arg_start = fields[48];
  stat->exit_code = (int) fields[52];
  return TRUE;
}

/**
 * pgs_stat_is_dead:
 * @stat: of a thread
 *
 * Returns: whether it has ended
 */
gboolean
pgs_stat_is_dead (const PgsStat *stat)
{
  return stat->state == 'Z' || stat->state == 'X' || stat->state == 'x';
}

/**
 * pgs_stat_is_without_leader:
 * @stat: of a process
 *
 * Returns: whether its first thread is dead, but not the whole process
 */
gboolean
pgs_stat_is_without_leader (const PgsStat *stat)
{
  return pgs_stat_is_dead (stat) && stat->threads > 1;
}

/**
 * pgs_stat_is_zombie:
 * @stat: of a process
 *
 * Returns: whether it has ended
 */
gboolean
pgs_stat_is_zombie (const PgsStat *stat)
{
  return pgs_stat_is_dead (stat) && !pgs_stat_is_without_leader (stat);
}

/**
 * pgs_statm_parse:
 * @text: (array length=length): what /proc/PID/statm says
 * @length: bytes
 * @statm: (out caller-allocates): its numbers, in pages
 * @error: (out) (optional): what is wrong
 *
 * Returns: %FALSE with %PGS_ERROR_SYNTAX if it does not begin with three numbers
 */
gboolean
pgs_statm_parse (const char *text,
                 gsize       length,
                 PgsStatm   *statm,
                 GError    **error)
{
  PgsCursor cursor = { text, text + length };

  statm->text = PGS_UNKNOWN;
  if (pgs_cursor_decimal (&cursor, &statm->size) && pgs_cursor_skip (&cursor, ' ') &&
      pgs_cursor_decimal (&cursor, &statm->resident) && pgs_cursor_skip (&cursor, ' ') &&
      pgs_cursor_decimal (&cursor, &statm->shared) && pgs_cursor_skip (&cursor, ' '))
    {
      if (!pgs_cursor_decimal (&cursor, &statm->text))
        statm->text = PGS_UNKNOWN;
      return TRUE;
    }
  g_set_error_literal (error, PGS_ERROR, PGS_ERROR_SYNTAX, "statm: not three numbers");
  return FALSE;
}
