/* pgs-regions-page-selection.c: the selected mapping of the table and of the session, one and the same
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-regions-page-private.h"

/* The list widget is inside the column view; only it can scroll to a row in GTK 4.8. */
static GtkWidget *
find_list_view (PgsRegionsPage *self)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->view));

  while (child != NULL && !GTK_IS_LIST_VIEW (child))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

/**
 * pgs_regions_page_scroll_to:
 * @self: a page
 * @position: of a row
 */
void
pgs_regions_page_scroll_to (PgsRegionsPage *self,
                            guint           position)
{
  GtkWidget *list_view = find_list_view (self);

  if (list_view != NULL)
    gtk_widget_activate_action (list_view, "list.scroll-to-item", "u", position);
}

/**
 * pgs_regions_page_scroll_to_selected:
 * @self: a page
 *
 * Everything moved: shows the selected row, or begins at the top.
 */
void
pgs_regions_page_scroll_to_selected (PgsRegionsPage *self)
{
  g_autoptr (GtkBitset) selected
      = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->list));

  if (!gtk_bitset_is_empty (selected))
    pgs_regions_page_scroll_to (self, gtk_bitset_get_minimum (selected));
  else if (g_list_model_get_n_items (G_LIST_MODEL (self->list)) > 0)
    pgs_regions_page_scroll_to (self, 0);
}

/**
 * pgs_regions_page_follow_selection:
 * @self: a page
 *
 * Takes the session's selection, if this table shows another one.
 */
void
pgs_regions_page_follow_selection (PgsRegionsPage *self)
{
  GtkSelectionModel *model = GTK_SELECTION_MODEL (self->list);
  PgsSelection selection = { 0 };
  guint position;

  if (self->session != NULL)
    pgs_session_get_selection (self->session, &selection);
  self->is_following = TRUE;
  if (selection.start >= selection.end
      || !pgs_region_list_find (self->list, selection.start, &position))
    gtk_selection_model_unselect_all (model);
  else if (pgs_region_list_get_only_selected (self->list)
           != pgs_region_list_get_row (self->list, position))
    {
      gtk_selection_model_select_item (model, position, TRUE);
      pgs_regions_page_scroll_to (self, position);
    }
  self->is_following = FALSE;
}

/**
 * pgs_regions_page_on_selection_changed:
 * @model: the list
 * @position: not used
 * @n_items: not used
 * @data: the page
 *
 * Gives one selected mapping to the session. A selection of several is only for sums.
 */
void
pgs_regions_page_on_selection_changed (GtkSelectionModel *model,
                                       guint              position,
                                       guint              n_items,
                                       gpointer           data)
{
  PgsRegionsPage *self = data;
  const PgsRow *row = pgs_region_list_get_only_selected (self->list);
  const PgsMapping *mapping;
  PgsSelection selection;

  pgs_regions_page_show_sums (self);
  if (self->is_following || row == NULL || self->session == NULL)
    return;
  mapping = pgs_region_list_get_first_mapping (self->list, row);
  pgs_session_get_selection (self->session, &selection);
  if (selection.start >= mapping->start && selection.end <= mapping->end
      && selection.start < selection.end)
    return;
  selection = (PgsSelection) { .start = mapping->start, .end = mapping->end };
  pgs_session_select (self->session, &selection);
}

/**
 * pgs_regions_page_on_session_selection_changed:
 * @session: whose selection is another one now
 * @data: the page
 *
 * Follows it, if anybody looks.
 */
void
pgs_regions_page_on_session_selection_changed (PgsSession *session,
                                               gpointer    data)
{
  PgsRegionsPage *self = data;

  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    pgs_regions_page_follow_selection (self);
}
