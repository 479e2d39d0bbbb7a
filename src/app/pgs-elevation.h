/* pgs-elevation.h: what all windows may look into beyond what the user may
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-broker.h"

G_BEGIN_DECLS

#define PGS_TYPE_ELEVATION (pgs_elevation_get_type ())

/**
 * PgsElevation:
 *
 * Asks for more rights when a person wants them, and has them until they are given up or the helper ends. Main
 * thread only.
 *
 * Signal: `changed`.
 */
G_DECLARE_FINAL_TYPE (PgsElevation, pgs_elevation, PGS, ELEVATION, GObject)

PgsElevation *pgs_elevation_new          (void);
PgsElevation *pgs_elevation_new_with     (PgsBroker    *pages,
                                          PgsBroker    *frames);
void          pgs_elevation_ask          (PgsElevation *self,
                                          gboolean      frames);
void          pgs_elevation_cancel       (PgsElevation *self);
void          pgs_elevation_give_up      (PgsElevation *self);
void          pgs_elevation_end          (PgsElevation *self);
void          pgs_elevation_clear_error  (PgsElevation *self);
gboolean      pgs_elevation_is_asking    (PgsElevation *self);
gboolean      pgs_elevation_is_granted   (PgsElevation *self);
gboolean      pgs_elevation_has_frames   (PgsElevation *self);
const GError *pgs_elevation_get_error    (PgsElevation *self);
const char   *pgs_elevation_get_obstacle (PgsElevation *self);
PgsOpener    *pgs_elevation_get_opener   (PgsElevation *self);

G_END_DECLS
