/* pgs-lab-picture.h: what an experiment does to memory, as a picture that follows its steps
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "pgs-lesson-run.h"
#include "pgs-session.h"

G_BEGIN_DECLS

#define PGS_TYPE_LAB_PICTURE (pgs_lab_picture_get_type ())

/**
 * PgsLabPicture:
 *
 * The pages of a running experiment, aligned with those of its peer where it has one, with what a step is
 * about outlined and named; below them its memory over time with a mark per step. While a step runs it
 * shows what the sampler sees, at a stop what the run itself measured.
 */
G_DECLARE_FINAL_TYPE (PgsLabPicture, pgs_lab_picture, PGS, LAB_PICTURE, GtkWidget)

GtkWidget *pgs_lab_picture_new       (void);
void       pgs_lab_picture_set_run   (PgsLabPicture *self,
                                      PgsSession    *session,
                                      PgsLessonRun  *run);
void       pgs_lab_picture_show_stop (PgsLabPicture *self,
                                      gsize          stop);
char      *pgs_lab_picture_dup_title (PgsLabPicture *self,
                                      char         **subtitle);
void       pgs_lab_picture_select    (PgsLabPicture *self);

G_END_DECLS
