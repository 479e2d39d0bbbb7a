/* pgs-strip-view-private.h: the parts of the strip's widget for each other
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-strip-picture.h"
#include "pgs-strip-view.h"

G_BEGIN_DECLS

struct _PgsStripView
{
  GtkWidget parent_instance;

  PgsSession *session;
  PgsStripLayout *layout;   /* (nullable) */
  PgsStripPicture *picture; /* (nullable): of the layout */
  PgsSnapshot *shown; /* (nullable): what the picture was compared with last */
  PgsTheme theme;
  gboolean theme_known;
  gboolean low_on_top;
  PgsIsolation isolation;
  guint64 visible_start, visible_end; /* what the pages show; equal: nothing */
  char *description; /* (nullable): what a screen reader was told last */
  double grab; /* px from the bracket's top to where it was taken; < 0: not taken */
};

gboolean            pgs_strip_view_get_model        (PgsStripView   *self,
                                                     PgsMapModel    *model);
const PgsStripItem *pgs_strip_view_get_current_item (PgsStripView   *self);
void                pgs_strip_view_emit_scroll_to   (PgsStripView   *self,
                                                     guint64         address,
                                                     gboolean        jump);
void                pgs_strip_view_add_keys         (GtkWidgetClass *klass);
void                pgs_strip_view_add_controllers  (PgsStripView   *self);

G_END_DECLS
