/* pgs-lesson-words.h: the numbers of an experiment in words, and its texts with numbers in them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-lesson-expression.h"

G_BEGIN_DECLS

char *pgs_lesson_format_value       (gint64                     value,
                                     PgsLessonUnit              unit);
char *pgs_lesson_format_change      (gint64                     change,
                                     PgsLessonUnit              unit);
char *pgs_lesson_expand             (const char                *text,
                                     const PgsLessonSource     *source);
char *pgs_lesson_dup_plain          (const char                *text);
void  pgs_lesson_foreach_placeholder (const char               *text,
                                     void (*visit) (const char *expression,
                                                    gpointer    data),
                                     gpointer                   data);
void  pgs_lesson_foreach_expression (const PgsLesson           *lesson,
                                     void (*visit) (const char *expression,
                                                    gpointer    data),
                                     gpointer                   data);

G_END_DECLS
