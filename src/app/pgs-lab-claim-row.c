/* pgs-lab-claim-row.c: a claim, its test, and what the test measured
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-lab-claim-row.h"

#include <glib/gi18n-lib.h>

struct _PgsLabClaimRow
{
  GtkWidget parent_instance;

  const PgsClaim *claim;
  GCancellable *cancellable; /* (nullable): of the test that is under way */

  GtkWidget *box;
  GtkLabel *sentence;
  GtkWidget *test;
  GtkSpinner *spinner;
  GtkBox *results;
  GtkLabel *truth;
  GtkLabel *reason;
};

enum
{
  COLUMN_WHAT,
  COLUMN_NUMBER,
};

G_DEFINE_FINAL_TYPE (PgsLabClaimRow, pgs_lab_claim_row, GTK_TYPE_WIDGET)

static GtkWidget *
create_label (const char *text,
              const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
attach_number (GtkGrid    *grid,
               const char *what,
               const char *number,
               int         row)
{
  GtkWidget *label = create_label (what, NULL);

  gtk_widget_set_hexpand (label, TRUE);
  gtk_grid_attach (grid, label, COLUMN_WHAT, row, 1, 1);
  label = create_label (number, "numeric");
  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_RIGHT);
  gtk_grid_attach (grid, label, COLUMN_NUMBER, row, 1, 1);
}

/* Both numbers beside each other. */
static GtkWidget *
create_numbers (const PgsClaimResult *result)
{
  GtkGrid *grid = GTK_GRID (gtk_grid_new ());

  gtk_grid_set_column_spacing (grid, 12);
  gtk_grid_set_row_spacing (grid, 3);
  attach_number (grid, _(result->test->claimed_what), result->claimed_text, 0);
  attach_number (grid, _(result->test->measured_what), result->measured_text, 1);
  return GTK_WIDGET (grid);
}

/* What the two numbers say of the claim. */
static GtkWidget *
create_remark (const PgsClaimResult *result)
{
  switch (result->verdict)
    {
    case PGS_VERDICT_OK:
      return create_label (result->holds ? _("Here it is so.") : _("Here it is not so."), NULL);
    case PGS_VERDICT_DIFFERS:
      return create_label (result->holds ? _("Here it is so, which was not expected.")
                                         : _("Here it is not so, which was not expected."), "lab-differs");
    case PGS_VERDICT_NONE:
    case PGS_VERDICT_UNKNOWN:
      return create_label (result->lack != NULL ? result->lack : _("It could not be measured here."), "dim-label");
    }
  g_return_val_if_reached (NULL);
}

/* Leads to the whole experiment. */
static GtkWidget *
create_link (const PgsClaimResult *result)
{
  const PgsLesson *lesson = pgs_lesson_find (result->test->lesson);
  /* Translators: {title} is that of an experiment */
  g_autoptr (GString) text = g_string_new (_("Experiment “{title}”"));
  GtkWidget *button;

  g_string_replace (text, "{title}", _(lesson->title), 1);
  button = gtk_button_new ();
  gtk_button_set_child (GTK_BUTTON (button), create_label (text->str, NULL));
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_halign (button, GTK_ALIGN_END);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.lesson");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", lesson->name);
  return button;
}

static void
add_result (PgsLabClaimRow       *self,
            const PgsClaimResult *result)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *remark = create_remark (result);

  gtk_widget_set_hexpand (remark, TRUE);
  gtk_box_append (GTK_BOX (line), remark);
  gtk_box_append (GTK_BOX (line), create_link (result));
  gtk_box_append (self->results, create_numbers (result));
  gtk_box_append (self->results, line);
}

static void
clear_results (PgsLabClaimRow *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->results))) != NULL)
    gtk_box_remove (self->results, child);
}

static void
set_busy (PgsLabClaimRow *self,
          gboolean        busy)
{
  gtk_spinner_set_spinning (self->spinner, busy);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  /* it keeps the keyboard, and does nothing meanwhile */
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->test), GTK_ACCESSIBLE_STATE_BUSY, busy, -1);
}

static void
show_results (PgsLabClaimRow *self,
              GPtrArray      *results)
{
  clear_results (self);
  for (guint i = 0; i < results->len; i++)
    add_result (self, results->pdata[i]);
  gtk_widget_set_visible (GTK_WIDGET (self->results), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->truth), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->reason), TRUE);
  gtk_button_set_label (GTK_BUTTON (self->test), _("Test Again"));
}

static void
on_tested (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (PgsLabClaimRow) self = data; /* it may have been disposed of meanwhile */
  g_autoptr (GPtrArray) results = pgs_claim_test_finish (result, NULL);

  if (self->cancellable == NULL)
    return;
  g_clear_object (&self->cancellable);
  set_busy (self, FALSE);
  if (results != NULL)
    show_results (self, results);
}

static void
on_test (PgsLabClaimRow *self)
{
  if (self->cancellable != NULL)
    return;
  self->cancellable = g_cancellable_new ();
  set_busy (self, TRUE);
  pgs_claim_test_async (self->claim, self->cancellable, on_tested, g_object_ref (self));
}

static void
pgs_lab_claim_row_dispose (GObject *object)
{
  PgsLabClaimRow *self = PGS_LAB_CLAIM_ROW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (pgs_lab_claim_row_parent_class)->dispose (object);
}

static void
pgs_lab_claim_row_class_init (PgsLabClaimRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pgs_lab_claim_row_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/pagescape_app/Pagescape/lab-claim-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PgsLabClaimRow, box);
  gtk_widget_class_bind_template_child (widget_class, PgsLabClaimRow, sentence);
  gtk_widget_class_bind_template_child (widget_class, PgsLabClaimRow, test);
  gtk_widget_class_bind_template_child (widget_class, PgsLabClaimRow, spinner);
  gtk_widget_class_bind_template_child (widget_class, PgsLabClaimRow, results);
  gtk_widget_class_bind_template_child (widget_class, PgsLabClaimRow, truth);
  gtk_widget_class_bind_template_child (widget_class, PgsLabClaimRow, reason);
  gtk_widget_class_bind_template_callback (widget_class, on_test);
}

static void
pgs_lab_claim_row_init (PgsLabClaimRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * pgs_lab_claim_row_new:
 * @claim: what is claimed
 *
 * Returns: (transfer floating): the claim with a button that tests it
 */
GtkWidget *
pgs_lab_claim_row_new (const PgsClaim *claim)
{
  PgsLabClaimRow *self = g_object_new (PGS_TYPE_LAB_CLAIM_ROW, NULL);
  g_autoptr (GString) name = g_string_new (NULL);

  self->claim = claim;
  /* Translators: {sentence} is what somebody claims */
  g_string_assign (name, _("Test “{sentence}”"));
  g_string_replace (name, "{sentence}", _(claim->sentence), 1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->test), GTK_ACCESSIBLE_PROPERTY_LABEL, name->str, -1);
  gtk_label_set_label (self->sentence, _(claim->sentence));
  gtk_label_set_label (self->truth, pgs_claim_get_truth (claim));
  gtk_label_set_label (self->reason, _(claim->reason));
  return GTK_WIDGET (self);
}
