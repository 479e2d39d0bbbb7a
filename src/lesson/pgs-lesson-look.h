/* pgs-lesson-look.h: where the expressions of a run find their numbers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-lesson-expression.h"
#include "pgs-lesson-stop.h"

G_BEGIN_DECLS

/**
 * PgsLessonLook:
 * @stops: (element-type PgsLessonStop): all that there are
 * @now: index of the one that is looked at
 * @is_preview: the step behind it is not done yet: what it changes is unknown, and "before" is now
 *
 * From where expressions are seen. Lives on the stack.
 */
typedef struct
{
  GPtrArray *stops;
  gsize now;
  gboolean is_preview;
} PgsLessonLook;

PgsLessonSource pgs_lesson_look_get_source (PgsLessonLook *self);

G_END_DECLS
