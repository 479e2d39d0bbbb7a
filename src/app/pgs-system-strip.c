/* pgs-system-strip.c: the machine's memory in a few lines, under the process list
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-system-strip.h"

#include <glib/gi18n-lib.h>

#include "pgs-format.h"
#include "pgs-monitor.h"
#include "pgs-share-bar.h"

struct _PgsSystemStrip
{
  GtkWidget parent_instance;

  PgsMonitor *monitor;

  GtkWidget *box;
  PgsShareBar *ram_bar;
  PgsShareBar *swap_bar;
  PgsShareBar *commit_bar;
  GtkLabel *ram_value;
  GtkLabel *swap_value;
  GtkLabel *commit_value;
  GtkLabel *overcommit;
  GtkLabel *rates;
};

enum
{
  PROP_0,
  PROP_MONITOR,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PgsSystemStrip, pgs_system_strip, GTK_TYPE_WIDGET)

/* A new tooltip hides the one that is open and queues a frame, also when it says the same. */
static void
set_tooltip (GtkWidget  *widget,
             const char *tooltip)
{
  if (g_strcmp0 (gtk_widget_get_tooltip_text (widget), tooltip) != 0)
    gtk_widget_set_tooltip_text (widget, tooltip);
}

static void
set_line (PgsShareBar    *bar,
          const PgsShare *shares,
          guint           n_shares,
          GtkLabel       *label,
          const char     *text,
          const char     *tooltip)
{
  pgs_share_bar_set (bar, shares, n_shares);
  gtk_label_set_text (label, text);
  set_tooltip (GTK_WIDGET (bar), tooltip);
  set_tooltip (GTK_WIDGET (label), tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  tooltip, -1);
}

static void
update_ram (PgsSystemStrip  *self,
            const PgsSystem *system)
{
  guint64 used = pgs_system_get_used (system), cache = pgs_system_get_buff_cache (system);
  g_autofree char *used_text = pgs_format_size (used);
  g_autofree char *cache_text = pgs_format_size (cache);
  g_autofree char *total_text = pgs_format_size (system->total);
  g_autofree char *text = g_strdup_printf ("%s / %s", used_text, total_text);
  /* Translators: RAM: used, buffers and cache, in all. */
  g_autofree char *tooltip = g_strdup_printf (_("%s used, %s buffers and cache, of %s"), used_text,
                                              cache_text, total_text);
  const PgsShare shares[] = {
    { PGS_SHARE_USED, pgs_share_get_fraction (used, system->total) },
    { PGS_SHARE_CACHE, pgs_share_get_fraction (cache, system->total) },
  };

  set_line (self->ram_bar, shares, 2, self->ram_value, text, tooltip);
}

static void
update_swap (PgsSystemStrip  *self,
             const PgsSystem *system)
{
  guint64 used = pgs_system_get_swap_used (system);
  g_autofree char *used_text = pgs_format_size (used);
  g_autofree char *total_text = pgs_format_size (system->swap_total);
  g_autofree char *text = g_strdup_printf ("%s / %s", used_text, total_text);
  g_autofree char *tooltip = g_strdup_printf (_("%s of %s swap used"), used_text, total_text);
  const PgsShare share = { PGS_SHARE_SWAP, pgs_share_get_fraction (used, system->swap_total) };

  if (system->swap_total == 0)
    set_line (self->swap_bar, NULL, 0, self->swap_value, _("none"), _("This machine has no swap"));
  else
    set_line (self->swap_bar, &share, 1, self->swap_value, text, tooltip);
}

static void
update_commit (PgsSystemStrip  *self,
               const PgsSystem *system)
{
  g_autofree char *commit_text = pgs_format_size (system->commit);
  g_autofree char *limit_text = pgs_format_size (system->commit_limit);
  g_autofree char *text = g_strdup_printf ("%s / %s", commit_text, limit_text);
  g_autofree char *tooltip =
    g_strdup_printf (_("%s promised to programs; the commit limit, which counts only when "
                       "overcommit is 2 (never), is %s"), commit_text, limit_text);
  const PgsShare share = { PGS_SHARE_COMMIT, pgs_share_get_fraction (system->commit, system->commit_limit) };

  set_line (self->commit_bar, &share, 1, self->commit_value, text, tooltip);
}

/* proc_sys_vm(5), overcommit_memory. */
static const char *
get_overcommit (int mode)
{
  switch (mode)
    {
    case 0:
      return _("overcommit 0 (heuristic)");
    case 1:
      return _("overcommit 1 (always)");
    case 2:
      return _("overcommit 2 (never)");
    default:
      return _("overcommit –");
    }
}

static char *
format_rate (const PgsPaging *paging,
             double           rate)
{
  return paging != NULL ? pgs_format_count ((guint64) rate) : g_strdup ("–");
}

static void
update_rates (PgsSystemStrip  *self,
              const PgsSystem *system,
              const PgsPaging *paging)
{
  g_autofree char *faults = format_rate (paging, paging != NULL ? paging->fault_s : 0);
  g_autofree char *major = format_rate (paging, paging != NULL ? paging->majflt_s : 0);
  g_autofree char *text = NULL;

  /* Translators: page faults a second, major page faults a second. */
  text = g_strdup_printf (_("faults %s/s · major %s/s"), faults, major);
  gtk_label_set_text (self->rates, text);
  gtk_label_set_text (self->overcommit, get_overcommit (system->overcommit_mode));
}

/* While nobody sees it nothing changes in it: labels would have the whole window laid out. */
static void
on_refreshed (PgsSystemStrip *self)
{
  const PgsSystem *system = self->monitor != NULL ? pgs_monitor_get_system (self->monitor) : NULL;

  if (system == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  update_ram (self, system);
  update_swap (self, system);
  update_commit (self, system);
  update_rates (self, system, pgs_monitor_get_paging (self->monitor));
}

static void
pgs_system_strip_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (pgs_system_strip_parent_class)->map (widget);
  on_refreshed (PGS_SYSTEM_STRIP (widget));
}

static void
pgs_system_strip_set_property (GObject      *object,
                               guint         id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  PgsSystemStrip *self = PGS_SYSTEM_STRIP (object);

  switch (id)
    {
    case PROP_MONITOR:
      if (!g_set_object (&self->monitor, g_value_get_object (value)) || self->monitor == NULL)
        break;
      g_signal_connect_object (self->monitor, "refreshed", G_CALLBACK (on_refreshed), self,
                               G_CONNECT_SWAPPED);
      on_refreshed (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pgs_system_strip_dispose (GObject *object)
{
  PgsSystemStrip *self = PGS_SYSTEM_STRIP (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->monitor);
  G_OBJECT_CLASS (pgs_system_strip_parent_class)->dispose (object);
}

static void
pgs_system_strip_class_init (PgsSystemStripClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = pgs_system_strip_set_property;
  object_class->dispose = pgs_system_strip_dispose;
  widget_class->map = pgs_system_strip_map;
  properties[PROP_MONITOR] = g_param_spec_object ("monitor", NULL, NULL, PGS_TYPE_MONITOR,
                                                  G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/pagescape_app/Pagescape/"
                                                             "system-strip.ui");
  gtk_widget_class_bind_template_child (widget_class, PgsSystemStrip, box);
  gtk_widget_class_bind_template_child (widget_class, PgsSystemStrip, ram_bar);
  gtk_widget_class_bind_template_child (widget_class, PgsSystemStrip, swap_bar);
  gtk_widget_class_bind_template_child (widget_class, PgsSystemStrip, commit_bar);
  gtk_widget_class_bind_template_child (widget_class, PgsSystemStrip, ram_value);
  gtk_widget_class_bind_template_child (widget_class, PgsSystemStrip, swap_value);
  gtk_widget_class_bind_template_child (widget_class, PgsSystemStrip, commit_value);
  gtk_widget_class_bind_template_child (widget_class, PgsSystemStrip, overcommit);
  gtk_widget_class_bind_template_child (widget_class, PgsSystemStrip, rates);
}

static void
pgs_system_strip_init (PgsSystemStrip *self)
{
  g_type_ensure (PGS_TYPE_SHARE_BAR);
  gtk_widget_init_template (GTK_WIDGET (self));
}
