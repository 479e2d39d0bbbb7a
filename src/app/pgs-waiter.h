/* pgs-waiter.h: waits until a program that ended starts again, and watches it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-monitor.h"
#include "pgs-session.h"

G_BEGIN_DECLS

#define PGS_TYPE_WAITER (pgs_waiter_get_type ())

/**
 * PgsWaiter:
 *
 * Property: `waiting`, which can be set while the session's process has ended, and becomes %FALSE
 * when its program has started again or something else is watched.
 */
G_DECLARE_FINAL_TYPE (PgsWaiter, pgs_waiter, PGS, WAITER, GObject)

PgsWaiter *pgs_waiter_new         (PgsMonitor *monitor,
                                   PgsSession *session);
void       pgs_waiter_set_waiting (PgsWaiter  *self,
                                   gboolean    waiting);

G_END_DECLS
