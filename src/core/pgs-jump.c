/* pgs-jump.c: tells when a size changed much at once
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-jump.h"

#include "pgs-process-info.h"

static gboolean
is_jump (guint64 before,
         guint64 change)
{
  return change >= PGS_JUMP_MIN && change >= before / PGS_JUMP_SHARE;
}

/* Notes a jump. Returns: whether it is to be told. */
static gboolean
note_jump (PgsJump *self,
           gint64   at_us,
           guint    direction,
           guint64  change)
{
  const gboolean quiet = self->jumped_us[direction] == 0 ||
                         at_us - self->jumped_us[direction] >= PGS_JUMP_QUIET_US;
  const gboolean larger = change / PGS_JUMP_FACTOR >= self->largest[direction];

  self->jumped_us[direction] = at_us;
  self->largest[direction] = quiet ? change : MAX (self->largest[direction], change);
  return quiet || larger;
}

/**
 * pgs_jump_add:
 * @self: what is known of the size
 * @at_us: monotonic time of a sample, above 0, later than those before
 * @size: bytes, %PGS_UNKNOWN if unknown
 *
 * O(1).
 *
 * Returns: by how many bytes the size jumped, below 0 if it became smaller; 0 if there is nothing to tell
 */
gint64
pgs_jump_add (PgsJump *self,
              gint64   at_us,
              guint64  size)
{
  const gint64 before_us = self->at_us;
  const guint64 before = self->size;
  const guint direction = size < before;
  const guint64 change = direction ? before - size : size - before;

  if (size == PGS_UNKNOWN)
    return 0;
  self->at_us = at_us;
  self->size = size;
  if (before_us == 0 || at_us - before_us > PGS_JUMP_MAX_STEP_US || !is_jump (before, change) ||
      !note_jump (self, at_us, direction, change))
    return 0;
  return direction ? -(gint64) change : (gint64) change;
}
