/* pgs-cli-host.c: sub-commands about another machine: --host before them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * list, snapshot and watch run there: the same program, so the same output, messages and exit status. Only
 * what they write comes over, so that a terminal here gets nothing that it would obey. record, which writes a
 * file here, and watch, where it draws on a terminal, take samples from the stream.
 */
#include "config.h"

#include "pgs-cli-host.h"

#include "pgs-cli-output.h"
#include "pgs-host.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define READ_SIZE 65536
#define SSH_FAILED 255

/**
 * pgs_cli_host_take_option:
 * @argv: (inout): the arguments of the program; moved behind --host, if that is the first
 * @host: (out) (nullable): the host
 * @error: (out) (optional): a wrong usage
 *
 * Returns: %FALSE with @error
 */
gboolean
pgs_cli_host_take_option (char       ***argv,
                          const char  **host,
                          GError      **error)
{
  const char *first = **argv != NULL ? (*argv)[1] : NULL;

  *host = NULL;
  if (first == NULL || !g_str_has_prefix (first, PGS_CLI_HOST))
    return TRUE;
  if (first[strlen (PGS_CLI_HOST)] == '=')
    *host = first + strlen (PGS_CLI_HOST) + 1;
  else if (first[strlen (PGS_CLI_HOST)] == '\0')
    {
      *argv += 1;
      *host = (*argv)[1] != NULL ? (*argv)[1] : "";
    }
  else
    return TRUE;
  if (!pgs_host_check_name (*host, error))
    {
      if (error != NULL) /* whatever it is called below: the usage is wrong */
        (*error)->domain = PGS_CLI_ERROR, (*error)->code = PGS_CLI_USAGE;
      return FALSE;
    }
  *argv += 1;
  return TRUE;
}

/* Takes -o FILE out of the arguments, since the file is to be here. Returns: (transfer full). */
static char **
split_output (char       **argv,
              const char **path)
{
  g_autoptr (GPtrArray) rest = g_ptr_array_new ();

  *path = NULL;
  for (; *argv != NULL; argv++)
    if ((strcmp (*argv, "-o") == 0 || strcmp (*argv, "--output") == 0) && argv[1] != NULL)
      *path = *++argv;
    else if (g_str_has_prefix (*argv, "--output="))
      *path = *argv + strlen ("--output=");
    else if (g_str_has_prefix (*argv, "-o"))
      *path = *argv + strlen ("-o");
    else
      g_ptr_array_add (rest, g_strdup (*argv));
  g_ptr_array_add (rest, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&rest), FALSE);
}

/* Copies what comes from @fd. Returns: %FALSE with @error if it cannot be written. */
static gboolean
copy (int            fd,
      PgsCliOutput  *output,
      GError       **error)
{
  g_autofree char *buffer = g_malloc (READ_SIZE);

  for (;;)
    {
      const gssize n = read (fd, buffer, READ_SIZE);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return TRUE;
      if (!pgs_cli_output_write (output, buffer, (gsize) n, error))
        return FALSE;
    }
}

/* The status of the command there is that of the one here; ssh has said why there is no connection. */
static PgsCliStatus
to_status (const char *host,
           const char *command,
           int         status)
{
  const int code = WIFEXITED (status) ? WEXITSTATUS (status) : SSH_FAILED;
  g_autoptr (GError) error = NULL;

  if (code <= PGS_CLI_UNREADABLE)
    return (PgsCliStatus) code;
  if (code == 127)
    g_set_error (&error, PGS_CLI_ERROR, PGS_CLI_FAILED,
                 _("%s: there is no pagescape-cli in its PATH: install Pagescape there"), host);
  else
    g_set_error (&error, PGS_CLI_ERROR, PGS_CLI_FAILED, _("%s: there is no connection"), host);
  return pgs_cli_fail (command, error);
}

static gboolean
relay (const char          *host,
       const char * const  *arguments,
       PgsCliOutput        *output,
       int                 *status,
       GError             **error)
{
  g_auto (GStrv) argv = pgs_host_get_argv (host, arguments, PGS_HOST_TERMINAL, error);
  pid_t pid;
  int fd;
  gboolean is_good;

  if (argv == NULL || !pgs_host_spawn (argv, PGS_HOST_TERMINAL, -1, &pid, NULL, &fd, error))
    return FALSE;
  is_good = copy (fd, output, error);
  close (fd); /* so that one that goes on writing ends */
  while (waitpid (pid, status, 0) < 0 && errno == EINTR)
    ;
  return is_good;
}

/* Runs a command there and hands on what it says. */
static PgsCliStatus
run_there (const char  *host,
           char       **argv)
{
  const char *path;
  g_auto (GStrv) arguments = split_output (argv, &path);
  g_autoptr (GError) error = NULL;
  g_autoptr (PgsCliOutput) output = pgs_cli_output_open (path, &error);
  PgsCliStatus result;
  int status = 0;

  if (output == NULL || !relay (host, (const char * const *) arguments, output, &status, &error))
    return pgs_cli_fail (argv[0], error);
  result = to_status (host, argv[0], status);
  if (result == PGS_CLI_OK && !pgs_cli_output_commit (output, &error))
    return pgs_cli_fail (argv[0], error);
  return result;
}

/* Whether watch is to draw a chart: on a terminal, where no format and no help is asked for. */
static gboolean
draws (char **argv)
{
  if (!isatty (STDOUT_FILENO))
    return FALSE;
  for (; *argv != NULL && strcmp (*argv, "--") != 0; argv++)
    if (g_str_has_prefix (*argv, "--format") || strcmp (*argv, "--help") == 0)
      return FALSE;
  return TRUE;
}

/**
 * pgs_cli_host_run:
 * @host: a host
 * @argv: the sub-command, one that may look there, and its arguments
 *
 * Returns: the exit status
 */
PgsCliStatus
pgs_cli_host_run (const char  *host,
                  char       **argv)
{
  if (strcmp (argv[0], "watch") == 0 && draws (argv))
    return pgs_cli_watch_host (host, argv);
  if (strcmp (argv[0], "record") == 0)
    return pgs_cli_record_host (host, argv);
  return run_there (host, argv);
}
