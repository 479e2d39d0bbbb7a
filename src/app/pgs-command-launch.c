/* pgs-command-launch.c: a program that the command line asks to start
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * The instance that has the windows starts the program, in the working directory and environment that
 * the caller's instance sends: so the program is a child of who shows how it ended, and its terminal
 * belongs to the window. Had the caller started it, it would have to stay until the program ends, and
 * to pass on the terminal and the exit status. What is not sent are limits, umask, priority and
 * namespaces: those are of the instance that has the windows.
 *
 * The caller's instance waits until the program was executed, so that its exit status tells whether
 * it could be.
 */
#include "config.h"

#include "pgs-command-launch.h"

#include <glib/gi18n-lib.h>

#include "pgs-error.h"
#include "pgs-window.h"

/* As those of pagescape-cli record */
enum
{
  EXIT_NOT_STARTED = 1,
  EXIT_DENIED = 4,
};

typedef struct
{
  PgsApplication *application; /* held */
  GApplicationCommandLine *command_line;
  PgsProgram *program;
} Launch;

static void
launch_free (Launch *self)
{
  g_signal_handlers_disconnect_by_data (self->program, self);
  g_object_unref (self->program);
  g_object_unref (self->command_line); /* tells the caller its exit status */
  g_application_release (G_APPLICATION (self->application));
  g_free (self);
}

static void
fail (Launch       *self,
      const GError *error)
{
  const int status = g_error_matches (error, PGS_ERROR, PGS_ERROR_ACCESS) ? EXIT_DENIED
                                                                          : EXIT_NOT_STARTED;

  g_application_command_line_printerr (self->command_line, "pagescape: %s\n", error->message);
  g_application_command_line_set_exit_status (self->command_line, status);
  if (!g_application_command_line_get_is_remote (self->command_line))
    pgs_application_set_exit_status (self->application, status);
  launch_free (self);
}

static void
on_changed (Launch *self)
{
  GtkWidget *window;

  if (pgs_program_get_state (self->program) == PGS_LAUNCHER_STARTING)
    return;
  if (pgs_program_get_state (self->program) == PGS_LAUNCHER_FAILED)
    {
      fail (self, pgs_program_get_error (self->program));
      return;
    }
  window = pgs_window_new (self->application);
  pgs_window_take_program (PGS_WINDOW (window), self->program);
  gtk_window_present (GTK_WINDOW (window));
  launch_free (self);
}

/**
 * pgs_command_launch:
 * @application: the instance that has the windows
 * @command_line: who asked
 * @argv: (array zero-terminated=1): what to start
 *
 * Starts it where @command_line was written, and opens a window for it. If it cannot be executed
 * @command_line is told so, and there is no window.
 */
void
pgs_command_launch (PgsApplication          *application,
                    GApplicationCommandLine *command_line,
                    const char *const       *argv)
{
  Launch *self = g_new0 (Launch, 1);
  g_autoptr (GError) error = NULL;

  self->application = application;
  g_application_hold (G_APPLICATION (application));
  self->command_line = g_object_ref (command_line);
  self->program = pgs_program_new (argv, g_application_command_line_get_environ (command_line),
                                   g_application_command_line_get_cwd (command_line));
  g_signal_connect_swapped (self->program, "changed", G_CALLBACK (on_changed), self);
  if (!pgs_program_start (self->program, &error))
    fail (self, error);
}
