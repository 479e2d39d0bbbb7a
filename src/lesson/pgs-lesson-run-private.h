/* pgs-lesson-run-private.h: what a run of an experiment consists of
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-lesson-run.h"
#include "pgs-lesson-worker.h"

G_BEGIN_DECLS

/* One step; repeated ones each time. */
typedef struct
{
  const PgsLessonStep *step;
  guint index; /* of a repeated one, from 0 */
  gsize n_results;
  PgsLessonResult *results;
} RunStep;

struct _PgsLessonRun
{
  GObject parent_instance;

  const PgsLesson *lesson;
  PgsLessonRunState state;
  GError *error;
  GArray *steps;   /* RunStep */
  GPtrArray *stops; /* PgsLessonStop */
  PgsLessonWorker *worker;
};

static inline RunStep *
get_run_step (PgsLessonRun *self,
              gsize         step)
{
  return &g_array_index (self->steps, RunStep, step);
}

G_END_DECLS
