/* pgs-exe.c: which file a process runs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-exe.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pgs-file-name.h"

#define DELETED " (deleted)"
#define MAX_PATH (2 * 4096) /* the kernel gives at most a page */

static char *
read_link (int dir_fd)
{
  char *target = g_malloc (MAX_PATH);
  gssize length = readlinkat (dir_fd, "exe", target, MAX_PATH - 1);

  if (length < 0)
    {
      g_free (target);
      return NULL;
    }
  target[length] = '\0';
  return g_realloc (target, (gsize) length + 1);
}

/* A link ends in " (deleted)" as a name in maps does, and may mean it in two ways as well. */
static void
strip_deleted (PgsExe *self,
               int     dir_fd,
               char   *path)
{
  const PgsMapping file = {
    .inode = self->inode,
    .dev_major = self->dev_major,
    .dev_minor = self->dev_minor,
  };
  gsize length = strlen (path);

  if (g_str_has_suffix (path, DELETED) && !pgs_file_name_test (dir_fd, &file, path, length))
    path[length - strlen (DELETED)] = '\0';
}

/**
 * pgs_exe_read:
 * @self: (out caller-allocates): to be cleared with pgs_exe_clear()
 * @dir_fd: /proc/PID; stays the caller's
 *
 * What cannot be read stays unknown: inode 0 and path %NULL for kernel threads, zombies and where
 * it is denied.
 */
void
pgs_exe_read (PgsExe *self,
              int     dir_fd)
{
  struct statx file;
  char *path = read_link (dir_fd);

  *self = (PgsExe) { 0 };
  if (path == NULL)
    return;
  if (statx (dir_fd, "exe", AT_STATX_DONT_SYNC | AT_NO_AUTOMOUNT, STATX_INO, &file) == 0)
    {
      self->inode = file.stx_ino;
      self->dev_major = file.stx_dev_major;
      self->dev_minor = file.stx_dev_minor;
    }
  strip_deleted (self, dir_fd, path);
  self->path = path;
}

/**
 * pgs_exe_equal:
 * @self: an executable
 * @other: another one
 *
 * Returns: whether they are the same file under the same name
 */
gboolean
pgs_exe_equal (const PgsExe *self,
               const PgsExe *other)
{
  return self->inode == other->inode && self->dev_major == other->dev_major &&
         self->dev_minor == other->dev_minor && g_strcmp0 (self->path, other->path) == 0;
}

/**
 * pgs_exe_clear:
 * @self: an executable from pgs_exe_read()
 */
void
pgs_exe_clear (PgsExe *self)
{
  g_free ((char *) self->path);
  *self = (PgsExe) { 0 };
}
