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

/**
 * PgsObjectIter:
 *
 * Where one is among the objects of some mappings. A plain value.
 */
typedef struct
{
  /*< private >*/
  const PgsMaps *maps;
  gsize next; /* index of a mapping */
} PgsObjectIter;

void     pgs_object_iter_init (PgsObjectIter *self,
                               const PgsMaps *maps);
gboolean pgs_object_iter_next (PgsObjectIter *self,
                               PgsObject     *object);

G_END_DECLS
