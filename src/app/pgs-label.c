/* pgs-label.c: labels whose text is told again and again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-label.h"

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
