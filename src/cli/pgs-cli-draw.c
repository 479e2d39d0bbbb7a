/* pgs-cli-draw.c: pagescape-cli draw: a picture of a process
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-cli.h"

#include "pgs-cli-output.h"
#include "pgs-cli-process.h"
#include "pgs-cli-sections.h"
#include "pgs-cli-target.h"
#include "pgs-error.h"
#include "pgs-history.h"
#include "pgs-picture.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#define DEFAULT_DURATION 2.0
#define N_SAMPLES 200 /* of a chart, about four px each */
#define MIN_INTERVAL_US 20000
#define MAX_INTERVAL_US G_USEC_PER_SEC

typedef struct
{
  char *path;
  char *view_text;
  char *size_text;
  char *scale_text;
  char *theme_text;
  char *duration_text;
  char *from, *to;
  gint64 from_us, to_us; /* what they mean in a recording */
  char *name;
  char **rest;
  PgsCliTarget target;
  PgsExportFormat format;
  double duration;
  gboolean dark;
  PgsPicture picture; /* its view and sizes */
} Options;

static void
clear_options (Options *options)
{
  g_free (options->path);
  g_free (options->view_text);
  g_free (options->size_text);
  g_free (options->scale_text);
  g_free (options->theme_text);
  g_free (options->duration_text);
  g_free (options->from);
  g_free (options->to);
  g_free (options->name);
  g_strfreev (options->rest);
  pgs_cli_target_clear (&options->target);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, clear_options)

static gboolean
parse_path (Options  *options,
            GError  **error)
{
  if (options->path == NULL)
    {
      g_set_error_literal (error, PGS_CLI_ERROR, PGS_CLI_USAGE,
                           _("no file: give -o FILE.png, FILE.svg or FILE.pdf"));
      return FALSE;
    }
  if (pgs_export_format_from_path (options->path, &options->format))
    return TRUE;
  g_set_error (error, PGS_CLI_ERROR, PGS_CLI_USAGE, _("%s: the name must end in .png, .svg or .pdf"),
               options->path);
  return FALSE;
}

static gboolean
parse_view (Options  *options,
            GError  **error)
{
  PgsPicture *picture = &options->picture;

  if (options->view_text != NULL && !pgs_view_from_id (options->view_text, &picture->view))
    {
      g_set_error (error, PGS_CLI_ERROR, PGS_CLI_USAGE, _("--view %s: not one of %s"),
                   options->view_text, "map, strip, chart");
      return FALSE;
    }
  pgs_view_get_default_size (picture->view, &picture->width, &picture->height);
  return TRUE;
}

/* "1200x900" */
static gboolean
parse_size (Options  *options,
            GError  **error)
{
  g_auto (GStrv) sides = NULL;
  guint64 width, height;

  if (options->size_text == NULL)
    return TRUE;
  sides = g_strsplit (options->size_text, "x", 3);
  if (g_strv_length (sides) != 2
      || !g_ascii_string_to_unsigned (sides[0], 10, 1, PGS_EXPORT_MAX_SIDE, &width, NULL)
      || !g_ascii_string_to_unsigned (sides[1], 10, 1, PGS_EXPORT_MAX_SIDE, &height, NULL))
    {
      g_set_error (error, PGS_CLI_ERROR, PGS_CLI_USAGE,
                   _("--size %s: not WIDTHxHEIGHT in pixels, each 1 … %d"), options->size_text,
                   PGS_EXPORT_MAX_SIDE);
      return FALSE;
    }
  options->picture.width = width;
  options->picture.height = height;
  return TRUE;
}

static gboolean
parse_scale (Options  *options,
             GError  **error)
{
  char *end;
  double scale;

  options->picture.scale = 1;
  if (options->scale_text == NULL)
    return TRUE;
  scale = g_ascii_strtod (options->scale_text, &end);
  if (!g_ascii_isdigit (options->scale_text[0]) || *end != '\0' || !(scale >= 0.1 && scale <= PGS_EXPORT_MAX_SCALE))
    {
      g_set_error (error, PGS_CLI_ERROR, PGS_CLI_USAGE, _("--scale %s: not a number of 0.1 … %g"),
                   options->scale_text, PGS_EXPORT_MAX_SCALE);
      return FALSE;
    }
  options->picture.scale = scale;
  return TRUE;
}

static gboolean
parse_theme (Options  *options,
             GError  **error)
{
  const char *text = options->theme_text != NULL ? options->theme_text : "light";

  if (strcmp (text, "light") == 0)
    pgs_theme_init_light (&options->picture.theme);
  else if (strcmp (text, "dark") == 0)
    pgs_theme_init_dark (&options->picture.theme);
  else
    {
      g_set_error (error, PGS_CLI_ERROR, PGS_CLI_USAGE, _("--theme %s: not one of %s"), text,
                   "light, dark");
      return FALSE;
    }
  return TRUE;
}

/* A size that could never be drawn is wrong usage, found before anything is sampled. */
static gboolean
check_size (Options  *options,
            GError  **error)
{
  const PgsPicture *picture = &options->picture;
  const PgsExport export = { .width = picture->width, .height = picture->height, .scale = picture->scale };
  g_autoptr (GError) limit = NULL;

  if (pgs_export_check (&export, &limit))
    return TRUE;
  g_set_error_literal (error, PGS_CLI_ERROR, PGS_CLI_USAGE, limit->message);
  return FALSE;
}

/* A part of a recording: times of its marks or seconds from its start. */
static gboolean
parse_times (Options  *options,
             GError  **error)
{
  PgsRecording *recording = options->target.recording;
  const char *option = options->from != NULL ? "--from" : "--to";
  g_autoptr (GError) local = NULL;

  options->to_us = G_MAXINT64;
  if (options->from == NULL && options->to == NULL)
    return TRUE;
  if (recording == NULL || options->picture.view != PGS_VIEW_CHART)
    {
      g_set_error (error, PGS_CLI_ERROR, PGS_CLI_USAGE, _("%s: only for the chart of a recording"),
                   option);
      return FALSE;
    }
  if ((options->from == NULL
       || pgs_recording_find_time (recording, options->from, &options->from_us, &local))
      && (options->to == NULL
          || pgs_recording_find_time (recording, options->to, &options->to_us, &local))
      && options->from_us < options->to_us)
    return TRUE;
  g_set_error (error, PGS_CLI_ERROR, PGS_CLI_USAGE, "%s: %s", option,
               local != NULL ? local->message : _("ends before it begins"));
  return FALSE;
}

static gboolean
parse_options (Options   *options,
               char    ***argv,
               GError   **error)
{
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options->path,
      N_("The picture to write: FILE.png, FILE.svg or FILE.pdf"), N_("FILE") },
    { "view", 0, 0, G_OPTION_ARG_FILENAME, &options->view_text,
      N_("map (default), strip or chart"), N_("VIEW") },
    { "size", 0, 0, G_OPTION_ARG_FILENAME, &options->size_text,
      N_("The size in pixels, before scaling"), N_("WxH") },
    { "scale", 0, 0, G_OPTION_ARG_FILENAME, &options->scale_text,
      N_("How many times larger everything is: 1 unless told"), N_("N") },
    { "theme", 0, 0, G_OPTION_ARG_FILENAME, &options->theme_text,
      N_("light (default) or dark"), N_("THEME") },
    { "duration", 0, 0, G_OPTION_ARG_FILENAME, &options->duration_text,
      N_("How long to sample for a chart: 2 unless told"), N_("SECONDS") },
    { "from", 0, 0, G_OPTION_ARG_FILENAME, &options->from,
      N_("Where the chart of a recording begins: seconds from its start, or a mark"), N_("TIME") },
    { "to", 0, 0, G_OPTION_ARG_FILENAME, &options->to,
      N_("Where the chart of a recording ends"), N_("TIME") },
    { "name", 0, 0, G_OPTION_ARG_FILENAME, &options->name,
      N_("The process of this name instead of a PID"), N_("NAME") },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->rest, NULL, NULL },
  };

  return pgs_cli_parse ("draw", _("TARGET"), _("Draw the memory of a process."), entries,
                        G_N_ELEMENTS (entries), argv, error)
         && parse_path (options, error)
         && parse_view (options, error) && parse_size (options, error) && parse_scale (options, error)
         && parse_theme (options, error)
         && pgs_cli_parse_seconds ("--duration", options->duration_text, &options->duration, error)
         && check_size (options, error)
         && pgs_cli_target_open (options->rest, options->name, &options->target, error)
         && parse_times (options, error);
}

/* A map of mappings that nobody may read would be an empty page. */
static gboolean
check_access (const Options      *options,
              const PgsSnapshot  *snapshot,
              GError            **error)
{
  return options->picture.view == PGS_VIEW_CHART || pgs_cli_sections_check (PGS_SECTION_NONE, snapshot, error);
}

/* Samples the counters until the time is over or the process is. Returns the last sample. */
static PgsSnapshot *
sample_history (const Options  *options,
                PgsProcess     *process,
                PgsHistory     *history,
                GError        **error)
{
  const gint64 duration_us = options->duration * G_USEC_PER_SEC;
  const gint64 interval_us = CLAMP (duration_us / N_SAMPLES, MIN_INTERVAL_US, MAX_INTERVAL_US);
  const gint64 start_us = g_get_monotonic_time ();
  PgsSnapshot *last = NULL;

  for (gint64 due_us = 0; due_us <= duration_us; due_us += interval_us)
    {
      g_autoptr (GError) local = NULL;
      const gint64 wait_us = start_us + due_us - g_get_monotonic_time ();
      PgsSnapshot *snapshot;

      if (wait_us > 0)
        g_usleep (wait_us);
      snapshot = pgs_process_tick (process, PGS_SECTION_NONE, &local);
      if (snapshot == NULL && last != NULL && g_error_matches (local, PGS_ERROR, PGS_ERROR_NO_PROCESS))
        return last;
      g_clear_pointer (&last, pgs_snapshot_unref);
      if (snapshot == NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return NULL;
        }
      last = snapshot;
      pgs_history_add (history, snapshot, NULL, NULL);
    }
  return last;
}

static gboolean
save (const Options     *options,
      const PgsPicture  *picture,
      GError           **error)
{
  g_autoptr (GBytes) bytes = pgs_picture_encode (picture, options->format, error);
  g_autoptr (PgsCliOutput) output = NULL;

  if (bytes == NULL)
    return FALSE;
  output = pgs_cli_output_open (options->path, error);
  return output != NULL
         && pgs_cli_output_write (output, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), error)
         && pgs_cli_output_commit (output, error);
}

static gboolean
draw_chart (const Options  *options,
            PgsProcess     *process,
            GError        **error)
{
  g_autoptr (PgsHistory) history = pgs_history_new ();
  g_autoptr (PgsSnapshot) snapshot = sample_history (options, process, history, error);
  g_autoptr (PgsChart) chart = NULL;
  PgsPicture picture = options->picture;
  const PgsPoint *points;
  gsize n_points;

  if (snapshot == NULL)
    return FALSE;
  points = pgs_moments_get_points (PGS_MOMENTS (history), &n_points);
  chart = pgs_chart_new_history (points, n_points, NULL, 0);
  picture.model.snapshot = snapshot;
  picture.chart = chart;
  return save (options, &picture, error);
}

/* The points and marks from --from to --to. */
static PgsChart *
get_recorded_chart (const Options *options)
{
  gsize n_points;
  gsize n_marks;
  const PgsPoint *points = pgs_moments_get_points (options->target.moments, &n_points);
  const PgsMark *marks = pgs_moments_get_marks (options->target.moments, &n_marks);
  PgsChart *chart;

  for (; n_points > 0 && points->monotonic_us < options->from_us; n_points--)
    points++;
  while (n_points > 0 && points[n_points - 1].monotonic_us > options->to_us)
    n_points--;
  for (; n_marks > 0 && marks->monotonic_us < options->from_us; n_marks--)
    marks++;
  while (n_marks > 0 && marks[n_marks - 1].monotonic_us > options->to_us)
    n_marks--;
  chart = pgs_chart_new_history (points, n_points, marks, n_marks);
  pgs_chart_count_from_start (chart, TRUE);
  return chart;
}

static gboolean
draw_recorded (const Options  *options,
               GError        **error)
{
  g_autoptr (PgsSnapshot) snapshot = pgs_cli_target_load (&options->target, error);
  g_autoptr (PgsChart) chart = NULL;
  PgsPicture picture = options->picture;

  if (snapshot == NULL || !check_access (options, snapshot, error))
    return FALSE;
  if (picture.view == PGS_VIEW_CHART)
    chart = get_recorded_chart (options);
  picture.chart = chart;
  picture.model.snapshot = snapshot;
  picture.model.now_us = snapshot->monotonic_us;
  return save (options, &picture, error);
}

/* smaps takes most of the time where there is much of anything. It tells what is locked, and how much
 * is resident where the scan does not work; everything else that is drawn comes from the pages. */
static PgsSnapshot *
sample_pages (PgsProcess  *process,
              GError     **error)
{
  PgsSnapshot *snapshot = pgs_process_sample (process, PGS_SECTION_PAGES | PGS_SECTION_SHARING, error);

  if (snapshot == NULL
      || (snapshot->access[PGS_PART_SCAN] == PGS_ACCESS_OK && snapshot->counters.locked == 0))
    return snapshot;
  pgs_snapshot_unref (snapshot);
  return pgs_process_sample (process, PGS_SECTION_ALL, error);
}

static gboolean
draw_map (const Options  *options,
          PgsProcess     *process,
          GError        **error)
{
  g_autoptr (PgsSnapshot) snapshot = sample_pages (process, error);
  PgsPicture picture = options->picture;

  if (snapshot == NULL || !check_access (options, snapshot, error))
    return FALSE;
  picture.model.snapshot = snapshot;
  picture.model.now_us = snapshot->monotonic_us;
  return save (options, &picture, error);
}

static gboolean
run (char   **argv,
     GError **error)
{
  g_auto (Options) options = { .duration = DEFAULT_DURATION };
  g_auto (GStrv) rest = g_strdupv (argv);
  g_autoptr (PgsProcess) process = NULL;

  if (!parse_options (&options, &rest, error))
    return FALSE;
  if (options.target.recording != NULL)
    return draw_recorded (&options, error);
  process = pgs_cli_process_open (options.target.pid, error);
  if (process == NULL)
    return pgs_cli_target_explain (options.target.pid, error);
  if (options.picture.view == PGS_VIEW_CHART ? draw_chart (&options, process, error)
                                             : draw_map (&options, process, error))
    return TRUE;
  return pgs_cli_target_explain (options.target.pid, error);
}

/**
 * pgs_cli_draw:
 * @argv: its arguments, beginning with its name
 *
 * Returns: the exit status
 */
PgsCliStatus
pgs_cli_draw (char **argv)
{
  g_autoptr (GError) error = NULL;

  return run (argv, &error) ? PGS_CLI_OK : pgs_cli_fail ("draw", error);
}
