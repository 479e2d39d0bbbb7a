/* pgs-cli-memory.h: what is done where there is no memory
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void pgs_cli_memory_guard   (void);
void pgs_cli_memory_require (gsize n_bytes);

G_END_DECLS
