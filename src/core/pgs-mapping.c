/* pgs-mapping.c: what one mapping is, and whether two are the same
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-mapping.h"

/**
 * pgs_mapping_is_file:
 * @self: a mapping
 *
 * Returns: whether a file is mapped, also one whose name is all that is known of it
 */
gboolean
pgs_mapping_is_file (const PgsMapping *self)
{
  return self->inode != 0 || (self->path != NULL && self->path[0] == '/');
}

/**
 * pgs_mapping_equal:
 * @self: a mapping
 * @other: another
 *
 * Returns: whether nothing tells them apart
 */
gboolean
pgs_mapping_equal (const PgsMapping *self,
                   const PgsMapping *other)
{
  return self->start == other->start && self->end == other->end && self->offset == other->offset
         && self->inode == other->inode && self->dev_major == other->dev_major
         && self->dev_minor == other->dev_minor && self->perms == other->perms && self->kind == other->kind
         && self->flags == other->flags && g_strcmp0 (self->path, other->path) == 0;
}

/**
 * pgs_mapping_is_same_memory:
 * @self: a mapping
 * @other: another, which overlaps it, of another moment
 *
 * What may be done with it does not matter, as mprotect changes no page; nor do names of anonymous memory: what
 * was a part of the stack has none after mprotect.
 *
 * Returns: whether the pages of both can be the same: memory of the same object at the same offset
 */
gboolean
pgs_mapping_is_same_memory (const PgsMapping *self,
                            const PgsMapping *other)
{
  const guint8 shared = PGS_PERM_SHARED;

  return self->inode == other->inode && self->dev_major == other->dev_major && self->dev_minor == other->dev_minor
         && (self->perms & shared) == (other->perms & shared)
         && (self->kind == PGS_KIND_KERNEL) == (other->kind == PGS_KIND_KERNEL)
         && (self->inode == 0 || self->offset - self->start == other->offset - other->start);
}
