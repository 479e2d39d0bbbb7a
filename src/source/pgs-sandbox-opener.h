/* pgs-sandbox-opener.h: the processes of the host, seen from inside a Flatpak
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-opener.h"

G_BEGIN_DECLS

void  pgs_sandbox_look_outside (void);
char *pgs_sandbox_dup_trouble  (void);

G_END_DECLS
