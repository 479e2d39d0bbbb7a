/* pgs-launch.h: what to start, where and with which descriptors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PGS_LAUNCH_MAX_ARGS 65536 /* arguments, and variables of the environment */
#define PGS_LAUNCH_MAX_PATHS 1024 /* folders in PATH that are searched */
#define PGS_LAUNCH_HOLD_US G_USEC_PER_SEC

/**
 * PgsLaunchFlags:
 * @PGS_LAUNCH_KEEP_DESCRIPTORS: the program gets all descriptors that are not close-on-exec, as those
 *   that were inherited from a shell; without it only the three standard ones
 * @PGS_LAUNCH_NEW_SESSION: the program leads a session and a process group of its own; if its
 *   standard input is a terminal, that becomes the controlling one
 */
typedef enum
{
  PGS_LAUNCH_DEFAULT = 0,
  PGS_LAUNCH_KEEP_DESCRIPTORS = 1 << 0,
  PGS_LAUNCH_NEW_SESSION = 1 << 1,
} PgsLaunchFlags;

/**
 * PgsLaunch:
 * @argv: (array zero-terminated=1): the program and its arguments. A name without a slash is searched
 *   in PATH
 * @env: (nullable) (array zero-terminated=1): its environment, whose PATH is the one that counts;
 *   %NULL: that of this process
 * @folder: (nullable): its working directory; %NULL: that of this process
 * @stdio: its standard input, output and error, borrowed until it was started; -1: this process' own
 * @flags: how
 * @hold_us: how long it stays stopped at most, whatever happens; 0: %PGS_LAUNCH_HOLD_US
 */
typedef struct
{
  const char *const *argv;
  const char *const *env;
  const char *folder;
  int stdio[3];
  PgsLaunchFlags flags;
  gint64 hold_us;
} PgsLaunch;

#define PGS_LAUNCH_INIT { .stdio = { -1, -1, -1 } }

G_END_DECLS
