/* pgs-lesson-quantities.h: the tables of what can be measured, one file each
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-lesson-quantity.h"

G_BEGIN_DECLS

extern const PgsLessonQuantity pgs_lesson_process_quantities[];
extern const gsize pgs_lesson_n_process_quantities;
extern const PgsLessonQuantity pgs_lesson_range_quantities[];
extern const gsize pgs_lesson_n_range_quantities;
extern const PgsLessonQuantity pgs_lesson_machine_quantities[];
extern const gsize pgs_lesson_n_machine_quantities;

guint64 pgs_lesson_sum_smaps (const PgsSnapshot *snapshot,
                              guint64            start,
                              guint64            end,
                              gsize              offset);

G_END_DECLS
