/* pgs-session.h: what is being watched, and what is selected in it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-ages.h"
#include "pgs-moments.h"
#include "pgs-process.h"
#include "pgs-sampler.h"
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
 * @PGS_SESSION_REPLAY: no process is watched: a recording is looked at
 */
typedef enum
{
  PGS_SESSION_EMPTY = 0,
  PGS_SESSION_OPENING = 1,
  PGS_SESSION_LIVE = 2,
  PGS_SESSION_PAUSED = 3,
  PGS_SESSION_ENDED = 4,
  PGS_SESSION_FAILED = 5,
  PGS_SESSION_REPLAY = 6,
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

/**
 * PgsSessionFeed:
 * @set_task: what is to be delivered from now on; @task is borrowed. Results go to
 *   pgs_session_take_result() and bear the task's serial
 * @set_visible: (nullable): which addresses are on screen, to be read first
 * @is_local: its processes are those of this machine, by our PIDs
 * @origin: (nullable): the name of the other machine, by which histories of its processes are known when
 *   they are watched again; %NULL if it is this one, or they are not to be kept
 *
 * Where samples come from in place of the sampler of this machine.
 */
typedef struct
{
  void (*set_task)    (const PgsSamplerTask *task,
                       gpointer              data);
  void (*set_visible) (guint64               start,
                       guint64               end,
                       gpointer              data);
  gboolean is_local;
  const char *origin;
} PgsSessionFeed;

#define PGS_TYPE_SESSION (pgs_session_get_type ())

/**
 * PgsSession:
 *
 * The model that all views share. It owns the sampler thread; everything here is called on the
 * main thread, and signals are emitted there.
 *
 * What is watched goes into a history; what is *shown* is its newest sample, or the one of a moment
 * that was asked for. Views follow what is shown.
 *
 * Signals: `sampled` after another sample is shown, or something else that views draw changed;
 * `history-changed` after samples, points or marks came or were dropped; `selection-changed`;
 * `span-changed`.
 * Properties: `state` (notify), `paused`, `rate` (samples a second that are asked for, 0.1 … 10),
 * `budget` (percent of one core, 0.1 … 100); `hidden` (nobody looks: no more than one sample in five seconds is taken
 * unless they are written into a file); `history-budget` (MiB that the histories of all processes
 * together may take, 1 … 65536); `live` (notify; read-only): what is shown is always the
 * newest; `playing`, `speed` (0.1 … 100 times as fast as it was) and `loop` of the replay.
 */
G_DECLARE_FINAL_TYPE (PgsSession, pgs_session, PGS, SESSION, GObject)

PgsSession      *pgs_session_new             (void);
void             pgs_session_watch           (PgsSession         *self,
                                              gint                pid);
void             pgs_session_watch_own       (PgsSession         *self,
                                              gint                pid);
void             pgs_session_close           (PgsSession         *self);
gint             pgs_session_get_pid         (PgsSession         *self);
PgsSessionState  pgs_session_get_state       (PgsSession         *self);
const GError    *pgs_session_get_error       (PgsSession         *self);
const PgsExit   *pgs_session_get_exit        (PgsSession         *self);
void             pgs_session_note_exit       (PgsSession         *self,
                                              gint                pid,
                                              const PgsExit      *exit_info);
PgsSnapshot     *pgs_session_get_snapshot    (PgsSession         *self);
PgsSnapshot     *pgs_session_get_latest      (PgsSession         *self);
PgsAges         *pgs_session_get_ages        (PgsSession         *self);
PgsMoments      *pgs_session_get_moments     (PgsSession         *self);
gsize            pgs_session_get_history_use (PgsSession         *self,
                                              guint              *n_histories);
double           pgs_session_get_real_rate   (PgsSession         *self);
gint64           pgs_session_get_pages_period (PgsSession        *self);
void             pgs_session_set_paused      (PgsSession         *self,
                                              gboolean            paused);
gboolean         pgs_session_get_paused      (PgsSession         *self);
void             pgs_session_set_sections    (PgsSession         *self,
                                              PgsSections         sections);
void             pgs_session_set_opener      (PgsSession         *self,
                                              PgsOpener          *opener);
PgsOpener       *pgs_session_get_opener      (PgsSession         *self);
PgsOpener       *pgs_session_get_watched_opener (PgsSession      *self);
void             pgs_session_set_visible     (PgsSession         *self,
                                              guint64             start,
                                              guint64             end);
void             pgs_session_open            (PgsSession         *self,
                                              PgsMoments         *recording);
void             pgs_session_show            (PgsSession         *self,
                                              gint64              time_us);
void             pgs_session_show_live       (PgsSession         *self);
gboolean         pgs_session_is_live         (PgsSession         *self);
gboolean         pgs_session_shows_latest    (PgsSession         *self);
gboolean         pgs_session_can_probe       (PgsSession         *self);
gboolean         pgs_session_is_remote       (PgsSession         *self);
gint64           pgs_session_get_shown_time  (PgsSession         *self);
gint64           pgs_session_get_asked_time  (PgsSession         *self);
const GError    *pgs_session_get_show_error  (PgsSession         *self);
void             pgs_session_play            (PgsSession         *self,
                                              gboolean            playing);
void             pgs_session_set_span        (PgsSession         *self,
                                              gint64              from_us,
                                              gint64              to_us);
gboolean         pgs_session_get_span        (PgsSession         *self,
                                              gint64             *from_us,
                                              gint64             *to_us);
void             pgs_session_set_feed        (PgsSession           *self,
                                              const PgsSessionFeed *feed,
                                              gpointer              data);
void             pgs_session_take_result     (const PgsSamplerResult *result,
                                              gpointer            session);
const char      *pgs_session_mark            (PgsSession         *self,
                                              const char         *name);
gboolean         pgs_session_can_mark        (PgsSession         *self);
gboolean         pgs_session_rename_mark     (PgsSession         *self,
                                              gint64              monotonic_us,
                                              const char         *name,
                                              const char         *new_name);
gboolean         pgs_session_remove_mark     (PgsSession         *self,
                                              gint64              monotonic_us,
                                              const char         *name);
void             pgs_session_restore_mark    (PgsSession         *self,
                                              gint64              monotonic_us,
                                              const char         *name);
PgsSnapshot     *pgs_session_get_marked      (PgsSession         *self);
void             pgs_session_select          (PgsSession         *self,
                                              const PgsSelection *selection);
void             pgs_session_get_selection   (PgsSession         *self,
                                              PgsSelection       *selection);
gboolean         pgs_session_get_selected_region (PgsSession     *self,
                                              gsize              *index);

G_END_DECLS
