/* pgs-launch-dialog.c: asks which program to start and where
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-launch-dialog.h"

#include <glib/gi18n-lib.h>

#include "pgs-compat.h"
#include "pgs-text.h"

#define MAX_RECENT 8

struct _PgsLaunchDialog
{
  AdwWindow parent_instance;

  GSettings *settings;
  GFile *folder;
  GtkNativeDialog *chooser; /* (nullable): open */
  PgsProgram *program;           /* (nullable): on its way */

  GtkEditable *command;
  GtkLabel *problem;
  GtkWidget *launch;
  AdwActionRow *folder_row;
  AdwPreferencesGroup *recent;
};

enum
{
  LAUNCHED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PgsLaunchDialog, pgs_launch_dialog, ADW_TYPE_WINDOW)

static void
show_problem (PgsLaunchDialog *self,
              const char      *text)
{
  gtk_label_set_text (self->problem, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), text != NULL);
}

static void
show_folder (PgsLaunchDialog *self)
{
  g_autofree char *path = g_file_get_path (self->folder);
  g_autofree char *shown = pgs_text_dup_display (path != NULL ? path : "–", -1);

  adw_action_row_set_subtitle (self->folder_row, shown);
}

static void
on_changed (PgsLaunchDialog *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (self->command)));

  show_problem (self, NULL);
  gtk_widget_set_sensitive (self->launch, *text != '\0' && self->program == NULL);
}

static void
on_chosen (PgsLaunchDialog *self,
           int              response)
{
  g_autoptr (GFile) folder = pgs_compat_file_chooser_dup_file (self->chooser, response);

  if (folder != NULL)
    {
      g_set_object (&self->folder, folder);
      show_folder (self);
    }
  g_clear_object (&self->chooser);
}

static void
on_choose (PgsLaunchDialog *self)
{
  if (self->chooser != NULL)
    return;
  self->chooser = pgs_compat_file_chooser_new (GTK_WINDOW (self), _("Working Folder"),
                                               GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _("_Choose"));
  pgs_compat_file_chooser_set_file (self->chooser, self->folder);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_chosen), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (self->chooser);
}

/* Puts the command before the others and forgets the oldest. */
static void
remember (PgsLaunchDialog *self)
{
  const char *command = gtk_editable_get_text (self->command);
  g_auto (GStrv) before = g_settings_get_strv (self->settings, "recent-commands");
  g_autoptr (GStrvBuilder) after = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;
  g_autofree char *path = g_file_get_path (self->folder);
  guint n = 1;

  g_strv_builder_add (after, command);
  for (guint i = 0; before[i] != NULL && n < MAX_RECENT; i++)
    if (strcmp (before[i], command) != 0)
      {
        g_strv_builder_add (after, before[i]);
        n++;
      }
  all = g_strv_builder_end (after);
  g_settings_set_strv (self->settings, "recent-commands", (const char *const *) all);
  if (path != NULL && g_utf8_validate (path, -1, NULL))
    g_settings_set_string (self->settings, "launch-folder", path);
}

static void
drop_program (PgsLaunchDialog *self)
{
  if (self->program == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->program, self);
  g_clear_object (&self->program);
  on_changed (self);
}

static void
fail (PgsLaunchDialog *self,
      const GError    *error)
{
  g_autofree char *text = pgs_text_dup_display (error->message, -1);

  drop_program (self);
  show_problem (self, text);
  gtk_widget_grab_focus (GTK_WIDGET (self->command));
}

static void
on_program (PgsLaunchDialog *self)
{
  g_autoptr (PgsProgram) program = g_object_ref (self->program);

  if (pgs_program_get_state (program) == PGS_LAUNCHER_STARTING)
    return;
  if (pgs_program_get_state (program) == PGS_LAUNCHER_FAILED)
    {
      fail (self, pgs_program_get_error (program));
      return;
    }
  remember (self);
  drop_program (self);
  g_signal_emit (self, signals[LAUNCHED], 0, program);
  gtk_window_close (GTK_WINDOW (self));
}

static void
start (PgsLaunchDialog   *self,
       const char *const *argv)
{
  g_autofree char *path = g_file_get_path (self->folder);
  g_autoptr (GError) error = NULL;

  self->program = pgs_program_new (argv, NULL, path);
  g_signal_connect_swapped (self->program, "changed", G_CALLBACK (on_program), self);
  gtk_widget_set_sensitive (self->launch, FALSE);
  if (!pgs_program_start (self->program, &error))
    fail (self, error);
}

static void
on_launch (PgsLaunchDialog *self)
{
  g_auto (GStrv) argv = NULL;
  g_autoptr (GError) error = NULL;

  if (!gtk_widget_get_sensitive (self->launch))
    return;
  if (g_shell_parse_argv (gtk_editable_get_text (self->command), NULL, &argv, &error))
    start (self, (const char *const *) argv);
  else
    show_problem (self, error->message);
}

static void
on_recent (AdwActionRow    *row,
           PgsLaunchDialog *self)
{
  gtk_editable_set_text (self->command, adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)));
  gtk_editable_set_position (self->command, -1);
  gtk_widget_grab_focus (GTK_WIDGET (self->command));
}

static void
add_recent (PgsLaunchDialog *self)
{
  g_auto (GStrv) commands = g_settings_get_strv (self->settings, "recent-commands");

  for (guint i = 0; commands[i] != NULL && i < MAX_RECENT; i++)
    {
      GtkWidget *row = adw_action_row_new ();

      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), commands[i]);
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      g_signal_connect_object (row, "activated", G_CALLBACK (on_recent), self, 0);
      adw_preferences_group_add (self->recent, row);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->recent), commands[0] != NULL);
}

/* The folder of last time, if it is still there. */
static GFile *
get_first_folder (GSettings *settings)
{
  g_autofree char *path = g_settings_get_string (settings, "launch-folder");

  return g_file_new_for_path (g_file_test (path, G_FILE_TEST_IS_DIR) ? path : g_get_home_dir ());
}

static void
pgs_launch_dialog_dispose (GObject *object)
{
  PgsLaunchDialog *self = PGS_LAUNCH_DIALOG (object);

  if (self->program != NULL)
    g_signal_handlers_disconnect_by_data (self->program, self);
  g_clear_object (&self->program);
  g_clear_object (&self->chooser);
  g_clear_object (&self->folder);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (pgs_launch_dialog_parent_class)->dispose (object);
}

static void
pgs_launch_dialog_class_init (PgsLaunchDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pgs_launch_dialog_dispose;
  signals[LAUNCHED] = g_signal_new ("launched", PGS_TYPE_LAUNCH_DIALOG, G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 1, PGS_TYPE_PROGRAM);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/pagescape_app/Pagescape/"
                                                             "launch-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, PgsLaunchDialog, command);
  gtk_widget_class_bind_template_child (widget_class, PgsLaunchDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, PgsLaunchDialog, launch);
  gtk_widget_class_bind_template_child (widget_class, PgsLaunchDialog, folder_row);
  gtk_widget_class_bind_template_child (widget_class, PgsLaunchDialog, recent);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_choose);
  gtk_widget_class_bind_template_callback (widget_class, on_launch);
}

static void
pgs_launch_dialog_init (PgsLaunchDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * pgs_launch_dialog_new:
 * @parent: the window it belongs to
 * @settings: where commands are remembered
 *
 * Returns: (transfer none): the dialog, to be presented; GTK owns it
 */
GtkWidget *
pgs_launch_dialog_new (GtkWindow *parent,
                       GSettings *settings)
{
  PgsLaunchDialog *self = g_object_new (PGS_TYPE_LAUNCH_DIALOG, "transient-for", parent, NULL);

  self->settings = g_object_ref (settings);
  self->folder = get_first_folder (settings);
  show_folder (self);
  add_recent (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->command));
  return GTK_WIDGET (self);
}
