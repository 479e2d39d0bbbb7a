/* pgs-moments.h: the history of one process, to be looked at moment by moment
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-ages.h"
#include "pgs-point.h"
#include "pgs-process.h"

G_BEGIN_DECLS

#define PGS_TYPE_MOMENTS (pgs_moments_get_type ())

/**
 * PgsMoments:
 *
 * What has been seen of one process: the live history and an opened recording alike. Main thread
 * only. Times are those of the monotonic clock of the machine that took the samples, µs, ascending.
 *
 * Signals: `changed` after samples, points or marks were added or dropped; `prepared` some time after
 * pgs_moments_prepare() had to begin.
 */
G_DECLARE_INTERFACE (PgsMoments, pgs_moments, PGS, MOMENTS, GObject)

/**
 * PgsMomentsInterface:
 * @prepare: (nullable): without it, no sample takes long
 * @get_ages: (nullable): without it, since when pages are resident is unknown
 *
 * The others are all needed; see the functions of the same names.
 */
struct _PgsMomentsInterface
{
  GTypeInterface parent_iface;

  const PgsPoint *(*get_points)   (PgsMoments  *self,
                                   gsize       *n_points);
  const PgsMark  *(*get_marks)    (PgsMoments  *self,
                                   gsize       *n_marks);
  gsize           (*get_length)   (PgsMoments  *self);
  gint64          (*get_time)     (PgsMoments  *self,
                                   gsize        index);
  gboolean        (*prepare)      (PgsMoments  *self,
                                   gsize        index);
  PgsSnapshot    *(*get_snapshot) (PgsMoments  *self,
                                   gsize        index,
                                   GError     **error);
  PgsAges        *(*get_ages)     (PgsMoments  *self,
                                   gsize        index);
  const PgsExit  *(*get_exit)     (PgsMoments  *self);
};

const PgsPoint *pgs_moments_get_points   (PgsMoments  *self,
                                          gsize       *n_points);
const PgsMark  *pgs_moments_get_marks    (PgsMoments  *self,
                                          gsize       *n_marks);
gsize           pgs_moments_get_length   (PgsMoments  *self);
gint64          pgs_moments_get_time     (PgsMoments  *self,
                                          gsize        index);
gsize           pgs_moments_find         (PgsMoments  *self,
                                          gint64       time_us);
gsize           pgs_moments_find_after   (PgsMoments  *self,
                                          gint64       time_us);
gboolean        pgs_moments_prepare      (PgsMoments  *self,
                                          gsize        index);
PgsSnapshot    *pgs_moments_get_snapshot (PgsMoments  *self,
                                          gsize        index,
                                          GError     **error);
PgsAges        *pgs_moments_get_ages     (PgsMoments  *self,
                                          gsize        index);
const PgsExit  *pgs_moments_get_exit     (PgsMoments  *self);
void            pgs_moments_changed      (PgsMoments  *self);
void            pgs_moments_prepared     (PgsMoments  *self);

G_END_DECLS
