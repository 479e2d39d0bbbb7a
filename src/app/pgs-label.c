/* pgs-label.c: what all labels do
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Pango ends a line within a word by a hyphen. In Korean, where a line may end before a particle, "RAM을" becomes
 * "RAM-" and "을", which nobody writes; in a path or a number it looks as if it were part of it. Only an attribute of
 * each label forbids it, also of those within libadwaita's rows, so that all get it when they come on screen.
 */
#include "config.h"

#include "pgs-label.h"

static gboolean
has_hyphens (GtkLabel *label)
{
  return gtk_label_get_wrap (label) && g_object_get_data (G_OBJECT (label), "pgs-no-hyphens") == NULL;
}

static void
forbid_hyphens (GtkLabel *label)
{
  PangoAttrList *known = gtk_label_get_attributes (label);
  PangoAttrList *attributes = known != NULL ? pango_attr_list_copy (known) : pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  gtk_label_set_attributes (label, attributes);
  pango_attr_list_unref (attributes);
  g_object_set_data (G_OBJECT (label), "pgs-no-hyphens", label);
}

static gboolean
on_mapped (GSignalInvocationHint *hint,
           guint                  n_values,
           const GValue          *values,
           gpointer               data)
{
  gpointer widget = g_value_get_object (values);

  if (GTK_IS_LABEL (widget) && has_hyphens (widget))
    forbid_hyphens (widget);
  return TRUE; /* be called again */
}

/**
 * pgs_label_forbid_hyphens:
 *
 * Lets no label that wraps end a line by a hyphen that its text has not. Called once, when GTK is there.
 */
void
pgs_label_forbid_hyphens (void)
{
  g_type_class_unref (g_type_class_ref (GTK_TYPE_WIDGET)); /* signals come with the class */
  g_signal_add_emission_hook (g_signal_lookup ("map", GTK_TYPE_WIDGET), 0, on_mapped, NULL, NULL);
}

/**
 * pgs_label_update:
 * @label: a label
 * @text: what it says from now on
 *
 * Leaves it alone if it says so already: the same text, set again, would be laid out again, and what somebody
 * selects of it to copy would be dropped.
 */
void
pgs_label_update (GtkLabel   *label,
                  const char *text)
{
  if (g_strcmp0 (gtk_label_get_text (label), text) != 0)
    gtk_label_set_text (label, text);
}
