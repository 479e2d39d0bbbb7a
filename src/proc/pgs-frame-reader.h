/* pgs-frame-reader.h: asks the kernel about one page of RAM
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-frame.h"
#include "pgs-opener.h"

G_BEGIN_DECLS

void pgs_frame_read (guint64    pfn,
                     PgsOpener *opener,
                     PgsFrame  *frame);

G_END_DECLS
