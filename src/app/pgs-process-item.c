/* pgs-process-item.c: a row of the process list
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-process-item.h"

#include <string.h>

#include "pgs-text.h"

struct _PgsProcessItem
{
  GObject parent_instance;

  PgsProcessTable *table; /* owns what record points to */
  const PgsProcessRecord *record;
  char *name;
  char *name_key;    /* (nullable): this and those below are made when they are asked for */
  char *name_folded; /* (nullable) */
  char *user_folded; /* (nullable) */
  PgsProcessPlace place;
  guint position;
  gboolean collapsed;
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PgsProcessItem, pgs_process_item, G_TYPE_OBJECT)

static void
pgs_process_item_finalize (GObject *object)
{
  PgsProcessItem *self = PGS_PROCESS_ITEM (object);

  g_clear_pointer (&self->table, pgs_process_table_unref);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->name_key, g_free);
  g_clear_pointer (&self->name_folded, g_free);
  g_clear_pointer (&self->user_folded, g_free);
  G_OBJECT_CLASS (pgs_process_item_parent_class)->finalize (object);
}

static void
pgs_process_item_class_init (PgsProcessItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pgs_process_item_finalize;
  signals[CHANGED] = g_signal_new ("changed", PGS_TYPE_PROCESS_ITEM, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
pgs_process_item_init (PgsProcessItem *self)
{
  self->position = PGS_PROCESS_ITEM_HIDDEN;
}

static char *
fold (const char *text)
{
  g_autofree char *shown = pgs_text_dup_display (text != NULL ? text : "", -1);

  return g_utf8_casefold (shown, -1);
}

static void
set_texts (PgsProcessItem *self)
{
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->name_key, g_free);
  g_clear_pointer (&self->name_folded, g_free);
  g_clear_pointer (&self->user_folded, g_free);
  self->name = pgs_text_dup_display (self->record->name, -1);
}

static const char *
get_name_folded (PgsProcessItem *self)
{
  if (self->name_folded == NULL)
    self->name_folded = g_utf8_casefold (self->name, -1);
  return self->name_folded;
}

static const char *
get_user_folded (PgsProcessItem *self)
{
  if (self->user_folded == NULL)
    self->user_folded = fold (self->record->user);
  return self->user_folded;
}

/**
 * pgs_process_item_new:
 * @table: the table that @record is in
 * @record: a process
 *
 * Returns: (transfer full): a row for it
 */
PgsProcessItem *
pgs_process_item_new (PgsProcessTable        *table,
                      const PgsProcessRecord *record)
{
  PgsProcessItem *self = g_object_new (PGS_TYPE_PROCESS_ITEM, NULL);

  self->table = pgs_process_table_ref (table);
  self->record = record;
  set_texts (self);

  return self;
}

/**
 * pgs_process_item_get_record:
 * @self: a row
 *
 * Returns: (transfer none): its newest numbers, until the next update
 */
const PgsProcessRecord *
pgs_process_item_get_record (PgsProcessItem *self)
{
  g_return_val_if_fail (PGS_IS_PROCESS_ITEM (self), NULL);

  return self->record;
}

/**
 * pgs_process_item_get_name:
 * @self: a row
 *
 * Returns: (transfer none): its name, safe to show
 */
const char *
pgs_process_item_get_name (PgsProcessItem *self)
{
  g_return_val_if_fail (PGS_IS_PROCESS_ITEM (self), NULL);

  return self->name;
}

/**
 * pgs_process_item_get_name_key:
 * @self: a row
 *
 * Returns: (transfer none): its name as strcmp() sorts it for people
 */
const char *
pgs_process_item_get_name_key (PgsProcessItem *self)
{
  g_return_val_if_fail (PGS_IS_PROCESS_ITEM (self), NULL);

  if (self->name_key == NULL)
    self->name_key = g_utf8_collate_key (get_name_folded (self), -1);
  return self->name_key;
}

/**
 * pgs_process_item_is:
 * @self: a row
 * @record: a process of a later table
 *
 * Returns: whether both are the same process, not another one with its PID
 */
gboolean
pgs_process_item_is (PgsProcessItem         *self,
                     const PgsProcessRecord *record)
{
  g_return_val_if_fail (PGS_IS_PROCESS_ITEM (self), FALSE);

  return self->record->pid == record->pid && self->record->start_ticks == record->start_ticks;
}

/* Tables that follow each other share their strings. */
static gboolean
is_same_text (const char *a,
              const char *b)
{
  return a == b || g_strcmp0 (a, b) == 0;
}

static gboolean
has_same_texts (const PgsProcessRecord *a,
                const PgsProcessRecord *b)
{
  return is_same_text (a->name, b->name) && is_same_text (a->user, b->user);
}

static gboolean
has_same_numbers (const PgsProcessRecord *a,
                  const PgsProcessRecord *b)
{
  return a->ppid == b->ppid && a->state == b->state && a->priority == b->priority
         && a->nice == b->nice && a->virt == b->virt && a->res == b->res && a->shr == b->shr
         && a->minor_faults == b->minor_faults && a->major_faults == b->major_faults;
}

/**
 * pgs_process_item_update:
 * @self: a row
 * @table: a later table
 * @record: the same process in it
 *
 * Emits `changed` if anything that a column shows is another now.
 *
 * Returns: whether it is
 */
gboolean
pgs_process_item_update (PgsProcessItem         *self,
                         PgsProcessTable        *table,
                         const PgsProcessRecord *record)
{
  gboolean same_texts, same_numbers;
  PgsProcessTable *before;

  g_return_val_if_fail (PGS_IS_PROCESS_ITEM (self), FALSE);
  g_return_val_if_fail (pgs_process_item_is (self, record), FALSE);

  same_texts = has_same_texts (self->record, record);
  same_numbers = has_same_numbers (self->record, record);
  before = self->table;
  self->table = pgs_process_table_ref (table);
  self->record = record;
  pgs_process_table_unref (before);
  if (!same_texts)
    set_texts (self);
  if (same_texts && same_numbers)
    return FALSE;
  g_signal_emit (self, signals[CHANGED], 0);
  return TRUE;
}

/**
 * pgs_process_item_matches:
 * @self: a row
 * @casefolded: what g_utf8_casefold() made of the words in the search entry
 *
 * Returns: whether it occurs in the name, the PID or the user
 */
gboolean
pgs_process_item_matches (PgsProcessItem *self,
                          const char     *casefolded)
{
  char pid[16];

  g_return_val_if_fail (PGS_IS_PROCESS_ITEM (self), FALSE);

  if (strstr (get_name_folded (self), casefolded) != NULL
      || strstr (get_user_folded (self), casefolded) != NULL)
    return TRUE;
  g_snprintf (pid, sizeof pid, "%d", self->record->pid);
  return strstr (pid, casefolded) != NULL;
}

/**
 * pgs_process_item_get_place:
 * @self: a row
 *
 * Returns: where it stands in the tree
 */
PgsProcessPlace
pgs_process_item_get_place (PgsProcessItem *self)
{
  return self->place;
}

/**
 * pgs_process_item_set_place:
 * @self: a row
 * @place: where it stands now
 *
 * Emits `changed` if that is another place.
 */
void
pgs_process_item_set_place (PgsProcessItem  *self,
                            PgsProcessPlace  place)
{
  g_return_if_fail (PGS_IS_PROCESS_ITEM (self));

  if (self->place.depth == place.depth && self->place.has_children == place.has_children)
    return;
  self->place = place;
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * pgs_process_item_get_position:
 * @self: a row
 *
 * Returns: at which position of the store it stands, %PGS_PROCESS_ITEM_HIDDEN if it is not shown
 */
guint
pgs_process_item_get_position (PgsProcessItem *self)
{
  return self->position;
}

/**
 * pgs_process_item_set_position:
 * @self: a row
 * @position: where the store put it, or %PGS_PROCESS_ITEM_HIDDEN
 */
void
pgs_process_item_set_position (PgsProcessItem *self,
                               guint           position)
{
  g_return_if_fail (PGS_IS_PROCESS_ITEM (self));

  self->position = position;
}

/**
 * pgs_process_item_get_collapsed:
 * @self: a row
 *
 * Returns: whether its children are hidden in the tree
 */
gboolean
pgs_process_item_get_collapsed (PgsProcessItem *self)
{
  g_return_val_if_fail (PGS_IS_PROCESS_ITEM (self), FALSE);

  return self->collapsed;
}

/**
 * pgs_process_item_set_collapsed:
 * @self: a row
 * @collapsed: whether to hide its children in the tree
 *
 * Only notes it: pgs_process_store_toggle() moves the rows.
 */
void
pgs_process_item_set_collapsed (PgsProcessItem *self,
                                gboolean        collapsed)
{
  g_return_if_fail (PGS_IS_PROCESS_ITEM (self));

  if (self->collapsed == collapsed)
    return;
  self->collapsed = collapsed;
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * pgs_process_item_find:
 * @items: (element-type PgsProcessItem): ordered by PID
 * @pid: a process ID
 *
 * O(log n).
 *
 * Returns: the index of the item with that PID, %PGS_PROCESS_ITEM_NONE if there is none
 */
guint
pgs_process_item_find (const GPtrArray *items,
                       gint             pid)
{
  guint low = 0, high = items->len;

  while (low < high)
    {
      const guint middle = low + (high - low) / 2;
      PgsProcessItem *item = items->pdata[middle];

      if (item->record->pid == pid)
        return middle;
      if (item->record->pid < pid)
        low = middle + 1;
      else
        high = middle;
    }
  return PGS_PROCESS_ITEM_NONE;
}
