/* pgs-lab-claims.c: sentences about memory that are often read, each to be tested
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-lab-claims.h"

#include "pgs-lab-claim.h"

struct _PgsLabClaims
{
  GtkWidget parent_instance;

  GtkWidget *scroller;
  GtkBox *claims;
  gboolean is_filled;
};

G_DEFINE_FINAL_TYPE (PgsLabClaims, pgs_lab_claims, GTK_TYPE_WIDGET)

/* The cards are made when they are seen first. */
static void
pgs_lab_claims_map (GtkWidget *widget)
{
  PgsLabClaims *self = PGS_LAB_CLAIMS (widget);
  gsize n_claims;
  const PgsClaim *claims = pgs_claim_get_all (&n_claims);

  for (gsize i = 0; i < n_claims && !self->is_filled; i++)
    gtk_box_append (self->claims, pgs_lab_claim_new (&claims[i]));
  self->is_filled = TRUE;
  GTK_WIDGET_CLASS (pgs_lab_claims_parent_class)->map (widget);
}

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
  widget_class->map = pgs_lab_claims_map;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/pagescape_app/Pagescape/lab-claims.ui");
  gtk_widget_class_bind_template_child (widget_class, PgsLabClaims, scroller);
  gtk_widget_class_bind_template_child (widget_class, PgsLabClaims, claims);
}

static void
pgs_lab_claims_init (PgsLabClaims *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
