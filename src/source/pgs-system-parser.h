/* pgs-system-parser.h: the kernel's texts about the whole machine become numbers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-system.h"

G_BEGIN_DECLS

void pgs_system_parse_meminfo  (const char *text,
                                PgsSystem  *system);
void pgs_system_parse_vmstat   (const char *text,
                                PgsSystem  *system);
void pgs_system_parse_pressure (const char *text,
                                PgsSystem  *system);
void pgs_system_parse_buddyinfo (const char *text,
                                PgsSystem  *system);
void pgs_system_parse_meltdown (const char *text,
                                PgsSystem  *system);

G_END_DECLS
