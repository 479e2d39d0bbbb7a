/* pgs-lesson-stop.h: everything that was measured while an experiment stood still
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-lesson-facts.h"
#include "pgs-lesson-quantity.h"

G_BEGIN_DECLS

/**
 * PgsLessonDemand:
 * @processes: (element-type utf8): the facts that hold PIDs
 * @frames: (element-type utf8): ranges of which frame numbers are wanted, as "range@process" or "range"
 *
 * What of an experiment has to be measured besides its own process.
 */
typedef struct
{
  GPtrArray *processes;
  GPtrArray *frames;
} PgsLessonDemand;

/**
 * PgsLessonSample:
 * @pid: a process
 * @snapshot: (nullable): it; %NULL if it was not there
 */
typedef struct
{
  gint pid;
  PgsSnapshot *snapshot;
} PgsLessonSample;

/**
 * PgsLessonStop:
 * @facts: what the program told until then
 * @machine: what the machine said when it was reached
 * @departure: what it said when the step after it began, which may be long after
 * @has_departed: whether it did
 * @monotonic_us: when
 * @samples: (element-type PgsLessonSample): the processes; the first is the experiment itself
 *
 * Immutable once it is made, but for its departure.
 */
typedef struct
{
  PgsLessonFacts *facts;
  PgsLessonMachine machine;
  PgsLessonMachine departure;
  gboolean has_departed;
  gint64 monotonic_us;
  GArray *samples;
  GHashTable *frames; /* PgsLessonFrames by "PID:start-end" */
} PgsLessonStop;

void                   pgs_lesson_demand_init     (PgsLessonDemand       *self,
                                                   const PgsLesson       *lesson);
void                   pgs_lesson_demand_clear    (PgsLessonDemand       *self);

PgsLessonStop         *pgs_lesson_stop_new        (PgsLessonFacts        *facts,
                                                   gint                   pid,
                                                   const PgsLessonDemand *demand,
                                                   GError               **error);
void                   pgs_lesson_stop_free       (PgsLessonStop         *self);
gboolean               pgs_lesson_stop_find_pid   (const PgsLessonStop   *self,
                                                   const char            *process,
                                                   gint                  *pid);
const PgsLessonSample *pgs_lesson_stop_find       (const PgsLessonStop   *self,
                                                   gint                   pid);
PgsLessonFrames        pgs_lesson_stop_get_frames (const PgsLessonStop   *self,
                                                   gint                   pid,
                                                   guint64                start,
                                                   guint64                end);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsLessonStop, pgs_lesson_stop_free)

G_END_DECLS
