/* pgs-spoken.c: what a screen reader calls a widget that shows other words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-spoken.h"

#include <glib/gi18n-lib.h>

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

/**
 * pgs_spoken_name_table:
 * @view: a table
 * @name: what it is called
 *
 * Names what GTK makes within it, where the keyboard is, which would be called by its type.
 */
void
pgs_spoken_name_table (GtkColumnView *view,
                       const char    *name)
{
  GtkWidget *headings, *rows;

  g_return_if_fail (GTK_IS_COLUMN_VIEW (view));
  g_return_if_fail (name != NULL);

  headings = gtk_widget_get_first_child (GTK_WIDGET (view));
  rows = gtk_widget_get_last_child (GTK_WIDGET (view));
  gtk_widget_set_focusable (headings, FALSE); /* nothing can be done there with the keyboard */
  pgs_spoken_set (headings, _("Column headings"));
  pgs_spoken_set (rows, name);
}

static void
name_scrolled (AdwStatusPage *page)
{
  GtkWidget *scrolled = gtk_widget_get_first_child (GTK_WIDGET (page));

  if (GTK_IS_SCROLLED_WINDOW (scrolled))
    pgs_spoken_set (scrolled, adw_status_page_get_title (page));
}

/**
 * pgs_spoken_follow_title:
 * @page: says why something else is not there
 *
 * Names what scrolls it, where the keyboard goes, by its title from now on.
 */
void
pgs_spoken_follow_title (AdwStatusPage *page)
{
  g_return_if_fail (ADW_IS_STATUS_PAGE (page));

  g_signal_connect (page, "notify::title", G_CALLBACK (name_scrolled), NULL);
  name_scrolled (page);
}
