/* pgs-compare-page-notes.c: what is said of a comparison below its rows, and in their place
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-compare-page-private.h"

#include <glib/gi18n-lib.h>

#include "pgs-denial-words.h"
#include "pgs-diff-words.h"
#include "pgs-format.h"
#include "pgs-label.h"
#include "pgs-text.h"

static void
show_empty (PgsComparePage *self,
            const char     *title,
            const char     *description)
{
  g_autofree char *escaped = g_markup_escape_text (description, -1);

  adw_status_page_set_title (self->empty, title);
  adw_status_page_set_description (self->empty, escaped);
  gtk_stack_set_visible_child_name (self->stack, "empty");
}

/* Returns: (transfer full) (nullable): why regions cannot be compared. */
static char *
dup_denial (PgsComparePage *self)
{
  PgsSnapshot *sides[] = { pgs_comparison_get_a (self->comparison),
                           pgs_comparison_get_b (self->comparison) };

  for (gsize i = 0; i < G_N_ELEMENTS (sides); i++)
    if (sides[i] != NULL && sides[i]->maps == NULL)
      return pgs_denial_format (sides[i], PGS_PART_MAPS);
  return NULL;
}

/**
 * pgs_compare_page_show_reason:
 * @self: a page
 *
 * Says why there are no rows, in their place; nothing if there are rows.
 */
void
pgs_compare_page_show_reason (PgsComparePage *self)
{
  const PgsDiff *diff = pgs_diff_list_get_diff (self->list);
  g_autofree char *denial = NULL;
  gsize n_entries = 0;

  if (g_list_model_get_n_items (G_LIST_MODEL (self->list)) > 0)
    {
      gtk_stack_set_visible_child_name (self->stack, "table");
      return;
    }
  if (self->comparison == NULL || pgs_comparison_get_b (self->comparison) == NULL)
    {
      show_empty (self, _("No Process"), _("Choose a process, then compare its moments."));
      return;
    }
  if (pgs_comparison_get_a (self->comparison) == NULL)
    {
      show_empty (self, _("Nothing to Compare With"),
                  _("Mark a moment with Ctrl+M and let the program go on, select a span in the timeline, or "
                    "choose A above: this moment, a mark, a recording or another process."));
      return;
    }
  denial = dup_denial (self);
  if (denial != NULL)
    show_empty (self, _("Mappings Are Denied"), denial);
  else if (diff == NULL)
    show_empty (self, _("Comparing…"), "");
  else if (pgs_diff_get_entries (diff, &n_entries), n_entries > 0)
    show_empty (self, _("Nothing Found"), _("No change fits the search and the filter."));
  else
    show_empty (self, _("No Difference"), _("All mappings and pages are the same in A and B."));
}

static void
append_pages (GString    *text,
              const char *format,
              guint64     n_pages)
{
  g_autofree char *count = pgs_format_count (n_pages);

  g_string_append (text, "  ·  ");
  g_string_append_printf (text, format, count);
}

static const char *
get_error (PgsComparePage *self)
{
  const GError *error = self->comparison != NULL ? pgs_comparison_get_error (self->comparison) : NULL;

  return self->error == NULL && error != NULL ? error->message : self->error;
}

/**
 * pgs_compare_page_show_footer:
 * @self: a page
 *
 * Says below the table what all of it comes to, or why what was chosen last cannot be compared or
 * was not saved.
 */
void
pgs_compare_page_show_footer (PgsComparePage *self)
{
  const PgsDiff *diff = pgs_diff_list_get_diff (self->list);
  const char *error = get_error (self);
  g_autofree char *summary = NULL;
  g_autofree char *balance = NULL;
  g_autofree char *unbroken = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  PgsDiffSums sums;

  if (diff != NULL)
    {
      summary = pgs_diff_dup_summary (diff);
      pgs_diff_get_sums (diff, &sums);
      g_string_append (text, summary);
      append_pages (text, _("%s pages came"), sums.pages.came);
      append_pages (text, _("%s left"), sums.pages.left);
      append_pages (text, _("%s swapped out"), sums.pages.swapped);
      append_pages (text, _("%s copied on write"), sums.pages.copied);
      if (sums.n_pages_unknown > 0)
        g_string_append_printf (text, ngettext ("; of %u region not all pages were read",
                                                "; of %u regions not all pages were read",
                                                (guint) sums.n_pages_unknown),
                                (guint) sums.n_pages_unknown);
      balance = pgs_diff_dup_balance (diff);
      if (balance != NULL)
        g_string_append_printf (text, "  ·  %s", balance);
    }
  if (error != NULL)
    g_string_assign (text, error);
  unbroken = pgs_text_dup_unbroken (text->str);
  pgs_label_update (self->footer, unbroken);
  gtk_widget_set_visible (GTK_WIDGET (self->footer), text->len > 0);
}

/**
 * pgs_compare_page_set_error:
 * @self: a page
 * @error: (nullable) (transfer full): why the table was not saved, until something else is chosen
 */
void
pgs_compare_page_set_error (PgsComparePage *self,
                            char           *error)
{
  g_free (self->error);
  self->error = error;
  pgs_compare_page_show_footer (self);
}
