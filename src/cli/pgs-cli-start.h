/* pgs-cli-start.h: what comes before any sub-command
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-cli.h"

G_BEGIN_DECLS

void         pgs_cli_start     (void);
PgsCliStatus pgs_cli_exec_draw (char **argv);

G_END_DECLS
