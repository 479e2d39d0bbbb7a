/* pgs-user-names.h: what users are called
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _PgsUserNames PgsUserNames;

PgsUserNames *pgs_user_names_new  (void);
void          pgs_user_names_free (PgsUserNames *self);
char         *pgs_user_names_dup  (PgsUserNames *self,
                                   guint32       uid);

G_END_DECLS
