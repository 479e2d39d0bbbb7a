/* pgs-frame-words.h: what the kernel says of one page of RAM, in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-frame.h"

G_BEGIN_DECLS

const char *pgs_frame_flag_describe (guint           bit);
char       *pgs_frame_format_flags  (const PgsFrame *frame);
char       *pgs_frame_format_count  (const PgsFrame *frame);

G_END_DECLS
