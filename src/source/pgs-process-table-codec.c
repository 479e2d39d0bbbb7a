/* pgs-process-table-codec.c: the processes of a machine as bytes, relative to those before
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Both tables are ordered by PID. A row is: gap to the PID before << 1 | whether strings follow (uint; a
 * PID is above the one before, so that 0 in its upper bits ends the table), with strings name, user
 * and command line, then the changes of its numbers. Strings follow where there was no row of that PID
 * or they changed; the numbers are relative to the row of that PID, or else to 0.
 */
#include "config.h"

#include "pgs-machine-codec.h"

#include "pgs-process-table-private.h"

#include <string.h>

#define N_NUMBERS 15
#define MAX_PROCESSES (1 << 22) /* PID_MAX_LIMIT of the kernel, include/linux/threads.h */
#define MAX_STRING 65536
#define HAS_STRINGS 1
#define PERCENT_UNIT 1e6 /* a percentage is written in millionths */

/* The order is a part of the format; a newer version appends its own. */
static void
to_numbers (const PgsProcessRecord *record,
            guint64                 numbers[N_NUMBERS])
{
  const guint64 values[N_NUMBERS] = {
    (guint64) record->read_us,
    record->res,
    record->virt,
    record->shr,
    record->minor_faults,
    record->major_faults,
    record->mem_percent >= 0 ? (guint64) (record->mem_percent * PERCENT_UNIT + 0.5) : PGS_UNKNOWN,
    (guint8) record->state,
    record->threads,
    (guint64) (gint64) record->priority,
    (guint64) (gint64) record->nice,
    (guint64) (gint64) record->ppid,
    record->oom_score,
    record->start_ticks,
    record->uid,
  };

  memcpy (numbers, values, sizeof values);
}

static void
from_numbers (PgsProcessRecord *record,
              PgsBytesReader   *in,
              const guint64     numbers[N_NUMBERS])
{
  const gint64 percent = (gint64) numbers[6];

  record->read_us = (gint64) numbers[0];
  record->res = numbers[1];
  record->virt = numbers[2];
  record->shr = numbers[3];
  record->minor_faults = numbers[4];
  record->major_faults = numbers[5];
  record->mem_percent = percent >= 0 && percent <= 100 * PERCENT_UNIT ? percent / PERCENT_UNIT : -1;
  record->state = (char) numbers[7];
  record->threads = numbers[8];
  record->priority = (gint) (gint64) numbers[9];
  record->nice = (gint) (gint64) numbers[10];
  record->ppid = (gint) (gint64) numbers[11];
  record->oom_score = numbers[12];
  record->start_ticks = numbers[13];
  record->uid = (guint32) numbers[14];
  if (numbers[7] > 'z' || !g_ascii_isalpha ((char) numbers[7]))
    pgs_bytes_reader_fail (in, PGS_ERROR_SYNTAX, "a state that is no letter");
}

static gboolean
is_same_text (const PgsProcessRecord *a,
              const PgsProcessRecord *b)
{
  return g_strcmp0 (a->name, b->name) == 0 && g_strcmp0 (a->user, b->user) == 0
         && g_strcmp0 (a->cmdline, b->cmdline) == 0;
}

/* The row of @pid, from *@next on, which is moved there. */
static const PgsProcessRecord *
find (PgsProcessTable *table,
      gint             pid,
      gsize           *next)
{
  const gsize length = table != NULL ? pgs_process_table_get_length (table) : 0;

  while (*next < length && pgs_process_table_get (table, *next)->pid < pid)
    (*next)++;
  return *next < length && pgs_process_table_get (table, *next)->pid == pid
           ? pgs_process_table_get (table, *next) : NULL;
}

/* Longer ones are cut: they are for a list. */
static void
put_string (GByteArray *out,
            const char *string)
{
  g_autofree char *cut = string != NULL ? g_strndup (string, MAX_STRING) : NULL;

  pgs_bytes_put_string (out, cut);
}

static void
put_record (const PgsProcessRecord *record,
            const PgsProcessRecord *then,
            gint                    pid_before,
            GByteArray             *out)
{
  const gboolean has_strings = then == NULL || !is_same_text (record, then);
  guint64 numbers[N_NUMBERS];
  guint64 then_numbers[N_NUMBERS] = { 0 };

  pgs_bytes_put_uint (out, (guint64) (record->pid - pid_before) << 1 | has_strings);
  if (has_strings)
    {
      put_string (out, record->name);
      put_string (out, record->user);
      put_string (out, record->cmdline);
    }
  to_numbers (record, numbers);
  if (then != NULL)
    to_numbers (then, then_numbers);
  pgs_bytes_put_changes (out, numbers, then_numbers, N_NUMBERS);
}

/**
 * pgs_process_table_encode:
 * @table: processes
 * @before: (nullable): those of the time before
 * @out: what to append to
 *
 * A process of which nothing was read anew takes two bytes.
 */
void
pgs_process_table_encode (PgsProcessTable *table,
                          PgsProcessTable *before,
                          GByteArray      *out)
{
  gsize next = 0;
  gint pid_before = 0;

  for (gsize i = 0; i < pgs_process_table_get_length (table); i++)
    {
      const PgsProcessRecord *record = pgs_process_table_get (table, i);

      put_record (record, find (before, record->pid, &next), pid_before, out);
      pid_before = record->pid;
    }
  pgs_bytes_put_uint (out, 0);
}

static char *
read_string (PgsBytesReader *in,
             gboolean        is_nullable)
{
  g_autofree char *string = pgs_bytes_reader_dup_string (in);

  if (string == NULL && !is_nullable)
    pgs_bytes_reader_fail (in, PGS_ERROR_SYNTAX, "a process without a name");
  return string != NULL || !is_nullable ? g_ref_string_new (string != NULL ? string : "") : NULL;
}

static void
read_record (PgsBytesReader         *in,
             const PgsProcessRecord *then,
             gint                    pid,
             gboolean                has_strings,
             PgsProcessTable        *table)
{
  PgsProcessRecord record = { .pid = pid };
  guint64 numbers[N_NUMBERS] = { 0 };

  if (then == NULL && !has_strings)
    {
      pgs_bytes_reader_fail (in, PGS_ERROR_SYNTAX, "a process without a name");
      return;
    }
  record.name = has_strings ? read_string (in, FALSE) : g_ref_string_acquire ((char *) then->name);
  record.user = has_strings ? read_string (in, FALSE) : g_ref_string_acquire ((char *) then->user);
  if (has_strings)
    record.cmdline = read_string (in, TRUE);
  else if (then->cmdline != NULL)
    record.cmdline = g_ref_string_acquire ((char *) then->cmdline);
  if (then != NULL)
    to_numbers (then, numbers);
  pgs_bytes_reader_changes (in, numbers, N_NUMBERS);
  from_numbers (&record, in, numbers);
  pgs_process_table_add (table, &record);
  g_ref_string_release ((char *) record.name);
  g_ref_string_release ((char *) record.user);
  if (record.cmdline != NULL)
    g_ref_string_release ((char *) record.cmdline);
}

/**
 * pgs_process_table_decode:
 * @before: (nullable): the processes of the time before
 * @in: what pgs_process_table_encode() wrote, or anything else
 * @error: (out) (optional): what is wrong with it
 *
 * Returns: (transfer full): the processes, whose times are those of their machine's clock; %NULL with
 *   %PGS_ERROR_SYNTAX, %PGS_ERROR_TRUNCATED or %PGS_ERROR_LIMIT
 */
PgsProcessTable *
pgs_process_table_decode (PgsProcessTable  *before,
                          PgsBytesReader   *in,
                          GError          **error)
{
  g_autoptr (PgsProcessTable) table =
    pgs_process_table_new_sized (before != NULL ? pgs_process_table_get_length (before) : 0);
  gsize next = 0;
  gint pid = 0;

  while (!pgs_bytes_reader_has_failed (in))
    {
      const guint64 code = pgs_bytes_reader_uint (in);

      if (code >> 1 == 0)
        break;
      if (code >> 1 > (guint64) (MAX_PROCESSES - pid))
        {
          pgs_bytes_reader_fail (in, PGS_ERROR_LIMIT, "a PID beyond all bounds");
          break;
        }
      pid += (gint) (code >> 1);
      read_record (in, find (before, pid, &next), pid, (code & HAS_STRINGS) != 0, table);
    }
  return pgs_bytes_reader_finish (in, error) ? g_steal_pointer (&table) : NULL;
}
