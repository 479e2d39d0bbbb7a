/* pgs-process-order.c: in which order the rows of the process list stand
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * What is sorted by is taken out of the items once, so that a comparison calls nothing: 5,000 rows
 * take 1 ms. g_array_sort() merges, so rows that are nearly in order cost fewer comparisons.
 *
 * PIDs are read one after the other, and some are a few seconds old: a parent may be gone, or its PID
 * be that of another process, so that parents form a ring. What hangs on no root becomes one itself,
 * so no process is ever missing.
 */
#include "config.h"

#include "pgs-process-order.h"

#include <string.h>

#define NONE PGS_PROCESS_ITEM_NONE

typedef struct
{
  guint64 number;
  const char *text; /* (nullable): decides if it is there */
  gint pid;
  gboolean descending;
  PgsProcessItem *item;
  guint index; /* in the array of all items */
} Entry;

typedef struct
{
  const PgsProcessOrder *order;
  const GPtrArray *items;
  gboolean *shown;    /* by index of the item */
  guint *first_child; /* likewise; those of no parent at [n] */
  guint *next_sibling;
  GPtrArray *rows;
} Tree;

static int
compare_entries (gconstpointer a,
                 gconstpointer b)
{
  const Entry *first = a;
  const Entry *second = b;
  int order;

  if (first->text != NULL)
    order = strcmp (first->text, second->text);
  else
    order = (first->number > second->number) - (first->number < second->number);
  if (order == 0)
    return (first->pid > second->pid) - (first->pid < second->pid);
  return first->descending ? -order : order;
}

/* Those for which shown[] is set, in order. */
static GArray *
sort_shown (const PgsProcessOrder *self,
            const GPtrArray       *items,
            const gboolean        *shown)
{
  GArray *entries = g_array_sized_new (FALSE, FALSE, sizeof (Entry), items->len);

  for (guint i = 0; i < items->len; i++)
    {
      PgsProcessItem *item = items->pdata[i];
      Entry entry = { .descending = self->descending, .item = item, .index = i };

      if (!shown[i])
        continue;
      entry.pid = pgs_process_item_get_record (item)->pid;
      entry.text = pgs_process_column_get_key (self->column, item, &entry.number);
      g_array_append_val (entries, entry);
    }
  g_array_sort (entries, compare_entries);
  return entries;
}

static void
add_row (GPtrArray       *rows,
         PgsProcessItem  *item,
         PgsProcessPlace  place)
{
  pgs_process_item_set_place (item, place);
  g_ptr_array_add (rows, g_object_ref (item));
}

/* NONE for roots. Items are ordered by PID. */
static guint
find_parent (const GPtrArray *items,
             guint            child)
{
  const gint ppid = pgs_process_item_get_record (items->pdata[child])->ppid;
  const guint parent = pgs_process_item_find (items, ppid);

  return parent != child ? parent : NONE;
}

/* Those that are shown must be seen where they belong. */
static void
show_ancestors (const GPtrArray *items,
                gboolean        *shown)
{
  for (guint i = 0; i < items->len; i++)
    if (shown[i])
      for (guint parent = find_parent (items, i); parent != NONE && !shown[parent];
           parent = find_parent (items, parent))
        shown[parent] = TRUE;
}

static gboolean
is_closed (const Tree     *tree,
           PgsProcessItem *item)
{
  return !tree->order->expand_all && pgs_process_item_get_collapsed (item);
}

/* Takes the next one off the stack of siblings that are still to come. Returns NONE if all of the
 * uppermost are through. */
static guint
take_next (const Tree *tree,
           GArray     *stack)
{
  guint *top = &g_array_index (stack, guint, stack->len - 1);
  const guint index = *top;

  if (index == NONE)
    g_array_set_size (stack, stack->len - 1);
  else
    *top = tree->next_sibling[index];
  return index;
}

/* Adds @root and what is below it. Takes out of shown[] what was gone through, so that a ring ends. */
static void
add_family (Tree  *tree,
            guint  root)
{
  g_autoptr (GArray) stack = g_array_new (FALSE, FALSE, sizeof (guint));
  guint closed_depth = NONE; /* what is deeper is hidden */
  guint index = root;

  do
    {
      const guint depth = stack->len;

      if (index == NONE || !tree->shown[index])
        continue;
      tree->shown[index] = FALSE;
      if (depth <= closed_depth)
        {
          add_row (tree->rows, tree->items->pdata[index],
                   (PgsProcessPlace) { depth, tree->first_child[index] != NONE });
          closed_depth = is_closed (tree, tree->items->pdata[index]) ? depth : NONE;
        }
      g_array_append_val (stack, tree->first_child[index]);
    }
  while (stack->len > 0 && (index = take_next (tree, stack), TRUE));
}

/* Puts each before its elder siblings, going backwards: so they stand in order. */
static void
link_families (Tree         *tree,
               const GArray *sorted)
{
  for (guint i = 0; i <= tree->items->len; i++)
    tree->first_child[i] = NONE;
  for (guint i = sorted->len; i-- > 0;)
    {
      const guint index = g_array_index (sorted, Entry, i).index;
      const guint parent = find_parent (tree->items, index);
      const gboolean is_root = parent == NONE || !tree->shown[parent];
      guint *first = &tree->first_child[is_root ? tree->items->len : parent];

      tree->next_sibling[index] = *first;
      *first = index;
    }
}

static void
arrange_tree (const PgsProcessOrder *self,
              const GPtrArray       *items,
              gboolean              *shown,
              GPtrArray             *rows)
{
  g_autofree guint *first_child = g_new (guint, items->len + 1);
  g_autofree guint *next_sibling = g_new (guint, items->len + 1);
  g_autoptr (GArray) sorted = NULL;
  Tree tree = { self, items, shown, first_child, next_sibling, rows };

  if (!self->only_wanted)
    show_ancestors (items, shown);
  sorted = sort_shown (self, items, shown);
  link_families (&tree, sorted);
  for (guint root = first_child[items->len]; root != NONE; root = next_sibling[root])
    add_family (&tree, root);
  for (guint i = 0; i < sorted->len; i++) /* rings */
    if (shown[g_array_index (sorted, Entry, i).index])
      add_family (&tree, g_array_index (sorted, Entry, i).index);
}

static void
arrange_flat (const PgsProcessOrder *self,
              const GPtrArray       *items,
              gboolean              *shown,
              GPtrArray             *rows)
{
  g_autoptr (GArray) sorted = sort_shown (self, items, shown);

  for (guint i = 0; i < sorted->len; i++)
    add_row (rows, g_array_index (sorted, Entry, i).item, (PgsProcessPlace) { 0 });
}

/**
 * pgs_process_order_arrange:
 * @self: how
 * @items: (element-type PgsProcessItem): all processes, ordered by PID
 * @wanted: tells whether a process is to be shown
 * @data: handed on to @wanted
 *
 * Tells the items their places. O(n log n)
 *
 * Returns: (transfer full) (element-type PgsProcessItem): the rows, in order
 */
GPtrArray *
pgs_process_order_arrange (const PgsProcessOrder *self,
                           const GPtrArray       *items,
                           PgsProcessWanted       wanted,
                           gpointer               data)
{
  GPtrArray *rows = g_ptr_array_new_full (items->len, g_object_unref);
  g_autofree gboolean *shown = g_new (gboolean, items->len + 1);

  for (guint i = 0; i < items->len; i++)
    shown[i] = wanted (items->pdata[i], data);
  if (self->tree)
    arrange_tree (self, items, shown, rows);
  else
    arrange_flat (self, items, shown, rows);
  return rows;
}
