/* pgs-decoder.h: bytes become the samples of one process again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-codec.h"

G_BEGIN_DECLS

typedef struct _PgsDecoder PgsDecoder;

PgsDecoder  *pgs_decoder_new  (void);
void         pgs_decoder_free (PgsDecoder  *self);
PgsSnapshot *pgs_decoder_add  (PgsDecoder  *self,
                               GBytes      *sample,
                               GError     **error);
void         pgs_decoder_seek (PgsDecoder  *self,
                               PgsSnapshot *before);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsDecoder, pgs_decoder_free)

G_END_DECLS
