/* pgs-marks-popover.c: the list of marks, to go to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-marks-popover.h"

#include <glib/gi18n-lib.h>

#include "pgs-text.h"
#include "pgs-time-words.h"

#define MAX_ROWS 500 /* the newest ones; a list is no place to read thousands */
#define MAX_HEIGHT 360
#define NAME_CHARS 40

struct _PgsMarksPopover
{
  GtkPopover parent_instance;

  PgsSession *session;
  GtkListBox *list;
  char *shown; /* (nullable): what the rows say, to notice changes */
};

G_DEFINE_FINAL_TYPE (PgsMarksPopover, pgs_marks_popover, GTK_TYPE_POPOVER)

/* What a row is about. */
typedef struct
{
  gint64 monotonic_us;
  gint64 sample_us;
  char *name;
} Entry;

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_free (entry->name);
  g_free (entry);
}

static Entry *
get_entry (GtkWidget *row)
{
  return g_object_get_data (G_OBJECT (row), "entry");
}

static const char *
get_glyph (PgsMarkKind kind)
{
  switch (kind)
    {
    case PGS_MARK_PERSON:
      return "▶";
    case PGS_MARK_FIRST:
      return "●";
    case PGS_MARK_EXEC:
      return "◆";
    case PGS_MARK_ENDED:
      return "✕";
    case PGS_MARK_JUMP:
      return "▲";
    }
  g_return_val_if_reached ("");
}

static char *
format_time (PgsMarksPopover *self,
             gint64           time_us)
{
  PgsMoments *moments = pgs_session_get_moments (self->session);
  const gsize length = pgs_moments_get_length (moments);
  PgsTimeReach reach = { .from_start = pgs_session_get_state (self->session) == PGS_SESSION_REPLAY };

  if (length == 0)
    return g_strdup ("–");
  reach.first_us = pgs_moments_get_time (moments, 0);
  reach.last_us = pgs_moments_get_time (moments, length - 1);
  return pgs_time_words_position (&reach, time_us);
}

static void
on_rename (GtkButton *button,
           gpointer   data)
{
  const Entry *entry = get_entry (gtk_widget_get_ancestor (GTK_WIDGET (button), GTK_TYPE_LIST_BOX_ROW));

  gtk_popover_popdown (GTK_POPOVER (data));
  gtk_widget_activate_action (GTK_WIDGET (data), "win.rename-mark", "(xs)", entry->monotonic_us, entry->name);
}

static void
on_delete (GtkButton *button,
           gpointer   data)
{
  const Entry *entry = get_entry (gtk_widget_get_ancestor (GTK_WIDGET (button), GTK_TYPE_LIST_BOX_ROW));

  gtk_widget_activate_action (GTK_WIDGET (data), "win.delete-mark", "(xs)", entry->monotonic_us, entry->name);
}

static void
add_button (PgsMarksPopover *self,
            GtkWidget       *box,
            const char      *icon,
            const char      *label,
            GCallback        callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect_object (button, "clicked", callback, self, 0);
  gtk_box_append (GTK_BOX (box), button);
}

static void
add_label (GtkWidget  *box,
           const char *text,
           gboolean    is_name)
{
  GtkWidget *label = gtk_label_new (text);

  if (is_name)
    {
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_label_set_max_width_chars (GTK_LABEL (label), NAME_CHARS);
      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_widget_set_hexpand (label, TRUE);
    }
  else
    gtk_widget_add_css_class (label, "dim-label");
  gtk_box_append (GTK_BOX (box), label);
}

static void
add_row (PgsMarksPopover *self,
         const PgsMark   *mark)
{
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  g_autofree char *name = pgs_text_dup_display (mark->name, -1);
  g_autofree char *time = format_time (self, mark->monotonic_us);
  g_autofree char *spoken = g_strdup_printf ("%s, %s", name, time);
  Entry *entry = g_new0 (Entry, 1);

  *entry = (Entry) { mark->monotonic_us, mark->sample_us, g_strdup (mark->name) };
  g_object_set_data_full (G_OBJECT (row), "entry", entry, entry_free);
  add_label (box, get_glyph (mark->kind), FALSE);
  add_label (box, name, TRUE);
  add_label (box, time, FALSE);
  if (mark->kind == PGS_MARK_PERSON && pgs_session_can_mark (self->session))
    {
      g_autofree char *rename = g_strdup_printf (_("Rename %s"), name);
      g_autofree char *delete = g_strdup_printf (_("Delete %s"), name);

      add_button (self, box, "document-edit-symbolic", rename, G_CALLBACK (on_rename));
      add_button (self, box, "user-trash-symbolic", delete, G_CALLBACK (on_delete));
    }
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  gtk_list_box_append (self->list, row);
}

static void
clear_rows (PgsMarksPopover *self)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL && GTK_IS_LIST_BOX_ROW (row))
    gtk_list_box_remove (self->list, row);
}

/* All that the rows depend on. */
static char *
summarize (const PgsMark *marks,
           gsize          n_marks)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < n_marks; i++)
    g_string_append_printf (text, "%" G_GINT64_FORMAT " %s\n", marks[i].monotonic_us, marks[i].name);
  return g_string_free (text, FALSE);
}

static void
update (PgsMarksPopover *self)
{
  g_autofree char *summary = NULL;
  const PgsMark *marks;
  gsize n_marks;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  marks = pgs_moments_get_marks (pgs_session_get_moments (self->session), &n_marks);
  summary = summarize (marks, n_marks);
  if (g_strcmp0 (summary, self->shown) == 0)
    return;
  g_free (self->shown);
  self->shown = g_steal_pointer (&summary);
  clear_rows (self);
  for (gsize i = n_marks; i-- > 0 && n_marks - i <= MAX_ROWS;)
    add_row (self, &marks[i]);
}

static void
on_map (PgsMarksPopover *self)
{
  g_clear_pointer (&self->shown, g_free); /* the times are others */
  update (self);
}

static void
on_row_activated (PgsMarksPopover *self,
                  GtkListBoxRow   *row)
{
  const Entry *entry = get_entry (GTK_WIDGET (row));

  pgs_session_show (self->session, entry->sample_us != 0 ? entry->sample_us : entry->monotonic_us);
}

static void
on_set_mark (PgsMarksPopover *self)
{
  gtk_popover_popdown (GTK_POPOVER (self));
  gtk_widget_activate_action (GTK_WIDGET (self), "win.mark", NULL);
}

static void
pgs_marks_popover_finalize (GObject *object)
{
  PgsMarksPopover *self = PGS_MARKS_POPOVER (object);

  g_clear_object (&self->session);
  g_free (self->shown);
  G_OBJECT_CLASS (pgs_marks_popover_parent_class)->finalize (object);
}

static void
pgs_marks_popover_class_init (PgsMarksPopoverClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pgs_marks_popover_finalize;
}

static void
pgs_marks_popover_init (PgsMarksPopover *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *button = gtk_button_new_with_label (_("Mark This Moment"));
  GtkWidget *placeholder = gtk_label_new (_("No marks yet"));

  gtk_widget_set_focusable (scrolled, FALSE);
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_list_box_set_placeholder (self->list, placeholder);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Marks, newest first"),
                                  -1);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "marks-list");
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (on_row_activated), self);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_set_mark), self);
  g_signal_connect (self, "map", G_CALLBACK (on_map), NULL);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->list));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_propagate_natural_width (GTK_SCROLLED_WINDOW (scrolled), TRUE); /* names are not cut off */
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), MAX_HEIGHT);
  gtk_box_append (GTK_BOX (box), scrolled);
  gtk_box_append (GTK_BOX (box), button);
  gtk_popover_set_child (GTK_POPOVER (self), box);
}

/**
 * pgs_marks_popover_new:
 * @session: whose marks
 *
 * Returns: (transfer floating): the popover of a menu button
 */
GtkWidget *
pgs_marks_popover_new (PgsSession *session)
{
  PgsMarksPopover *self = g_object_new (PGS_TYPE_MARKS_POPOVER, NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "history-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
