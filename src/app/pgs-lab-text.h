/* pgs-lab-text.h: texts of the lab with their terms as links
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *pgs_lab_text_dup_markup (const char *text);

G_END_DECLS
