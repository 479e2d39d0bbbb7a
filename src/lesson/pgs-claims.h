/* pgs-claims.h: the table of claims
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-claim.h"

G_BEGIN_DECLS

extern const PgsClaim pgs_claims[];
extern const gsize pgs_n_claims;

G_END_DECLS
