/* pgs-encoder.h: the samples of one process become bytes, one after the other
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-codec.h"

G_BEGIN_DECLS

typedef struct _PgsEncoder PgsEncoder;

PgsEncoder *pgs_encoder_new  (void);
void        pgs_encoder_free (PgsEncoder  *self);
GBytes     *pgs_encoder_add  (PgsEncoder  *self,
                              PgsSnapshot *snapshot,
                              gboolean     is_key);
void        pgs_encoder_seek (PgsEncoder  *self,
                              PgsSnapshot *before);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsEncoder, pgs_encoder_free)

G_END_DECLS
