/* pgs-application.c: the program: its command line, its windows, what they share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-application.h"

#include <glib/gi18n-lib.h>

#include "pgs-application-actions.h"
#include "pgs-arguments.h"
#include "pgs-command-launch.h"
#include "pgs-error.h"
#include "pgs-format.h"
#include "pgs-label.h"
#include "pgs-resources.h"
#include "pgs-rights-actions.h"
#include "pgs-window.h"

/* The exit codes of pagescape-cli(1). */
enum
{
  EXIT_USAGE = 2,
  EXIT_NO_PROCESS = 3,
  EXIT_NO_RECORDING = 5,
};

struct _PgsApplication
{
  AdwApplication parent_instance;

  GSettings *settings;
  PgsMonitor *monitor;
  PgsElevation *rights;
  char **command; /* (nullable): that the command line of this very process names */
  int exit_status; /* of what it asked for, once that has failed */
};

G_DEFINE_FINAL_TYPE (PgsApplication, pgs_application, ADW_TYPE_APPLICATION)

static void
open_remote_window (PgsApplication *self,
                    const char     *host,
                    gint            pid)
{
  GtkWidget *window = pgs_window_new_remote (self, host);

  if (pid != 0)
    pgs_window_watch (PGS_WINDOW (window), pid);
  gtk_window_present (GTK_WINDOW (window));
}

static gboolean
pgs_application_local_command_line (GApplication   *application,
                                    char         ***arguments,
                                    int            *exit_status)
{
  PGS_APPLICATION (application)->command = pgs_arguments_take_command (*arguments);

  return G_APPLICATION_CLASS (pgs_application_parent_class)
           ->local_command_line (application, arguments, exit_status);
}

static int
get_exit_status (const GError *error)
{
  if (error->domain != PGS_ERROR)
    return EXIT_NO_RECORDING;
  return g_error_matches (error, PGS_ERROR, PGS_ERROR_NO_PROCESS) ? EXIT_NO_PROCESS : EXIT_USAGE;
}

static gboolean
schema_is_there (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, PGS_APPLICATION_ID, TRUE);

  return schema != NULL;
}

/* Runs before there is a display, in the process that was started: errors reach its terminal. */
static int
pgs_application_handle_local_options (GApplication *application,
                                      GVariantDict *options)
{
  PgsApplication *self = PGS_APPLICATION (application);
  g_autofree const char **rest = NULL;
  g_autoptr (GError) error = NULL;
  const char *host = NULL;
  gint pid;

  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("pagescape %s\n", PGS_VERSION);
      return 0;
    }
  g_variant_dict_lookup (options, G_OPTION_REMAINING, "^a&ay", &rest);
  g_variant_dict_lookup (options, "host", "^&ay", &host);
  if (host != NULL ? !pgs_arguments_check_host (host, rest, self->command != NULL, &pid, &error)
                   : !pgs_arguments_get_pid (rest, &pid, &error)
                       || (pid == 0 && !pgs_arguments_check_files (rest, &error)))
    {
      g_printerr ("pagescape: %s\n", error->message);
      return get_exit_status (error);
    }
  if (self->command != NULL && rest != NULL && rest[0] != NULL)
    {
      g_printerr ("pagescape: %s\n", _("either a process or a file to open, or a command to start"));
      return EXIT_USAGE;
    }
  if (self->command != NULL)
    g_variant_dict_insert (options, "command", "^aay", self->command);
  if (!schema_is_there ())
    {
      g_printerr ("pagescape: %s\n", _("its settings schema is not installed; in a build tree start "
                                       "it with ./build-aux/run or set GSETTINGS_SCHEMA_DIR"));
      return 1;
    }

  return -1;
}

/* Relative to the working directory of who asked. */
static void
open_files (PgsApplication          *self,
            GApplicationCommandLine *command_line,
            const char             **paths)
{
  for (gsize i = 0; paths[i] != NULL; i++)
    {
      g_autoptr (GFile) file = g_application_command_line_create_file_for_arg (command_line, paths[i]);

      pgs_application_open_file (self, file);
    }
}

static void
pgs_application_open (GApplication  *application,
                      GFile        **files,
                      int            n_files,
                      const char    *hint)
{
  for (int i = 0; i < n_files; i++)
    pgs_application_open_file (PGS_APPLICATION (application), files[i]);
}

static int
pgs_application_command_line (GApplication            *application,
                              GApplicationCommandLine *command_line)
{
  PgsApplication *self = PGS_APPLICATION (application);
  GVariantDict *options = g_application_command_line_get_options_dict (command_line);
  g_autofree const char **rest = NULL;
  g_autofree const char **command = NULL;
  g_autoptr (GError) error = NULL;
  const char *host = NULL;
  gint pid;

  g_variant_dict_lookup (options, G_OPTION_REMAINING, "^a&ay", &rest);
  g_variant_dict_lookup (options, "host", "^&ay", &host);
  if (host != NULL && pgs_arguments_check_host (host, rest, FALSE, &pid, NULL))
    {
      open_remote_window (self, host, pid);
      return 0;
    }
  if (!pgs_arguments_get_pid (rest, &pid, &error))
    {
      g_application_command_line_printerr (command_line, "pagescape: %s\n", error->message);
      return EXIT_NO_PROCESS;
    }
  if (g_variant_dict_contains (options, "new-window"))
    pgs_application_open_window (self, 0);
  else if (g_variant_dict_lookup (options, "command", "^a&ay", &command) && command[0] != NULL)
    pgs_command_launch (self, command_line, command);
  else if (pid != 0)
    pgs_application_open_window (self, pid);
  else if (rest == NULL || rest[0] == NULL)
    g_application_activate (application);
  else
    open_files (self, command_line, rest);

  return 0;
}

static void
pgs_application_activate (GApplication *application)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));

  if (window != NULL)
    gtk_window_present (window);
  else
    pgs_application_open_window (PGS_APPLICATION (application), 0);
}

static void
apply_color_scheme (PgsApplication *self)
{
  static const AdwColorScheme schemes[] = { ADW_COLOR_SCHEME_DEFAULT, ADW_COLOR_SCHEME_FORCE_LIGHT,
                                            ADW_COLOR_SCHEME_FORCE_DARK };

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      schemes[g_settings_get_enum (self->settings,
                                                                   "color-scheme")]);
}

static void
apply_size_unit (PgsApplication *self)
{
  pgs_format_set_size_unit (g_settings_get_enum (self->settings, "size-unit"));
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    gtk_widget_queue_draw (l->data);
}

static void
follow_settings (PgsApplication *self)
{
  g_signal_connect_object (self->settings, "changed::color-scheme",
                           G_CALLBACK (apply_color_scheme), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "changed::size-unit", G_CALLBACK (apply_size_unit),
                           self, G_CONNECT_SWAPPED);
  apply_color_scheme (self);
  apply_size_unit (self);
}

static void
pgs_application_startup (GApplication *application)
{
  PgsApplication *self = PGS_APPLICATION (application);

  pgs_register_resource ();
  G_APPLICATION_CLASS (pgs_application_parent_class)->startup (application);

  self->settings = g_settings_new (PGS_APPLICATION_ID);
  follow_settings (self);
  gtk_window_set_default_icon_name (PGS_APPLICATION_ID);
  pgs_label_forbid_hyphens ();
  self->monitor = pgs_monitor_new ();
  pgs_monitor_start (self->monitor);
  self->rights = pgs_elevation_new ();
  pgs_application_actions_add (self);
  pgs_rights_actions_add (G_ACTION_MAP (self), self->rights);
}

static void
pgs_application_shutdown (GApplication *application)
{
  PgsApplication *self = PGS_APPLICATION (application);

  pgs_elevation_end (self->rights);
  G_APPLICATION_CLASS (pgs_application_parent_class)->shutdown (application);
}

static void
pgs_application_window_added (GtkApplication *application,
                              GtkWindow      *window)
{
  GTK_APPLICATION_CLASS (pgs_application_parent_class)->window_added (application, window);
  pgs_application_note_hidden (PGS_APPLICATION (application));
}

static void
pgs_application_window_removed (GtkApplication *application,
                                GtkWindow      *window)
{
  GTK_APPLICATION_CLASS (pgs_application_parent_class)->window_removed (application, window);
  pgs_application_note_hidden (PGS_APPLICATION (application));
}

static void
pgs_application_dispose (GObject *object)
{
  PgsApplication *self = PGS_APPLICATION (object);

  g_clear_object (&self->monitor);
  g_clear_object (&self->rights);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->command, g_strfreev);
  G_OBJECT_CLASS (pgs_application_parent_class)->dispose (object);
}

static void
pgs_application_class_init (PgsApplicationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  object_class->dispose = pgs_application_dispose;
  application_class->local_command_line = pgs_application_local_command_line;
  application_class->handle_local_options = pgs_application_handle_local_options;
  application_class->command_line = pgs_application_command_line;
  application_class->open = pgs_application_open;
  application_class->activate = pgs_application_activate;
  application_class->startup = pgs_application_startup;
  application_class->shutdown = pgs_application_shutdown;
  GTK_APPLICATION_CLASS (klass)->window_added = pgs_application_window_added;
  GTK_APPLICATION_CLASS (klass)->window_removed = pgs_application_window_removed;
}

static void
pgs_application_init (PgsApplication *self)
{
  static const GOptionEntry entries[] = {
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Print the version and exit"), NULL },
    { "new-window", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Open another window"), NULL },
    { "host", 0, 0, G_OPTION_ARG_FILENAME, NULL, N_("Look at another computer, over ssh"), N_("USER@HOST") },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, NULL, NULL, N_("[PID | FILE… | -- COMMAND [ARGUMENT…]]") },
    G_OPTION_ENTRY_NULL,
  };

  g_application_set_option_context_summary (G_APPLICATION (self),
                                            _("See the memory of a process: every mapping of its "
                                              "address space, every page that is in RAM."));
  g_application_add_main_option_entries (G_APPLICATION (self), entries);
}

/**
 * pgs_application_new:
 *
 * Returns: (transfer full): the application, to be run once
 */
PgsApplication *
pgs_application_new (void)
{
  return g_object_new (PGS_TYPE_APPLICATION,
                       "application-id", PGS_APPLICATION_ID,
                       "flags", G_APPLICATION_HANDLES_COMMAND_LINE | G_APPLICATION_HANDLES_OPEN
                                  | G_APPLICATION_SEND_ENVIRONMENT,
                       "resource-base-path", "/io/github/pagescape_app/Pagescape",
                       NULL);
}

/**
 * pgs_application_get_settings:
 * @self: a started application
 *
 * Returns: (transfer none): the settings of this user
 */
GSettings *
pgs_application_get_settings (PgsApplication *self)
{
  g_return_val_if_fail (PGS_IS_APPLICATION (self), NULL);

  return self->settings;
}

/**
 * pgs_application_get_monitor:
 * @self: a started application
 *
 * Returns: (transfer none): the monitor that all windows share
 */
PgsMonitor *
pgs_application_get_monitor (PgsApplication *self)
{
  g_return_val_if_fail (PGS_IS_APPLICATION (self), NULL);

  return self->monitor;
}

/**
 * pgs_application_get_rights:
 * @self: a started application
 *
 * Returns: (transfer none): what all windows may look into beyond what the user may
 */
PgsElevation *
pgs_application_get_rights (PgsApplication *self)
{
  g_return_val_if_fail (PGS_IS_APPLICATION (self), NULL);

  return self->rights;
}

/**
 * pgs_application_note_hidden:
 * @self: a started application
 *
 * To be called when one of its windows came to be seen, or no longer is: if none is, the machine is
 * looked at rarely.
 */
void
pgs_application_note_hidden (PgsApplication *self)
{
  gboolean hidden = TRUE;

  g_return_if_fail (PGS_IS_APPLICATION (self));

  if (self->monitor == NULL)
    return;
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    if (PGS_IS_WINDOW (l->data) && pgs_window_is_of_this_machine (l->data) && !pgs_window_is_hidden (l->data))
      hidden = FALSE;
  g_object_set (self->monitor, "hidden", hidden, NULL);
}

/**
 * pgs_application_open_window:
 * @self: a started application
 * @pid: whom the window watches; 0: nobody yet
 */
void
pgs_application_open_window (PgsApplication *self,
                             gint            pid)
{
  GtkWidget *window;

  g_return_if_fail (PGS_IS_APPLICATION (self));

  window = pgs_window_new (self);
  if (pid != 0)
    pgs_window_watch (PGS_WINDOW (window), pid);
  gtk_window_present (GTK_WINDOW (window));
}

/**
 * pgs_application_open_file:
 * @self: a started application
 * @file: a recording
 *
 * Opens it in a window of its own.
 */
void
pgs_application_open_file (PgsApplication *self,
                           GFile          *file)
{
  GtkWidget *window;

  g_return_if_fail (PGS_IS_APPLICATION (self));

  window = pgs_window_new (self);
  pgs_window_open (PGS_WINDOW (window), file);
  gtk_window_present (GTK_WINDOW (window));
}

/**
 * pgs_application_set_exit_status:
 * @self: an application
 * @status: what the command line of this very process comes to, after all
 */
void
pgs_application_set_exit_status (PgsApplication *self,
                                 int             status)
{
  g_return_if_fail (PGS_IS_APPLICATION (self));

  self->exit_status = status;
}

/**
 * pgs_application_get_exit_status:
 * @self: an application that has run
 *
 * Returns: what pgs_application_set_exit_status() said, else 0
 */
int
pgs_application_get_exit_status (PgsApplication *self)
{
  g_return_val_if_fail (PGS_IS_APPLICATION (self), 1);

  return self->exit_status;
}
