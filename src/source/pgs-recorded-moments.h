/* pgs-recorded-moments.h: the history of one process in a recording
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-moments.h"
#include "pgs-recorded-samples.h"

G_BEGIN_DECLS

#define PGS_TYPE_RECORDED_MOMENTS (pgs_recorded_moments_get_type ())

/**
 * PgsRecordedMoments:
 *
 * Points, marks and times of samples are in memory, snapshots are decoded when they are asked for.
 * Filled by #PgsRecording, then it does not change.
 */
G_DECLARE_FINAL_TYPE (PgsRecordedMoments, pgs_recorded_moments, PGS, RECORDED_MOMENTS, GObject)

PgsRecordedMoments *pgs_recorded_moments_new        (PgsRecordingFile        *file,
                                                     const PgsRecordedOrigin *origin,
                                                     gint64                   process,
                                                     gint                     pid,
                                                     guint64                  start_ticks);
gboolean            pgs_recorded_moments_add_sample (PgsRecordedMoments      *self,
                                                     gint64                   sample,
                                                     const PgsPoint          *point);
void                pgs_recorded_moments_take_mark  (PgsRecordedMoments      *self,
                                                     PgsMark                 *mark);
void                pgs_recorded_moments_set_exit   (PgsRecordedMoments      *self,
                                                     const PgsExit           *exit_info);
PgsProcessInfo     *pgs_recorded_moments_get_program (PgsRecordedMoments     *self,
                                                     gint64                   program,
                                                     GError                 **error);

G_END_DECLS
