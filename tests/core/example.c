/* example.c: small address spaces made by hand
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "example.h"

#include <string.h>

static guint8
perms_from (const char *text)
{
  return (guint8) ((text[0] == 'r' ? PGS_PERM_READ : 0) | (text[1] == 'w' ? PGS_PERM_WRITE : 0)
                   | (text[2] == 'x' ? PGS_PERM_EXEC : 0) | (text[3] == 's' ? PGS_PERM_SHARED : 0));
}

/* Adds one mapping; its path is handed over without a NUL behind it. */
void
example_maps_add (PgsMapsBuilder       *builder,
                  const ExampleMapping *row)
{
  gsize length = row->path != NULL ? strlen (row->path) : 0;
  g_autofree char *path = g_memdup2 (row->path, length);
  PgsMapping mapping = { 0 };

  mapping.start = row->first * EXAMPLE_PAGE;
  mapping.end = row->end * EXAMPLE_PAGE;
  mapping.perms = perms_from (row->perms);
  mapping.inode = row->inode;
  mapping.dev_minor = row->inode != 0 ? EXAMPLE_EXE_MINOR : 0;
  mapping.flags = row->flags;
  pgs_maps_builder_add (builder, &mapping, path, length);
}

/* The executable is inode %EXAMPLE_EXE_INODE. */
PgsMaps *
example_maps_new (const ExampleMapping *rows,
                  gsize                 n_rows)
{
  const PgsExe exe = { EXAMPLE_EXE_INODE, 0, EXAMPLE_EXE_MINOR, NULL };
  PgsMapsBuilder *builder = pgs_maps_builder_new (n_rows);

  for (gsize i = 0; i < n_rows; i++)
    example_maps_add (builder, &rows[i]);
  return pgs_maps_builder_end (builder, &exe);
}

/* Mappings of 1 to 40 pages below page @n_pages, half of them touching the one before. */
PgsMaps *
example_maps_new_random (GRand   *rand,
                         guint64  n_pages)
{
  PgsMapsBuilder *builder = pgs_maps_builder_new (0);
  guint64 at = (guint64) g_rand_int_range (rand, 0, 10);

  while (at < n_pages)
    {
      guint64 end = MIN (at + (guint64) g_rand_int_range (rand, 1, 41), n_pages);
      guint64 inode = (guint64) g_rand_int_range (rand, 0, 3) * 10;
      ExampleMapping row = { at, end, "rw-p", inode, inode != 0 ? "/lib/x" : NULL, 0 };

      example_maps_add (builder, &row);
      at = end;
      if (g_rand_boolean (rand))
        at += (guint64) g_rand_int_range (rand, 1, 30);
    }
  return pgs_maps_builder_end (builder, NULL);
}
