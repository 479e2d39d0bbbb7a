/* pgs-moment-encoder.h: makes bytes of samples in a thread
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-moment.h"

G_BEGIN_DECLS

/**
 * PgsMomentEncoder:
 *
 * What takes long to encode, one after the other. Main thread only.
 */
typedef struct _PgsMomentEncoder PgsMomentEncoder;

/* Called in the main thread when there is something for pgs_moment_encoder_pop(). */
typedef void (*PgsMomentEncoderFunc) (gpointer data);

PgsMomentEncoder *pgs_moment_encoder_new           (PgsMomentEncoderFunc    func,
                                                    gpointer                data);
void              pgs_moment_encoder_free          (PgsMomentEncoder       *self);
void              pgs_moment_encoder_push          (PgsMomentEncoder       *self,
                                                    PgsMoment              *moment);
PgsMoment        *pgs_moment_encoder_pop           (PgsMomentEncoder       *self,
                                                    PgsPacket              *packet);
PgsMoment        *pgs_moment_encoder_wait          (PgsMomentEncoder       *self,
                                                    PgsPacket              *packet);
guint             pgs_moment_encoder_get_n_pending (const PgsMomentEncoder *self);

G_END_DECLS
