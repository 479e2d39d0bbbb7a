/* pgs-cli-start.c: what comes before any sub-command
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-cli-start.h"

#include "pgs-cli-memory.h"
#include "pgs-cli-output.h"
#include "pgs-cli-process.h"
#include "pgs-locale.h"
#include "pgs-sandbox-opener.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

/* NOTES
 *
 * Drawing needs cairo, Pango and the 30 libraries that come with them. To load these takes 3.2 ms of
 * CPU time where all the rest of a start takes 1.3, in each of the many runs that draw nothing. So
 * draw is a program of its own, which is not in PATH.
 */

#define DRAW_PROGRAM "pagescape-cli-draw"
#define ADDRESSES ((gsize) 32 << 20) /* two threads with their stacks of 8 MiB, and what any command allocates */

/* All that is said goes through here, GOption's help, too: a full disk is an error. */
static void
print (const char *text)
{
  g_autoptr (GString) out = g_string_new (text);
  g_autoptr (GError) error = NULL;

  if (!pgs_cli_output_save (NULL, out, &error))
    exit (pgs_cli_fail (NULL, error));
}

/* The number of one that is closed would go to the next file that is opened, and what is said to a
 * file of somebody else. What takes its place fails as it does: nothing can be read or written. */
static void
fill_standard_descriptors (void)
{
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
    if (fcntl (fd, F_GETFD) < 0 && open ("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd)
      exit (PGS_CLI_FAILED);
}

/**
 * pgs_cli_start:
 *
 * Takes over the locale, makes sure of the standard descriptors and of memory, lets errors of writing be errors
 * and not signals, and has g_print() write to the standard output or end the program. Inside a sandbox,
 * processes are those outside of it.
 */
void
pgs_cli_start (void)
{
  fill_standard_descriptors ();
  pgs_cli_memory_guard ();
  pgs_cli_memory_require (ADDRESSES);
  pgs_locale_init ();
  g_set_prgname ("pagescape-cli");
  g_set_print_handler (print);
  pgs_sandbox_look_outside ();
  /* a reader that went away and a file that may not grow are errors of write(), told apart there */
  signal (SIGPIPE, SIG_IGN);
  signal (SIGXFSZ, SIG_IGN);
}

/* Returns: (transfer full): where the program is in a build directory, beside this one. */
static char *
get_neighbour (void)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *directory = self != NULL ? g_path_get_dirname (self) : NULL;

  return directory != NULL ? g_build_filename (directory, DRAW_PROGRAM, NULL) : NULL;
}

/**
 * pgs_cli_exec_draw:
 * @argv: the arguments of draw or of lab run, beginning with its name
 *
 * Becomes the program that draws.
 *
 * Returns: the exit status, if that cannot be started
 */
PgsCliStatus
pgs_cli_exec_draw (char **argv)
{
  const char *installed = PGS_LIBEXEC_DIR "/" DRAW_PROGRAM;
  g_autofree char *neighbour = get_neighbour ();
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) words = NULL;
  g_autoptr (GError) error = NULL;

  if (pgs_cli_process_is_elevated ())
    g_strv_builder_add (builder, PGS_CLI_ELEVATE);
  g_strv_builder_addv (builder, (const char **) argv);
  words = g_strv_builder_end (builder);
  if (neighbour != NULL)
    execv (neighbour, words);
  execv (installed, words);
  g_set_error (&error, PGS_CLI_ERROR, PGS_CLI_FAILED, "%s: %s", installed, g_strerror (errno));
  return pgs_cli_fail ("draw", error);
}
