/* pgs-compare-page.c: two moments or processes compared: totals, and a ranking of what changed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-compare-page-private.h"

#include <glib/gi18n-lib.h>

#include "pgs-drop-down.h"
#include "pgs-list-tab.h"
#include "pgs-rows-in-view.h"
#include "pgs-sections.h"
#include "pgs-spoken.h"
#include "pgs-table-start.h"

G_DEFINE_FINAL_TYPE (PgsComparePage, pgs_compare_page, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_SESSION,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

/* Rows moved: what was chosen stays chosen. */
static void
keep_selection (PgsComparePage *self)
{
  guint position = GTK_INVALID_LIST_POSITION;

  if (self->selected != NULL && !pgs_diff_list_find_item (self->list, self->selected, &position))
    position = GTK_INVALID_LIST_POSITION;
  self->is_following = TRUE;
  gtk_single_selection_set_selected (self->selection, position);
  self->is_following = FALSE;
}

static gboolean
tell_more (gpointer data)
{
  PgsComparePage *self = data;

  if (pgs_diff_list_tell_more (self->list, PGS_ROWS_AT_ONCE))
    return G_SOURCE_CONTINUE;
  self->more_source = 0;
  return G_SOURCE_REMOVE;
}

static void
on_refreshed (PgsDiffList *list,
              gpointer     data)
{
  PgsComparePage *self = data;

  keep_selection (self);
  pgs_diff_cells_update (self->cells);
  pgs_compare_page_show_totals (self);
  pgs_compare_page_show_footer (self);
  pgs_compare_page_show_reason (self);
  if (self->more_source == 0)
    self->more_source = g_idle_add (tell_more, self); /* after the frame */
}

/* No more than are in view; all where the keyboard is in one, which may move to the others. */
static guint
count_first_rows (PgsComparePage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->view)))
    return G_MAXUINT;
  return pgs_rows_in_view_count (GTK_WIDGET (self));
}

static void
on_compared (PgsComparison *comparison,
             gpointer       data)
{
  PgsComparePage *self = data;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  pgs_compare_page_show_sides (self);
  self->is_following = TRUE;
  pgs_scroll_keeper_keep (self->scroll_keeper);
  pgs_diff_list_set_n_first (self->list, count_first_rows (self));
  pgs_diff_list_set_diff (self->list, pgs_comparison_get_diff (comparison));
  self->is_following = FALSE;
  pgs_compare_page_show_reason (self);
  pgs_compare_page_show_footer (self);
}

static void
on_sampled (PgsSession *session,
            gpointer    data)
{
  PgsComparePage *self = data;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  pgs_compare_page_show_sides (self);
  pgs_compare_page_show_reason (self);
}

/* Gives the chosen region to the session, where it is in what is shown. */
static void
on_selected (GtkSingleSelection *selection,
             GParamSpec         *pspec,
             gpointer            data)
{
  PgsComparePage *self = data;
  PgsRowItem *item = gtk_single_selection_get_selected_item (selection);
  const PgsDiffEntry *entry = item != NULL ? pgs_row_item_get_row (item) : NULL;
  PgsSelection region;

  if (self->is_following || entry == NULL)
    return;
  g_set_object (&self->selected, item);
  if (self->session == NULL || entry->b.region == PGS_DIFF_NONE
      || !pgs_comparison_follows (self->comparison))
    return;
  region = (PgsSelection) { entry->b.start, entry->b.end, FALSE };
  pgs_session_select (self->session, &region);
}

/* What was selected elsewhere. */
static void
on_selection_changed (PgsSession *session,
                      gpointer    data)
{
  PgsComparePage *self = data;
  PgsSelection selection;
  guint position;

  pgs_session_get_selection (session, &selection);
  if (selection.start >= selection.end || !gtk_widget_get_mapped (GTK_WIDGET (self))
      || !pgs_diff_list_find (self->list, selection.start, &position))
    return;
  if (gtk_single_selection_get_selected (self->selection) != position)
    {
      self->is_following = TRUE;
      gtk_single_selection_set_selected (self->selection, position);
      g_set_object (&self->selected, gtk_single_selection_get_selected_item (self->selection));
      self->is_following = FALSE;
    }
}

/**
 * pgs_compare_page_show_in_map:
 * @self: a page
 *
 * Goes to the map, which colours by the change, at the selected region.
 */
void
pgs_compare_page_show_in_map (PgsComparePage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-change", NULL);
}

static void
on_activate (GtkColumnView *view,
             guint          position,
             gpointer       data)
{
  PgsComparePage *self = data;
  const PgsDiffEntry *entry = pgs_diff_list_get_entry (self->list, position);

  if (entry != NULL && entry->b.region != PGS_DIFF_NONE)
    pgs_compare_page_show_in_map (self);
}

static void
on_search_changed (GtkSearchEntry *entry,
                   gpointer        data)
{
  PgsComparePage *self = data;

  pgs_diff_list_set_query (self->list, gtk_editable_get_text (GTK_EDITABLE (entry)));
}

static void
on_filter_changed (GtkDropDown *drop_down,
                   GParamSpec  *pspec,
                   gpointer     data)
{
  PgsComparePage *self = data;
  const guint selected = gtk_drop_down_get_selected (drop_down);

  if (self->list != NULL && selected < PGS_N_DIFF_FILTERS)
    pgs_diff_list_set_filter (self->list, (PgsDiffFilter) selected);
}

static void
on_sort_changed (GtkSorter       *sorter,
                 GtkSorterChange  change,
                 gpointer         data)
{
  PgsComparePage *self = data;
  PgsDiffColumn column = PGS_DIFF_COLUMN_RSS_DELTA;
  gboolean is_descending = TRUE;

  pgs_diff_cells_get_sort (self->cells, &column, &is_descending);
  pgs_diff_list_set_sort (self->list, column, is_descending);
}

static void
on_size_unit_changed (GSettings  *settings,
                      const char *key,
                      gpointer    data)
{
  on_refreshed (NULL, data);
}

static void
disconnect_session (PgsComparePage *self)
{
  if (self->session == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->comparison, self);
  pgs_comparison_need (self->comparison, self, FALSE);
  pgs_comparison_give_up (self->comparison, FALSE);
  pgs_comparison_give_up (self->comparison, TRUE);
  g_clear_object (&self->comparison);
  pgs_sections_drop_session (&self->session, self);
}

static void
set_session (PgsComparePage *self,
             PgsSession     *session)
{
  disconnect_session (self);
  if (session == NULL)
    return;
  self->session = g_object_ref (session);
  self->comparison = g_object_ref (pgs_session_get_comparison (session));
  g_signal_connect (session, "sampled", G_CALLBACK (on_sampled), self);
  g_signal_connect (session, "selection-changed", G_CALLBACK (on_selection_changed), self);
  g_signal_connect (self->comparison, "changed", G_CALLBACK (on_compared), self);
}

/* Which pages were copied is known only where sharing is sampled, in A too. */
static void
need (PgsComparePage *self,
      gboolean        is_shown)
{
  if (self->session == NULL)
    return;
  pgs_comparison_need (self->comparison, self, is_shown);
  pgs_sections_need (self->session, self,
                     is_shown ? PGS_SECTION_PAGES | PGS_SECTION_SHARING | PGS_SECTION_SMAPS
                              : PGS_SECTION_NONE);
}

static void
pgs_compare_page_map (GtkWidget *widget)
{
  PgsComparePage *self = PGS_COMPARE_PAGE (widget);

  GTK_WIDGET_CLASS (pgs_compare_page_parent_class)->map (widget);
  need (self, TRUE);
  if (self->comparison != NULL)
    on_compared (self->comparison, self);
}

static void
pgs_compare_page_unmap (GtkWidget *widget)
{
  need (PGS_COMPARE_PAGE (widget), FALSE);
  GTK_WIDGET_CLASS (pgs_compare_page_parent_class)->unmap (widget);
}

static void
pgs_compare_page_set_property (GObject      *object,
                               guint         id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  if (id == PROP_SESSION)
    set_session (PGS_COMPARE_PAGE (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pgs_compare_page_get_property (GObject    *object,
                               guint       id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  if (id == PROP_SESSION)
    g_value_set_object (value, PGS_COMPARE_PAGE (object)->session);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pgs_compare_page_dispose (GObject *object)
{
  PgsComparePage *self = PGS_COMPARE_PAGE (object);
  GtkWidget *child;

  g_clear_handle_id (&self->patience, g_source_remove);
  g_clear_handle_id (&self->more_source, g_source_remove);
  disconnect_session (self);
  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);
  if (self->cells != NULL)
    {
      g_signal_handlers_disconnect_by_data (gtk_column_view_get_sorter (self->view), self);
      g_signal_handlers_disconnect_by_data (self->selection, self);
      gtk_column_view_set_model (self->view, NULL);
      g_clear_pointer (&self->cells, pgs_diff_cells_free);
    }
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->chooser);
  g_clear_object (&self->selected);
  g_clear_object (&self->scroll_keeper);
  g_clear_object (&self->selection);
  g_clear_object (&self->list);
  g_clear_object (&self->actions);
  g_clear_object (&self->settings);
  g_clear_object (&self->recordings[FALSE]);
  g_clear_object (&self->recordings[TRUE]);
  g_clear_pointer (&self->error, g_free);
  G_OBJECT_CLASS (pgs_compare_page_parent_class)->dispose (object);
}

static void
pgs_compare_page_class_init (PgsComparePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = pgs_compare_page_set_property;
  object_class->get_property = pgs_compare_page_get_property;
  object_class->dispose = pgs_compare_page_dispose;
  widget_class->map = pgs_compare_page_map;
  widget_class->unmap = pgs_compare_page_unmap;

  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, PGS_TYPE_SESSION,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/pagescape_app/Pagescape/compare-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PgsComparePage, a_button);
  gtk_widget_class_bind_template_child (widget_class, PgsComparePage, b_button);
  gtk_widget_class_bind_template_child (widget_class, PgsComparePage, a_label);
  gtk_widget_class_bind_template_child (widget_class, PgsComparePage, b_label);
  gtk_widget_class_bind_template_child (widget_class, PgsComparePage, a_spinner);
  gtk_widget_class_bind_template_child (widget_class, PgsComparePage, b_spinner);
  gtk_widget_class_bind_template_child (widget_class, PgsComparePage, totals);
  gtk_widget_class_bind_template_child (widget_class, PgsComparePage, search);
  gtk_widget_class_bind_template_child (widget_class, PgsComparePage, filter);
  gtk_widget_class_bind_template_child (widget_class, PgsComparePage, more);
  gtk_widget_class_bind_template_child (widget_class, PgsComparePage, stack);
  gtk_widget_class_bind_template_child (widget_class, PgsComparePage, view);
  gtk_widget_class_bind_template_child (widget_class, PgsComparePage, empty);
  gtk_widget_class_bind_template_child (widget_class, PgsComparePage, footer);
  gtk_widget_class_bind_template_child (widget_class, PgsComparePage, row_menu);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_filter_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_set_css_name (widget_class, "comparepage");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "compare.copy", NULL);
}

static void
pgs_compare_page_init (PgsComparePage *self)
{
  self->settings = g_settings_new (PGS_APPLICATION_ID);
  self->list = pgs_diff_list_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  pgs_compare_page_build_totals (self);
  pgs_compare_page_add_actions (self);
  self->cells = pgs_diff_cells_new (self->view, self->list);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->list)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  pgs_list_tab_leaves (GTK_WIDGET (self->view));
  pgs_spoken_name_table (self->view, _("What changed"));
  pgs_table_start_keep (self->view);
  pgs_spoken_follow_title (self->empty);
  self->scroll_keeper = pgs_scroll_keeper_new (GTK_WIDGET (self->view));
  pgs_drop_down_set_name (self->filter, _("Changes"));
  g_signal_connect (gtk_column_view_get_sorter (self->view), "changed", G_CALLBACK (on_sort_changed), self);
  g_signal_connect (self->selection, "notify::selected-item", G_CALLBACK (on_selected), self);
  g_signal_connect (self->list, "refreshed", G_CALLBACK (on_refreshed), self);
  g_signal_connect_object (self->settings, "changed::size-unit", G_CALLBACK (on_size_unit_changed), self, 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Compare"), -1);
  on_refreshed (self->list, self);
  pgs_compare_page_show_sides (self);
}

/**
 * pgs_compare_page_new:
 * @session: (nullable): whose moments to compare
 *
 * Returns: (transfer floating): a new page
 */
GtkWidget *
pgs_compare_page_new (PgsSession *session)
{
  return g_object_new (PGS_TYPE_COMPARE_PAGE, "session", session, NULL);
}

/**
 * pgs_compare_page_choose_sort:
 * @self: a page
 *
 * Shows a list of what its rows can be sorted by.
 */
void
pgs_compare_page_choose_sort (PgsComparePage *self)
{
  g_return_if_fail (PGS_IS_COMPARE_PAGE (self));

  pgs_diff_cells_choose_sort (self->cells);
}

/**
 * pgs_compare_page_focus_search:
 * @self: a page
 *
 * Puts the keyboard's focus into the search entry.
 */
void
pgs_compare_page_focus_search (PgsComparePage *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}
