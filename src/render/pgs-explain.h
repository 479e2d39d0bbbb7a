/* pgs-explain.h: an explanation in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-explanation.h"

G_BEGIN_DECLS

const char *pgs_explain_title (const PgsExplanation *explanation);
char       *pgs_explain_text  (const PgsExplanation *explanation);

G_END_DECLS
