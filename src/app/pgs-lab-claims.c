/* pgs-lab-claims.c: the Lab's chapter of claims
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-lab-claims.h"

#include "pgs-lab-claim-row.h"

struct _PgsLabClaims
{
  GtkWidget parent_instance;

  GtkWidget *scroller;
  GtkLabel *block;
  GtkBox *rows;
};

G_DEFINE_FINAL_TYPE (PgsLabClaims, pgs_lab_claims, GTK_TYPE_WIDGET)

static void
pgs_lab_claims_dispose (GObject *object)
{
  PgsLabClaims *self = PGS_LAB_CLAIMS (object);

  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  G_OBJECT_CLASS (pgs_lab_claims_parent_class)->dispose (object);
}

static void
pgs_lab_claims_class_init (PgsLabClaimsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pgs_lab_claims_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/pagescape_app/Pagescape/lab-claims.ui");
  gtk_widget_class_bind_template_child (widget_class, PgsLabClaims, scroller);
  gtk_widget_class_bind_template_child (widget_class, PgsLabClaims, block);
  gtk_widget_class_bind_template_child (widget_class, PgsLabClaims, rows);
}

static void
pgs_lab_claims_init (PgsLabClaims *self)
{
  gsize n_claims;
  const PgsClaim *claims = pgs_claim_get_all (&n_claims);

  gtk_widget_init_template (GTK_WIDGET (self));
  for (gsize i = 0; i < n_claims; i++)
    gtk_box_append (self->rows, pgs_lab_claim_row_new (&claims[i]));
}

/**
 * pgs_lab_claims_new:
 *
 * Returns: (transfer floating): all claims, none of them tested
 */
GtkWidget *
pgs_lab_claims_new (void)
{
  return g_object_new (PGS_TYPE_LAB_CLAIMS, NULL);
}

/**
 * pgs_lab_claims_set_block:
 * @self: the claims
 * @block: (nullable): why nothing can be tested here; %NULL: it can
 */
void
pgs_lab_claims_set_block (PgsLabClaims *self,
                          const char   *block)
{
  g_return_if_fail (PGS_IS_LAB_CLAIMS (self));

  gtk_label_set_label (self->block, block != NULL ? block : "");
  gtk_widget_set_visible (GTK_WIDGET (self->block), block != NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->rows), block == NULL);
}

/**
 * pgs_lab_claims_focus:
 * @self: the claims
 *
 * Gives the keyboard to the first test.
 */
void
pgs_lab_claims_focus (PgsLabClaims *self)
{
  g_return_if_fail (PGS_IS_LAB_CLAIMS (self));

  gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}
