/* pgs-sections.h: what the visible views together want to be sampled
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-session.h"

G_BEGIN_DECLS

void pgs_sections_need         (PgsSession    *session,
                                gconstpointer  who,
                                PgsSections    sections);
void pgs_sections_drop_session (PgsSession   **session,
                                gpointer       view);

G_END_DECLS
