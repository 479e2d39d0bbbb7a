/* pgs-record-button.h: records what a window watches into a file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "pgs-session.h"

G_BEGIN_DECLS

#define PGS_TYPE_RECORD_BUTTON (pgs_record_button_get_type ())

/**
 * PgsRecordButton:
 *
 * A button that asks for a file, says for how long it has been recording and how large that is, and stops.
 * Its window gets the actions `record` and `save` (all that is in the history) by
 * pgs_record_button_add_actions(). It emits `changed` when what it says does.
 */
G_DECLARE_FINAL_TYPE (PgsRecordButton, pgs_record_button, PGS, RECORD_BUTTON, GtkWidget)

void        pgs_record_button_add_actions  (PgsRecordButton *self,
                                           GActionMap      *window,
                                           PgsSession      *session,
                                           AdwToastOverlay *toasts);
const char *pgs_record_button_get_progress (PgsRecordButton *self);
gboolean    pgs_record_button_is_recording (PgsRecordButton *self);

G_END_DECLS
