/* random-snapshot.h: snapshots of a process that does anything at random
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-ages.h"
#include "pgs-snapshot.h"

#define RANDOM_SNAPSHOT_PAGES 3000

PgsSnapshot *random_snapshot_new      (GRand             *rand);
PgsSnapshot *random_snapshot_next     (PgsSnapshot       *before,
                                       GRand             *rand);
void         random_snapshot_compare  (PgsSnapshot       *a,
                                       PgsSnapshot       *b);
void         random_snapshot_compare_ages (PgsAges       *a,
                                       PgsAges           *b);
