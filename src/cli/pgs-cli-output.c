/* pgs-cli-output.c: where data goes: stdout, or a file that is written whole or not at all
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-cli-output.h"

#include "pgs-cli-guard.h"
#include "pgs-cli.h"
#include "pgs-text.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

/* NOTES
 *
 * A regular file is written under a temporary name beside it and renamed over it, so that a reader
 * sees the old file or the new one, and a full disk leaves the old one. Where the name is a link, the
 * file it points to is replaced, not the link. O_TMPFILE would leave nothing behind after a SIGKILL,
 * but cannot replace a name. A signal that ends the program, and exit(), take the temporary file away. A file that
 * one may not write to is not replaced either, though its directory would allow it.
 *
 * "-", /dev/stdout and its like name what is already open, and where that is a file, it may have been
 * opened to append to it: they are written through their descriptor, not replaced.
 *
 * CSV holds names as they are, with escape sequences, too. Pipes and files get them; a terminal,
 * which would obey them, gets pictures of them.
 */

#define N_LINKS_MAX 40  /* as many as the kernel follows */
#define N_NAMES_MAX 100 /* of temporary files, until one is free */

struct _PgsCliOutput
{
  int fd;
  char *name;      /* for messages */
  char *path;      /* regular file: what it will be called */
  gboolean is_terminal;
  char *temporary; /* regular file: what it is called until then; NULL: written directly */
};

static char *volatile abandoned; /* taken away when the program ends */

static void
remove_abandoned (void)
{
  if (abandoned != NULL)
    unlink (abandoned);
}

static void
guard_temporary (char *path)
{
  abandoned = path;
  if (path != NULL)
    pgs_cli_guard (remove_abandoned);
}

static void
set_errno_error (GError     **error,
                 const char  *name,
                 int          errsv)
{
  /* EPIPE with status 0: pgs_cli_fail() ends without a word */
  g_set_error (error, PGS_CLI_ERROR,
               errsv == EPIPE ? PGS_CLI_OK
               : errsv == EACCES || errsv == EPERM || errsv == EROFS ? PGS_CLI_DENIED
                                                                     : PGS_CLI_FAILED,
               "%s: %s", name, g_strerror (errsv));
}

/**
 * pgs_cli_output_resolve:
 * @path: a file's name
 *
 * Follows the links that @path ends in; the last may point to nothing.
 *
 * Returns: (transfer full) (nullable): the name of what is to be replaced; %NULL with errno set: too many links
 */
char *
pgs_cli_output_resolve (const char *path)
{
  char *resolved = g_strdup (path);

  for (guint i = 0; i < N_LINKS_MAX; i++)
    {
      g_autofree char *target = g_file_read_link (resolved, NULL);
      g_autofree char *directory = NULL;

      if (target == NULL)
        return resolved;
      directory = g_path_get_dirname (resolved);
      g_free (resolved);
      resolved = g_path_is_absolute (target) ? g_steal_pointer (&target)
                                             : g_build_filename (directory, target, NULL);
    }
  g_free (resolved);
  errno = ELOOP;
  return NULL;
}

/* A file of a name that nobody else has, which is guarded before there is one: a signal may come at any time, and
 * to any thread. Returns FALSE with errno set. */
static gboolean
make_temporary (PgsCliOutput *self)
{
  g_autofree char *directory = g_path_get_dirname (self->path);
  int errsv;

  for (guint i = 0; i < N_NAMES_MAX; i++)
    {
      self->temporary = g_strdup_printf ("%s/.pagescape-%d-%08x", directory, (int) getpid (), g_random_int ());
      guard_temporary (self->temporary);
      self->fd = open (self->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
      if (self->fd >= 0)
        return TRUE;
      errsv = errno;
      guard_temporary (NULL);
      g_clear_pointer (&self->temporary, g_free);
      errno = errsv;
      if (errsv != EEXIST)
        return FALSE;
    }
  return FALSE;
}

/* Opens it with the permissions that the file of this name has or would have. Returns -1 with errno
 * set. */
static int
open_temporary (PgsCliOutput *self)
{
  struct stat old;
  mode_t mask;

  if (!make_temporary (self))
    return -1;
  mask = umask (0);
  umask (mask);
  if (stat (self->path, &old) != 0)
    return fchmod (self->fd, 0666 & ~mask);
  if (fchown (self->fd, old.st_uid, old.st_gid) != 0)
    old.st_mode &= 0777; /* no longer the owner's: no set-ID bits */
  return fchmod (self->fd, old.st_mode & 07777);
}

/* Returns: the descriptor that @path stands for; -1: none. */
static int
parse_descriptor (const char *path)
{
  static const char *const directories[] = { "/dev/fd/", "/proc/self/fd/" };
  guint64 number;

  if (strcmp (path, "-") == 0 || strcmp (path, "/dev/stdout") == 0)
    return STDOUT_FILENO;
  if (strcmp (path, "/dev/stderr") == 0)
    return STDERR_FILENO;
  for (gsize i = 0; i < G_N_ELEMENTS (directories); i++)
    if (g_str_has_prefix (path, directories[i])
        && g_ascii_string_to_unsigned (path + strlen (directories[i]), 10, 0, G_MAXINT, &number, NULL))
      return number;
  return -1;
}

/* Sets fd, and path if the file is to be replaced. Returns FALSE with errno set. */
static gboolean
open_path (PgsCliOutput *self,
           const char   *path)
{
  const int descriptor = parse_descriptor (path);
  struct stat info;

  if (descriptor >= 0)
    {
      self->fd = fcntl (descriptor, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
      return self->fd >= 0;
    }
  if (stat (path, &info) == 0 && !S_ISREG (info.st_mode))
    {
      self->fd = open (path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
      return self->fd >= 0;
    }
  if (faccessat (AT_FDCWD, path, W_OK, AT_EACCESS) != 0 && errno != ENOENT)
    return FALSE;
  self->path = pgs_cli_output_resolve (path);
  return self->path != NULL && open_temporary (self) >= 0;
}

/**
 * pgs_cli_output_open:
 * @path: (nullable): the file of -o; %NULL: stdout
 * @error: where to put why not
 *
 * Returns: (transfer full): the output; %NULL if it cannot be written there
 */
PgsCliOutput *
pgs_cli_output_open (const char  *path,
                     GError     **error)
{
  g_autoptr (PgsCliOutput) self = g_new0 (PgsCliOutput, 1);

  self->fd = STDOUT_FILENO;
  self->name = g_strdup (path != NULL ? path : _("standard output"));
  if (path != NULL && !open_path (self, path))
    {
      set_errno_error (error, path, errno);
      return NULL;
    }
  self->is_terminal = isatty (self->fd);
  return g_steal_pointer (&self);
}

/**
 * pgs_cli_output_free:
 * @self: (transfer full) (nullable): an output
 *
 * A file that was not committed is taken away.
 */
void
pgs_cli_output_free (PgsCliOutput *self)
{
  if (self == NULL)
    return;
  if (self->fd > STDERR_FILENO)
    close (self->fd);
  if (self->temporary != NULL)
    {
      unlink (self->temporary);
      guard_temporary (NULL);
    }
  g_free (self->temporary);
  g_free (self->path);
  g_free (self->name);
  g_free (self);
}

static gboolean
write_all (PgsCliOutput  *self,
           const char    *data,
           gsize          length,
           GError       **error)
{
  while (length > 0)
    {
      gssize n = write (self->fd, data, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0 && errno == EAGAIN) /* somebody who has it open, too, made it so */
        {
          poll (&(struct pollfd) { .fd = self->fd, .events = POLLOUT }, 1, -1);
          continue;
        }
      if (n < 0)
        {
          set_errno_error (error, self->name, errno);
          return FALSE;
        }
      data += n;
      length -= n;
    }
  return TRUE;
}

/**
 * pgs_cli_output_write:
 * @self: an output
 * @data: (array length=length): what to write
 * @length: bytes
 * @error: where to put why not; with %PGS_CLI_OK if the reader closed the pipe
 *
 * Nothing is buffered: whoever reads a pipe sees it at once. What a terminal would obey, or what
 * reorders or hides text on it, is replaced as by pgs_text_dup_terminal().
 *
 * Returns: whether all was written
 */
gboolean
pgs_cli_output_write (PgsCliOutput  *self,
                      const char    *data,
                      gsize          length,
                      GError       **error)
{
  g_autofree char *shown = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  if (!self->is_terminal)
    return write_all (self, data, length, error);
  shown = pgs_text_dup_terminal (data, length);
  return write_all (self, shown, strlen (shown), error);
}

/**
 * pgs_cli_output_write_safe:
 * @self: an output
 * @data: (array length=length): what to write, with what a terminal is to obey
 * @length: bytes
 * @error: as for pgs_cli_output_write()
 *
 * As pgs_cli_output_write(), for who has made all names in @data safe already.
 *
 * Returns: whether all was written
 */
gboolean
pgs_cli_output_write_safe (PgsCliOutput  *self,
                           const char    *data,
                           gsize          length,
                           GError       **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return write_all (self, data, length, error);
}

/**
 * pgs_cli_output_is_terminal:
 * @self: an output
 *
 * Returns: whether it is a terminal
 */
gboolean
pgs_cli_output_is_terminal (PgsCliOutput *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->is_terminal;
}

/**
 * pgs_cli_output_commit:
 * @self: an output to which everything was written
 * @error: where to put why not
 *
 * Gives a regular file its name, after it reached the disk. Elsewhere nothing is left to do.
 *
 * Returns: whether the file is there
 */
gboolean
pgs_cli_output_commit (PgsCliOutput  *self,
                       GError       **error)
{
  int fd;

  g_return_val_if_fail (self != NULL, FALSE);

  if (self->temporary == NULL)
    return TRUE;
  fd = self->fd;
  if (fsync (fd) != 0)
    {
      set_errno_error (error, self->name, errno);
      return FALSE;
    }
  self->fd = -1;
  if (close (fd) != 0 || g_rename (self->temporary, self->path) != 0)
    {
      set_errno_error (error, self->name, errno);
      return FALSE;
    }
  guard_temporary (NULL);
  g_clear_pointer (&self->temporary, g_free);
  return TRUE;
}

/**
 * pgs_cli_output_save:
 * @path: (nullable): the file of -o; %NULL: stdout
 * @data: all of it
 * @error: where to put why not
 *
 * Opens, writes and commits.
 *
 * Returns: whether it is there
 */
gboolean
pgs_cli_output_save (const char     *path,
                     const GString  *data,
                     GError        **error)
{
  g_autoptr (PgsCliOutput) output = pgs_cli_output_open (path, error);

  return output != NULL && pgs_cli_output_write (output, data->str, data->len, error)
         && pgs_cli_output_commit (output, error);
}
