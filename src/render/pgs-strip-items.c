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

/* The next object above that is not in the kernel's half. */
static gboolean
get_next (PgsObjectIter *iter,
          const PgsMaps *maps,
          PgsStripItem  *item)
{
  PgsObject object;

  while (pgs_object_iter_next (iter, &object))
    if (!(pgs_maps_get (maps, object.first)->flags & PGS_MAPPING_NOT_COUNTED))
      {
        *item = (PgsStripItem) { .what = PGS_STRIP_BLOCK,
                                 .start = object.start,
                                 .end = object.end,
                                 .first_mapping = object.first,
                                 .n_mappings = object.n_mappings,
                                 .n_objects = 1,
                                 .kind = object.kind };
        return TRUE;
      }
  return FALSE;
}

/* What decides which objects and gaps are items of their own. */
typedef struct
{
  gsize n_objects;
  guint64 highest; /* the end of all objects */
  guint64 small;   /* pages: objects that have no more are grouped */
  guint64 min_gap; /* the narrowest gap that is drawn */
} Survey;

static guint64
get_gap_below (const PgsStripItem *object,
               guint64             end_below)
{
  return end_below != 0 && object->start > end_below ? object->start - end_below : 0;
}

/* Where there are more objects than @capacity, half as many keep their own block. At most PGS_STRIP_MAX_GAPS gaps are
 * drawn. */
static void
survey_objects (Survey  *self,
                PgsMaps *maps,
                gsize    capacity)
{
  g_autofree guint64 *largest = g_new0 (guint64, capacity + 1);
  guint64 widest[PGS_STRIP_MAX_GAPS] = { 0 };
  PgsObjectIter iter;
  PgsStripItem object;

  *self = (Survey) { 0 };
  pgs_object_iter_init (&iter, maps);
  for (; get_next (&iter, maps, &object); self->n_objects++)
    {
      insert_falling (largest, capacity + 1, pgs_strip_item_get_pages (&object));
      insert_falling (widest, PGS_STRIP_MAX_GAPS, get_gap_below (&object, self->highest));
      self->highest = object.end;
    }
  self->small = self->n_objects <= capacity ? 0 : largest[capacity / 2];
  self->min_gap = MAX (widest[PGS_STRIP_MAX_GAPS - 1], MIN_GAP);
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

/* Extends the last item by the object above it. */
static void
merge_above (PgsStripItem       *group,
             const PgsStripItem *object)
{
  group->what = PGS_STRIP_GROUP;
  group->end = object->end;
  group->n_mappings += object->n_mappings;
  group->n_objects++;
}

/* Objects and gaps by rising address. Neighbours are grouped even where a narrow gap is between them. */
static void
add_objects (GArray       *items,
             PgsMaps      *maps,
             const Survey *survey)
{
  gboolean open = FALSE; /* the last item is small and takes small ones in */
  guint64 end_below = 0;
  PgsObjectIter iter;
  PgsStripItem object;

  pgs_object_iter_init (&iter, maps);
  while (get_next (&iter, maps, &object))
    {
      const gboolean small = pgs_strip_item_get_pages (&object) <= survey->small;
      const guint64 gap = get_gap_below (&object, end_below);

      if (gap >= survey->min_gap)
        {
          append_item (items, PGS_STRIP_GAP, end_below, object.start);
          open = FALSE;
        }
      if (small && open)
        merge_above (&g_array_index (items, PgsStripItem, items->len - 1), &object);
      else
        g_array_append_val (items, object);
      open = small;
      end_below = object.end;
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
 * pgs_strip_items_reverse:
 * @items: of PgsStripItem
 */
void
pgs_strip_items_reverse (GArray *items)
{
  for (gsize i = 0, j = items->len; i + 1 < j; i++)
    {
      PgsStripItem *a = &g_array_index (items, PgsStripItem, i);
      PgsStripItem *b = &g_array_index (items, PgsStripItem, --j);
      const PgsStripItem swapped = *a;

      *a = *b;
      *b = swapped;
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
  guint64 user_end;
  Survey survey;

  survey_objects (&survey, maps, capacity);
  if (survey.n_objects == 0)
    return items;
  user_end = get_user_end (survey.highest);
  add_objects (items, maps, &survey);
  if (user_end - survey.highest >= MIN_GAP)
    append_item (items, PGS_STRIP_GAP, survey.highest, user_end);
  append_item (items, PGS_STRIP_KERNEL, user_end, G_MAXUINT64);
  pgs_strip_items_reverse (items);
  find_kinds (items, maps);
  return items;
}
