/* command.c: running pagescape-cli as a script does
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "command.h"

#include <string.h>
#include <sys/wait.h>

/**
 * command_run:
 * @arguments: parted by blanks; "$PID" stands for @pid
 * @pid: a process
 * @folder: (nullable): where to run it
 * @setup: (nullable): called in the child before it runs
 * @data: for @setup
 *
 * Waits for its end, which must not be by a signal. What it says besides its data must be nothing or
 * one line.
 *
 * Returns: what it said
 */
Command
command_run (const char           *arguments,
             gint                  pid,
             const char           *folder,
             GSpawnChildSetupFunc  setup,
             gpointer              data)
{
  g_autoptr (GString) line = g_string_new (NULL);
  g_autofree char *number = g_strdup_printf ("%d", pid);
  g_auto (GStrv) argv = NULL;
  g_autoptr (GError) error = NULL;
  Command self;
  int status;

  g_string_printf (line, "%s %s", g_getenv ("PAGESCAPE_CLI"), arguments);
  g_string_replace (line, "$PID", number, 0);
  argv = g_strsplit (line->str, " ", -1);
  g_spawn_sync (folder, argv, NULL, G_SPAWN_LEAVE_DESCRIPTORS_OPEN, setup, data, &self.out, &self.err,
                &status, &error);
  g_assert_no_error (error);
  g_test_message ("%s: %s", line->str, self.err);
  g_assert_true (WIFEXITED (status));
  self.status = WEXITSTATUS (status);
  if (self.err[0] != '\0')
    {
      g_assert_true (g_str_has_prefix (self.err, "pagescape-cli: "));
      g_assert_true (strchr (self.err, '\n') == self.err + strlen (self.err) - 1);
    }
  return self;
}

/**
 * command_clear:
 * @self: what a command said
 */
void
command_clear (Command *self)
{
  g_clear_pointer (&self->out, g_free);
  g_clear_pointer (&self->err, g_free);
}
