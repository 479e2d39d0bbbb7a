/* launch.h: programs that tests start with a launcher
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-launcher.h"

#define LONG_US (30 * G_USEC_PER_SEC) /* nothing takes that long unless it is broken */

PgsLauncher *launch_begin (const PgsLaunch *launch);
PgsLauncher *launch_begin_argv (const char *const *argv);
void launch_assert_state (PgsLauncher *launcher, PgsLauncherState state);
int launch_get_status (PgsLauncher *launcher);
char *launch_read_status (gint pid, const char *key);
void launch_assert_status (gint pid, const char *key, const char *expected);
guint64 launch_read_status_mask (gint pid, const char *key);
char *launch_run (PgsLaunch *launch, int *status);
