/* pgs-frame-words.c: what the kernel says of one page of RAM, in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-frame-words.h"

#include <glib/gi18n-lib.h>

#include "pgs-format.h"

/* A few words for each bit that pgs_frame_flag_get_id() has a name for. */
static const char *const words[PGS_N_FRAME_FLAGS] = {
  [0] = N_("locked for I/O"),
  [1] = N_("I/O error"),
  [2] = N_("recently used"),
  [3] = N_("has its data"),
  [4] = N_("changed, not yet written back"),
  [5] = N_("on a list of reclaim"),
  [6] = N_("on the active list"),
  [7] = N_("the kernel’s own objects"),
  [8] = N_("being written back"),
  [9] = N_("to be reclaimed soon"),
  [10] = N_("free"),
  [11] = N_("mapped by a process"),
  [12] = N_("anonymous"),
  [13] = N_("has a place in swap"),
  [14] = N_("can go to swap"),
  [15] = N_("first of a larger page"),
  [16] = N_("part of a larger page"),
  [17] = N_("hugetlb"),
  [18] = N_("cannot be reclaimed"),
  [19] = N_("broken RAM"),
  [20] = N_("no RAM here"),
  [21] = N_("merged with equal pages"),
  [22] = N_("transparent huge page"),
  [23] = N_("offline"),
  [24] = N_("the page of zeros"),
  [25] = N_("not used since it was marked"),
  [26] = N_("page table"),
  [32] = N_("reserved by the kernel"),
  [33] = N_("locked in RAM"),
  [34] = N_("its owner’s second mark"),
  [35] = N_("its file system has data on it"),
  [36] = N_("its file system’s second mark"),
  [37] = N_("its owner’s mark"),
  [38] = N_("mark of the architecture"),
  [39] = N_("not cached"),
  [40] = N_("written since it was marked"),
  [41] = N_("second mark of the architecture"),
  [42] = N_("third mark of the architecture"),
};

/**
 * pgs_frame_flag_describe:
 * @bit: of the flags of a frame, 0 … 63
 *
 * Returns: (transfer none) (nullable): what it means, translated; %NULL for a bit that is not known
 */
const char *
pgs_frame_flag_describe (guint bit)
{
  g_return_val_if_fail (bit < PGS_N_FRAME_FLAGS, NULL);
  return words[bit] != NULL ? _(words[bit]) : NULL;
}

/**
 * pgs_frame_format_flags:
 * @frame: a frame
 *
 * Returns: (transfer full): one line a flag, "LRU  on a list of reclaim", a bit without a name as its
 *   number; "–" if they are not known
 */
char *
pgs_frame_format_flags (const PgsFrame *frame)
{
  GString *text;

  if (!frame->has_flags)
    return g_strdup ("–");
  if (frame->flags == 0)
    return g_strdup (_("none"));
  text = g_string_new (NULL);
  for (guint bit = 0; bit < PGS_N_FRAME_FLAGS; bit++)
    {
      const char *id = pgs_frame_flag_get_id (bit);

      if (!(frame->flags >> bit & 1))
        continue;
      if (text->len > 0)
        g_string_append_c (text, '\n');
      if (id != NULL)
        g_string_append_printf (text, "%s  %s", id, pgs_frame_flag_describe (bit));
      else
        g_string_append_printf (text, "%u", bit);
    }
  return g_string_free (text, FALSE);
}

/**
 * pgs_frame_format_count:
 * @frame: a frame
 *
 * Returns: (transfer full): how often it is mapped; "–" if that is not known
 */
char *
pgs_frame_format_count (const PgsFrame *frame)
{
  g_autofree char *count = NULL;

  if (!frame->has_count)
    return g_strdup ("–");
  count = pgs_format_count (frame->n_mapped);
  /* Translators: how many entries of page tables point to a page of RAM. */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s time", "%s times",
                                       (gulong) MIN (frame->n_mapped, 1000000)), count);
}
