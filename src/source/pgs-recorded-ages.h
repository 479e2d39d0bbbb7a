/* pgs-recorded-ages.h: since when pages were resident, at any moment of a recording
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-ages.h"
#include "pgs-recorded-parts.h"

G_BEGIN_DECLS

/**
 * PgsRecordedAges:
 *
 * Reads the ages of one process. One thread at a time.
 */
typedef struct _PgsRecordedAges PgsRecordedAges;

PgsRecordedAges *pgs_recorded_ages_new  (PgsRecordingFile  *file,
                                         PgsRecordedParts  *parts,
                                         gint64             origin_us);
void             pgs_recorded_ages_free (PgsRecordedAges   *self);
PgsAges         *pgs_recorded_ages_get  (PgsRecordedAges   *self,
                                         gint64             sample,
                                         GError           **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsRecordedAges, pgs_recorded_ages_free)

G_END_DECLS
