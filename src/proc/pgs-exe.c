/* pgs-exe.c: which file a process runs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-exe.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pgs-file-name.h"

#define DELETED " (deleted)"
#define COMM_LENGTH 15 /* the kernel cuts the name of a process after so many bytes */
#define MAX_PATH (2 * 4096) /* the kernel gives at most a page */

static char *
read_link (int dir_fd)
{
  char *target = g_malloc (MAX_PATH);
  gssize length = readlinkat (dir_fd, "exe", target, MAX_PATH - 1);

  if (length < 0)
    {
      const int errsv = errno;

      g_free (target);
      errno = errsv;
      return NULL;
    }
  target[length] = '\0';
  return g_realloc (target, (gsize) length + 1);
}

/* A link ends in " (deleted)" as a name in maps does, and may mean it in two ways as well. */
static void
strip_deleted (PgsExe *self,
               int     dir_fd)
{
  char *path = (char *) self->path;
  const PgsMapping file = {
    .inode = self->inode,
    .dev_major = self->dev_major,
    .dev_minor = self->dev_minor,
  };
  gsize length = strlen (path);

  if (g_str_has_suffix (path, DELETED) && !pgs_file_name_test (dir_fd, &file, path, length))
    path[length - strlen (DELETED)] = '\0';
}

/* Returns: %FALSE with errno. */
static gboolean
read_here (PgsExe *self,
           int     dir_fd)
{
  struct statx file;

  *self = (PgsExe) { .path = read_link (dir_fd) };
  if (self->path == NULL)
    return FALSE;
  if (statx (dir_fd, "exe", AT_STATX_DONT_SYNC | AT_NO_AUTOMOUNT, STATX_INO, &file) == 0)
    {
      self->inode = file.stx_ino;
      self->dev_major = file.stx_dev_major;
      self->dev_minor = file.stx_dev_minor;
    }
  return TRUE;
}

/**
 * pgs_exe_read:
 * @self: (out caller-allocates): to be cleared with pgs_exe_clear()
 * @place: where the process is; its opener is asked if it may not be asked here
 *
 * What cannot be read stays unknown: inode 0 and path %NULL for kernel threads, zombies and where
 * it is denied.
 */
void
pgs_exe_read (PgsExe             *self,
              const PgsProcPlace *place)
{
  const gboolean is_seen = place->dir_fd >= 0;

  if ((is_seen && read_here (self, place->dir_fd))
      || ((!is_seen || errno == EACCES) && pgs_proc_place_borrow_exe (place, self)))
    strip_deleted (self, place->dir_fd);
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

static gboolean
is_same_file (const PgsMapping *a,
              const PgsMapping *b)
{
  return a->inode == b->inode && a->dev_major == b->dev_major && a->dev_minor == b->dev_minor;
}

/* Whether a file is called as the kernel calls a process that runs it. */
static gboolean
has_name (const PgsMapping *mapping,
          const char       *name)
{
  const char *slash = mapping->path != NULL ? strrchr (mapping->path, '/') : NULL;

  return slash != NULL && strncmp (slash + 1, name, COMM_LENGTH) == 0;
}

/* The file of which exactly @n_code_bytes are mapped to be executed; %NULL if there are none or several.
 * @name: (nullable): only files of this name. */
static const PgsMapping *
find_code (PgsMaps    *maps,
           guint64     n_code_bytes,
           const char *name)
{
  const PgsMapping *found = NULL;

  for (gsize i = 0; i < pgs_maps_get_length (maps); i++)
    {
      const PgsMapping *mapping = pgs_maps_get (maps, i);

      if (!(mapping->perms & PGS_PERM_EXEC) || mapping->inode == 0
          || mapping->end - mapping->start != n_code_bytes || (name != NULL && !has_name (mapping, name)))
        continue;
      if (found != NULL && !is_same_file (found, mapping))
        return NULL;
      found = mapping;
    }
  return found;
}

/**
 * pgs_exe_guess:
 * @self: (out caller-allocates): gets device and inode, and no path
 * @maps: of a process whose executable may not be asked for
 * @n_code_bytes: how many bytes its code spans, which statm tells everyone
 * @name: what the kernel calls the process
 *
 * The executable is the mapped file whose code is as long as statm says; if several are, the one of them
 * that is called like the process. Source: task_statm() in fs/proc/task_mmu.c, load_elf_binary() in
 * fs/binfmt_elf.c.
 *
 * Returns: %FALSE if that says nothing
 */
gboolean
pgs_exe_guess (PgsExe     *self,
               PgsMaps    *maps,
               guint64     n_code_bytes,
               const char *name)
{
  const PgsMapping *code = find_code (maps, n_code_bytes, NULL);

  *self = (PgsExe) { 0 };
  if (code == NULL)
    code = find_code (maps, n_code_bytes, name);
  if (code == NULL)
    return FALSE;
  self->inode = code->inode;
  self->dev_major = code->dev_major;
  self->dev_minor = code->dev_minor;
  return TRUE;
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
