/* pgs-moment-group.h: what the next samples of a history are encoded relative to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-moment.h"

G_BEGIN_DECLS

#define PGS_MOMENT_GROUP_MAX 1024 /* 10 steps to decode */

/**
 * PgsMomentGroup:
 * @open: (array length=n_moments): by index; only those that may get children are valid
 * @n_moments: 0: the next one is a key
 * @number: of the group
 * @block: each multiple of it is relative to the key; a power of two
 * @has_old_key: it differs much from what was encoded relative to it last
 * @n_key_bytes: of the key
 * @n_delta_bytes: of all others
 *
 * The newest group of a history. All zero: none yet.
 */
typedef struct
{
  PgsMoment *open[PGS_MOMENT_GROUP_MAX];
  guint n_moments;
  guint number;
  guint block;
  gboolean has_old_key;
  gsize n_key_bytes;
  gsize n_delta_bytes;
} PgsMomentGroup;

gboolean pgs_moment_group_is_open (const PgsMomentGroup *self,
                                   const PgsMoment      *moment);
void     pgs_moment_group_close   (PgsMomentGroup       *self);
void     pgs_moment_group_place   (PgsMomentGroup       *self,
                                   PgsMoment            *moment,
                                   gboolean              is_key);
void     pgs_moment_group_count   (PgsMomentGroup       *self,
                                   const PgsMoment      *moment,
                                   gsize                 n_bytes);

G_END_DECLS
