/* pgs-recorded-parts.h: reads the parts of a recorded process' samples
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-recording-file.h"
#include "pgs-snapshot.h"

G_BEGIN_DECLS

/**
 * PgsRecordedParts:
 *
 * Decodes samples of one process and keeps some of what it decoded, so that going through neighbouring
 * moments costs their differences, and what did not change between them is the same pointer.
 */
typedef struct _PgsRecordedParts PgsRecordedParts;

PgsRecordedParts *pgs_recorded_parts_new          (PgsRecordingFile  *file,
                                                   gint64             process);
void              pgs_recorded_parts_free         (PgsRecordedParts  *self);
PgsProcessInfo   *pgs_recorded_parts_get_program  (PgsRecordedParts  *self,
                                                   gint64             program,
                                                   gint               pid,
                                                   guint64            start_ticks,
                                                   GError           **error);
PgsMaps          *pgs_recorded_parts_get_maps     (PgsRecordedParts  *self,
                                                   gint64             sample,
                                                   GError           **error);
PgsPages         *pgs_recorded_parts_get_pages    (PgsRecordedParts  *self,
                                                   gint64             sample,
                                                   gint64             maps_sample,
                                                   GError           **error);
PgsSmaps         *pgs_recorded_parts_get_smaps    (PgsRecordedParts  *self,
                                                   gint64             sample,
                                                   gint64             maps_sample,
                                                   GError           **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsRecordedParts, pgs_recorded_parts_free)

G_END_DECLS
