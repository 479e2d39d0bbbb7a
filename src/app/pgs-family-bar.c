/* pgs-family-bar.c: the launched program's processes: how many, how large, and whether to show only them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-family-bar.h"

#include <glib/gi18n-lib.h>

#include "pgs-format.h"
#include "pgs-label.h"

struct _PgsFamilyBar
{
  GtkWidget parent_instance;

  PgsFamily *family; /* (nullable): no program was launched, or all of it has ended */
  gboolean was_seen; /* a table had it */

  GtkWidget *box;
  GtkToggleButton *only;
  GtkLabel *sums;
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PgsFamilyBar, pgs_family_bar, GTK_TYPE_WIDGET)

static void
on_toggled (PgsFamilyBar *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
forget (PgsFamilyBar *self)
{
  PgsFamily *family = g_steal_pointer (&self->family);

  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  g_signal_emit (self, signals[CHANGED], 0);
  pgs_family_free (family);
}

static void
pgs_family_bar_dispose (GObject *object)
{
  PgsFamilyBar *self = PGS_FAMILY_BAR (object);

  g_clear_pointer (&self->family, pgs_family_free); /* who shows it has let go of it before */
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (pgs_family_bar_parent_class)->dispose (object);
}

static void
pgs_family_bar_class_init (PgsFamilyBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pgs_family_bar_dispose;
  signals[CHANGED] = g_signal_new ("changed", PGS_TYPE_FAMILY_BAR, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/pagescape_app/Pagescape/"
                                                             "family-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, PgsFamilyBar, box);
  gtk_widget_class_bind_template_child (widget_class, PgsFamilyBar, only);
  gtk_widget_class_bind_template_child (widget_class, PgsFamilyBar, sums);
  gtk_widget_class_bind_template_callback (widget_class, on_toggled);
}

static void
pgs_family_bar_init (PgsFamilyBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * pgs_family_bar_set_root:
 * @self: a bar
 * @pid: the process of a program that was launched; 0: none
 * @name: (nullable): what it is called, safe to show
 */
void
pgs_family_bar_set_root (PgsFamilyBar *self,
                         gint          pid,
                         const char   *name)
{
  g_autofree char *label = NULL;

  g_return_if_fail (PGS_IS_FAMILY_BAR (self));

  if (self->family != NULL)
    forget (self);
  if (pid == 0)
    return;
  self->family = pgs_family_new (pid);
  self->was_seen = FALSE;
  /* Translators: a button that stays pressed: show only the processes of this program. */
  label = g_strdup_printf (_("Only %s and Its Children"), name);
  gtk_button_set_label (GTK_BUTTON (self->only), label);
  gtk_toggle_button_set_active (self->only, TRUE);
}

static void
show_sums (PgsFamilyBar    *self,
           PgsProcessTable *table)
{
  PgsFamilySums sums;
  g_autofree char *virt = NULL;
  g_autofree char *res = NULL;
  g_autofree char *text = NULL;

  pgs_family_get_sums (self->family, table, &sums);
  virt = pgs_format_size (sums.virt);
  res = pgs_format_size (sums.res);
  /* Translators: how many processes, and the sums of their sizes. VIRT and RES stay. */
  text = g_strdup_printf (ngettext ("%u process: VIRT %s, RES %s",
                                    "%u processes together: VIRT %s, RES %s", sums.n_members),
                          sums.n_members, virt, res);
  pgs_label_update (self->sums, text);
}

/**
 * pgs_family_bar_update:
 * @self: a bar
 * @table: the processes of now
 *
 * Emits `changed` if the program has other processes than before.
 */
void
pgs_family_bar_update (PgsFamilyBar    *self,
                       PgsProcessTable *table)
{
  gboolean changed;
  gsize n;

  g_return_if_fail (PGS_IS_FAMILY_BAR (self));

  if (self->family == NULL)
    return;
  changed = pgs_family_update (self->family, table);
  pgs_family_get_members (self->family, &n);
  if (n == 0 && self->was_seen)
    {
      forget (self);
      return;
    }
  if (n == 0) /* the table is older than the program */
    return;
  self->was_seen = TRUE;
  show_sums (self, table);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  if (changed)
    g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * pgs_family_bar_is_following:
 * @self: a bar
 *
 * Returns: whether it wants to see tables
 */
gboolean
pgs_family_bar_is_following (PgsFamilyBar *self)
{
  g_return_val_if_fail (PGS_IS_FAMILY_BAR (self), FALSE);

  return self->family != NULL;
}

/**
 * pgs_family_bar_get_family:
 * @self: a bar
 *
 * Returns: (transfer none) (nullable): the only processes to show, until `changed`; %NULL: show all
 */
PgsFamily *
pgs_family_bar_get_family (PgsFamilyBar *self)
{
  g_return_val_if_fail (PGS_IS_FAMILY_BAR (self), NULL);

  return self->was_seen && gtk_toggle_button_get_active (self->only) ? self->family : NULL;
}
