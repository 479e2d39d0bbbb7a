/* pgs-system-codec.c: the memory of a machine as bytes, relative to that before
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-machine-codec.h"

#include <string.h>

#define N_NUMBERS (44 + PGS_SYSTEM_N_ORDERS)
#define PRESSURE_UNIT 100 /* the kernel tells two decimals */

static guint64
from_percent (double percent)
{
  return percent >= 0 ? (guint64) (percent * PRESSURE_UNIT + 0.5) : PGS_UNKNOWN;
}

/* The order is a part of the format; a newer version appends its own. */
static void
to_numbers (const PgsSystem *system,
            guint64          numbers[N_NUMBERS])
{
  guint64 values[N_NUMBERS] = {
    (guint64) system->monotonic_us,
    system->free,
    system->available,
    system->buffers,
    system->cached,
    system->active,
    system->inactive,
    system->anon_pages,
    system->pgfault,
    system->pgfree,
    system->dirty,
    system->commit,
    system->total,
    system->slab,
    system->slab_reclaimable,
    system->shmem,
    system->writeback,
    system->mapped,
    system->page_tables,
    system->kernel_stack,
    system->commit_limit,
    system->swap_total,
    system->swap_free,
    system->swap_cached,
    system->huge_pages_total,
    system->huge_pages_free,
    system->huge_page_size,
    system->anon_huge_pages,
    (guint64) (gint64) system->overcommit_mode,
    system->overcommit_ratio,
    system->overcommit_kbytes,
    (guint64) (gint64) system->panic_on_oom,
    from_percent (system->pressure_some_avg10),
    from_percent (system->pressure_full_avg10),
    system->pgpgin,
    system->pgpgout,
    system->pgmajfault,
    system->pgscan_kswapd,
    system->pgscan_direct,
    system->pgsteal,
    system->pswpin,
    system->pswpout,
    system->page_size + 1, /* 0, which older versions leave here, is unknown */
    (guint64) (gint64) system->page_table_isolation + 1,
  };

  G_STATIC_ASSERT (N_NUMBERS <= PGS_BYTES_MAX_CHANGES);
  for (guint i = 0; i < PGS_SYSTEM_N_ORDERS; i++)
    values[44 + i] = system->free_blocks[i] + 1;
  memcpy (numbers, values, sizeof values);
}

static double
to_percent (guint64 number)
{
  const gint64 value = (gint64) number;

  return value >= 0 && value <= 100 * PRESSURE_UNIT ? (double) value / PRESSURE_UNIT : -1;
}

static void
from_numbers (PgsSystem     *system,
              const guint64  numbers[N_NUMBERS])
{
  *system = (PgsSystem) {
    .monotonic_us = (gint64) numbers[0],
    .free = numbers[1],
    .available = numbers[2],
    .buffers = numbers[3],
    .cached = numbers[4],
    .active = numbers[5],
    .inactive = numbers[6],
    .anon_pages = numbers[7],
    .pgfault = numbers[8],
    .pgfree = numbers[9],
    .dirty = numbers[10],
    .commit = numbers[11],
    .total = numbers[12],
    .slab = numbers[13],
    .slab_reclaimable = numbers[14],
    .shmem = numbers[15],
    .writeback = numbers[16],
    .mapped = numbers[17],
    .page_tables = numbers[18],
    .kernel_stack = numbers[19],
    .commit_limit = numbers[20],
    .swap_total = numbers[21],
    .swap_free = numbers[22],
    .swap_cached = numbers[23],
    .huge_pages_total = numbers[24],
    .huge_pages_free = numbers[25],
    .huge_page_size = numbers[26],
    .anon_huge_pages = numbers[27],
    .overcommit_mode = (gint) (gint64) numbers[28],
    .overcommit_ratio = numbers[29],
    .overcommit_kbytes = numbers[30],
    .panic_on_oom = (gint) (gint64) numbers[31],
    .pressure_some_avg10 = to_percent (numbers[32]),
    .pressure_full_avg10 = to_percent (numbers[33]),
    .pgpgin = numbers[34],
    .pgpgout = numbers[35],
    .pgmajfault = numbers[36],
    .pgscan_kswapd = numbers[37],
    .pgscan_direct = numbers[38],
    .pgsteal = numbers[39],
    .pswpin = numbers[40],
    .pswpout = numbers[41],
    .page_size = numbers[42] - 1,
    .page_table_isolation = numbers[43] <= 2 ? (gint) numbers[43] - 1 : -1,
  };

  for (guint i = 0; i < PGS_SYSTEM_N_ORDERS; i++)
    system->free_blocks[i] = numbers[44 + i] - 1;
}

/**
 * pgs_system_encode:
 * @system: the memory of a machine
 * @before: (nullable): that of the time before
 * @out: what to append to
 */
void
pgs_system_encode (const PgsSystem *system,
                   const PgsSystem *before,
                   GByteArray      *out)
{
  guint64 numbers[N_NUMBERS];
  guint64 then[N_NUMBERS] = { 0 };

  to_numbers (system, numbers);
  if (before != NULL)
    to_numbers (before, then);
  pgs_bytes_put_changes (out, numbers, then, N_NUMBERS);
}

/**
 * pgs_system_decode:
 * @system: (out): the memory of the machine, its time that of its own clock
 * @before: (nullable): that of the time before
 * @in: what pgs_system_encode() wrote, or anything else
 * @error: (out) (optional): what is wrong with it
 *
 * Returns: %FALSE with @error
 */
gboolean
pgs_system_decode (PgsSystem        *system,
                   const PgsSystem  *before,
                   PgsBytesReader   *in,
                   GError          **error)
{
  guint64 numbers[N_NUMBERS] = { 0 };

  if (before != NULL)
    to_numbers (before, numbers);
  pgs_bytes_reader_changes (in, numbers, N_NUMBERS);
  from_numbers (system, numbers);
  return pgs_bytes_reader_finish (in, error);
}
