/* pgs-lesson-program.h: the program of an experiment, which stops before each step
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "pgs-lesson-facts.h"

G_BEGIN_DECLS

#define PGS_LESSON_STEP_TIMEOUT_US (G_GINT64_CONSTANT (60) * G_USEC_PER_SEC)

/**
 * PgsLessonProgram:
 *
 * Started, used and freed by one thread, which has to live as long: the kernel kills the program when that
 * thread ends, however it ends.
 */
typedef struct _PgsLessonProgram PgsLessonProgram;

PgsLessonProgram *pgs_lesson_program_launch  (const char         *path,
                                              GError            **error);
void              pgs_lesson_program_free    (PgsLessonProgram   *self);
gint              pgs_lesson_program_get_pid (PgsLessonProgram   *self);
gboolean          pgs_lesson_program_go      (PgsLessonProgram   *self,
                                              GError            **error);
gboolean          pgs_lesson_program_await   (PgsLessonProgram   *self,
                                              PgsLessonFacts     *facts,
                                              gint64              timeout_us,
                                              GCancellable *const *cancellables,
                                              gsize               n_cancellables,
                                              GError            **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsLessonProgram, pgs_lesson_program_free)

G_END_DECLS
