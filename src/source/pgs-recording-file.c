/* pgs-recording-file.c: a recording opened as a file that anybody may have made
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * A database is code: views, triggers, generated columns and indices of expressions run when a table
 * is read. Only tables are asked for, by queries of our own; views and triggers are switched off, the
 * schema is not trusted, an authorizer lets nothing through but reading columns of the tables that we
 * know, sizes are limited, and a count of steps ends what would take for ever. What can be set before
 * anything is read, pgs-recording-file-open.c sets.
 */
#include "config.h"

#include "pgs-recording-file-private.h"

#include "pgs-error.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#define MAX_STEPS 50000 /* thousands: 60,000 mappings with their counters take a tenth of that */

#define REGION_COLUMNS                                                                             \
  "rowid, first_sample, last_sample, start_address, end_address, perms, offset, dev_major, dev_minor," \
  " inode, path, kind, deleted, thread_stack"

static const char *const queries[PGS_N_QUERIES] = {
  [PGS_QUERY_SETTINGS] = "SELECT key, value FROM recording",
  [PGS_QUERY_PROCESSES] = "SELECT rowid, pid, ppid, start_ticks, ended_t_us, ended_at_us, exit_status"
                          " FROM process ORDER BY rowid",
  [PGS_QUERY_POINTS] = "SELECT rowid, process, t_us, program, virt, res, anon, file, shmem, swap,"
                       " minor_faults, major_faults FROM sample ORDER BY rowid",
  [PGS_QUERY_MARKS] = "SELECT process, t_us, sample_t_us, kind, name FROM mark",
  [PGS_QUERY_SAMPLE] = "SELECT process, program, access, t_us, taken_at_us, moving, state, priority,"
                       " nice, ppid, threads, minor_faults, major_faults, virt, res, shr, anon,"
                       " file, shmem, swap, page_tables, locked, hugetlb, peak_virt, peak_res,"
                       " oom_score, maps, pages, pages_t_us, smaps, smaps_t_us FROM sample"
                       " WHERE rowid = ?",
  [PGS_QUERY_PROGRAM] = "SELECT name, exe, uid, user, inner_pid, inner_uid, started_at_us, cgroup,"
                        " memory_limit, is_kernel_thread, n_arguments FROM program WHERE rowid = ?",
  [PGS_QUERY_ARGUMENTS] = "SELECT text FROM argument WHERE program = ? ORDER BY position",
  [PGS_QUERY_ACCESS] = "SELECT maps, pagemap, smaps, scan, pfn, maps_denial, pagemap_denial,"
                       " smaps_denial, scan_denial, pfn_denial FROM access WHERE rowid = ?",
  [PGS_QUERY_REGION_KEY] = "SELECT sample, regions FROM region_key WHERE process = ? AND sample <= ?"
                           " ORDER BY process DESC, sample DESC LIMIT 1",
  [PGS_QUERY_REGION] = "SELECT " REGION_COLUMNS " FROM region WHERE rowid = ?",
  [PGS_QUERY_REGIONS_SINCE] = "SELECT " REGION_COLUMNS " FROM region INDEXED BY region_first"
                              " WHERE process = ? AND first_sample > ? AND first_sample <= ?",
  [PGS_QUERY_PAGES] = "SELECT maps, before, size, data FROM pages WHERE sample = ?",
  [PGS_QUERY_SMAPS] = "SELECT before, rss, pss, swap, anon, private_clean, private_dirty,"
                      " shared_clean, shared_dirty, locked, anon_huge, private_hugetlb,"
                      " shared_hugetlb FROM smaps WHERE sample = ?",
  [PGS_QUERY_REGION_SMAPS] = "SELECT region, rss, pss, swap, anon, private_clean, private_dirty,"
                             " shared_clean, shared_dirty, locked, anon_huge, private_hugetlb,"
                             " shared_hugetlb, vm_flags FROM region_smaps WHERE sample = ?",
  [PGS_QUERY_AGES] = "SELECT p.maps, p.before, s.t_us, a.size, a.data FROM pages p"
                     " JOIN sample s ON s.rowid = p.sample LEFT JOIN ages a ON a.sample = p.sample"
                     " WHERE p.sample = ?",
};

#define OPTIONAL_TABLE "ages" /* older recordings have none */

/* The tables that are read, and how many columns this version knows. */
static const struct
{
  const char *name;
  int n_columns;
} tables[] = {
  { "recording", 2 },  { "process", 7 },       { "program", 13 }, { "argument", 3 },
  { "access", 11 },    { "sample", 32 },       { "region", 15 },  { "region_key", 3 },
  { "pages", 5 },      { "smaps", 14 },        { "region_smaps", 15 }, { "mark", 6 },
  { OPTIONAL_TABLE, 3 },
};

static gboolean
is_known_table (const char *name)
{
  for (gsize i = 0; name != NULL && i < G_N_ELEMENTS (tables); i++)
    if (strcmp (tables[i].name, name) == 0)
      return TRUE;
  return FALSE;
}

static int
authorize (gpointer    data,
           int         action,
           const char *first,
           const char *second,
           const char *database,
           const char *inner)
{
  if (action == SQLITE_SELECT || (action == SQLITE_READ && is_known_table (first)))
    return SQLITE_OK;
  return SQLITE_DENY;
}

/* A table that is a view, or made by an extension, is no table. */
static gboolean
check_table (PgsRecordingFile  *self,
             const char        *name,
             int                n_known,
             gboolean          *has_more,
             GError           **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count (*) FROM sqlite_schema WHERE name = '%s'"
                                          " AND type = 'table' AND sql LIKE 'CREATE TABLE %%'",
                                          name);
  g_autofree char *columns = g_strdup_printf ("SELECT * FROM \"%s\"", name);
  g_autoptr (sqlite3_stmt) statement = NULL;
  gint64 n;

  if (!pgs_database_get_int (self->db, sql, &n, error))
    return FALSE;
  if (n == 0 && strcmp (name, OPTIONAL_TABLE) == 0)
    return TRUE;
  if (n != 1)
    {
      g_set_error (error, PGS_ERROR, PGS_ERROR_SYNTAX, "no table “%s”", name);
      return FALSE;
    }
  statement = pgs_database_prepare (self->db, columns, error);
  if (statement == NULL)
    return FALSE;
  self->has_ages |= strcmp (name, OPTIONAL_TABLE) == 0;
  *has_more |= sqlite3_column_count (statement) > n_known;
  return TRUE;
}

static gboolean
check_tables (PgsRecordingFile  *self,
              GError           **error)
{
  gboolean has_more = FALSE;
  gint64 n;

  if (!pgs_database_get_int (self->db, "SELECT count (*) FROM sqlite_schema", &n, error))
    return FALSE;
  if (n == 0)
    {
      g_set_error_literal (error, PGS_ERROR, PGS_ERROR_SYNTAX, _("the recording ends before its first sample"));
      return FALSE;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    if (!check_table (self, tables[i].name, tables[i].n_columns, &has_more, error))
      return FALSE;
  /* region_pages is for people's queries */
  if (!pgs_database_get_int (self->db,
                             "SELECT count (*) FROM sqlite_schema WHERE type = 'table'"
                             " AND name NOT LIKE 'sqlite_%'", &n, error))
    return FALSE;
  if (has_more || n > (gint64) G_N_ELEMENTS (tables) + 1)
    self->note = g_strdup ("made by a newer Pagescape: what that adds is left out");
  return TRUE;
}

static gboolean
prepare_queries (PgsRecordingFile  *self,
                 GError           **error)
{
  sqlite3_set_authorizer (self->db, authorize, NULL);
  for (guint i = 0; i < PGS_N_QUERIES; i++)
    {
      if (i == PGS_QUERY_AGES && !self->has_ages)
        continue;
      self->queries[i] = pgs_database_prepare (self->db, queries[i], error);
      if (self->queries[i] == NULL)
        return FALSE;
    }
  return TRUE;
}

static void
clear (gpointer data)
{
  PgsRecordingFile *self = data;

  for (guint i = 0; i < PGS_N_QUERIES; i++)
    g_clear_pointer (&self->queries[i], sqlite3_finalize);
  g_clear_pointer (&self->db, sqlite3_close_v2);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->note, g_free);
  g_mutex_clear (&self->mutex);
}

/**
 * pgs_recording_file_open:
 * @path: a file
 * @error: %PGS_ERROR_SYNTAX for what is no recording, %PGS_ERROR_VERSION for one that is too new,
 *   %PGS_ERROR_NO_PROCESS if there is no such file
 *
 * Opens it for reading, whoever made it. Until pgs_recording_file_begin_work() a work of some seconds
 * is let pass.
 *
 * Returns: (transfer full) (nullable): the open file
 */
PgsRecordingFile *
pgs_recording_file_open (const char  *path,
                         GError     **error)
{
  g_autoptr (PgsRecordingFile) self = g_atomic_rc_box_new0 (PgsRecordingFile);

  g_mutex_init (&self->mutex);
  self->path = g_strdup (path);
  if (!pgs_recording_file_open_database (self, error))
    return NULL; /* that names the file */
  if (!check_tables (self, error) || !prepare_queries (self, error))
    {
      g_prefix_error (error, "%s: ", path);
      return NULL;
    }
  return g_steal_pointer (&self);
}

/**
 * pgs_recording_file_ref:
 * @self: a file
 *
 * Returns: (transfer full): @self
 */
PgsRecordingFile *
pgs_recording_file_ref (PgsRecordingFile *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * pgs_recording_file_unref:
 * @self: (transfer full): a file; the last reference closes it
 */
void
pgs_recording_file_unref (PgsRecordingFile *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

/**
 * pgs_recording_file_has:
 * @self: a file
 * @query: one that is not for every recording
 *
 * Returns: whether it can be asked
 */
gboolean
pgs_recording_file_has (PgsRecordingFile *self,
                        PgsQuery          query)
{
  return self->queries[query] != NULL;
}

/**
 * pgs_recording_file_begin_work:
 * @self: a file
 *
 * Waits for another thread's work. Gives what is asked from here on a new budget of steps, enough for any
 * moment of an honest recording. When it is used up, queries fail with %PGS_ERROR_LIMIT.
 */
void
pgs_recording_file_begin_work (PgsRecordingFile *self)
{
  g_mutex_lock (&self->mutex);
  self->n_steps = MAX_STEPS;
}

/**
 * pgs_recording_file_end_work:
 * @self: a file
 *
 * Ends what pgs_recording_file_begin_work() began: others may.
 */
void
pgs_recording_file_end_work (PgsRecordingFile *self)
{
  g_mutex_unlock (&self->mutex);
}

/**
 * pgs_recording_file_begin:
 * @self: a file
 * @query: what to ask
 *
 * Returns: (transfer none): the query, ready for its values to be bound
 */
sqlite3_stmt *
pgs_recording_file_begin (PgsRecordingFile *self,
                          PgsQuery          query)
{
  sqlite3_reset (self->queries[query]);
  return self->queries[query];
}
