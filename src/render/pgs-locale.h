/* pgs-locale.h: the language of the texts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void pgs_locale_init (void);

G_END_DECLS
