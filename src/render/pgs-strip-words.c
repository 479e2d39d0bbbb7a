/* pgs-strip-words.c: the parts of the strip in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-strip-words.h"

#include <glib/gi18n-lib.h>

#include "pgs-format.h"
#include "pgs-strip-fill.h"

/**
 * pgs_strip_dup_name:
 * @maps: what is mapped
 * @item: a block or a group of them
 * @brief: of a group only how many it holds
 *
 * Returns: (transfer full): what it is called
 */
char *
pgs_strip_dup_name (const PgsMaps      *maps,
                    const PgsStripItem *item,
                    gboolean            brief)
{
  const PgsMapping *mapping = pgs_maps_get (maps, item->first_mapping);

  if (item->what == PGS_STRIP_GROUP)
    {
      g_autofree char *count = pgs_format_count (item->n_mappings);

      if (brief)
        return g_strconcat ("×", count, NULL);
      /* Translators: how many mappings a block of the address space stands for */
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s mapping", "%s mappings", MIN (item->n_mappings, 100000)),
                              count);
    }
  for (gsize i = 1; i < item->n_mappings && mapping->path == NULL; i++)
    mapping = pgs_maps_get (maps, item->first_mapping + i);
  return pgs_format_mapping_name (mapping);
}

static char *
describe_fill (const PgsStripFill *fill)
{
  g_autofree char *resident = pgs_format_size (fill->resident);

  if (fill->denied > 0)
    return g_strdup (_("could not be read"));
  if (fill->unread == 0)
    return g_strdup_printf (_("%s resident"), resident);
  if (fill->unread == fill->size)
    return g_strdup (_("not read yet"));
  /* Translators: a size: not all pages were looked at so far */
  return g_strdup_printf (_("at least %s resident"), resident);
}

/**
 * pgs_isolation_explain:
 * @isolation: how the kernel's half is kept away
 *
 * Returns: (transfer none): that in a sentence, translated
 */
const char *
pgs_isolation_explain (PgsIsolation isolation)
{
  switch (isolation)
    {
    case PGS_ISOLATION_UNKNOWN:
      return _("The kernel's half of all addresses: no program may touch it");
    case PGS_ISOLATION_NONE:
      return _("The kernel's half of all addresses: it stands in the page table of every process, but no program may "
               "touch it");
    case PGS_ISOLATION_TABLES:
      return _("The kernel's half of all addresses: while a program runs, its page table has nearly nothing of it "
               "(page table isolation, against Meltdown)");
    }
  g_return_val_if_reached ("");
}

/**
 * pgs_strip_describe:
 * @model: what is drawn
 * @layout: of its mappings
 * @item: what is pointed at
 *
 * Returns: (transfer full): it in words, for tooltips and screen readers
 */
char *
pgs_strip_describe (const PgsMapModel    *model,
                    const PgsStripLayout *layout,
                    const PgsStripItem   *item)
{
  const PgsMaps *maps = pgs_strip_layout_get_maps (layout);
  g_autofree char *range = pgs_format_range (item->start, item->end);
  g_autofree char *name = NULL;
  g_autofree char *title = NULL;
  g_autofree char *size = NULL;
  g_autofree char *resident = NULL;
  PgsStripFill fill;

  switch (item->what)
    {
    case PGS_STRIP_KERNEL:
      return g_strdup (pgs_isolation_explain (model->isolation));
    case PGS_STRIP_GAP:
      size = pgs_format_size (item->end - item->start);
      return g_strdup_printf (_("%s unmapped\n%s"), size, range);
    case PGS_STRIP_BLOCK:
    case PGS_STRIP_GROUP:
      name = pgs_strip_dup_name (maps, item, FALSE);
      pgs_strip_fill_init (&fill, model->snapshot, maps, item);
      size = pgs_format_size (fill.size);
      resident = describe_fill (&fill);
      title = pgs_format_name_of_kind (name, item->kind);
      return g_strdup_printf ("%s\n%s\n%s · %s", title, range, size, resident);
    }
  g_assert_not_reached ();
}
