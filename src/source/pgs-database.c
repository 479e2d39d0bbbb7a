/* pgs-database.c: an SQLite database, with errors as GError
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-database.h"

#include "pgs-error.h"
#include "pgs-process-info.h"

#include <errno.h>
#include <string.h>

#include <glib/gi18n-lib.h>

static PgsError
get_code (int result)
{
  switch (result & 0xff)
    {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_FORMAT:
    case SQLITE_SCHEMA:
    case SQLITE_ERROR: /* a table or column that is not there */
    case SQLITE_AUTH:
      return PGS_ERROR_SYNTAX;
    case SQLITE_INTERRUPT:
    case SQLITE_TOOBIG:
    case SQLITE_NOMEM:
      return PGS_ERROR_LIMIT;
    case SQLITE_PERM:
      return PGS_ERROR_ACCESS;
    default:
      return PGS_ERROR_FAILED;
    }
}

/* Why the system refused, 0 if it did not. SQLite keeps the reason only of some failures; a commit that
 * could not be written leaves it in errno. */
static int
get_system_errno (sqlite3 *db,
                  int      result)
{
  const int left = errno;

  if ((result & 0xff) != SQLITE_IOERR && (result & 0xff) != SQLITE_FULL
      && (result & 0xff) != SQLITE_CANTOPEN)
    return 0;
  if (sqlite3_system_errno (db) != 0)
    return sqlite3_system_errno (db);
  return left == EFBIG || left == ENOSPC || left == EDQUOT || left == EIO ? left : 0;
}

static const char *
get_reason (sqlite3 *db,
            int      result)
{
  const int errsv = get_system_errno (db, result);

  if (errsv != 0)
    return g_strerror (errsv);
  return (result & 0xff) == SQLITE_CORRUPT ? _("the file is damaged or cut short") : sqlite3_errmsg (db);
}

/**
 * pgs_database_fail:
 * @db: a database whose last call failed
 * @what: (nullable): what was tried, or on which file
 * @error: where to put it
 *
 * An error of the operating system is told in its own words: SQLite's "disk I/O error" would not
 * tell a file that grew too large from a broken disk. A file that was cut short is told in ours.
 *
 * Returns: %FALSE, to be returned by who failed
 */
gboolean
pgs_database_fail (sqlite3     *db,
                   const char  *what,
                   GError     **error)
{
  const int result = sqlite3_extended_errcode (db);

  g_set_error (error, PGS_ERROR, get_code (result), "%s%s%s", what != NULL ? what : "",
               what != NULL ? ": " : "", get_reason (db, result));
  return FALSE;
}

/**
 * pgs_database_dup_name:
 * @path: a file, as a person named it
 *
 * SQLite gives names like ":memory:" a meaning, but not absolute ones. It is not made canonical: ".." behind a link
 * leads elsewhere, and what is not there must not be left out.
 *
 * Returns: (transfer full): its absolute name
 */
char *
pgs_database_dup_name (const char *path)
{
  g_autofree char *folder = NULL;

  if (g_path_is_absolute (path))
    return g_strdup (path);
  folder = g_get_current_dir ();
  return g_strconcat (folder, G_DIR_SEPARATOR_S, path, NULL);
}

/**
 * pgs_database_exec:
 * @db: a database
 * @sql: statements whose rows, if any, are of no interest
 * @error: where to put what is wrong
 *
 * Returns: whether all were done
 */
gboolean
pgs_database_exec (sqlite3     *db,
                   const char  *sql,
                   GError     **error)
{
  if (sqlite3_exec (db, sql, NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;
  return pgs_database_fail (db, NULL, error);
}

/**
 * pgs_database_prepare:
 * @db: a database
 * @sql: one statement
 * @error: where to put what is wrong
 *
 * Returns: (transfer full) (nullable): the statement, for sqlite3_finalize()
 */
sqlite3_stmt *
pgs_database_prepare (sqlite3     *db,
                      const char  *sql,
                      GError     **error)
{
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v3 (db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) == SQLITE_OK)
    return statement;
  pgs_database_fail (db, NULL, error);
  return NULL;
}

/**
 * pgs_database_run:
 * @statement: what returns no rows, its values bound
 * @error: where to put what is wrong
 *
 * Runs it and makes it ready for the next time; its values stay bound.
 *
 * Returns: whether it was done
 */
gboolean
pgs_database_run (sqlite3_stmt  *statement,
                  GError       **error)
{
  const int result = sqlite3_step (statement);

  if (result != SQLITE_DONE && result != SQLITE_ROW)
    {
      pgs_database_fail (sqlite3_db_handle (statement), NULL, error);
      sqlite3_reset (statement);
      return FALSE;
    }
  sqlite3_reset (statement);
  return TRUE;
}

/**
 * pgs_database_step:
 * @statement: what returns rows
 * @has_row: (out): whether there is another one
 * @error: where to put what is wrong
 *
 * Without another row, or after an error, the statement is ready for the next time.
 *
 * Returns: %FALSE if something is wrong
 */
gboolean
pgs_database_step (sqlite3_stmt  *statement,
                   gboolean      *has_row,
                   GError       **error)
{
  const int result = sqlite3_step (statement);

  *has_row = result == SQLITE_ROW;
  if (result == SQLITE_ROW)
    return TRUE;
  if (result != SQLITE_DONE)
    pgs_database_fail (sqlite3_db_handle (statement), NULL, error);
  sqlite3_reset (statement);
  return result == SQLITE_DONE;
}

/**
 * pgs_database_step_to:
 * @statement: what returns a row that has to be there
 * @missing: says that it is not
 * @error: where to put what is wrong, or %PGS_ERROR_SYNTAX with @missing
 *
 * Returns: whether there is a row; without one, the statement is ready for the next time
 */
gboolean
pgs_database_step_to (sqlite3_stmt  *statement,
                      const char    *missing,
                      GError       **error)
{
  gboolean has_row;

  if (!pgs_database_step (statement, &has_row, error))
    return FALSE;
  if (!has_row)
    g_set_error_literal (error, PGS_ERROR, PGS_ERROR_SYNTAX, missing);
  return has_row;
}

/**
 * pgs_database_get_int:
 * @db: a database
 * @sql: a query
 * @value: (out): the first column of its first row, 0 if there is none
 * @error: where to put what is wrong
 *
 * Returns: whether it could be asked
 */
gboolean
pgs_database_get_int (sqlite3     *db,
                      const char  *sql,
                      gint64      *value,
                      GError     **error)
{
  g_autoptr (sqlite3_stmt) statement = pgs_database_prepare (db, sql, error);
  gboolean has_row;

  *value = 0;
  if (statement == NULL || !pgs_database_step (statement, &has_row, error))
    return FALSE;
  if (has_row)
    *value = sqlite3_column_int64 (statement, 0);
  return TRUE;
}

/**
 * pgs_database_bind_count:
 * @statement: a statement
 * @column: from 1 on
 * @value: a count or size; %PGS_UNKNOWN becomes NULL
 *
 * SQLite's integers are signed: what is above 2^63 wraps, and comes back as it was.
 */
void
pgs_database_bind_count (sqlite3_stmt *statement,
                         int           column,
                         guint64       value)
{
  if (value == PGS_UNKNOWN)
    sqlite3_bind_null (statement, column);
  else
    sqlite3_bind_int64 (statement, column, (sqlite3_int64) value);
}

/**
 * pgs_database_bind_text:
 * @statement: a statement
 * @column: from 1 on
 * @bytes: (nullable): any bytes, which need not be UTF-8; must stay until the statement has run
 *
 * Binds them as text, because that is what they are for people who query; SQLite keeps bytes as
 * they are.
 */
void
pgs_database_bind_text (sqlite3_stmt *statement,
                        int           column,
                        const char   *bytes)
{
  if (bytes == NULL)
    sqlite3_bind_null (statement, column);
  else
    sqlite3_bind_text64 (statement, column, bytes, strlen (bytes), SQLITE_STATIC, SQLITE_UTF8);
}

/**
 * pgs_database_get_count:
 * @statement: a statement at a row
 * @column: from 0 on
 *
 * Returns: what pgs_database_bind_count() bound; %PGS_UNKNOWN for everything that is no integer
 */
guint64
pgs_database_get_count (sqlite3_stmt *statement,
                        int           column)
{
  if (sqlite3_column_type (statement, column) != SQLITE_INTEGER)
    return PGS_UNKNOWN;
  return (guint64) sqlite3_column_int64 (statement, column);
}

/**
 * pgs_database_dup_text:
 * @statement: a statement at a row
 * @column: from 0 on
 *
 * Returns: (transfer full) (nullable): the bytes of a text up to its first NUL; %NULL for
 *   everything that is no text
 */
char *
pgs_database_dup_text (sqlite3_stmt *statement,
                       int           column)
{
  if (sqlite3_column_type (statement, column) != SQLITE_TEXT)
    return NULL;
  return g_strdup ((const char *) sqlite3_column_text (statement, column));
}
