/* pgs-process-table.c: all processes of this machine at one moment, immutable
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-process-table-private.h"

/* Strings are GRefStrings, so that tables that follow each other share them. */
struct _PgsProcessTable
{
  GArray *records; /* PgsProcessRecord */
};

G_DEFINE_BOXED_TYPE (PgsProcessTable, pgs_process_table, pgs_process_table_ref,
                     pgs_process_table_unref)

static void
clear_record (gpointer data)
{
  PgsProcessRecord *record = data;

  g_ref_string_release ((char *) record->name);
  g_ref_string_release ((char *) record->user);
  if (record->cmdline != NULL)
    g_ref_string_release ((char *) record->cmdline);
}

/**
 * pgs_process_table_new_sized:
 * @n_expected: for how many records room is made
 *
 * Returns: (transfer full): an empty table; it may be changed until it is handed to another thread
 */
PgsProcessTable *
pgs_process_table_new_sized (gsize n_expected)
{
  PgsProcessTable *self = g_atomic_rc_box_new0 (PgsProcessTable);

  self->records = g_array_sized_new (FALSE, FALSE, sizeof (PgsProcessRecord), n_expected);
  g_array_set_clear_func (self->records, clear_record);
  return self;
}

/**
 * pgs_process_table_add:
 * @self: a table that nobody else has yet
 * @record: copied; its strings must be GRefStrings, of which the table takes references of its own
 */
void
pgs_process_table_add (PgsProcessTable        *self,
                       const PgsProcessRecord *record)
{
  g_ref_string_acquire ((char *) record->name);
  g_ref_string_acquire ((char *) record->user);
  if (record->cmdline != NULL)
    g_ref_string_acquire ((char *) record->cmdline);
  g_array_append_vals (self->records, record, 1);
}

/**
 * pgs_process_table_ref:
 * @self: a table
 *
 * Returns: (transfer full): @self. Any thread
 */
PgsProcessTable *
pgs_process_table_ref (PgsProcessTable *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  PgsProcessTable *self = data;

  g_array_unref (self->records);
}

/**
 * pgs_process_table_unref:
 * @self: (transfer full): a table; its records and their strings go with the last reference
 */
void
pgs_process_table_unref (PgsProcessTable *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

/**
 * pgs_process_table_get_length:
 * @self: a table
 *
 * Returns: how many processes there were
 */
gsize
pgs_process_table_get_length (const PgsProcessTable *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->records->len;
}

/**
 * pgs_process_table_get:
 * @self: a table
 * @index: less than its length
 *
 * Returns: (transfer none): the record, ordered by PID; valid as long as @self
 */
const PgsProcessRecord *
pgs_process_table_get (const PgsProcessTable *self,
                       gsize                  index)
{
  g_return_val_if_fail (self != NULL && index < self->records->len, NULL);

  return &g_array_index (self->records, PgsProcessRecord, index);
}
