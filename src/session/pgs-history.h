/* pgs-history.h: how the totals of one process developed: what the charts draw
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-point.h"
#include "pgs-snapshot.h"

G_BEGIN_DECLS

/**
 * PgsHistory:
 *
 * Points in order of time, at most %PGS_HISTORY_MAX_POINTS; when full, every second point of the
 * older half is dropped. Main thread only.
 */
typedef struct _PgsHistory PgsHistory;

#define PGS_HISTORY_MAX_POINTS 16384

PgsHistory     *pgs_history_new        (void);
void            pgs_history_free       (PgsHistory        *self);
void            pgs_history_clear      (PgsHistory        *self);
void            pgs_history_add        (PgsHistory        *self,
                                        const PgsSnapshot *snapshot);
const PgsPoint *pgs_history_get_points (const PgsHistory  *self,
                                        gsize             *n_points);
void            pgs_history_mark       (PgsHistory        *self,
                                        gint64             monotonic_us,
                                        const char        *name);
const PgsMark  *pgs_history_get_marks  (const PgsHistory  *self,
                                        gsize             *n_marks);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsHistory, pgs_history_free)

G_END_DECLS
