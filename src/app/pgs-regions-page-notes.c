/* pgs-regions-page-notes.c: what is said below the table of mappings, and in its place if it is empty
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-regions-page-private.h"

#include <glib/gi18n-lib.h>

#include "pgs-page-words.h"
#include "pgs-process-words.h"
#include "pgs-region-sums.h"
#include "pgs-text.h"

/* Of the selected mappings, or of all that are shown; only while somebody looks. */
static void
show_ledger (PgsRegionsPage *self)
{
  const PgsSnapshot *snapshot = pgs_region_list_get_snapshot (self->list);
  g_autofree guint8 *chosen = NULL;

  if (snapshot == NULL || !gtk_widget_get_visible (self->ledger_popover))
    return;
  chosen = pgs_region_list_dup_chosen (self->list);
  pgs_ledger_view_update_regions (self->ledger, snapshot, chosen);
}

/**
 * pgs_regions_page_on_ledger_show:
 * @popover: that with the ledger
 * @data: the page
 *
 * Fills the ledger that is shown from now on.
 */
void
pgs_regions_page_on_ledger_show (GtkWidget *popover,
                                 gpointer   data)
{
  show_ledger (data);
}

/**
 * pgs_regions_page_show_sums:
 * @self: a page
 *
 * Shows the sums of the selected mappings, or of all that are shown: below the table, and in the ledger.
 */
void
pgs_regions_page_show_sums (PgsRegionsPage *self)
{
  const PgsSnapshot *snapshot = pgs_region_list_get_snapshot (self->list);
  g_autofree char *sums = pgs_region_list_dup_sums_text (self->list);
  g_autofree char *age = NULL;
  g_autofree char *text = NULL, *unbroken = NULL;

  if (snapshot != NULL && snapshot->smaps != NULL)
    age = pgs_page_format_read_age (snapshot->smaps_at_us, snapshot->monotonic_us);
  if (age != NULL)
    /* Translators: sums of columns, and how long ago smaps was read, "3.1 s ago". */
    text = g_strdup_printf (_("%s  ·  smaps: %s"), sums, age);
  unbroken = pgs_text_dup_unbroken (text != NULL ? text : sums);
  gtk_label_set_text (self->footer, unbroken);
  gtk_widget_set_sensitive (self->ledger_button, snapshot != NULL);
  show_ledger (self);
}

static void
show_empty (PgsRegionsPage *self,
            const char     *title,
            const char     *description)
{
  g_autofree char *escaped = g_markup_escape_text (description, -1);

  gtk_widget_remove_css_class (GTK_WIDGET (self->empty), "unreadable");
  adw_status_page_set_title (self->empty, title);
  adw_status_page_set_description (self->empty, escaped);
  gtk_stack_set_visible_child_name (self->stack, "empty");
}

/**
 * pgs_regions_page_show_reason:
 * @self: a page
 *
 * Says why there is no row to show, or shows the table if there is one.
 */
void
pgs_regions_page_show_reason (PgsRegionsPage *self)
{
  PgsSnapshot *snapshot = self->session ? pgs_session_get_snapshot (self->session) : NULL;

  if (g_list_model_get_n_items (G_LIST_MODEL (self->list)) > 0)
    gtk_stack_set_visible_child_name (self->stack, "table");
  else if (snapshot == NULL)
    show_empty (self, _("No process"), _("Choose a process to see its mappings."));
  else if (snapshot->maps == NULL)
    {
      g_autofree char *reason = pgs_process_format_reason (snapshot, PGS_PART_MAPS);

      show_empty (self, _("Mappings are denied"), reason);
      gtk_widget_add_css_class (GTK_WIDGET (self->empty), "unreadable"); /* hatched, as everywhere */
    }
  else if (snapshot->process->is_kernel_thread)
    show_empty (self, _("No mappings"), _("A kernel thread has no address space of its own."));
  else if (pgs_maps_get_length (snapshot->maps) == 0)
    show_empty (self, _("No mappings"), _("The process has no address space any more."));
  else
    show_empty (self, _("Nothing found"), _("No mapping fits the search and the kind."));
}
