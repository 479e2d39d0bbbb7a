/* pgs-pagemap-refiner.h: what the scan cannot tell of a page
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-entry-reader.h"

G_BEGIN_DECLS

gboolean pgs_pagemap_refine (PgsEntryReader *reader,
                             const PgsRun   *runs,
                             gsize           n_runs,
                             GError        **error);

G_END_DECLS
