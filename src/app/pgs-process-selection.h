/* pgs-process-selection.h: which row of the process list is selected, and which has the keyboard
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-process-store.h"
#include "pgs-scroll-keeper.h"
#include "pgs-session.h"

G_BEGIN_DECLS

#define PGS_TYPE_PROCESS_SELECTION (pgs_process_selection_get_type ())

/**
 * PgsProcessSelection:
 *
 * Makes rows of a store's processes, of which that of the watched one is selected: who selects another one
 * has it watched. Both the selection and the keyboard stay with their process when rows come, go and move.
 */
G_DECLARE_FINAL_TYPE (PgsProcessSelection, pgs_process_selection, PGS, PROCESS_SELECTION, GObject)

PgsProcessSelection *pgs_process_selection_new         (GtkColumnView       *view,
                                                        PgsProcessStore     *store,
                                                        PgsScrollKeeper     *keeper);
GtkSelectionModel   *pgs_process_selection_get_model   (PgsProcessSelection *self);
PgsProcessItem      *pgs_process_selection_get_item    (PgsProcessSelection *self);
void                 pgs_process_selection_set_session (PgsProcessSelection *self,
                                                        PgsSession          *session);
void                 pgs_process_selection_sync        (PgsProcessSelection *self);

G_END_DECLS
