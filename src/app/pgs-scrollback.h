/* pgs-scrollback.h: the last lines that a program wrote, in a text buffer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PGS_SCROLLBACK_MAX_LINES 10000
#define PGS_SCROLLBACK_MAX_CHARS (1 << 20)
#define PGS_SCROLLBACK_MAX_LINE 4096 /* characters; what is longer goes on in a line of its own */

/**
 * PgsScrollback:
 *
 * Writes into a #GtkTextBuffer as a terminal does. Main thread only.
 */
typedef struct _PgsScrollback PgsScrollback;

PgsScrollback *pgs_scrollback_new  (GtkTextBuffer *buffer);
void           pgs_scrollback_free (PgsScrollback *self);
void           pgs_scrollback_push (PgsScrollback *self,
                                    const char    *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsScrollback, pgs_scrollback_free)

G_END_DECLS
