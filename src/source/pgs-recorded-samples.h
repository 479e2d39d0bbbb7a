/* pgs-recorded-samples.h: reads the samples of one process out of a recording
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-ages.h"
#include "pgs-recording-file.h"
#include "pgs-snapshot.h"

G_BEGIN_DECLS

/**
 * PgsRecordedOrigin:
 * @monotonic_us: time of the first sample of the recording
 * @page_size: bytes, a power of two
 *
 * What holds for all of a recording.
 */
typedef struct
{
  gint64 monotonic_us;
  guint32 page_size;
} PgsRecordedOrigin;

/**
 * PgsRecordedSamples:
 *
 * Decodes samples that are asked for. Any thread: what reads the same file waits for each other.
 */
typedef struct _PgsRecordedSamples PgsRecordedSamples;

PgsRecordedSamples *pgs_recorded_samples_new         (PgsRecordingFile        *file,
                                                      const PgsRecordedOrigin *origin,
                                                      gint64                   process,
                                                      gint                     pid,
                                                      guint64                  start_ticks);
void                pgs_recorded_samples_free        (PgsRecordedSamples      *self);
gboolean            pgs_recorded_samples_is_slow     (PgsRecordedSamples      *self);
PgsProcessInfo     *pgs_recorded_samples_get_program (PgsRecordedSamples      *self,
                                                      gint64                   program,
                                                      GError                 **error);
PgsSnapshot        *pgs_recorded_samples_read        (PgsRecordedSamples      *self,
                                                      gint64                   id,
                                                      GError                 **error);
PgsAges            *pgs_recorded_samples_read_ages   (PgsRecordedSamples      *self,
                                                      gint64                   id);

G_END_DECLS
