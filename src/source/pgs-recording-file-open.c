/* pgs-recording-file-open.c: the database of a recording, opened so that nothing in it can do harm
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Three ways of opening, because of the log that lies beside a recording that is being written or
 * whose writer was killed:
 *   - no log: as a file that nobody changes (immutable), which needs no locks and no right to write;
 *   - a log: read-only, which follows a writer;
 *   - a log, and that does not work (a folder that one may not write to, in which the index of the log
 *     is missing): without locks, with the index of the log in memory. Copying both to a
 *     private folder would work as well, but would take as long as the recording is large.
 * What is not a regular file is refused before SQLite opens it. The descriptor for that is O_PATH: to
 * close another one would take away the locks that this process has on the file while it writes it.
 */
#include "config.h"

#include "pgs-recording-file-private.h"

#include "pgs-error.h"
#include "pgs-recording-schema.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#define STEPS_PER_CALL 1000
#define MAX_OPENING_STEPS 60000 /* calls: going through all samples once */

static gboolean
reject (const char  *path,
        const char  *why,
        GError     **error)
{
  g_set_error (error, PGS_ERROR, PGS_ERROR_SYNTAX, "%s: %s", path, why);
  return FALSE;
}

/* Links are followed, here and not by SQLite: beside what they lead to lies the log. NULL with @error. */
static char *
dup_real_name (const char  *path,
               GError     **error)
{
  char *name = realpath (path, NULL);

  if (name == NULL)
    pgs_error_set_errno (error, errno, "%s", path);
  return name;
}

/* @n_bytes: of the file, if it is a regular one. */
static gboolean
check_type (const char  *path,
            guint64     *n_bytes,
            GError     **error)
{
  struct stat info = { 0 };
  const int fd = open (path, O_PATH | O_NOFOLLOW | O_CLOEXEC);

  if (fd < 0)
    {
      pgs_error_set_errno (error, errno, "%s", path);
      return FALSE;
    }
  fstat (fd, &info);
  close (fd);
  *n_bytes = (guint64) info.st_size;
  return S_ISREG (info.st_mode) || reject (path, _("not a regular file"), error);
}

/* What SQLite would open beside it. @n_bytes: of that file, 0 if there is none. */
static gboolean
check_sibling (const char  *path,
               const char  *suffix,
               guint64     *n_bytes,
               GError     **error)
{
  g_autofree char *sibling = g_strconcat (path, suffix, NULL);
  struct stat info;

  *n_bytes = 0;
  if (lstat (sibling, &info) != 0)
    return TRUE;
  if (!S_ISREG (info.st_mode))
    return reject (sibling, _("not a regular file"), error);
  *n_bytes = (guint64) info.st_size;
  return TRUE;
}

static int
count_steps (gpointer data)
{
  PgsRecordingFile *self = data;

  return self->n_steps == 0 || --self->n_steps == 0;
}

/* Before anything is read: what the file says must not have an effect. */
static void
restrain (PgsRecordingFile *self)
{
  static const struct { int limit; int value; } limits[] = {
    { SQLITE_LIMIT_LENGTH, PGS_RECORDING_MAX_BLOB + 4096 },
    { SQLITE_LIMIT_SQL_LENGTH, 65536 },  { SQLITE_LIMIT_COLUMN, 128 },
    { SQLITE_LIMIT_EXPR_DEPTH, 32 },     { SQLITE_LIMIT_COMPOUND_SELECT, 4 },
    { SQLITE_LIMIT_VDBE_OP, 25000 },     { SQLITE_LIMIT_FUNCTION_ARG, 16 },
    { SQLITE_LIMIT_ATTACHED, 0 },        { SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 64 },
    { SQLITE_LIMIT_VARIABLE_NUMBER, 8 }, { SQLITE_LIMIT_TRIGGER_DEPTH, 1 },
    { SQLITE_LIMIT_WORKER_THREADS, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (limits); i++)
    sqlite3_limit (self->db, limits[i].limit, limits[i].value);
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
  sqlite3_extended_result_codes (self->db, TRUE);
  sqlite3_busy_timeout (self->db, 200);
  self->n_steps = MAX_OPENING_STEPS;
  sqlite3_progress_handler (self->db, STEPS_PER_CALL, count_steps, self);
}

static gboolean
try_open (PgsRecordingFile  *self,
          const char        *name,
          int                flags,
          const char        *vfs,
          GError           **error)
{
  gint64 id;

  g_clear_pointer (&self->db, sqlite3_close_v2);
  if (sqlite3_open_v2 (name, &self->db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | flags, vfs)
      != SQLITE_OK)
    return pgs_database_fail (self->db, self->path, error);
  restrain (self);
  if (vfs != NULL && !pgs_database_exec (self->db, "PRAGMA locking_mode = EXCLUSIVE", error))
    return FALSE;
  if (!pgs_database_exec (self->db, "PRAGMA query_only = 1; PRAGMA mmap_size = 0;"
                                    "PRAGMA cell_size_check = 1; PRAGMA cache_size = -8192;"
                                    "PRAGMA temp_store = MEMORY", error)
      || !pgs_database_get_int (self->db, "PRAGMA schema_version", &id, error))
    {
      if (sqlite3_errcode (self->db) != SQLITE_NOTADB)
        g_prefix_error (error, "%s: ", self->path);
      else
        {
          g_clear_error (error);
          reject (self->path, _("not a recording"), error);
        }
      return FALSE;
    }
  return TRUE;
}

/* SQLite takes a part of its last page for a page. */
static gboolean
check_length (PgsRecordingFile  *self,
              guint64            n_bytes,
              GError           **error)
{
  gint64 page_size;

  if (!pgs_database_get_int (self->db, "PRAGMA page_size", &page_size, error))
    {
      g_prefix_error (error, "%s: ", self->path);
      return FALSE;
    }
  return n_bytes % (guint64) page_size == 0 || reject (self->path, _("the file is damaged or cut short"), error);
}

static gboolean
open_safely (PgsRecordingFile  *self,
             GError           **error)
{
  g_autofree char *name = dup_real_name (self->path, error);
  g_autofree char *escaped = name != NULL ? g_uri_escape_string (name, "/", FALSE) : NULL;
  g_autofree char *uri = NULL;
  guint64 n_bytes;
  guint64 n_log;
  guint64 n_other;

  if (name == NULL || !check_type (name, &n_bytes, error) || !check_sibling (name, "-wal", &n_log, error)
      || !check_sibling (name, "-shm", &n_other, error)
      || !check_sibling (name, "-journal", &n_other, error))
    return FALSE;
  self->n_bytes = n_bytes + n_log;
  uri = g_strconcat ("file://", escaped, "?immutable=1", NULL); /* "file:" and "//a" were a host */
  if (n_log == 0)
    return try_open (self, uri, SQLITE_OPEN_URI, NULL, error) && check_length (self, n_bytes, error);
  return try_open (self, name, 0, NULL, NULL) || try_open (self, name, 0, "unix-none", error);
}

static gboolean
check_format (PgsRecordingFile  *self,
              GError           **error)
{
  gint64 id;
  gint64 version;

  if (!pgs_database_get_int (self->db, "PRAGMA application_id", &id, error)
      || !pgs_database_get_int (self->db, "PRAGMA user_version", &version, error))
    {
      g_prefix_error (error, "%s: ", self->path);
      return FALSE;
    }
  if (id != PGS_RECORDING_APPLICATION_ID)
    return reject (self->path, _("not a recording"), error);
  if (version == 0) /* whoever made it was killed in between */
    return reject (self->path, _("the recording ends before its first sample"), error);
  if (version < 0 || version > PGS_RECORDING_VERSION)
    {
      g_set_error (error, PGS_ERROR, PGS_ERROR_VERSION,
                   _("%s: a recording of version %d, made by a newer Pagescape; this one reads version %d"),
                   self->path, (int) version, PGS_RECORDING_VERSION);
      return FALSE;
    }
  return TRUE;
}

/**
 * pgs_recording_file_open_database:
 * @self: a file of which nothing but its path is known
 * @error: what is wrong with it; names the file
 *
 * Opens the database, lets it do nothing but be read, in a bounded number of steps, and sees whether it is
 * that of a recording. Its tables are not looked at yet.
 *
 * Returns: %FALSE if it is none, or none that can be read
 */
gboolean
pgs_recording_file_open_database (PgsRecordingFile  *self,
                                  GError           **error)
{
  return open_safely (self, error) && check_format (self, error);
}
