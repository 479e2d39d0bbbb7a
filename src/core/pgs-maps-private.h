/* pgs-maps-private.h: what pgs-maps.c, its builder and its codec share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-maps.h"

G_BEGIN_DECLS

struct _PgsMaps
{
  PgsMapping *mappings; /* ascending, not overlapping */
  gsize n_mappings;
  GStringChunk *paths;
  guint64 size; /* without %PGS_MAPPING_NOT_COUNTED */
  guint64 kind_sizes[PGS_N_KINDS];
};


G_END_DECLS
