/* pgs-paging.c: how many levels of page tables this machine uses
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * No file says it, but for these machines it can be known:
 *   x86_64   five if cpuinfo has the flag la57, else four; the kernel takes the flag away where it
 *            does not use them (early_cpu_init() in arch/x86/kernel/cpu/common.c). 32-bit programs
 *            use the same tables.
 *   aarch64  as many as the bits of a user address need: the kernel is built, and starts, with a
 *            size of addresses for its page size (Documentation/arch/arm64/memory.rst). The stack is
 *            at their top, so that its address has all of them; only 52 bits are hidden there, which
 *            are given out where a program asks for them.
 *   riscv64  cpuinfo says sv39, sv48 or sv57.
 * Of others nothing is claimed.
 */
#include "config.h"

#include "pgs-paging.h"

#include <string.h>
#include <sys/mman.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "pgs-features.h"

#define ENTRY_SHIFT 3
#define MAX_LEVELS 5
#define MAX_ADDRESS_BITS 57
#define LARGE_ARM_BITS 52

/* Whether the first line of @text that begins with @key has @word behind its colon. */
static gboolean
line_has_word (const char *text,
               const char *key,
               const char *word)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (char **line = lines; *line != NULL; line++)
    {
      const char *colon = strchr (*line, ':');
      g_auto (GStrv) words = NULL;

      if (colon == NULL || !g_str_has_prefix (*line, key)
          || strspn (*line + strlen (key), " \t") != (gsize) (colon - *line) - strlen (key))
        continue;
      words = g_strsplit_set (colon + 1, " \t", -1);
      return g_strv_contains ((const char *const *) words, word);
    }
  return FALSE;
}

static guint
levels_for_bits (guint page_shift,
                 guint address_bits)
{
  const guint bits = page_shift - ENTRY_SHIFT;

  if (address_bits <= page_shift || address_bits > MAX_ADDRESS_BITS)
    return 0;
  return (address_bits - page_shift + bits - 1) / bits;
}

static guint
levels_of_riscv (const char *cpuinfo)
{
  static const char *const modes[] = { "sv39", "sv48", "sv57" };

  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    if (line_has_word (cpuinfo, "mmu", modes[i]))
      return 3 + i;
  return 0;
}

/**
 * pgs_paging_choose:
 * @machine: as uname says, "x86_64"
 * @cpuinfo: what /proc/cpuinfo says, "" if that is not known
 * @page_shift: log2 of the page size
 * @address_bits: how many bits a user address can have here, 0 if that is not known
 *
 * Returns: the number of levels, 2 … 5; 0 if it is not known
 */
guint
pgs_paging_choose (const char *machine,
                   const char *cpuinfo,
                   guint       page_shift,
                   guint       address_bits)
{
  guint levels = 0;

  if (strcmp (machine, "x86_64") == 0 && line_has_word (cpuinfo, "flags", "fpu"))
    return line_has_word (cpuinfo, "flags", "la57") ? 5 : 4;
  if (strcmp (machine, "riscv64") == 0)
    return levels_of_riscv (cpuinfo);
  if (strcmp (machine, "aarch64") == 0)
    levels = levels_for_bits (page_shift, address_bits);
  return levels <= MAX_LEVELS ? levels : 0;
}

/* How many bits the addresses of this program have; with more behind them, if it asks for those. */
static guint
find_address_bits (guint page_shift)
{
  const guint64 here = (guint64) (gsize) &page_shift;
  const guint bits = 64 - (guint) __builtin_clzll (here);
  const gsize hint = (gsize) 1 << (LARGE_ARM_BITS - 1);
  const gsize length = (gsize) 1 << page_shift;
  void *page;

  if (bits >= LARGE_ARM_BITS)
    return bits;
  page = mmap ((void *) hint, length, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (page == MAP_FAILED)
    return bits;
  munmap (page, length);
  return (gsize) page >= hint ? LARGE_ARM_BITS : bits;
}

static guint
find_levels (void)
{
  const guint page_shift = pgs_features_get ()->page_shift;
  g_autofree char *cpuinfo = NULL;
  struct utsname name;

  if (uname (&name) != 0)
    return 0;
  g_file_get_contents ("/proc/cpuinfo", &cpuinfo, NULL, NULL);
  return pgs_paging_choose (name.machine, cpuinfo != NULL ? cpuinfo : "", page_shift,
                            strcmp (name.machine, "aarch64") == 0 ? find_address_bits (page_shift)
                                                                  : 0);
}

/**
 * pgs_paging_get_levels:
 *
 * Any thread may call it.
 *
 * Returns: the number of levels, found out at the first call; 0 if it is not known
 */
guint
pgs_paging_get_levels (void)
{
  static gsize levels;

  if (g_once_init_enter (&levels))
    g_once_init_leave (&levels, (gsize) find_levels () + 1);
  return (guint) levels - 1;
}
