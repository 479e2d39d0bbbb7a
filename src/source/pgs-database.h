/* pgs-database.h: an SQLite database, with errors as GError
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

gboolean      pgs_database_fail    (sqlite3       *db,
                                    const char    *what,
                                    GError       **error);
char         *pgs_database_dup_name (const char   *path);
gboolean      pgs_database_exec    (sqlite3       *db,
                                    const char    *sql,
                                    GError       **error);
sqlite3_stmt *pgs_database_prepare (sqlite3       *db,
                                    const char    *sql,
                                    GError       **error);
gboolean      pgs_database_run     (sqlite3_stmt  *statement,
                                    GError       **error);
gboolean      pgs_database_step    (sqlite3_stmt  *statement,
                                    gboolean      *has_row,
                                    GError       **error);
gboolean      pgs_database_step_to (sqlite3_stmt  *statement,
                                    const char    *missing,
                                    GError       **error);
gboolean      pgs_database_get_int (sqlite3       *db,
                                    const char    *sql,
                                    gint64        *value,
                                    GError       **error);

void          pgs_database_bind_count (sqlite3_stmt *statement,
                                    int            column,
                                    guint64        value);
void          pgs_database_bind_text (sqlite3_stmt *statement,
                                    int            column,
                                    const char    *bytes);
guint64       pgs_database_get_count (sqlite3_stmt *statement,
                                    int            column);
char         *pgs_database_dup_text (sqlite3_stmt *statement,
                                    int            column);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3_stmt, sqlite3_finalize)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3, sqlite3_close_v2)

G_END_DECLS
