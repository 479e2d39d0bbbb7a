/* pgs-denial-words.h: why a part of a process is not shown, in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-snapshot.h"

G_BEGIN_DECLS

char       *pgs_denial_format      (const PgsSnapshot *snapshot,
                                    PgsPart            part);
const char *pgs_denial_format_help (const PgsSnapshot *snapshot,
                                    PgsPart            part);

G_END_DECLS
