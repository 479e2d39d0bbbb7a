/* pgs-cli-watch.c: pagescape-cli watch: the totals of a process, again and again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-cli.h"

#include "pgs-cli-options.h"
#include "pgs-cli-output.h"
#include "pgs-cli-process.h"
#include "pgs-cli-rows.h"
#include "pgs-cli-sections.h"
#include "pgs-cli-target.h"
#include "pgs-cli-wait.h"
#include "pgs-cli-watch-host.h"
#include "pgs-cli-watch-screen.h"
#include "pgs-error.h"

#include <glib/gi18n-lib.h>

/* NOTES
 *
 * The times of samples are multiples of the interval from the first on; one that takes longer than
 * the interval leaves some out.
 *
 * Nothing is read of a process that rests (pgs_process_begin_rest()): the rows of that time, which say the same, are
 * written when it is over, after a second at most. On a terminal each row comes in its time.
 */

typedef struct
{
  const char *host; /* NULL: this machine */
  PgsCliOptions common;
  char *interval_text;
  char *count_text;
  char *name;
  double interval;
  guint64 count; /* 0: until it ends */
  PgsCliTarget target;
} Options;

static void
clear_options (Options *options)
{
  pgs_cli_options_clear (&options->common);
  g_free (options->interval_text);
  g_free (options->count_text);
  g_free (options->name);
  pgs_cli_target_clear (&options->target);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, clear_options)

static gboolean
parse_options (Options   *options,
               char    ***argv,
               GError   **error)
{
  const GOptionEntry entries[] = {
    { "name", 0, 0, G_OPTION_ARG_FILENAME, &options->name,
      N_("The process of this name instead of a PID"), N_("NAME") },
    { "interval", 0, 0, G_OPTION_ARG_FILENAME, &options->interval_text,
      N_("The time between samples: 1 unless told"), N_("SECONDS") },
    { "count", 0, 0, G_OPTION_ARG_FILENAME, &options->count_text,
      N_("How many samples: until the process ends unless told"), N_("N") },
  };
  const PgsCliUsage usage = {
    .command = "watch",
    .arguments = _("TARGET"),
    .summary = _("Write the memory totals of a process, a line each sample, until it ends."),
    .formats = PGS_CLI_FORMAT_JSONL | PGS_CLI_FORMAT_CSV,
    .entries = entries,
    .n_entries = G_N_ELEMENTS (entries),
  };

  return pgs_cli_options_parse (&options->common, &usage, argv, error)
         && pgs_cli_parse_seconds ("--interval", options->interval_text, &options->interval, error)
         && pgs_cli_parse_count ("--count", options->count_text, &options->count, error)
         && (options->host != NULL /* a target there is the other machine's to find */
             || pgs_cli_target_open (options->common.rest, options->name, &options->target, error));
}

typedef struct
{
  PgsProcess *process;
  PgsCliOutput *output;
  PgsCliRows *rows;
  PgsCliWatchScreen *screen; /* NULL: rows are written */
  GString *text;
  PgsCliWait *wait;
  gint64 first_us;
  guint64 n_samples; /* that were written */
  PgsSnapshot *last; /* (nullable): what was written last */
  GError *denial; /* that the first sample's mappings are denied, until that was told; NULL: they are not */
  PgsCliStatus status; /* if nothing fails */
} Watch;

static void
clear_watch (Watch *watch)
{
  g_clear_pointer (&watch->process, pgs_process_free);
  g_clear_pointer (&watch->screen, pgs_cli_watch_screen_free);
  g_clear_pointer (&watch->output, pgs_cli_output_free);
  g_clear_pointer (&watch->rows, pgs_cli_rows_free);
  g_string_free (watch->text, TRUE);
  g_clear_pointer (&watch->wait, pgs_cli_wait_free);
  g_clear_pointer (&watch->last, pgs_snapshot_unref);
  g_clear_error (&watch->denial);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Watch, clear_watch)

/* Samples are drawn on a terminal, unless a format is asked for. */
static gboolean
open_chart (Watch   *watch,
            GError **error)
{
  if (!pgs_cli_wait_watch_terminal (watch->wait, error))
    return FALSE;
  watch->screen = pgs_cli_watch_screen_new (watch->output);
  return TRUE;
}

static gboolean
open_watch (Watch          *watch,
            const Options  *options,
            GError        **error)
{
  watch->wait = pgs_cli_wait_new (error); /* before any thread is started */
  if (watch->wait == NULL)
    return FALSE;
  watch->output = pgs_cli_output_open (NULL, error);
  if (watch->output == NULL)
    return FALSE;
  if (options->common.format_name == NULL && pgs_cli_output_is_terminal (watch->output)
      && !open_chart (watch, error))
    return FALSE;
  watch->process = pgs_cli_process_open (options->target.pid, error);
  if (watch->process == NULL)
    return pgs_cli_target_explain (options->target.pid, error);
  watch->rows = pgs_cli_rows_new (options->common.format, watch->text);
  pgs_cli_wait_set_pid (watch->wait, options->target.pid);
  pgs_cli_wait_watch_stdout (watch->wait);
  return TRUE;
}

static gboolean
write_row (Watch              *watch,
           const PgsSnapshot  *snapshot,
           GError            **error)
{
  const PgsCounters *counters = &snapshot->counters;
  PgsCliRows *out = watch->rows;

  g_string_truncate (watch->text, 0);
  pgs_cli_rows_begin (out);
  pgs_cli_rows_double (out, "t", (snapshot->monotonic_us - watch->first_us) / 1e6, 6);
  pgs_cli_rows_bytes (out, "virt", counters->virt);
  pgs_cli_rows_bytes (out, "res", counters->res);
  pgs_cli_rows_bytes (out, "anon", counters->anon);
  pgs_cli_rows_bytes (out, "file", counters->file);
  pgs_cli_rows_bytes (out, "shmem", counters->shmem);
  pgs_cli_rows_bytes (out, "swap", counters->swap);
  pgs_cli_rows_bytes (out, "minor_faults", counters->minor_faults);
  pgs_cli_rows_bytes (out, "major_faults", counters->major_faults);
  pgs_cli_rows_bytes (out, "regions",
                        snapshot->maps != NULL ? pgs_maps_get_length (snapshot->maps) : PGS_UNKNOWN);
  pgs_cli_rows_end (out);
  return pgs_cli_output_write (watch->output, watch->text->str, watch->text->len, error);
}

static gboolean
write_sample (Watch              *watch,
              const PgsSnapshot  *snapshot,
              GError            **error)
{
  if (watch->screen == NULL)
    return write_row (watch, snapshot, error);
  pgs_cli_watch_screen_add (watch->screen, snapshot);
  return pgs_cli_watch_screen_draw (watch->screen, error);
}

/* Waits until the time of a sample, drawing anew where the terminal needs it. Returns FALSE when the
 * watching is over, as it is when the terminal goes away. */
static gboolean
wait_until (Watch  *watch,
            gint64  time_us)
{
  for (;;)
    {
      const PgsCliWake wake = pgs_cli_wait_until (watch->wait, time_us);

      if (wake == PGS_CLI_WAKE_TIME)
        return TRUE;
      if (watch->screen == NULL || !pgs_cli_watch_screen_take (watch->screen, wake))
        return FALSE;
    }
}

/* That the number of regions is unknown, once. A chart is not written into: it is told below. */
static void
tell_denial (Watch *watch)
{
  if (watch->denial == NULL || watch->screen != NULL)
    return;
  watch->status = pgs_cli_fail ("watch", watch->denial);
  g_clear_error (&watch->denial);
}

/* What the first sample says of all. */
static void
note_first (Watch             *watch,
            const PgsSnapshot *snapshot)
{
  pgs_cli_sections_check (PGS_SECTION_NONE, snapshot, &watch->denial);
  tell_denial (watch);
}

static gboolean
has_ended (Watch *watch)
{
  PgsExit ended;

  pgs_process_get_exit (watch->process, &ended);
  return ended.ended;
}

/* Says on the chart what scripts see by the program's end. */
static gboolean
draw_end (Watch   *watch,
          GError **error)
{
  if (watch->screen == NULL || !has_ended (watch))
    return TRUE;
  pgs_cli_watch_screen_end (watch->screen);
  return pgs_cli_watch_screen_draw (watch->screen, error);
}

static gint64
get_interval_us (const Options *options)
{
  return (gint64) (options->interval * G_USEC_PER_SEC);
}

/* The time of the next sample: the first multiple of the interval that is not over. */
static gint64
get_next_us (const Watch   *watch,
             const Options *options)
{
  const gint64 interval_us = get_interval_us (options);
  const gint64 passed_us = g_get_monotonic_time () - watch->first_us;

  return watch->first_us + (passed_us / interval_us + 1) * interval_us;
}

/* Returns: of how many samples, that of @due_us included, nothing need be read but of the last; 1 if it is due itself. */
static guint64
count_rest (const Watch   *watch,
            const Options *options)
{
  const guint64 n = (guint64) (PGS_PROCESS_REST_US / get_interval_us (options));

  if (watch->screen != NULL || pgs_cli_output_is_terminal (watch->output))
    return 1;
  return options->count == 0 ? n : MIN (n, options->count - watch->n_samples);
}

/* Writes the samples from @due_us on that are known without reading. Returns: when the next one is due. */
static gint64
repeat_samples (Watch          *watch,
                const Options  *options,
                gint64          due_us,
                gint64          until_us,
                GError        **error)
{
  for (; due_us < until_us && *error == NULL; due_us += get_interval_us (options))
    {
      g_autoptr (PgsSnapshot) snapshot = pgs_snapshot_new_later (watch->last, due_us);

      write_row (watch, snapshot, error);
      watch->n_samples++;
    }
  return due_us;
}

/* Waits until a sample is to be taken. Returns: %FALSE when the watching is over, maybe with @error. */
static gboolean
wait_for_sample (Watch          *watch,
                 const Options  *options,
                 GError        **error)
{
  gint64 due_us = get_next_us (watch, options);
  const gint64 n_rest = (gint64) count_rest (watch, options);
  const gint64 until_us = due_us + (n_rest - 1) * get_interval_us (options);
  const int alarm_fd = n_rest > 1 ? pgs_process_begin_rest (watch->process) : -1;
  PgsCliWake wake;

  if (alarm_fd < 0)
    return wait_until (watch, due_us);
  pgs_cli_wait_watch_input (watch->wait, alarm_fd);
  wake = pgs_cli_wait_until (watch->wait, until_us);
  pgs_cli_wait_watch_input (watch->wait, -1);
  due_us = repeat_samples (watch, options, due_us, MIN (pgs_process_end_rest (watch->process), until_us), error);
  return *error == NULL && (wake == PGS_CLI_WAKE_TIME || wake == PGS_CLI_WAKE_INPUT) && wait_until (watch, due_us);
}

/* Takes a sample and writes it. Returns: %FALSE when it was the last one, maybe with @error. */
static gboolean
take_sample (Watch          *watch,
             const Options  *options,
             GError        **error)
{
  g_autoptr (PgsSnapshot) snapshot = pgs_process_tick (watch->process, PGS_SECTION_NONE, error);
  const gboolean is_first = watch->n_samples == 0;

  if (snapshot == NULL && !is_first && g_error_matches (*error, PGS_ERROR, PGS_ERROR_NO_PROCESS))
    g_clear_error (error);
  else if (snapshot == NULL)
    pgs_cli_target_explain (options->target.pid, error);
  if (snapshot == NULL)
    return FALSE;
  pgs_cli_process_check ("watch");
  if (is_first)
    watch->first_us = snapshot->monotonic_us;
  if (!write_sample (watch, snapshot, error))
    return FALSE;
  if (is_first)
    note_first (watch, snapshot);
  g_clear_pointer (&watch->last, pgs_snapshot_unref);
  watch->last = g_steal_pointer (&snapshot);
  watch->n_samples++;
  return !has_ended (watch) && watch->n_samples != options->count;
}

static gboolean
watch_process (Watch          *watch,
               const Options  *options,
               GError        **error)
{
  g_autoptr (GError) local_error = NULL;

  while (take_sample (watch, options, &local_error) && wait_for_sample (watch, options, &local_error))
    ;
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* All samples of a recording, or those from a moment on, at once; times are those of the recording. */
static gboolean
write_recording (Watch          *watch,
                 const Options  *options,
                 GError        **error)
{
  PgsCliTarget at = options->target;
  const gsize n = pgs_moments_get_length (at.moments);

  watch->first_us = pgs_recording_get_start (at.recording);
  at.index = at.has_time ? at.index : 0;
  for (guint64 i = 0; at.index < n && (options->count == 0 || i < options->count); i++, at.index++)
    {
      g_autoptr (PgsSnapshot) snapshot = pgs_cli_target_load (&at, error);

      if (snapshot == NULL)
        return FALSE;
      if (watch->screen != NULL)
        pgs_cli_watch_screen_add (watch->screen, snapshot);
      else if (!write_row (watch, snapshot, error))
        return FALSE;
      if (i == 0)
        note_first (watch, snapshot);
    }
  if (watch->screen == NULL)
    return TRUE;
  if (pgs_moments_get_exit (at.moments)->ended)
    pgs_cli_watch_screen_end (watch->screen);
  return pgs_cli_watch_screen_draw (watch->screen, error);
}

static gboolean
watch_recording (Watch          *watch,
                 const Options  *options,
                 GError        **error)
{
  watch->output = pgs_cli_output_open (NULL, error);
  if (watch->output == NULL)
    return FALSE;
  watch->rows = pgs_cli_rows_new (options->common.format, watch->text);
  if (options->common.format_name == NULL && pgs_cli_output_is_terminal (watch->output))
    watch->screen = pgs_cli_watch_screen_new (watch->output);
  return write_recording (watch, options, error);
}

/* There is a terminal, and no format was asked for. */
static gboolean
watch_host (Watch          *watch,
            const Options  *options,
            GError        **error)
{
  const PgsCliWatchHost there = { options->interval_text, options->name, options->common.rest, options->count };

  watch->output = pgs_cli_output_open (NULL, error);
  return watch->output != NULL && pgs_cli_watch_host_run (options->host, &there, watch->output, error);
}

static gboolean
watch_target (Watch          *watch,
              const Options  *options,
              GError        **error)
{
  if (options->host != NULL)
    return watch_host (watch, options, error);
  if (options->target.recording != NULL)
    return watch_recording (watch, options, error);
  return open_watch (watch, options, error) && watch_process (watch, options, error) && draw_end (watch, error);
}

static PgsCliStatus
run (const char  *host,
     char       **argv)
{
  g_autoptr (GError) error = NULL;
  g_auto (Options) options = { .host = host, .interval = 1 };
  g_auto (GStrv) rest = g_strdupv (argv);
  g_auto (Watch) watch = { .text = g_string_new (NULL), .status = PGS_CLI_OK };
  const gboolean is_good = parse_options (&options, &rest, &error) && watch_target (&watch, &options, &error);

  g_clear_pointer (&watch.screen, pgs_cli_watch_screen_free); /* the terminal is for words again */
  if (!is_good)
    return pgs_cli_fail ("watch", error);
  tell_denial (&watch);
  return watch.status;
}

/**
 * pgs_cli_watch:
 * @argv: its arguments, beginning with its name
 *
 * Returns: the exit status
 */
PgsCliStatus
pgs_cli_watch (char **argv)
{
  return run (NULL, argv);
}

/**
 * pgs_cli_watch_host:
 * @host: the machine on which the process runs; its chart is drawn on the terminal here
 * @argv: its arguments, beginning with its name
 *
 * Returns: the exit status
 */
PgsCliStatus
pgs_cli_watch_host (const char  *host,
                    char       **argv)
{
  return run (host, argv);
}
