/* pgs-system-facts.c: every number about the machine's memory, with what it means
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-system-facts.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "pgs-chart.h"
#include "pgs-format.h"

typedef enum
{
  UNIT_BYTES,      /* guint64 of PgsSystem */
  UNIT_COUNT,      /* guint64 of PgsSystem, a plain number */
  UNIT_SETTING,    /* gint of PgsSystem, negative: unknown */
  UNIT_KBYTES,     /* guint64 of PgsSystem in KiB */
  UNIT_PERCENT,    /* double of PgsSystem, negative: unknown */
  UNIT_RATE,       /* double of PgsPaging, a second */
  UNIT_KIB_RATE,   /* double of PgsPaging, KiB a second */
  UNIT_EFFICIENCY, /* double of PgsPaging, percent, negative: unknown */
  UNIT_COMPUTED,   /* bytes from a function */
  UNIT_SHARE,      /* percent from a function, negative: unknown */
} Unit;

typedef struct
{
  PgsSystemGroup group;
  const char *title;      /* as the tool writes it: not translated */
  const char *definition; /* translated when shown */
  const char *source;     /* where the number comes from: names of the kernel */
  Unit unit;
  gsize offset;
  guint64 (*compute) (const PgsSystem *system);
  double (*share) (const PgsSystem *system);
} Fact;

static double
share_memused (const PgsSystem *system)
{
  const guint64 used = pgs_system_get_memused (system);

  if (used == PGS_UNKNOWN || system->total == PGS_UNKNOWN || system->total == 0)
    return -1;
  return 100.0 * used / system->total;
}

static double
share_commit (const PgsSystem *system)
{
  if (system->commit == PGS_UNKNOWN || system->total == PGS_UNKNOWN || system->swap_total == PGS_UNKNOWN ||
      system->total + system->swap_total == 0)
    return -1;
  return 100.0 * system->commit / (system->total + system->swap_total);
}

#define SYSTEM(field) G_STRUCT_OFFSET (PgsSystem, field), NULL, NULL
#define PAGING(field) G_STRUCT_OFFSET (PgsPaging, field), NULL, NULL

static const Fact facts[] = {
  { PGS_SYSTEM_FREE, "total", N_("RAM that the kernel manages"), "MemTotal", UNIT_BYTES, SYSTEM (total) },
  { PGS_SYSTEM_FREE, "used", N_("What is not available: total − available"), "MemTotal − MemAvailable",
    UNIT_COMPUTED, 0, pgs_system_get_used, NULL },
  { PGS_SYSTEM_FREE, "free", N_("RAM that nothing uses"), "MemFree", UNIT_BYTES, SYSTEM (free) },
  { PGS_SYSTEM_FREE, "shared", N_("tmpfs and shared memory"), "Shmem", UNIT_BYTES, SYSTEM (shmem) },
  { PGS_SYSTEM_FREE, "buff/cache", N_("Copies of file contents, and kernel memory that can be given back"),
    "Buffers + Cached + SReclaimable", UNIT_COMPUTED, 0, pgs_system_get_buff_cache, NULL },
  { PGS_SYSTEM_FREE, "available", N_("What new programs can have without swapping, as the kernel estimates"),
    "MemAvailable", UNIT_BYTES, SYSTEM (available) },
  { PGS_SYSTEM_FREE, "swap total", N_("Swap space that is switched on"), "SwapTotal", UNIT_BYTES, SYSTEM (swap_total) },
  { PGS_SYSTEM_FREE, "swap used", N_("Pages that were moved out of RAM"), "SwapTotal − SwapFree", UNIT_COMPUTED, 0,
    pgs_system_get_swap_used, NULL },
  { PGS_SYSTEM_FREE, "swap free", N_("Swap space that nothing uses"), "SwapFree", UNIT_BYTES, SYSTEM (swap_free) },

  { PGS_SYSTEM_SAR_R, "kbmemused", N_("RAM of programs and of the kernel, without caches and slab"),
    "MemTotal − MemFree − Buffers − Cached − Slab", UNIT_COMPUTED, 0, pgs_system_get_memused, NULL },
  { PGS_SYSTEM_SAR_R, "%memused", N_("The same as a share of RAM"), "kbmemused / MemTotal", UNIT_SHARE, 0, NULL,
    share_memused },
  { PGS_SYSTEM_SAR_R, "kbbuffers", N_("Cache of block devices, mostly of file system structures"), "Buffers",
    UNIT_BYTES, SYSTEM (buffers) },
  { PGS_SYSTEM_SAR_R, "kbcached", N_("Contents of files, tmpfs and shared memory included"), "Cached", UNIT_BYTES,
    SYSTEM (cached) },
  { PGS_SYSTEM_SAR_R, "kbcommit", N_("What was promised to all programs, used or not"), "Committed_AS", UNIT_BYTES,
    SYSTEM (commit) },
  { PGS_SYSTEM_SAR_R, "%commit",
    /* xgettext:no-c-format */
    N_("The same as a share of RAM and swap; more than 100 % is overcommitted"),
    "Committed_AS / (MemTotal + SwapTotal)", UNIT_SHARE, 0, NULL, share_commit },
  { PGS_SYSTEM_SAR_R, "kbactive", N_("Used lately; not taken back unless there is need"), "Active", UNIT_BYTES,
    SYSTEM (active) },
  { PGS_SYSTEM_SAR_R, "kbinact", N_("Not used lately; the first to be taken back"), "Inactive", UNIT_BYTES,
    SYSTEM (inactive) },
  { PGS_SYSTEM_SAR_R, "kbdirty", N_("Changed in RAM and waiting to be written to disk"), "Dirty", UNIT_BYTES,
    SYSTEM (dirty) },
  { PGS_SYSTEM_SAR_R, "kbanonpg", N_("Pages of no file that programs have mapped"), "AnonPages", UNIT_BYTES,
    SYSTEM (anon_pages) },
  { PGS_SYSTEM_SAR_R, "kbslab", N_("The kernel's own small objects"), "Slab", UNIT_BYTES, SYSTEM (slab) },
  { PGS_SYSTEM_SAR_R, "kbkstack", N_("Stacks of threads inside the kernel"), "KernelStack", UNIT_BYTES,
    SYSTEM (kernel_stack) },
  { PGS_SYSTEM_SAR_R, "kbpgtbl", N_("Page tables: how addresses are translated"), "PageTables", UNIT_BYTES,
    SYSTEM (page_tables) },

  { PGS_SYSTEM_SAR_B, "pgpgin/s", N_("Read from disks"), "pgpgin", UNIT_KIB_RATE, PAGING (pgpgin_s) },
  { PGS_SYSTEM_SAR_B, "pgpgout/s", N_("Written to disks"), "pgpgout", UNIT_KIB_RATE, PAGING (pgpgout_s) },
  { PGS_SYSTEM_SAR_B, "fault/s", N_("Page faults of all programs, minor and major"), "pgfault", UNIT_RATE,
    PAGING (fault_s) },
  { PGS_SYSTEM_SAR_B, "majflt/s", N_("Page faults that had to wait for a disk"), "pgmajfault", UNIT_RATE,
    PAGING (majflt_s) },
  { PGS_SYSTEM_SAR_B, "pgfree/s", N_("Pages that were given back"), "pgfree", UNIT_RATE, PAGING (pgfree_s) },
  { PGS_SYSTEM_SAR_B, "pgscank/s", N_("Pages that kswapd looked at, to find some to take back"), "pgscan_kswapd",
    UNIT_RATE, PAGING (pgscank_s) },
  { PGS_SYSTEM_SAR_B, "pgscand/s", N_("Pages that programs had to look at themselves: RAM was short"),
    "pgscan_direct", UNIT_RATE, PAGING (pgscand_s) },
  { PGS_SYSTEM_SAR_B, "pgsteal/s", N_("Pages that were taken back"), "pgsteal", UNIT_RATE, PAGING (pgsteal_s) },
  { PGS_SYSTEM_SAR_B, "%vmeff", N_("How many of the pages looked at could be taken back"), "pgsteal / pgscan",
    UNIT_EFFICIENCY, PAGING (vmeff_percent) },

  { PGS_SYSTEM_OVERCOMMIT, "overcommit_memory", N_("How much the kernel promises: 0 by its heuristic, 1 always, 2 never more than the limit"),
    "/proc/sys/vm/overcommit_memory", UNIT_SETTING, SYSTEM (overcommit_mode) },
  { PGS_SYSTEM_OVERCOMMIT, "overcommit_ratio", N_("Percent of RAM that the limit counts"),
    "/proc/sys/vm/overcommit_ratio", UNIT_COUNT, SYSTEM (overcommit_ratio) },
  { PGS_SYSTEM_OVERCOMMIT, "overcommit_kbytes", N_("The same as an amount; 0: the ratio counts"),
    "/proc/sys/vm/overcommit_kbytes", UNIT_KBYTES, SYSTEM (overcommit_kbytes) },
  { PGS_SYSTEM_OVERCOMMIT, "CommitLimit", N_("What may be promised in all; only mode 2 keeps to it"), "CommitLimit",
    UNIT_BYTES, SYSTEM (commit_limit) },
  { PGS_SYSTEM_OVERCOMMIT, "Committed_AS", N_("What was promised to all programs, used or not"), "Committed_AS",
    UNIT_BYTES, SYSTEM (commit) },
  { PGS_SYSTEM_OVERCOMMIT, "panic_on_oom", N_("When memory runs out: 0 ends a program, else the machine stops"),
    "/proc/sys/vm/panic_on_oom", UNIT_SETTING, SYSTEM (panic_on_oom) },

  { PGS_SYSTEM_PRESSURE, "some avg10", N_("Share of the last 10 seconds in which some task waited for memory"),
    "/proc/pressure/memory", UNIT_PERCENT, SYSTEM (pressure_some_avg10) },
  { PGS_SYSTEM_PRESSURE, "full avg10", N_("Share of the last 10 seconds in which all tasks waited for memory"),
    "/proc/pressure/memory", UNIT_PERCENT, SYSTEM (pressure_full_avg10) },
};

/**
 * pgs_system_group_get_title:
 * @group: a group
 *
 * Returns: (transfer none): its heading, translated
 */
const char *
pgs_system_group_get_title (PgsSystemGroup group)
{
  switch (group)
    {
    case PGS_SYSTEM_FREE:
      return _("Memory and swap");
    case PGS_SYSTEM_SAR_R:
      return _("Use of memory");
    case PGS_SYSTEM_SAR_B:
      return _("Paging");
    case PGS_SYSTEM_OVERCOMMIT:
      return _("Overcommit");
    case PGS_SYSTEM_PRESSURE:
      return _("Pressure");
    }
  g_return_val_if_reached ("");
}

/**
 * pgs_system_group_get_subtitle:
 * @group: a group
 *
 * Returns: (transfer none): where people know its numbers from, translated
 */
const char *
pgs_system_group_get_subtitle (PgsSystemGroup group)
{
  switch (group)
    {
    case PGS_SYSTEM_FREE:
      return _("As free shows it");
    case PGS_SYSTEM_SAR_R:
      return _("As sar -r shows it");
    case PGS_SYSTEM_SAR_B:
      return _("As sar -B shows it, since the reading before");
    case PGS_SYSTEM_OVERCOMMIT:
      return _("As the files in /proc/sys/vm say");
    case PGS_SYSTEM_PRESSURE:
      return _("Pressure stall information (PSI) of the kernel");
    }
  g_return_val_if_reached ("");
}

/**
 * pgs_system_facts_count:
 *
 * Returns: how many facts there are; each belongs to one group, groups one after the other
 */
guint
pgs_system_facts_count (void)
{
  return G_N_ELEMENTS (facts);
}

/**
 * pgs_system_fact_get_group:
 * @fact: a number below pgs_system_facts_count()
 *
 * Returns: where it belongs
 */
PgsSystemGroup
pgs_system_fact_get_group (guint fact)
{
  g_return_val_if_fail (fact < G_N_ELEMENTS (facts), PGS_SYSTEM_FREE);

  return facts[fact].group;
}

/**
 * pgs_system_fact_get_title:
 * @fact: a number below pgs_system_facts_count()
 *
 * Returns: (transfer none): its name, as the tool or file has it
 */
const char *
pgs_system_fact_get_title (guint fact)
{
  g_return_val_if_fail (fact < G_N_ELEMENTS (facts), "");

  return facts[fact].title;
}

/**
 * pgs_system_fact_get_definition:
 * @fact: a number below pgs_system_facts_count()
 *
 * Returns: (transfer none): what it means, translated
 */
const char *
pgs_system_fact_get_definition (guint fact)
{
  g_return_val_if_fail (fact < G_N_ELEMENTS (facts), "");

  return _(facts[fact].definition);
}

/**
 * pgs_system_fact_get_source:
 * @fact: a number below pgs_system_facts_count()
 *
 * Returns: (transfer none): the kernel's names that it is computed from
 */
const char *
pgs_system_fact_get_source (guint fact)
{
  g_return_val_if_fail (fact < G_N_ELEMENTS (facts), "");

  return facts[fact].source;
}

static char *
format_setting (gint value)
{
  return value < 0 ? pgs_format_size (PGS_UNKNOWN) : g_strdup_printf ("%d", value);
}

static char *
format_of_paging (const Fact      *fact,
                  const PgsPaging *paging)
{
  const double value = paging != NULL ? G_STRUCT_MEMBER (double, paging, fact->offset) : -1;

  if (fact->unit == UNIT_EFFICIENCY)
    return pgs_format_percent (value);
  if (fact->unit == UNIT_KIB_RATE)
    return pgs_chart_format (PGS_CHART_SIZE_RATE, value * 1024);
  return pgs_chart_format (PGS_CHART_RATE, value);
}

/**
 * pgs_system_fact_format:
 * @fact: a number below pgs_system_facts_count()
 * @system: a reading
 * @paging: (nullable): rates since the reading before
 *
 * Returns: (transfer full): its value, "–" where it is unknown
 */
char *
pgs_system_fact_format (guint            fact,
                        const PgsSystem *system,
                        const PgsPaging *paging)
{
  const Fact *self = &facts[fact];

  g_return_val_if_fail (fact < G_N_ELEMENTS (facts), NULL);

  switch (self->unit)
    {
    case UNIT_BYTES:
      return pgs_format_size (G_STRUCT_MEMBER (guint64, system, self->offset));
    case UNIT_COUNT:
      return pgs_format_count (G_STRUCT_MEMBER (guint64, system, self->offset));
    case UNIT_KBYTES:
      {
        const guint64 kib = G_STRUCT_MEMBER (guint64, system, self->offset);

        return pgs_format_size (kib == PGS_UNKNOWN ? kib : MIN (kib, G_MAXUINT64 / 1024 - 1) * 1024);
      }
    case UNIT_SETTING:
      return format_setting (G_STRUCT_MEMBER (gint, system, self->offset));
    case UNIT_PERCENT:
      return pgs_format_percent (G_STRUCT_MEMBER (double, system, self->offset));
    case UNIT_COMPUTED:
      return pgs_format_size (self->compute (system));
    case UNIT_SHARE:
      return pgs_format_percent (self->share (system));
    case UNIT_RATE:
    case UNIT_KIB_RATE:
    case UNIT_EFFICIENCY:
      return format_of_paging (self, paging);
    }
  g_return_val_if_reached (NULL);
}

static char *
explain_never (const PgsSystem *system)
{
  g_autofree char *limit = pgs_format_size (system->commit_limit);
  g_autofree char *share = pgs_format_percent (system->overcommit_ratio == PGS_UNKNOWN ? -1.0 : (double) system->overcommit_ratio);
  g_autofree char *amount = NULL;

  if (system->overcommit_kbytes == 0 || system->overcommit_kbytes == PGS_UNKNOWN)
    /* Translators: an amount, then a percentage */
    return g_strdup_printf (_("Overcommit is off (2): no more than %s may be promised in all, which is swap plus "
                              "%s of RAM. Beyond that malloc and mmap fail."), limit, share);
  amount = pgs_format_size (MIN (system->overcommit_kbytes, G_MAXUINT64 / 1024 - 1) * 1024);
  /* Translators: two amounts */
  return g_strdup_printf (_("Overcommit is off (2): no more than %s may be promised in all, which is swap plus %s. "
                            "Beyond that malloc and mmap fail."), limit, amount);
}

/**
 * pgs_system_explain_overcommit:
 * @system: a reading
 *
 * Source: proc_sys_vm(5), overcommit_memory.
 *
 * Returns: (transfer full): what the kernel does when programs ask for more than there is
 */
char *
pgs_system_explain_overcommit (const PgsSystem *system)
{
  switch (system->overcommit_mode)
    {
    case 0:
      return g_strdup (_("Overcommit is heuristic (0): a program may reserve more memory than is free. Only a single "
                         "request that is larger than all RAM and swap is refused. RAM is given when pages are touched."));
    case 1:
      return g_strdup (_("Overcommit is always on (1): every request for memory is granted, whatever there is. RAM is "
                         "given when pages are touched."));
    case 2:
      return explain_never (system);
    default:
      return g_strdup (_("The overcommit mode could not be read."));
    }
}

/**
 * pgs_system_explain_pressure:
 * @system: a reading
 *
 * Returns: (transfer full): how much programs wait for memory, in words
 */
char *
pgs_system_explain_pressure (const PgsSystem *system)
{
  const double some = system->pressure_some_avg10;
  g_autofree char *percent = pgs_format_percent (some);

  if (some < 0)
    return g_strdup (_("This kernel does not tell memory pressure (PSI)."));
  if (some < 0.05)
    return g_strdup (_("No pressure: no program waited for memory in the last 10 seconds."));
  if (some < 1)
    return g_strdup_printf (_("Slight pressure: some program waited for memory in %s of the last 10 seconds."), percent);
  if (some < 10)
    return g_strdup_printf (_("Pressure: some program waited for memory in %s of the last 10 seconds."), percent);
  return g_strdup_printf (_("Heavy pressure: some program waited for memory in %s of the last 10 seconds."), percent);
}
