/* pgs-lesson-sheet.h: what was predicted and measured in a run, as pages for paper
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-lesson-run.h"
#include "pgs-sheet.h"

G_BEGIN_DECLS

PgsSheet *pgs_lesson_sheet_new (PgsLessonRun *run);

G_END_DECLS
