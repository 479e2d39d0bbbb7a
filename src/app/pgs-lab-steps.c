/* pgs-lab-steps.c: the steps of an experiment, numbered: what is done, what comes next
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-lab-steps.h"

#include <glib/gi18n-lib.h>

#include "pgs-style.h"

struct _PgsLabSteps
{
  GtkWidget parent_instance;

  PgsLabPlayer *player; /* (nullable) */
  GtkListBox *list;
};

/* Steps in a row that are one in the definition. */
typedef struct
{
  gsize first;
  gsize n_steps;
} Group;

enum
{
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PgsLabSteps, pgs_lab_steps, GTK_TYPE_WIDGET)

static void
append_row (PgsLabSteps *self,
            gsize        first,
            gsize        n_steps)
{
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *circle = gtk_label_new (NULL), *title = gtk_label_new (NULL);
  Group *group = g_new (Group, 1);

  *group = (Group) { first, n_steps };
  gtk_widget_add_css_class (circle, "lab-number");
  gtk_widget_set_valign (circle, GTK_ALIGN_START);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_wrap (GTK_LABEL (title), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (title), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (title, TRUE);
  gtk_box_append (GTK_BOX (box), circle);
  gtk_box_append (GTK_BOX (box), title);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_data_full (G_OBJECT (row), "group", group, g_free);
  gtk_list_box_append (self->list, row);
}

static void
add_rows (PgsLabSteps *self)
{
  PgsLessonRun *run = pgs_lab_player_get_run (self->player);
  const gsize n_steps = pgs_lesson_run_get_n_steps (run);

  for (gsize first = 0, end; first < n_steps; first = end)
    {
      for (end = first + 1; end < n_steps; end++)
        if (pgs_lesson_run_get_step (run, end) != pgs_lesson_run_get_step (run, first))
          break;
      append_row (self, first, end - first);
    }
}

static void
remove_rows (PgsLabSteps *self)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
}

/* stop: how many steps are done; shown: the step whose result is shown, −1: none */
static void
update_row (PgsLabSteps   *self,
            GtkListBoxRow *row,
            gsize          stop,
            gssize         shown)
{
  PgsLessonRun *run = pgs_lab_player_get_run (self->player);
  const Group *group = g_object_get_data (G_OBJECT (row), "group");
  const gboolean is_done = stop >= group->first + group->n_steps;
  const gboolean is_next = !is_done && stop >= group->first && pgs_lab_player_is_started (self->player);
  const gsize step = CLAMP (stop, group->first, group->first + group->n_steps - 1);
  GtkWidget *circle = gtk_widget_get_first_child (gtk_list_box_row_get_child (row));
  GtkWidget *title = gtk_widget_get_next_sibling (circle);
  g_autofree char *text = pgs_lesson_run_dup_title (run, step);
  g_autofree char *number = g_strdup_printf ("%d", gtk_list_box_row_get_index (row) + 1);
  const char *how = is_done ? _("done") : is_next ? _("next") : _("later");
  /* Translators: the number of a step, its title, and whether it is done, next or later */
  g_autofree char *label = g_strdup_printf (_("Step %s: %s, %s"), number, text, how);

  gtk_label_set_text (GTK_LABEL (circle), number);
  gtk_label_set_text (GTK_LABEL (title), text);
  pgs_style_set_class (circle, "done", is_done);
  pgs_style_set_class (circle, "next", is_next);
  pgs_style_set_class (title, "heading", is_next);
  pgs_style_set_class (GTK_WIDGET (row), "shown",
                       shown >= (gssize) group->first && shown < (gssize) (group->first + group->n_steps));
  gtk_list_box_row_set_activatable (row, stop > group->first);
  gtk_widget_set_focusable (GTK_WIDGET (row), stop > group->first);
  gtk_widget_set_tooltip_text (GTK_WIDGET (row), stop > group->first ? _("Show What It Changed") : NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
on_activated (PgsLabSteps   *self,
              GtkListBoxRow *row)
{
  const gsize stop = pgs_lesson_run_get_stop (pgs_lab_player_get_run (self->player));
  const Group *group = g_object_get_data (G_OBJECT (row), "group");

  if (stop > group->first)
    g_signal_emit (self, signals[CHOSEN], 0, (guint) MIN (stop, group->first + group->n_steps) - 1);
}

static void
pgs_lab_steps_dispose (GObject *object)
{
  PgsLabSteps *self = PGS_LAB_STEPS (object);

  if (self->list != NULL)
    {
      remove_rows (self);
      gtk_widget_unparent (GTK_WIDGET (self->list));
      self->list = NULL;
    }
  g_clear_object (&self->player);
  G_OBJECT_CLASS (pgs_lab_steps_parent_class)->dispose (object);
}

static void
pgs_lab_steps_class_init (PgsLabStepsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pgs_lab_steps_dispose;
  signals[CHOSEN] = g_signal_new ("chosen", PGS_TYPE_LAB_STEPS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_UINT);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
pgs_lab_steps_init (PgsLabSteps *self)
{
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "lab-steps");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Steps"), -1);
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (on_activated), self);
  gtk_widget_set_parent (GTK_WIDGET (self->list), GTK_WIDGET (self));
}

/**
 * pgs_lab_steps_show:
 * @self: the steps
 * @player: whose
 * @shown: the step whose result is shown beside, −1: none
 *
 * Shows how far it is. To be called again whenever that changes.
 */
void
pgs_lab_steps_show (PgsLabSteps  *self,
                    PgsLabPlayer *player,
                    gssize        shown)
{
  const gsize stop = pgs_lesson_run_get_stop (pgs_lab_player_get_run (player));
  GtkListBoxRow *row;

  g_return_if_fail (PGS_IS_LAB_STEPS (self));

  if (g_set_object (&self->player, player))
    {
      remove_rows (self);
      add_rows (self);
    }
  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    update_row (self, row, stop, shown);
}
