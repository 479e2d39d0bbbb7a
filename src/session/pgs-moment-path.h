/* pgs-moment-path.h: what has to be decoded to see one moment, in a thread
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-moment.h"

G_BEGIN_DECLS

typedef struct _PgsMomentPath PgsMomentPath;

typedef void (*PgsMomentPathFunc) (PgsMoment *moment,
                                   gpointer   data);

PgsMomentPath *pgs_moment_path_decode (PgsMoment         *moment,
                                       PgsSnapshot       *similar,
                                       PgsMomentPathFunc  func,
                                       gpointer           data);
void           pgs_moment_path_cancel (PgsMomentPath     *self);

G_END_DECLS
