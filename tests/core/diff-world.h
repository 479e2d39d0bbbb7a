/* diff-world.h: two random moments of one process, the later made of the earlier by system calls
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-snapshot.h"

#define DIFF_WORLD_PAGES 3000

/**
 * DiffWorld:
 * @rand: where all that is random comes from
 * @a: the earlier moment
 * @b: the later one
 */
typedef struct
{
  GRand *rand;
  PgsSnapshot *a;
  PgsSnapshot *b;
} DiffWorld;

DiffWorld *diff_world_new  (guint32    seed);
void       diff_world_free (DiffWorld *self);

PgsSnapshot *diff_world_copy (const PgsSnapshot *snapshot);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DiffWorld, diff_world_free)
