/* pgs-heading.h: which process a picture shows, and when it was taken
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <pango/pangocairo.h>

#include "pgs-snapshot.h"
#include "pgs-theme.h"

G_BEGIN_DECLS

char  *pgs_heading_dup_title    (const PgsSnapshot       *snapshot);
char  *pgs_heading_dup_subtitle (const PgsSnapshot       *snapshot);
double pgs_heading_draw         (const PgsSnapshot       *snapshot,
                                 const PgsTheme          *theme,
                                 PangoContext            *context,
                                 double                   x,
                                 double                   y,
                                 double                   width,
                                 cairo_t                 *cr);

G_END_DECLS
