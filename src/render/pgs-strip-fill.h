/* pgs-strip-fill.h: how much of a block of the strip is in RAM, and of how much that is not known
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-snapshot.h"
#include "pgs-strip-layout.h"

G_BEGIN_DECLS

/**
 * PgsStripFill:
 * @size: of its mappings
 * @resident: bytes that are in RAM for sure
 * @unread: bytes whose pages were not read yet, so that more may be resident
 * @denied: bytes that could not be read
 *
 * What was measured of a block or group. A plain value.
 */
typedef struct
{
  guint64 size;
  guint64 resident;
  guint64 unread;
  guint64 denied;
} PgsStripFill;

void   pgs_strip_fill_init      (PgsStripFill       *self,
                                 const PgsSnapshot  *snapshot,
                                 const PgsMaps      *maps,
                                 const PgsStripItem *item);
double pgs_strip_fill_get_width (const PgsStripFill *self,
                                 guint64             part,
                                 double              width);

G_END_DECLS
