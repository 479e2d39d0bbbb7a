/* pgs-process-choice.h: which processes' files are kept open
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-known-process.h"

G_BEGIN_DECLS

/**
 * PGS_PROCESS_CHOICE_RECENT:
 *
 * For how many refreshes a process counts as one that changes.
 */
#define PGS_PROCESS_CHOICE_RECENT 10

guint pgs_process_choice_get_max (void);
void  pgs_process_choice_make    (GPtrArray *processes,
                                  guint      n_max,
                                  guint      refresh);
void  pgs_process_choice_undo    (GPtrArray *processes);

G_END_DECLS
