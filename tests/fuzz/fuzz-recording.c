/* fuzz-recording.c: a recording in which anything was changed, and every moment in it is looked at
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An input is a list of changes: other values in rows, rows less and more, other bytes of the file. Any
 * bytes as a file would hardly ever come past SQLite, which is not what is searched here.
 */
#include "fuzz.h"

#include "memory-file.h"
#include "pgs-packer.h"
#include "pgs-run-iter.h"
#include "recorded.h"

#include <sqlite3.h>
#include <stdlib.h>

#define MAX_CHANGES 16
#define MAX_COLUMNS 40
#define MAX_TABLES 16
#define MAX_MOMENTS 8
#define MAX_WALKED_RUNS 2000
#define MAX_REGIONS 6
#define N_SAMPLES 4

typedef struct
{
  char *name;
  char *key; /* the columns of its primary key, with commas */
  guint n_columns;
  char *columns[MAX_COLUMNS];
  sqlite3_stmt *updates[MAX_COLUMNS];
  sqlite3_stmt *removal;
  sqlite3_stmt *insertion;
} Table;

static sqlite3 *original;
static Table tables[MAX_TABLES];
static guint n_tables;
static char *folder;
static char *path; /* of a file that is there; what is in it is in memory */

static void
remove_folder (void)
{
  recorded_remove_folder (folder);
}

static void
execute (sqlite3    *db,
         const char *sql)
{
  char *message = NULL;

  if (sqlite3_exec (db, sql, NULL, NULL, &message) != SQLITE_OK)
    g_error ("%s: %s", sql, message);
}

static sqlite3_stmt *
prepare (const char *format,
         ...)
{
  va_list arguments;
  g_autofree char *sql = NULL;
  sqlite3_stmt *statement = NULL;

  va_start (arguments, format);
  sql = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  if (sqlite3_prepare_v3 (original, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) != SQLITE_OK)
    g_error ("%s: %s", sql, sqlite3_errmsg (original));
  return statement;
}

static void
add_column (Table      *table,
            const char *name,
            gboolean    is_key)
{
  char *key;

  g_assert_cmpuint (table->n_columns, <, MAX_COLUMNS);
  table->columns[table->n_columns++] = g_strdup (name);
  if (!is_key)
    return;
  key = g_strconcat (table->key != NULL ? table->key : "", table->key != NULL ? ", " : "", name, NULL);
  g_free (table->key);
  table->key = key;
}

static void
prepare_changes (Table *table)
{
  g_autoptr (GString) values = g_string_new ("?");

  for (guint i = 1; i < table->n_columns; i++)
    g_string_append (values, ", ?");
  table->insertion = prepare ("INSERT OR REPLACE INTO %s VALUES (%s)", table->name, values->str);
  table->removal = prepare ("DELETE FROM %s WHERE (%s) = (SELECT %s FROM %s LIMIT 1 OFFSET ?1)", table->name,
                            table->key, table->key, table->name);
  for (guint i = 0; i < table->n_columns; i++)
    table->updates[i] = prepare ("UPDATE OR REPLACE %s SET %s = ?2 WHERE (%s) = (SELECT %s FROM %s LIMIT 1 OFFSET ?1)",
                                 table->name, table->columns[i], table->key, table->key, table->name);
}

static void
add_table (const char *name)
{
  Table *table = &tables[n_tables++];
  sqlite3_stmt *columns = prepare ("PRAGMA table_info (%s)", name);

  g_assert_cmpuint (n_tables, <=, MAX_TABLES);
  table->name = g_strdup (name);
  while (sqlite3_step (columns) == SQLITE_ROW)
    add_column (table, (const char *) sqlite3_column_text (columns, 1), sqlite3_column_int (columns, 5) > 0);
  sqlite3_finalize (columns);
  g_assert_nonnull (table->key);
  prepare_changes (table);
}

/* Whether there is all of it, and little, as each input looks at everything. */
static gboolean
is_small (GPtrArray *chain)
{
  for (guint i = 0; i < chain->len; i++)
    {
      const PgsSnapshot *snapshot = g_ptr_array_index (chain, i);

      if (snapshot->maps == NULL || snapshot->pages == NULL || snapshot->smaps == NULL
          || pgs_maps_get_length (snapshot->maps) < 2 || pgs_maps_get_length (snapshot->maps) > MAX_REGIONS)
        return FALSE;
    }
  return TRUE;
}

/* Writes a recording; which one does not depend on anything. */
static void
write_recording (void)
{
  g_autoptr (GPtrArray) chain = recorded_make_chain (1, N_SAMPLES);

  for (guint32 seed = 2; !is_small (chain); seed++)
    {
      g_ptr_array_unref (chain);
      chain = recorded_make_chain (seed, N_SAMPLES);
    }
  recorded_write_file (path, chain);
}

/* The recording of which everything is a change, without constraints. */
static void
load_original (void)
{
  sqlite3 *file;
  sqlite3_backup *backup;
  sqlite3_stmt *names;

  g_assert_cmpint (sqlite3_open (path, &file), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_open (":memory:", &original), ==, SQLITE_OK);
  backup = sqlite3_backup_init (original, "main", file, "main");
  g_assert_cmpint (sqlite3_backup_step (backup, -1), ==, SQLITE_DONE);
  sqlite3_backup_finish (backup);
  sqlite3_close (file);
  execute (original, "PRAGMA writable_schema = ON; DELETE FROM sqlite_schema WHERE type = 'view';"
                     "UPDATE sqlite_schema SET sql = replace (sql, 'INTEGER NOT NULL', 'INTEGER');"
                     "UPDATE sqlite_schema SET sql = replace (sql, 'TEXT NOT NULL', 'TEXT');"
                     "UPDATE sqlite_schema SET sql = replace (sql, 'BLOB NOT NULL', 'BLOB');"
                     "PRAGMA writable_schema = RESET; PRAGMA temp_store = MEMORY");
  names = prepare ("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name");
  while (sqlite3_step (names) == SQLITE_ROW)
    add_table ((const char *) sqlite3_column_text (names, 0));
  sqlite3_finalize (names);
}

static void
load_once (void)
{
  if (path != NULL)
    return;
  folder = recorded_make_folder ();
  path = g_build_filename (folder, "a", NULL);
  atexit (remove_folder);
  write_recording ();
  load_original ();
}

/* As the recorder packs what it writes: otherwise nothing would be unpacked. */
static void
bind_packed (FuzzInput    *input,
             sqlite3_stmt *statement,
             int           index)
{
  static PgsPacker *packer;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  GByteArray *packed; /* the packer's own */
  gsize length;
  const char *text = fuzz_bytes (input, &length);

  if (packer == NULL)
    packer = pgs_packer_new ();
  g_byte_array_append (bytes, (const guint8 *) text, length);
  packed = pgs_packer_pack (packer, bytes);
  sqlite3_bind_blob (statement, index, packed->data, (int) packed->len, SQLITE_TRANSIENT);
}

static void
bind_any (FuzzInput    *input,
          sqlite3_stmt *statement,
          int           index)
{
  gsize length;
  const char *bytes;

  switch (fuzz_byte (input) % 8)
    {
    case 0:
      sqlite3_bind_null (statement, index);
      break;
    case 1:
      sqlite3_bind_double (statement, index, (double) fuzz_number (input) / 3);
      break;
    case 2:
      bytes = fuzz_bytes (input, &length);
      sqlite3_bind_text (statement, index, bytes, (int) length, SQLITE_STATIC);
      break;
    case 3:
      bytes = fuzz_bytes (input, &length);
      sqlite3_bind_blob (statement, index, bytes, (int) length, SQLITE_STATIC);
      break;
    case 4:
      bind_packed (input, statement, index);
      break;
    case 5:
      sqlite3_bind_int (statement, index, fuzz_byte (input));
      break;
    default:
      sqlite3_bind_int64 (statement, index, (sqlite3_int64) fuzz_number (input));
      break;
    }
}

/* What the database refuses stays as it was. */
static void
change_row (FuzzInput *input)
{
  const guint8 what = fuzz_byte (input);
  Table *table = &tables[what / 4 % n_tables];
  sqlite3_stmt *statement = what % 4 == 2 ? table->insertion : table->removal;

  if (what % 4 < 2)
    statement = table->updates[fuzz_byte (input) % table->n_columns];
  if (what % 4 != 2)
    sqlite3_bind_int (statement, 1, fuzz_byte (input));
  if (what % 4 < 2)
    bind_any (input, statement, 2);
  for (guint i = 0; what % 4 == 2 && i < table->n_columns; i++)
    bind_any (input, statement, (int) i + 1);
  sqlite3_step (statement);
  sqlite3_reset (statement);
}

static void
change_byte (FuzzInput *input,
             guint8    *bytes,
             gsize      n_bytes)
{
  const gsize at = (gsize) fuzz_below (input, 65536) % n_bytes;

  bytes[at] = fuzz_byte (input);
}

/* Returns: (transfer full): the changed recording, for sqlite3_free() */
static guint8 *
make_file (FuzzInput *input,
           gsize     *n_bytes)
{
  const guint n_rows = fuzz_byte (input) % (MAX_CHANGES + 1);
  sqlite3_int64 size;
  guint8 *bytes;

  execute (original, "BEGIN");
  for (guint i = 0; i < n_rows && input->at < input->end; i++)
    change_row (input);
  bytes = sqlite3_serialize (original, "main", &size, 0);
  execute (original, "ROLLBACK");
  g_assert_true (bytes != NULL && size > 0);
  *n_bytes = (gsize) size;
  for (guint i = 0; i < MAX_CHANGES && input->at < input->end; i++)
    change_byte (input, bytes, *n_bytes);
  return bytes;
}

static void
look_at_pages (const PgsPages *pages,
               PgsMaps        *maps)
{
  PgsPageCounts totals;
  PgsRunIter iter;
  PgsRun run;
  guint64 n_present = 0;
  guint n_runs = 0;

  g_assert_true (pgs_pages_get_maps (pages) == maps);
  pgs_pages_get_totals (pages, &totals);
  pgs_run_iter_init (&iter, pages, 0, G_MAXUINT64);
  while (n_runs < MAX_WALKED_RUNS && pgs_run_iter_next (&iter, &run))
    {
      g_assert_cmpuint (run.count, >, 0);
      g_assert_cmpuint (run.states & ~(guint) pgs_pages_get_known (pages), ==, 0);
      n_present += run.states & PGS_PAGE_PRESENT ? run.count : 0;
      n_runs++;
    }
  if (n_runs < MAX_WALKED_RUNS)
    g_assert_cmpuint (n_present, ==, totals.present);
}

static void
look (PgsMoments *moments,
      gsize       index)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PgsSnapshot) snapshot = pgs_moments_get_snapshot (moments, index, &error);
  g_autoptr (PgsAges) ages = pgs_moments_get_ages (moments, index);

  g_assert_true ((snapshot == NULL) == (error != NULL));
  if (ages != NULL)
    g_assert_true (pgs_ages_get_pages (ages) != NULL);
  if (snapshot == NULL)
    return;
  g_assert_nonnull (snapshot->process);
  if (snapshot->maps != NULL)
    fuzz_assert_maps (snapshot->maps);
  if (snapshot->pages != NULL)
    look_at_pages (snapshot->pages, snapshot->maps);
}

static void
look_at_all (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PgsRecording) recording = pgs_recording_open (path, &error);

  g_assert_true ((recording == NULL) == (error != NULL));
  for (gsize i = 0; recording != NULL && i < pgs_recording_get_n_processes (recording); i++)
    {
      PgsMoments *moments = pgs_recording_get_moments (recording, i);
      const gsize n = pgs_moments_get_length (moments);

      for (gsize k = 0; k < MIN (n, MAX_MOMENTS); k++)
        look (moments, k);
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  FuzzInput input = { data, data + size };
  guint8 *bytes;
  gsize n_bytes;

  load_once ();
  bytes = make_file (&input, &n_bytes);
  memory_file_set (bytes, n_bytes);
  look_at_all ();
  sqlite3_free (bytes);
  return 0;
}
