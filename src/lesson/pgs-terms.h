/* pgs-terms.h: all terms, by what they are about
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-term.h"

G_BEGIN_DECLS

/* Each ends with one without an id. */
extern const PgsTerm pgs_terms_space[];
extern const PgsTerm pgs_terms_paging[];
extern const PgsTerm pgs_terms_process[];
extern const PgsTerm pgs_terms_limits[];

G_END_DECLS
