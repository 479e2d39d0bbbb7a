/* pgs-mark-entry.c: asks what a mark on the timeline is called
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-mark-entry.h"

#include <glib/gi18n-lib.h>

#define MAX_NAME 200 /* characters */

struct _PgsMarkEntry
{
  GtkPopover parent_instance;

  PgsSession *session;
  gint64 monotonic_us;
  char *name;
  GtkEntry *entry;
  GtkWidget *focus; /* (nullable): weak; had the keyboard before */
};

G_DEFINE_FINAL_TYPE (PgsMarkEntry, pgs_mark_entry, GTK_TYPE_POPOVER)

static void
on_activate (PgsMarkEntry *self)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));

  if (*name != '\0')
    pgs_session_rename_mark (self->session, self->monotonic_us, self->name, name);
  gtk_popover_popdown (GTK_POPOVER (self));
}

static void
on_delete (PgsMarkEntry *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.delete-mark", "(xs)", self->monotonic_us, self->name);
  gtk_popover_popdown (GTK_POPOVER (self));
}

static void
forget (gpointer data)
{
  PgsMarkEntry *self = data;

  if (self->focus != NULL && gtk_widget_get_mapped (self->focus))
    gtk_widget_grab_focus (self->focus);
  gtk_widget_unparent (GTK_WIDGET (self));
}

/* Not at once: whoever closes it still works with it. */
static void
on_closed (PgsMarkEntry *self)
{
  g_idle_add_once (forget, self);
}

/* GTK keeps keys that are pressed in a popover from the shortcuts of its window. */
static gboolean
on_key (PgsMarkEntry          *self,
        guint                  key,
        guint                  code,
        GdkModifierType        modifiers,
        GtkEventControllerKey *keys)
{
  if (key == GDK_KEY_Escape)
    {
      gtk_popover_popdown (GTK_POPOVER (self));
      return GDK_EVENT_STOP;
    }
  if ((modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK)) == 0)
    return GDK_EVENT_PROPAGATE;
  return gtk_event_controller_key_forward (keys, GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self))));
}

/* It takes no grab, so that nothing else has to wait; so it has to see by itself when it is left. */
static void
add_controllers (PgsMarkEntry *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (gtk_popover_popdown), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
}

static void
pgs_mark_entry_finalize (GObject *object)
{
  PgsMarkEntry *self = PGS_MARK_ENTRY (object);

  g_clear_weak_pointer (&self->focus);
  g_clear_object (&self->session);
  g_free (self->name);
  G_OBJECT_CLASS (pgs_mark_entry_parent_class)->finalize (object);
}

static void
pgs_mark_entry_class_init (PgsMarkEntryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pgs_mark_entry_finalize;
}

static void
pgs_mark_entry_init (PgsMarkEntry *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *entry = gtk_entry_new ();
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");

  self->entry = GTK_ENTRY (entry);
  gtk_entry_set_max_length (self->entry, MAX_NAME);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 24);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Name of the mark"), -1);
  gtk_widget_set_tooltip_text (button, _("Delete the Mark"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Delete the mark"), -1);
  g_signal_connect_swapped (entry, "activate", G_CALLBACK (on_activate), self);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_delete), self);
  g_signal_connect (self, "closed", G_CALLBACK (on_closed), NULL);
  gtk_box_append (GTK_BOX (box), entry);
  gtk_box_append (GTK_BOX (box), button);
  gtk_popover_set_child (GTK_POPOVER (self), box);
  gtk_popover_set_autohide (GTK_POPOVER (self), FALSE);
  add_controllers (self);
}

/**
 * pgs_mark_entry_popup:
 * @parent: what it belongs to
 * @at: where in @parent it points to
 * @session: whose mark it is
 * @monotonic_us: time of the mark
 * @name: what it says now
 *
 * Opens the popover, its text selected: what is typed replaces it. It goes by itself when closed.
 */
void
pgs_mark_entry_popup (GtkWidget          *parent,
                      const GdkRectangle *at,
                      PgsSession         *session,
                      gint64              monotonic_us,
                      const char         *name)
{
  PgsMarkEntry *self = g_object_new (PGS_TYPE_MARK_ENTRY, NULL);

  self->session = g_object_ref (session);
  self->monotonic_us = monotonic_us;
  self->name = g_strdup (name);
  g_set_weak_pointer (&self->focus, gtk_root_get_focus (gtk_widget_get_root (parent)));
  gtk_editable_set_text (GTK_EDITABLE (self->entry), name);
  gtk_widget_set_parent (GTK_WIDGET (self), parent);
  gtk_popover_set_pointing_to (GTK_POPOVER (self), at);
  gtk_popover_set_position (GTK_POPOVER (self), GTK_POS_TOP);
  gtk_popover_popup (GTK_POPOVER (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, -1);
}
