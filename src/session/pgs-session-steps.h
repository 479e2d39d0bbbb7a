/* pgs-session-steps.h: going through a history by samples and by marks
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-session.h"

G_BEGIN_DECLS

void pgs_session_step        (PgsSession *self,
                              gint64      n_samples);
void pgs_session_step_mark   (PgsSession *self,
                              gboolean    forward);
void pgs_session_show_first  (PgsSession *self);
void pgs_session_extend_span (PgsSession *self,
                              gint64      n_samples);

G_END_DECLS
