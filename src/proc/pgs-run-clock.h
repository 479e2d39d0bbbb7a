/* pgs-run-clock.h: whether a process has run at all since
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>
#include <time.h>

G_BEGIN_DECLS

gboolean pgs_run_clock_find (gint       pid,
                             clockid_t *clock);
gint64   pgs_run_clock_read (clockid_t  clock);

G_END_DECLS
