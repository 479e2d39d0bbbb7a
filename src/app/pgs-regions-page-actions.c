/* pgs-regions-page-actions.c: what can be done with the rows of the table of mappings
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-regions-page-private.h"

#include "pgs-format.h"
#include "pgs-region-sums.h"

static void
show_in_map (PgsRegionsPage *self,
             const PgsRow   *row)
{
  const PgsMapping *mapping = pgs_region_list_get_first_mapping (self->list, row);
  const PgsSelection selection = { mapping->start, mapping->end, FALSE };

  if (self->session != NULL)
    pgs_session_select (self->session, &selection);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.view", "s", "map");
}

/**
 * pgs_regions_page_on_activate:
 * @view: the table
 * @position: of a row
 * @data: the page
 *
 * Folds or unfolds a group, shows a mapping in the map.
 */
void
pgs_regions_page_on_activate (GtkColumnView *view,
                              guint          position,
                              gpointer       data)
{
  PgsRegionsPage *self = data;
  const PgsRow *row = pgs_region_list_get_row (self->list, position);

  if (row == NULL)
    return;
  if (row->is_group)
    pgs_region_list_set_collapsed (self->list, row->id,
                                   !pgs_region_list_get_group (self->list, row)->is_collapsed);
  else
    show_in_map (self, row);
}

/* The first selected row: the one that an action on one row means. */
static const PgsRow *
get_acting_row (PgsRegionsPage *self)
{
  g_autoptr (GtkBitset) selected
      = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->list));

  if (gtk_bitset_is_empty (selected))
    return NULL;
  return pgs_region_list_get_row (self->list, gtk_bitset_get_minimum (selected));
}

static void
show_in_map_action (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       data)
{
  PgsRegionsPage *self = data;
  const PgsRow *row = get_acting_row (self);

  if (row != NULL)
    show_in_map (self, row);
}

static void
copy_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       data)
{
  PgsRegionsPage *self = data;
  g_autofree char *text = pgs_region_list_dup_text (self->list);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
}

static void
copy_address_action (GSimpleAction *action,
                     GVariant      *parameter,
                     gpointer       data)
{
  PgsRegionsPage *self = data;
  const PgsRow *row = get_acting_row (self);
  g_autofree char *text = NULL;

  if (row == NULL)
    return;
  text = pgs_format_address (pgs_region_list_get_first_mapping (self->list, row)->start);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
}

static void
select_all_action (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       data)
{
  gtk_selection_model_select_all (GTK_SELECTION_MODEL (PGS_REGIONS_PAGE (data)->list));
}

static void
select_none_action (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       data)
{
  gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (PGS_REGIONS_PAGE (data)->list));
}

static void
popup_row_menu (PgsRegionsPage *self,
                double          x,
                double          y)
{
  const graphene_point_t at = { (float) x, (float) y };
  graphene_point_t point;
  GdkRectangle target = { 0, 0, 1, 1 };

  if (!gtk_widget_compute_point (GTK_WIDGET (self->view), GTK_WIDGET (self), &at, &point))
    return;
  target.x = (int) point.x;
  target.y = (int) point.y;
  gtk_popover_set_pointing_to (GTK_POPOVER (self->row_popover), &target);
  gtk_popover_popup (GTK_POPOVER (self->row_popover));
}

/* Returns: the position of the row there, %GTK_INVALID_LIST_POSITION if there is none. */
static guint
pick_row (PgsRegionsPage *self,
          double          x,
          double          y)
{
  guint position;

  return pgs_region_cells_pick (self->cells, x, y, &position) ? position
                                                              : GTK_INVALID_LIST_POSITION;
}

static void
on_secondary_pressed (GtkGestureClick *gesture,
                      gint             n_press,
                      double           x,
                      double           y,
                      gpointer         data)
{
  PgsRegionsPage *self = data;
  GtkSelectionModel *model = GTK_SELECTION_MODEL (self->list);
  const guint position = pick_row (self, x, y);

  if (position == GTK_INVALID_LIST_POSITION)
    return;
  if (!gtk_selection_model_is_selected (model, position))
    gtk_selection_model_select_item (model, position, TRUE);
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  popup_row_menu (self, x, y);
}

/**
 * pgs_regions_page_on_menu_key:
 * @widget: the page
 * @parameters: none
 * @data: nothing
 *
 * Shift+F10 and the Menu key.
 *
 * Returns: whether there is a row to show a menu for
 */
gboolean
pgs_regions_page_on_menu_key (GtkWidget *widget,
                              GVariant  *parameters,
                              gpointer   data)
{
  PgsRegionsPage *self = PGS_REGIONS_PAGE (widget);

  if (get_acting_row (self) == NULL)
    return FALSE;
  popup_row_menu (self, gtk_widget_get_width (GTK_WIDGET (self->view)) / 4.0,
                  gtk_widget_get_height (GTK_WIDGET (self->view)) / 4.0);
  return TRUE;
}

/**
 * pgs_regions_page_add_actions:
 * @self: a page whose list exists
 */
void
pgs_regions_page_add_actions (PgsRegionsPage *self)
{
  static const GActionEntry entries[] = {
    { .name = "show-in-map", .activate = show_in_map_action },
    { .name = "copy", .activate = copy_action },
    { .name = "copy-address", .activate = copy_address_action },
    { .name = "select-all", .activate = select_all_action },
    { .name = "select-none", .activate = select_none_action },
  };

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "regions", G_ACTION_GROUP (self->actions));
}

/**
 * pgs_regions_page_add_gestures:
 * @self: a page whose view exists
 *
 * The menu of a row, for the secondary button.
 */
void
pgs_regions_page_add_gestures (PgsRegionsPage *self)
{
  GtkGesture *secondary = gtk_gesture_click_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (secondary), GDK_BUTTON_SECONDARY);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (secondary), GTK_PHASE_CAPTURE);
  g_signal_connect (secondary, "pressed", G_CALLBACK (on_secondary_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self->view), GTK_EVENT_CONTROLLER (secondary));
  self->row_popover = gtk_popover_menu_new_from_model (self->row_menu);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->row_popover), FALSE);
  gtk_widget_set_halign (self->row_popover, GTK_ALIGN_START);
  gtk_widget_set_parent (self->row_popover, GTK_WIDGET (self));
}
