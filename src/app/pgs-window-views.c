/* pgs-window-views.c: the views of a window, and how one goes from one to another
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-window-private.h"

#include <glib/gi18n-lib.h>

#include "pgs-system-page.h"

/* Views with many widgets are made when they are first shown: making all of them at once would
 * double the time to the first frame. */
static void
ensure_view (PgsWindow  *self,
             const char *name)
{
  if (strcmp (name, "regions") == 0 && self->regions_page == NULL)
    {
      self->regions_page = g_object_new (PGS_TYPE_REGIONS_PAGE, "session", self->session, NULL);
      adw_bin_set_child (self->regions_bin, GTK_WIDGET (self->regions_page));
    }
  else if (strcmp (name, "compare") == 0 && self->compare_page == NULL)
    {
      self->compare_page = PGS_COMPARE_PAGE (pgs_compare_page_new (self->session));
      adw_bin_set_child (self->compare_bin, GTK_WIDGET (self->compare_page));
    }
  else if (strcmp (name, "system") == 0 && adw_bin_get_child (self->system_bin) == NULL)
    {
      adw_bin_set_child (self->system_bin,
                         g_object_new (PGS_TYPE_SYSTEM_PAGE, "monitor", self->monitor, NULL));
    }
}

/**
 * pgs_window_show_view:
 * @self: a window
 *
 * Follows the view that is shown: the timeline and the inspector are about a process, so they are not beside the
 * machine or the lab.
 */
void
pgs_window_show_view (PgsWindow *self)
{
  const char *name = gtk_stack_get_visible_child_name (self->views);
  const gboolean is_lab = g_strcmp0 (name, "lab") == 0;
  const gboolean compares = g_strcmp0 (name, "compare") == 0;
  const gboolean of_process = compares || g_strcmp0 (name, "map") == 0 || g_strcmp0 (name, "regions") == 0;

  if (name == NULL || self->settings == NULL)
    return;
  ensure_view (self, name);
  pgs_window_update_title (self);
  gtk_widget_set_visible (GTK_WIDGET (self->timeline), of_process);
  gtk_widget_set_visible (GTK_WIDGET (self->inspector), of_process);
  gtk_widget_set_sensitive (self->inspector_button, of_process);
  pgs_window_show_lab (self, is_lab);
  pgs_window_set_action (self, "view", TRUE, g_variant_new_string (name));
  pgs_window_set_action (self, "compare", TRUE, g_variant_new_boolean (compares));
  g_settings_set_string (self->settings, "view", name);
}

static void
activate_view (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       data)
{
  PgsWindow *self = data;
  const char *name = g_variant_get_string (parameter, NULL);

  if (gtk_stack_get_child_by_name (self->views, name) != NULL)
    {
      ensure_view (self, name); /* before: the keyboard goes on into it */
      gtk_stack_set_visible_child_name (self->views, name);
    }
}

/* Compares, or goes back to the map, which shows the change in its colours. */
static void
activate_compare (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       data)
{
  PgsWindow *self = data;
  const gboolean compares = gtk_stack_get_visible_child (self->views) == GTK_WIDGET (self->compare_bin);

  gtk_widget_activate_action (GTK_WIDGET (self), "win.view", "s", compares ? "map" : "compare");
  if (!compares)
    pgs_compare_page_begin (self->compare_page);
}

/* Once more from the map: both ends of the span that is selected now. */
static void
activate_compare_span (GSimpleAction *action,
                       GVariant      *parameter,
                       gpointer       data)
{
  PgsWindow *self = data;

  gtk_widget_activate_action (GTK_WIDGET (self), "win.view", "s", "compare");
  pgs_compare_page_begin (self->compare_page);
}

/* The region that is selected among the differences, in the map. */
static void
activate_show_change (GSimpleAction *action,
                      GVariant      *parameter,
                      gpointer       data)
{
  PgsWindow *self = data;

  pgs_map_page_show_change (self->map_page);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.view", "s", "map");
}

static void
activate_find (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       data)
{
  PgsWindow *self = data;

  if (gtk_stack_get_visible_child (self->views) == GTK_WIDGET (self->regions_bin))
    pgs_regions_page_focus_search (self->regions_page);
  else if (gtk_stack_get_visible_child (self->views) == GTK_WIDGET (self->compare_bin))
    pgs_compare_page_focus_search (self->compare_page);
  else if (gtk_stack_get_visible_child (self->views) == GTK_WIDGET (self->map_page))
    pgs_map_page_find (self->map_page);
}

/* Of the processes, if the keyboard is there or nothing else has rows. */
static void
activate_sort (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       data)
{
  PgsWindow *self = data;
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  const GtkWidget *view = gtk_stack_get_visible_child (self->views);

  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->process_list)))
    pgs_process_list_choose_sort (self->process_list);
  else if (view == GTK_WIDGET (self->regions_bin))
    pgs_regions_page_choose_sort (self->regions_page);
  else if (view == GTK_WIDGET (self->compare_bin))
    pgs_compare_page_choose_sort (self->compare_page);
  else if (gtk_widget_get_mapped (GTK_WIDGET (self->process_list)))
    pgs_process_list_choose_sort (self->process_list);
}

static void
activate_go_to (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       data)
{
  PgsWindow *self = data;

  gtk_stack_set_visible_child (self->views, GTK_WIDGET (self->map_page));
  pgs_map_page_go_to (self->map_page);
}

static void
activate_search_processes (GSimpleAction *action,
                           GVariant      *parameter,
                           gpointer       data)
{
  PgsWindow *self = data;

  g_object_set (self->processes_split, "side-visible", TRUE, NULL);
  pgs_process_list_focus_search (self->process_list);
}

/**
 * pgs_window_add_views:
 * @self: a window that is made
 *
 * Adds the actions that lead to a view, or act in the one that is shown.
 */
void
pgs_window_add_views (PgsWindow *self)
{
  static const GActionEntry entries[] = {
    { .name = "view", .activate = activate_view, .parameter_type = "s", .state = "''" },
    { .name = "compare", .activate = activate_compare, .state = "false" },
    { .name = "compare-span", .activate = activate_compare_span },
    { .name = "show-change", .activate = activate_show_change },
    { .name = "find", .activate = activate_find },
    { .name = "go-to", .activate = activate_go_to },
    { .name = "sort", .activate = activate_sort },
    { .name = "search-processes", .activate = activate_search_processes },
  };

  g_return_if_fail (PGS_IS_WINDOW (self));

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
