/* feeder.h: says what the process of a session was sampled as, in place of the sampler
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-session.h"

G_BEGIN_DECLS

#define FEEDER_PID 42

/**
 * Feeder:
 * @session: whom it feeds; nothing is watched yet
 * @process: who its samples are of
 * @serial: of what is watched
 */
typedef struct
{
  PgsSession *session;
  PgsProcessInfo *process;
  guint serial;
} Feeder;

Feeder      *feeder_new         (void);
void         feeder_free        (Feeder                 *self);
void         feeder_set_origin  (Feeder                 *self,
                                 const char             *origin);
void         feeder_set_process (Feeder                 *self,
                                 const char             *name,
                                 gint                    pid,
                                 guint64                 start_ticks);
PgsSnapshot *feeder_sample      (Feeder                 *self,
                                 gint64                  monotonic_us);
void         feeder_deliver     (Feeder                 *self,
                                 PgsSnapshot            *snapshot);
void         feeder_step        (Feeder                 *self,
                                 gint64                  monotonic_us);
void         feeder_end         (Feeder                 *self,
                                 const PgsSamplerResult *how);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Feeder, feeder_free)

G_END_DECLS
