/* pgs-cli-sections.h: which parts of a snapshot are asked for
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-process.h"

G_BEGIN_DECLS

gboolean     pgs_cli_sections_parse    (const char         *text,
                                        PgsSections        *sections,
                                        GError            **error);
gboolean     pgs_cli_sections_check    (PgsSections         sections,
                                        const PgsSnapshot  *snapshot,
                                        GError            **error);
PgsSnapshot *pgs_cli_sections_restrict (PgsSnapshot        *snapshot,
                                        PgsSections         sections);

G_END_DECLS
