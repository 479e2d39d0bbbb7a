/* pgs-lessons.h: all experiments, one file each
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-lesson.h"

G_BEGIN_DECLS

extern const PgsLesson pgs_lesson_demand_paging;

G_END_DECLS
