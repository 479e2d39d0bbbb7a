/* pgs-lab-sheet.h: asks where the results sheet of an experiment goes, and writes it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "pgs-lesson-run.h"

G_BEGIN_DECLS

void pgs_lab_sheet_save (GtkWidget    *parent,
                         PgsLessonRun *run);

G_END_DECLS
