/* pgs-lab-list.c: the experiments by chapters, with what is done and what the machine lacks
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-lab-list.h"

#include <glib/gi18n-lib.h>

struct _PgsLabList
{
  GtkWidget parent_instance;

  GListStore *entries;
  GtkWidget *scroller;
  GtkListBox *list;
};

enum
{
  CHOSEN,
  ENTERED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PgsLabList, pgs_lab_list, GTK_TYPE_WIDGET)

static PgsLabEntry *
get_entry (GtkListBoxRow *row)
{
  return row != NULL ? g_object_get_data (G_OBJECT (row), "entry") : NULL;
}

static void
update_row (PgsLabEntry   *entry,
            GParamSpec    *pspec,
            GtkListBoxRow *row)
{
  GtkWidget *status = g_object_get_data (G_OBJECT (row), "status");
  const gboolean is_done = pgs_lab_entry_is_done (entry);
  const char *lack = pgs_lab_entry_get_short_lack (entry);
  const char *text = is_done ? _("done") : lack != NULL ? lack : "";
  const char *name = _(pgs_lab_entry_get_lesson (entry)->title);
  g_autofree char *label = *text != '\0' ? g_strdup_printf ("%s, %s", name, text) : g_strdup (name);

  gtk_label_set_text (GTK_LABEL (status), text);
  gtk_widget_remove_css_class (status, is_done ? "dim-label" : "lab-right");
  gtk_widget_add_css_class (status, is_done ? "lab-right" : "dim-label");
  gtk_widget_set_tooltip_text (GTK_WIDGET (row), pgs_lab_entry_get_lack (entry));
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static GtkWidget *
create_row (const char  *title,
            PgsLabEntry *entry)
{
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *name = gtk_label_new (title), *status = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_wrap (GTK_LABEL (name), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (name), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (name, TRUE);
  gtk_widget_add_css_class (status, "caption");
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), status);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_data (G_OBJECT (row), "status", status);
  if (entry != NULL)
    g_object_set_data_full (G_OBJECT (row), "entry", g_object_ref (entry), g_object_unref);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  return row;
}

static void
add_entry (PgsLabList      *self,
           const PgsLesson *lesson,
           GSettings       *settings)
{
  g_autoptr (PgsLabEntry) entry = pgs_lab_entry_new (lesson, settings);
  GtkWidget *row = create_row (_(lesson->title), entry);

  g_list_store_append (self->entries, entry);
  gtk_list_box_append (self->list, row);
  g_signal_connect_object (entry, "notify", G_CALLBACK (update_row), row, 0);
  update_row (entry, NULL, GTK_LIST_BOX_ROW (row));
  pgs_lab_entry_find_lack (entry);
}

/* A chapter's title above its first experiment. */
static void
update_header (GtkListBoxRow *row,
               GtkListBoxRow *before,
               gpointer       data)
{
  PgsLabEntry *entry = get_entry (row), *entry_before = get_entry (before);
  const char *title = entry == NULL ? _("Claims")
                                    : pgs_chapter_get_title (pgs_lab_entry_get_lesson (entry)->chapter);
  GtkWidget *label = gtk_list_box_row_get_header (row);

  if (label != NULL)
    return;
  if (entry != NULL && entry_before != NULL
      && pgs_lab_entry_get_lesson (entry)->chapter == pgs_lab_entry_get_lesson (entry_before)->chapter)
    return;
  label = gtk_label_new (title);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "lab-chapter");
  gtk_list_box_row_set_header (row, label);
}

static void
on_row_selected (PgsLabList    *self,
                 GtkListBoxRow *row)
{
  if (row != NULL)
    g_signal_emit (self, signals[CHOSEN], 0, get_entry (row));
}

static void
on_row_activated (PgsLabList *self)
{
  g_signal_emit (self, signals[ENTERED], 0);
}

/* Tab goes to the chosen row, and from there out of the list: to go through all rows would choose each. */
static gboolean
pgs_lab_list_focus (GtkWidget        *widget,
                    GtkDirectionType  direction)
{
  PgsLabList *self = PGS_LAB_LIST (widget);
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  if (direction != GTK_DIR_TAB_FORWARD && direction != GTK_DIR_TAB_BACKWARD)
    return GTK_WIDGET_CLASS (pgs_lab_list_parent_class)->focus (widget, direction);
  if (gtk_widget_get_focus_child (widget) != NULL || row == NULL)
    return FALSE;
  return gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
pgs_lab_list_dispose (GObject *object)
{
  PgsLabList *self = PGS_LAB_LIST (object);

  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_object (&self->entries);
  G_OBJECT_CLASS (pgs_lab_list_parent_class)->dispose (object);
}

static void
pgs_lab_list_class_init (PgsLabListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pgs_lab_list_dispose;
  signals[CHOSEN] = g_signal_new ("chosen", PGS_TYPE_LAB_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, PGS_TYPE_LAB_ENTRY);
  signals[ENTERED] = g_signal_new ("entered", PGS_TYPE_LAB_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
  GTK_WIDGET_CLASS (klass)->focus = pgs_lab_list_focus;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
pgs_lab_list_init (PgsLabList *self)
{
  self->entries = g_list_store_new (PGS_TYPE_LAB_ENTRY);
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_BROWSE);
  gtk_list_box_set_header_func (self->list, update_header, NULL, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "lab-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Experiments"), -1);
  g_signal_connect_swapped (self->list, "row-selected", G_CALLBACK (on_row_selected), self);
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (on_row_activated), self);
  self->scroller = gtk_scrolled_window_new ();
  gtk_widget_set_focusable (self->scroller, FALSE);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), GTK_WIDGET (self->list));
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
}

/**
 * pgs_lab_list_new:
 * @settings: where progress is remembered
 *
 * Returns: (transfer floating): the list of all experiments; none is chosen yet
 */
GtkWidget *
pgs_lab_list_new (GSettings *settings)
{
  PgsLabList *self = g_object_new (PGS_TYPE_LAB_LIST, NULL);
  gsize n_lessons;
  const PgsLesson *const *lessons = pgs_lesson_get_all (&n_lessons);

  for (gsize i = 0; i < n_lessons; i++)
    add_entry (self, lessons[i], settings);
  gtk_list_box_append (self->list, create_row (_("Test what is said of memory"), NULL));
  return GTK_WIDGET (self);
}

static GtkListBoxRow *
find_row (PgsLabList *self,
          const char *name)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    {
      PgsLabEntry *entry = get_entry (row);

      if (entry != NULL && g_strcmp0 (pgs_lab_entry_get_lesson (entry)->name, name) == 0)
        return row;
    }
  return NULL;
}

/**
 * pgs_lab_list_find:
 * @self: a list
 * @name: of an experiment
 *
 * Returns: (transfer none) (nullable): its entry
 */
PgsLabEntry *
pgs_lab_list_find (PgsLabList *self,
                   const char *name)
{
  g_return_val_if_fail (PGS_IS_LAB_LIST (self), NULL);

  return get_entry (find_row (self, name));
}

/**
 * pgs_lab_list_choose:
 * @self: a list
 * @name: of an experiment; another one: the first is chosen
 *
 * Selects its row; `chosen` tells if that is another one than before.
 */
void
pgs_lab_list_choose (PgsLabList *self,
                     const char *name)
{
  GtkListBoxRow *row;

  g_return_if_fail (PGS_IS_LAB_LIST (self));

  row = find_row (self, name);
  if (row == NULL)
    row = gtk_list_box_get_row_at_index (self->list, 0);
  if (row != NULL)
    gtk_list_box_select_row (self->list, row);
}

/**
 * pgs_lab_list_get_next:
 * @self: a list
 * @entry: one of its entries
 *
 * Returns: (transfer none) (nullable): the one behind it
 */
PgsLabEntry *
pgs_lab_list_get_next (PgsLabList  *self,
                       PgsLabEntry *entry)
{
  GtkListBoxRow *row;

  g_return_val_if_fail (PGS_IS_LAB_LIST (self), NULL);
  g_return_val_if_fail (PGS_IS_LAB_ENTRY (entry), NULL);

  row = find_row (self, pgs_lab_entry_get_lesson (entry)->name);
  return get_entry (gtk_list_box_get_row_at_index (self->list, gtk_list_box_row_get_index (row) + 1));
}

/**
 * pgs_lab_list_focus_row:
 * @self: a list
 *
 * Gives the keyboard to the chosen row.
 */
void
pgs_lab_list_focus_row (PgsLabList *self)
{
  GtkListBoxRow *row;

  g_return_if_fail (PGS_IS_LAB_LIST (self));

  row = gtk_list_box_get_selected_row (self->list);
  if (row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
}
