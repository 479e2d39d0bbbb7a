/* pgs-object.h: mappings that belong together, drawn as one band
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-maps.h"

G_BEGIN_DECLS

/**
 * PgsObject:
 * @first: index of its first mapping
 * @n_mappings: how many mappings, adjacent in memory
 * @start: first address
 * @end: first address behind it
 * @kind: the kind of its first mapping that is not data of a library or of the executable
 *
 * A run of adjacent mappings of one file with the anonymous memory that its loader put directly
 * above (.bss), or of kernel-provided mappings, or else one mapping alone.
 */
typedef struct
{
  gsize first;
  gsize n_mappings;
  guint64 start;
  guint64 end;
  PgsKind kind;
} PgsObject;

GArray *pgs_objects_new (const PgsMaps *maps);

G_END_DECLS
