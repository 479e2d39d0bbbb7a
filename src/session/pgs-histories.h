/* pgs-histories.h: what was seen of processes that are not watched any more, or again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-history.h"

G_BEGIN_DECLS

#define PGS_HISTORIES_DEFAULT_BUDGET ((gsize) 64 << 20)
#define PGS_HISTORIES_MAX 64

/**
 * PgsHistories:
 *
 * The histories of processes, each known by its PID and start time, all together within a number of bytes.
 * The one that was put or found last is watched now; the others are dropped if there is no room, those
 * first that were not watched for the longest time. Main thread only.
 */
typedef struct _PgsHistories PgsHistories;

PgsHistories *pgs_histories_new         (void);
void          pgs_histories_free        (PgsHistories         *self);
void          pgs_histories_put         (PgsHistories         *self,
                                         const char           *origin,
                                         const PgsProcessInfo *process,
                                         PgsHistory           *history);
PgsHistory   *pgs_histories_find        (PgsHistories         *self,
                                         const char           *origin,
                                         const PgsProcessInfo *process);
PgsHistory   *pgs_histories_find_pid    (PgsHistories         *self,
                                         const char           *origin,
                                         gint                  pid);
void          pgs_histories_set_budget  (PgsHistories         *self,
                                         gsize                 budget);
gsize         pgs_histories_get_budget  (PgsHistories         *self);
void          pgs_histories_trim        (PgsHistories         *self);
gsize         pgs_histories_get_n_bytes (PgsHistories         *self);
guint         pgs_histories_get_length  (PgsHistories         *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsHistories, pgs_histories_free)

G_END_DECLS
