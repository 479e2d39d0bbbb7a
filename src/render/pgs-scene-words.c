/* pgs-scene-words.c: what a scene shows, in words and numbers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-scene.h"

#include <glib/gi18n-lib.h>

#include "pgs-format.h"
#include "pgs-process-info.h"

/* ", 12 show the zero page", if there are any. */
static void
add_count (GString    *text,
           const char *format,
           guint64     count)
{
  g_autofree char *number = pgs_format_count (count);

  if (count == 0 || count == PGS_UNKNOWN)
    return;
  g_string_append (text, ", ");
  g_string_append_printf (text, format, number);
}

/**
 * pgs_scene_pane_dup_counts:
 * @self: a scene
 * @pane: one of its panes, with a snapshot
 * @pointer: what is pointed at
 *
 * Returns: (transfer full): "12,800 of 25,600 pages in RAM, 12,800 mapped only here, 512 changed with this step"
 */
char *
pgs_scene_pane_dup_counts (const PgsScene        *self,
                           const PgsScenePane    *pane,
                           const PgsScenePointer *pointer)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *n_pages = NULL, *resident = NULL;
  PgsSceneCounts counts;

  pgs_scene_pane_count (pane, pointer, &counts);
  n_pages = pgs_format_count (counts.n_pages);
  resident = counts.known ? pgs_format_count (counts.counts.present - MIN (counts.counts.zero, counts.counts.present))
                          : g_strdup ("–");
  /* Translators: two numbers of pages: "12,800 of 25,600 pages in RAM" */
  g_string_append_printf (text, _("%s of %s pages in RAM"), resident, n_pages);
  if (!counts.known)
    return g_string_free (g_steal_pointer (&text), FALSE);
  /* Translators: the next ones are numbers of pages, each after a comma; the first: pages that are mapped by no
   * other process */
  if (self->color_by == PGS_COLOR_BY_SHARING && pgs_pages_get_known (pane->snapshot->pages) & PGS_PAGE_EXCLUSIVE)
    add_count (text, _("%s only here"), counts.counts.exclusive);
  add_count (text, _("%s show the zero page"), counts.counts.zero);
  add_count (text, _("%s in huge pages"), counts.counts.huge);
  add_count (text, _("%s swapped out"), counts.counts.swapped);
  add_count (text, _("%s guard pages"), counts.counts.guard);
  add_count (text, _("%s changed with this step"), counts.changed);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * pgs_scene_pane_dup_sizes:
 * @self: a pane with a snapshot
 *
 * Returns: (transfer full): "VIRT 102 MiB · RES 101 MiB"
 */
char *
pgs_scene_pane_dup_sizes (const PgsScenePane *self)
{
  g_autofree char *virt = pgs_format_size (self->snapshot->counters.virt);
  g_autofree char *res = pgs_format_size (self->snapshot->counters.res);

  return g_strdup_printf ("VIRT %s · RES %s", virt, res);
}

/**
 * pgs_scene_pane_dup_scale:
 * @self: a pane with a snapshot
 * @cell_shift: log2 of the pages in a cell
 *
 * Returns: (transfer full): "one cell is 16 pages (64 KiB)"
 */
char *
pgs_scene_pane_dup_scale (const PgsScenePane *self,
                          guint               cell_shift)
{
  const guint64 in_cell = G_GUINT64_CONSTANT (1) << cell_shift;
  g_autofree char *n_pages = pgs_format_count (in_cell);
  g_autofree char *bytes = pgs_format_size (in_cell * self->snapshot->page_size);

  if (in_cell == 1)
    /* Translators: what a cell of a picture stands for: a page of that size */
    return g_strdup_printf (_("one cell is a page (%s)"), bytes);
  return g_strdup_printf (_("one cell is %s pages (%s)"), n_pages, bytes);
}

static void
describe_pane (const PgsScene     *self,
               const PgsScenePane *pane,
               GString            *text)
{
  g_autofree char *sizes = NULL;

  g_string_append_printf (text, "%s%s: ", text->len > 0 ? "\n" : "", pane->title);
  if (pane->note != NULL || pane->snapshot == NULL)
    {
      g_string_append (text, pane->note != NULL ? pane->note : "–");
      return;
    }
  sizes = pgs_scene_pane_dup_sizes (pane);
  g_string_append (text, sizes);
  for (guint i = 0; i < pane->pointers->len; i++)
    {
      const PgsScenePointer *pointer = &g_array_index (pane->pointers, PgsScenePointer, i);
      g_autofree char *size = pgs_format_size (pointer->end - pointer->start);
      g_autofree char *address = pgs_format_address (pointer->start);
      g_autofree char *counts = pgs_scene_pane_dup_counts (self, pane, pointer);

      g_string_append (text, "; ");
      /* Translators: what is pointed at, its size, its address, and how many of its pages are in which state */
      g_string_append_printf (text, _("%s: %s from %s, %s"), pointer->name, size, address, counts);
    }
}

/**
 * pgs_scene_describe:
 * @self: a scene
 *
 * Returns: (transfer full): all of it with numbers, for those who do not see it; a line a process
 */
char *
pgs_scene_describe (const PgsScene *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < self->panes->len; i++)
    describe_pane (self, self->panes->pdata[i], text);
  return g_string_free (g_steal_pointer (&text), FALSE);
}
