/* pgs-sections.h: what the visible views together want to be sampled
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-session.h"

G_BEGIN_DECLS

void pgs_sections_need (PgsSession    *session,
                        gconstpointer  who,
                        PgsSections    sections);

G_END_DECLS
