/* pgs-application-actions.h: what can be done with the whole program, and the keys of everything
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-application.h"

G_BEGIN_DECLS

void pgs_application_actions_add (PgsApplication *self);

G_END_DECLS
