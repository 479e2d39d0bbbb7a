/* test-map-search.c: what people type finds what they mean
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-map-search.h"

#include "sample-space.h"

static void
test_addresses (void)
{
  static const struct
  {
    const char *text;
    gboolean valid;
    guint64 address;
  } cases[] = {
    { "7f9139 13e000", TRUE, 0x7f913913e000 },
    { "0x1000", TRUE, 0x1000 },
    { "0X1F", TRUE, 0x1f },
    { " 7F91_3913_E000 ", TRUE, 0x7f913913e000 },
    { "ffffffffff600000", TRUE, 0xffffffffff600000 },
    { "1ffffffffff600000", FALSE, 0 }, /* 17 digits */
    { "abc", FALSE, 0 },               /* too short to be one without 0x */
    { "0x", FALSE, 0 },
    { "", FALSE, 0 },
    { "libc", FALSE, 0 },
    { "7f91-7f92", FALSE, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint64 address;

      g_assert_cmpint (pgs_map_search_parse_address (cases[i].text, &address), ==, cases[i].valid);
      if (cases[i].valid)
        g_assert_cmphex (address, ==, cases[i].address);
    }
}

static void
assert_finds (const char *text,
              guint       n_found,
              guint64     first)
{
  g_autoptr (PgsSnapshot) snapshot = sample_space_new ();
  g_autoptr (GArray) found = pgs_map_search_find (snapshot->maps, text);

  g_assert_cmpuint (found->len, ==, n_found);
  if (n_found > 0)
    g_assert_cmphex (g_array_index (found, guint64, 0), ==, first);
}

static void
test_names (void)
{
  assert_finds ("LIBC", 1, 0x7f0030000000); /* all segments are one find, at its lowest */
  assert_finds ("[heap]", 1, 0x5555557b0000);
  assert_finds ("/usr", 3, 0x7f0030000000);
  assert_finds ("vsyscall", 0, 0); /* not in the map */
  assert_finds ("nothing of the kind", 0, 0);
  assert_finds ("  ", 0, 0);
}

static void
test_find_address (void)
{
  assert_finds ("7f0000123456", 1, 0x7f0000123456);
  assert_finds ("600000000000", 0, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/render/map-search/addresses", test_addresses);
  g_test_add_func ("/render/map-search/names", test_names);
  g_test_add_func ("/render/map-search/find-address", test_find_address);
  return g_test_run ();
}
