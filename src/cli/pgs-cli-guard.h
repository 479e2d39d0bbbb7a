/* pgs-cli-guard.h: what is undone however the program ends
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef void (*PgsCliUndo) (void);

void pgs_cli_guard (PgsCliUndo undo);

G_END_DECLS
