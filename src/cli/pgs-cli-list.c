/* pgs-cli-list.c: pagescape-cli list: the processes and their memory
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-cli.h"

#include "pgs-cli-options.h"
#include "pgs-cli-output.h"
#include "pgs-cli-rows.h"
#include "pgs-cli-table.h"
#include "pgs-format.h"
#include "pgs-process-table.h"

#include <pwd.h>
#include <string.h>

#include <glib/gi18n-lib.h>

typedef enum
{
  SORT_INT,
  SORT_UINT,
  SORT_DOUBLE,
  SORT_STRING,
  SORT_CHAR,
} SortType;

/* The columns of --sort are the keys of JSON. Amounts of something sort the largest first. */
typedef struct
{
  const char *key;
  SortType type;
  gsize offset;
  gboolean largest_first;
} SortColumn;

#define COLUMN(key, type, largest_first) \
  { #key, type, G_STRUCT_OFFSET (PgsProcessRecord, key), largest_first }

static const SortColumn sort_columns[] = {
  COLUMN (pid, SORT_INT, FALSE),
  COLUMN (ppid, SORT_INT, FALSE),
  COLUMN (name, SORT_STRING, FALSE),
  COLUMN (user, SORT_STRING, FALSE),
  COLUMN (state, SORT_CHAR, FALSE),
  COLUMN (priority, SORT_INT, FALSE),
  COLUMN (nice, SORT_INT, FALSE),
  COLUMN (virt, SORT_UINT, TRUE),
  COLUMN (res, SORT_UINT, TRUE),
  COLUMN (shr, SORT_UINT, TRUE),
  COLUMN (mem_percent, SORT_DOUBLE, TRUE),
  COLUMN (minor_faults, SORT_UINT, TRUE),
  COLUMN (major_faults, SORT_UINT, TRUE),
  COLUMN (oom_score, SORT_UINT, TRUE),
  COLUMN (cmdline, SORT_STRING, FALSE),
};

typedef struct
{
  PgsCliOptions common;
  char *sort_name;
  char *user_name;
  const SortColumn *sort;
  gboolean by_uid;
  guint32 uid;
} Options;

static void
clear_options (Options *options)
{
  pgs_cli_options_clear (&options->common);
  g_free (options->sort_name);
  g_free (options->user_name);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, clear_options)

static gboolean
find_sort_column (Options  *options,
                  GError  **error)
{
  const char *name = options->sort_name != NULL ? options->sort_name : "pid";
  g_autoptr (GString) keys = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (sort_columns); i++)
    {
      if (strcmp (sort_columns[i].key, name) == 0)
        {
          options->sort = &sort_columns[i];
          return TRUE;
        }
      g_string_append_printf (keys, "%s%s", i > 0 ? ", " : "", sort_columns[i].key);
    }
  g_set_error (error, PGS_CLI_ERROR, PGS_CLI_USAGE, _("--sort %s: not one of %s"), name, keys->str);
  return FALSE;
}

/* A name that the system knows, else a number. */
static gboolean
find_user (Options  *options,
           GError  **error)
{
  const struct passwd *entry;
  guint64 number;

  if (options->user_name == NULL)
    return TRUE;
  entry = getpwnam (options->user_name);
  if (entry != NULL)
    options->uid = entry->pw_uid;
  else if (g_ascii_string_to_unsigned (options->user_name, 10, 0, G_MAXUINT32 - 1, &number, NULL))
    options->uid = number;
  else
    {
      g_set_error (error, PGS_CLI_ERROR, PGS_CLI_USAGE, _("--user %s: no such user"),
                   options->user_name);
      return FALSE;
    }
  options->by_uid = TRUE;
  return TRUE;
}

static gboolean
parse_options (Options  *options,
               char   ***argv,
               GError  **error)
{
  const GOptionEntry entries[] = {
    { "sort", 0, 0, G_OPTION_ARG_FILENAME, &options->sort_name,
      N_("Sort by a key of the JSON format: pid (default), res, name, …"), N_("COLUMN") },
    { "user", 0, 0, G_OPTION_ARG_FILENAME, &options->user_name,
      N_("Only the processes of this user"), N_("NAME") },
  };
  const PgsCliUsage usage = {
    .command = "list",
    .summary = _("List the processes and their memory."),
    .formats = PGS_CLI_FORMAT_TABLE | PGS_CLI_FORMAT_JSON | PGS_CLI_FORMAT_CSV,
    .entries = entries,
    .n_entries = G_N_ELEMENTS (entries),
  };

  return pgs_cli_options_parse (&options->common, &usage, argv, error)
         && find_sort_column (options, error) && find_user (options, error);
}

/* Unknown amounts count as the smallest. */
static int
compare_uint (guint64 a,
              guint64 b)
{
  a = a == PGS_UNKNOWN ? 0 : a + 1;
  b = b == PGS_UNKNOWN ? 0 : b + 1;
  return (a > b) - (a < b);
}

static int
compare_by (const SortColumn       *sort,
            const PgsProcessRecord *a,
            const PgsProcessRecord *b)
{
  gconstpointer value_a = G_STRUCT_MEMBER_P (a, sort->offset);
  gconstpointer value_b = G_STRUCT_MEMBER_P (b, sort->offset);

  switch (sort->type)
    {
    case SORT_INT:
      return (*(const gint *) value_a > *(const gint *) value_b)
             - (*(const gint *) value_a < *(const gint *) value_b);
    case SORT_UINT:
      return compare_uint (*(const guint64 *) value_a, *(const guint64 *) value_b);
    case SORT_DOUBLE:
      return (*(const double *) value_a > *(const double *) value_b)
             - (*(const double *) value_a < *(const double *) value_b);
    case SORT_STRING:
      return g_strcmp0 (*(const char *const *) value_a, *(const char *const *) value_b);
    case SORT_CHAR:
      return *(const char *) value_a - *(const char *) value_b;
    }
  g_assert_not_reached ();
}

static int
compare_records (gconstpointer a,
                 gconstpointer b,
                 gpointer      data)
{
  const PgsProcessRecord *record_a = *(const PgsProcessRecord *const *) a;
  const PgsProcessRecord *record_b = *(const PgsProcessRecord *const *) b;
  const SortColumn *sort = data;
  int order = compare_by (sort, record_a, record_b);

  if (order == 0)
    return (record_a->pid > record_b->pid) - (record_a->pid < record_b->pid);
  return sort->largest_first ? -order : order;
}

static GPtrArray *
choose_records (const Options         *options,
                const PgsProcessTable *table)
{
  gsize n = pgs_process_table_get_length (table);
  GPtrArray *records = g_ptr_array_sized_new (n);

  for (gsize i = 0; i < n; i++)
    {
      const PgsProcessRecord *record = pgs_process_table_get (table, i);

      if (!options->by_uid || record->uid == options->uid)
        g_ptr_array_add (records, (gpointer) record);
    }
  g_ptr_array_sort_with_data (records, compare_records, (gpointer) options->sort);
  return records;
}

static void
write_record (PgsCliRows  *out,
              gconstpointer  item)
{
  const PgsProcessRecord *record = item;
  const char state[2] = { record->state, '\0' };

  pgs_cli_rows_begin (out);
  pgs_cli_rows_int (out, "pid", record->pid);
  pgs_cli_rows_int (out, "ppid", record->ppid);
  pgs_cli_rows_string (out, "name", record->name);
  pgs_cli_rows_string (out, "user", record->user);
  pgs_cli_rows_string (out, "state", state);
  pgs_cli_rows_int (out, "priority", record->priority);
  pgs_cli_rows_int (out, "nice", record->nice);
  pgs_cli_rows_bytes (out, "virt", record->virt);
  pgs_cli_rows_bytes (out, "res", record->res);
  pgs_cli_rows_bytes (out, "shr", record->shr);
  pgs_cli_rows_double (out, "mem_percent", record->mem_percent, 3);
  pgs_cli_rows_bytes (out, "minor_faults", record->minor_faults);
  pgs_cli_rows_bytes (out, "major_faults", record->major_faults);
  pgs_cli_rows_bytes (out, "oom_score", record->oom_score);
  pgs_cli_rows_string (out, "cmdline", record->cmdline);
  pgs_cli_rows_end (out);
}

static void
write_records (GPtrArray    *records,
               PgsCliFormat  format,
               GString      *out)
{
  static const PgsProcessRecord sample;
  g_autoptr (PgsCliRows) writer = pgs_cli_rows_new (format, out);

  pgs_cli_rows_write_list (writer, write_record, (gconstpointer *) records->pdata, records->len,
                             &sample);
}

static void
add_columns (PgsCliTable *table)
{
  pgs_cli_table_add_column (table, _("PID"), PGS_CLI_RIGHT);
  pgs_cli_table_add_column (table, _("USER"), PGS_CLI_LEFT);
  pgs_cli_table_add_column (table, _("S"), PGS_CLI_LEFT);
  pgs_cli_table_add_column (table, _("PR"), PGS_CLI_RIGHT);
  pgs_cli_table_add_column (table, _("NI"), PGS_CLI_RIGHT);
  pgs_cli_table_add_column (table, _("VIRT"), PGS_CLI_RIGHT);
  pgs_cli_table_add_column (table, _("RES"), PGS_CLI_RIGHT);
  pgs_cli_table_add_column (table, _("SHR"), PGS_CLI_RIGHT);
  pgs_cli_table_add_column (table, _("%MEM"), PGS_CLI_RIGHT);
  pgs_cli_table_add_column (table, _("MINFLT"), PGS_CLI_RIGHT);
  pgs_cli_table_add_column (table, _("MAJFLT"), PGS_CLI_RIGHT);
  pgs_cli_table_add_column (table, _("NAME"), PGS_CLI_LEFT);
  pgs_cli_table_add_column (table, _("ARGUMENTS"), PGS_CLI_LAST);
}

static void
add_row (PgsCliTable            *table,
         const PgsProcessRecord *record)
{
  pgs_cli_table_take (table, g_strdup_printf ("%d", record->pid));
  pgs_cli_table_add (table, record->user);
  pgs_cli_table_take (table, g_strdup_printf ("%c", g_ascii_isgraph (record->state) ? record->state
                                                                                    : '?'));
  pgs_cli_table_take (table, g_strdup_printf ("%d", record->priority));
  pgs_cli_table_take (table, g_strdup_printf ("%d", record->nice));
  pgs_cli_table_take (table, pgs_format_size (record->virt));
  pgs_cli_table_take (table, pgs_format_size (record->res));
  pgs_cli_table_take (table, pgs_format_size (record->shr));
  if (record->mem_percent < 0)
    pgs_cli_table_add (table, NULL);
  else
    pgs_cli_table_take (table, g_strdup_printf ("%.1f", record->mem_percent));
  pgs_cli_table_take (table, g_strdup_printf ("%" G_GUINT64_FORMAT, record->minor_faults));
  pgs_cli_table_take (table, g_strdup_printf ("%" G_GUINT64_FORMAT, record->major_faults));
  pgs_cli_table_add (table, record->name);
  pgs_cli_table_add (table, record->cmdline);
}

static void
print_table (GPtrArray *records,
             GString   *out)
{
  g_autoptr (PgsCliTable) table = pgs_cli_table_new ();

  add_columns (table);
  for (gsize i = 0; i < records->len; i++)
    add_row (table, g_ptr_array_index (records, i));
  pgs_cli_table_print (table, pgs_cli_table_get_width (NULL), out);
}

static gboolean
run (char   **argv,
     GError **error)
{
  g_auto (Options) options = { 0 };
  g_auto (GStrv) rest = g_strdupv (argv);
  PgsProcessListFlags flags = PGS_PROCESS_LIST_CMDLINE;
  g_autoptr (PgsProcessLister) lister = pgs_process_lister_new ();
  g_autoptr (PgsProcessTable) table = NULL;
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GString) out = g_string_new (NULL);

  if (!parse_options (&options, &rest, error))
    return FALSE;
  if (options.common.format != PGS_CLI_FORMAT_TABLE)
    flags |= PGS_PROCESS_LIST_OOM_SCORE;
  table = pgs_process_lister_refresh (lister, flags, error);
  if (table == NULL)
    return FALSE;
  records = choose_records (&options, table);
  if (options.common.format == PGS_CLI_FORMAT_TABLE)
    print_table (records, out);
  else
    write_records (records, options.common.format, out);
  return pgs_cli_output_save (NULL, out, error);
}

/**
 * pgs_cli_list:
 * @argv: its arguments, beginning with its name
 *
 * Returns: the exit status
 */
PgsCliStatus
pgs_cli_list (char **argv)
{
  g_autoptr (GError) error = NULL;

  return run (argv, &error) ? PGS_CLI_OK : pgs_cli_fail ("list", error);
}
