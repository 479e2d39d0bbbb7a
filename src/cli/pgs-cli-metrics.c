/* pgs-cli-metrics.c: pagescape-cli metrics: the numbers of processes for a collector
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Collectors come again and again, and what they watch comes and goes: a process that is gone, or of which
 * something is denied, is told on stderr and in the exit status, and the others are written all the same. With
 * -o also if none is left, as a file that stays would go on telling of processes that have ended.
 */
#include "config.h"

#include "pgs-cli.h"

#include "pgs-cli-output.h"
#include "pgs-cli-process.h"
#include "pgs-cli-target.h"
#include "pgs-denial-words.h"
#include "pgs-metrics.h"

#include <glib/gi18n-lib.h>

#define COMMAND "metrics"

typedef struct
{
  char **names;
  char **rest;
  char *path;
  gboolean is_open;
} Options;

static void
clear_options (Options *options)
{
  g_strfreev (options->names);
  g_strfreev (options->rest);
  g_free (options->path);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, clear_options)

static gboolean
parse_options (Options   *options,
               char    ***argv,
               GError   **error)
{
  const GOptionEntry entries[] = {
    { "name", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->names,
      N_("The process of this name; may be given several times"), N_("NAME") },
    { "openmetrics", 0, 0, G_OPTION_ARG_NONE, &options->is_open,
      N_("In the OpenMetrics format instead of Prometheus’ text format"), NULL },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options->path,
      N_("Write to a file, whole or not at all"), N_("FILE") },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->rest, NULL, NULL },
  };

  if (!pgs_cli_parse (COMMAND, _("TARGET…"),
                      _("Write the numbers of processes in the text format of Prometheus."), entries,
                      G_N_ELEMENTS (entries), argv, error))
    return FALSE;
  if ((options->names != NULL && options->names[0] != NULL) || (options->rest != NULL && options->rest[0] != NULL))
    return TRUE;
  g_set_error_literal (error, PGS_CLI_ERROR, PGS_CLI_USAGE, _("no target: give a PID or --name NAME"));
  return FALSE;
}

/* The first thing that went wrong is the exit status. */
static void
note (PgsCliStatus *status,
      const GError *error)
{
  const PgsCliStatus this_one = pgs_cli_fail (COMMAND, error);

  if (*status == PGS_CLI_OK)
    *status = this_one;
}

static gboolean
is_gone (const GError *error)
{
  return g_error_matches (error, PGS_CLI_ERROR, PGS_CLI_NO_PROCESS);
}

/* A process that is named twice would have each of its samples twice, which no collector takes. */
static void
add_pid (GArray *pids,
         gint    pid)
{
  for (guint i = 0; i < pids->len; i++)
    if (g_array_index (pids, gint, i) == pid)
      return;
  g_array_append_val (pids, pid);
}

/* Returns: FALSE with @error if the words do not mean processes; that there is none, or that several have a
 * name, is noted. */
static gboolean
find_pids (const Options  *options,
           GArray         *pids,
           PgsCliStatus   *status,
           GError        **error)
{
  for (char **word = options->rest; word != NULL && *word != NULL; word++)
    {
      g_autoptr (GError) local = NULL;
      gint pid;

      if (pgs_cli_target_find ((char *[]) { *word, NULL }, NULL, &pid, &local))
        add_pid (pids, pid);
      else if (is_gone (local))
        note (status, local);
      else
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
    }
  for (char **name = options->names; name != NULL && *name != NULL; name++)
    {
      g_autoptr (GError) local = NULL;
      gint pid;

      if (pgs_cli_target_find (NULL, *name, &pid, &local))
        add_pid (pids, pid);
      else
        note (status, local);
    }
  return TRUE;
}

static gboolean
check_access (const PgsSnapshot  *snapshot,
              GError            **error)
{
  const PgsPart parts[] = { PGS_PART_MAPS, PGS_PART_SMAPS };

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    if (snapshot->access[parts[i]] == PGS_ACCESS_DENIED)
      {
        g_autofree char *reason = pgs_denial_format (snapshot, parts[i]);

        g_set_error (error, PGS_CLI_ERROR, PGS_CLI_DENIED, _("%d: %s: permission denied: %s"),
                     snapshot->process->pid, pgs_part_get_id (parts[i]), reason);
        return FALSE;
      }
  return TRUE;
}

/* Returns: FALSE with @error also if there are numbers, but not all. */
static gboolean
measure (gint         pid,
         PgsMetrics  *metrics,
         GError     **error)
{
  g_autoptr (PgsProcess) process = pgs_cli_process_open (pid, error);
  g_autoptr (PgsSnapshot) snapshot = NULL;

  if (process != NULL)
    snapshot = pgs_process_tick (process, PGS_SECTION_SMAPS, error);
  if (snapshot == NULL)
    return pgs_cli_target_explain (pid, error);
  pgs_metrics_add (metrics, snapshot);
  return check_access (snapshot, error);
}

static gboolean
run (char         **argv,
     PgsCliStatus  *status,
     GError       **error)
{
  g_auto (Options) options = { 0 };
  g_auto (GStrv) rest = g_strdupv (argv);
  g_autoptr (GArray) pids = g_array_new (FALSE, FALSE, sizeof (gint));
  g_autoptr (PgsMetrics) metrics = pgs_metrics_new ();
  g_autoptr (GString) out = g_string_new (NULL);
  PgsOpener *opener;

  /* asked once, and before the first process, so that none is spoilt by a refusal */
  if (!parse_options (&options, &rest, error) || !find_pids (&options, pids, status, error)
      || !pgs_cli_process_get_opener (&opener, error))
    return FALSE;
  for (guint i = 0; i < pids->len; i++)
    {
      g_autoptr (GError) local = NULL;

      if (!measure (g_array_index (pids, gint, i), metrics, &local))
        note (status, local);
    }
  pgs_metrics_write (metrics, options.is_open ? PGS_METRICS_OPENMETRICS : PGS_METRICS_PROMETHEUS, out);
  return pgs_cli_output_save (options.path, out, error);
}

/**
 * pgs_cli_metrics:
 * @argv: its arguments, beginning with its name
 *
 * Returns: the exit status
 */
PgsCliStatus
pgs_cli_metrics (char **argv)
{
  g_autoptr (GError) error = NULL;
  PgsCliStatus status = PGS_CLI_OK;

  return run (argv, &status, &error) ? status : pgs_cli_fail (COMMAND, error);
}
