/* pgs-cli-host.h: sub-commands about another machine: --host before them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-cli.h"

G_BEGIN_DECLS

#define PGS_CLI_HOST "--host"

gboolean     pgs_cli_host_take_option (char       ***argv,
                                       const char  **host,
                                       GError      **error);
PgsCliStatus pgs_cli_host_run         (const char   *host,
                                       char        **argv);

G_END_DECLS
