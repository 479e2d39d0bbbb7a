/* pgs-launch-words.h: how a program was started and how it ended, in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-launcher.h"

G_BEGIN_DECLS

char       *pgs_launch_format_exit (const PgsExit  *exit_info);
const char *pgs_launch_get_notice  (PgsLauncherHold hold);

G_END_DECLS
