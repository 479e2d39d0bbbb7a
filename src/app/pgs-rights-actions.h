/* pgs-rights-actions.h: what a person does about more rights
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-elevation.h"

G_BEGIN_DECLS

void pgs_rights_actions_add (GActionMap   *application,
                             PgsElevation *rights);

G_END_DECLS
