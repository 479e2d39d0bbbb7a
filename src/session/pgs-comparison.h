/* pgs-comparison.h: what is shown, compared with another moment or process
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "pgs-diff.h"
#include "pgs-session.h"

G_BEGIN_DECLS

#define PGS_TYPE_COMPARISON (pgs_comparison_get_type ())

/**
 * PgsComparison:
 *
 * A is a snapshot that was chosen, or the last mark; B is what the session shows, or a snapshot that
 * was chosen. Their difference is made anew when one of them changes, by a thread and at a bounded
 * pace, as long as somebody needs it. What is chosen may have to be read first. Main thread only.
 *
 * Signal: `changed` after A, B or their difference became another, or one of them is read from now on.
 */
G_DECLARE_FINAL_TYPE (PgsComparison, pgs_comparison, PGS, COMPARISON, GObject)

PgsComparison *pgs_session_get_comparison (PgsSession    *session);
void           pgs_session_compare        (PgsSession    *session,
                                           PgsSnapshot   *a,
                                           PgsSnapshot   *b);
void           pgs_comparison_set_a       (PgsComparison *self,
                                           PgsSnapshot   *a,
                                           const char    *name);
void           pgs_comparison_set_b       (PgsComparison *self,
                                           PgsSnapshot   *b,
                                           const char    *name);
void           pgs_comparison_read        (PgsComparison *self,
                                           gboolean       is_b,
                                           PgsMoments    *moments,
                                           gint64         time_us,
                                           const char    *name);
void           pgs_comparison_show_b      (PgsComparison *self,
                                           gint64         time_us);
GCancellable  *pgs_comparison_begin       (PgsComparison *self,
                                           gboolean       is_b);
void           pgs_comparison_give_up     (PgsComparison *self,
                                           gboolean       is_b);
void           pgs_comparison_fail        (PgsComparison *self,
                                           gboolean       is_b,
                                           GError        *error);
gboolean       pgs_comparison_is_reading  (PgsComparison *self,
                                           gboolean       is_b);
const GError  *pgs_comparison_get_error   (PgsComparison *self);
PgsSnapshot   *pgs_comparison_get_a       (PgsComparison *self);
PgsSnapshot   *pgs_comparison_get_b       (PgsComparison *self);
const char    *pgs_comparison_get_a_name  (PgsComparison *self);
const char    *pgs_comparison_get_b_name  (PgsComparison *self);
gboolean       pgs_comparison_follows     (PgsComparison *self);
void           pgs_comparison_need        (PgsComparison *self,
                                           gconstpointer  who,
                                           gboolean       is_needed);
PgsDiff       *pgs_comparison_get_diff    (PgsComparison *self);
PgsDiff       *pgs_comparison_get_shown_diff (PgsComparison *self);

G_END_DECLS
