/* pgs-session-text.h: what is being watched, in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-session.h"

G_BEGIN_DECLS

char *pgs_session_text_title    (PgsSession *session);
char *pgs_session_text_subtitle (PgsSession *session);
char *pgs_session_text_notice   (PgsSession *session);

G_END_DECLS
