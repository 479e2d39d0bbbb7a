/* pgs-map-text.c: the map in words: names of bands, tooltips, what a screen reader hears
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-map.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "pgs-format.h"
#include "pgs-page-words.h"
#include "pgs-read-iter.h"

#define MAX_NAMES 3                 /* of one band */
#define OLD_US (2 * G_USEC_PER_SEC) /* from here on it is said how old pages are */

static gboolean
has_name (GPtrArray  *names,
          const char *name)
{
  for (guint i = 0; i < names->len; i++)
    if (g_str_equal (names->pdata[i], name))
      return TRUE;
  return FALSE;
}

/**
 * pgs_map_dup_band_name:
 * @layout: a layout
 * @band: index of a band
 *
 * Returns: (transfer full): what the band is called: its file, or the kernel's words for its parts,
 *   "[vvar] [vdso]"
 */
char *
pgs_map_dup_band_name (const PgsMapLayout *layout,
                       gsize               band)
{
  const PgsMaps *maps = pgs_map_layout_get_maps (layout);
  const PgsMapBand *b = pgs_map_layout_get_band (layout, band);
  g_autoptr (GPtrArray) names = NULL;

  if (b->kind != PGS_KIND_KERNEL)
    {
      const PgsMapping *named = pgs_maps_get (maps, b->named);
      g_autofree char *name = pgs_format_mapping_name (named);
      g_autofree char *count = pgs_format_count (b->n_mappings);

      /* Translators: name and number of mappings that are drawn as one: "anonymous ×59,999" */
      return named->path == NULL && b->n_mappings > 1 ? g_strdup_printf (_("%s ×%s"), name, count)
                                                     : g_steal_pointer (&name);
    }
  names = g_ptr_array_new_with_free_func (g_free);
  for (gsize i = 0; i < b->n_mappings && names->len < MAX_NAMES; i++)
    {
      g_autofree char *name = pgs_format_mapping_name (pgs_maps_get (maps, b->first_mapping + i));

      if (!has_name (names, name))
        g_ptr_array_add (names, g_steal_pointer (&name));
    }
  g_ptr_array_add (names, NULL);
  return g_strjoinv (" ", (char **) names->pdata);
}

static void
append_count (GString    *text,
              const char *format,
              guint64     count)
{
  g_autofree char *number = pgs_format_count (count);

  if (count == 0)
    return;
  g_string_append (text, ", ");
  g_string_append_printf (text, format, number);
}

/* A page, in the order of what matters most. */
static void
append_page_state (GString      *text,
                   PgsPageState  states,
                   PgsPageState  known,
                   gboolean      has_marks)
{
  if (states & PGS_PAGE_GUARD)
    g_string_append (text, _("guard page"));
  else if (states & PGS_PAGE_SWAPPED && has_marks)
    g_string_append (text, pgs_page_format_mark ());
  else if (states & PGS_PAGE_SWAPPED)
    g_string_append (text, _("swapped out"));
  else if (!(states & PGS_PAGE_PRESENT))
    g_string_append (text, _("not in RAM"));
  else if (states & PGS_PAGE_ZERO)
    g_string_append (text, _("the shared zero page"));
  else
    {
      g_string_append (text, _("in RAM"));
      if (states & PGS_PAGE_HUGE)
        g_string_append_printf (text, ", %s", _("part of a huge page"));
      if (known & PGS_PAGE_FILE)
        g_string_append_printf (text, ", %s", states & PGS_PAGE_FILE ? _("of a file") : _("private"));
      if (known & PGS_PAGE_EXCLUSIVE)
        g_string_append_printf (text, ", %s", states & PGS_PAGE_EXCLUSIVE ? _("mapped only here")
                                                                          : _("mapped elsewhere too"));
    }
}

static guint64
count_read (const PgsPages *pages,
            guint64         first,
            guint64         end)
{
  guint64 n_read = 0;
  PgsReadIter iter;
  PgsReadRange range;

  pgs_read_iter_init (&iter, pages, first, end);
  while (pgs_read_iter_next (&iter, &range))
    n_read += range.end - range.first;
  return n_read;
}

/* How old it is what was said of pages that were all read. */
static void
append_age (GString           *text,
            const PgsSnapshot *snapshot,
            guint64            first,
            guint64            end)
{
  const gint64 read_us = pgs_coverage_get_oldest (pgs_pages_get_coverage (snapshot->pages), first, end);
  const gint64 age_us = snapshot->monotonic_us - read_us;
  const int seconds = (int) CLAMP (age_us / G_USEC_PER_SEC, 0, G_MAXINT);

  if (read_us == 0 || age_us < OLD_US)
    return;
  g_string_append_c (text, '\n');
  /* Translators: how long ago the state of pages was looked at */
  g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "pages read %d s ago", "pages read %d s ago", seconds),
                          seconds);
}

static void
append_counts (GString        *text,
               const PgsPages *pages,
               guint64         first,
               guint64         n_pages,
               gboolean        has_marks)
{
  g_autofree char *total = pgs_format_count (n_pages);
  g_autofree char *present = NULL;
  PgsPageCounts counts;

  pgs_pages_count (pages, first, n_pages, &counts);
  present = pgs_format_count (counts.present - MIN (counts.zero, counts.present));
  /* Translators: "12 of 64 pages in RAM" */
  g_string_append_printf (text, _("%s of %s pages in RAM"), present, total);
  /* Translators: number of pages with a mark of userfaultfd, which are not in swap */
  append_count (text, has_marks ? _("%s marked") : _("%s swapped out"), counts.swapped);
  append_count (text, _("%s of a file"), counts.file);
  append_count (text, _("%s huge"), counts.huge);
  append_count (text, _("%s zero pages"), counts.zero);
  append_count (text, _("%s guard pages"), counts.guard);
}

/* The kernel tells nothing of these pages. */
static gboolean
is_opaque (const PgsSnapshot *snapshot,
           gsize              mapping,
           guint64            first,
           guint64            end)
{
  PgsPageCounts counts;

  pgs_pages_count (snapshot->pages, first, end - first, &counts);
  return counts.present + counts.swapped + counts.guard == 0 && pgs_snapshot_is_opaque (snapshot, mapping);
}

static void
append_cell (GString           *text,
             const PgsSnapshot *snapshot,
             const PgsMapHit   *hit)
{
  const PgsPages *pages = snapshot->pages;
  const guint64 first = hit->start >> pgs_pages_get_shift (pages), end = hit->end >> pgs_pages_get_shift (pages);
  const guint64 n_read = count_read (pages, first, end);
  const gboolean is_cell = hit->what == PGS_MAP_HIT_CELL;
  const gboolean has_marks = is_cell && pgs_snapshot_has_marks (snapshot, hit->mapping);

  if (is_cell && is_opaque (snapshot, hit->mapping, first, end))
    {
      g_string_append (text, pgs_page_format_opaque ());
      return;
    }
  if (n_read == 0)
    g_string_append (text, _("not read yet"));
  else if (end - first == 1)
    append_page_state (text, pgs_pages_get_state (pages, first), pgs_pages_get_known (pages), has_marks);
  else
    append_counts (text, pages, first, end - first, has_marks);
  if (n_read > 0 && n_read < end - first)
    {
      g_autofree char *read = pgs_format_count (n_read);
      g_autofree char *total = pgs_format_count (end - first);

      g_string_append_c (text, '\n');
      /* Translators: only some pages were looked at so far, numbers of pages */
      g_string_append_printf (text, _("sampled: %s of %s pages read, there may be more"), read, total);
    }
  append_age (text, snapshot, first, end);
}

static char *
describe_gap (const PgsMapHit *hit)
{
  g_autofree char *size = pgs_format_size (hit->end - hit->start);
  g_autofree char *range = pgs_format_range (hit->start, hit->end);

  /* Translators: size, then address range */
  return g_strdup_printf (_("%s unmapped\n%s"), size, range);
}

/**
 * pgs_map_describe_hit:
 * @model: what is drawn
 * @layout: of its mappings
 * @hit: what is pointed at
 *
 * Says in words what is drawn there: name and protection, the range, the state of its pages. The
 * tooltip and the accessible description.
 *
 * Returns: (transfer full) (nullable): lines of text, %NULL where nothing is
 */
char *
pgs_map_describe_hit (const PgsMapModel  *model,
                      const PgsMapLayout *layout,
                      const PgsMapHit    *hit)
{
  const PgsMaps *maps = pgs_map_layout_get_maps (layout);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *range = NULL;
  g_autofree char *size = NULL;
  g_autofree char *name = NULL;
  g_autofree char *title = NULL;
  char perms[5];

  if (hit->what == PGS_MAP_HIT_NONE)
    return NULL;
  if (hit->what == PGS_MAP_HIT_GAP)
    return describe_gap (hit);
  range = pgs_format_range (hit->start, hit->end);
  size = pgs_format_size (hit->end - hit->start);
  if (hit->what == PGS_MAP_HIT_BAND)
    {
      name = pgs_map_dup_band_name (layout, hit->band);
      title = pgs_format_name_of_kind (name, pgs_map_layout_get_band (layout, hit->band)->kind);
      g_string_append_printf (text, "%s\n%s\n%s · ", title, range, size);
    }
  else
    {
      const PgsMapping *mapping = pgs_maps_get (maps, hit->mapping);

      name = pgs_format_mapping_name (mapping);
      pgs_perms_format (mapping->perms, perms);
      title = pgs_format_name_of_kind (name, mapping->kind);
      g_string_append_printf (text, "%s · %s\n%s\n%s · ", title, perms, range, size);
    }
  if (model->snapshot->pages != NULL)
    append_cell (text, model->snapshot, hit);
  else
    g_string_append (text, _("pages could not be read"));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * pgs_map_describe:
 * @model: what is drawn
 * @layout: of its mappings
 *
 * Returns: (transfer full): the whole map in one sentence: "12 regions, 75.9 MiB of 188 MiB
 *   resident, largest: anonymous 100 MiB"
 */
char *
pgs_map_describe (const PgsMapModel  *model,
                  const PgsMapLayout *layout)
{
  const gsize n_bands = pgs_map_layout_get_n_bands (layout);
  const PgsSnapshot *snapshot = model->snapshot;
  g_autofree char *virt = pgs_format_size (snapshot->counters.virt);
  g_autofree char *res = pgs_format_size (snapshot->counters.res);
  g_autofree char *count = pgs_format_count (pgs_maps_get_length (pgs_map_layout_get_maps (layout)));
  g_autofree char *name = NULL;
  g_autofree char *size = NULL;
  gsize largest = 0;

  if (n_bands == 0)
    return g_strdup (_("no regions"));
  for (gsize i = 1; i < n_bands; i++)
    {
      const PgsMapBand *band = pgs_map_layout_get_band (layout, i);
      const PgsMapBand *best = pgs_map_layout_get_band (layout, largest);

      if (band->end - band->start > best->end - best->start)
        largest = i;
    }
  name = pgs_map_dup_band_name (layout, largest);
  size = pgs_format_size (pgs_map_layout_get_band (layout, largest)->end
                          - pgs_map_layout_get_band (layout, largest)->start);
  /* Translators: number of regions, resident size, virtual size, name and size of the largest one */
  return g_strdup_printf (_("%s regions, %s of %s resident, largest: %s, %s"), count, res, virt, name, size);
}
