/* pgs-time-actions.h: what a window can do in time: other moments, replay, marks
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "pgs-timeline.h"

G_BEGIN_DECLS

/**
 * PgsTimeActions:
 *
 * Adds to a window the actions `previous-sample`, `next-sample`, `previous-mark`, `next-mark`,
 * `first-sample`, `go-live`, `play`, `mark`, and for a mark's time and name `rename-mark`, `delete-mark`
 * and `restore-mark`.
 */
typedef struct _PgsTimeActions PgsTimeActions;

PgsTimeActions *pgs_time_actions_new  (GActionMap      *window,
                                       PgsSession      *session,
                                       PgsTimeline     *timeline,
                                       AdwToastOverlay *toasts);
void            pgs_time_actions_free (PgsTimeActions  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsTimeActions, pgs_time_actions_free)

G_END_DECLS
