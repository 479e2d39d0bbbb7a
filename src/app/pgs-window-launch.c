/* pgs-window-launch.c: programs that a window starts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-window-private.h"

#include <glib/gi18n-lib.h>

#include "pgs-compat.h"
#include "pgs-launch-dialog.h"
#include "pgs-sandbox.h"

/* A window has one program at a time: while it runs, another one gets a window of its own. */
static void
on_launched (PgsWindow  *self,
             PgsProgram *program)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));
  GtkWidget *window = GTK_WIDGET (self);

  if (self->remote != NULL
      || (self->program_watch != NULL && pgs_program_watch_get_live (self->program_watch) != NULL))
    window = pgs_window_new (PGS_APPLICATION (application));
  pgs_window_take_program (PGS_WINDOW (window), program);
  gtk_window_present (GTK_WINDOW (window));
}

static void
activate_launch (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       data)
{
  PgsWindow *self = data;
  GtkWidget *dialog;

  if (pgs_sandbox_is_flatpak ())
    {
      pgs_compat_tell (GTK_WIDGET (self), _("Programs Cannot Be Launched Here"),
                       _("Inside Flatpak, programs of this machine cannot be started. Start it outside and choose "
                         "it in the list of processes."));
      return;
    }
  dialog = pgs_launch_dialog_new (GTK_WINDOW (self), self->settings);
  g_signal_connect_object (dialog, "launched", G_CALLBACK (on_launched), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static gboolean
close_now (gpointer data)
{
  gtk_window_close (GTK_WINDOW (data));
  return G_SOURCE_REMOVE;
}

/* The dialog is still at work: it must not be destroyed along with its parent. */
static void
on_close_response (PgsWindow  *self,
                   const char *response)
{
  self->asking = FALSE;
  if (strcmp (response, "destroy") != 0)
    return;
  self->closing = TRUE;
  g_idle_add_full (G_PRIORITY_DEFAULT, close_now, g_object_ref (self), g_object_unref);
}

/* Asks as a terminal does whose program still runs. */
static void
ask_before_closing (PgsWindow  *self,
                    PgsProgram *program)
{
  g_autofree char *name = pgs_program_dup_name (program);
  g_autofree char *heading = g_strdup_printf (_("Close and End %s?"), name);
  GtkWidget *dialog = pgs_compat_ask (GTK_WINDOW (self), heading,
                                      _("It was launched in this window and still runs. Closing the window "
                                        "hangs up its terminal, which ends most programs (SIGHUP)."),
                                      _("C_lose"));

  self->asking = TRUE;
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_close_response), self,
                           G_CONNECT_SWAPPED);
}

/**
 * pgs_window_may_close:
 * @self: a window that is to be closed
 *
 * Returns: %FALSE if its program still runs: the person is asked then, and closes it again
 */
gboolean
pgs_window_may_close (PgsWindow *self)
{
  PgsProgram *program = self->program_watch != NULL
                          ? pgs_program_watch_get_live (self->program_watch) : NULL;

  if (program == NULL || self->closing)
    return TRUE;
  if (!self->asking)
    ask_before_closing (self, program);
  return FALSE;
}

/**
 * pgs_window_add_launch:
 * @self: a window
 *
 * Adds the action that asks for a program to start.
 */
void
pgs_window_add_launch (PgsWindow *self)
{
  static const GActionEntry entry = { .name = "launch", .activate = activate_launch };

  g_action_map_add_action_entries (G_ACTION_MAP (self), &entry, 1, self);
}

static void
add_output_action (PgsWindow *self)
{
  g_autoptr (GPropertyAction) action =
    g_property_action_new ("show-output", self->output_split, "side-visible");

  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (action));
}

/**
 * pgs_window_take_program:
 * @self: a window whose program, if it has one, has ended
 * @program: one that was started
 *
 * Watches it from its first instruction and shows what it writes.
 */
void
pgs_window_take_program (PgsWindow  *self,
                         PgsProgram *program)
{
  g_return_if_fail (PGS_IS_WINDOW (self));

  if (self->program_watch == NULL)
    {
      self->program_watch = pgs_program_watch_new (self->session, self->program_pane,
                                                   self->process_list);
      add_output_action (self);
    }
  g_object_set (self->output_split, "show-side", TRUE, NULL);
  pgs_program_watch_take (self->program_watch, program);
}
