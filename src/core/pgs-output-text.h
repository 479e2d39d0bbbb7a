/* pgs-output-text.h: what a program writes to its terminal, as text
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PgsOutputText:
 *
 * Takes the bytes as they come, in pieces of any length. What is carried out by a terminal and not
 * shown (colours, positions, titles …) is left out; a character or a sequence that one piece begins
 * is ended by the next.
 */
typedef struct _PgsOutputText PgsOutputText;

PgsOutputText *pgs_output_text_new  (void);
void           pgs_output_text_free (PgsOutputText *self);
void           pgs_output_text_push (PgsOutputText *self,
                                     const char    *bytes,
                                     gsize          length,
                                     GString       *out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsOutputText, pgs_output_text_free)

G_END_DECLS
