/* pgs-lab-predict.c: asks what the next step will change
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-lab-predict.h"

#include <glib/gi18n-lib.h>

#include "pgs-spoken.h"
#include "pgs-text.h"

#define WHAT_CHARS 10 /* how wide what is asked for is, in letters */

struct _PgsLabPredict
{
  GtkWidget parent_instance;

  PgsLabPlayer *player; /* (nullable) */
  gsize step;           /* that is asked about */

  GtkWidget *box;
  GtkLabel *title;
  GtkLabel *question;
  GtkWidget *rows;
};

G_DEFINE_FINAL_TYPE (PgsLabPredict, pgs_lab_predict, GTK_TYPE_WIDGET)

static void
on_toggled (GtkToggleButton *button,
            PgsLabPredict   *self)
{
  if (gtk_toggle_button_get_active (button))
    pgs_lab_player_predict (self->player, GPOINTER_TO_SIZE (g_object_get_data (G_OBJECT (button), "check")),
                            GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "choice")));
}

static GtkWidget *
create_choice (PgsLabPredict         *self,
               const PgsLessonResult *result,
               gsize                  check,
               guint                  choice,
               GtkToggleButton       *group)
{
  GtkWidget *button = gtk_toggle_button_new_with_label (result->choice_texts[choice]);
  GtkWidget *label = gtk_button_get_child (GTK_BUTTON (button));
  /* Translators: what is measured, and what a person predicts of it: "RES: +10.0 MiB" */
  g_autofree char *name = g_strdup_printf (_("%s: %s"), _(result->check->what), result->choice_texts[choice]);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), group);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), result->predicted == (int) choice);
  g_object_set_data (G_OBJECT (button), "check", GSIZE_TO_POINTER (check));
  g_object_set_data (G_OBJECT (button), "choice", GINT_TO_POINTER ((int) choice));
  pgs_spoken_set (button, name);
  g_signal_connect (button, "toggled", G_CALLBACK (on_toggled), self);
  return button;
}

/* Choices side by side, or where there is no room in several lines. */
static GtkWidget *
create_choices (PgsLabPredict         *self,
                const PgsLessonResult *result,
                gsize                  check)
{
  GtkWidget *box = g_object_new (GTK_TYPE_FLOW_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP, NULL);
  GtkToggleButton *first = NULL;

  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (box), GTK_SELECTION_NONE);
  gtk_flow_box_set_homogeneous (GTK_FLOW_BOX (box), TRUE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (box), result->n_choices);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (box), 4);
  gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (box), 4);
  gtk_widget_set_hexpand (box, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (box), GTK_ACCESSIBLE_PROPERTY_LABEL, _(result->check->what), -1);
  for (guint i = 0; i < result->n_choices; i++)
    {
      GtkWidget *button = create_choice (self, result, check, i, first), *cell;

      if (first == NULL)
        first = GTK_TOGGLE_BUTTON (button);
      gtk_flow_box_append (GTK_FLOW_BOX (box), button);
      cell = gtk_widget_get_parent (button);
      gtk_widget_set_focusable (cell, FALSE); /* the button is */
    }
  return box;
}

static void
add_row (PgsLabPredict         *self,
         const PgsLessonResult *result,
         gsize                  check)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *what = gtk_label_new (_(result->check->what));

  gtk_label_set_xalign (GTK_LABEL (what), 0);
  gtk_label_set_wrap (GTK_LABEL (what), TRUE);
  gtk_label_set_width_chars (GTK_LABEL (what), WHAT_CHARS);
  gtk_label_set_max_width_chars (GTK_LABEL (what), WHAT_CHARS);
  gtk_box_append (GTK_BOX (row), what);
  gtk_box_append (GTK_BOX (row), create_choices (self, result, check));
  gtk_box_append (GTK_BOX (self->rows), row);
}

static void
fill (PgsLabPredict *self)
{
  PgsLessonRun *run = pgs_lab_player_get_run (self->player);
  const PgsLessonStep *step = pgs_lesson_run_get_step (run, self->step);
  g_autofree char *title = pgs_lesson_run_dup_title (run, self->step);
  g_autofree char *question = step->text != NULL ? pgs_lesson_run_expand (run, self->step, _(step->text))
                                                 : g_strdup (_("What will it change?"));
  g_autofree char *unbroken = pgs_text_dup_unbroken (question);
  const PgsLessonResult *results;
  gsize n_results;
  gboolean has_choices = FALSE;

  results = pgs_lesson_run_get_results (run, self->step, &n_results);
  for (gsize i = 0; i < n_results; i++)
    if (results[i].n_choices > 0)
      {
        add_row (self, &results[i], i);
        has_choices = TRUE;
      }
  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->question, unbroken);
  gtk_widget_set_visible (GTK_WIDGET (self->question), step->text != NULL || has_choices);
  gtk_widget_set_visible (self->rows, has_choices);
}

static void
clear (PgsLabPredict *self)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (self->rows)) != NULL)
    gtk_box_remove (GTK_BOX (self->rows), row);
}

static void
pgs_lab_predict_dispose (GObject *object)
{
  PgsLabPredict *self = PGS_LAB_PREDICT (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->player);
  G_OBJECT_CLASS (pgs_lab_predict_parent_class)->dispose (object);
}

static void
pgs_lab_predict_class_init (PgsLabPredictClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pgs_lab_predict_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/pagescape_app/Pagescape/lab-predict.ui");
  gtk_widget_class_bind_template_child (widget_class, PgsLabPredict, box);
  gtk_widget_class_bind_template_child (widget_class, PgsLabPredict, title);
  gtk_widget_class_bind_template_child (widget_class, PgsLabPredict, question);
  gtk_widget_class_bind_template_child (widget_class, PgsLabPredict, rows);
}

static void
pgs_lab_predict_init (PgsLabPredict *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * pgs_lab_predict_show:
 * @self: the card
 * @player: whose next step is asked about
 *
 * To be called again whenever its run changes. Hidden where there is no next step.
 */
void
pgs_lab_predict_show (PgsLabPredict *self,
                      PgsLabPlayer  *player)
{
  PgsLessonRun *run = pgs_lab_player_get_run (player);
  const gsize step = pgs_lesson_run_get_stop (run);
  const PgsLessonRunState state = pgs_lesson_run_get_state (run);

  g_return_if_fail (PGS_IS_LAB_PREDICT (self));

  gtk_widget_set_sensitive (self->rows, state == PGS_LESSON_RUN_WAITING);
  if (state == PGS_LESSON_RUN_BUSY && self->player == player)
    return; /* what was asked stays until the answer is there */
  gtk_widget_set_visible (GTK_WIDGET (self), state == PGS_LESSON_RUN_WAITING);
  if (state != PGS_LESSON_RUN_WAITING)
    g_clear_object (&self->player);
  if (state != PGS_LESSON_RUN_WAITING || (self->player == player && self->step == step))
    return;
  clear (self);
  g_set_object (&self->player, player);
  self->step = step;
  fill (self);
}
