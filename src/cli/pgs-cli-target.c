/* pgs-cli-target.c: which process a command line means
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-cli-target.h"

#include "pgs-cli.h"
#include "pgs-error.h"
#include "pgs-process-table.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#define SQLITE_MAGIC "SQLite format 3" /* with its NUL: the first 16 bytes of a database */

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

/* Which error a file is. Recordings are databases; opening them is not in this version. */
static void
reject_file (const char  *path,
             GError     **error)
{
  char magic[sizeof SQLITE_MAGIC] = "";
  struct stat info;
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  gssize n = -1;

  if (fd < 0)
    {
      g_set_error (error, PGS_CLI_ERROR, PGS_CLI_UNREADABLE, "%s: %s", path, g_strerror (errno));
      return;
    }
  if (fstat (fd, &info) == 0 && S_ISREG (info.st_mode))
    n = read (fd, magic, sizeof magic);
  close (fd);
  if (n == sizeof magic && memcmp (magic, SQLITE_MAGIC, sizeof magic) == 0)
    g_set_error (error, PGS_CLI_ERROR, PGS_CLI_USAGE, _("%s: recordings are not in this version"),
                 path);
  else
    g_set_error (error, PGS_CLI_ERROR, PGS_CLI_UNREADABLE, _("%s: not a recording"), path);
}

/* FILE or FILE@TIME, where the last @ splits unless there is a file of the whole name. */
static void
reject_file_or_time (const char  *text,
                     GError     **error)
{
  const char *at = strrchr (text, '@');
  g_autofree char *path = at != NULL ? g_strndup (text, at - text) : NULL;

  reject_file (path != NULL && access (text, F_OK) != 0 && access (path, F_OK) == 0 ? path : text,
               error);
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
  if (pids->len == 0)
    {
      g_set_error (error, PGS_CLI_ERROR, PGS_CLI_NO_PROCESS, _("--name %s: no such process"), name);
      return FALSE;
    }
  for (gsize i = 0; i < pids->len; i++)
    g_string_append_printf (list, "%s%d", i > 0 ? ", " : "", g_array_index (pids, gint, i));
  g_set_error (error, PGS_CLI_ERROR, PGS_CLI_USAGE, _("--name %s: several processes: %s"), name,
               list->str);
  return FALSE;
}

static gboolean
find_name (const char  *name,
           gint        *pid,
           GError     **error)
{
  g_autoptr (PgsProcessLister) lister = pgs_process_lister_new ();
  g_autoptr (PgsProcessTable) table = NULL;
  g_autoptr (GArray) pids = g_array_new (FALSE, FALSE, sizeof (gint));

  table = pgs_process_lister_refresh (lister, PGS_PROCESS_LIST_DEFAULT, error);
  if (table == NULL)
    return FALSE;
  for (gsize i = 0; i < pgs_process_table_get_length (table); i++)
    {
      const PgsProcessRecord *record = pgs_process_table_get (table, i);

      if (strcmp (record->name, name) == 0)
        g_array_append_val (pids, record->pid);
    }
  return choose_match (name, pids, pid, error);
}

/**
 * pgs_cli_target_find:
 * @rest: (nullable): the arguments that are not options
 * @name: (nullable): what --name says
 * @pid: (out): the process that is meant; it need not exist
 * @error: where to put what is wrong
 *
 * A target is a PID (digits only), or a name that equals the comm of exactly one process, or a file,
 * which is refused: recordings come with a later version.
 *
 * Returns: %FALSE with the %PGS_CLI_ERROR of wrong usage, a name that nobody has, or a file
 */
gboolean
pgs_cli_target_find (char       **rest,
                     const char  *name,
                     gint        *pid,
                     GError     **error)
{
  guint n_rest = rest != NULL ? g_strv_length (rest) : 0;

  if (n_rest + (name != NULL) == 0)
    {
      g_set_error_literal (error, PGS_CLI_ERROR, PGS_CLI_USAGE,
                           _("no target: give a PID or --name NAME"));
      return FALSE;
    }
  if (n_rest > (name == NULL))
    return pgs_cli_reject_rest (rest + (name == NULL), error);
  if (name != NULL)
    return find_name (name, pid, error);
  if (is_digits (rest[0]))
    return parse_pid (rest[0], pid, error);
  reject_file_or_time (rest[0], error);
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
