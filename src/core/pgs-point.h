/* pgs-point.h: the totals of one process at one moment, and moments that have a name
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-snapshot.h"

G_BEGIN_DECLS

/**
 * PgsExtremes:
 *
 * The lowest or highest of several samples, each number for itself. Bytes, %PGS_UNKNOWN where no
 * sample knew it; faults a second, NAN likewise.
 */
typedef struct
{
  guint64 virt;
  guint64 res;
  guint64 anon;
  guint64 file;
  guint64 shmem;
  guint64 swap;
  double minor_rate;
  double major_rate;
} PgsExtremes;

/**
 * PgsSpread:
 *
 * What several samples reach from and to.
 */
typedef struct
{
  PgsExtremes lowest;
  PgsExtremes highest;
} PgsSpread;

/**
 * PgsPoint:
 * @n_dropped: how many samples between the point before and this one were dropped
 * @spread: (nullable) (owned): of this sample and the dropped ones; %NULL if all of them are alike
 *
 * The counters of one sample. Bytes, faults since the start of the process; %PGS_UNKNOWN where
 * unknown.
 */
typedef struct
{
  gint64 monotonic_us;
  guint64 virt;
  guint64 res;
  guint64 anon;
  guint64 file;
  guint64 shmem;
  guint64 swap;
  guint64 minor_faults;
  guint64 major_faults;
  guint64 n_dropped;
  PgsSpread *spread;
} PgsPoint;

/**
 * PgsMarkKind:
 * @PGS_MARK_PERSON: a person named the moment
 * @PGS_MARK_FIRST: the first sample
 * @PGS_MARK_EXEC: the process began to run another program: its addresses mean other things from here on
 * @PGS_MARK_ENDED: it ended
 * @PGS_MARK_JUMP: VIRT or RES became much larger or smaller at once
 */
typedef enum
{
  PGS_MARK_PERSON = 0,
  PGS_MARK_FIRST = 1,
  PGS_MARK_EXEC = 2,
  PGS_MARK_ENDED = 3,
  PGS_MARK_JUMP = 4,
} PgsMarkKind;

/**
 * PgsMark:
 * @monotonic_us: when
 * @name: what, for people
 * @kind: whose or which event
 * @sample_us: time of the sample that shows the moment; 0: there is none
 */
typedef struct
{
  gint64 monotonic_us;
  char *name;
  PgsMarkKind kind;
  gint64 sample_us;
} PgsMark;

void   pgs_point_init      (PgsPoint          *self,
                            const PgsSnapshot *snapshot);
void   pgs_point_clear     (PgsPoint          *self);
double pgs_point_get_rate  (const PgsPoint    *self,
                            const PgsPoint    *before,
                            gsize              field);
void   pgs_points_keep     (PgsPoint          *points,
                            gsize              index,
                            guint             *n_kept);
void   pgs_points_drop     (PgsPoint          *points,
                            gsize              index,
                            guint              n_kept);
guint  pgs_points_halve    (PgsPoint          *points,
                            guint              n_points,
                            guint              n_old);
void   pgs_mark_clear      (PgsMark           *self);

const char *pgs_mark_kind_get_id  (PgsMarkKind  kind);
gboolean    pgs_mark_kind_from_id (const char  *id,
                                   PgsMarkKind *kind);

G_END_DECLS
