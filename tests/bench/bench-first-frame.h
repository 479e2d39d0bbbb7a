/* bench-first-frame.h: when a window showed its first frame, and how much memory it then needs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

int bench_first_frame_run (GtkApplication *application);

G_END_DECLS
