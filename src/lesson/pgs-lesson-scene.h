/* pgs-lesson-scene.h: what a run of an experiment looks like at one of its stops, or between them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-lesson-run.h"
#include "pgs-scene.h"

G_BEGIN_DECLS

PgsScene *pgs_lesson_scene_new       (PgsLessonRun *run,
                                      gsize         stop);
PgsScene *pgs_lesson_scene_new_live  (PgsLessonRun *run,
                                      PgsSnapshot  *own,
                                      PgsSnapshot  *peer);
char     *pgs_lesson_scene_dup_title (PgsLessonRun *run);
char     *pgs_lesson_scene_dup_place (PgsLessonRun *run,
                                      gsize         stop);
gboolean  pgs_lesson_scene_get_aim   (PgsLessonRun *run,
                                      gsize         stop,
                                      guint64      *start,
                                      guint64      *end);

G_END_DECLS
