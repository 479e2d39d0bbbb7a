/* pgs-list-tab.c: lets the Tab key leave a list
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES: In GTK 4.8 Tab goes through all rows of a list, thousands maybe, before it leaves it. GTK 4.12 has
 * gtk_column_view_set_tab_behavior(); this does the same in all versions. The arrow keys go from row to row.
 */
#include "config.h"

#include "pgs-list-tab.h"

static gboolean
on_key (GtkEventControllerKey *keys,
        guint                  keyval,
        guint                  keycode,
        GdkModifierType        state)
{
  GtkWidget *view = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (keys));
  const gboolean is_back = keyval == GDK_KEY_ISO_Left_Tab || (state & GDK_SHIFT_MASK);

  if (keyval != GDK_KEY_Tab && keyval != GDK_KEY_KP_Tab && keyval != GDK_KEY_ISO_Left_Tab)
    return GDK_EVENT_PROPAGATE;
  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK))
    return GDK_EVENT_PROPAGATE;
  gtk_widget_set_can_focus (view, FALSE); /* nothing in it is a place to go to */
  g_signal_emit_by_name (gtk_widget_get_root (view), "move-focus",
                         is_back ? GTK_DIR_TAB_BACKWARD : GTK_DIR_TAB_FORWARD);
  gtk_widget_set_can_focus (view, TRUE);
  return GDK_EVENT_STOP;
}

/**
 * pgs_list_tab_leaves:
 * @view: a #GtkColumnView, #GtkListView or #GtkListBox
 *
 * Makes Tab and Shift+Tab go to what is after and before it, from any row.
 */
void
pgs_list_tab_leaves (GtkWidget *view)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), NULL);
  gtk_widget_add_controller (view, keys);
}
