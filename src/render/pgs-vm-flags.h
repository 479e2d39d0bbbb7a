/* pgs-vm-flags.h: the two-letter flags of smaps in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

const char *pgs_vm_flag_describe (const char *code);
char       *pgs_vm_flags_format  (const char *codes);

G_END_DECLS
