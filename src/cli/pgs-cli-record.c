/* pgs-cli-record.c: pagescape-cli record: what becomes of a process, in a file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-cli.h"

#include "pgs-cli-process.h"
#include "pgs-cli-record-command.h"
#include "pgs-cli-host-stream.h"
#include "pgs-cli-output.h"
#include "pgs-cli-recording.h"
#include "pgs-cli-target.h"
#include "pgs-cli-wait.h"
#include "pgs-error.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#define DEFAULT_INTERVAL 1.0
#define PROGRESS_US G_USEC_PER_SEC

typedef struct
{
  const char *host; /* NULL: this machine */
  char *path;
  char *interval_text;
  char *duration_text;
  char *name;
  char **rest;
  char **command; /* borrowed; what follows "--", NULL: there is none */
  gboolean force;
  double interval;
  double duration; /* 0: until it ends */
  gint pid;
  PgsCliStatus status; /* of a recording without an error; not OK: told already */
} Options;

static void
clear_options (Options *options)
{
  g_free (options->path);
  g_free (options->interval_text);
  g_free (options->duration_text);
  g_free (options->name);
  g_strfreev (options->rest);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, clear_options)

/* Whether there is what nothing may be put in the place of, with --force or without. */
static gboolean
check_old (const Options  *options,
           GError        **error)
{
  struct stat old;

  if (stat (options->path, &old) != 0)
    return TRUE;
  if (!S_ISREG (old.st_mode))
    g_set_error (error, PGS_CLI_ERROR, PGS_CLI_FAILED, "%s: %s", options->path, _("not a regular file"));
  else if (!options->force)
    g_set_error (error, PGS_CLI_ERROR, PGS_CLI_FAILED,
                 _("%s: the file is there already (--force replaces it)"), options->path);
  else
    return TRUE;
  return FALSE;
}

/* Where a file is replaced that a link points to, the link stays. */
static gboolean
follow_links (Options  *options,
              GError  **error)
{
  char *path = pgs_cli_output_resolve (options->path);

  if (path == NULL)
    {
      g_set_error (error, PGS_CLI_ERROR, PGS_CLI_FAILED, "%s: %s", options->path, g_strerror (errno));
      return FALSE;
    }
  g_free (options->path);
  options->path = path;
  return TRUE;
}

/* Whether a recording may be made there is known before the process is looked at. A pipe cannot have it: it is a
 * database, which is written here and there. */
static gboolean
check_path (Options  *options,
            GError  **error)
{
  if (options->path == NULL)
    g_set_error_literal (error, PGS_CLI_ERROR, PGS_CLI_USAGE, _("no file: give -o FILE"));
  else if (strcmp (options->path, "-") == 0)
    g_set_error_literal (error, PGS_CLI_ERROR, PGS_CLI_USAGE,
                         _("-o -: a recording cannot be written to standard output, only to a file"));
  else
    return check_old (options, error) && (!options->force || follow_links (options, error));
  return FALSE;
}

/* What is to be recorded: a process, or a command. */
static gboolean
find_target (Options  *options,
             GError  **error)
{
  if (options->host != NULL && options->command != NULL)
    {
      g_set_error_literal (error, PGS_CLI_ERROR, PGS_CLI_USAGE,
                           _("commands are started here, not with --host"));
      return FALSE;
    }
  if (options->host != NULL) /* a name is the other machine's to find */
    return TRUE;
  if (options->command == NULL)
    return pgs_cli_target_find (options->rest, options->name, &options->pid, error);
  if (options->command[0] != NULL && options->name == NULL)
    return pgs_cli_reject_rest (options->rest, error);
  g_set_error_literal (error, PGS_CLI_ERROR, PGS_CLI_USAGE,
                       options->name != NULL ? _("--name or a command, not both")
                                             : _("no command after --"));
  return FALSE;
}

static gboolean
parse_options (Options   *options,
               char    ***argv,
               GError   **error)
{
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options->path, N_("The recording to write"),
      N_("FILE") },
    { "interval", 0, 0, G_OPTION_ARG_FILENAME, &options->interval_text,
      N_("The time between samples: 1 unless told"), N_("SECONDS") },
    { "duration", 0, 0, G_OPTION_ARG_FILENAME, &options->duration_text,
      N_("How long: until the process ends unless told"), N_("SECONDS") },
    { "force", 0, 0, G_OPTION_ARG_NONE, &options->force, N_("Replace FILE if it is there"), NULL },
    { "name", 0, 0, G_OPTION_ARG_FILENAME, &options->name,
      N_("The process of this name instead of a PID"), N_("NAME") },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->rest, NULL, NULL },
  };

  return pgs_cli_parse ("record", _("TARGET | -- COMMAND [ARGUMENT…]"),
                        _("Record the memory of a process until it ends, or of a command that is started for "
                          "that, and of its children. Ctrl+C ends the recording."),
                        entries, G_N_ELEMENTS (entries), argv, error)
         && pgs_cli_parse_seconds ("--interval", options->interval_text, &options->interval, error)
         && pgs_cli_parse_seconds ("--duration", options->duration_text, &options->duration, error)
         && find_target (options, error)
         && check_path (options, error);
}

/* One line that is written over again, for a person who waits. */
static void
show_progress (PgsCliRecording *recording,
               gint64          *shown_us)
{
  const gint64 now_us = g_get_monotonic_time ();
  g_autofree char *line = NULL;

  if (!isatty (STDERR_FILENO) || now_us - *shown_us < PROGRESS_US)
    return;
  *shown_us = now_us;
  line = pgs_cli_recording_describe (recording);
  fprintf (stderr, "\r\033[K%s", line);
}

static void
clear_progress (gint64 shown_us)
{
  if (shown_us != 0)
    fputs ("\r\033[K", stderr);
}

static gint64
get_end_us (const Options *options)
{
  return options->duration > 0
           ? g_get_monotonic_time () + (gint64) (options->duration * G_USEC_PER_SEC)
           : G_MAXINT64;
}

static gboolean
record (const Options    *options,
        PgsCliRecording  *recording,
        PgsCliWait       *wait,
        gint64           *shown_us,
        GError          **error)
{
  const gint64 end_us = get_end_us (options);

  while (pgs_cli_recording_get_n_live (recording) > 0)
    {
      const gint64 due_us = pgs_cli_recording_get_due (recording);
      const PgsCliWake wake = pgs_cli_wait_until (wait, MIN (due_us, end_us));

      if (wake == PGS_CLI_WAKE_SIGNAL)
        return TRUE;
      if (!pgs_cli_recording_step (recording, error))
        return FALSE;
      pgs_cli_process_check ("record");
      if (g_get_monotonic_time () >= end_us)
        return TRUE;
      show_progress (recording, shown_us);
    }
  return TRUE;
}

/* Without mappings there is little to see in it later; who waits for it is told now. */
static void
tell_denial (Options         *options,
             PgsCliRecording *recording)
{
  const GError *denial = pgs_cli_recording_get_denial (recording);

  if (denial != NULL && options->status == PGS_CLI_OK)
    options->status = pgs_cli_fail ("record", denial);
}

/* What was recorded stays and is closed whatever happened. */
static gboolean
run_recording (Options  *options,
               GError  **error)
{
  g_autoptr (PgsCliWait) wait = pgs_cli_wait_new (error); /* before any thread is started */
  g_autoptr (PgsCliRecording) recording = NULL;
  PgsProcess *process;
  gint64 shown_us = 0;
  gboolean is_good;

  if (wait == NULL)
    return FALSE;
  pgs_cli_wait_watch_hangup (wait);
  process = pgs_cli_process_open (options->pid, error);
  if (process == NULL)
    return pgs_cli_target_explain (options->pid, error);
  pgs_cli_wait_set_pid (wait, options->pid);
  recording = pgs_cli_recording_new (options->path, options->force,
                                     (gint64) (options->interval * G_USEC_PER_SEC));
  if (!pgs_cli_recording_take (recording, process, error))
    return pgs_cli_target_explain (options->pid, error);
  tell_denial (options, recording);
  is_good = record (options, recording, wait, &shown_us, error);
  clear_progress (shown_us);
  return pgs_cli_recording_close (recording, is_good ? error : NULL) && is_good;
}

static gboolean
run_command (const Options  *options,
             GError        **error)
{
  const PgsCliRecordCommand command = {
    .argv = options->command,
    .path = options->path,
    .replace = options->force,
    .interval_us = (gint64) (options->interval * G_USEC_PER_SEC),
    .duration_us = (gint64) (options->duration * G_USEC_PER_SEC),
  };

  return pgs_cli_record_command (&command, error);
}

/* Takes what follows the first "--" off @arguments: options there are those of the command. */
static char **
take_command (char **arguments)
{
  char **command;

  while (*arguments != NULL && strcmp (*arguments, "--") != 0)
    arguments++;
  if (*arguments == NULL)
    return NULL;
  command = g_strdupv (arguments + 1);
  for (; *arguments != NULL; arguments++)
    g_clear_pointer (arguments, g_free);
  return command;
}

typedef struct
{
  PgsCliRecording *recording;
  gint pid; /* 0: not known yet */
} HostTrack;

static gboolean
take_host_sample (PgsSnapshot  *snapshot,
                  gpointer      data,
                  GError      **error)
{
  HostTrack *track = data;

  track->pid = snapshot->process->pid;
  return pgs_cli_recording_add (track->recording, snapshot, error);
}

static gboolean
take_host_exit (const PgsExit  *exit_info,
                gpointer        data,
                GError        **error)
{
  HostTrack *track = data;

  return pgs_cli_recording_set_exit (track->recording, track->pid, exit_info, error);
}

static gboolean
record_host (Options          *options,
             PgsCliRecording  *recording,
             GError          **error)
{
  static const PgsCliHostSink sink = { take_host_sample, take_host_exit };
  g_auto (GStrv) arguments = pgs_cli_host_dup_stream (options->interval_text, options->name, options->rest);
  g_autoptr (PgsHost) host = pgs_host_open (options->host, (const char * const *) arguments,
                                            PGS_HOST_TERMINAL, error);
  g_autoptr (PgsCliWait) wait = host != NULL ? pgs_cli_wait_new (error) : NULL;
  g_autoptr (PgsDecoder) decoder = pgs_decoder_new ();
  const gint64 end_us = get_end_us (options);
  gint64 shown_us = 0;
  HostTrack track = { recording, 0 };
  gboolean goes_on = TRUE;
  gboolean is_good = wait != NULL;

  if (is_good)
    {
      pgs_cli_wait_watch_hangup (wait);
      pgs_cli_wait_watch_input (wait, pgs_host_get_fd (host));
    }
  while (is_good && goes_on && pgs_cli_wait_until (wait, end_us) == PGS_CLI_WAKE_INPUT)
    {
      is_good = pgs_cli_host_read_stream (host, decoder, &sink, &track, &goes_on, error);
      tell_denial (options, recording);
      show_progress (recording, &shown_us);
    }
  clear_progress (shown_us);
  return is_good;
}

static gboolean
run_host_recording (Options  *options,
                    GError  **error)
{
  g_autoptr (PgsCliRecording) recording =
    pgs_cli_recording_new (options->path, options->force, (gint64) (options->interval * G_USEC_PER_SEC));
  const gboolean is_good = record_host (options, recording, error);

  return pgs_cli_recording_close (recording, is_good ? error : NULL) && is_good;
}

static gboolean
run (const char    *host,
     char         **argv,
     PgsCliStatus  *status,
     GError       **error)
{
  g_auto (Options) options = { .host = host, .interval = DEFAULT_INTERVAL, .status = PGS_CLI_OK };
  gboolean is_good;
  g_auto (GStrv) rest = g_strdupv (argv);
  g_auto (GStrv) command = take_command (rest);

  options.command = command;
  signal (SIGXFSZ, SIG_IGN); /* a file that may not grow is an error, not the end */
  is_good = parse_options (&options, &rest, error)
            && (command != NULL ? run_command (&options, error)
                : host != NULL  ? run_host_recording (&options, error)
                                : run_recording (&options, error));
  *status = options.status;
  return is_good;
}

/**
 * pgs_cli_record:
 * @argv: its arguments, beginning with its name
 *
 * Returns: the exit status
 */
PgsCliStatus
pgs_cli_record (char **argv)
{
  g_autoptr (GError) error = NULL;
  PgsCliStatus status;

  return run (NULL, argv, &status, &error) ? status : pgs_cli_fail ("record", error);
}

/**
 * pgs_cli_record_host:
 * @host: the machine on which the process runs; the file is written here
 * @argv: its arguments, beginning with its name
 *
 * Returns: the exit status
 */
PgsCliStatus
pgs_cli_record_host (const char  *host,
                     char       **argv)
{
  g_autoptr (GError) error = NULL;
  PgsCliStatus status;

  return run (host, argv, &status, &error) ? status : pgs_cli_fail ("record", error);
}
