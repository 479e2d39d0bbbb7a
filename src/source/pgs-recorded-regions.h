/* pgs-recorded-regions.h: the mappings of a recorded process over some of its samples
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-maps.h"
#include "pgs-recording-file.h"

G_BEGIN_DECLS

/**
 * PgsRecordedRegion:
 * @id: its number in the recording
 * @first_sample: the first that saw it
 * @last_sample: the last one, %G_MAXINT64 if it was there until the end
 * @mapping: its line; the path belongs to the #PgsRecordedRegions
 */
typedef struct
{
  gint64 id;
  gint64 first_sample;
  gint64 last_sample;
  PgsMapping mapping;
} PgsRecordedRegion;

typedef struct _PgsRecordedRegions PgsRecordedRegions;

PgsRecordedRegions *pgs_recorded_regions_load (PgsRecordingFile          *file,
                                               gint64                     process,
                                               gint64                     first_sample,
                                               gint64                     last_sample,
                                               GError                   **error);
void                pgs_recorded_regions_free (PgsRecordedRegions        *self);
gboolean            pgs_recorded_regions_have (const PgsRecordedRegions  *self,
                                               gint64                     sample);
PgsMaps            *pgs_recorded_regions_get_maps (const PgsRecordedRegions *self,
                                               gint64                     sample);
GPtrArray          *pgs_recorded_regions_list (const PgsRecordedRegions  *self,
                                               gint64                     sample);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsRecordedRegions, pgs_recorded_regions_free)

G_END_DECLS
