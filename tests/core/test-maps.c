/* test-maps.c: mappings are sorted, do not overlap and can be found
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "example.h"

#include <string.h>

#define KERNEL_START G_GUINT64_CONSTANT (0xffffffffff600000)

static void
assert_ranges (const ExampleMapping *rows,
               gsize                 n_rows,
               const guint64         expected[][2],
               gsize                 n_expected)
{
  g_autoptr (PgsMaps) maps = example_maps_new (rows, n_rows);

  g_assert_cmpuint (pgs_maps_get_length (maps), ==, n_expected);
  for (gsize i = 0; i < n_expected; i++)
    {
      g_assert_cmpuint (pgs_maps_get (maps, i)->start, ==, expected[i][0] * EXAMPLE_PAGE);
      g_assert_cmpuint (pgs_maps_get (maps, i)->end, ==, expected[i][1] * EXAMPLE_PAGE);
    }
}

static void
test_empty (void)
{
  g_autoptr (PgsMaps) maps = example_maps_new (NULL, 0);

  g_assert_cmpuint (pgs_maps_get_length (maps), ==, 0);
  g_assert_null (pgs_maps_get (maps, 0));
  g_assert_cmpuint (pgs_maps_get_size (maps), ==, 0);
  g_assert_cmpuint (pgs_maps_lower_bound (maps, 0), ==, 0);
  g_assert_false (pgs_maps_find (maps, 0, NULL));
}

static void
test_repeated (void)
{
  const ExampleMapping rows[] = {
    { 1, 3, "r--p", 0, NULL, 0 },
    { 5, 9, "r--p", 0, NULL, 0 },
    { 5, 9, "rw-p", 0, "[heap]", 0 },
    { 9, 10, "r--p", 0, NULL, 0 },
  };
  const guint64 expected[][2] = { { 1, 3 }, { 5, 9 }, { 9, 10 } };
  g_autoptr (PgsMaps) maps = example_maps_new (rows, G_N_ELEMENTS (rows));

  assert_ranges (rows, G_N_ELEMENTS (rows), expected, G_N_ELEMENTS (expected));
  g_assert_cmpstr (pgs_maps_get (maps, 1)->path, ==, "[heap]");
}

static void
test_grown (void)
{
  const ExampleMapping rows[] = {
    { 5, 9, "rw-p", 0, NULL, 0 },
    { 5, 20, "rw-p", 0, NULL, 0 },
    { 20, 21, "rw-p", 0, NULL, 0 },
  };
  const guint64 expected[][2] = { { 5, 20 }, { 20, 21 } };

  assert_ranges (rows, G_N_ELEMENTS (rows), expected, G_N_ELEMENTS (expected));
}

static void
test_overlapping (void)
{
  const ExampleMapping rows[] = {
    { 5, 9, "rw-p", 0, NULL, 0 },
    { 7, 12, "r--p", 0, NULL, 0 },  /* cuts the one before */
    { 8, 10, "r-xp", 0, NULL, 0 },  /* inside: dropped */
    { 12, 12, "r-xp", 0, NULL, 0 }, /* empty */
    { 14, 13, "r-xp", 0, NULL, 0 }, /* backwards */
  };
  const guint64 expected[][2] = { { 5, 7 }, { 7, 12 } };

  assert_ranges (rows, G_N_ELEMENTS (rows), expected, G_N_ELEMENTS (expected));
}

static void
test_out_of_order (void)
{
  const ExampleMapping rows[] = {
    { 30, 40, "rw-p", 0, NULL, 0 },
    { 1, 2, "rw-p", 0, NULL, 0 },
    { 10, 20, "rw-p", 0, NULL, 0 },
  };
  const guint64 expected[][2] = { { 1, 2 }, { 10, 20 }, { 30, 40 } };

  assert_ranges (rows, G_N_ELEMENTS (rows), expected, G_N_ELEMENTS (expected));
}

/* Whatever comes, the result is sorted, does not overlap and covers the same pages. */
static void
test_any_order (void)
{
  enum { N_PAGES = 64 };

  for (guint round = 0; round < 2000; round++)
    {
      PgsMapsBuilder *builder = pgs_maps_builder_new (0);
      g_autoptr (PgsMaps) maps = NULL;
      gboolean mapped[N_PAGES] = { FALSE };
      gboolean found[N_PAGES] = { FALSE };
      guint64 size = 0;
      int n_rows = g_test_rand_int_range (0, 12);

      for (int i = 0; i < n_rows; i++)
        {
          guint64 first = (guint64) g_test_rand_int_range (0, N_PAGES);
          guint64 end = (guint64) g_test_rand_int_range (0, N_PAGES);
          ExampleMapping row = { first, end, "rw-p", 0, NULL, 0 };

          example_maps_add (builder, &row);
          for (guint64 page = first; page < end; page++)
            mapped[page] = TRUE;
        }
      maps = pgs_maps_builder_end (builder, NULL);
      for (gsize i = 0; i < pgs_maps_get_length (maps); i++)
        {
          const PgsMapping *mapping = pgs_maps_get (maps, i);

          g_assert_cmpuint (mapping->start, <, mapping->end);
          if (i > 0)
            g_assert_cmpuint (pgs_maps_get (maps, i - 1)->end, <=, mapping->start);
          for (guint64 a = mapping->start; a < mapping->end; a += EXAMPLE_PAGE)
            found[a / EXAMPLE_PAGE] = TRUE;
          size += mapping->end - mapping->start;
        }
      g_assert_cmpmem (found, sizeof found, mapped, sizeof mapped);
      g_assert_cmpuint (pgs_maps_get_size (maps), ==, size);
    }
}

static void
test_find (void)
{
  const ExampleMapping rows[] = {
    { 2, 4, "r--p", 0, NULL, 0 },
    { 4, 5, "rw-p", 0, NULL, 0 },
    { 8, 9, "rw-p", 0, NULL, 0 },
  };
  /* by page: the lowest mapping that ends above it; whether that holds it */
  const gsize bounds[] = { 0, 0, 0, 0, 1, 2, 2, 2, 2, 3 };
  const char holds[] = "--yyy---y-";
  g_autoptr (PgsMaps) maps = example_maps_new (rows, G_N_ELEMENTS (rows));

  for (gsize page = 0; page < G_N_ELEMENTS (bounds); page++)
    {
      guint64 last_byte = page * EXAMPLE_PAGE + EXAMPLE_PAGE - 1;
      gsize index = G_MAXSIZE;

      g_assert_cmpuint (pgs_maps_lower_bound (maps, page * EXAMPLE_PAGE), ==, bounds[page]);
      g_assert_cmpuint (pgs_maps_lower_bound (maps, last_byte), ==, bounds[page]);
      g_assert_cmpint (pgs_maps_find (maps, last_byte, &index), ==, holds[page] == 'y');
      g_assert_cmpuint (index, ==, holds[page] == 'y' ? bounds[page] : G_MAXSIZE);
    }
  g_assert_cmpuint (pgs_maps_lower_bound (maps, G_MAXUINT64), ==, 3);
}

static void
test_vsyscall_is_not_counted (void)
{
  const ExampleMapping rows[] = {
    { 2, 4, "rw-p", 0, "[heap]", 0 },
    { KERNEL_START / EXAMPLE_PAGE, KERNEL_START / EXAMPLE_PAGE + 1, "--xp", 0, "[vsyscall]", 0 },
  };
  g_autoptr (PgsMaps) maps = example_maps_new (rows, G_N_ELEMENTS (rows));

  g_assert_cmpuint (pgs_maps_get_length (maps), ==, 2);
  g_assert_cmpuint (pgs_maps_get_size (maps), ==, 2 * EXAMPLE_PAGE);
  g_assert_cmpuint (pgs_maps_get_kind_size (maps, PGS_KIND_HEAP), ==, 2 * EXAMPLE_PAGE);
  g_assert_cmpuint (pgs_maps_get_kind_size (maps, PGS_KIND_KERNEL), ==, 0);
  g_assert_cmpuint (pgs_maps_get (maps, 1)->flags, ==, PGS_MAPPING_NOT_COUNTED);
  g_assert_cmpuint (pgs_maps_get (maps, 1)->kind, ==, PGS_KIND_KERNEL);
}

static void
test_paths_are_shared (void)
{
  const ExampleMapping rows[] = {
    { 1, 2, "r--p", 10, "/lib/a", 0 },  { 2, 3, "r-xp", 10, "/lib/a", 0 },
    { 3, 4, "rw-p", 0, NULL, 0 },       { 4, 5, "r--p", 11, "/lib/ab", 0 },
    { 5, 6, "r--p", 12, "/lib/\n\xff", 0 }, { 6, 7, "r--p", 10, "/lib/a", 0 },
  };
  g_autoptr (PgsMaps) maps = example_maps_new (rows, G_N_ELEMENTS (rows));
  const PgsMapping *mappings = pgs_maps_get (maps, 0);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpstr (mappings[i].path, ==, rows[i].path);
  g_assert_true (mappings[0].path == mappings[1].path);
  g_assert_true (mappings[0].path == mappings[5].path);
}

static void
test_small (void)
{
  g_assert_cmpuint (sizeof (PgsMapping), <=, 64);
}

static void
test_perms (void)
{
  char text[5];

  pgs_perms_format (0, text);
  g_assert_cmpstr (text, ==, "---p");
  pgs_perms_format (PGS_PERM_READ | PGS_PERM_EXEC, text);
  g_assert_cmpstr (text, ==, "r-xp");
  pgs_perms_format (PGS_PERM_WRITE | PGS_PERM_SHARED, text);
  g_assert_cmpstr (text, ==, "-w-s");
}

/* A value of the boxed type outlives what it was made from. */
static void
test_boxed (void)
{
  const ExampleMapping row = { 1, 2, "r--p", 10, "/lib/a", 0 };
  GValue value = G_VALUE_INIT;
  PgsMaps *maps = example_maps_new (&row, 1);

  g_value_init (&value, PGS_TYPE_MAPS);
  g_value_set_boxed (&value, maps);
  pgs_maps_unref (maps);
  g_assert_cmpstr (pgs_maps_get (g_value_get_boxed (&value), 0)->path, ==, "/lib/a");
  g_value_unset (&value);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/maps/empty", test_empty);
  g_test_add_func ("/core/maps/repeated", test_repeated);
  g_test_add_func ("/core/maps/grown", test_grown);
  g_test_add_func ("/core/maps/overlapping", test_overlapping);
  g_test_add_func ("/core/maps/out-of-order", test_out_of_order);
  g_test_add_func ("/core/maps/any-order", test_any_order);
  g_test_add_func ("/core/maps/find", test_find);
  g_test_add_func ("/core/maps/vsyscall-is-not-counted", test_vsyscall_is_not_counted);
  g_test_add_func ("/core/maps/paths-are-shared", test_paths_are_shared);
  g_test_add_func ("/core/maps/small", test_small);
  g_test_add_func ("/core/maps/perms", test_perms);
  g_test_add_func ("/core/maps/boxed", test_boxed);
  return g_test_run ();
}
