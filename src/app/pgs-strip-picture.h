/* pgs-strip-picture.h: the strip as it was drawn last
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "pgs-map-cells.h"
#include "pgs-session.h"
#include "pgs-strip-layout.h"

G_BEGIN_DECLS

/**
 * PgsStripMarks:
 * @selection: what is selected; empty: nothing
 * @visible_start: lowest address that the pages show
 * @visible_end: first address above; equal to @visible_start if they show nothing
 *
 * What is marked in the strip.
 */
typedef struct
{
  PgsSelection selection;
  guint64 visible_start;
  guint64 visible_end;
} PgsStripMarks;

typedef struct _PgsStripPicture PgsStripPicture;

PgsStripPicture *pgs_strip_picture_new     (GtkWidget           *widget,
                                            PgsStripLayout      *layout,
                                            const PgsTheme      *theme);
void             pgs_strip_picture_free    (PgsStripPicture     *self);
gboolean         pgs_strip_picture_refresh (PgsStripPicture     *self,
                                            const PgsMapModel   *model);
void             pgs_strip_picture_append  (PgsStripPicture     *self,
                                            const PgsMapModel   *model,
                                            const PgsStripMarks *marks,
                                            GtkSnapshot         *snapshot);

G_END_DECLS
