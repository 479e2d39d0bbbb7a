/* example.h: small address spaces made by hand
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-maps.h"

#define EXAMPLE_PAGE 4096
#define EXAMPLE_SHIFT 12
#define EXAMPLE_EXE_INODE 7
#define EXAMPLE_EXE_MINOR 1

/**
 * ExampleMapping:
 * @first: first page number
 * @end: first page number behind it
 * @perms: as in maps, "rw-p"
 * @inode: on device 00:01; 0 for none
 * @path: (nullable): as #PgsMapping has it
 * @flags: #PgsMappingFlags
 */
typedef struct
{
  guint64 first;
  guint64 end;
  const char *perms;
  guint64 inode;
  const char *path;
  guint8 flags;
} ExampleMapping;

void     example_maps_add      (PgsMapsBuilder       *builder,
                                const ExampleMapping *row);
PgsMaps *example_maps_new      (const ExampleMapping *rows,
                                gsize                 n_rows);
PgsMaps *example_maps_new_random (GRand              *rand,
                                guint64               n_pages);
