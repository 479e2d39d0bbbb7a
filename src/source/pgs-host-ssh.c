/* pgs-host-ssh.c: how ssh is called
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * ssh is the person's own, with their configuration, keys and agent; nothing of it is done here. It joins
 * the words behind the host by blanks and gives them to the login shell there, so each word is quoted
 * for a shell. What could be taken for an option is refused as the name of a host.
 *
 * PAGESCAPE_SSH is what is called in place of "ssh", perhaps with options ("ssh -F FILE");
 * PAGESCAPE_REMOTE_CLI the program there in place of "pagescape-cli", for one that is not in PATH.
 */
#include "config.h"

#include "pgs-host.h"

#include "pgs-sandbox.h"
#include "pgs-text.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#define ALIVE_OPTION "ServerAliveInterval=15" /* a connection that is gone is noticed after three of these */

/**
 * pgs_host_check_name:
 * @name: what a person typed
 * @error: (out) (optional): what is wrong with it
 *
 * A name is what ssh takes: HOST, USER@HOST, a name of its configuration, or ssh://….
 *
 * Returns: %FALSE with %PGS_ERROR_SYNTAX if that can be no host
 */
gboolean
pgs_host_check_name (const char  *name,
                     GError     **error)
{
  g_autofree char *shown = pgs_text_dup_display (name, -1);
  gboolean is_good = *name != '\0' && *name != '-';

  for (const char *p = name; *p != '\0'; p++)
    if ((guchar) *p <= ' ' || *p == 0x7f)
      is_good = FALSE;
  if (!is_good)
    g_set_error (error, PGS_ERROR, PGS_ERROR_SYNTAX, _("“%s” is no name of a host"), shown);
  return is_good;
}

/* The words of one command line for the shell there. */
static char *
quote (const char * const *arguments)
{
  const char *program = g_getenv ("PAGESCAPE_REMOTE_CLI");
  g_autofree char *first = g_shell_quote (program != NULL && *program != '\0' ? program : "pagescape-cli");
  GString *line = g_string_new (first);

  for (; *arguments != NULL; arguments++)
    {
      g_autofree char *word = g_shell_quote (*arguments);

      g_string_append_printf (line, " %s", word);
    }
  return g_string_free (line, FALSE);
}

static gboolean
has_askpass (void)
{
  g_autofree char *found = NULL;

  if (g_getenv ("SSH_ASKPASS") != NULL)
    return TRUE;
  found = g_find_program_in_path ("ssh-askpass");
  return found != NULL;
}

static void
add (GPtrArray  *argv,
     const char *word)
{
  g_ptr_array_add (argv, g_strdup (word));
}

/**
 * pgs_host_get_argv:
 * @name: a host
 * @arguments: (array zero-terminated=1): of pagescape-cli there
 * @flags: who may be asked for passwords
 * @error: (out) (optional): what is wrong
 *
 * Returns: (transfer full) (array zero-terminated=1): the command that runs it; %NULL with
 *   %PGS_ERROR_SYNTAX
 */
char **
pgs_host_get_argv (const char          *name,
                   const char * const  *arguments,
                   PgsHostFlags         flags,
                   GError             **error)
{
  const char *program = g_getenv ("PAGESCAPE_SSH");
  g_autoptr (GPtrArray) argv = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) words = NULL;

  if (!pgs_host_check_name (name, error))
    return NULL;
  if (!g_shell_parse_argv (program != NULL && *program != '\0' ? program : "ssh", NULL, &words, error))
    return NULL;
  for (char **word = words; *word != NULL; word++)
    add (argv, *word);
  add (argv, "-T");
  add (argv, "-o");
  add (argv, ALIVE_OPTION);
  if ((flags & PGS_HOST_WINDOW) && !has_askpass ())
    {
      add (argv, "-o");
      add (argv, "BatchMode=yes");
    }
  add (argv, "--");
  add (argv, name);
  g_ptr_array_add (argv, quote (arguments));
  g_ptr_array_add (argv, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&argv), FALSE);
}

/* In the child: signals that this program blocks or ignores are ssh's own matter; without a terminal of its
 * session it cannot ask there. */
static void
set_up_child (gpointer data)
{
  const PgsHostFlags flags = (PgsHostFlags) GPOINTER_TO_UINT (data);
  sigset_t none;

  sigemptyset (&none);
  sigprocmask (SIG_SETMASK, &none, NULL);
  signal (SIGPIPE, SIG_DFL);
  if (flags & PGS_HOST_WINDOW)
    setsid ();
}

/* The runtime has no ssh, and the sandbox no network. */
static gboolean
check_program (const char  *program,
               GError     **error)
{
  g_autofree char *path = g_find_program_in_path (program);

  if (path != NULL || !pgs_sandbox_is_flatpak ())
    return TRUE;
  g_set_error_literal (error, PGS_ERROR, PGS_ERROR_UNSUPPORTED,
                       _("Inside Flatpak there is no ssh. Other machines are seen by a Pagescape that was installed "
                         "in another way."));
  return FALSE;
}

/**
 * pgs_host_spawn:
 * @argv: of pgs_host_get_argv()
 * @flags: as there
 * @error_fd: where its errors go; -1: to those of this program
 * @pid: (out): the process, to be waited for
 * @input: (out) (nullable): a pipe to it; %NULL: it has nothing to read
 * @output: (out): a pipe from it; to be closed by who calls, as @input
 * @error: (out) (optional): why it could not be started
 *
 * Returns: %FALSE with @error
 */
gboolean
pgs_host_spawn (char         **argv,
                PgsHostFlags   flags,
                int            error_fd,
                pid_t         *pid,
                int           *input,
                int           *output,
                GError       **error)
{
  const GSpawnFlags spawn_flags = G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_CLOEXEC_PIPES;
  g_auto (GStrv) environment = g_get_environ ();

  if (flags & PGS_HOST_WINDOW)
    environment = g_environ_setenv (environment, "SSH_ASKPASS_REQUIRE", "force", TRUE);
  if (!check_program (argv[0], error))
    return FALSE;
  return g_spawn_async_with_pipes_and_fds (NULL, (const char * const *) argv,
                                           (const char * const *) environment, spawn_flags, set_up_child,
                                           GUINT_TO_POINTER (flags), -1, -1, error_fd, NULL, NULL, 0, pid,
                                           input, output, NULL, error);
}
