/* pgs-recorder-file.c: the file that a recording is written into, and what SQLite puts beside it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-recorder-file.h"

#include "pgs-error.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

static const char *const journals[] = { "-wal", "-shm", "-journal" }; /* the log first */

static gboolean
fail_at_file (const char  *path,
              int          errsv,
              GError     **error)
{
  g_set_error (error, PGS_ERROR,
               errsv == EACCES || errsv == EPERM || errsv == EROFS ? PGS_ERROR_ACCESS : PGS_ERROR_FAILED,
               "%s: %s", path, g_strerror (errsv));
  return FALSE;
}

/* Takes the file away that is to be replaced, and what an ended recorder left beside it: SQLite would
 * take that for a part of the new one. Only a regular file is replaced. */
static gboolean
remove_old (const char  *path,
            GError     **error)
{
  struct stat info;

  if (lstat (path, &info) != 0)
    {
      if (errno == ENOENT)
        return TRUE;
      return fail_at_file (path, errno, error);
    }
  if (!S_ISREG (info.st_mode))
    {
      g_set_error (error, PGS_ERROR, PGS_ERROR_FAILED, "%s: %s", path, _("not a regular file"));
      return FALSE;
    }
  return unlink (path) == 0 || fail_at_file (path, errno, error);
}

static void
remove_journals (const char *path)
{
  for (gsize i = 0; i < G_N_ELEMENTS (journals); i++)
    {
      g_autofree char *journal = g_strconcat (path, journals[i], NULL);

      unlink (journal);
    }
}

/**
 * pgs_recorder_file_create:
 * @path: the file
 * @replace: a regular file of that name is taken away; else it is an error that there is one
 * @error: %PGS_ERROR_ACCESS, %PGS_ERROR_FAILED
 *
 * Makes an empty file for a database, without anything beside it. The name is made here and not by SQLite,
 * so that a file that is there is never opened.
 *
 * Returns: whether there is one
 */
gboolean
pgs_recorder_file_create (const char  *path,
                          gboolean     replace,
                          GError     **error)
{
  g_autofree char *log = g_strconcat (path, journals[0], NULL);
  int fd;

  if (replace && !remove_old (path, error))
    return FALSE;
  if (!replace && access (log, F_OK) == 0)
    return fail_at_file (log, EEXIST, error);
  fd = open (path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOCTTY, 0666);
  if (fd < 0)
    return fail_at_file (path, errno, error);
  close (fd);
  remove_journals (path);
  return TRUE;
}

/**
 * pgs_recorder_file_remove:
 * @path: a file that pgs_recorder_file_create() made, and nobody has open
 *
 * Takes it away with all that is beside it: a log that SQLite could not use, it leaves behind.
 */
void
pgs_recorder_file_remove (const char *path)
{
  unlink (path);
  remove_journals (path);
}

/**
 * pgs_recorder_file_get_size:
 * @path: a file that is written
 *
 * Returns: bytes that it and its log take now
 */
guint64
pgs_recorder_file_get_size (const char *path)
{
  g_autofree char *log = g_strconcat (path, journals[0], NULL);
  struct stat info;
  guint64 size = 0;

  if (stat (path, &info) == 0)
    size += (guint64) info.st_size;
  if (stat (log, &info) == 0)
    size += (guint64) info.st_size;
  return size;
}
