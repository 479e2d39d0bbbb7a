/* pgs-strip-items.h: what the textbook picture of an address space shows: objects, groups of them and gaps
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-object.h"

G_BEGIN_DECLS

#define PGS_STRIP_MAX_GAPS 8 /* between objects */

typedef enum
{
  PGS_STRIP_KERNEL = 0, /* the half of all addresses that belongs to the kernel */
  PGS_STRIP_BLOCK = 1,  /* an object */
  PGS_STRIP_GROUP = 2,  /* neighbouring objects that have no room of their own */
  PGS_STRIP_GAP = 3,    /* addresses that nothing uses */
} PgsStripItemKind;

/**
 * PgsStripItem:
 * @what: what it is
 * @start: first address
 * @end: first address behind it
 * @first_mapping: index of its first mapping, of blocks and groups
 * @n_mappings: how many mappings
 * @n_objects: how many objects
 * @kind: of a block; of a group the kind that has the most bytes in it
 * @y: top edge, px
 * @height: px, without the space to the next item
 */
typedef struct
{
  PgsStripItemKind what;
  guint64 start;
  guint64 end;
  gsize first_mapping;
  gsize n_mappings;
  gsize n_objects;
  PgsKind kind;
  double y;
  double height;
} PgsStripItem;

GArray  *pgs_strip_items_new      (PgsMaps            *maps,
                                   gsize               capacity);
void     pgs_strip_items_reverse  (GArray             *items);
guint64  pgs_strip_item_get_pages (const PgsStripItem *item);

G_END_DECLS
