/* pgs-launch-trace.h: stops a child at the first instruction of its program
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All of it in one thread: whoever attached must wait and detach.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What became of a child on its way to its program. */
typedef enum
{
  PGS_LAUNCH_STOPPED, /* at its first instruction */
  PGS_LAUNCH_RUNS,
  PGS_LAUNCH_GONE,
} PgsLaunchOutcome;

gboolean         pgs_launch_trace_seize  (gint pid);
PgsLaunchOutcome pgs_launch_trace_wait   (gint pid);
void             pgs_launch_trace_let_go (gint pid);

G_END_DECLS
