/* pgs-cli-process.h: how sub-commands open processes: --elevate before them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-cli.h"
#include "pgs-process.h"

G_BEGIN_DECLS

#define PGS_CLI_ELEVATE "--elevate"

gboolean     pgs_cli_process_take_option (char      ***argv,
                                          GError     **error);
void         pgs_cli_process_elevate     (void);
gboolean     pgs_cli_process_is_elevated (void);
gboolean     pgs_cli_process_get_opener  (PgsOpener  **opener,
                                          GError     **error);
PgsProcess  *pgs_cli_process_open        (gint         pid,
                                          GError     **error);
void         pgs_cli_process_check       (const char  *command);

G_END_DECLS
