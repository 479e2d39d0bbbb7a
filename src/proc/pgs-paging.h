/* pgs-paging.h: how many levels of page tables this machine uses
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

guint pgs_paging_choose        (const char *machine,
                                const char *cpuinfo,
                                guint       page_shift,
                                guint       address_bits);
guint pgs_paging_get_levels    (void);

G_END_DECLS
