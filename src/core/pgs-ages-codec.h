/* pgs-ages-codec.h: ages as bytes, relative to those of another sample
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The steps of the ages before, merged with the new ones: numbers (uint) n << 2 | what: 0 keep n, or all
 * that are left if n is 0, which ends it; 1 drop n; 2 add n, which follow: first page (uint, from the
 * step before), and how long before the sample it came + 1 (uint; 0: before watching began).
 */
#pragma once

#include "pgs-ages.h"
#include "pgs-bytes.h"

G_BEGIN_DECLS

#define PGS_AGES_MAX_STEPS ((gsize) 1 << 23)

void     pgs_ages_encode (const PgsAges   *ages,
                          const PgsAges   *before,
                          gint64           at_us,
                          GByteArray      *out);
PgsAges *pgs_ages_decode (const PgsAges   *before,
                          PgsPages        *pages,
                          gint64           at_us,
                          PgsBytesReader  *in,
                          GError         **error);

G_END_DECLS
