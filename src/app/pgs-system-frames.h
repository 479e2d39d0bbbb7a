/* pgs-system-frames.h: three measures of RAM that overlap, and its free blocks by size
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "pgs-system.h"

G_BEGIN_DECLS

#define PGS_TYPE_SYSTEM_FRAMES (pgs_system_frames_get_type ())

/**
 * PgsSystemFrames:
 *
 * Free, buff/cache and available, each with what it is; and the blocks of the buddy allocator.
 */
G_DECLARE_FINAL_TYPE (PgsSystemFrames, pgs_system_frames, PGS, SYSTEM_FRAMES, GtkWidget)

void pgs_system_frames_update (PgsSystemFrames *self,
                               const PgsSystem *system);

G_END_DECLS
