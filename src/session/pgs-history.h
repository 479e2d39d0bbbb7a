/* pgs-history.h: what was seen of one process while it was watched
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-moments.h"

G_BEGIN_DECLS

#define PGS_TYPE_HISTORY (pgs_history_get_type ())

/**
 * PgsHistory:
 *
 * Samples, points and marks in order of time, for #PgsMoments. Of points there are at most
 * %PGS_HISTORY_MAX_POINTS. Main thread only.
 */
G_DECLARE_FINAL_TYPE (PgsHistory, pgs_history, PGS, HISTORY, GObject)

#define PGS_HISTORY_MAX_POINTS 16384

PgsHistory    *pgs_history_new      (void);
gboolean       pgs_history_add      (PgsHistory        *self,
                                     PgsSnapshot       *snapshot,
                                     PgsAges           *ages,
                                     gboolean          *is_exec);
const PgsMark *pgs_history_mark     (PgsHistory        *self,
                                     gint64             monotonic_us,
                                     const char        *name);
gboolean       pgs_history_rename_mark (PgsHistory     *self,
                                     gint64             monotonic_us,
                                     const char        *name,
                                     const char        *new_name);
gboolean       pgs_history_remove_mark (PgsHistory     *self,
                                     gint64             monotonic_us,
                                     const char        *name);
void           pgs_history_set_exit (PgsHistory        *self,
                                     const PgsExit     *exit_info);
void           pgs_history_resume   (PgsHistory        *self,
                                     const PgsSnapshot *snapshot);
void           pgs_history_set_marked (PgsHistory      *self,
                                     PgsSnapshot       *marked);
PgsSnapshot   *pgs_history_get_marked (PgsHistory      *self);
guint          pgs_history_next_number (PgsHistory     *self);
void           pgs_history_set_budget (PgsHistory      *self,
                                     gsize              budget);
gsize          pgs_history_get_n_bytes (PgsHistory     *self);
void           pgs_history_finish   (PgsHistory        *self);

G_END_DECLS
