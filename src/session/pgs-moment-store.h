/* pgs-moment-store.h: the samples of one process within a number of bytes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-moment.h"

G_BEGIN_DECLS

#define PGS_STORE_ALL_US ((gint64) 300 * G_USEC_PER_SEC)      /* so long ago all samples are kept */
#define PGS_STORE_SECONDS_US ((gint64) 3600 * G_USEC_PER_SEC) /* then one a second; before that one in ten */
#define PGS_STORE_MAX_MOMENTS 16384

/**
 * PgsMomentStore:
 *
 * Samples in order of time, as bytes relative to each other, of which the newest and those that were
 * looked at last are kept decoded. Main thread only; what is large is encoded by another one.
 */
typedef struct _PgsMomentStore PgsMomentStore;

/* Called outside of calls of the store: when samples were dropped because of the budget, or what was to be prepared is. */
typedef void (*PgsMomentStoreFunc) (gpointer data);

PgsMomentStore *pgs_moment_store_new          (PgsMomentStoreFunc    func,
                                               gpointer              data);
void            pgs_moment_store_free         (PgsMomentStore       *self);
void            pgs_moment_store_set_budget   (PgsMomentStore       *self,
                                               gsize                 budget);
void            pgs_moment_store_add          (PgsMomentStore       *self,
                                               PgsSnapshot          *snapshot,
                                               PgsAges              *ages,
                                               gboolean              is_key);
void            pgs_moment_store_pin          (PgsMomentStore       *self,
                                               gsize                 index);
gboolean        pgs_moment_store_thin         (PgsMomentStore       *self);
void            pgs_moment_store_finish       (PgsMomentStore       *self);
gsize           pgs_moment_store_get_length   (PgsMomentStore       *self);
gint64          pgs_moment_store_get_time     (PgsMomentStore       *self,
                                               gsize                 index);
gboolean        pgs_moment_store_is_pinned    (PgsMomentStore       *self,
                                               gsize                 index);
gboolean        pgs_moment_store_prepare      (PgsMomentStore       *self,
                                               gsize                 index,
                                               PgsMomentStoreFunc    func,
                                               gpointer              data);
PgsSnapshot    *pgs_moment_store_get_snapshot (PgsMomentStore       *self,
                                               gsize                 index,
                                               GError              **error);
PgsAges        *pgs_moment_store_get_ages     (PgsMomentStore       *self,
                                               gsize                 index);
gsize           pgs_moment_store_get_n_bytes  (PgsMomentStore       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsMomentStore, pgs_moment_store_free)

G_END_DECLS
