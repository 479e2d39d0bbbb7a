/* sample-space.h: a small address space made by hand, with every kind of region and page
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-snapshot.h"

/* What the sample holds, page by page, for tests that count by themselves. */
typedef struct
{
  guint64 first; /* page number */
  guint64 n_pages;
  PgsPageState states;
} SampleRun;

PgsSnapshot     *sample_space_new      (void);
PgsMaps         *sample_space_new_maps (guint n_mappings);
const SampleRun *sample_space_get_runs (gsize *n_runs);
