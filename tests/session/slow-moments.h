/* slow-moments.h: a history that may not be asked for what is not decoded
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-moments.h"

G_BEGIN_DECLS

#define SLOW_SECOND ((gint64) G_USEC_PER_SEC)

G_DECLARE_FINAL_TYPE (SlowMoments, slow_moments, SLOW, MOMENTS, GObject)

SlowMoments *slow_moments_new           (guint        n_samples,
                                         guint        decoding_ms);
void         slow_moments_have_decoded  (SlowMoments *self,
                                         guint        n_samples);
void         slow_moments_break         (SlowMoments *self,
                                         gsize        index);
guint        slow_moments_get_n_decoded (SlowMoments *self);

G_END_DECLS
