/* pgs-region-column.c: what the table of mappings says of each
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-region-column.h"

#include <glib/gi18n-lib.h>

#include "pgs-format.h"

static const struct
{
  const char *id;
  PgsRegionColumnType type;
  const char *title;
  const char *hint;
} columns[PGS_N_REGION_COLUMNS] = {
  [PGS_REGION_COLUMN_RANGE] = { "range", PGS_REGION_COLUMN_NUMBER, N_("Addresses"),
                                N_("First address and first address behind it (maps)") },
  [PGS_REGION_COLUMN_SIZE] = { "size", PGS_REGION_COLUMN_BYTES, N_("Size"),
                               N_("Reserved addresses, its share of VIRT (maps)") },
  [PGS_REGION_COLUMN_PERMS] = { "permissions", PGS_REGION_COLUMN_TEXT, N_("Permissions"),
                                N_("Read, write, execute; private or shared (maps)") },
  [PGS_REGION_COLUMN_KIND] = { "kind", PGS_REGION_COLUMN_TEXT, N_("Kind"),
                               N_("What the mapping is for") },
  [PGS_REGION_COLUMN_NAME] = { "name", PGS_REGION_COLUMN_TEXT, N_("Name"),
                               N_("What it is called: its file without folders, or the kernel’s word (maps)") },
  [PGS_REGION_COLUMN_RSS] = { "rss", PGS_REGION_COLUMN_BYTES, N_("RSS"),
                              N_("Resident in RAM, its share of RES (smaps, else PAGEMAP_SCAN)") },
  [PGS_REGION_COLUMN_PSS] = { "pss", PGS_REGION_COLUMN_BYTES, N_("PSS"),
                              N_("Resident, each page divided by its users (smaps)") },
  [PGS_REGION_COLUMN_SWAP] = { "swap", PGS_REGION_COLUMN_BYTES, N_("Swap"),
                               N_("Moved out to swap (smaps)") },
  [PGS_REGION_COLUMN_ANON] = { "anonymous", PGS_REGION_COLUMN_BYTES, N_("Anonymous"),
                               N_("Resident and of no file, copies of file pages included (smaps)") },
  [PGS_REGION_COLUMN_PRIVATE_CLEAN] = { "private-clean", PGS_REGION_COLUMN_BYTES,
                                        N_("Private clean"),
                                        N_("Used by this process alone, not changed (smaps)") },
  [PGS_REGION_COLUMN_PRIVATE_DIRTY] = { "private-dirty", PGS_REGION_COLUMN_BYTES,
                                        N_("Private dirty"),
                                        N_("Used by this process alone, changed (smaps)") },
  [PGS_REGION_COLUMN_SHARED_CLEAN] = { "shared-clean", PGS_REGION_COLUMN_BYTES,
                                       N_("Shared clean"),
                                       N_("Used by others, too, not changed (smaps)") },
  [PGS_REGION_COLUMN_SHARED_DIRTY] = { "shared-dirty", PGS_REGION_COLUMN_BYTES,
                                       N_("Shared dirty"),
                                       N_("Used by others, too, changed (smaps)") },
  [PGS_REGION_COLUMN_LOCKED] = { "locked", PGS_REGION_COLUMN_BYTES, N_("Locked"),
                                 N_("Kept in RAM by mlock (smaps)") },
  [PGS_REGION_COLUMN_N_PRESENT] = { "pages-present", PGS_REGION_COLUMN_PAGES,
                                    N_("Present pages"),
                                    N_("Pages with a page table entry that points to RAM (PAGEMAP_SCAN or pagemap)") },
  [PGS_REGION_COLUMN_N_SWAPPED] = { "pages-swapped", PGS_REGION_COLUMN_PAGES,
                                    N_("Swapped pages"),
                                    N_("Pages with an entry that points to swap (PAGEMAP_SCAN or pagemap)") },
  [PGS_REGION_COLUMN_N_FILE] = { "pages-file", PGS_REGION_COLUMN_PAGES, N_("File pages"),
                                 N_("Present pages that are a file’s or shared memory (pagemap)") },
  [PGS_REGION_COLUMN_N_EXCLUSIVE] = { "pages-exclusive", PGS_REGION_COLUMN_PAGES,
                                      N_("Exclusive pages"),
                                      N_("Present pages that this process alone maps (pagemap)") },
  [PGS_REGION_COLUMN_N_HUGE] = { "pages-huge", PGS_REGION_COLUMN_PAGES, N_("Huge pages"),
                                 N_("Present pages that are part of a huge page (PAGEMAP_SCAN)") },
  [PGS_REGION_COLUMN_N_ZERO] = { "pages-zero", PGS_REGION_COLUMN_PAGES, N_("Zero pages"),
                                 N_("Present pages that show the one page of zeros; not in RSS (PAGEMAP_SCAN)") },
  [PGS_REGION_COLUMN_N_GUARD] = { "pages-guard", PGS_REGION_COLUMN_PAGES, N_("Guard pages"),
                                  N_("Pages that end any access in a signal (PAGEMAP_SCAN or pagemap)") },
  [PGS_REGION_COLUMN_PATH] = { "path", PGS_REGION_COLUMN_TEXT, N_("File"),
                               N_("The whole name of the file behind it (maps)") },
  [PGS_REGION_COLUMN_OFFSET] = { "offset", PGS_REGION_COLUMN_NUMBER, N_("Offset"),
                                 N_("Where in the file the mapping begins (maps)") },
  [PGS_REGION_COLUMN_DEVICE] = { "device", PGS_REGION_COLUMN_NUMBER, N_("Device"),
                                 N_("Of the file: major and minor number, hexadecimal (maps)") },
  [PGS_REGION_COLUMN_INODE] = { "inode", PGS_REGION_COLUMN_NUMBER, N_("Inode"),
                                N_("Of the file (maps)") },
};

/**
 * pgs_region_column_get_id:
 * @column: a column
 *
 * Returns: its stable name, for settings
 */
const char *
pgs_region_column_get_id (PgsRegionColumn column)
{
  return columns[column].id;
}

/**
 * pgs_region_column_get_title:
 * @column: a column
 *
 * Returns: its heading, translated
 */
const char *
pgs_region_column_get_title (PgsRegionColumn column)
{
  return _(columns[column].title);
}

/**
 * pgs_region_column_get_hint:
 * @column: a column
 *
 * Returns: what it means and where it comes from, translated
 */
const char *
pgs_region_column_get_hint (PgsRegionColumn column)
{
  return _(columns[column].hint);
}

/**
 * pgs_region_column_get_type:
 * @column: a column
 *
 * Returns: what its values are
 */
PgsRegionColumnType
pgs_region_column_get_type (PgsRegionColumn column)
{
  return columns[column].type;
}

/**
 * pgs_region_column_is_sum:
 * @column: a column
 *
 * Returns: whether its values may be added up
 */
gboolean
pgs_region_column_is_sum (PgsRegionColumn column)
{
  return columns[column].type == PGS_REGION_COLUMN_BYTES
         || columns[column].type == PGS_REGION_COLUMN_PAGES;
}

static guint64
value_of_smaps (PgsRegionColumn    column,
                const PgsSnapshot *snapshot,
                gsize              region)
{
  const PgsRegionSmaps *smaps = snapshot->smaps ? pgs_smaps_get (snapshot->smaps, region) : NULL;

  if (smaps == NULL)
    return PGS_UNKNOWN;
  switch ((int) column)
    {
    case PGS_REGION_COLUMN_PSS:
      return smaps->pss;
    case PGS_REGION_COLUMN_SWAP:
      return smaps->swap;
    case PGS_REGION_COLUMN_ANON:
      return smaps->anon;
    case PGS_REGION_COLUMN_PRIVATE_CLEAN:
      return smaps->private_clean;
    case PGS_REGION_COLUMN_PRIVATE_DIRTY:
      return smaps->private_dirty;
    case PGS_REGION_COLUMN_SHARED_CLEAN:
      return smaps->shared_clean;
    case PGS_REGION_COLUMN_SHARED_DIRTY:
      return smaps->shared_dirty;
    case PGS_REGION_COLUMN_LOCKED:
      return smaps->locked;
    default:
      g_return_val_if_reached (PGS_UNKNOWN);
    }
}

static guint64
value_of_pages (PgsRegionColumn    column,
                const PgsSnapshot *snapshot,
                gsize              region)
{
  static const PgsPageState states[] = {
    PGS_PAGE_PRESENT, PGS_PAGE_SWAPPED, PGS_PAGE_FILE, PGS_PAGE_EXCLUSIVE,
    PGS_PAGE_HUGE,    PGS_PAGE_ZERO,    PGS_PAGE_GUARD,
  };
  const guint index = column - PGS_REGION_COLUMN_N_PRESENT;
  PgsPageCounts counts;

  if (snapshot->pages == NULL || !(pgs_pages_get_known_in (snapshot->pages, region) & states[index]))
    return PGS_UNKNOWN;
  pgs_pages_get_counts (snapshot->pages, region, &counts);
  return ((const guint64[]) { counts.present, counts.swapped, counts.file, counts.exclusive,
                              counts.huge, counts.zero, counts.guard })[index];
}

static guint64
value_of_mapping (PgsRegionColumn   column,
                  const PgsMapping *mapping)
{
  switch ((int) column)
    {
    case PGS_REGION_COLUMN_RANGE:
      return mapping->start;
    case PGS_REGION_COLUMN_SIZE:
      return mapping->end - mapping->start;
    case PGS_REGION_COLUMN_PERMS:
      return mapping->perms;
    case PGS_REGION_COLUMN_KIND:
      return mapping->kind;
    case PGS_REGION_COLUMN_OFFSET:
      return mapping->inode != 0 ? mapping->offset : PGS_UNKNOWN;
    case PGS_REGION_COLUMN_DEVICE:
      return mapping->inode != 0 ? (guint64) mapping->dev_major << 32 | mapping->dev_minor
                                 : PGS_UNKNOWN;
    case PGS_REGION_COLUMN_INODE:
      return mapping->inode != 0 ? mapping->inode : PGS_UNKNOWN;
    default:
      return 0;
    }
}

/**
 * pgs_region_column_get_value:
 * @column: a column
 * @snapshot: a moment with mappings
 * @region: index of one of them
 *
 * The number behind a cell, which also sorts the column (names are sorted as text). A mapping that
 * the kernel lists but does not count in VIRT has its size all the same. O(1).
 *
 * Returns: the value, %PGS_UNKNOWN if it was not read or there is none
 */
guint64
pgs_region_column_get_value (PgsRegionColumn    column,
                             const PgsSnapshot *snapshot,
                             gsize              region)
{
  if (column == PGS_REGION_COLUMN_RSS)
    return pgs_snapshot_get_region_rss (snapshot, region);
  if (column >= PGS_REGION_COLUMN_PSS && column <= PGS_REGION_COLUMN_LOCKED)
    return value_of_smaps (column, snapshot, region);
  if (column >= PGS_REGION_COLUMN_N_PRESENT && column <= PGS_REGION_COLUMN_N_GUARD)
    return value_of_pages (column, snapshot, region);
  return value_of_mapping (column, pgs_maps_get (snapshot->maps, region));
}

/**
 * pgs_region_column_format_sum:
 * @column: a column with sums
 * @sum: of its values
 *
 * Returns: (transfer full): as text, "–" for %PGS_UNKNOWN
 */
char *
pgs_region_column_format_sum (PgsRegionColumn column,
                              guint64         sum)
{
  if (columns[column].type == PGS_REGION_COLUMN_PAGES)
    return pgs_format_count (sum);
  return pgs_format_size (sum);
}

static char *
format_path (const PgsMapping *mapping)
{
  if (mapping->path == NULL || *mapping->path != '/')
    return g_strdup ("–");
  return pgs_format_mapping_path (mapping);
}

static char *
format_number (PgsRegionColumn   column,
               const PgsMapping *mapping)
{
  if (column == PGS_REGION_COLUMN_RANGE)
    return pgs_format_range (mapping->start, mapping->end);
  if (mapping->inode == 0)
    return g_strdup ("–");
  if (column == PGS_REGION_COLUMN_OFFSET)
    return g_strdup_printf ("%08" G_GINT64_MODIFIER "x", mapping->offset);
  if (column == PGS_REGION_COLUMN_DEVICE)
    return g_strdup_printf ("%02x:%02x", mapping->dev_major, mapping->dev_minor);
  return g_strdup_printf ("%" G_GUINT64_FORMAT, mapping->inode);
}

/**
 * pgs_region_column_format:
 * @column: a column
 * @snapshot: a moment with mappings
 * @region: index of one of them
 *
 * Returns: (transfer full): what the cell shows, one line of valid UTF-8; "–" if unknown or none
 */
char *
pgs_region_column_format (PgsRegionColumn    column,
                          const PgsSnapshot *snapshot,
                          gsize              region)
{
  const PgsMapping *mapping = pgs_maps_get (snapshot->maps, region);
  char perms[5];

  switch ((int) column)
    {
    case PGS_REGION_COLUMN_NAME:
      return pgs_format_mapping_name (mapping);
    case PGS_REGION_COLUMN_PATH:
      return format_path (mapping);
    case PGS_REGION_COLUMN_KIND:
      return g_strdup (pgs_format_kind (mapping->kind));
    case PGS_REGION_COLUMN_PERMS:
      pgs_perms_format (mapping->perms, perms);
      return g_strdup (perms);
    case PGS_REGION_COLUMN_RANGE:
    case PGS_REGION_COLUMN_OFFSET:
    case PGS_REGION_COLUMN_DEVICE:
    case PGS_REGION_COLUMN_INODE:
      return format_number (column, mapping);
    default:
      return pgs_region_column_format_sum (column,
                                           pgs_region_column_get_value (column, snapshot, region));
    }
}

/**
 * pgs_region_column_dup_raw:
 * @column: a column
 * @snapshot: a moment with mappings
 * @region: index of one of them
 *
 * As pgs_region_column_format(), for other programs to read: sizes in bytes without a unit, numbers
 * without group separators, nothing where unknown.
 *
 * Returns: (transfer full): one line without tabs
 */
char *
pgs_region_column_dup_raw (PgsRegionColumn    column,
                           const PgsSnapshot *snapshot,
                           gsize              region)
{
  const guint64 value = pgs_region_column_get_value (column, snapshot, region);

  if (column == PGS_REGION_COLUMN_RANGE)
    {
      const PgsMapping *mapping = pgs_maps_get (snapshot->maps, region);

      return g_strdup_printf ("%" G_GINT64_MODIFIER "x-%" G_GINT64_MODIFIER "x", mapping->start,
                              mapping->end);
    }
  if (value == PGS_UNKNOWN)
    return g_strdup ("");
  if (pgs_region_column_is_sum (column))
    return g_strdup_printf ("%" G_GUINT64_FORMAT, value);
  return pgs_region_column_format (column, snapshot, region);
}
