/* fuzz-elf.c: any bytes as the beginning of a program
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fuzz.h"

#include "pgs-elf.h"

#define PAGE_SIZE 4096

/* Mappings where the segments would lie, one above the other. */
static PgsMaps *
maps_new (const PgsElf *elf)
{
  PgsMapsBuilder *builder = pgs_maps_builder_new (0);

  for (guint i = 0; i < elf->n_segments; i++)
    {
      const PgsMapping mapping = {
        .start = (i + 1) * 0x100000, .end = (i + 1) * 0x100000 + PAGE_SIZE, .inode = 1,
        .offset = elf->segments[i].offset & ~(guint64) (PAGE_SIZE - 1), .perms = PGS_PERM_READ,
      };

      pgs_maps_builder_add (builder, &mapping, "/a", 2);
    }
  return pgs_maps_builder_end_classified (builder);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr (PgsMaps) maps = NULL;
  PgsElf elf;

  if (!pgs_elf_parse (&elf, data, size))
    return 0;
  g_assert_cmpuint (elf.n_segments, <=, PGS_ELF_MAX_SEGMENTS);
  maps = maps_new (&elf);
  for (gsize i = 0; i < pgs_maps_get_length (maps); i++)
    {
      guint64 bias;
      guint segment;

      if (pgs_elf_locate (&elf, maps, i, PAGE_SIZE, &segment, &bias))
        g_assert_cmpuint (segment, <, elf.n_segments);
    }
  return 0;
}
