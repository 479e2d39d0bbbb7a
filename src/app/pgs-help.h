/* pgs-help.h: all pages of the help in one language
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-help-page.h"

#include <glib-object.h>

G_BEGIN_DECLS

typedef struct _PgsHelp PgsHelp;

PgsHelp           *pgs_help_new        (const char * const  *languages,
                                        GError             **error);
void               pgs_help_free       (PgsHelp             *self);
const PgsHelpPage *pgs_help_find       (PgsHelp             *self,
                                        const char          *id);
GPtrArray         *pgs_help_get_topics (PgsHelp             *self,
                                        const char          *guide);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsHelp, pgs_help_free)

G_END_DECLS
