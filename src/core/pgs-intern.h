/* pgs-intern.h: equal strings kept once
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PgsIntern:
 *
 * A pool of NUL-terminated strings in which equal ones are the same pointer. Private to core.
 */
typedef struct _PgsIntern PgsIntern;

PgsIntern    *pgs_intern_new   (void);
void          pgs_intern_free  (PgsIntern  *self);
const char   *pgs_intern_add   (PgsIntern  *self,
                                const char *bytes,
                                gsize       length);
GStringChunk *pgs_intern_end   (PgsIntern  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsIntern, pgs_intern_free)

G_END_DECLS
