/* pgs-lab-lesson.h: one experiment to read and to do: text, steps, prediction, result
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "pgs-lab-entry.h"
#include "pgs-lab-player.h"

G_BEGIN_DECLS

#define PGS_TYPE_LAB_LESSON (pgs_lab_lesson_get_type ())

/**
 * PgsLabLesson:
 *
 * Signals: `start`: its program is to be started, so that any other has to end; `restart`: it is to be done
 * again from its start; `go-on`: to the experiment behind it; `show-stop` (guint): the state of this stop
 * is to be drawn.
 */
G_DECLARE_FINAL_TYPE (PgsLabLesson, pgs_lab_lesson, PGS, LAB_LESSON, GtkWidget)

GtkWidget *pgs_lab_lesson_new       (void);
void       pgs_lab_lesson_show      (PgsLabLesson *self,
                                     PgsLabEntry  *entry,
                                     PgsLabPlayer *player,
                                     PgsLabEntry  *next);
void       pgs_lab_lesson_set_block (PgsLabLesson *self,
                                     const char   *block);
void       pgs_lab_lesson_focus     (PgsLabLesson *self);

G_END_DECLS
