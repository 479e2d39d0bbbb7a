/* pgs-lesson-facts.h: what the program of an experiment told so far
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PgsLessonFacts:
 *
 * Values by their keys. Hostile: at most 64, each of bounded length.
 */
typedef struct _PgsLessonFacts PgsLessonFacts;

PgsLessonFacts *pgs_lesson_facts_new        (void);
PgsLessonFacts *pgs_lesson_facts_copy       (const PgsLessonFacts *self);
void            pgs_lesson_facts_free       (PgsLessonFacts       *self);
gboolean        pgs_lesson_facts_take_line  (PgsLessonFacts       *self,
                                             const char           *line,
                                             gsize                 length,
                                             GError              **error);
const char     *pgs_lesson_facts_get        (const PgsLessonFacts *self,
                                             const char           *key);
gboolean        pgs_lesson_facts_get_number (const PgsLessonFacts *self,
                                             const char           *key,
                                             gint64               *number);
gboolean        pgs_lesson_facts_get_range  (const PgsLessonFacts *self,
                                             const char           *key,
                                             guint64              *start,
                                             guint64              *end);
gboolean        pgs_lesson_facts_get_pid    (const PgsLessonFacts *self,
                                             const char           *key,
                                             gint                 *pid);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsLessonFacts, pgs_lesson_facts_free)

G_END_DECLS
