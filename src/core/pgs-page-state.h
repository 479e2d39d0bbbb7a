/* pgs-page-state.h: the states of a page in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-pages.h"

G_BEGIN_DECLS

void pgs_page_states_append (PgsPageState  states,
                             GString      *text);

G_END_DECLS
