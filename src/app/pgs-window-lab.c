/* pgs-window-lab.c: the Lab in a window: its list stands in the place of the processes'
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-window-private.h"

#include <glib/gi18n-lib.h>

static void
on_open_in_map (PgsWindow *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.view", "s", "map");
}

/* Where the list has taken the place of what it lists, it gives way. */
static void
on_entered (PgsWindow *self)
{
  pgs_split_uncover (self->processes_split);
}

static void
make_page (PgsWindow *self)
{
  PgsLabList *list;

  self->lab_page = PGS_LAB_PAGE (pgs_lab_page_new (self->session));
  list = pgs_lab_page_get_list (self->lab_page);
  adw_bin_set_child (self->lab_bin, GTK_WIDGET (self->lab_page));
  adw_bin_set_child (self->lab_list_bin, GTK_WIDGET (list));
  g_signal_connect_object (self->lab_page, "open-in-map", G_CALLBACK (on_open_in_map), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (list, "entered", G_CALLBACK (on_entered), self, G_CONNECT_SWAPPED);
}

static void
activate_lesson (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       data)
{
  PgsWindow *self = data;

  gtk_widget_activate_action (GTK_WIDGET (self), "win.view", "s", "lab");
  pgs_lab_list_choose (pgs_lab_page_get_list (self->lab_page), g_variant_get_string (parameter, NULL));
  pgs_lab_page_focus (self->lab_page);
}

/**
 * pgs_window_add_lab:
 * @self: a window that is made
 *
 * Adds its actions: `lesson` shows the experiment of that name.
 */
void
pgs_window_add_lab (PgsWindow *self)
{
  static const GActionEntry entries[] = {
    { .name = "lesson", .activate = activate_lesson, .parameter_type = "s" },
  };

  g_return_if_fail (PGS_IS_WINDOW (self));

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}

/**
 * pgs_window_show_lab_title:
 * @self: a window
 *
 * Names the experiment that runs, who takes part, and how far it is, while the Lab shows it.
 *
 * Returns: %FALSE, changing nothing, if that is not so
 */
gboolean
pgs_window_show_lab_title (PgsWindow *self)
{
  g_autofree char *title = NULL, *subtitle = NULL;

  g_return_val_if_fail (PGS_IS_WINDOW (self), FALSE);

  if (self->lab_page == NULL || gtk_stack_get_visible_child (self->views) != GTK_WIDGET (self->lab_bin))
    return FALSE;
  title = pgs_lab_page_dup_title (self->lab_page, &subtitle);
  if (title == NULL)
    return FALSE;
  pgs_window_set_title (self, title, subtitle);
  return TRUE;
}

/**
 * pgs_window_show_lab:
 * @self: a window
 * @shown: whether the Lab is its view now
 *
 * What is about a process that is watched gives way to it, and returns after.
 */
void
pgs_window_show_lab (PgsWindow *self,
                     gboolean   shown)
{
  g_return_if_fail (PGS_IS_WINDOW (self));

  if (shown && self->lab_page == NULL)
    make_page (self);
  g_settings_bind (self->settings, shown ? "lab-list-width" : "processes-width", self->processes_split, "side-size", 0);
  gtk_stack_set_visible_child (self->side, shown ? GTK_WIDGET (self->lab_list_bin) : self->processes_pane);
  gtk_widget_set_visible (self->notices, !shown);
  gtk_widget_set_visible (GTK_WIDGET (self->program_pane), !shown);
  gtk_widget_set_tooltip_text (self->side_button, shown ? _("Experiments (F9)") : _("Process List (F9)"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->side_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  shown ? _("List of experiments") : _("Process list"), -1);
}
