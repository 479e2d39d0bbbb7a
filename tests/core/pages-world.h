/* pages-world.h: random mappings and pages, and one byte for each page to compare them with
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-pages.h"

#define WORLD_PAGES 5000

/**
 * World:
 * @rand: where all that is random comes from
 * @base: its first page
 * @known: which states the builder is told to know
 * @added: the states of each page as the builder is told
 * @states: as they must be
 * @regions: of each page, -1 where nothing is mapped
 * @maps: the mappings
 * @pages: what was built
 */
typedef struct
{
  GRand *rand;
  guint64 base;
  guint8 known;
  guint8 added[WORLD_PAGES];
  guint8 states[WORLD_PAGES];
  int regions[WORLD_PAGES];
  PgsMaps *maps;
  PgsPages *pages;
} World;

World   *world_new        (guint32  seed);
World   *world_new_like   (World   *other);
void     world_free       (World   *world);
guint64  world_random     (World   *world,
                           guint64  limit);
void     world_make_maps  (World   *world);
PgsPages *world_build     (World   *world);
void     world_set_states (World   *world);
void     world_check      (World   *world);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, world_free)
