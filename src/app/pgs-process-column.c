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

/* title is NULL where it is the same as in the menu. Widths in characters: a number that grows
 * must not move the columns. */
static const struct
{
  const char *id;
  const char *title;
  const char *menu_title;
  int width;
} columns[PGS_N_PROCESS_COLUMNS] = {
  [PGS_PROCESS_COLUMN_NAME] = { "name", NULL, N_("Process"), 6 },
  [PGS_PROCESS_COLUMN_PID] = { "pid", NULL, N_("PID"), 5 },
  [PGS_PROCESS_COLUMN_USER] = { "user", NULL, N_("User"), 8 },
  [PGS_PROCESS_COLUMN_STATE] = { "state", NULL, N_("State"), 8 },
  [PGS_PROCESS_COLUMN_PRIORITY] = { "priority", N_("PR"), N_("Priority (PR)"), 3 },
  [PGS_PROCESS_COLUMN_NICE] = { "nice", N_("NI"), N_("Nice value (NI)"), 3 },
  [PGS_PROCESS_COLUMN_VIRT] = { "virt", N_("VIRT"), N_("Virtual memory (VIRT)"), 7 },
  [PGS_PROCESS_COLUMN_RES] = { "res", N_("RES"), N_("Resident memory (RES)"), 7 },
  [PGS_PROCESS_COLUMN_SHR] = { "shr", N_("SHR"), N_("Shared memory (SHR)"), 7 },
  [PGS_PROCESS_COLUMN_MEM] = { "mem", N_("%MEM"), N_("Share of RAM (%MEM)"), 6 },
  [PGS_PROCESS_COLUMN_MINOR] = { "minor", N_("Minor"), N_("Minor page faults"), 9 },
  [PGS_PROCESS_COLUMN_MAJOR] = { "major", N_("Major"), N_("Major page faults"), 6 },
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
 *
 * Returns: how many characters its cells have room for at least
 */
int
pgs_process_column_get_width (PgsProcessColumn column)
{
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
static int
compare_counts (guint64 a,
                guint64 b)
{
  a = a == PGS_UNKNOWN ? 0 : a + 1;
  b = b == PGS_UNKNOWN ? 0 : b + 1;

  return (a > b) - (a < b);
}

static int
compare_numbers (PgsProcessColumn        column,
                 const PgsProcessRecord *a,
                 const PgsProcessRecord *b)
{
  switch (column)
    {
    case PGS_PROCESS_COLUMN_PRIORITY:
      return (a->priority > b->priority) - (a->priority < b->priority);
    case PGS_PROCESS_COLUMN_NICE:
      return (a->nice > b->nice) - (a->nice < b->nice);
    case PGS_PROCESS_COLUMN_VIRT:
      return compare_counts (a->virt, b->virt);
    case PGS_PROCESS_COLUMN_RES:
    case PGS_PROCESS_COLUMN_MEM:
      return compare_counts (a->res, b->res);
    case PGS_PROCESS_COLUMN_SHR:
      return compare_counts (a->shr, b->shr);
    case PGS_PROCESS_COLUMN_MINOR:
      return compare_counts (a->minor_faults, b->minor_faults);
    case PGS_PROCESS_COLUMN_MAJOR:
      return compare_counts (a->major_faults, b->major_faults);
    case PGS_PROCESS_COLUMN_NAME:
    case PGS_PROCESS_COLUMN_PID:
    case PGS_PROCESS_COLUMN_USER:
    case PGS_PROCESS_COLUMN_STATE:
      break;
    }

  return 0;
}

/**
 * pgs_process_column_compare:
 * @column: the column to sort by
 * @a: a process
 * @b: another
 *
 * Returns: less than 0 if @a has the smaller value, 0 if both have the same
 */
int
pgs_process_column_compare (PgsProcessColumn  column,
                            PgsProcessItem   *a,
                            PgsProcessItem   *b)
{
  const PgsProcessRecord *ra = pgs_process_item_get_record (a);
  const PgsProcessRecord *rb = pgs_process_item_get_record (b);

  if (column == PGS_PROCESS_COLUMN_NAME)
    return strcmp (pgs_process_item_get_name_key (a), pgs_process_item_get_name_key (b));
  if (column == PGS_PROCESS_COLUMN_PID)
    return (ra->pid > rb->pid) - (ra->pid < rb->pid);
  if (column == PGS_PROCESS_COLUMN_USER)
    return g_strcmp0 (ra->user, rb->user);
  if (column == PGS_PROCESS_COLUMN_STATE)
    return (ra->state > rb->state) - (ra->state < rb->state);

  return compare_numbers (column, ra, rb);
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
