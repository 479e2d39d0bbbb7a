/* pgs-arguments.c: what the command line of pagescape asks for
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-arguments.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pgs-error.h"
#include "pgs-opener.h"
#include "pgs-host.h"
#include "pgs-recording-schema.h"
#include "pgs-text.h"

#define SQLITE_MAGIC "SQLite format 3"
#define ID_OFFSET 68 /* of the application ID in a database */

/**
 * pgs_arguments_take_command:
 * @arguments: (array zero-terminated=1): as main() got them; what is taken is taken out
 *
 * GLib's option parser swallows "--", so this looks at the raw arguments.
 *
 * Returns: (transfer full) (nullable) (array zero-terminated=1): what follows the first "--", if
 *   anything does
 */
char **
pgs_arguments_take_command (char **arguments)
{
  char **command;
  gsize i = 1;

  if (arguments[0] == NULL)
    return NULL;
  while (arguments[i] != NULL && strcmp (arguments[i], "--") != 0)
    i++;
  if (arguments[i] == NULL || arguments[i + 1] == NULL)
    return NULL;
  command = g_strdupv (arguments + i + 1);
  for (; arguments[i] != NULL; i++)
    g_clear_pointer (&arguments[i], g_free);
  return command;
}

static gboolean
is_number (const char *text)
{
  return *text != '\0' && strspn (text, "0123456789") == strlen (text);
}

static gboolean
parse_pid (const char  *text,
           gint        *pid,
           GError     **error)
{
  g_autofree char *shown = pgs_text_dup_display (text, -1);
  guint64 value;

  if (!g_ascii_string_to_unsigned (text, 10, 1, PGS_ARGUMENTS_PID_MAX, &value, NULL)
      || (!pgs_opener_is_elsewhere (NULL) && kill ((gint) value, 0) < 0 && errno == ESRCH))
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
 * @pid: (out): the process to open; 0 if none was named: the arguments are files then, if there are any
 * @error: return location
 *
 * Digits are a PID; a file of that name is ./123. Checks that the process exists now: a signal 0 tells,
 * without permission to send any. In another place (pgs_opener_is_elsewhere()) that shows when it is opened.
 *
 * Returns: %FALSE with @error set: %PGS_ERROR_SYNTAX for a PID among other arguments,
 *   %PGS_ERROR_NO_PROCESS for a PID that nobody has
 */
gboolean
pgs_arguments_get_pid (const char * const *rest,
                       gint               *pid,
                       GError            **error)
{
  gboolean has_pid = FALSE;
  gsize n = 0;

  *pid = 0;
  for (; rest != NULL && rest[n] != NULL; n++)
    has_pid = has_pid || is_number (rest[n]);
  if (!has_pid)
    return TRUE;
  if (n > 1)
    {
      g_set_error_literal (error, PGS_ERROR, PGS_ERROR_SYNTAX,
                           _("only one process can be opened at a time"));
      return FALSE;
    }

  return parse_pid (rest[0], pid, error);
}

/* Source: https://www.sqlite.org/fileformat.html, "The Database Header". */
static gboolean
has_head (const guint8 *head)
{
  const guint32 id = (guint32) head[ID_OFFSET] << 24 | (guint32) head[ID_OFFSET + 1] << 16
                     | (guint32) head[ID_OFFSET + 2] << 8 | head[ID_OFFSET + 3];

  return memcmp (head, SQLITE_MAGIC, sizeof SQLITE_MAGIC) == 0 && id == PGS_RECORDING_APPLICATION_ID;
}

/* Only its first bytes: the rest is read by the window, in a thread. */
static gboolean
check_file (const char  *path,
            GError     **error)
{
  g_autofree char *shown = pgs_text_dup_display (path, -1);
  const int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  struct stat status;
  guint8 head[ID_OFFSET + 4];
  gboolean is_good = FALSE;

  if (fd < 0 || fstat (fd, &status) < 0)
    g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno), "%s: %s", shown, g_strerror (errno));
  else if (S_ISDIR (status.st_mode))
    g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_ISDIR, _("%s: a directory, not a recording"), shown);
  else if (!S_ISREG (status.st_mode) || pread (fd, head, sizeof head, 0) != sizeof head || !has_head (head))
    g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL, _("%s: not a recording of Pagescape"), shown);
  else
    is_good = TRUE;
  if (fd >= 0)
    close (fd);
  return is_good;
}

/**
 * pgs_arguments_check_files:
 * @rest: (nullable) (array zero-terminated=1): names of files, relative to the working directory
 * @error: return location
 *
 * Returns: whether each looks like a recording; %FALSE with @error set, in %G_FILE_ERROR
 */
gboolean
pgs_arguments_check_files (const char * const *rest,
                           GError            **error)
{
  for (gsize i = 0; rest != NULL && rest[i] != NULL; i++)
    if (!check_file (rest[i], error))
      return FALSE;
  return TRUE;
}

/**
 * pgs_arguments_check_host:
 * @host: the machine that --host names
 * @rest: (nullable) (array zero-terminated=1): the arguments that are no options
 * @has_command: whether a command to start follows
 * @pid: (out): the process there; 0 if none was named. Whether it exists is not known here
 * @error: return location
 *
 * Returns: %FALSE with %PGS_ERROR_SYNTAX if that is no machine, or more than a PID is asked for there
 */
gboolean
pgs_arguments_check_host (const char          *host,
                          const char * const  *rest,
                          gboolean             has_command,
                          gint                *pid,
                          GError             **error)
{
  guint64 value = 0;

  *pid = 0;
  if (!pgs_host_check_name (host, error))
    return FALSE;
  if (has_command
      || (rest != NULL && rest[0] != NULL
          && (rest[1] != NULL
              || !g_ascii_string_to_unsigned (rest[0], 10, 1, PGS_ARGUMENTS_PID_MAX, &value, NULL))))
    {
      g_set_error_literal (error, PGS_ERROR, PGS_ERROR_SYNTAX, _("with --host only a process can be opened"));
      return FALSE;
    }
  *pid = (gint) value;
  return TRUE;
}
