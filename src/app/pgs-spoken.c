/* pgs-spoken.c: what a screen reader calls a widget that shows other words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-spoken.h"

/**
 * pgs_spoken_set:
 * @widget: a widget
 * @name: what it is called
 *
 * Also a button with a label: GTK names it by that label with a relation, which counts more than a name since GTK 4.10.
 * Whoever sets the label again says this again.
 */
void
pgs_spoken_set (GtkWidget  *widget,
                const char *name)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (name != NULL);

  gtk_accessible_reset_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}
