/* pgs-host.c: a stream of another machine, over ssh
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * What ssh says on its error output is wanted in a window only if it fails. It goes into a memory file
 * that cannot grow beyond what can be shown, so that nobody must read it meanwhile.
 */
#include "config.h"

#include "pgs-host.h"

#include "pgs-text.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define READ_SIZE 65536
#define ERROR_SIZE 4096 /* bytes of ssh's messages that are kept */
#define SSH_FAILED 255
#define END_TRIES 100   /* how often an ssh that has closed its output is looked after */
#define END_PAUSE_US 20000

struct _PgsHost
{
  char *name;
  pid_t pid; /* 0: it was waited for */
  int status; /* of its exit, -1: it has not ended, or not by itself */
  int input;  /* ours to write to */
  int output; /* ours to read from */
  int errors; /* -1: they go to the terminal */
  PgsStreamParser *parser;
  GMutex mutex; /* guards @input and its text, which wait for room in the pipe, and @pid */
  GByteArray *waiting;
  guint8 buffer[READ_SIZE];
};

static int
open_errors (void)
{
  const int fd = memfd_create ("ssh", MFD_CLOEXEC | MFD_ALLOW_SEALING);

  if (fd >= 0 && (ftruncate (fd, ERROR_SIZE) != 0 || fcntl (fd, F_ADD_SEALS, F_SEAL_GROW) != 0))
    {
      close (fd);
      return -1;
    }
  return fd;
}

/**
 * pgs_host_open:
 * @name: a host
 * @arguments: (array zero-terminated=1): of pagescape-cli there, whose output is a stream
 * @flags: who may be asked for passwords
 * @error: (out) (optional): why ssh could not be started
 *
 * Returns at once; that the host cannot be reached is told by pgs_host_read().
 *
 * Returns: (transfer full): the host; %NULL with @error
 */
PgsHost *
pgs_host_open (const char          *name,
               const char * const  *arguments,
               PgsHostFlags         flags,
               GError             **error)
{
  g_auto (GStrv) argv = pgs_host_get_argv (name, arguments, flags, error);
  PgsHost *self;

  if (argv == NULL)
    return NULL;
  self = g_new0 (PgsHost, 1);
  g_mutex_init (&self->mutex);
  self->name = g_strdup (name);
  self->parser = pgs_stream_parser_new ();
  self->waiting = g_byte_array_new ();
  self->input = self->output = self->status = -1;
  self->errors = flags & PGS_HOST_WINDOW ? open_errors () : -1;
  if (!pgs_host_spawn (argv, flags, self->errors, &self->pid, &self->input, &self->output, error))
    {
      self->pid = 0;
      pgs_host_free (self);
      return NULL;
    }
  g_unix_set_fd_nonblocking (self->input, TRUE, NULL);
  g_unix_set_fd_nonblocking (self->output, TRUE, NULL);
  return self;
}

static void
close_fd (int *fd)
{
  if (*fd >= 0)
    close (*fd);
  *fd = -1;
}

/* Waits for an ssh that has ended or is about to, and ends it if it does not. Returns: its status. */
static int
reap (PgsHost *self)
{
  int status = 0;
  pid_t pid;

  g_mutex_lock (&self->mutex);
  pid = self->pid;
  close_fd (&self->input);
  g_mutex_unlock (&self->mutex);
  for (guint i = 0; pid != 0 && waitpid (pid, &status, WNOHANG) == 0; i++)
    {
      if (i == END_TRIES)
        kill (pid, SIGKILL);
      g_usleep (END_PAUSE_US);
    }
  g_mutex_lock (&self->mutex);
  self->pid = 0;
  g_mutex_unlock (&self->mutex);
  return status;
}

/**
 * pgs_host_hang_up:
 * @self: a host
 *
 * Ends the connection; pgs_host_read() tells the end. Any thread.
 */
void
pgs_host_hang_up (PgsHost *self)
{
  g_mutex_lock (&self->mutex);
  if (self->pid != 0)
    kill (self->pid, SIGTERM);
  g_mutex_unlock (&self->mutex);
}

/**
 * pgs_host_free:
 * @self: (nullable) (transfer full): a host, whose connection is ended
 */
void
pgs_host_free (PgsHost *self)
{
  if (self == NULL)
    return;
  pgs_host_hang_up (self);
  reap (self);
  close_fd (&self->output);
  close_fd (&self->errors);
  pgs_stream_parser_free (self->parser);
  g_byte_array_unref (self->waiting);
  g_mutex_clear (&self->mutex);
  g_free (self->name);
  g_free (self);
}

/**
 * pgs_host_get_name:
 * @self: a host
 *
 * Returns: (transfer none): its name, as it was given
 */
const char *
pgs_host_get_name (const PgsHost *self)
{
  return self->name;
}

/**
 * pgs_host_get_status:
 * @self: a host
 *
 * Returns: the exit status of the command there, or of an ssh that failed (255); -1 if neither has ended
 */
int
pgs_host_get_status (const PgsHost *self)
{
  return self->status;
}

/**
 * pgs_host_get_fd:
 * @self: a host
 *
 * Returns: a descriptor to poll for reading before pgs_host_read()
 */
int
pgs_host_get_fd (const PgsHost *self)
{
  return self->output;
}

/* (nullable): the last line that ssh said, safe to show. */
static char *
dup_last_error (const PgsHost *self)
{
  char text[ERROR_SIZE + 1] = "";
  char *line;

  if (self->errors < 0 || pread (self->errors, text, ERROR_SIZE, 0) <= 0)
    return NULL;
  g_strchomp (text);
  line = strrchr (text, '\n');
  line = g_strstrip (line != NULL ? line + 1 : text);
  return *line != '\0' ? pgs_text_dup_display (line, -1) : NULL;
}

/* Why a connection ended that has ended by itself. */
static void
set_end_error (PgsHost  *self,
               GError  **error)
{
  g_autofree char *said = dup_last_error (self);
  g_autofree char *name = pgs_text_dup_display (self->name, -1);
  const gboolean has_begun = pgs_stream_parser_get_program (self->parser, NULL) != NULL;

  if (self->status == 127)
    g_set_error (error, PGS_ERROR, PGS_ERROR_UNSUPPORTED,
                 _("%s: there is no pagescape-cli in its PATH: install Pagescape there"), name);
  else if (self->status == 2 && !has_begun)
    g_set_error (error, PGS_ERROR, PGS_ERROR_VERSION,
                 _("%s: its Pagescape is older than this one: update Pagescape there"), name);
  else if (said != NULL)
    g_set_error (error, PGS_ERROR, PGS_ERROR_FAILED, "%s: %s", name, said);
  else if (has_begun && self->status >= 0 && self->status != SSH_FAILED)
    g_set_error (error, PGS_ERROR, PGS_ERROR_FAILED, _("%s: the program there has ended with status %d"),
                 name, self->status);
  else if (has_begun)
    g_set_error (error, PGS_ERROR, PGS_ERROR_FAILED, _("%s: the connection was lost"), name);
  else
    g_set_error (error, PGS_ERROR, PGS_ERROR_FAILED, _("%s: there is no connection"), name);
}

/* The parser knows no languages, and not which side is which. */
static void
set_parser_error (PgsHost  *self,
                  GError   *found,
                  GError  **error)
{
  g_autofree char *name = pgs_text_dup_display (self->name, -1);
  guint64 version = 0;
  const char *program = pgs_stream_parser_get_program (self->parser, &version);

  if (g_error_matches (found, PGS_ERROR, PGS_ERROR_VERSION) && version > PGS_STREAM_VERSION)
    g_set_error (error, PGS_ERROR, PGS_ERROR_VERSION,
                 _("%s: its Pagescape %s is newer than this one, %s: update Pagescape here"), name, program,
                 PGS_VERSION);
  else if (g_error_matches (found, PGS_ERROR, PGS_ERROR_VERSION))
    g_set_error (error, PGS_ERROR, PGS_ERROR_VERSION,
                 _("%s: its Pagescape %s is older than this one, %s: update Pagescape there"), name, program,
                 PGS_VERSION);
  else if (program == NULL)
    g_set_error (error, PGS_ERROR, PGS_ERROR_PROTOCOL,
                 _("%s: something else than Pagescape answers; what a login runs there must print nothing"),
                 name);
  else
    g_set_error (error, PGS_ERROR, found->code, "%s: %s", name, found->message);
  g_error_free (found);
}

static void
flush (PgsHost *self)
{
  gssize n;

  if (self->waiting->len == 0 || self->input < 0)
    return;
  n = write (self->input, self->waiting->data, self->waiting->len);
  if (n > 0)
    g_byte_array_remove_range (self->waiting, 0, (guint) n);
}

/**
 * pgs_host_send:
 * @self: a host
 * @line: for the program there, with a newline at its end
 *
 * Never blocks: what there is no room for goes with the next call. Any thread.
 *
 * Returns: %FALSE if the connection has ended
 */
gboolean
pgs_host_send (PgsHost    *self,
               const char *line)
{
  gboolean is_open;

  g_mutex_lock (&self->mutex);
  is_open = self->input >= 0;
  if (is_open)
    g_byte_array_append (self->waiting, (const guint8 *) line, (guint) strlen (line));
  flush (self);
  g_mutex_unlock (&self->mutex);
  return is_open;
}

/**
 * pgs_host_read:
 * @self: a host
 * @packet: (out): what was sent, valid until the next call
 * @error: (out) (optional): with %PGS_HOST_END why it ended, if it did not end well
 *
 * Does not wait.
 *
 * Returns: what there is
 */
PgsHostRead
pgs_host_read (PgsHost          *self,
               PgsStreamPacket  *packet,
               GError          **error)
{
  GError *found = NULL;

  for (;;)
    {
      gssize n;
      int status;

      if (pgs_stream_parser_next (self->parser, packet, &found))
        return PGS_HOST_PACKET;
      if (found != NULL)
        {
          set_parser_error (self, found, error);
          return PGS_HOST_END;
        }
      n = read (self->output, self->buffer, READ_SIZE);
      if (n > 0)
        {
          pgs_stream_parser_push (self->parser, self->buffer, (gsize) n);
          continue;
        }
      if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return PGS_HOST_AGAIN;
      status = reap (self);
      self->status = WIFEXITED (status) ? WEXITSTATUS (status) : -1;
      if (self->status != 0)
        set_end_error (self, error);
      return PGS_HOST_END;
    }
}
