/* test-object.c: which mappings are one band
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "example.h"
#include "pgs-object.h"

#define EXE EXAMPLE_EXE_INODE

typedef struct
{
  ExampleMapping mapping;
  guint object; /* the one it belongs to */
} Row;

static const PgsKind kinds[] = {
  PGS_KIND_CODE, PGS_KIND_ANON, PGS_KIND_HEAP, PGS_KIND_LIBRARY, PGS_KIND_LIBRARY, PGS_KIND_FILE,
  PGS_KIND_FILE, PGS_KIND_FILE, PGS_KIND_ANON, PGS_KIND_ANON, PGS_KIND_SHMEM, PGS_KIND_DATA,
  PGS_KIND_KERNEL, PGS_KIND_STACK,
};

static const Row rows[] = {
  { { 10, 11, "r--p", EXE, "/bin/x", 0 }, 0 },
  { { 11, 13, "r-xp", EXE, "/bin/x", 0 }, 0 },
  { { 13, 14, "rw-p", EXE, "/bin/x", 0 }, 0 },
  { { 14, 15, "rw-p", 0, NULL, 0 }, 0 },
  { { 15, 16, "rw-p", 0, NULL, 0 }, 1 },
  { { 16, 20, "rw-p", 0, "[heap]", 0 }, 2 },
  /* a library with an unreadable gap and .bss between its segments; right above it another one */
  { { 30, 31, "r-xp", 20, "/lib/y", 0 }, 3 },
  { { 31, 35, "---p", 20, "/lib/y", 0 }, 3 },
  { { 35, 36, "rw-p", 20, "/lib/y", 0 }, 3 },
  { { 36, 37, "rw-p", 0, NULL, 0 }, 3 },
  { { 37, 38, "r--p", 20, "/lib/y", 0 }, 3 },
  { { 38, 39, "r-xp", 21, "/lib/z", 0 }, 4 },
  /* the same file twice, apart; a hard link of it; anonymous memory above a file */
  { { 40, 41, "r--p", 30, "/font", 0 }, 5 },
  { { 42, 43, "r--p", 30, "/font", 0 }, 6 },
  { { 43, 44, "r--p", 30, "/link", 0 }, 7 },
  { { 44, 45, "rw-p", 0, NULL, 0 }, 8 },
  { { 45, 46, "---p", 0, NULL, 0 }, 9 },
  { { 46, 47, "rw-s", 40, "/memfd:a", PGS_MAPPING_DELETED }, 10 },
  { { 47, 48, "r--s", 40, "/memfd:a", PGS_MAPPING_DELETED }, 10 },
  { { 50, 51, "rw-p", EXE, "/bin/x", 0 }, 11 },
  { { 51, 52, "rw-p", 0, NULL, 0 }, 11 },
  { { 60, 62, "r--p", 0, "[vvar]", 0 }, 12 },
  { { 62, 63, "r--p", 0, "[vvar_vclock]", 0 }, 12 },
  { { 63, 64, "r-xp", 0, "[vdso]", 0 }, 12 },
  { { 64, 66, "rw-p", 0, "[stack]", 0 }, 13 },
};

static PgsMaps *
maps_new (void)
{
  ExampleMapping mappings[G_N_ELEMENTS (rows)];

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    mappings[i] = rows[i].mapping;
  return example_maps_new (mappings, G_N_ELEMENTS (rows));
}

static void
test_bands (void)
{
  g_autoptr (PgsMaps) maps = maps_new ();
  gsize region = 0;
  guint i = 0;
  PgsObjectIter iter;
  PgsObject object;

  pgs_object_iter_init (&iter, maps);
  for (; pgs_object_iter_next (&iter, &object); i++)
    {
      g_assert_cmpuint (i, <, G_N_ELEMENTS (kinds));
      g_assert_cmpuint (object.first, ==, region);
      g_assert_cmpuint (object.start, ==, rows[region].mapping.first * EXAMPLE_PAGE);
      g_assert_cmpuint (object.kind, ==, kinds[i]);
      for (gsize j = 0; j < object.n_mappings; j++)
        g_assert_cmpuint (rows[region++].object, ==, i);
      g_assert_cmpuint (object.end, ==, rows[region - 1].mapping.end * EXAMPLE_PAGE);
    }
  g_assert_cmpuint (i, ==, G_N_ELEMENTS (kinds));
  g_assert_cmpuint (region, ==, G_N_ELEMENTS (rows));
}

static void
test_empty (void)
{
  g_autoptr (PgsMaps) maps = example_maps_new (NULL, 0);
  PgsObjectIter iter;
  PgsObject object;

  pgs_object_iter_init (&iter, maps);
  g_assert_false (pgs_object_iter_next (&iter, &object));
  g_assert_false (pgs_object_iter_next (&iter, &object));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/object/bands", test_bands);
  g_test_add_func ("/core/object/empty", test_empty);
  return g_test_run ();
}
