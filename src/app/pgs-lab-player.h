/* pgs-lab-player.h: takes the steps of one run when asked, or one after the other on its own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "pgs-lesson-run.h"

G_BEGIN_DECLS

#define PGS_TYPE_LAB_PLAYER (pgs_lab_player_get_type ())

/**
 * PgsLabPlayer:
 *
 * Its steps are taken in a thread; disposing of it ends the program, also in the middle of a step. Main thread only.
 *
 * Signals: `changed` when the run did, or it plays or not; `finished` when all steps are done.
 */
G_DECLARE_FINAL_TYPE (PgsLabPlayer, pgs_lab_player, PGS, LAB_PLAYER, GObject)

PgsLabPlayer *pgs_lab_player_new         (const PgsLesson *lesson);
PgsLessonRun *pgs_lab_player_get_run     (PgsLabPlayer    *self);
gboolean      pgs_lab_player_is_busy     (PgsLabPlayer    *self);
gboolean      pgs_lab_player_is_started  (PgsLabPlayer    *self);
gboolean      pgs_lab_player_is_over     (PgsLabPlayer    *self);
void          pgs_lab_player_next        (PgsLabPlayer    *self);
void          pgs_lab_player_predict     (PgsLabPlayer    *self,
                                          gsize            check,
                                          int              choice);
gboolean      pgs_lab_player_get_playing (PgsLabPlayer    *self);
void          pgs_lab_player_set_playing (PgsLabPlayer    *self,
                                          gboolean         playing);
void          pgs_lab_player_stop        (PgsLabPlayer    *self);

G_END_DECLS
