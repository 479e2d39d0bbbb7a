/* pgs-lab-checks.c: what a step changed: prediction beside measurement
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-lab-checks.h"

#include <glib/gi18n-lib.h>

#include "pgs-compat.h"
#include "pgs-text.h"

#define MAX_CHARS 20 /* of a number that is kept in one line */

struct _PgsLabChecks
{
  GtkWidget parent_instance;

  PgsLabPlayer *player; /* (nullable) */
  gssize step;          /* that is shown, −1: none */

  GtkWidget *box;
  GtkLabel *title;
  GtkLabel *result;
  GtkGrid *grid;
};

enum
{
  COLUMN_WHAT,
  COLUMN_PREDICTED,
  COLUMN_MEASURED,
  COLUMN_VERDICT,
  N_COLUMNS,
};

G_DEFINE_FINAL_TYPE (PgsLabChecks, pgs_lab_checks, GTK_TYPE_WIDGET)

static GtkWidget *
attach_label (PgsLabChecks *self,
              const char   *text,
              const char   *css_class,
              int           column,
              int           width,
              int           row)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  pgs_compat_align_baseline (label);
  gtk_label_set_wrap (GTK_LABEL (label), column < COLUMN_MEASURED || g_utf8_strlen (text, -1) > MAX_CHARS);
  gtk_widget_set_hexpand (label, column == COLUMN_WHAT);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  gtk_grid_attach (self->grid, label, column, row, width, 1);
  return label;
}

/* What is said of a number, without scolding: a prediction that was not right is a surprise. */
static const char *
get_verdict (const PgsLessonResult *result,
             const char           **css_class)
{
  const gboolean is_predicted = result->n_choices > 0 && result->predicted >= 0 && result->right >= 0;

  *css_class = "lab-right";
  switch (result->verdict)
    {
    case PGS_VERDICT_OK:
      if (!is_predicted)
        return C_("verdict", "ok");
      if (result->predicted == result->right)
        return C_("verdict", "right");
      *css_class = "lab-surprise";
      return C_("verdict", "surprise");
    case PGS_VERDICT_DIFFERS:
      *css_class = "lab-differs";
      return C_("verdict", "unusual");
    case PGS_VERDICT_NONE:
    case PGS_VERDICT_UNKNOWN:
      *css_class = "dim-label";
      return C_("verdict", "not known");
    }
  g_return_val_if_reached ("");
}

/* Where text and machine disagree, both numbers; and why that may be. */
static char *
dup_remark (const PgsLessonResult *result)
{
  g_autofree char *both = NULL;

  if (result->verdict == PGS_VERDICT_DIFFERS)
    /* Translators: two numbers with their units */
    both = g_strdup_printf (_("Expected %s, measured %s."), result->expected_text, result->measured_text);
  if (both != NULL && result->reason != NULL)
    return g_strdup_printf ("%s %s", both, result->reason);
  return both != NULL ? g_steal_pointer (&both) : g_strdup (result->reason);
}

/* Returns: the row behind it */
static int
add_result (PgsLabChecks          *self,
            const PgsLessonResult *result,
            int                    row)
{
  const gboolean is_predicted = result->n_choices > 0 && result->predicted >= 0;
  const char *predicted = is_predicted ? result->choice_texts[result->predicted] : "";
  const char *css_class, *verdict = get_verdict (result, &css_class);
  g_autofree char *remark = dup_remark (result);
  GtkWidget *label;

  attach_label (self, _(result->check->what), NULL, COLUMN_WHAT, 1, row);
  attach_label (self, predicted, "numeric", COLUMN_PREDICTED, 1, row);
  label = attach_label (self, result->measured_text, "numeric", COLUMN_MEASURED, 1, row);
  gtk_widget_add_css_class (label, "lab-measured");
  attach_label (self, verdict, css_class, COLUMN_VERDICT, 1, row);
  if (remark == NULL)
    return row + 1;
  label = attach_label (self, remark, "caption", COLUMN_WHAT, N_COLUMNS, row + 1);
  gtk_widget_add_css_class (label, "lab-remark");
  return row + 2;
}

static void
add_results (PgsLabChecks *self)
{
  gsize n_results;
  const PgsLessonResult *results =
    pgs_lesson_run_get_results (pgs_lab_player_get_run (self->player), (gsize) self->step, &n_results);
  gboolean has_predictions = FALSE;
  int row = 1;

  for (gsize i = 0; i < n_results; i++)
    {
      row = add_result (self, &results[i], row);
      has_predictions |= results[i].n_choices > 0 && results[i].predicted >= 0;
    }
  if (has_predictions)
    attach_label (self, _("predicted"), "lab-column", COLUMN_PREDICTED, 1, 0);
  attach_label (self, _("measured"), "lab-column", COLUMN_MEASURED, 1, 0);
  gtk_widget_set_visible (GTK_WIDGET (self->grid), n_results > 0);
}

static void
fill (PgsLabChecks *self)
{
  PgsLessonRun *run = pgs_lab_player_get_run (self->player);
  const PgsLessonStep *step = pgs_lesson_run_get_step (run, (gsize) self->step);
  g_autofree char *title = pgs_lesson_run_dup_title (run, (gsize) self->step);
  g_autofree char *result = step->result != NULL
                              ? pgs_lesson_run_expand (run, (gsize) self->step + 1, _(step->result)) : NULL;
  g_autofree char *unbroken = pgs_text_dup_unbroken (result != NULL ? result : "");

  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->result, unbroken);
  gtk_widget_set_visible (GTK_WIDGET (self->result), result != NULL);
  add_results (self);
}

static void
clear (PgsLabChecks *self)
{
  GtkWidget *label;

  while ((label = gtk_widget_get_first_child (GTK_WIDGET (self->grid))) != NULL)
    gtk_grid_remove (self->grid, label);
}

static void
pgs_lab_checks_dispose (GObject *object)
{
  PgsLabChecks *self = PGS_LAB_CHECKS (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->player);
  G_OBJECT_CLASS (pgs_lab_checks_parent_class)->dispose (object);
}

static void
pgs_lab_checks_class_init (PgsLabChecksClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pgs_lab_checks_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/pagescape_app/Pagescape/lab-checks.ui");
  gtk_widget_class_bind_template_child (widget_class, PgsLabChecks, box);
  gtk_widget_class_bind_template_child (widget_class, PgsLabChecks, title);
  gtk_widget_class_bind_template_child (widget_class, PgsLabChecks, result);
  gtk_widget_class_bind_template_child (widget_class, PgsLabChecks, grid);
}

static void
pgs_lab_checks_init (PgsLabChecks *self)
{
  self->step = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * pgs_lab_checks_show:
 * @self: the card
 * @player: of which experiment
 * @step: a step that was done; −1: none, then the card is hidden
 */
void
pgs_lab_checks_show (PgsLabChecks *self,
                     PgsLabPlayer *player,
                     gssize        step)
{
  g_return_if_fail (PGS_IS_LAB_CHECKS (self));
  g_return_if_fail (step < (gssize) pgs_lesson_run_get_stop (pgs_lab_player_get_run (player)));

  gtk_widget_set_visible (GTK_WIDGET (self), step >= 0);
  if (self->player == player && self->step == step)
    return;
  clear (self);
  g_set_object (&self->player, player);
  self->step = step;
  if (step >= 0)
    fill (self);
}
