/* pgs-lesson-worker.h: the thread that runs the program of an experiment and measures it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "pgs-lesson-stop.h"

G_BEGIN_DECLS

/**
 * PgsLessonJob:
 * @begins: the program is to be started; else it takes a step
 * @cancellable: (nullable): ends it
 * @task: (nullable): whose result it is; %NULL: somebody waits for it
 * @departure: what the machine said before it went, unless it begins
 * @stop: (nullable): what was reached
 * @error: (nullable): why not
 *
 * One way from a stop to the next.
 */
typedef struct
{
  gboolean begins;
  GCancellable *cancellable;
  GTask *task;
  PgsLessonMachine departure;
  PgsLessonStop *stop;
  GError *error;
} PgsLessonJob;

typedef struct _PgsLessonWorker PgsLessonWorker;

PgsLessonJob    *pgs_lesson_job_new      (gboolean            begins,
                                          GCancellable       *cancellable,
                                          GTask              *task);
void             pgs_lesson_job_free     (PgsLessonJob       *self);

PgsLessonWorker *pgs_lesson_worker_new   (const PgsLesson    *lesson);
void             pgs_lesson_worker_free  (PgsLessonWorker    *self);
void             pgs_lesson_worker_run   (PgsLessonWorker    *self,
                                          PgsLessonJob       *job);
void             pgs_lesson_worker_send  (PgsLessonWorker    *self,
                                          PgsLessonJob       *job,
                                          void (*done) (PgsLessonJob *job));

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsLessonJob, pgs_lesson_job_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsLessonWorker, pgs_lesson_worker_free)

G_END_DECLS
