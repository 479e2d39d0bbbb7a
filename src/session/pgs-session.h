/* pgs-session.h: what is being watched, and what is selected in it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-ages.h"
#include "pgs-history.h"
#include "pgs-process.h"
#include "pgs-snapshot.h"

G_BEGIN_DECLS

/**
 * PgsSessionState:
 * @PGS_SESSION_EMPTY: no process was chosen
 * @PGS_SESSION_OPENING: chosen, no sample yet
 * @PGS_SESSION_LIVE: sampling
 * @PGS_SESSION_PAUSED: the person stopped it; the last sample stays
 * @PGS_SESSION_ENDED: the process ended; its last sample stays
 * @PGS_SESSION_FAILED: it could not be opened at all
 */
typedef enum
{
  PGS_SESSION_EMPTY = 0,
  PGS_SESSION_OPENING = 1,
  PGS_SESSION_LIVE = 2,
  PGS_SESSION_PAUSED = 3,
  PGS_SESSION_ENDED = 4,
  PGS_SESSION_FAILED = 5,
} PgsSessionState;

/**
 * PgsSelection:
 * @start: first selected address
 * @end: first address behind it; equal to @start: nothing is selected
 * @is_page: one page is pinned, not a whole region
 */
typedef struct
{
  guint64 start;
  guint64 end;
  gboolean is_page;
} PgsSelection;

#define PGS_TYPE_SESSION (pgs_session_get_type ())

/**
 * PgsSession:
 *
 * The model that all views share. It owns the sampler thread; everything here is called on the
 * main thread, and signals are emitted there.
 *
 * Signals: `sampled` after a new snapshot became the current one; `selection-changed`.
 * Properties: `state` (notify), `paused`, `rate` (samples a second that are asked for, 0.1 … 10),
 * `budget` (percent of one core, 0.1 … 100).
 */
G_DECLARE_FINAL_TYPE (PgsSession, pgs_session, PGS, SESSION, GObject)

PgsSession      *pgs_session_new             (void);
void             pgs_session_watch           (PgsSession         *self,
                                              gint                pid);
void             pgs_session_close           (PgsSession         *self);
gint             pgs_session_get_pid         (PgsSession         *self);
PgsSessionState  pgs_session_get_state       (PgsSession         *self);
const GError    *pgs_session_get_error       (PgsSession         *self);
const PgsExit   *pgs_session_get_exit        (PgsSession         *self);
PgsSnapshot     *pgs_session_get_snapshot    (PgsSession         *self);
PgsAges         *pgs_session_get_ages        (PgsSession         *self);
PgsHistory      *pgs_session_get_history     (PgsSession         *self);
double           pgs_session_get_real_rate   (PgsSession         *self);
gint64           pgs_session_get_pages_period (PgsSession        *self);
void             pgs_session_set_paused      (PgsSession         *self,
                                              gboolean            paused);
gboolean         pgs_session_get_paused      (PgsSession         *self);
void             pgs_session_set_sections    (PgsSession         *self,
                                              PgsSections         sections);
void             pgs_session_set_visible     (PgsSession         *self,
                                              guint64             start,
                                              guint64             end);
const char      *pgs_session_mark            (PgsSession         *self,
                                              const char         *name);
PgsSnapshot     *pgs_session_get_marked      (PgsSession         *self);
void             pgs_session_select          (PgsSession         *self,
                                              const PgsSelection *selection);
void             pgs_session_get_selection   (PgsSession         *self,
                                              PgsSelection       *selection);
gboolean         pgs_session_get_selected_region (PgsSession     *self,
                                              gsize              *index);

G_END_DECLS
