/* pgs-mnemonics.c: buttons with a letter to press, as a screen reader says them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-mnemonics.h"

/* GTK names such a button twice: by its label with the underline, and by the words that are shown. */
static void
keep_one_name (GtkButton *button)
{
  gtk_accessible_reset_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL);
}

/**
 * pgs_mnemonics_name_buttons:
 * @root: a widget that is made
 *
 * Lets all buttons inside whose labels have a mnemonic be named by the words that are shown, also when these change.
 */
void
pgs_mnemonics_name_buttons (GtkWidget *root)
{
  g_return_if_fail (GTK_IS_WIDGET (root));

  if (GTK_IS_BUTTON (root) && gtk_button_get_use_underline (GTK_BUTTON (root)))
    {
      keep_one_name (GTK_BUTTON (root));
      g_signal_connect (root, "notify::label", G_CALLBACK (keep_one_name), NULL);
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    pgs_mnemonics_name_buttons (child);
}
