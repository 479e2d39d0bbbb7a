/* fuzz-classify.c: mappings of any kind, order and overlap become a list and objects
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fuzz.h"

#include <string.h>

#define N_PAGES 64
#define MAX_MAPPINGS 40

static void
add_mappings (FuzzInput      *input,
              PgsMapsBuilder *builder,
              guint64         base,
              gboolean        mapped[N_PAGES])
{
  for (guint i = 0; i < MAX_MAPPINGS && input->at < input->end; i++)
    {
      const guint64 first = fuzz_below (input, N_PAGES);
      const guint64 end = first + fuzz_below (input, N_PAGES - first + 1);

      fuzz_add_mapping (input, builder, base + first, base + end);
      for (guint64 page = first; page < end; page++)
        mapped[page] = TRUE;
    }
}

/* No address gets lost, none is made up. */
static void
assert_same_addresses (PgsMaps        *maps,
                       guint64         base,
                       const gboolean  mapped[N_PAGES])
{
  guint64 n_mapped = 0;
  guint64 n_in_maps = 0;

  for (guint64 page = 0; page < N_PAGES; page++)
    {
      g_assert_cmpint (pgs_maps_find (maps, base + page, NULL), ==, mapped[page]);
      n_mapped += mapped[page] ? 1 : 0;
    }
  for (gsize i = 0; i < pgs_maps_get_length (maps); i++)
    n_in_maps += pgs_maps_get (maps, i)->end - pgs_maps_get (maps, i)->start;
  g_assert_cmpuint (n_in_maps, ==, n_mapped);
}

/* A mapping's kind depends only on itself, the executable and what lies below: classifying the
 * result again changes nothing. */
static void
assert_stable (PgsMaps      *maps,
               const PgsExe *exe)
{
  const gsize n = pgs_maps_get_length (maps);
  g_autofree PgsMapping *copy = g_memdup2 (pgs_maps_get (maps, 0), n * sizeof *copy);

  pgs_classify (copy, n, exe);
  for (gsize i = 0; i < n; i++)
    {
      g_assert_cmpuint (copy[i].kind, ==, pgs_maps_get (maps, i)->kind);
      for (gsize j = 0; j < i; j++)
        if (g_strcmp0 (copy[i].path, copy[j].path) == 0)
          g_assert_true (copy[i].path == copy[j].path);
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  static const guint64 bases[] = {
    0, 0x400000, G_GUINT64_CONSTANT (0x7fffffffffc0), G_GUINT64_CONSTANT (0xffff7fffffffffe0),
    G_MAXUINT64 - N_PAGES,
  };
  FuzzInput input = { data, data + size };
  const guint8 choice = fuzz_byte (&input);
  const guint64 base = bases[(choice >> 2) % G_N_ELEMENTS (bases)];
  const PgsExe exe = { (choice & 1) * 10, 0, 1, (choice & 2) ? "/bin/exe" : NULL };
  PgsMapsBuilder *builder = pgs_maps_builder_new (choice);
  gboolean mapped[N_PAGES] = { FALSE };
  g_autoptr (PgsMaps) maps = NULL;

  add_mappings (&input, builder, base, mapped);
  maps = pgs_maps_builder_end (builder, &exe);
  fuzz_assert_maps (maps);
  assert_same_addresses (maps, base, mapped);
  assert_stable (maps, &exe);
  return 0;
}
