/* pgs-split-private.h: what the parts of PgsSplit share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-split.h"

G_BEGIN_DECLS

struct _PgsSplit
{
  GtkWidget parent_instance;

  GtkWidget *side;
  GtkWidget *content;
  GtkWidget *handle;
  GtkOrientation orientation; /* of the row of both */
  gboolean at_end;
  int side_size;
  int min_content_size;
  int drag_start_size;
  gboolean show_side;

  gboolean fits;    /* there is room for both */
  gboolean covered; /* there is not, and the person asked for the side pane */
  gboolean visible; /* what was notified last */
  guint apply_id;
};

void     pgs_split_apply           (PgsSplit       *self);
gboolean pgs_split_is_side_visible (PgsSplit       *self);
gboolean pgs_split_is_side_last    (PgsSplit       *self);
int      pgs_split_get_extent      (PgsSplit       *self,
                                    GtkWidget      *widget);
void     pgs_split_set_side_extent (PgsSplit       *self,
                                    int             extent);
void     pgs_split_measure         (GtkWidget      *widget,
                                    GtkOrientation  orientation,
                                    int             for_size,
                                    int            *minimum,
                                    int            *natural,
                                    int            *minimum_baseline,
                                    int            *natural_baseline);
void     pgs_split_size_allocate   (GtkWidget      *widget,
                                    int             width,
                                    int             height,
                                    int             baseline);

void     pgs_split_add_handle      (PgsSplit       *self);

G_END_DECLS
