/* pgs-lesson-chart.h: the memory of an experiment and its peer over time, with a mark a step
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-chart.h"
#include "pgs-lesson-run.h"

G_BEGIN_DECLS

typedef struct _PgsLessonChart PgsLessonChart;

PgsLessonChart *pgs_lesson_chart_new        (PgsLessonRun      *run);
void            pgs_lesson_chart_free       (PgsLessonChart    *self);
void            pgs_lesson_chart_add_sample (PgsLessonChart    *self,
                                             gboolean           is_peer,
                                             const PgsSnapshot *snapshot);
void            pgs_lesson_chart_begin_step (PgsLessonChart    *self,
                                             gint64             time_us);
void            pgs_lesson_chart_add_stops  (PgsLessonChart    *self);
PgsChart       *pgs_lesson_chart_make       (PgsLessonChart    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsLessonChart, pgs_lesson_chart_free)

G_END_DECLS
