/* pgs-strip-labels.h: addresses and ways of growing beside the blocks of the strip
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <pango/pangocairo.h>

#include "pgs-strip-layout.h"
#include "pgs-theme.h"

G_BEGIN_DECLS

void pgs_strip_labels_draw (const PgsStripLayout *layout,
                            const PgsTheme       *theme,
                            PangoContext         *context,
                            cairo_t              *cr);

G_END_DECLS
