/* pgs-proc-file.c: one file below /proc, kept open and read again and again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * A descriptor that stays open is re-read with pread from offset 0, which makes the kernel write
 * the text anew; that costs a third of opening the file each time (stat: 1.1–2.9 µs against
 * 2.6–5 µs). The kernel hands out long texts in pieces of at most a page, so a file is read until
 * it says 0; only then is its end known.
 */
#include "config.h"

#include "pgs-proc-file.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "pgs-error.h"

#define FIRST_CAPACITY 4096

/**
 * pgs_proc_file_open:
 * @self: a file, closed or not
 * @dir_fd: the directory to look in, such as /proc/PID; stays the caller's
 * @name: its name in there
 * @error: (out) (optional): why not
 *
 * Opens it for reading. What it had open before is closed, whether that works or not.
 *
 * Returns: %FALSE if it cannot be opened; @error has the code of the errno, where
 *   %PGS_ERROR_NO_PROCESS may also mean that this kernel has no such file
 */
gboolean
pgs_proc_file_open (PgsProcFile *self,
                    int          dir_fd,
                    const char  *name,
                    GError     **error)
{
  pgs_proc_file_close (self);
  self->fd = openat (dir_fd, name, O_RDONLY | O_CLOEXEC | O_NOCTTY);
  if (self->fd >= 0)
    return TRUE;
  pgs_error_set_errno (error, errno, "%s", name);
  return FALSE;
}

/* Makes room for at least one more byte and the NUL, doubling. */
static gboolean
make_room (PgsProcFile *self,
           gsize        limit,
           const char  *what,
           GError     **error)
{
  if (self->length + 1 < self->capacity)
    return TRUE;
  if (self->length >= limit)
    {
      g_set_error (error, PGS_ERROR, PGS_ERROR_LIMIT,
                   "%s: longer than %" G_GSIZE_FORMAT " bytes", what, limit);
      return FALSE;
    }
  self->capacity = MAX (FIRST_CAPACITY, self->capacity * 2);
  self->data = g_realloc (self->data, self->capacity);
  return TRUE;
}

/* Returns: how many bytes were read, 0 at the end, less than 0 with @error. */
static gssize
read_more (PgsProcFile *self,
           const char  *what,
           GError     **error)
{
  gssize n_read;

  do
    n_read = pread (self->fd, self->data + self->length, self->capacity - self->length - 1,
                    (off_t) self->length);
  while (n_read < 0 && errno == EINTR);
  if (n_read < 0)
    pgs_error_set_errno (error, errno, "%s", what);
  else
    self->length += (gsize) n_read;
  return n_read;
}

/* A record ends with a newline; one that was cut is read on, or half a number would be taken for a number. */
static gboolean
is_cut (const PgsProcFile *self)
{
  return self->length == 0 || self->data[self->length - 1] != '\n';
}

/* @in_pieces: a read may return less than there is and than was asked for. */
static gboolean
read_all (PgsProcFile *self,
          gsize        limit,
          const char  *what,
          gboolean     in_pieces,
          GError     **error)
{
  gssize n_read;
  gsize n_wanted;

  self->length = 0;
  do
    {
      if (!make_room (self, limit, what, error))
        return FALSE;
      n_wanted = self->capacity - self->length - 1;
      n_read = read_more (self, what, error);
      if (n_read < 0)
        return FALSE;
    }
  while (n_read > 0 && (in_pieces || (gsize) n_read == n_wanted || is_cut (self)));
  self->data[self->length] = '\0';
  return TRUE;
}

/**
 * pgs_proc_file_read:
 * @self: an open file
 * @limit: how many bytes it may have at most
 * @what: its name, for errors
 * @error: (out) (optional): why not
 *
 * Reads all of it into the buffer, which is used again.
 *
 * Returns: %FALSE with %PGS_ERROR_NO_PROCESS when the process has ended, %PGS_ERROR_LIMIT when it
 *   is longer than @limit (and at least 4 KiB), or the code of another errno
 */
gboolean
pgs_proc_file_read (PgsProcFile *self,
                    gsize        limit,
                    const char  *what,
                    GError     **error)
{
  g_return_val_if_fail (self->fd >= 0, FALSE);

  return read_all (self, limit, what, TRUE, error);
}

/**
 * pgs_proc_file_read_record:
 * @self: an open file that the kernel writes as one record: stat, statm, status, oom_score
 * @limit: how many bytes it may have at most
 * @what: its name, for errors
 * @error: (out) (optional): why not
 *
 * As pgs_proc_file_read(), with half the cost: the kernel returns such a file in one piece, and to be
 * told that nothing follows makes it write the whole record again (single_open(), fs/seq_file.c).
 *
 * Returns: %FALSE as pgs_proc_file_read()
 */
gboolean
pgs_proc_file_read_record (PgsProcFile *self,
                           gsize        limit,
                           const char  *what,
                           GError     **error)
{
  g_return_val_if_fail (self->fd >= 0, FALSE);

  return read_all (self, limit, what, FALSE, error);
}

/**
 * pgs_proc_file_load:
 * @self: a file
 * @dir_fd: the directory to look in; stays the caller's
 * @name: its name in there
 * @limit: how many bytes it may have at most
 * @error: (out) (optional): why not
 *
 * Opens, reads and closes: for what is read once. The text stays.
 *
 * Returns: %FALSE as pgs_proc_file_open() and pgs_proc_file_read()
 */
gboolean
pgs_proc_file_load (PgsProcFile *self,
                    int          dir_fd,
                    const char  *name,
                    gsize        limit,
                    GError     **error)
{
  gboolean ok;

  ok = pgs_proc_file_open (self, dir_fd, name, error) &&
       pgs_proc_file_read (self, limit, name, error);
  pgs_proc_file_close (self);
  return ok;
}

/**
 * pgs_proc_file_trim:
 * @self: a file
 * @keep: bytes
 *
 * Gives back a buffer that is larger than @keep; a long smaps should not stay in memory.
 */
void
pgs_proc_file_trim (PgsProcFile *self,
                    gsize        keep)
{
  if (self->capacity <= keep)
    return;
  g_clear_pointer (&self->data, g_free);
  self->length = 0;
  self->capacity = 0;
}

/**
 * pgs_proc_file_close:
 * @self: a file, open or not
 *
 * Closes the descriptor and keeps the text.
 */
void
pgs_proc_file_close (PgsProcFile *self)
{
  if (self->fd >= 0)
    close (self->fd);
  self->fd = -1;
}

/**
 * pgs_proc_file_clear:
 * @self: a file, open or not
 *
 * Closes it and frees the buffer.
 */
void
pgs_proc_file_clear (PgsProcFile *self)
{
  pgs_proc_file_close (self);
  pgs_proc_file_trim (self, 0);
}
