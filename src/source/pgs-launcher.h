/* pgs-launcher.h: a program that was started here, stopped at its first instruction until released
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-launch.h"
#include "pgs-process.h"

G_BEGIN_DECLS

/**
 * PgsLauncherState:
 * @PGS_LAUNCHER_STARTING: on its way to its first exec
 * @PGS_LAUNCHER_HELD: stopped before its first instruction: its very first mappings can be read
 * @PGS_LAUNCHER_RUNNING: runs, and nobody traces it
 * @PGS_LAUNCHER_ENDED: has ended, see pgs_launcher_get_exit()
 * @PGS_LAUNCHER_FAILED: could not be started, see pgs_launcher_get_error()
 */
typedef enum
{
  PGS_LAUNCHER_STARTING = 0,
  PGS_LAUNCHER_HELD = 1,
  PGS_LAUNCHER_RUNNING = 2,
  PGS_LAUNCHER_ENDED = 3,
  PGS_LAUNCHER_FAILED = 4,
} PgsLauncherState;

/**
 * PgsLauncherHold:
 * @PGS_LAUNCHER_HOLD_DONE: it was (or is, or will be) stopped at its first instruction
 * @PGS_LAUNCHER_HOLD_PRIVILEGED: its file gives it rights (set-user-ID, set-group-ID, capabilities) that
 *   the kernel withholds from a program that is traced by somebody without them
 * @PGS_LAUNCHER_HOLD_FORBIDDEN: the kernel does not allow to trace it, or somebody else does
 *
 * Whether it could be stopped, and why not. If not, it ran at once.
 */
typedef enum
{
  PGS_LAUNCHER_HOLD_DONE = 0,
  PGS_LAUNCHER_HOLD_PRIVILEGED = 1,
  PGS_LAUNCHER_HOLD_FORBIDDEN = 2,
} PgsLauncherHold;

/**
 * PgsLauncher:
 *
 * All functions may be called from any thread.
 */
typedef struct _PgsLauncher PgsLauncher;

PgsLauncher     *pgs_launcher_new        (const PgsLaunch  *launch,
                                          GError          **error);
void             pgs_launcher_free       (PgsLauncher      *self);
int              pgs_launcher_get_fd     (PgsLauncher      *self);
PgsLauncherState pgs_launcher_get_state  (PgsLauncher      *self);
PgsLauncherState pgs_launcher_wait       (PgsLauncher      *self,
                                          PgsLauncherState  state,
                                          gint64            timeout_us);
gint             pgs_launcher_get_pid    (PgsLauncher      *self);
PgsLauncherHold  pgs_launcher_get_hold   (PgsLauncher      *self);
void             pgs_launcher_release    (PgsLauncher      *self);
gboolean         pgs_launcher_signal     (PgsLauncher      *self,
                                          int               signal_number);
gboolean         pgs_launcher_get_exit   (PgsLauncher      *self,
                                          PgsExit          *exit_info);
GError          *pgs_launcher_dup_error  (PgsLauncher      *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsLauncher, pgs_launcher_free)

G_END_DECLS
