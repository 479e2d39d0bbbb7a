/* pgs-regions-page.c: the table of all mappings
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-regions-page-private.h"

#include <glib/gi18n-lib.h>

#include "pgs-drop-down.h"
#include "pgs-format.h"
#include "pgs-list-tab.h"
#include "pgs-rows-in-view.h"
#include "pgs-sections.h"
#include "pgs-spoken.h"
#include "pgs-table-start.h"

G_DEFINE_FINAL_TYPE (PgsRegionsPage, pgs_regions_page, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_SESSION,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static gboolean
tell_more (gpointer data)
{
  PgsRegionsPage *self = data;

  if (pgs_region_list_tell_more (self->list, PGS_ROWS_AT_ONCE))
    return G_SOURCE_CONTINUE;
  self->more_source = 0;
  return G_SOURCE_REMOVE;
}

static void
on_refreshed (PgsRegionList *list,
              gpointer       data)
{
  PgsRegionsPage *self = data;

  pgs_region_cells_update (self->cells, FALSE);
  pgs_regions_page_show_sums (self);
  pgs_regions_page_show_reason (self);
  if (self->more_source == 0)
    self->more_source = g_idle_add (tell_more, self); /* after the frame */
}

static void
take_snapshot (PgsRegionsPage *self)
{
  PgsSnapshot *snapshot = self->session ? pgs_session_get_snapshot (self->session) : NULL;
  guint64 focused;

  self->is_following = TRUE;
  pgs_region_list_set_n_first (self->list, pgs_rows_in_view_count (GTK_WIDGET (self)));
  pgs_region_list_set_rows_stay (self->list, !pgs_region_cells_get_focused (self->cells, &focused));
  pgs_region_list_set_snapshot (self->list, snapshot);
  self->is_following = FALSE;
  pgs_regions_page_show_reason (self);
}

static void
on_sampled (PgsSession *session,
            gpointer    data)
{
  PgsRegionsPage *self = data;

  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    take_snapshot (self);
}

static void
on_state_changed (PgsSession *session,
                  GParamSpec *pspec,
                  gpointer    data)
{
  on_sampled (session, data);
}

static void
on_search_changed (GtkSearchEntry *entry,
                   gpointer        data)
{
  PgsRegionsPage *self = data;

  pgs_region_list_set_query (self->list, gtk_editable_get_text (GTK_EDITABLE (entry)));
  pgs_regions_page_show_reason (self);
}

static void
on_kind_changed (GtkDropDown *drop_down,
                 GParamSpec  *pspec,
                 gpointer     data)
{
  PgsRegionsPage *self = data;
  const guint selected = gtk_drop_down_get_selected (drop_down);

  if (self->list == NULL || selected == GTK_INVALID_LIST_POSITION)
    return;
  pgs_region_list_set_kind (self->list, selected == 0 ? PGS_ANY_KIND : (gint) selected - 1);
  pgs_regions_page_show_reason (self);
}

static void
on_grouping_changed (GtkDropDown *drop_down,
                     GParamSpec  *pspec,
                     gpointer     data)
{
  PgsRegionsPage *self = data;

  if (self->list == NULL)
    return;
  pgs_region_list_set_grouping (self->list, gtk_drop_down_get_selected (drop_down));
  pgs_region_cells_update (self->cells, TRUE);
  pgs_regions_page_scroll_to_selected (self);
}

static void
add_kinds (PgsRegionsPage *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  gtk_string_list_append (names, _("All kinds"));
  for (guint kind = 0; kind < PGS_N_KINDS; kind++)
    gtk_string_list_append (names, pgs_format_kind ((PgsKind) kind));
  gtk_drop_down_set_model (self->kinds, G_LIST_MODEL (names));
}

static void
on_size_unit_changed (GSettings  *settings,
                      const char *key,
                      gpointer    data)
{
  PgsRegionsPage *self = data;

  pgs_region_cells_update (self->cells, TRUE);
  pgs_regions_page_show_sums (self);
}

static void
set_session (PgsRegionsPage *self,
             PgsSession     *session)
{
  pgs_sections_drop_session (&self->session, self);
  if (session == NULL)
    return;
  self->session = g_object_ref (session);
  g_signal_connect (session, "sampled", G_CALLBACK (on_sampled), self);
  g_signal_connect (session, "notify::state", G_CALLBACK (on_state_changed), self);
  g_signal_connect (session, "selection-changed", G_CALLBACK (pgs_regions_page_on_session_selection_changed), self);
}

static void
pgs_regions_page_map (GtkWidget *widget)
{
  PgsRegionsPage *self = PGS_REGIONS_PAGE (widget);

  GTK_WIDGET_CLASS (pgs_regions_page_parent_class)->map (widget);
  pgs_regions_page_ask_for_sections (self);
  take_snapshot (self);
  pgs_regions_page_follow_selection (self);
}

static void
pgs_regions_page_unmap (GtkWidget *widget)
{
  PgsRegionsPage *self = PGS_REGIONS_PAGE (widget);

  if (self->session != NULL)
    pgs_sections_need (self->session, self, PGS_SECTION_NONE);
  GTK_WIDGET_CLASS (pgs_regions_page_parent_class)->unmap (widget);
}

static void
pgs_regions_page_set_property (GObject      *object,
                               guint         id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  if (id == PROP_SESSION)
    set_session (PGS_REGIONS_PAGE (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pgs_regions_page_get_property (GObject    *object,
                               guint       id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  if (id == PROP_SESSION)
    g_value_set_object (value, PGS_REGIONS_PAGE (object)->session);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pgs_regions_page_dispose (GObject *object)
{
  PgsRegionsPage *self = PGS_REGIONS_PAGE (object);
  GtkWidget *child;

  pgs_sections_drop_session (&self->session, self);
  g_clear_handle_id (&self->more_source, g_source_remove);
  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);
  if (self->cells != NULL)
    {
      g_signal_handlers_disconnect_by_data (gtk_column_view_get_sorter (self->view), self);
      gtk_column_view_set_model (self->view, NULL);
      g_clear_pointer (&self->cells, pgs_region_cells_free);
    }
  g_clear_pointer (&self->row_popover, gtk_widget_unparent);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->list);
  g_clear_object (&self->settings);
  g_clear_object (&self->actions);
  G_OBJECT_CLASS (pgs_regions_page_parent_class)->dispose (object);
}

static void
pgs_regions_page_class_init (PgsRegionsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = pgs_regions_page_set_property;
  object_class->get_property = pgs_regions_page_get_property;
  object_class->dispose = pgs_regions_page_dispose;
  widget_class->map = pgs_regions_page_map;
  widget_class->unmap = pgs_regions_page_unmap;

  properties[PROP_SESSION]
      = g_param_spec_object ("session", NULL, NULL, PGS_TYPE_SESSION,
                             G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (PGS_TYPE_LEDGER_VIEW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/pagescape_app/Pagescape/regions-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PgsRegionsPage, search);
  gtk_widget_class_bind_template_child (widget_class, PgsRegionsPage, kinds);
  gtk_widget_class_bind_template_child (widget_class, PgsRegionsPage, grouping);
  gtk_widget_class_bind_template_child (widget_class, PgsRegionsPage, columns);
  gtk_widget_class_bind_template_child (widget_class, PgsRegionsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, PgsRegionsPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, PgsRegionsPage, view);
  gtk_widget_class_bind_template_child (widget_class, PgsRegionsPage, empty);
  gtk_widget_class_bind_template_child (widget_class, PgsRegionsPage, footer);
  gtk_widget_class_bind_template_child (widget_class, PgsRegionsPage, ledger_button);
  gtk_widget_class_bind_template_child (widget_class, PgsRegionsPage, ledger_popover);
  gtk_widget_class_bind_template_child (widget_class, PgsRegionsPage, ledger);
  gtk_widget_class_bind_template_child (widget_class, PgsRegionsPage, row_menu);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_kind_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_grouping_changed);
  gtk_widget_class_bind_template_callback_full (widget_class, "on_activate",
                                                G_CALLBACK (pgs_regions_page_on_activate));
  gtk_widget_class_bind_template_callback_full (widget_class, "on_ledger_show",
                                                G_CALLBACK (pgs_regions_page_on_ledger_show));
  gtk_widget_class_set_css_name (widget_class, "regionspage");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, pgs_regions_page_on_menu_key, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, pgs_regions_page_on_menu_key, NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "regions.copy",
                                       NULL);
}

static void
pgs_regions_page_init (PgsRegionsPage *self)
{
  self->settings = g_settings_new (PGS_APPLICATION_ID);
  self->list = pgs_region_list_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cells = pgs_region_cells_new (self->view, self->list);
  pgs_table_start_keep (self->view);
  pgs_regions_page_add_actions (self);
  pgs_regions_page_add_columns (self);
  add_kinds (self);
  pgs_drop_down_set_name (self->kinds, _("Kind"));
  pgs_drop_down_set_name (self->grouping, _("Groups"));
  pgs_regions_page_add_gestures (self);
  pgs_regions_page_restore_sort (self);
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->list));
  pgs_list_tab_leaves (GTK_WIDGET (self->view));
  pgs_spoken_name_table (self->view, _("Mappings"));
  pgs_spoken_follow_title (self->empty);
  g_signal_connect (gtk_column_view_get_sorter (self->view), "changed",
                    G_CALLBACK (pgs_regions_page_on_sort_changed), self);
  g_signal_connect (self->list, "refreshed", G_CALLBACK (on_refreshed), self);
  g_signal_connect (self->list, "selection-changed", G_CALLBACK (pgs_regions_page_on_selection_changed), self);
  g_signal_connect_object (self->settings, "changed::size-unit",
                           G_CALLBACK (on_size_unit_changed), self, 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Regions"), -1);
  pgs_regions_page_show_reason (self);
}

/**
 * pgs_regions_page_new:
 * @session: (nullable): whose mappings to show
 *
 * Returns: (transfer floating): a new table
 */
GtkWidget *
pgs_regions_page_new (PgsSession *session)
{
  return g_object_new (PGS_TYPE_REGIONS_PAGE, "session", session, NULL);
}

/**
 * pgs_regions_page_choose_sort:
 * @self: a page
 *
 * Shows a list of what its rows can be sorted by.
 */
void
pgs_regions_page_choose_sort (PgsRegionsPage *self)
{
  g_return_if_fail (PGS_IS_REGIONS_PAGE (self));

  pgs_region_cells_choose_sort (self->cells);
}

/**
 * pgs_regions_page_focus_search:
 * @self: a table
 *
 * Puts the keyboard's focus into the search entry.
 */
void
pgs_regions_page_focus_search (PgsRegionsPage *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}
