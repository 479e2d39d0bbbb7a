/* pgs-latin.c: text that is in no language
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Which face a letter comes from depends on the language, too. "monospace" in Korean has digits of one face and
 * letters of another, which is wider: addresses without letters would be narrower than those with some, and a
 * column that is as wide as its digits too narrow for them.
 */
#include "config.h"

#include "pgs-latin.h"

/**
 * pgs_latin_set:
 * @widget: shows addresses, permissions and the like
 *
 * All of them come from one face, as on an English desktop, and the widget's size is reckoned with that one.
 */
void
pgs_latin_set (GtkWidget *widget)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  pango_context_set_language (gtk_widget_get_pango_context (widget), pango_language_from_string ("en"));
}
