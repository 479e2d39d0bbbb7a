/* pgs-cli-stream.c: pagescape-cli stream: encoded samples for another machine
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * It is started over ssh and must not outlive the connection: it ends when its input does, if that is a
 * pipe or a socket, as of sshd, and when nobody reads its output any more. A terminal or a file as
 * input says nothing.
 */
#include "config.h"

#include "pgs-cli.h"

#include "pgs-cli-output.h"
#include "pgs-cli-process.h"
#include "pgs-cli-target.h"
#include "pgs-error.h"
#include "pgs-stream-server.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUDGET 0.02 /* of a core, as in the window */
#define MAX_LINE 65536

typedef struct
{
  char *interval_text;
  char *name;
  char **rest;
  gboolean control;
  double interval;
  gint pid;

  GMainLoop *loop;
  PgsCliOutput *output;
  PgsStreamServer *server;
  GString *input;
  gboolean has_sample;
  GError *error;
} Stream;

static void
clear_stream (Stream *stream)
{
  g_free (stream->interval_text);
  g_free (stream->name);
  g_strfreev (stream->rest);
  g_clear_pointer (&stream->server, pgs_stream_server_free);
  g_clear_pointer (&stream->output, pgs_cli_output_free);
  g_clear_pointer (&stream->loop, g_main_loop_unref);
  g_string_free (stream->input, TRUE);
  g_clear_error (&stream->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Stream, clear_stream)

static gboolean
find_target (Stream  *stream,
             GError **error)
{
  if (stream->control)
    return pgs_cli_reject_rest (stream->rest, error);
  return pgs_cli_target_find (stream->rest, stream->name, &stream->pid, error);
}

static gboolean
parse_options (Stream   *stream,
               char   ***argv,
               GError  **error)
{
  const GOptionEntry entries[] = {
    { "name", 0, 0, G_OPTION_ARG_FILENAME, &stream->name,
      N_("The process of this name instead of a PID"), N_("NAME") },
    { "interval", 0, 0, G_OPTION_ARG_FILENAME, &stream->interval_text,
      N_("The time between samples: 1 unless told"), N_("SECONDS") },
    { "control", 0, 0, G_OPTION_ARG_NONE, &stream->control,
      N_("No target: lines on the input say what is wanted, as a window does"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &stream->rest, NULL, NULL },
  };

  return pgs_cli_parse ("stream", _("TARGET"),
                        _("Write encoded samples of a process, for Pagescape on another machine."), entries,
                        G_N_ELEMENTS (entries), argv, error)
         && pgs_cli_parse_seconds ("--interval", stream->interval_text, &stream->interval, error);
}

static void
stop (Stream *stream,
      GError *error)
{
  if (stream->error == NULL)
    stream->error = error;
  else
    g_clear_error (&error);
  g_main_loop_quit (stream->loop);
}

/* The end of the process, unless others may be asked for. */
static void
note_end (Stream                 *stream,
          const PgsSamplerResult *result)
{
  const gboolean is_gone = g_error_matches (result->error, PGS_ERROR, PGS_ERROR_NO_PROCESS);

  stream->has_sample |= result->snapshot != NULL;
  if (stream->control)
    return;
  if (result->exit_info.ended || (is_gone && stream->has_sample))
    stop (stream, NULL);
  else if (result->error != NULL && !stream->has_sample)
    {
      GError *error = g_error_copy (result->error);

      pgs_cli_target_explain (stream->pid, &error);
      stop (stream, error);
    }
}

static void
on_packets (const GByteArray       *packets,
            const PgsSamplerResult *result,
            gpointer                data)
{
  Stream *stream = data;
  GError *error = NULL;

  if (!g_main_loop_is_running (stream->loop))
    return;
  if (!pgs_cli_output_write (stream->output, (const char *) packets->data, packets->len, &error))
    stop (stream, error);
  else if (result != NULL)
    note_end (stream, result);
}

static gboolean
on_signal (gpointer data)
{
  stop (data, NULL);
  return G_SOURCE_CONTINUE;
}

/* Obeys the whole lines that were read. */
static gboolean
obey_lines (Stream *stream)
{
  char *end;

  while ((end = memchr (stream->input->str, '\n', stream->input->len)) != NULL)
    {
      GError *error = NULL;

      *end = '\0';
      if (!pgs_stream_server_obey (stream->server, stream->input->str, &error))
        {
          stop (stream, error);
          return FALSE;
        }
      g_string_erase (stream->input, 0, end + 1 - stream->input->str);
    }
  return stream->input->len <= MAX_LINE;
}

static gboolean
on_input (gint         fd,
          GIOCondition condition,
          gpointer     data)
{
  Stream *stream = data;
  char bytes[4096];
  const gssize n = read (fd, bytes, sizeof bytes);

  if (n < 0 && (errno == EINTR || errno == EAGAIN))
    return G_SOURCE_CONTINUE;
  if (n <= 0)
    {
      stop (stream, NULL);
      return G_SOURCE_REMOVE;
    }
  if (!stream->control)
    return G_SOURCE_CONTINUE;
  g_string_append_len (stream->input, bytes, n);
  if (obey_lines (stream))
    return G_SOURCE_CONTINUE;
  stop (stream, g_error_new_literal (PGS_ERROR, PGS_ERROR_LIMIT, _("a request without end")));
  return G_SOURCE_REMOVE;
}

static gboolean
on_reader_gone (gint         fd,
                GIOCondition condition,
                gpointer     data)
{
  stop (data, NULL);
  return G_SOURCE_REMOVE;
}

static gboolean
is_pipe (int fd)
{
  struct stat info;

  return fstat (fd, &info) == 0 && (S_ISFIFO (info.st_mode) || S_ISSOCK (info.st_mode));
}

static gboolean
open_output (Stream  *stream,
             GError **error)
{
  g_autoptr (GByteArray) header = g_byte_array_new ();

  stream->output = pgs_cli_output_open (NULL, error);
  if (stream->output == NULL)
    return FALSE;
  if (pgs_cli_output_is_terminal (stream->output))
    {
      g_set_error_literal (error, PGS_CLI_ERROR, PGS_CLI_USAGE,
                           _("what it writes is for a program, not for a terminal"));
      return FALSE;
    }
  pgs_stream_put_header (header, PGS_VERSION);
  return pgs_cli_output_write (stream->output, (const char *) header->data, header->len, error);
}

static void
follow (Stream    *stream,
        PgsOpener *opener)
{
  const PgsSamplerTask task = {
    .serial = 1,
    .pid = stream->pid,
    .opener = opener,
    .pace = { PGS_SECTION_ALL, (gint64) (stream->interval * G_USEC_PER_SEC), BUDGET },
  };

  if (is_pipe (STDIN_FILENO) || stream->control)
    g_unix_fd_add (STDIN_FILENO, G_IO_IN | G_IO_HUP | G_IO_ERR, on_input, stream);
  if (is_pipe (STDOUT_FILENO))
    g_unix_fd_add (STDOUT_FILENO, G_IO_ERR, on_reader_gone, stream);
  stream->server = pgs_stream_server_new (on_packets, stream);
  if (stream->control)
    pgs_stream_server_start_list (stream->server);
  else
    pgs_stream_server_watch (stream->server, &task);
}

static gboolean
run (char   **argv,
     GError **error)
{
  g_auto (GStrv) rest = g_strdupv (argv);
  g_auto (Stream) stream = { .interval = 1, .input = g_string_new (NULL) };
  PgsOpener *opener;

  stream.loop = g_main_loop_new (NULL, FALSE);
  g_unix_signal_add (SIGINT, on_signal, &stream);
  g_unix_signal_add (SIGTERM, on_signal, &stream);
  /* the header comes first: where none comes, there is no Pagescape, or one that has no streams */
  if (!parse_options (&stream, &rest, error) || !open_output (&stream, error)
      || !find_target (&stream, error) || !pgs_cli_process_get_opener (&opener, error))
    return FALSE;
  follow (&stream, opener);
  if (stream.error == NULL)
    g_main_loop_run (stream.loop);
  if (stream.error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&stream.error));
  return FALSE;
}

/**
 * pgs_cli_stream:
 * @argv: its arguments, beginning with its name
 *
 * Returns: the exit status
 */
PgsCliStatus
pgs_cli_stream (char **argv)
{
  g_autoptr (GError) error = NULL;

  return run (argv, &error) ? PGS_CLI_OK : pgs_cli_fail ("stream", error);
}
