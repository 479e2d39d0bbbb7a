/* pgs-system-page.c: what free, sar and the overcommit files say about this machine, drawn and in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-system-page.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "pgs-chart-view.h"
#include "pgs-columns-layout.h"
#include "pgs-format.h"
#include "pgs-ranking-view.h"
#include "pgs-share-bar.h"
#include "pgs-spoken.h"
#include "pgs-system-chart.h"
#include "pgs-system-facts.h"
#include "pgs-system-frames.h"

#define COLUMN_WIDTH 400 /* px, of a list of facts beside another */
#define SPACING 24

struct _PgsSystemPage
{
  GtkWidget parent_instance;

  PgsMonitor *monitor;
  PgsMonitor *held; /* (nullable): the one that was asked for a ranking, while this is looked at */

  GtkWidget *scroller;
  PgsShareBar *ram_bar, *swap_bar, *commit_bar;
  GtkLabel *ram_value, *swap_value, *commit_value;
  GtkLabel *ram_legend, *swap_legend, *commit_legend;
  GtkLabel *overcommit, *pressure;
  PgsChartView *chart;
  PgsSystemFrames *frames;
  PgsRankingView *ranking;
  GtkWidget *groups;

  GPtrArray *rows;   /* of AdwActionRow, one a fact; owned by @groups */
  GPtrArray *values; /* of GtkLabel, likewise */
};

enum
{
  PROP_MONITOR = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PgsSystemPage, pgs_system_page, GTK_TYPE_WIDGET)

static void
set_bar (PgsShareBar    *bar,
         const PgsShare *shares,
         guint           n_shares,
         GtkLabel       *value_label,
         const char     *value,
         GtkLabel       *legend_label,
         const char     *legend)
{
  g_autofree char *description = g_strdup_printf ("%s; %s", value, legend);

  pgs_share_bar_set (bar, shares, n_shares);
  gtk_label_set_text (value_label, value);
  gtk_label_set_text (legend_label, legend);
  gtk_accessible_update_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
}

static void
update_ram (PgsSystemPage   *self,
            const PgsSystem *system)
{
  const guint64 used = pgs_system_get_used (system), cache = pgs_system_get_buff_cache (system);
  const double free_share = pgs_share_get_fraction (system->free, system->total);
  const double cache_share = pgs_share_get_fraction (cache, system->total);
  const PgsShare shares[] = {
    { PGS_SHARE_USED, MAX (0, 1 - free_share - cache_share) },
    { PGS_SHARE_CACHE, cache_share },
  };
  const gboolean complete = cache != PGS_UNKNOWN && system->free != PGS_UNKNOWN && system->total != PGS_UNKNOWN;
  g_autofree char *used_text = pgs_format_size (used);
  g_autofree char *total_text = pgs_format_size (system->total);
  g_autofree char *cache_text = pgs_format_size (cache);
  g_autofree char *free_text = pgs_format_size (system->free);
  g_autofree char *available_text = pgs_format_size (system->available);
  /* Translators: two amounts of memory */
  g_autofree char *value = g_strdup_printf (_("%s used of %s"), used_text, total_text);
  /* Translators: three amounts of memory; the line is drawn across a bar */
  g_autofree char *legend = g_strdup_printf (_("%s buffers and cache · %s free · %s available (right of the line)"),
                                             cache_text, free_text, available_text);

  set_bar (self->ram_bar, shares, complete ? 2 : 0, self->ram_value, value, self->ram_legend, legend);
  pgs_share_bar_set_marker (self->ram_bar, used == PGS_UNKNOWN ? -1 : pgs_share_get_fraction (used, system->total));
}

static void
update_swap (PgsSystemPage   *self,
             const PgsSystem *system)
{
  const guint64 used = pgs_system_get_swap_used (system);
  const PgsShare share = { PGS_SHARE_SWAP, pgs_share_get_fraction (used, system->swap_total) };
  g_autofree char *used_text = pgs_format_size (used);
  g_autofree char *total_text = pgs_format_size (system->swap_total);
  g_autofree char *free_text = pgs_format_size (system->swap_free);
  g_autofree char *value = g_strdup_printf (_("%s used of %s"), used_text, total_text);
  g_autofree char *legend = g_strdup_printf (_("%s free"), free_text);

  if (system->swap_total == 0)
    set_bar (self->swap_bar, NULL, 0, self->swap_value, _("none"), self->swap_legend,
             _("This machine has no swap: pages of programs cannot leave RAM"));
  else
    set_bar (self->swap_bar, &share, 1, self->swap_value, value, self->swap_legend, legend);
}

static void
update_commit (PgsSystemPage   *self,
               const PgsSystem *system)
{
  const PgsShare share = { PGS_SHARE_COMMIT, pgs_share_get_fraction (system->commit, system->commit_limit) };
  g_autofree char *commit = pgs_format_size (system->commit);
  g_autofree char *limit = pgs_format_size (system->commit_limit);
  /* Translators: two amounts of memory: promised to programs, and the limit of it */
  g_autofree char *value = g_strdup_printf (_("%s promised, limit %s"), commit, limit);

  set_bar (self->commit_bar, &share, 1, self->commit_value, value, self->commit_legend,
           system->overcommit_mode == 2 ? _("The limit counts: overcommit is off")
                                        : _("The limit counts only when overcommit is off (2)"));
}

static void
update_facts (PgsSystemPage   *self,
              const PgsSystem *system)
{
  const PgsPaging *paging = pgs_monitor_get_paging (self->monitor);

  for (guint i = 0; i < pgs_system_facts_count (); i++)
    {
      GtkLabel *label = g_ptr_array_index (self->values, i);
      g_autofree char *value = pgs_system_fact_format (i, system, paging);
      g_autofree char *name = NULL;

      if (g_strcmp0 (gtk_label_get_text (label), value) == 0)
        continue;
      gtk_label_set_text (label, value);
      name = g_strdup_printf ("%s: %s", pgs_system_fact_get_title (i), value);
      pgs_spoken_set (g_ptr_array_index (self->rows, i), name);
    }
}

static void
update (PgsSystemPage *self)
{
  const PgsSystem *system = self->monitor != NULL ? pgs_monitor_get_system (self->monitor) : NULL;
  g_autofree char *overcommit = NULL, *pressure = NULL;
  const PgsSystemPoint *points;
  gsize n_points;

  if (system == NULL)
    return;
  update_ram (self, system);
  update_swap (self, system);
  update_commit (self, system);
  update_facts (self, system);
  pgs_system_frames_update (self->frames, system);
  pgs_ranking_view_update (self->ranking, pgs_monitor_get_ranking (self->monitor),
                           pgs_monitor_get_ranking_trouble (self->monitor), system);
  overcommit = pgs_system_explain_overcommit (system);
  pressure = pgs_system_explain_pressure (system);
  gtk_label_set_text (self->overcommit, overcommit);
  gtk_label_set_text (self->pressure, pressure);
  points = pgs_monitor_get_points (self->monitor, &n_points);
  pgs_chart_view_take_chart (self->chart, pgs_system_chart_new (points, n_points), NULL);
}

static void
on_refreshed (PgsSystemPage *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    update (self);
}

/* Reading all processes is dear: only while somebody looks. */
static void
hold_ranking (PgsSystemPage *self,
              PgsMonitor    *monitor)
{
  if (self->held == monitor)
    return;
  if (self->held != NULL)
    pgs_monitor_release_ranking (self->held);
  g_set_object (&self->held, monitor);
  if (monitor != NULL)
    pgs_monitor_hold_ranking (monitor);
}

static void
pgs_system_page_map (GtkWidget *widget)
{
  PgsSystemPage *self = PGS_SYSTEM_PAGE (widget);

  GTK_WIDGET_CLASS (pgs_system_page_parent_class)->map (widget);
  hold_ranking (self, self->monitor);
  update (self);
}

static void
pgs_system_page_unmap (GtkWidget *widget)
{
  hold_ranking (PGS_SYSTEM_PAGE (widget), NULL);
  GTK_WIDGET_CLASS (pgs_system_page_parent_class)->unmap (widget);
}

static void
add_fact (PgsSystemPage       *self,
          AdwPreferencesGroup *group,
          guint                fact)
{
  const char *definition = pgs_system_fact_get_definition (fact);
  g_autofree char *tooltip = g_strdup_printf ("%s\n%s", definition, pgs_system_fact_get_source (fact));
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *value = gtk_label_new ("–");

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), pgs_system_fact_get_title (fact));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), definition);
  gtk_widget_set_tooltip_text (row, tooltip);
  gtk_widget_add_css_class (value, "numeric");
  gtk_label_set_selectable (GTK_LABEL (value), TRUE);
  gtk_widget_set_can_focus (value, FALSE); /* the row does: one stop a fact */
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), value);
  adw_preferences_group_add (group, row);
  g_ptr_array_add (self->rows, row);
  g_ptr_array_add (self->values, value);
}

/* Two columns that are filled one after the other, so that groups of unlike height leave no holes. */
static void
add_facts (PgsSystemPage *self)
{
  static const guint column_of[PGS_N_SYSTEM_GROUPS] = {
    [PGS_SYSTEM_FREE] = 0, [PGS_SYSTEM_SAR_R] = 1, [PGS_SYSTEM_SAR_B] = 0,
    [PGS_SYSTEM_OVERCOMMIT] = 1, [PGS_SYSTEM_PRESSURE] = 0,
  };
  GtkWidget *columns[2], *groups[PGS_N_SYSTEM_GROUPS];

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      columns[i] = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);
      gtk_widget_set_valign (columns[i], GTK_ALIGN_START);
      gtk_box_append (GTK_BOX (self->groups), columns[i]);
    }
  for (guint i = 0; i < PGS_N_SYSTEM_GROUPS; i++)
    {
      groups[i] = adw_preferences_group_new ();
      adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (groups[i]), pgs_system_group_get_title (i));
      adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (groups[i]), pgs_system_group_get_subtitle (i));
      gtk_box_append (GTK_BOX (columns[column_of[i]]), groups[i]);
    }
  for (guint i = 0; i < pgs_system_facts_count (); i++)
    add_fact (self, ADW_PREFERENCES_GROUP (groups[pgs_system_fact_get_group (i)]), i);
}

static void
pgs_system_page_set_property (GObject      *object,
                              guint         id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  PgsSystemPage *self = PGS_SYSTEM_PAGE (object);

  switch (id)
    {
    case PROP_MONITOR:
      if (self->monitor != NULL)
        g_signal_handlers_disconnect_by_data (self->monitor, self);
      g_set_object (&self->monitor, g_value_get_object (value));
      if (self->monitor != NULL)
        g_signal_connect_object (self->monitor, "refreshed", G_CALLBACK (on_refreshed), self, G_CONNECT_SWAPPED);
      if (gtk_widget_get_mapped (GTK_WIDGET (self)))
        hold_ranking (self, self->monitor);
      on_refreshed (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pgs_system_page_dispose (GObject *object)
{
  PgsSystemPage *self = PGS_SYSTEM_PAGE (object);

  if (self->monitor != NULL)
    g_signal_handlers_disconnect_by_data (self->monitor, self);
  hold_ranking (self, NULL);
  g_clear_object (&self->monitor);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->values, g_ptr_array_unref);
  G_OBJECT_CLASS (pgs_system_page_parent_class)->dispose (object);
}

static void
pgs_system_page_class_init (PgsSystemPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = pgs_system_page_set_property;
  object_class->dispose = pgs_system_page_dispose;
  widget_class->map = pgs_system_page_map;
  widget_class->unmap = pgs_system_page_unmap;

  /**
   * PgsSystemPage:monitor:
   *
   * Where the numbers come from.
   */
  properties[PROP_MONITOR] = g_param_spec_object ("monitor", NULL, NULL, PGS_TYPE_MONITOR,
                                                  G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (PGS_TYPE_SHARE_BAR);
  g_type_ensure (PGS_TYPE_CHART_VIEW);
  g_type_ensure (PGS_TYPE_SYSTEM_FRAMES);
  g_type_ensure (PGS_TYPE_RANKING_VIEW);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/pagescape_app/Pagescape/system-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PgsSystemPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, PgsSystemPage, ram_bar);
  gtk_widget_class_bind_template_child (widget_class, PgsSystemPage, swap_bar);
  gtk_widget_class_bind_template_child (widget_class, PgsSystemPage, commit_bar);
  gtk_widget_class_bind_template_child (widget_class, PgsSystemPage, ram_value);
  gtk_widget_class_bind_template_child (widget_class, PgsSystemPage, swap_value);
  gtk_widget_class_bind_template_child (widget_class, PgsSystemPage, commit_value);
  gtk_widget_class_bind_template_child (widget_class, PgsSystemPage, ram_legend);
  gtk_widget_class_bind_template_child (widget_class, PgsSystemPage, swap_legend);
  gtk_widget_class_bind_template_child (widget_class, PgsSystemPage, commit_legend);
  gtk_widget_class_bind_template_child (widget_class, PgsSystemPage, overcommit);
  gtk_widget_class_bind_template_child (widget_class, PgsSystemPage, pressure);
  gtk_widget_class_bind_template_child (widget_class, PgsSystemPage, chart);
  gtk_widget_class_bind_template_child (widget_class, PgsSystemPage, frames);
  gtk_widget_class_bind_template_child (widget_class, PgsSystemPage, ranking);
  gtk_widget_class_bind_template_child (widget_class, PgsSystemPage, groups);
}

static void
pgs_system_page_init (PgsSystemPage *self)
{
  self->rows = g_ptr_array_new ();
  self->values = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_layout_manager (self->groups, pgs_columns_layout_new (COLUMN_WIDTH, SPACING));
  add_facts (self);
}

/**
 * pgs_system_page_new:
 *
 * Returns: (transfer floating): a page without a monitor
 */
GtkWidget *
pgs_system_page_new (void)
{
  return g_object_new (PGS_TYPE_SYSTEM_PAGE, NULL);
}
