/* pgs-measure.c: a name, a value, a bar, and what it means
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-measure.h"

#include "pgs-fact-row.h"

struct _PgsMeasure
{
  GtkWidget parent_instance;

  PgsFactRow *row;
  PgsShareBar *bar;
  GtkLabel *caption; /* hidden while there is none */
  PgsShareRole role;
};

G_DEFINE_FINAL_TYPE (PgsMeasure, pgs_measure, GTK_TYPE_WIDGET)

static void
pgs_measure_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (pgs_measure_parent_class)->dispose (object);
}

static void
pgs_measure_class_init (PgsMeasureClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pgs_measure_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
pgs_measure_init (PgsMeasure *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 3);
  self->row = PGS_FACT_ROW (pgs_fact_row_new (NULL));
  self->bar = g_object_new (PGS_TYPE_SHARE_BAR, NULL);
  self->caption = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->caption, 0);
  gtk_label_set_wrap (self->caption, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->caption), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->caption), "dim-label");
  gtk_widget_set_visible (GTK_WIDGET (self->caption), FALSE);
  gtk_widget_set_parent (GTK_WIDGET (self->row), GTK_WIDGET (self));
  gtk_widget_set_parent (GTK_WIDGET (self->bar), GTK_WIDGET (self));
  gtk_widget_set_parent (GTK_WIDGET (self->caption), GTK_WIDGET (self));
}

/**
 * pgs_measure_new:
 * @title: (nullable): its name
 * @term_id: (nullable): the term that the name is, see pgs-term.h
 * @role: what its bar stands for
 *
 * Returns: (transfer floating): a measure without a value
 */
GtkWidget *
pgs_measure_new (const char   *title,
                 const char   *term_id,
                 PgsShareRole  role)
{
  PgsMeasure *self = g_object_new (PGS_TYPE_MEASURE, NULL);

  self->role = role;
  pgs_measure_set_title (self, title);
  pgs_fact_row_set_term (self->row, term_id);
  return GTK_WIDGET (self);
}

/**
 * pgs_measure_set_title:
 * @self: a measure
 * @title: (nullable): its name
 */
void
pgs_measure_set_title (PgsMeasure *self,
                       const char *title)
{
  pgs_fact_row_set_title (self->row, title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title != NULL ? title : "", -1);
}

/**
 * pgs_measure_set_value:
 * @self: a measure
 * @value: how much it is, in words
 * @fraction: how much of its bar that fills; negative: unknown
 */
void
pgs_measure_set_value (PgsMeasure *self,
                       const char *value,
                       double      fraction)
{
  const PgsShare share = { self->role, MAX (fraction, 0) };

  pgs_fact_row_set_value (self->row, value);
  pgs_share_bar_set (self->bar, &share, fraction >= 0 ? 1 : 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, value, -1);
}

/**
 * pgs_measure_set_caption:
 * @self: a measure
 * @caption: (nullable): what it means
 */
void
pgs_measure_set_caption (PgsMeasure *self,
                         const char *caption)
{
  gtk_label_set_text (self->caption, caption != NULL ? caption : "");
  gtk_widget_set_visible (GTK_WIDGET (self->caption), caption != NULL);
}
