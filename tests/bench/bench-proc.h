/* bench-proc.h: /proc files of a process, read as barely as can be
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

#define BENCH_PROC_SPACE_END 0x7ffffffff000 /* of a process on x86-64 */

int  bench_proc_open (gint        pid,
                      const char *name);
void bench_proc_read (int         fd);
void bench_proc_scan (int         fd,
                      guint64     return_mask);
