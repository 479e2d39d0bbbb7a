/* pgs-lab-entry.h: an experiment as the Lab lists it: whether it was done, and what the machine lacks for it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "pgs-lesson.h"

G_BEGIN_DECLS

#define PGS_TYPE_LAB_ENTRY (pgs_lab_entry_get_type ())

/**
 * PgsLabEntry:
 *
 * Properties (notify): `done`, which the settings remember; `lack`, a sentence with the command that
 * provides what is missing, %NULL if nothing is or it is not known yet. Main thread only.
 */
G_DECLARE_FINAL_TYPE (PgsLabEntry, pgs_lab_entry, PGS, LAB_ENTRY, GObject)

PgsLabEntry     *pgs_lab_entry_new            (const PgsLesson *lesson,
                                               GSettings       *settings);
const PgsLesson *pgs_lab_entry_get_lesson     (PgsLabEntry     *self);
gboolean         pgs_lab_entry_is_done        (PgsLabEntry     *self);
void             pgs_lab_entry_set_done       (PgsLabEntry     *self);
const char      *pgs_lab_entry_get_lack       (PgsLabEntry     *self);
const char      *pgs_lab_entry_get_short_lack (PgsLabEntry     *self);
void             pgs_lab_entry_find_lack      (PgsLabEntry     *self);

G_END_DECLS
