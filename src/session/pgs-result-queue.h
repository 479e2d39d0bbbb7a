/* pgs-result-queue.h: results on their way from the sampler thread to the main thread
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-sampler.h"

G_BEGIN_DECLS

typedef struct _PgsResultQueue PgsResultQueue;

PgsResultQueue *pgs_result_queue_new   (PgsSamplerFunc    func,
                                        gpointer          data);
void            pgs_result_queue_free  (PgsResultQueue   *self);
void            pgs_result_queue_put   (PgsResultQueue   *self,
                                        PgsSamplerResult *result,
                                        gboolean          may_wait);
void            pgs_result_queue_flush (PgsResultQueue   *self);

G_END_DECLS
