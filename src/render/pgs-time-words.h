/* pgs-time-words.h: moments and spans of a history for people
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-point.h"

G_BEGIN_DECLS

/**
 * PgsTimeReach:
 * @first_us: the first sample
 * @last_us: the newest sample
 * @from_start: times are told since the first one, as of a recording; else before the newest
 *
 * What a history reaches over, on its monotonic clock.
 */
typedef struct
{
  gint64 first_us;
  gint64 last_us;
  gboolean from_start;
} PgsTimeReach;

char *pgs_time_words_position (const PgsTimeReach *reach,
                               gint64              shown_us);
char *pgs_time_words_past     (gint64              taken_at_us,
                               gint64              before_us,
                               gboolean            goes_on);
char *pgs_time_words_span     (const PgsPoint     *from,
                               const PgsPoint     *to);

G_END_DECLS
