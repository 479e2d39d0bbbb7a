/* pgs-replay-bar.h: opens recordings, and says which one is looked at
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "pgs-session.h"

G_BEGIN_DECLS

#define PGS_TYPE_REPLAY_BAR (pgs_replay_bar_get_type ())

/**
 * PgsReplayBar:
 *
 * A line above the views, there only while a recording is looked at: its file, when it was made, which of
 * its processes is shown. Property: `session` (PgsSession).
 */
G_DECLARE_FINAL_TYPE (PgsReplayBar, pgs_replay_bar, PGS, REPLAY_BAR, GtkWidget)

void  pgs_replay_bar_open     (PgsReplayBar *self,
                               GFile        *file);
void  pgs_replay_bar_choose   (PgsReplayBar *self);
char *pgs_replay_bar_dup_name (PgsReplayBar *self);

G_END_DECLS
