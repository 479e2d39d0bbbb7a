/* pgs-cli-process.c: how sub-commands open processes: --elevate before them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Nobody is asked for a password before a process is opened: not for a wrong usage, nor for a recording.
 * The helper ends with this program.
 */
#include "config.h"

#include "pgs-cli-process.h"

#include "pgs-broker.h"

#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

static gboolean is_elevated;
static PgsBroker *broker; /* (nullable): before the first process was opened */
static GError *refusal;   /* (nullable): why there is none */
static gboolean is_gone;  /* and that was said */

/**
 * pgs_cli_process_elevate:
 *
 * From now on, processes are opened with more rights.
 */
void
pgs_cli_process_elevate (void)
{
  is_elevated = TRUE;
}

/**
 * pgs_cli_process_take_option:
 * @argv: (inout): the arguments of the program; moved behind --elevate, if that is the first
 * @error: (out) (optional): a wrong usage
 *
 * Returns: %FALSE with @error
 */
gboolean
pgs_cli_process_take_option (char   ***argv,
                             GError  **error)
{
  const char *first = **argv != NULL ? (*argv)[1] : NULL;

  if (first == NULL || !g_str_has_prefix (first, PGS_CLI_ELEVATE))
    return TRUE;
  if (first[strlen (PGS_CLI_ELEVATE)] == '=')
    {
      g_set_error (error, PGS_CLI_ERROR, PGS_CLI_USAGE, _("%s: takes no value"), PGS_CLI_ELEVATE);
      return FALSE;
    }
  if (first[strlen (PGS_CLI_ELEVATE)] != '\0')
    return TRUE;
  pgs_cli_process_elevate ();
  *argv += 1;
  return TRUE;
}

/**
 * pgs_cli_process_is_elevated:
 *
 * Returns: whether --elevate was given
 */
gboolean
pgs_cli_process_is_elevated (void)
{
  return is_elevated;
}

static gboolean
reject (GError **error)
{
  const gboolean is_tried = !g_error_matches (refusal, PGS_BROKER_ERROR, PGS_BROKER_ERROR_OBSTACLE)
                            && !g_error_matches (refusal, PGS_BROKER_ERROR, PGS_BROKER_ERROR_FAILED);

  g_set_error (error, PGS_CLI_ERROR, is_tried ? PGS_CLI_DENIED : PGS_CLI_FAILED, "%s: %s", PGS_CLI_ELEVATE,
               refusal->message);
  return FALSE;
}

/**
 * pgs_cli_process_get_opener:
 * @opener: (out) (transfer none) (nullable): who opens what we may not
 * @error: %PGS_CLI_DENIED where the rights were refused
 *
 * Asks for the rights, if --elevate was given and nobody was asked yet. root has them.
 *
 * Returns: %FALSE with @error
 */
gboolean
pgs_cli_process_get_opener (PgsOpener **opener,
                            GError    **error)
{
  *opener = NULL;
  if (!is_elevated || geteuid () == 0)
    return TRUE;
  if (broker == NULL)
    {
      broker = pgs_broker_new (PGS_BROKER_ELEVATED);
      pgs_broker_start (broker, &refusal);
    }
  if (refusal != NULL)
    return reject (error);
  *opener = pgs_broker_get_opener (broker);
  return TRUE;
}

/**
 * pgs_cli_process_open:
 * @pid: a process
 * @error: why not
 *
 * pgs_process_open() with the rights that were asked for.
 *
 * Returns: (transfer full) (nullable): the process
 */
PgsProcess *
pgs_cli_process_open (gint     pid,
                      GError **error)
{
  PgsOpener *opener;

  if (!pgs_cli_process_get_opener (&opener, error))
    return NULL;
  return pgs_process_open_through (pid, opener, error);
}

/**
 * pgs_cli_process_check:
 * @command: the sub-command
 *
 * Says once that the helper is gone. What it opened can be read all the same, until the process runs
 * another program.
 */
void
pgs_cli_process_check (const char *command)
{
  if (is_gone || broker == NULL || pgs_broker_get_state (broker) != PGS_BROKER_GONE)
    return;
  is_gone = TRUE;
  pgs_cli_print_error (command, pgs_broker_get_error (broker)->message);
}
