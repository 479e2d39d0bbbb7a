/* pgs-cli-info.c: pagescape-cli info: what a recording holds
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-cli.h"

#include "pgs-cli-options.h"
#include "pgs-cli-output.h"
#include "pgs-cli-table.h"
#include "pgs-format.h"
#include "pgs-json-writer.h"
#include "pgs-recording.h"
#include "pgs-text.h"

#include <sys/wait.h>

#include <glib/gi18n-lib.h>

static void
put_seconds (PgsJsonWriter *json,
             const char    *key,
             gint64         time_us)
{
  pgs_json_writer_key (json, key);
  pgs_json_writer_double (json, (double) time_us / G_USEC_PER_SEC, 6);
}

static void
put_known (PgsJsonWriter *json,
           const char    *key,
           gboolean       is_known,
           gint64         value)
{
  pgs_json_writer_key (json, key);
  if (is_known)
    pgs_json_writer_int (json, value);
  else
    pgs_json_writer_null (json);
}

static void
write_arguments (PgsJsonWriter        *json,
                 const PgsProcessInfo *info)
{
  pgs_json_writer_key (json, "cmdline");
  if (info == NULL || info->cmdline == NULL)
    {
      pgs_json_writer_null (json);
      return;
    }
  pgs_json_writer_begin_array (json);
  for (char **word = info->cmdline; *word != NULL; word++)
    pgs_json_writer_string (json, *word);
  pgs_json_writer_end_array (json);
}

static void
write_process (PgsJsonWriter            *json,
               PgsRecording             *recording,
               const PgsRecordedProcess *process)
{
  const PgsExit *ended = &process->exit_info;
  const PgsProcessInfo *info = process->info;
  const gboolean has_code = ended->status_known && WIFEXITED (ended->status);
  const gboolean has_signal = ended->status_known && WIFSIGNALED (ended->status);

  pgs_json_writer_begin_object (json);
  put_known (json, "pid", TRUE, process->pid);
  put_known (json, "ppid", process->ppid > 0, process->ppid);
  pgs_json_writer_put_string (json, "name", info != NULL ? info->name : NULL);
  pgs_json_writer_put_string (json, "exe", info != NULL ? info->exe : NULL);
  write_arguments (json, info);
  put_known (json, "uid", info != NULL && info->uid != G_MAXUINT32, info != NULL ? info->uid : 0);
  pgs_json_writer_put_string (json, "user", info != NULL ? info->user : NULL);
  put_known (json, "samples", TRUE, (gint64) process->n_samples);
  put_seconds (json, "first_t", process->first_us - pgs_recording_get_start (recording));
  put_seconds (json, "last_t", process->last_us - pgs_recording_get_start (recording));
  pgs_json_writer_key (json, "ended");
  pgs_json_writer_boolean (json, ended->ended);
  put_known (json, "exit_code", has_code, has_code ? WEXITSTATUS (ended->status) : 0);
  put_known (json, "signal", has_signal, has_signal ? WTERMSIG (ended->status) : 0);
  pgs_json_writer_end_object (json);
}

static void
write_marks (PgsJsonWriter *json,
             PgsRecording  *recording)
{
  gsize n_marks;
  const PgsMark *marks = pgs_recording_get_marks (recording, &n_marks);

  pgs_json_writer_key (json, "marks");
  pgs_json_writer_begin_array (json);
  for (gsize i = 0; i < n_marks; i++)
    {
      const gint pid = pgs_recording_get_mark_pid (recording, i);

      pgs_json_writer_begin_object (json);
      put_seconds (json, "t", marks[i].monotonic_us - pgs_recording_get_start (recording));
      pgs_json_writer_put_string (json, "name", marks[i].name);
      pgs_json_writer_put_string (json, "kind", pgs_mark_kind_get_id (marks[i].kind));
      put_known (json, "pid", pid != 0, pid);
      pgs_json_writer_end_object (json);
    }
  pgs_json_writer_end_array (json);
}

static void
write_json (PgsRecording *recording,
            GString      *out)
{
  g_autoptr (PgsJsonWriter) json = pgs_json_writer_new (out);

  pgs_json_writer_begin_object (json);
  pgs_json_writer_put_string (json, "format", "pagescape-recording");
  put_known (json, "version", TRUE, pgs_recording_get_version (recording));
  pgs_json_writer_key (json, "process");
  write_process (json, recording, pgs_recording_get_process (recording, 0));
  pgs_json_writer_key (json, "started_at");
  pgs_json_writer_time (json, pgs_recording_get_started_at (recording));
  put_seconds (json, "duration", pgs_recording_get_duration (recording));
  put_known (json, "samples", TRUE, (gint64) pgs_recording_get_n_samples (recording));
  write_marks (json, recording);
  pgs_json_writer_key (json, "complete");
  pgs_json_writer_boolean (json, pgs_recording_is_complete (recording));
  pgs_json_writer_key (json, "processes");
  pgs_json_writer_begin_array (json);
  for (gsize i = 0; i < pgs_recording_get_n_processes (recording); i++)
    write_process (json, recording, pgs_recording_get_process (recording, i));
  pgs_json_writer_end_array (json);
  pgs_json_writer_put_string (json, "note", pgs_recording_get_note (recording));
  pgs_json_writer_end_object (json);
}

static char *
format_end (const PgsExit *ended)
{
  if (!ended->ended)
    return g_strdup ("–");
  if (ended->status_known && WIFEXITED (ended->status))
    return g_strdup_printf (_("exit code %d"), WEXITSTATUS (ended->status));
  if (ended->status_known && WIFSIGNALED (ended->status))
    return g_strdup_printf (_("signal %d"), WTERMSIG (ended->status));
  return g_strdup (_("ended, status unknown"));
}

static char *
format_seconds (gint64 time_us)
{
  return g_strdup_printf ("%.3f", (double) time_us / G_USEC_PER_SEC);
}

static void
print_processes (PgsRecording *recording,
                 GString      *out)
{
  g_autoptr (PgsCliTable) table = pgs_cli_table_new ();
  const gint64 start_us = pgs_recording_get_start (recording);

  pgs_cli_table_add_column (table, "PID", PGS_CLI_RIGHT);
  pgs_cli_table_add_column (table, _("Samples"), PGS_CLI_RIGHT);
  pgs_cli_table_add_column (table, _("From"), PGS_CLI_RIGHT);
  pgs_cli_table_add_column (table, _("To"), PGS_CLI_RIGHT);
  pgs_cli_table_add_column (table, _("End"), PGS_CLI_LEFT);
  pgs_cli_table_add_column (table, _("Name"), PGS_CLI_LAST);
  for (gsize i = 0; i < pgs_recording_get_n_processes (recording); i++)
    {
      const PgsRecordedProcess *process = pgs_recording_get_process (recording, i);

      pgs_cli_table_take (table, g_strdup_printf ("%d", process->pid));
      pgs_cli_table_take (table, pgs_format_count (process->n_samples));
      pgs_cli_table_take (table, format_seconds (process->first_us - start_us));
      pgs_cli_table_take (table, format_seconds (process->last_us - start_us));
      pgs_cli_table_take (table, format_end (&process->exit_info));
      pgs_cli_table_add (table, process->info != NULL ? process->info->name : "–");
    }
  pgs_cli_table_print (table, pgs_cli_table_get_width (NULL), out);
}

static void
print_marks (PgsRecording *recording,
             GString      *out)
{
  gsize n_marks;
  const PgsMark *marks = pgs_recording_get_marks (recording, &n_marks);
  g_autoptr (PgsCliTable) table = pgs_cli_table_new ();

  if (n_marks == 0)
    return;
  g_string_append_c (out, '\n');
  pgs_cli_table_add_column (table, _("Time"), PGS_CLI_RIGHT);
  pgs_cli_table_add_column (table, "PID", PGS_CLI_RIGHT);
  pgs_cli_table_add_column (table, _("Mark"), PGS_CLI_LAST);
  for (gsize i = 0; i < n_marks; i++)
    {
      const gint pid = pgs_recording_get_mark_pid (recording, i);

      pgs_cli_table_take (table, format_seconds (marks[i].monotonic_us
                                                 - pgs_recording_get_start (recording)));
      pgs_cli_table_take (table, pid != 0 ? g_strdup_printf ("%d", pid) : g_strdup ("–"));
      pgs_cli_table_add (table, marks[i].name);
    }
  pgs_cli_table_print (table, pgs_cli_table_get_width (NULL), out);
}

static void
print (PgsRecording *recording,
       GString      *out)
{
  g_autofree char *started = pgs_json_format_time (pgs_recording_get_started_at (recording));
  g_autofree char *duration = format_seconds (pgs_recording_get_duration (recording));
  g_autofree char *samples = pgs_format_count (pgs_recording_get_n_samples (recording));

  g_string_append_printf (out, "%s  %s\n", _("Started"), started != NULL ? started : "–");
  g_string_append_printf (out, "%s  %s s\n", _("Duration"), duration);
  g_string_append_printf (out, "%s  %s\n", _("Samples"), samples);
  g_string_append_printf (out, "%s  %s\n\n", _("Complete"),
                          pgs_recording_is_complete (recording) ? _("yes") : _("no"));
  print_processes (recording, out);
  print_marks (recording, out);
  if (pgs_recording_get_note (recording) != NULL)
    g_string_append_printf (out, "\n%s\n", pgs_recording_get_note (recording));
}

static gboolean
run (char   **argv,
     GError **error)
{
  const PgsCliUsage usage = {
    .command = "info",
    .arguments = _("FILE"),
    .summary = _("Show what a recording holds."),
    .formats = PGS_CLI_FORMAT_TABLE | PGS_CLI_FORMAT_JSON,
  };
  g_auto (PgsCliOptions) options = { 0 };
  g_auto (GStrv) rest = g_strdupv (argv);
  const char *path;
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (PgsRecording) recording = NULL;
  g_autoptr (GError) local = NULL;

  if (!pgs_cli_options_parse (&options, &usage, &rest, error)
      || (path = pgs_cli_options_get_argument (&options, _("no file: give a recording"), error)) == NULL)
    return FALSE;
  recording = pgs_recording_open (path, &local);
  if (recording == NULL)
    {
      g_set_error_literal (error, PGS_CLI_ERROR, PGS_CLI_UNREADABLE, local->message);
      return FALSE;
    }
  if (options.format == PGS_CLI_FORMAT_JSON)
    write_json (recording, out);
  else
    print (recording, out);
  return pgs_cli_output_save (NULL, out, error);
}

/**
 * pgs_cli_info:
 * @argv: its arguments, beginning with its name
 *
 * Returns: the exit status
 */
PgsCliStatus
pgs_cli_info (char **argv)
{
  g_autoptr (GError) error = NULL;

  return run (argv, &error) ? PGS_CLI_OK : pgs_cli_fail ("info", error);
}
