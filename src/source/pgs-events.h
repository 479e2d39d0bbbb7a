/* pgs-events.h: what happens to a watched process and is worth a mark
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-jump.h"
#include "pgs-point.h"
#include "pgs-process.h"

G_BEGIN_DECLS

/**
 * PgsEvents:
 *
 * Looks at the samples of one process one after the other. Zero it at first, clear it with
 * pgs_events_clear(). Members are private.
 */
typedef struct
{
  /*< private >*/
  PgsProcessInfo *process; /* of the sample before, NULL at first */
  gint64 exec_us;          /* of the sample that showed the last exec, 0: none */
  gint64 last_us;
  gint64 last_taken_us;    /* real time of the sample before */
  gboolean ended;
  PgsJump virt;
  PgsJump res;
} PgsEvents;

void     pgs_events_clear (PgsEvents         *self);
gboolean pgs_events_add   (PgsEvents         *self,
                           const PgsSnapshot *snapshot,
                           PgsMark           *mark);
void     pgs_events_resume (PgsEvents        *self,
                           const PgsSnapshot *snapshot);
gboolean pgs_events_end   (PgsEvents         *self,
                           const PgsExit     *exit_info,
                           PgsMark           *mark);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PgsEvents, pgs_events_clear)

G_END_DECLS
