/* pgs-inspector.c: what is selected, in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-inspector.h"

#include <glib/gi18n-lib.h>

#include "pgs-ledger-view.h"
#include "pgs-process-card.h"
#include "pgs-region-card.h"
#include "pgs-sections.h"

struct _PgsInspector
{
  GtkWidget parent_instance;

  GtkLabel *empty;
  PgsProcessCard *process_card;
  PgsRegionCard *region_card;
  PgsLedgerView *ledger;

  PgsSession *session;
  GSettings *settings;
};

G_DEFINE_FINAL_TYPE (PgsInspector, pgs_inspector, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_SESSION,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void
show_cards (PgsInspector *self,
            gboolean      has_snapshot,
            gboolean      has_region)
{
  gtk_widget_set_visible (GTK_WIDGET (self->empty), !has_snapshot);
  gtk_widget_set_visible (GTK_WIDGET (self->process_card), has_snapshot && !has_region);
  gtk_widget_set_visible (GTK_WIDGET (self->ledger), has_snapshot && !has_region);
  gtk_widget_set_visible (GTK_WIDGET (self->region_card), has_region);
  if (!has_region)
    pgs_region_card_clear (self->region_card);
}

static const char *
describe_emptiness (PgsInspector *self)
{
  const GError *error = self->session ? pgs_session_get_error (self->session) : NULL;

  switch (self->session != NULL ? pgs_session_get_state (self->session) : PGS_SESSION_EMPTY)
    {
    case PGS_SESSION_EMPTY:
      return _("Choose a process to see its memory.");
    case PGS_SESSION_OPENING:
      return _("Reading …");
    default:
      return error != NULL ? error->message : "";
    }
}

static void
update (PgsInspector *self)
{
  PgsSnapshot *snapshot = self->session ? pgs_session_get_snapshot (self->session) : NULL;
  PgsSelection selection = { 0 };
  gboolean has_region = FALSE;
  gsize region;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  if (snapshot != NULL)
    {
      pgs_session_get_selection (self->session, &selection);
      has_region = pgs_session_get_selected_region (self->session, &region);
    }
  if (snapshot == NULL)
    gtk_label_set_text (self->empty, describe_emptiness (self));
  else if (!has_region)
    {
      pgs_process_card_update (self->process_card, self->session);
      pgs_ledger_view_update (self->ledger, snapshot);
    }
  else
    pgs_region_card_update (self->region_card, self->session, region,
                            selection.is_page ? &selection.start : NULL);
  show_cards (self, snapshot != NULL, has_region);
}

static void
on_changed (PgsSession *session,
            gpointer    data)
{
  update (data);
}

static void
on_notify (GObject    *object,
           GParamSpec *pspec,
           gpointer    data)
{
  update (data);
}

static void
on_size_unit_changed (GSettings  *settings,
                      const char *key,
                      gpointer    data)
{
  update (data);
}

static void
deselect (GtkWidget  *widget,
          const char *name,
          GVariant   *parameter)
{
  PgsInspector *self = PGS_INSPECTOR (widget);

  if (self->session != NULL)
    pgs_session_select (self->session, &(PgsSelection) { 0 });
}

static void
set_session (PgsInspector *self,
             PgsSession   *session)
{
  pgs_sections_drop_session (&self->session, self);
  if (session == NULL)
    return;
  self->session = g_object_ref (session);
  g_signal_connect (session, "sampled", G_CALLBACK (on_changed), self);
  g_signal_connect (session, "selection-changed", G_CALLBACK (on_changed), self);
  g_signal_connect (session, "notify::state", G_CALLBACK (on_notify), self);
  update (self);
}

static void
pgs_inspector_map (GtkWidget *widget)
{
  PgsInspector *self = PGS_INSPECTOR (widget);

  GTK_WIDGET_CLASS (pgs_inspector_parent_class)->map (widget);
  if (self->session != NULL)
    pgs_sections_need (self->session, self, PGS_SECTION_SMAPS);
  update (self);
}

static void
pgs_inspector_unmap (GtkWidget *widget)
{
  PgsInspector *self = PGS_INSPECTOR (widget);

  if (self->session != NULL)
    pgs_sections_need (self->session, self, PGS_SECTION_NONE);
  pgs_region_card_clear (self->region_card);
  GTK_WIDGET_CLASS (pgs_inspector_parent_class)->unmap (widget);
}

static void
pgs_inspector_set_property (GObject      *object,
                            guint         id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  if (id == PROP_SESSION)
    set_session (PGS_INSPECTOR (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pgs_inspector_get_property (GObject    *object,
                            guint       id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  if (id == PROP_SESSION)
    g_value_set_object (value, PGS_INSPECTOR (object)->session);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pgs_inspector_dispose (GObject *object)
{
  PgsInspector *self = PGS_INSPECTOR (object);
  GtkWidget *child;

  pgs_sections_drop_session (&self->session, self);
  g_clear_object (&self->settings);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (pgs_inspector_parent_class)->dispose (object);
}

static void
pgs_inspector_class_init (PgsInspectorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = pgs_inspector_set_property;
  object_class->get_property = pgs_inspector_get_property;
  object_class->dispose = pgs_inspector_dispose;
  widget_class->map = pgs_inspector_map;
  widget_class->unmap = pgs_inspector_unmap;

  properties[PROP_SESSION]
      = g_param_spec_object ("session", NULL, NULL, PGS_TYPE_SESSION,
                             G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (PGS_TYPE_PROCESS_CARD);
  g_type_ensure (PGS_TYPE_REGION_CARD);
  g_type_ensure (PGS_TYPE_LEDGER_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/pagescape_app/Pagescape/inspector.ui");
  gtk_widget_class_bind_template_child (widget_class, PgsInspector, empty);
  gtk_widget_class_bind_template_child (widget_class, PgsInspector, process_card);
  gtk_widget_class_bind_template_child (widget_class, PgsInspector, region_card);
  gtk_widget_class_bind_template_child (widget_class, PgsInspector, ledger);
  gtk_widget_class_install_action (widget_class, "inspector.deselect", NULL, deselect);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "inspector.deselect", NULL);
  gtk_widget_class_set_css_name (widget_class, "inspector");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
pgs_inspector_init (PgsInspector *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Inspector"), -1);
  self->settings = g_settings_new (PGS_APPLICATION_ID);
  g_signal_connect_object (self->settings, "changed::size-unit",
                           G_CALLBACK (on_size_unit_changed), self, 0);
  show_cards (self, FALSE, FALSE);
}

/**
 * pgs_inspector_new:
 * @session: (nullable): whose selection to describe
 *
 * Returns: (transfer floating): a new inspector
 */
GtkWidget *
pgs_inspector_new (PgsSession *session)
{
  return g_object_new (PGS_TYPE_INSPECTOR, "session", session, NULL);
}

/**
 * pgs_inspector_set_isolation:
 * @self: an inspector
 * @isolation: how the kernel's half is kept from the programs of the machine that is watched
 */
void
pgs_inspector_set_isolation (PgsInspector *self,
                             PgsIsolation  isolation)
{
  pgs_process_card_set_isolation (self->process_card, isolation);
}
