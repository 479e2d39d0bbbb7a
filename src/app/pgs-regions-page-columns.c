/* pgs-regions-page-columns.c: which columns the table of mappings shows, and by which it is sorted
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-regions-page-private.h"

#include "pgs-sections.h"

/* The row with the keyboard, or to which that comes back. */
static gboolean
get_keyboard_row (PgsRegionsPage *self,
                  guint64        *id)
{
  const PgsRow *selected;

  if (pgs_region_cells_get_focused (self->cells, id))
    return TRUE;
  selected = pgs_region_list_get_only_selected (self->list);
  if (selected != NULL)
    *id = selected->id;
  return selected != NULL;
}

/* The keyboard goes where its row goes. */
static void
sort (PgsRegionsPage  *self,
      PgsRegionColumn  column,
      gboolean         is_descending)
{
  guint64 id;
  guint position;
  const gboolean has_row = get_keyboard_row (self, &id);

  pgs_region_list_set_sort (self->list, column, is_descending);
  if (!has_row || !pgs_region_list_find_id (self->list, id, &position))
    return;
  pgs_regions_page_scroll_to (self, position);
  pgs_region_cells_focus (self->cells, position);
}

/**
 * pgs_regions_page_on_sort_changed:
 * @sorter: of the table
 * @change: how it changed
 * @data: the page
 *
 * Sorts the list as the headings ask for it, and remembers that.
 */
void
pgs_regions_page_on_sort_changed (GtkSorter       *sorter,
                                  GtkSorterChange  change,
                                  gpointer         data)
{
  PgsRegionsPage *self = data;
  PgsRegionColumn column = PGS_REGION_COLUMN_RANGE;
  gboolean is_descending = FALSE;

  pgs_region_cells_get_sort (self->cells, &column, &is_descending);
  sort (self, column, is_descending);
  pgs_regions_page_scroll_to_selected (self);
  g_settings_set_string (self->settings, "regions-sort-column",
                         pgs_region_column_get_id (column));
  g_settings_set_boolean (self->settings, "regions-sort-descending", is_descending);
}

/**
 * pgs_regions_page_ask_for_sections:
 * @self: a page
 *
 * Which pages are a file's and which are exclusive costs a read of pagemap for every sample: only for
 * columns that are shown.
 */
void
pgs_regions_page_ask_for_sections (PgsRegionsPage *self)
{
  static const PgsRegionColumn sharing[] = { PGS_REGION_COLUMN_N_FILE,
                                             PGS_REGION_COLUMN_N_EXCLUSIVE };
  PgsSections sections = PGS_SECTION_PAGES | PGS_SECTION_SMAPS;

  if (self->session == NULL)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (sharing); i++)
    if (gtk_column_view_column_get_visible (pgs_region_cells_get_column (self->cells, sharing[i])))
      sections |= PGS_SECTION_SHARING;
  pgs_sections_need (self->session, self,
                     gtk_widget_get_mapped (GTK_WIDGET (self)) ? sections : PGS_SECTION_NONE);
}

static void
save_columns (GObject    *column,
              GParamSpec *pspec,
              gpointer    data)
{
  PgsRegionsPage *self = data;
  g_autoptr (GStrvBuilder) hidden = g_strv_builder_new ();
  g_auto (GStrv) ids = NULL;

  for (guint id = 0; id < PGS_N_REGION_COLUMNS; id++)
    if (!gtk_column_view_column_get_visible (pgs_region_cells_get_column (self->cells, id)))
      g_strv_builder_add (hidden, pgs_region_column_get_id (id));
  ids = g_strv_builder_end (hidden);
  g_settings_set_strv (self->settings, "regions-hidden-columns", (const char *const *) ids);
  pgs_regions_page_ask_for_sections (self);
}

/**
 * pgs_regions_page_add_columns:
 * @self: a page whose columns exist
 *
 * Hides those that were hidden, and makes the menu that chooses. Addresses stay, as the names of
 * groups and their buttons are in that column.
 */
void
pgs_regions_page_add_columns (PgsRegionsPage *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_auto (GStrv) hidden = g_settings_get_strv (self->settings, "regions-hidden-columns");

  for (guint id = PGS_REGION_COLUMN_RANGE + 1; id < PGS_N_REGION_COLUMNS; id++)
    {
      GtkColumnViewColumn *column = pgs_region_cells_get_column (self->cells, id);
      const char *name = pgs_region_column_get_id (id);
      g_autofree char *action_name = g_strconcat ("regions.", name, NULL);
      g_autoptr (GPropertyAction) action = NULL;

      if (g_strv_contains ((const char *const *) hidden, name))
        gtk_column_view_column_set_visible (column, FALSE);
      action = g_property_action_new (name, column, "visible");
      g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (action));
      g_menu_append (menu, pgs_region_column_get_title (id), action_name);
      g_signal_connect_object (column, "notify::visible", G_CALLBACK (save_columns), self, 0);
    }
  gtk_menu_button_set_menu_model (self->columns, G_MENU_MODEL (menu));
}

/**
 * pgs_regions_page_restore_sort:
 * @self: a page whose columns exist
 *
 * Sorts as it was sorted the last time.
 */
void
pgs_regions_page_restore_sort (PgsRegionsPage *self)
{
  g_autofree char *id = g_settings_get_string (self->settings, "regions-sort-column");
  const gboolean is_descending = g_settings_get_boolean (self->settings, "regions-sort-descending");
  PgsRegionColumn column = PGS_REGION_COLUMN_RANGE;

  for (guint i = 0; i < PGS_N_REGION_COLUMNS; i++)
    if (g_str_equal (pgs_region_column_get_id (i), id))
      column = i;
  gtk_column_view_sort_by_column (self->view, pgs_region_cells_get_column (self->cells, column),
                                  is_descending ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
  pgs_region_list_set_sort (self->list, column, is_descending);
}
