/* pgs-arguments.c: what the command line of pagescape asks for
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-arguments.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <string.h>

#include "pgs-error.h"
#include "pgs-text.h"

/**
 * pgs_arguments_has_command:
 * @argc: as main() got it
 * @argv: (array length=argc): as main() got it
 *
 * GLib's option parser swallows "--", so this looks at the raw arguments.
 *
 * Returns: whether something follows a "--"
 */
gboolean
pgs_arguments_has_command (int    argc,
                           char **argv)
{
  for (int i = 1; i + 1 < argc; i++)
    if (strcmp (argv[i], "--") == 0)
      return TRUE;

  return FALSE;
}

static gboolean
parse_pid (const char  *text,
           gint        *pid,
           GError     **error)
{
  g_autofree char *shown = pgs_text_dup_display (text, -1);
  guint64 value;

  if (strspn (text, "0123456789") != strlen (text) || *text == '\0')
    {
      g_set_error (error, PGS_ERROR, PGS_ERROR_UNSUPPORTED,
                   _("%s: not a process ID, and opening files is not in this version"), shown);
      return FALSE;
    }
  if (!g_ascii_string_to_unsigned (text, 10, 1, PGS_ARGUMENTS_PID_MAX, &value, NULL))
    {
      g_set_error (error, PGS_ERROR, PGS_ERROR_NO_PROCESS, _("%s: no such process"), shown);
      return FALSE;
    }
  *pid = (gint) value;

  return TRUE;
}

/**
 * pgs_arguments_get_pid:
 * @rest: (nullable) (array zero-terminated=1): the arguments that are no options
 * @pid: (out): the process to open; 0 if none was named
 * @error: return location
 *
 * Checks that the process exists now: a signal 0 tells, without permission to send any.
 *
 * Returns: %FALSE with @error set: %PGS_ERROR_SYNTAX for more than one argument,
 *   %PGS_ERROR_UNSUPPORTED for a file, %PGS_ERROR_NO_PROCESS for a PID that nobody has
 */
gboolean
pgs_arguments_get_pid (const char * const *rest,
                       gint               *pid,
                       GError            **error)
{
  *pid = 0;
  if (rest == NULL || rest[0] == NULL)
    return TRUE;

  if (rest[1] != NULL)
    {
      g_set_error_literal (error, PGS_ERROR, PGS_ERROR_SYNTAX,
                           _("only one process can be opened at a time"));
      return FALSE;
    }
  if (!parse_pid (rest[0], pid, error))
    return FALSE;
  if (kill (*pid, 0) < 0 && errno == ESRCH)
    {
      g_set_error (error, PGS_ERROR, PGS_ERROR_NO_PROCESS, _("%d: no such process"), *pid);
      return FALSE;
    }

  return TRUE;
}
