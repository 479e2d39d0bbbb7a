/* pgs-strip-layout.c: the textbook picture of an address space: what is how high, and where
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * The picture always has the given height. The kernel's half and the gaps have a fixed one, what is
 * left is divided among the objects by 2 + log2 (pages), none below a minimum.
 *
 * Inside an item addresses are spread evenly, between items nothing is, so address → y and y →
 * address are inverse to each other up to rounding, and both are monotonic.
 */
#include "config.h"

#include "pgs-strip-layout.h"

#include <math.h>

#define MARGIN 12.0
#define ADDRESS_WIDTH_EM 4.8     /* of the line height */
#define KERNEL_LINES 1.9
#define GAP_LINES 1.45
#define SPACING 2.0
#define MIN_BLOCK 4.0
#define MAX_FILL 150.0           /* px that one object may have */

struct _PgsStripLayout
{
  PgsMaps *maps;
  PgsStripGeometry geometry;
  GArray *items; /* of PgsStripItem, by falling address until they are placed, then as in the view */
};

static double
get_weight (const PgsStripItem *item)
{
  return 2 + log2 (pgs_strip_item_get_pages (item));
}

/* How many objects there is room for beside the kernel's half and all gaps. */
static gsize
get_capacity (const PgsStripGeometry *g)
{
  const double room = g->height - (KERNEL_LINES + (PGS_STRIP_MAX_GAPS + 1) * GAP_LINES) * g->line_height;

  return MAX ((int) (room / (MIN_BLOCK + SPACING)), 8);
}

static gboolean
is_block (const PgsStripItem *item)
{
  return item->what == PGS_STRIP_BLOCK || item->what == PGS_STRIP_GROUP;
}

/* px for each unit of weight, so that all blocks together have @room and none is below its minimum:
 * those that would be get the minimum, the others share what is left. */
static double
get_unit (const PgsStripLayout *self,
          double                room)
{
  double unit = 0;

  for (int round = 0; round < 8; round++)
    {
      double weights = 0, left = room;

      for (gsize i = 0; i < self->items->len; i++)
        {
          const PgsStripItem *item = &g_array_index (self->items, PgsStripItem, i);

          if (!is_block (item))
            continue;
          left -= SPACING;
          if (round > 0 && get_weight (item) * unit < MIN_BLOCK)
            left -= MIN_BLOCK;
          else
            weights += get_weight (item);
        }
      if (weights <= 0)
        break;
      unit = MAX (left / weights, 0);
    }
  return unit;
}

static double
get_fixed_height (const PgsStripLayout *self,
                  const PgsStripItem   *item)
{
  const double lines = item->what == PGS_STRIP_KERNEL ? KERNEL_LINES : GAP_LINES;

  return floor (lines * self->geometry.line_height);
}

static void
place_items (PgsStripLayout *self)
{
  double room = self->geometry.height;
  double unit, y = 0;

  for (gsize i = 0; i < self->items->len; i++)
    {
      const PgsStripItem *item = &g_array_index (self->items, PgsStripItem, i);

      if (!is_block (item))
        room -= get_fixed_height (self, item) + SPACING;
    }
  unit = get_unit (self, room);
  if (self->geometry.low_on_top)
    pgs_strip_items_reverse (self->items);
  for (gsize i = 0; i < self->items->len; i++)
    {
      PgsStripItem *item = &g_array_index (self->items, PgsStripItem, i);

      item->y = y;
      item->height = is_block (item) ? CLAMP (get_weight (item) * unit, MIN_BLOCK, MAX_FILL)
                                     : get_fixed_height (self, item);
      y += item->height + SPACING;
    }
}

/**
 * pgs_strip_layout_new:
 * @maps: the mappings
 * @geometry: size and direction
 *
 * O(n) in the mappings, as long as few are drawn. Without mappings it has no items.
 *
 * Returns: (transfer full): the layout; it keeps a reference to @maps
 */
PgsStripLayout *
pgs_strip_layout_new (PgsMaps                *maps,
                      const PgsStripGeometry *geometry)
{
  PgsStripLayout *self = g_new0 (PgsStripLayout, 1);

  self->maps = pgs_maps_ref (maps);
  self->geometry = *geometry;
  self->items = pgs_strip_items_new (maps, get_capacity (geometry));
  place_items (self);
  return self;
}

/**
 * pgs_strip_layout_free:
 * @self: (transfer full): the layout
 */
void
pgs_strip_layout_free (PgsStripLayout *self)
{
  pgs_maps_unref (self->maps);
  g_array_unref (self->items);
  g_free (self);
}

/**
 * pgs_strip_layout_get_maps:
 * @self: the layout
 *
 * Returns: (transfer none): the mappings that it was made from
 */
PgsMaps *
pgs_strip_layout_get_maps (const PgsStripLayout *self)
{
  return self->maps;
}

/**
 * pgs_strip_layout_get_geometry:
 * @self: the layout
 *
 * Returns: (transfer none): what it was made for
 */
const PgsStripGeometry *
pgs_strip_layout_get_geometry (const PgsStripLayout *self)
{
  return &self->geometry;
}

/**
 * pgs_strip_layout_get_n_items:
 * @self: the layout
 *
 * Returns: how many items
 */
gsize
pgs_strip_layout_get_n_items (const PgsStripLayout *self)
{
  return self->items->len;
}

/**
 * pgs_strip_layout_get_item:
 * @self: the layout
 * @index: from the top of the view
 *
 * Returns: (transfer none): that item
 */
const PgsStripItem *
pgs_strip_layout_get_item (const PgsStripLayout *self,
                           gsize                 index)
{
  g_return_val_if_fail (index < self->items->len, NULL);

  return &g_array_index (self->items, PgsStripItem, index);
}

/* The first item whose bottom edge, with the space below it, is under @y; the last one if none. */
static const PgsStripItem *
find_y (const PgsStripLayout *self,
        double                y)
{
  gsize low = 0;
  gsize high = self->items->len - 1;

  while (low < high)
    {
      const gsize middle = low + (high - low) / 2;
      const PgsStripItem *item = &g_array_index (self->items, PgsStripItem, middle);

      if (item->y + item->height + SPACING > y)
        high = middle;
      else
        low = middle + 1;
    }
  return &g_array_index (self->items, PgsStripItem, low);
}

/**
 * pgs_strip_layout_hit:
 * @self: the layout
 * @y: px
 *
 * The space below an item belongs to it. O(log n).
 *
 * Returns: (transfer none) (nullable): the item that is there; %NULL below the last and above the
 *   first one
 */
const PgsStripItem *
pgs_strip_layout_hit (const PgsStripLayout *self,
                      double                y)
{
  const PgsStripItem *item;

  if (self->items->len == 0 || y < 0)
    return NULL;
  item = find_y (self, y);
  return y < item->y + item->height + SPACING ? item : NULL;
}

/* The item with the lowest addresses that ends above @address; else the highest one. */
static const PgsStripItem *
find_address (const PgsStripLayout *self,
              guint64               address)
{
  const gsize n = self->items->len;
  gsize low = 0;
  gsize high = n - 1;

  while (low < high)
    {
      const gsize middle = low + (high - low) / 2;
      const gsize at = self->geometry.low_on_top ? middle : n - 1 - middle;

      if (g_array_index (self->items, PgsStripItem, at).end > address)
        high = middle;
      else
        low = middle + 1;
    }
  return &g_array_index (self->items, PgsStripItem, self->geometry.low_on_top ? low : n - 1 - low);
}

/**
 * pgs_strip_layout_address_to_y:
 * @self: the layout
 * @address: any address
 *
 * Monotonic: falling with rising addresses if high ones are on top, else rising. An address that no
 * item holds is at the edge of the next one above it in memory. O(log n).
 *
 * Returns: px from the top; 0 without items
 */
double
pgs_strip_layout_address_to_y (const PgsStripLayout *self,
                               guint64               address)
{
  const PgsStripItem *item;
  double part;

  if (self->items->len == 0)
    return 0;
  item = find_address (self, address);
  if (address <= item->start)
    part = 0;
  else if (address >= item->end)
    part = 1;
  else
    part = (double) (address - item->start) / (item->end - item->start);
  return item->y + item->height * (self->geometry.low_on_top ? part : 1 - part);
}

/**
 * pgs_strip_layout_y_to_address:
 * @self: the layout
 * @y: px from the top
 *
 * The inverse of pgs_strip_layout_address_to_y() as far as px go; monotonic. O(log n).
 *
 * Returns: an address inside the item at @y; 0 without items
 */
guint64
pgs_strip_layout_y_to_address (const PgsStripLayout *self,
                               double                y)
{
  const PgsStripItem *item;
  guint64 size, offset;
  double part;

  if (self->items->len == 0)
    return 0;
  item = find_y (self, y);
  size = item->end - item->start;
  part = CLAMP ((y - item->y) / item->height, 0, 1);
  if (!self->geometry.low_on_top)
    part = 1 - part;
  offset = part >= 1 ? size - 1 : (guint64) (part * size);
  return item->start + MIN (offset, size - 1);
}

/**
 * pgs_strip_layout_get_block_x:
 * @self: the layout
 * @width: (out): of all blocks, px
 *
 * Returns: the left edge of all blocks, px; addresses are on the other side
 */
double
pgs_strip_layout_get_block_x (const PgsStripLayout *self,
                              double               *width)
{
  const PgsStripGeometry *g = &self->geometry;
  const double addresses = floor (ADDRESS_WIDTH_EM * g->line_height);

  *width = MAX (g->width - MARGIN - addresses, 24);
  return g->rtl ? addresses : MARGIN;
}
