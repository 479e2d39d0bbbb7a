/* pgs-moment-store-private.h: what the files of the store of samples share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-decoded-list.h"
#include "pgs-moment-encoder.h"
#include "pgs-moment-group.h"
#include "pgs-moment-path.h"
#include "pgs-moment-store.h"

G_BEGIN_DECLS

struct _PgsMomentStore
{
  PgsMomentStoreFunc func;
  gpointer data;
  gsize budget;
  GPtrArray *moments; /* of PgsMoment, in order of time */
  guint n_gone;       /* holes in the array, only while some are dropped */
  gsize n_bytes;      /* of all of them, as pgs_moment_get_n_bytes() says */

  PgsMomentGroup group;      /* the newest */
  PgsDecodedList decoded;    /* encoded ones only */
  PgsMomentEncoder *encoder; /* of what takes long */

  PgsMomentPath *path; /* (nullable): what is being decoded in a thread */
  PgsMomentStoreFunc prepared;
  gpointer prepared_data;
};

/* In the group of no moment that is kept: it was dropped. */
#define PGS_MOMENT_STORE_GONE G_MAXUINT

static inline PgsMoment *
pgs_moment_store_get (PgsMomentStore *self,
                      gsize           index)
{
  return g_ptr_array_index (self->moments, index);
}

void     pgs_moment_store_drop           (PgsMomentStore *self,
                                          PgsMoment      *moment);
void     pgs_moment_store_trim_decoded   (PgsMomentStore *self);
gboolean pgs_moment_store_enforce_budget (PgsMomentStore *self);

G_END_DECLS
