/* pgs-remote.h: another machine as a window shows it: its processes, and samples of one of them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-monitor.h"
#include "pgs-session.h"

G_BEGIN_DECLS

/**
 * PgsRemoteState:
 * @PGS_REMOTE_CONNECTING: ssh is under way
 * @PGS_REMOTE_CONNECTED: Pagescape there has answered
 * @PGS_REMOTE_LOST: there is no connection, or no longer; pgs_remote_connect() tries again
 */
typedef enum
{
  PGS_REMOTE_CONNECTING = 0,
  PGS_REMOTE_CONNECTED = 1,
  PGS_REMOTE_LOST = 2,
} PgsRemoteState;

#define PGS_TYPE_REMOTE (pgs_remote_get_type ())

/**
 * PgsRemote:
 *
 * One connection for all that a window shows of the machine. While it lasts the session is fed from it,
 * and so is pgs_remote_get_monitor(). When it is lost, what is known stays. Main thread only.
 * Signal `changed`: the state is another one.
 */
G_DECLARE_FINAL_TYPE (PgsRemote, pgs_remote, PGS, REMOTE, GObject)

PgsRemote      *pgs_remote_new         (const char *host,
                                        PgsSession *session);
void            pgs_remote_connect     (PgsRemote  *self);
void            pgs_remote_close       (PgsRemote  *self);
const char     *pgs_remote_get_host    (PgsRemote  *self);
PgsRemoteState  pgs_remote_get_state   (PgsRemote  *self);
const GError   *pgs_remote_get_error   (PgsRemote  *self);
PgsMonitor     *pgs_remote_get_monitor (PgsRemote  *self);

G_END_DECLS
