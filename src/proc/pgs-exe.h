/* pgs-exe.h: which file a process runs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-proc-place.h"

G_BEGIN_DECLS

void     pgs_exe_read  (PgsExe             *self,
                        const PgsProcPlace *place);
gboolean pgs_exe_equal (const PgsExe *self,
                        const PgsExe *other);
gboolean pgs_exe_guess (PgsExe       *self,
                        PgsMaps      *maps,
                        guint64       n_code_bytes,
                        const char   *name);
void     pgs_exe_clear (PgsExe       *self);

G_END_DECLS
