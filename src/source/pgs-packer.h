/* pgs-packer.h: bytes made smaller, and back within a bound
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _PgsPacker PgsPacker;

PgsPacker  *pgs_packer_new  (void);
void        pgs_packer_free (PgsPacker        *self);
GByteArray *pgs_packer_pack (PgsPacker        *self,
                             const GByteArray *bytes);
GByteArray *pgs_unpack      (const guint8     *packed,
                             gsize             n_packed,
                             gsize             size,
                             gsize             limit,
                             GError          **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsPacker, pgs_packer_free)

G_END_DECLS
