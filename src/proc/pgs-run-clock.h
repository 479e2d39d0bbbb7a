/* pgs-run-clock.h: whether a process has run at all since
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gint64 pgs_run_clock_read (gint pid);

G_END_DECLS
