/* pgs-map-view-private.h: the parts of the map view for each other
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-comparison.h"
#include "pgs-map-cache.h"
#include "pgs-map-view.h"

G_BEGIN_DECLS

#define PGS_MAP_VIEW_MIN_WIDTH 200

struct _PgsMapView
{
  GtkWidget parent_instance;

  PgsSession *session;
  GtkAdjustment *adjustments[2]; /* by GtkOrientation */
  PgsMapCache *cache;
  PgsMapLayout *layout; /* (nullable): of the mappings of the snapshot it shows */
  PgsSnapshot *shown;   /* (nullable): what the pieces in the cache were compared with last, */
  PgsAges *shown_ages;  /* (nullable): with its ages, */
  gboolean shown_live;
  PgsDiff *shown_diff; /* (nullable): and their change */
  PgsTheme theme;
  gboolean theme_known;
  PgsColorBy color_by;
  gboolean low_on_top;
  int zoom;
  guint64 cursor; /* address of the cell that keys move from */
  gboolean has_cursor;
  gboolean shows_cursor; /* it was moved with keys */
  double pointer_x, pointer_y;
  gboolean has_pointer;
  int pinch_steps;
  double scroll_rest;
  guint fade_id;
  char *description; /* (nullable): what a screen reader was told last */
};

void pgs_map_view_set_session (PgsMapView *self,
                               PgsSession *session);
void pgs_map_view_drop_session (PgsMapView *self);
void pgs_map_view_update_description (PgsMapView *self);
void pgs_map_view_snapshot (GtkWidget *widget,
                            GtkSnapshot *snapshot);
guint64 pgs_map_view_get_key_address (PgsMapView *self);
void pgs_map_view_add_keys (GtkWidgetClass *klass);
void pgs_map_view_add_controllers (PgsMapView *self);
PgsAges *pgs_map_view_get_ages (PgsMapView *self);
gboolean pgs_map_view_get_model (PgsMapView *self,
                                 PgsMapModel *model);
double pgs_map_view_get_top (PgsMapView *self);
double pgs_map_view_get_view_height (PgsMapView *self);
void pgs_map_view_set_top (PgsMapView *self,
                           double top);
gboolean pgs_map_view_get_address_at (PgsMapView *self,
                                      double x,
                                      double y,
                                      guint64 *address);
void pgs_map_view_place_address (PgsMapView *self,
                                 guint64 address,
                                 double y);
void pgs_map_view_relayout (PgsMapView *self);
void pgs_map_view_emit_changed (PgsMapView *self);
void pgs_map_view_ensure_theme (PgsMapView *self);
void pgs_map_view_update_adjustments (PgsMapView *self);
void pgs_map_view_zoom_around (PgsMapView *self,
                               int zoom,
                               double x,
                               double y);

G_END_DECLS
