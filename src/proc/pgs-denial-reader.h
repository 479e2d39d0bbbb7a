/* pgs-denial-reader.h: finds out why a process may not be looked into
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-denial.h"
#include "pgs-proc-place.h"

G_BEGIN_DECLS

void      pgs_rights_read        (PgsRights  *rights);
gboolean  pgs_guard_parse        (PgsGuard   *guard,
                                  const char *status);
PgsDenial pgs_denial_read        (const PgsProcPlace *place);
PgsDenial pgs_denial_read_frames (void);
gboolean  pgs_hidepid_parse      (const char *mountinfo);
gboolean  pgs_hidepid_hides      (gint        pid);

G_END_DECLS
