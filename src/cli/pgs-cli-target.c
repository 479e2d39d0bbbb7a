/* pgs-cli-target.c: which process a command line means
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-cli-target.h"

#include "pgs-cli.h"
#include "pgs-error.h"
#include "pgs-process-table.h"

#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

static gboolean
is_digits (const char *text)
{
  return text[0] != '\0' && strspn (text, "0123456789") == strlen (text);
}

static gboolean
parse_pid (const char  *text,
           gint        *pid,
           GError     **error)
{
  guint64 number;

  if (!g_ascii_string_to_unsigned (text, 10, 1, G_MAXINT, &number, NULL))
    {
      g_set_error (error, PGS_CLI_ERROR, PGS_CLI_NO_PROCESS, _("%s: no such process"), text);
      return FALSE;
    }
  *pid = number;
  return TRUE;
}

/* FILE or FILE@TIME, where the last @ splits unless there is a file of the whole name. Returns: the
 * file's name; @time is left NULL if there is none. */
static char *
split_time (const char  *text,
            const char **time)
{
  const char *at = strrchr (text, '@');
  g_autofree char *path = at != NULL ? g_strndup (text, at - text) : NULL;

  if (path == NULL || *path == '\0' || access (text, F_OK) == 0 || access (path, F_OK) != 0)
    return g_strdup (text);
  *time = at + 1;
  return g_steal_pointer (&path);
}

/* Whatever is wrong with a file, it is no readable recording; a reader's messages name it. */
static gboolean
reject_file (const GError  *local,
             GError       **error)
{
  g_set_error_literal (error, PGS_CLI_ERROR, PGS_CLI_UNREADABLE, local->message);
  return FALSE;
}

static gboolean
open_recording (const char    *text,
                PgsCliTarget  *target,
                GError       **error)
{
  g_autoptr (GError) local = NULL;
  const char *time = NULL;
  g_autofree char *path = split_time (text, &time);
  gint64 time_us = G_MAXINT64;

  target->recording = pgs_recording_open (path, &local);
  if (target->recording == NULL)
    return reject_file (local, error);
  target->moments = pgs_recording_get_moments (target->recording, 0);
  if (time != NULL && !pgs_recording_find_time (target->recording, time, &time_us, &local))
    {
      g_set_error (error, PGS_CLI_ERROR, PGS_CLI_USAGE, "%s: %s", path, local->message);
      return FALSE;
    }
  target->index = pgs_moments_find (target->moments, time_us);
  target->has_time = time != NULL;
  if (pgs_recording_get_note (target->recording) != NULL)
    pgs_cli_add_note (path, pgs_recording_get_note (target->recording));
  return TRUE;
}

static gboolean
choose_match (const char  *name,
              GArray      *pids,
              gint        *pid,
              GError     **error)
{
  g_autoptr (GString) list = g_string_new (NULL);

  if (pids->len == 1)
    {
      *pid = g_array_index (pids, gint, 0);
      return TRUE;
    }
  for (gsize i = 0; i < pids->len; i++)
    g_string_append_printf (list, "%s%d", i > 0 ? ", " : "", g_array_index (pids, gint, i));
  g_set_error (error, PGS_CLI_ERROR, PGS_CLI_USAGE, _("--name %s: several processes: %s"), name,
               list->str);
  return FALSE;
}

/* Returns: (transfer full) (nullable): the PIDs of all processes whose comm is @name, as gint; at least one. */
static GArray *
find_named (const char  *name,
            GError     **error)
{
  g_autoptr (PgsProcessLister) lister = pgs_process_lister_new ();
  g_autoptr (PgsProcessTable) table = NULL;
  g_autoptr (GArray) pids = g_array_new (FALSE, FALSE, sizeof (gint));

  table = pgs_process_lister_refresh (lister, PGS_PROCESS_LIST_DEFAULT, error);
  if (table == NULL)
    return NULL;
  for (gsize i = 0; i < pgs_process_table_get_length (table); i++)
    {
      const PgsProcessRecord *record = pgs_process_table_get (table, i);

      if (strcmp (record->name, name) == 0)
        g_array_append_val (pids, record->pid);
    }
  if (pids->len > 0)
    return g_steal_pointer (&pids);
  g_set_error (error, PGS_CLI_ERROR, PGS_CLI_NO_PROCESS, _("--name %s: no such process"), name);
  return NULL;
}

static gboolean
find_name (const char  *name,
           gint        *pid,
           GError     **error)
{
  g_autoptr (GArray) pids = find_named (name, error);

  return pids != NULL && choose_match (name, pids, pid, error);
}

static gboolean
check_count (char       **rest,
             const char  *name,
             GError     **error)
{
  const guint n_rest = rest != NULL ? g_strv_length (rest) : 0;

  if (n_rest + (name != NULL) == 0)
    {
      g_set_error_literal (error, PGS_CLI_ERROR, PGS_CLI_USAGE,
                           _("no target: give a PID or --name NAME"));
      return FALSE;
    }
  return n_rest <= (name == NULL) || pgs_cli_reject_rest (rest + (name == NULL), error);
}

/**
 * pgs_cli_target_open:
 * @rest: (nullable): the arguments that are not options
 * @name: (nullable): what --name says
 * @target: (out caller-allocates): what is meant; clear it with pgs_cli_target_clear()
 * @error: where to put what is wrong
 *
 * A target is a PID (digits only), or a name that equals the comm of exactly one process, or a
 * recording (its last sample), or FILE@TIME.
 *
 * Returns: %FALSE with the %PGS_CLI_ERROR of wrong usage, a name that nobody has, or a file that is no
 *   recording
 */
gboolean
pgs_cli_target_open (char         **rest,
                     const char    *name,
                     PgsCliTarget  *target,
                     GError       **error)
{
  *target = (PgsCliTarget) { 0 };
  if (!check_count (rest, name, error))
    return FALSE;
  if (name != NULL)
    return find_name (name, &target->pid, error);
  if (is_digits (rest[0]))
    return parse_pid (rest[0], &target->pid, error);
  return open_recording (rest[0], target, error);
}

/**
 * pgs_cli_target_clear:
 * @self: a target
 */
void
pgs_cli_target_clear (PgsCliTarget *self)
{
  g_clear_object (&self->recording);
  *self = (PgsCliTarget) { 0 };
}

/**
 * pgs_cli_target_load:
 * @self: a recording
 * @error: %PGS_CLI_UNREADABLE if that moment is damaged
 *
 * Returns: (transfer full) (nullable): the sample that is meant
 */
PgsSnapshot *
pgs_cli_target_load (const PgsCliTarget  *self,
                     GError             **error)
{
  g_autoptr (GError) local = NULL;
  PgsSnapshot *snapshot = pgs_moments_get_snapshot (self->moments, self->index, &local);

  if (snapshot == NULL)
    reject_file (local, error);
  return snapshot;
}

/**
 * pgs_cli_target_find:
 * @rest: (nullable): the arguments that are not options
 * @name: (nullable): what --name says
 * @pid: (out): the process that is meant; it need not exist
 * @error: where to put what is wrong
 *
 * pgs_cli_target_open() for what only makes sense with a process that lives.
 *
 * Returns: %FALSE with the %PGS_CLI_ERROR of wrong usage, which a recording is, too
 */
gboolean
pgs_cli_target_find (char       **rest,
                     const char  *name,
                     gint        *pid,
                     GError     **error)
{
  g_auto (PgsCliTarget) target = { 0 };

  if (!pgs_cli_target_open (rest, name, &target, error))
    return FALSE;
  *pid = target.pid;
  if (target.recording == NULL)
    return TRUE;
  g_set_error (error, PGS_CLI_ERROR, PGS_CLI_USAGE, _("%s: a recording: give a process"), rest[0]);
  return FALSE;
}

/**
 * pgs_cli_target_explain:
 * @pid: the process that was meant
 * @error: (inout): why it could not be opened or sampled
 *
 * That there is no such process is said of its PID, whichever of its files was missed first. Other
 * errors stay.
 *
 * Returns: %FALSE, to be returned by who failed
 */
gboolean
pgs_cli_target_explain (gint     pid,
                        GError **error)
{
  g_autofree char *text = NULL;

  if (!g_error_matches (*error, PGS_ERROR, PGS_ERROR_NO_PROCESS))
    return FALSE;
  text = g_strdup_printf ("%d", pid);
  g_clear_error (error);
  if (access ("/proc/self/stat", F_OK) != 0)
    {
      g_set_error (error, PGS_CLI_ERROR, PGS_CLI_FAILED, _("%s: no process can be seen (is /proc mounted?)"), text);
      return FALSE;
    }
  g_set_error (error, PGS_CLI_ERROR, PGS_CLI_NO_PROCESS, _("%s: no such process"), text);
  return FALSE;
}
