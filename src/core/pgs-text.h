/* pgs-text.h: making bytes from outside safe to show
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *pgs_text_dup_utf8    (const char *bytes,
                            gssize      length);
char *pgs_text_dup_display (const char *bytes,
                            gssize      length);
char *pgs_text_dup_terminal (const char *bytes,
                            gsize       length);
gsize pgs_text_next        (const char *bytes,
                            gsize       length,
                            gboolean   *valid);
char *pgs_text_dup_unbroken (const char *text);

G_END_DECLS
