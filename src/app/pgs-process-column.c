/* pgs-process-column.c: what the columns of the process list are called, show and sort by
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-process-column.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "pgs-format.h"
#include "pgs-text.h"

/* title is NULL where it is the same as in the menu. Widths in characters: room for "99.9 MiB", for a
 * million faults and for PIDs of six digits where there is room. */
static const struct
{
  const char *id;
  const char *title;
  const char *menu_title;
  int min_width;
  int width;
} columns[PGS_N_PROCESS_COLUMNS] = {
  [PGS_PROCESS_COLUMN_NAME] = { "name", NULL, N_("Process"), 6, 9 },
  [PGS_PROCESS_COLUMN_PID] = { "pid", NULL, N_("PID"), 5, 6 },
  [PGS_PROCESS_COLUMN_USER] = { "user", NULL, N_("User"), 8, 8 },
  [PGS_PROCESS_COLUMN_STATE] = { "state", NULL, N_("State"), 8, 10 },
  [PGS_PROCESS_COLUMN_PRIORITY] = { "priority", N_("PR"), N_("Priority (PR)"), 3, 3 },
  [PGS_PROCESS_COLUMN_NICE] = { "nice", N_("NI"), N_("Nice value (NI)"), 3, 3 },
  [PGS_PROCESS_COLUMN_VIRT] = { "virt", N_("VIRT"), N_("Virtual memory (VIRT)"), 8, 8 },
  [PGS_PROCESS_COLUMN_RES] = { "res", N_("RES"), N_("Resident memory (RES)"), 8, 8 },
  [PGS_PROCESS_COLUMN_SHR] = { "shr", N_("SHR"), N_("Shared memory (SHR)"), 8, 8 },
  [PGS_PROCESS_COLUMN_MEM] = { "mem", N_("%MEM"), N_("Share of RAM (%MEM)"), 7, 7 },
  [PGS_PROCESS_COLUMN_MINOR] = { "minor", N_("Minor"), N_("Minor page faults"), 9, 11 },
  [PGS_PROCESS_COLUMN_MAJOR] = { "major", N_("Major"), N_("Major page faults"), 6, 8 },
};

/**
 * pgs_process_column_get_id:
 * @column: a column
 *
 * Returns: its name in the settings
 */
const char *
pgs_process_column_get_id (PgsProcessColumn column)
{
  return columns[column].id;
}

/**
 * pgs_process_column_from_id:
 * @id: a name from the settings
 * @column: (out): the column
 *
 * Returns: whether there is one of that name
 */
gboolean
pgs_process_column_from_id (const char       *id,
                            PgsProcessColumn *column)
{
  for (guint i = 0; i < PGS_N_PROCESS_COLUMNS; i++)
    if (strcmp (columns[i].id, id) == 0)
      {
        *column = i;
        return TRUE;
      }

  return FALSE;
}

/**
 * pgs_process_column_get_title:
 * @column: a column
 *
 * Returns: what stands above it, in the user's language
 */
const char *
pgs_process_column_get_title (PgsProcessColumn column)
{
  return _(columns[column].title != NULL ? columns[column].title : columns[column].menu_title);
}

/**
 * pgs_process_column_get_menu_title:
 * @column: a column
 *
 * Returns: its name spelled out, in the user's language
 */
const char *
pgs_process_column_get_menu_title (PgsProcessColumn column)
{
  return _(columns[column].menu_title);
}

/**
 * pgs_process_column_get_width:
 * @column: a column
 * @min_width: (out): how many characters its cells have room for at least
 *
 * Returns: how many they have room for if there is room
 */
int
pgs_process_column_get_width (PgsProcessColumn  column,
                              int              *min_width)
{
  *min_width = columns[column].min_width;
  return columns[column].width;
}

/**
 * pgs_process_column_is_number:
 * @column: a column
 *
 * Returns: whether its texts are numbers: to be aligned at their ends, largest first
 */
gboolean
pgs_process_column_is_number (PgsProcessColumn column)
{
  return column != PGS_PROCESS_COLUMN_NAME && column != PGS_PROCESS_COLUMN_USER
         && column != PGS_PROCESS_COLUMN_STATE;
}

/**
 * pgs_process_column_get_text:
 * @column: a column
 * @item: a process
 *
 * Returns: (transfer full): what the cell says, "–" where it is unknown
 */
char *
pgs_process_column_get_text (PgsProcessColumn  column,
                             PgsProcessItem   *item)
{
  const PgsProcessRecord *record = pgs_process_item_get_record (item);

  switch (column)
    {
    case PGS_PROCESS_COLUMN_NAME:
      return g_strdup (pgs_process_item_get_name (item));
    case PGS_PROCESS_COLUMN_PID:
      return g_strdup_printf ("%d", record->pid);
    case PGS_PROCESS_COLUMN_USER:
      return record->user != NULL ? pgs_text_dup_display (record->user, -1) : g_strdup ("–");
    case PGS_PROCESS_COLUMN_STATE:
      return g_strdup (pgs_format_state (record->state));
    case PGS_PROCESS_COLUMN_PRIORITY:
      return g_strdup_printf ("%d", record->priority);
    case PGS_PROCESS_COLUMN_NICE:
      return g_strdup_printf ("%d", record->nice);
    case PGS_PROCESS_COLUMN_VIRT:
      return pgs_format_size (record->virt);
    case PGS_PROCESS_COLUMN_RES:
      return pgs_format_size (record->res);
    case PGS_PROCESS_COLUMN_SHR:
      return pgs_format_size (record->shr);
    case PGS_PROCESS_COLUMN_MEM:
      return pgs_format_percent (record->mem_percent);
    case PGS_PROCESS_COLUMN_MINOR:
      return pgs_format_count (record->minor_faults);
    case PGS_PROCESS_COLUMN_MAJOR:
      return pgs_format_count (record->major_faults);
    }

  g_return_val_if_reached (NULL);
}

/* Unknown is not the largest of all numbers: it counts as less than every known one. */
static guint64
rank_count (guint64 count)
{
  return count == PGS_UNKNOWN ? 0 : count + 1;
}

/* Keeps the order of signed numbers. */
static guint64
rank_signed (gint number)
{
  return (guint64) ((gint64) number - G_MININT);
}

static guint64
get_rank (PgsProcessColumn        column,
          const PgsProcessRecord *record)
{
  switch (column)
    {
    case PGS_PROCESS_COLUMN_PID:
      return rank_signed (record->pid);
    case PGS_PROCESS_COLUMN_STATE:
      return (guchar) record->state;
    case PGS_PROCESS_COLUMN_PRIORITY:
      return rank_signed (record->priority);
    case PGS_PROCESS_COLUMN_NICE:
      return rank_signed (record->nice);
    case PGS_PROCESS_COLUMN_VIRT:
      return rank_count (record->virt);
    case PGS_PROCESS_COLUMN_RES:
    case PGS_PROCESS_COLUMN_MEM:
      return rank_count (record->res);
    case PGS_PROCESS_COLUMN_SHR:
      return rank_count (record->shr);
    case PGS_PROCESS_COLUMN_MINOR:
      return rank_count (record->minor_faults);
    case PGS_PROCESS_COLUMN_MAJOR:
      return rank_count (record->major_faults);
    case PGS_PROCESS_COLUMN_NAME:
    case PGS_PROCESS_COLUMN_USER:
      break;
    }

  return 0;
}

/**
 * pgs_process_column_get_key:
 * @column: the column to sort by
 * @item: a process
 * @number: (out): what stands for its value where that is no text
 *
 * Returns: (transfer none) (nullable): the text to compare with strcmp(), valid until @item is
 *   updated; %NULL if the numbers are to be compared
 */
const char *
pgs_process_column_get_key (PgsProcessColumn  column,
                            PgsProcessItem   *item,
                            guint64          *number)
{
  const PgsProcessRecord *record = pgs_process_item_get_record (item);

  *number = get_rank (column, record);
  if (column == PGS_PROCESS_COLUMN_NAME)
    return pgs_process_item_get_name_key (item);
  if (column == PGS_PROCESS_COLUMN_USER)
    return record->user != NULL ? record->user : "";
  return NULL;
}

/**
 * pgs_process_column_get_shown:
 * @settings: the application's
 * @id: a column's name
 *
 * Returns: whether the list shows it
 */
gboolean
pgs_process_column_get_shown (GSettings  *settings,
                              const char *id)
{
  g_auto (GStrv) shown = g_settings_get_strv (settings, "process-columns");

  return g_strv_contains ((const char * const *) shown, id);
}

/**
 * pgs_process_column_set_shown:
 * @settings: the application's
 * @id: a column's name
 * @shown: whether the list is to show it
 *
 * Keeps the other columns; names that this version does not know are dropped.
 */
void
pgs_process_column_set_shown (GSettings  *settings,
                              const char *id,
                              gboolean    shown)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) ids = NULL;

  if (pgs_process_column_get_shown (settings, id) == shown)
    return;
  for (guint i = 0; i < PGS_N_PROCESS_COLUMNS; i++)
    {
      gboolean is_it = strcmp (columns[i].id, id) == 0;

      if (is_it ? shown : pgs_process_column_get_shown (settings, columns[i].id))
        g_strv_builder_add (builder, columns[i].id);
    }
  ids = g_strv_builder_end (builder);
  g_settings_set_strv (settings, "process-columns", (const char * const *) ids);
}
