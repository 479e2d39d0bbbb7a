/* pgs-system-parser.c: the kernel's texts about the whole machine become numbers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-system-parser.h"

#include "pgs-proc-text.h"

#include <string.h>

/* One line "KEY VALUE" or "KEY: VALUE kB" and where its number goes. */
typedef struct
{
  const char *key;
  gsize offset;
  guint64 unit;
} Field;

#define FIELD(key, member, unit) { key, G_STRUCT_OFFSET (PgsSystem, member), unit }

static const Field meminfo_fields[] = {
  FIELD ("MemAvailable", available, 1024),
  FIELD ("Cached", cached, 1024),
  FIELD ("SwapCached", swap_cached, 1024),
  FIELD ("Active", active, 1024),
  FIELD ("Inactive", inactive, 1024),
  FIELD ("Dirty", dirty, 1024),
  FIELD ("Writeback", writeback, 1024),
  FIELD ("AnonPages", anon_pages, 1024),
  FIELD ("Mapped", mapped, 1024),
  FIELD ("Shmem", shmem, 1024),
  FIELD ("Slab", slab, 1024),
  FIELD ("SReclaimable", slab_reclaimable, 1024),
  FIELD ("KernelStack", kernel_stack, 1024),
  FIELD ("PageTables", page_tables, 1024),
  FIELD ("CommitLimit", commit_limit, 1024),
  FIELD ("Committed_AS", commit, 1024),
  FIELD ("AnonHugePages", anon_huge_pages, 1024),
  FIELD ("HugePages_Total", huge_pages_total, 1),
  FIELD ("HugePages_Free", huge_pages_free, 1),
  FIELD ("Hugepagesize", huge_page_size, 1024),
};

/* pgsteal is the sum over who reclaims. pgsteal_anon and pgsteal_file count the same pages again. */
static const Field vmstat_fields[] = {
  FIELD ("pgpgin", pgpgin, 1),
  FIELD ("pgpgout", pgpgout, 1),
  FIELD ("pswpin", pswpin, 1),
  FIELD ("pswpout", pswpout, 1),
  FIELD ("pgfault", pgfault, 1),
  FIELD ("pgmajfault", pgmajfault, 1),
  FIELD ("pgfree", pgfree, 1),
  FIELD ("pgscan_kswapd", pgscan_kswapd, 1),
  FIELD ("pgscan_direct", pgscan_direct, 1),
  FIELD ("pgsteal_kswapd", pgsteal, 1),
  FIELD ("pgsteal_direct", pgsteal, 1),
  FIELD ("pgsteal_khugepaged", pgsteal, 1),
  FIELD ("pgsteal_proactive", pgsteal, 1),
};

static const Field *
find_field (const Field *fields,
            gsize        n_fields,
            const char  *key,
            gsize        length)
{
  for (gsize i = 0; i < n_fields; i++)
    if (strncmp (fields[i].key, key, length) == 0 && fields[i].key[length] == '\0')
      return &fields[i];
  return NULL;
}

/* Adds to what was met before, as several lines can be one number. */
static void
add_value (PgsSystem   *system,
           const Field *field,
           guint64      value)
{
  guint64 *member = G_STRUCT_MEMBER_P (system, field->offset);
  const guint64 before = *member == PGS_UNKNOWN ? 0 : *member;

  if (value <= (PGS_UNKNOWN - 1 - before) / field->unit)
    *member = before + value * field->unit;
}

/* Lines that are not known, or have no number, are passed over. */
static void
parse_fields (PgsSystem   *system,
              const char  *text,
              const Field *fields,
              gsize        n_fields)
{
  for (const char *line = text; *line != '\0';)
    {
      const gsize length = strcspn (line, "\n");
      const gsize key_length = strcspn (line, ": \n");
      const Field *field = find_field (fields, n_fields, line, key_length);
      PgsCursor cursor = { line + key_length, line + length };
      guint64 value;

      pgs_cursor_skip (&cursor, ':');
      pgs_cursor_blanks (&cursor);
      if (field != NULL && pgs_cursor_decimal (&cursor, &value))
        add_value (system, field, value);
      line += length + (line[length] == '\n');
    }
}

/**
 * pgs_system_parse_meminfo:
 * @text: whole lines of /proc/meminfo
 * @system: (inout): gets what is there, the rest is left alone
 */
void
pgs_system_parse_meminfo (const char *text,
                          PgsSystem  *system)
{
  parse_fields (system, text, meminfo_fields, G_N_ELEMENTS (meminfo_fields));
}

/**
 * pgs_system_parse_vmstat:
 * @text: whole lines of /proc/vmstat
 * @system: (inout): gets what is there, the rest is left alone
 */
void
pgs_system_parse_vmstat (const char *text,
                         PgsSystem  *system)
{
  parse_fields (system, text, vmstat_fields, G_N_ELEMENTS (vmstat_fields));
}

static double
parse_percent (const char *text,
               const char *key)
{
  const char *at = strstr (text, key);
  char *end;
  double value;

  if (at == NULL)
    return -1;
  value = g_ascii_strtod (at + strlen (key), &end);
  return end == at + strlen (key) || !(value >= 0 && value <= 100) ? -1 : value;
}

/**
 * pgs_system_parse_pressure:
 * @text: /proc/pressure/memory: "some avg10=0.31 avg60=… full avg10=…"
 * @system: (inout): gets both averages, < 0 where one is missing
 */
void
pgs_system_parse_pressure (const char *text,
                           PgsSystem  *system)
{
  system->pressure_some_avg10 = parse_percent (text, "some avg10=");
  system->pressure_full_avg10 = parse_percent (text, "full avg10=");
}

static void
add_blocks (PgsSystem *system,
            guint      order,
            guint64    n_blocks)
{
  guint64 *sum = &system->free_blocks[order];

  if (*sum == PGS_UNKNOWN)
    *sum = 0;
  *sum += MIN (n_blocks, PGS_UNKNOWN - 1 - *sum);
}

/**
 * pgs_system_parse_buddyinfo:
 * @text: whole lines of /proc/buddyinfo: "Node 0, zone   Normal   1581   2738 …"
 * @system: (inout): gets the free blocks of each order, added up over all zones
 */
void
pgs_system_parse_buddyinfo (const char *text,
                            PgsSystem  *system)
{
  for (const char *line = text; *line != '\0';)
    {
      const gsize length = strcspn (line, "\n");
      const char *zone = g_strstr_len (line, (gssize) length, "zone ");
      PgsCursor cursor = { zone != NULL ? zone + strlen ("zone ") : line + length, line + length };
      guint64 n_blocks;

      pgs_cursor_blanks (&cursor);
      while (cursor.at < cursor.end && *cursor.at != ' ')
        cursor.at++; /* its name */
      for (guint order = 0; order < PGS_SYSTEM_N_ORDERS; order++)
        {
          pgs_cursor_blanks (&cursor);
          if (!pgs_cursor_decimal (&cursor, &n_blocks))
            break;
          add_blocks (system, order, n_blocks);
        }
      line += length + (line[length] == '\n');
    }
}

/**
 * pgs_system_parse_meltdown:
 * @text: /sys/devices/system/cpu/vulnerabilities/meltdown: "Mitigation: PTI"
 * @system: (inout): gets whether page tables are isolated, unless that is not said
 */
void
pgs_system_parse_meltdown (const char *text,
                           PgsSystem  *system)
{
  if (g_str_has_prefix (text, "Mitigation: PTI"))
    system->page_table_isolation = 1;
  else if (g_str_has_prefix (text, "Not affected") || g_str_has_prefix (text, "Vulnerable"))
    system->page_table_isolation = 0;
}
