/* pgs-opener-table.c: the processes that somebody in another place tells of
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Where /proc is not that of the processes (Flatpak), all that is known of one that was not opened is the
 * text of its stat and statm: no arguments, no oom_score. Both come anew with each table: a broker that
 * remembered descriptors would be a larger one.
 */
#include "config.h"

#include "pgs-opener-table.h"

#include "pgs-process-table-private.h"

#include <string.h>

/* A table that is being made. */
typedef struct
{
  PgsUserNames *users;
  guint64 mem_total;
  GArray *records; /* PgsProcessRecord: with strings of its own */
} Reading;

static void
clear_record (gpointer data)
{
  PgsProcessRecord *record = data;

  g_ref_string_release ((char *) record->name);
  g_ref_string_release ((char *) record->user);
}

/* A #PgsOpenerListFunc. What makes no sense is left out. */
static void
add_process (gint        pid,
             guint32     uid,
             const char *stat_text,
             const char *statm_text,
             gpointer    user_data)
{
  Reading *reading = user_data;
  PgsProcessRecord record = { .pid = pid, .uid = uid, .oom_score = PGS_UNKNOWN };
  PgsStat stat;

  if (!pgs_stat_parse (stat_text, strlen (stat_text), &stat, NULL))
    return;
  pgs_process_record_set_stat (&record, &stat);
  pgs_process_record_set_statm (&record, statm_text, strlen (statm_text));
  pgs_process_record_set_share (&record, reading->mem_total);
  record.read_us = g_get_monotonic_time ();
  record.name = g_ref_string_new (stat.name);
  record.user = pgs_user_names_dup (reading->users, uid);
  g_array_append_val (reading->records, record);
}

static gint
compare (gconstpointer a,
         gconstpointer b)
{
  const PgsProcessRecord *record_a = a;
  const PgsProcessRecord *record_b = b;

  return (record_a->pid > record_b->pid) - (record_a->pid < record_b->pid);
}

/* Ordered by PID, each once. */
static PgsProcessTable *
make_table (GArray *records)
{
  PgsProcessTable *table = pgs_process_table_new_sized (records->len);
  gint last = 0;

  g_array_sort (records, compare);
  for (guint i = 0; i < records->len; i++)
    {
      const PgsProcessRecord *record = &g_array_index (records, PgsProcessRecord, i);

      if (record->pid != last)
        pgs_process_table_add (table, record);
      last = record->pid;
    }
  return table;
}

/**
 * pgs_opener_table_read:
 * @opener: who knows the processes
 * @users: names of users
 * @mem_total: RAM of the machine in bytes, 0 if that is not known
 * @error: where to put why not
 *
 * Blocks until the opener has told of all of them.
 *
 * Returns: (transfer full) (nullable): the table, ordered by PID
 */
PgsProcessTable *
pgs_opener_table_read (PgsOpener     *opener,
                       PgsUserNames  *users,
                       guint64        mem_total,
                       GError       **error)
{
  Reading reading = {
    .users = users,
    .mem_total = mem_total,
    .records = g_array_new (FALSE, FALSE, sizeof (PgsProcessRecord)),
  };
  PgsProcessTable *table = NULL;

  g_array_set_clear_func (reading.records, clear_record);
  if (pgs_opener_list (opener, add_process, &reading, error))
    table = make_table (reading.records);
  g_array_unref (reading.records);
  return table;
}
