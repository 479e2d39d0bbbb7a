/* pgs-strip-items.c: what the textbook picture of an address space shows: objects, groups of them and gaps
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Where there are more objects than fit, the smallest lose their own block: runs of them between two
 * larger objects become one group, so 60,000 mappings give as many items as the height can hold. Of the
 * gaps only the widest are drawn then.
 */
#include "config.h"

#include "pgs-strip-items.h"

#include "pgs-page-table.h"

#define MIN_GAP (G_GUINT64_CONSTANT (1) << 30) /* gaps below 1 GiB are not drawn */
#define PAGE_SHIFT 12                          /* only of the measure of size */

/**
 * pgs_strip_item_get_pages:
 * @item: an item
 *
 * Returns: how large it is, in pages of 4 KiB; at least 1
 */
guint64
pgs_strip_item_get_pages (const PgsStripItem *item)
{
  return MAX ((item->end - item->start) >> PAGE_SHIFT, 1);
}

/* Puts @value into numbers that fall, the least of which goes. */
static void
insert_falling (guint64 *numbers,
                gsize    n,
                guint64  value)
{
  gsize i = n - 1;

  if (value <= numbers[i])
    return;
  for (; i > 0 && numbers[i - 1] < value; i--)
    numbers[i] = numbers[i - 1];
  numbers[i] = value;
}

/* The pages that at most @n of the objects exceed. */
static guint64
get_threshold (const GArray *objects,
               gsize         n)
{
  g_autofree guint64 *largest = NULL;

  if (objects->len <= n)
    return 0;
  largest = g_new0 (guint64, n + 1);
  for (gsize i = 0; i < objects->len; i++)
    insert_falling (largest, n + 1, pgs_strip_item_get_pages (&g_array_index (objects, PgsStripItem, i)));
  return largest[n];
}

static guint64
get_gap_below (const GArray *objects,
               gsize         i)
{
  const PgsStripItem *above = &g_array_index (objects, PgsStripItem, i);
  const PgsStripItem *below;

  if (i + 1 >= objects->len)
    return 0;
  below = above + 1;
  return above->start > below->end ? above->start - below->end : 0;
}

/* The size that at most PGS_STRIP_MAX_GAPS gaps exceed. */
static guint64
get_gap_threshold (const GArray *objects)
{
  guint64 widest[PGS_STRIP_MAX_GAPS] = { 0 };

  for (gsize i = 0; i + 1 < objects->len; i++)
    insert_falling (widest, PGS_STRIP_MAX_GAPS, get_gap_below (objects, i));
  return MAX (widest[PGS_STRIP_MAX_GAPS - 1], MIN_GAP);
}

/* All objects by falling address, those of the kernel's half left out. */
static GArray *
list_objects (PgsMaps *maps)
{
  g_autoptr (GArray) objects = pgs_objects_new (maps);
  GArray *items = g_array_sized_new (FALSE, FALSE, sizeof (PgsStripItem), objects->len);

  for (gsize i = objects->len; i-- > 0;)
    {
      const PgsObject *object = &g_array_index (objects, PgsObject, i);
      const PgsStripItem item = { .what = PGS_STRIP_BLOCK,
                                  .start = object->start,
                                  .end = object->end,
                                  .first_mapping = object->first,
                                  .n_mappings = object->n_mappings,
                                  .n_objects = 1,
                                  .kind = object->kind };

      if (!(pgs_maps_get (maps, object->first)->flags & PGS_MAPPING_NOT_COUNTED))
        g_array_append_val (items, item);
    }
  return items;
}

static void
append_item (GArray           *items,
             PgsStripItemKind  what,
             guint64           start,
             guint64           end)
{
  const PgsStripItem item = { .what = what, .start = start, .end = end };

  g_array_append_val (items, item);
}

static PgsKind
get_main_kind (PgsMaps            *maps,
               const PgsStripItem *item)
{
  guint64 bytes[PGS_N_KINDS] = { 0 };
  int best = 0;

  for (gsize i = 0; i < item->n_mappings; i++)
    {
      const PgsMapping *mapping = pgs_maps_get (maps, item->first_mapping + i);

      bytes[mapping->kind] += mapping->end - mapping->start;
    }
  for (int i = 1; i < PGS_N_KINDS; i++)
    if (bytes[i] > bytes[best])
      best = i;
  return best;
}

/* Extends the last item by the object below it. */
static void
merge_below (PgsStripItem       *group,
             const PgsStripItem *object)
{
  group->what = PGS_STRIP_GROUP;
  group->start = object->start;
  group->first_mapping = object->first_mapping;
  group->n_mappings += object->n_mappings;
  group->n_objects++;
}

/* Objects and gaps by falling address; those of not more than @threshold pages are grouped. */
static void
add_objects (GArray       *items,
             const GArray *objects,
             guint64       threshold,
             guint64       min_gap)
{
  gboolean open = FALSE; /* the last item is small and takes small ones in */

  for (gsize i = 0; i < objects->len; i++)
    {
      const PgsStripItem *object = &g_array_index (objects, PgsStripItem, i);
      const gboolean small = pgs_strip_item_get_pages (object) <= threshold;
      const guint64 gap = get_gap_below (objects, i);

      if (small && open)
        merge_below (&g_array_index (items, PgsStripItem, items->len - 1), object);
      else
        g_array_append_val (items, *object);
      open = small;
      if (gap >= min_gap)
        {
          append_item (items, PGS_STRIP_GAP, object->start - gap, object->start);
          open = FALSE;
        }
    }
}

/* What user space can have: the smallest power of two that holds everything, of those that machines
 * use. */
static guint64
get_user_end (guint64 highest)
{
  const guint bits = pgs_page_table_get_address_bits (highest);

  return bits < 64 ? G_GUINT64_CONSTANT (1) << bits : highest;
}

static void
find_kinds (GArray  *items,
            PgsMaps *maps)
{
  for (gsize i = 0; i < items->len; i++)
    {
      PgsStripItem *item = &g_array_index (items, PgsStripItem, i);

      if (item->what == PGS_STRIP_GROUP)
        item->kind = get_main_kind (maps, item);
    }
}

/**
 * pgs_strip_items_new:
 * @maps: the mappings
 * @capacity: how many objects have room
 *
 * O(n) in the mappings, as long as few are drawn.
 *
 * Returns: (transfer full): of PgsStripItem, by falling address, without places; none without mappings
 */
GArray *
pgs_strip_items_new (PgsMaps *maps,
                     gsize    capacity)
{
  GArray *items = g_array_new (FALSE, FALSE, sizeof (PgsStripItem));
  g_autoptr (GArray) objects = list_objects (maps);
  guint64 highest, user_end;

  if (objects->len == 0)
    return items;
  highest = g_array_index (objects, PgsStripItem, 0).end;
  user_end = get_user_end (highest);
  append_item (items, PGS_STRIP_KERNEL, user_end, G_MAXUINT64);
  if (user_end - highest >= MIN_GAP)
    append_item (items, PGS_STRIP_GAP, highest, user_end);
  add_objects (items, objects, get_threshold (objects, objects->len <= capacity ? capacity : capacity / 2),
               get_gap_threshold (objects));
  find_kinds (items, maps);
  return items;
}
