/* pgs-process-column.h: what the columns of the process list are called, show and sort by
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "pgs-process-item.h"

G_BEGIN_DECLS

/* In the order in which they stand. Settings store the ids, not these values. */
typedef enum
{
  PGS_PROCESS_COLUMN_NAME,
  PGS_PROCESS_COLUMN_PID,
  PGS_PROCESS_COLUMN_USER,
  PGS_PROCESS_COLUMN_STATE,
  PGS_PROCESS_COLUMN_PRIORITY,
  PGS_PROCESS_COLUMN_NICE,
  PGS_PROCESS_COLUMN_VIRT,
  PGS_PROCESS_COLUMN_RES,
  PGS_PROCESS_COLUMN_SHR,
  PGS_PROCESS_COLUMN_MEM,
  PGS_PROCESS_COLUMN_MINOR,
  PGS_PROCESS_COLUMN_MAJOR,
} PgsProcessColumn;

#define PGS_N_PROCESS_COLUMNS 12

const char *pgs_process_column_get_id       (PgsProcessColumn  column);
gboolean    pgs_process_column_from_id      (const char       *id,
                                             PgsProcessColumn *column);
const char *pgs_process_column_get_title    (PgsProcessColumn  column);
const char *pgs_process_column_get_menu_title (PgsProcessColumn column);
int         pgs_process_column_get_width    (PgsProcessColumn  column,
                                             int              *min_width);
gboolean    pgs_process_column_is_number    (PgsProcessColumn  column);
char       *pgs_process_column_get_text     (PgsProcessColumn  column,
                                             PgsProcessItem   *item);
const char *pgs_process_column_get_key      (PgsProcessColumn  column,
                                             PgsProcessItem   *item,
                                             guint64          *number);
gboolean    pgs_process_column_get_shown    (GSettings        *settings,
                                             const char       *id);
void        pgs_process_column_set_shown    (GSettings        *settings,
                                             const char       *id,
                                             gboolean          shown);

G_END_DECLS
