/* pgs-snapshot-json.h: a snapshot as the JSON document of pagescape-cli(1)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-snapshot.h"

G_BEGIN_DECLS

typedef enum
{
  PGS_SNAPSHOT_JSON_DEFAULT = 0,
  PGS_SNAPSHOT_JSON_RUNS = 1 << 0, /* each region's page runs too */
} PgsSnapshotJsonFlags;

void pgs_snapshot_to_json (const PgsSnapshot    *snapshot,
                           PgsSnapshotJsonFlags  flags,
                           GString              *out);

G_END_DECLS
