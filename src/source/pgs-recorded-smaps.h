/* pgs-recorded-smaps.h: the counters of regions, from sample to sample
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-recording-file.h"
#include "pgs-smaps.h"

G_BEGIN_DECLS

/**
 * PgsRecordedSmaps:
 *
 * What the regions of one process counted at some sample; goes from sample to sample by what changed.
 */
typedef struct _PgsRecordedSmaps PgsRecordedSmaps;

PgsRecordedSmaps *pgs_recorded_smaps_new   (PgsRecordingFile   *file);
void              pgs_recorded_smaps_free  (PgsRecordedSmaps   *self);
gboolean          pgs_recorded_smaps_go    (PgsRecordedSmaps   *self,
                                            gint64              sample,
                                            GError            **error);
PgsSmaps         *pgs_recorded_smaps_build (PgsRecordedSmaps   *self,
                                            PgsMaps            *maps,
                                            GPtrArray          *regions);

G_END_DECLS
