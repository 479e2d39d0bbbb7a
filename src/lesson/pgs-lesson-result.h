/* pgs-lesson-result.h: a check of a step is set beside what was measured
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-lesson-look.h"
#include "pgs-lesson-run.h"

G_BEGIN_DECLS

void pgs_lesson_result_init    (PgsLessonResult      *self,
                                const PgsLessonCheck *check);
void pgs_lesson_result_clear   (PgsLessonResult      *self);
void pgs_lesson_result_preview (PgsLessonResult      *self,
                                PgsLessonLook        *look);
void pgs_lesson_result_measure (PgsLessonResult      *self,
                                PgsLessonLook        *look);

G_END_DECLS
