/* memory-file.c: bytes that SQLite takes for a file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * To write each input to a file system and to read it from there again takes longer than to look at it.
 * So whatever database is opened by its name is these bytes; there are no other files beside it. That
 * goes for the whole program.
 */
#include "memory-file.h"

#include <sqlite3.h>
#include <string.h>

static const guint8 *bytes;
static gsize n_bytes;

static int
close_file (sqlite3_file *file)
{
  return SQLITE_OK;
}

/* Behind the end are zeros, as SQLite wants them. */
static int
read_file (sqlite3_file  *file,
           void          *to,
           int            wanted,
           sqlite3_int64  offset)
{
  const gsize n_there = (guint64) offset < n_bytes ? MIN (n_bytes - (gsize) offset, (gsize) wanted) : 0;

  if (n_there > 0)
    memcpy (to, bytes + offset, n_there);
  memset ((guint8 *) to + n_there, 0, (gsize) wanted - n_there);
  return n_there == (gsize) wanted ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

static int
write_file (sqlite3_file  *file,
            const void    *from,
            int            n,
            sqlite3_int64  offset)
{
  return SQLITE_READONLY;
}

static int
truncate_file (sqlite3_file  *file,
               sqlite3_int64  size)
{
  return SQLITE_READONLY;
}

static int
get_size (sqlite3_file  *file,
          sqlite3_int64 *size)
{
  *size = (sqlite3_int64) n_bytes;
  return SQLITE_OK;
}

/* Syncing, locking and unlocking, of which there is nothing to do. */
static int
do_nothing (sqlite3_file *file,
            int           how)
{
  return SQLITE_OK;
}

static int
is_reserved (sqlite3_file *file,
             int          *answer)
{
  *answer = 0;
  return SQLITE_OK;
}

static int
control_file (sqlite3_file *file,
              int           what,
              void         *argument)
{
  return SQLITE_NOTFOUND;
}

static int
get_sector_size (sqlite3_file *file)
{
  return 0;
}

static int
get_characteristics (sqlite3_file *file)
{
  return SQLITE_IOCAP_IMMUTABLE;
}

static int
open_file (sqlite3_vfs  *vfs,
           const char   *name,
           sqlite3_file *file,
           int           flags,
           int          *flags_out)
{
  static const sqlite3_io_methods methods = {
    .iVersion = 1, .xClose = close_file, .xRead = read_file, .xWrite = write_file, .xTruncate = truncate_file,
    .xSync = do_nothing, .xFileSize = get_size, .xLock = do_nothing, .xUnlock = do_nothing,
    .xCheckReservedLock = is_reserved, .xFileControl = control_file, .xSectorSize = get_sector_size,
    .xDeviceCharacteristics = get_characteristics,
  };

  file->pMethods = NULL;
  if (!(flags & SQLITE_OPEN_MAIN_DB))
    return SQLITE_CANTOPEN;
  file->pMethods = &methods;
  if (flags_out != NULL)
    *flags_out = SQLITE_OPEN_READONLY | SQLITE_OPEN_MAIN_DB;
  return SQLITE_OK;
}

static int
delete_file (sqlite3_vfs *vfs,
             const char  *name,
             int          sync)
{
  return SQLITE_READONLY;
}

static int
has_file (sqlite3_vfs *vfs,
          const char  *name,
          int          how,
          int         *answer)
{
  *answer = 0;
  return SQLITE_OK;
}

/* Time, chance and names are those of the system. */
static void
register_once (void)
{
  static sqlite3_vfs vfs;
  const sqlite3_vfs *system;

  if (vfs.zName != NULL)
    return;
  system = sqlite3_vfs_find (NULL);
  g_assert_nonnull (system);
  vfs = *system;
  vfs.iVersion = 1;
  vfs.szOsFile = sizeof (sqlite3_file);
  vfs.pNext = NULL;
  vfs.zName = "memory-file";
  vfs.xOpen = open_file;
  vfs.xDelete = delete_file;
  vfs.xAccess = has_file;
  g_assert_cmpint (sqlite3_vfs_register (&vfs, TRUE), ==, SQLITE_OK);
}

/* From now on, these @to_be_read are in every file; they must stay until the next call. */
void
memory_file_set (const guint8 *to_be_read,
                 gsize         n_to_be_read)
{
  register_once ();
  bytes = to_be_read;
  n_bytes = n_to_be_read;
}
