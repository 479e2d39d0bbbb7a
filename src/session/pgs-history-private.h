/* pgs-history-private.h: what the files of a history share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-events.h"
#include "pgs-history.h"
#include "pgs-moment-store.h"

G_BEGIN_DECLS

/* Points: what some ten minutes take, written to at once, so that memory does not grow with each. */
#define PGS_HISTORY_ROOM 1024

struct _PgsHistory
{
  GObject parent_instance;

  PgsMomentStore *moments;
  GArray *points; /* of PgsPoint */
  gsize n_spreads; /* points that have one: counted when they are thinned, as nothing else gives them one */
  GArray *marks;  /* of PgsMark */
  gint64 thinned_us;
  PgsEvents events;
  PgsSnapshot *marked; /* (nullable): what the last person's mark is at */
  guint n_numbered;    /* marks that have no name but their number */
  PgsExit exit_info;
};

static inline PgsPoint *
pgs_history_get_point (PgsHistory *self,
                       guint       index)
{
  return &g_array_index (self->points, PgsPoint, index);
}

void           pgs_history_add_point   (PgsHistory        *self,
                                        const PgsSnapshot *snapshot);
void           pgs_history_thin        (PgsHistory        *self,
                                        gint64             now_us);
void           pgs_history_pin         (PgsHistory        *self,
                                        gint64             at_us);
const PgsMark *pgs_history_insert_mark (PgsHistory        *self,
                                        const PgsMark     *mark);

G_END_DECLS
