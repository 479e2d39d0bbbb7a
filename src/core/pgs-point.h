/* pgs-point.h: the totals of one process at one moment, and moments that people named
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PgsPoint:
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
} PgsPoint;

/**
 * PgsMark:
 * @monotonic_us: when
 * @name: what, for people
 */
typedef struct
{
  gint64 monotonic_us;
  char *name;
} PgsMark;

G_END_DECLS
