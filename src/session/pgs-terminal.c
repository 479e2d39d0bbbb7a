/* pgs-terminal.c: the pseudo terminal of a program that was launched
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * A terminal and not pipes, because programs behave as people know them only on a terminal: they
 * write line by line and ask questions.
 *
 * At most READ_SIZE bytes are read in READ_PERIOD_MS. A program that writes more waits, as it does
 * for every terminal that is slower than itself; the window stays quick.
 */
#include "config.h"

#include "pgs-terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <glib-unix.h>

#include "pgs-error.h"
#include "pgs-output-text.h"

#define READ_SIZE 32768
#define READ_PERIOD_MS 25
#define MAX_PENDING 65536 /* bytes written that the program did not take yet */

struct _PgsTerminal
{
  PgsTerminalFunc func;
  gpointer data;
  int fd;
  int program_fd;
  PgsOutputText *text;
  GByteArray *pending;
  guint read_id;
  guint pause_id;
  guint write_id;
};

static gboolean on_readable (gint         fd,
                             GIOCondition condition,
                             gpointer     data);

static void
close_fd (int *fd)
{
  if (*fd >= 0)
    close (*fd);
  *fd = -1;
}

/* Sizes and modes of a terminal that shows lines and understands UTF-8. */
static void
set_modes (int fd)
{
  const struct winsize size = { .ws_row = PGS_TERMINAL_ROWS, .ws_col = PGS_TERMINAL_COLUMNS };
  struct termios modes;

  ioctl (fd, TIOCSWINSZ, &size);
  if (tcgetattr (fd, &modes) != 0)
    return;
  modes.c_iflag |= IUTF8;
  modes.c_cc[VEOF] = 'D' - '@';
  tcsetattr (fd, TCSANOW, &modes);
}

static gboolean
open_both (PgsTerminal *self)
{
  char path[64];

  self->fd = posix_openpt (O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (self->fd < 0 || grantpt (self->fd) != 0 || unlockpt (self->fd) != 0 ||
      ptsname_r (self->fd, path, sizeof path) != 0)
    return FALSE;
  self->program_fd = open (path, O_RDWR | O_NOCTTY | O_CLOEXEC);
  return self->program_fd >= 0 && g_unix_set_fd_nonblocking (self->fd, TRUE, NULL);
}

/**
 * pgs_terminal_new:
 * @func: gets what is written to it
 * @data: for @func
 * @error: where to put why there is none: no more descriptors or no /dev/pts
 *
 * Returns: (transfer full): a terminal of 80 columns and 24 rows, whose program comes later
 */
PgsTerminal *
pgs_terminal_new (PgsTerminalFunc   func,
                  gpointer          data,
                  GError          **error)
{
  g_autoptr (PgsTerminal) self = g_new0 (PgsTerminal, 1);

  self->func = func;
  self->data = data;
  self->fd = self->program_fd = -1;
  self->text = pgs_output_text_new ();
  self->pending = g_byte_array_new ();
  if (!open_both (self))
    {
      pgs_error_set_errno (error, errno, "/dev/ptmx");
      return NULL;
    }
  set_modes (self->program_fd);
  return g_steal_pointer (&self);
}

/* The program will read and write nothing any more. */
static void
hang_up (PgsTerminal *self)
{
  g_clear_handle_id (&self->read_id, g_source_remove);
  g_clear_handle_id (&self->pause_id, g_source_remove);
  g_clear_handle_id (&self->write_id, g_source_remove);
  close_fd (&self->program_fd);
  close_fd (&self->fd);
}

/**
 * pgs_terminal_free:
 * @self: (transfer full) (nullable): a terminal
 *
 * Closes it: the kernel sends SIGHUP to a program that still runs on it.
 */
void
pgs_terminal_free (PgsTerminal *self)
{
  if (self == NULL)
    return;
  hang_up (self);
  pgs_output_text_free (self->text);
  g_byte_array_unref (self->pending);
  g_free (self);
}

/**
 * pgs_terminal_get_program_fd:
 * @self: a terminal before pgs_terminal_begin()
 *
 * Returns: (transfer none): the program's side, for its standard input, output and error
 */
int
pgs_terminal_get_program_fd (PgsTerminal *self)
{
  g_return_val_if_fail (self != NULL, -1);

  return self->program_fd;
}

static gboolean
go_on_reading (gpointer data)
{
  PgsTerminal *self = data;

  self->pause_id = 0;
  self->read_id = g_unix_fd_add_full (G_PRIORITY_DEFAULT_IDLE, self->fd,
                                      G_IO_IN | G_IO_HUP | G_IO_ERR, on_readable, self, NULL);
  return G_SOURCE_REMOVE;
}

/* When all have closed the other side, reading says EIO. */
static gboolean
on_readable (gint         fd,
             GIOCondition condition,
             gpointer     data)
{
  PgsTerminal *self = data;
  g_autofree char *bytes = g_malloc (READ_SIZE);
  g_autoptr (GString) out = g_string_new (NULL);
  gsize length = 0;
  gssize n;

  do
    {
      n = read (fd, bytes + length, READ_SIZE - length);
      length += (gsize) MAX (n, 0);
    }
  while ((n > 0 && length < READ_SIZE) || (n < 0 && errno == EINTR));
  self->read_id = 0;
  if (n == 0 || (n < 0 && errno != EAGAIN))
    hang_up (self);
  else
    self->pause_id = g_timeout_add (READ_PERIOD_MS, go_on_reading, self);
  pgs_output_text_push (self->text, bytes, length, out);
  if (out->len > 0)
    self->func (out->str, self->data);
  return G_SOURCE_REMOVE;
}

/**
 * pgs_terminal_begin:
 * @self: a terminal whose program has its side
 *
 * Closes the program's side here, so that its end is seen, and begins to read.
 */
void
pgs_terminal_begin (PgsTerminal *self)
{
  g_return_if_fail (self != NULL && self->read_id == 0);

  close_fd (&self->program_fd);
  go_on_reading (self);
}

static gboolean
on_writable (gint         fd,
             GIOCondition condition,
             gpointer     data)
{
  PgsTerminal *self = data;
  const gssize n = write (fd, self->pending->data, self->pending->len);

  if (n > 0)
    g_byte_array_remove_range (self->pending, 0, (guint) n);
  else if (errno != EAGAIN && errno != EINTR)
    g_byte_array_set_size (self->pending, 0);
  if (self->pending->len > 0)
    return G_SOURCE_CONTINUE;
  self->write_id = 0;
  return G_SOURCE_REMOVE;
}

static gboolean
write_bytes (PgsTerminal *self,
             const char  *bytes,
             gsize        length)
{
  if (self->fd < 0 || self->pending->len + length > MAX_PENDING)
    return FALSE;
  g_byte_array_append (self->pending, (const guint8 *) bytes, (guint) length);
  if (self->write_id == 0)
    self->write_id = g_unix_fd_add (self->fd, G_IO_OUT | G_IO_ERR | G_IO_HUP, on_writable, self);
  return TRUE;
}

/**
 * pgs_terminal_write:
 * @self: a terminal
 * @text: a line, with its newline; shown as well, if the program lets its terminal echo
 *
 * Types something. It is handed over as soon as the program takes it.
 *
 * Returns: %FALSE if the program has gone or has too much to read already
 */
gboolean
pgs_terminal_write (PgsTerminal *self,
                    const char  *text)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return write_bytes (self, text, strlen (text));
}

/**
 * pgs_terminal_write_end:
 * @self: a terminal
 *
 * Types what ends the input, Ctrl+D unless the program wants another key.
 *
 * Returns: as pgs_terminal_write()
 */
gboolean
pgs_terminal_write_end (PgsTerminal *self)
{
  struct termios modes;
  char byte = 'D' - '@';

  g_return_val_if_fail (self != NULL, FALSE);

  if (self->fd >= 0 && tcgetattr (self->fd, &modes) == 0)
    byte = (char) modes.c_cc[VEOF];
  return write_bytes (self, &byte, 1);
}

/**
 * pgs_terminal_is_open:
 * @self: a terminal
 *
 * Returns: whether anybody may still write to it
 */
gboolean
pgs_terminal_is_open (PgsTerminal *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->fd >= 0;
}
