/* pgs-learn.h: a term of the field, explained where it is met
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PGS_TYPE_LEARN_POPOVER (pgs_learn_popover_get_type ())

/**
 * PgsLearnPopover:
 *
 * Explains one term, leads to related ones, and to the experiments that show it.
 */
G_DECLARE_FINAL_TYPE (PgsLearnPopover, pgs_learn_popover, PGS, LEARN_POPOVER, GtkPopover)

GtkPopover *pgs_learn_popover_show (GtkWidget  *parent,
                                    const char *term_id);

G_END_DECLS
