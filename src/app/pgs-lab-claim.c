/* pgs-lab-claim.c: one sentence about memory with what a test of it measured
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-lab-claim.h"

#include <glib/gi18n-lib.h>

#include "pgs-spoken.h"

struct _PgsLabClaim
{
  GtkWidget parent_instance;

  const PgsClaim *claim;
  GCancellable *cancellable; /* (nullable): a thread tests it */

  GtkWidget *box;
  GtkLabel *sentence;
  GtkSpinner *spinner;
  GtkWidget *test;
  GtkWidget *results;
  GtkGrid *grid;
  GtkLabel *truth;
  GtkLabel *reason;
};

G_DEFINE_FINAL_TYPE (PgsLabClaim, pgs_lab_claim, GTK_TYPE_WIDGET)

static void
attach (PgsLabClaim *self,
        const char  *text,
        const char  *css_class,
        int          column,
        int          width,
        int          row)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  gtk_grid_attach (self->grid, label, column, row, width, 1);
}

static char *
dup_where (const PgsClaimTest *test)
{
  const PgsLesson *lesson = pgs_lesson_find (test->lesson);

  /* Translators: the title of an experiment */
  return g_strdup_printf (_("Measured in the experiment “%s”"), lesson != NULL ? _(lesson->title) : test->lesson);
}

/* Returns: the row behind it */
static int
add_result (PgsLabClaim          *self,
            const PgsClaimResult *result,
            int                   row)
{
  g_autofree char *where = dup_where (result->test);

  attach (self, where, "lab-column", 0, 2, row++);
  if (result->verdict == PGS_VERDICT_UNKNOWN)
    {
      attach (self, result->lack != NULL ? result->lack : _("It could not be measured here."), NULL, 0, 2, row++);
      return row;
    }
  attach (self, _(result->test->claimed_what), NULL, 0, 1, row);
  attach (self, result->claimed_text, "lab-measured", 1, 1, row++);
  attach (self, _(result->test->measured_what), NULL, 0, 1, row);
  attach (self, result->measured_text, "lab-measured", 1, 1, row++);
  if (result->verdict == PGS_VERDICT_DIFFERS)
    attach (self, result->holds ? _("On this machine it held in this run, other than the reason below says.")
                                : _("On this machine it did not hold in this run, other than the reason below says."),
            "lab-differs", 0, 2, row++);
  return row;
}

static void
clear (PgsLabClaim *self)
{
  GtkWidget *label;

  while ((label = gtk_widget_get_first_child (GTK_WIDGET (self->grid))) != NULL)
    gtk_grid_remove (self->grid, label);
}

static void
show_results (PgsLabClaim *self,
              GPtrArray   *results)
{
  const PgsClaim *claim = self->claim;
  gboolean is_known = FALSE;
  int row = 0;

  clear (self);
  for (guint i = 0; i < results->len; i++)
    {
      const PgsClaimResult *result = g_ptr_array_index (results, i);

      row = add_result (self, result, row);
      is_known |= result->verdict != PGS_VERDICT_UNKNOWN;
    }
  gtk_label_set_text (self->truth, claim->when != NULL ? _(claim->when) : pgs_claim_get_truth (claim));
  gtk_widget_remove_css_class (GTK_WIDGET (self->truth), "lab-right");
  gtk_widget_remove_css_class (GTK_WIDGET (self->truth), "lab-differs");
  gtk_widget_add_css_class (GTK_WIDGET (self->truth), claim->truth == PGS_CLAIM_RIGHT ? "lab-right" : "lab-differs");
  gtk_widget_set_visible (GTK_WIDGET (self->truth), is_known);
  gtk_label_set_text (self->reason, _(claim->reason));
  gtk_widget_set_visible (GTK_WIDGET (self->reason), TRUE);
  gtk_widget_set_visible (self->results, TRUE);
}

static void
show_error (PgsLabClaim  *self,
            const GError *error)
{
  clear (self);
  gtk_label_set_text (self->reason, error->message);
  gtk_widget_set_visible (GTK_WIDGET (self->truth), FALSE);
  gtk_widget_set_visible (self->results, TRUE);
}

static void
on_tested (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  GWeakRef *weak = data;
  g_autoptr (PgsLabClaim) self = g_weak_ref_get (weak);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results = pgs_claim_test_finish (result, &error);

  g_weak_ref_clear (weak);
  g_free (weak);
  if (self == NULL || self->cancellable == NULL)
    return;
  g_clear_object (&self->cancellable);
  gtk_spinner_stop (self->spinner);
  if (results != NULL)
    show_results (self, results);
  else
    show_error (self, error);
}

static void
on_test (PgsLabClaim *self)
{
  GWeakRef *weak;

  if (self->cancellable != NULL)
    return;
  weak = g_new (GWeakRef, 1);
  g_weak_ref_init (weak, self); /* not to live, and test, on for the thread */
  self->cancellable = g_cancellable_new ();
  gtk_spinner_start (self->spinner);
  pgs_claim_test_async (self->claim, self->cancellable, on_tested, weak);
}

static void
pgs_lab_claim_dispose (GObject *object)
{
  PgsLabClaim *self = PGS_LAB_CLAIM (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (pgs_lab_claim_parent_class)->dispose (object);
}

static void
pgs_lab_claim_class_init (PgsLabClaimClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pgs_lab_claim_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/pagescape_app/Pagescape/lab-claim.ui");
  gtk_widget_class_bind_template_child (widget_class, PgsLabClaim, box);
  gtk_widget_class_bind_template_child (widget_class, PgsLabClaim, sentence);
  gtk_widget_class_bind_template_child (widget_class, PgsLabClaim, spinner);
  gtk_widget_class_bind_template_child (widget_class, PgsLabClaim, test);
  gtk_widget_class_bind_template_child (widget_class, PgsLabClaim, results);
  gtk_widget_class_bind_template_child (widget_class, PgsLabClaim, grid);
  gtk_widget_class_bind_template_child (widget_class, PgsLabClaim, truth);
  gtk_widget_class_bind_template_child (widget_class, PgsLabClaim, reason);
  gtk_widget_class_bind_template_callback (widget_class, on_test);
}

static void
pgs_lab_claim_init (PgsLabClaim *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * pgs_lab_claim_new:
 * @claim: a sentence
 *
 * Returns: (transfer floating): its card, not tested yet
 */
GtkWidget *
pgs_lab_claim_new (const PgsClaim *claim)
{
  PgsLabClaim *self = g_object_new (PGS_TYPE_LAB_CLAIM, NULL);
  /* Translators: a sentence that may be right or wrong, as a quotation */
  g_autofree char *sentence = g_strdup_printf (_("“%s”"), _(claim->sentence));
  g_autofree char *name = g_strdup_printf (_("Test: %s"), _(claim->sentence));

  self->claim = claim;
  gtk_label_set_text (self->sentence, sentence);
  pgs_spoken_set (GTK_WIDGET (self->test), name);
  return GTK_WIDGET (self);
}
