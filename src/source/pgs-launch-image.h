/* pgs-launch-image.h: all that a child needs between fork and exec, made beforehand
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-launch.h"

G_BEGIN_DECLS

/**
 * PgsLaunchImage:
 * @paths: (array zero-terminated=1): which files to try, in this order, as execvp() would
 * @argv: (array zero-terminated=1): arguments
 * @shell_argv: (array zero-terminated=1): for a file that is no program but perhaps a script:
 *   "/bin/sh", room for its path, the other arguments
 * @env: (array zero-terminated=1): environment
 * @folder: (nullable): working directory
 * @stdio: standard descriptors, -1: as they are; owned, above 2 and close-on-exec
 * @max_fd: the highest descriptor that was open
 * @flags: how
 *
 * Only @stdio and the path in @shell_argv change.
 */
typedef struct
{
  char **paths;
  char **argv;
  char **shell_argv;
  char **env;
  char *folder;
  int stdio[3];
  int max_fd;
  PgsLaunchFlags flags;
} PgsLaunchImage;

/**
 * PgsLaunchStep:
 *
 * What the child was doing when it failed.
 */
typedef enum
{
  PGS_LAUNCH_STEP_SESSION = 1,
  PGS_LAUNCH_STEP_STDIO = 2,
  PGS_LAUNCH_STEP_FOLDER = 3,
  PGS_LAUNCH_STEP_EXEC = 4,
} PgsLaunchStep;

/**
 * PgsLaunchFailure:
 * @step: what was tried
 * @errsv: its errno
 *
 * What a child writes to its report before it gives up.
 */
typedef struct
{
  PgsLaunchStep step;
  int errsv;
} PgsLaunchFailure;

PgsLaunchImage *pgs_launch_image_new       (const PgsLaunch        *launch,
                                            GError                **error);
void            pgs_launch_image_free      (PgsLaunchImage         *self);
void            pgs_launch_image_close     (PgsLaunchImage         *self);
gboolean        pgs_launch_image_gains     (const PgsLaunchImage   *self);
void            pgs_launch_image_set_error (const PgsLaunchImage   *self,
                                            const PgsLaunchFailure *failure,
                                            GError                **error);
void            pgs_launch_image_run       (const PgsLaunchImage   *self,
                                            const int               go_fds[2],
                                            int                     report_fd) G_GNUC_NORETURN;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsLaunchImage, pgs_launch_image_free)

G_END_DECLS
