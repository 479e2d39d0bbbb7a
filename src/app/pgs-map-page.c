/* pgs-map-page.c: the address space and the pages of the watched process, with their tools
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-map-page.h"

#include <glib/gi18n-lib.h>

#include "pgs-comparison.h"
#include "pgs-drop-down.h"
#include "pgs-legend-view.h"
#include "pgs-map-finder.h"
#include "pgs-map-message.h"
#include "pgs-map-view.h"
#include "pgs-process-words.h"
#include "pgs-sections.h"
#include "pgs-strip-view.h"
#include "pgs-wrap-layout.h"

#define COLOR_BY_KEY "map-color-by"
#define LOW_ON_TOP_KEY "map-low-on-top"

struct _PgsMapPage
{
  GtkWidget parent_instance;

  PgsSession *session;
  GSettings *settings;

  GtkStack *stack;
  PgsMapMessage *message;
  PgsStripView *strip;
  PgsMapView *view;
  PgsLegendView *legend;
  GtkLabel *hint;
  GtkDropDown *color_by;
  GtkToggleButton *flip;
  GtkWidget *zoom_in;
  GtkWidget *zoom_out;
  PgsMapFinder *finder;
};

enum
{
  PROP_0,
  PROP_SESSION,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PgsMapPage, pgs_map_page, GTK_TYPE_WIDGET)

static const char *
describe_comparison (PgsMapPage *self)
{
  PgsComparison *comparison = pgs_session_get_comparison (self->session);

  if (pgs_comparison_get_a (comparison) == NULL)
    return _("nothing to compare with: mark a moment (Ctrl+M), or choose one in Compare (Ctrl+D)");
  if (!pgs_comparison_follows (comparison))
    return _("what is compared is not what is shown: see Compare (Ctrl+D)");
  return _("compared with A, which Compare (Ctrl+D) tells and chooses");
}

static void
update_hint (PgsMapPage        *self,
             const PgsSnapshot *snapshot)
{
  const PgsColorBy color_by = gtk_drop_down_get_selected (self->color_by);
  const char *text = _("one cell is a page, or as many as its band says");
  g_autofree char *reason = NULL;

  if (snapshot->pages == NULL && snapshot->access[PGS_PART_PAGEMAP] == PGS_ACCESS_DENIED)
    {
      reason = pgs_process_format_reason (snapshot, PGS_PART_PAGEMAP);
      text = _("pages could not be read: permission denied");
    }
  else if (snapshot->pages == NULL)
    text = _("pages could not be read");
  else if (color_by == PGS_COLOR_BY_CHANGE)
    text = describe_comparison (self);
  else if (color_by == PGS_COLOR_BY_SHARING && !(pgs_pages_get_known (snapshot->pages) & PGS_PAGE_EXCLUSIVE))
    text = pgs_session_is_live (self->session) ? _("who shares a page is not known yet")
                                               : _("who shared a page was not sampled at that moment");
  else if (color_by == PGS_COLOR_BY_AGE && pgs_session_get_ages (self->session) == NULL)
    text = _("how long pages had been in RAM is not known of this moment");
  if (g_str_equal (gtk_label_get_label (self->hint), text))
    return;
  gtk_label_set_label (self->hint, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->hint), reason != NULL ? reason : text);
}

static void
update_legend (PgsMapPage        *self,
               const PgsSnapshot *snapshot)
{
  const PgsColorBy color_by = gtk_drop_down_get_selected (self->color_by);
  const PgsMapModel model = { .snapshot = snapshot,
                              .ages = color_by == PGS_COLOR_BY_AGE ? pgs_session_get_ages (self->session) : NULL,
                              .diff = pgs_comparison_get_shown_diff (pgs_session_get_comparison (self->session)),
                              .color_by = color_by };

  pgs_legend_view_set (self->legend, model.color_by, pgs_map_model_get_marks (&model));
}

static void
update (PgsMapPage *self)
{
  PgsSnapshot *snapshot = self->session != NULL ? pgs_session_get_snapshot (self->session) : NULL;

  if (snapshot == NULL || snapshot->maps == NULL || pgs_maps_get_length (snapshot->maps) == 0)
    {
      pgs_map_message_update (self->message, self->session);
      gtk_stack_set_visible_child_name (self->stack, "message");
      return;
    }
  gtk_stack_set_visible_child_name (self->stack, "map");
  update_hint (self, snapshot);
  update_legend (self, snapshot);
}

/* What is on screen is read first. */
static void
update_visible (PgsMapPage *self)
{
  guint64 start = 0, end = 0;

  if (self->session == NULL)
    return;
  if (gtk_widget_get_mapped (GTK_WIDGET (self->view)))
    pgs_map_view_get_visible (self->view, &start, &end);
  pgs_session_set_visible (self->session, start, end);
}

static void
on_view_changed (PgsMapPage *self)
{
  guint64 start = 0, end = 0;

  pgs_map_view_get_visible (self->view, &start, &end);
  pgs_strip_view_set_visible (self->strip, start, end);
  update_visible (self);
  gtk_widget_set_sensitive (self->zoom_in, pgs_map_view_can_zoom (self->view, 1));
  gtk_widget_set_sensitive (self->zoom_out, pgs_map_view_can_zoom (self->view, -1));
}

static void
on_scroll_to (PgsMapPage *self,
              guint64     address,
              gboolean    jump)
{
  if (jump)
    pgs_map_view_show_address (self->view, address);
  else
    pgs_map_view_scroll_to (self->view, address);
}

/* What is a file's page and who shares it costs time to find out, as do differences: only while they are
 * shown. */
static void
update_sections (PgsMapPage *self)
{
  if (self->session != NULL)
    pgs_comparison_need (pgs_session_get_comparison (self->session), self,
                         gtk_widget_get_mapped (GTK_WIDGET (self))
                           && gtk_drop_down_get_selected (self->color_by) == PGS_COLOR_BY_CHANGE);
  if (self->session != NULL)
    pgs_sections_need (self->session, self,
                       gtk_widget_get_mapped (GTK_WIDGET (self)) ? PGS_SECTION_PAGES | PGS_SECTION_SHARING
                                                                 : PGS_SECTION_NONE);
}

static void
on_color_by (PgsMapPage *self)
{
  const guint color_by = gtk_drop_down_get_selected (self->color_by);

  if (color_by >= PGS_N_COLOR_BYS)
    return;
  g_object_set (self->view, "color-by", color_by, NULL);
  if (self->settings != NULL && g_settings_get_enum (self->settings, COLOR_BY_KEY) != (int) color_by)
    g_settings_set_enum (self->settings, COLOR_BY_KEY, color_by);
  update_sections (self);
  update (self);
}

static void
on_zoom_in (PgsMapPage *self)
{
  pgs_map_view_zoom_by (self->view, 1);
}

static void
on_zoom_out (PgsMapPage *self)
{
  pgs_map_view_zoom_by (self->view, -1);
}

static void
on_zoom_fit (PgsMapPage *self)
{
  pgs_map_view_zoom_fit (self->view);
}

static void
pgs_map_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (pgs_map_page_parent_class)->map (widget);
  update_sections (PGS_MAP_PAGE (widget));
  update_visible (PGS_MAP_PAGE (widget));
}

static void
pgs_map_page_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (pgs_map_page_parent_class)->unmap (widget);
  update_sections (PGS_MAP_PAGE (widget));
  update_visible (PGS_MAP_PAGE (widget));
}

static void
set_session (PgsMapPage *self,
             PgsSession *session)
{
  if (self->session == session)
    return;
  pgs_sections_drop_session (&self->session, self);
  self->session = session != NULL ? g_object_ref (session) : NULL;
  g_object_set (self->strip, "session", session, NULL);
  g_object_set (self->view, "session", session, NULL);
  if (session != NULL)
    {
      g_signal_connect_swapped (session, "sampled", G_CALLBACK (update), self);
      g_signal_connect_swapped (session, "notify::state", G_CALLBACK (update), self);
      update_sections (self);
    }
  update (self);
}

static void
pgs_map_page_get_property (GObject    *object,
                           guint       id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  if (id == PROP_SESSION)
    g_value_set_object (value, PGS_MAP_PAGE (object)->session);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pgs_map_page_set_property (GObject      *object,
                           guint         id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  if (id == PROP_SESSION)
    set_session (PGS_MAP_PAGE (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pgs_map_page_dispose (GObject *object)
{
  PgsMapPage *self = PGS_MAP_PAGE (object);
  GtkWidget *child;

  pgs_sections_drop_session (&self->session, self);
  g_clear_object (&self->settings);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (pgs_map_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *klass)
{
  gtk_widget_class_set_template_from_resource (klass, "/io/github/pagescape_app/Pagescape/map-page.ui");
  gtk_widget_class_bind_template_child (klass, PgsMapPage, stack);
  gtk_widget_class_bind_template_child (klass, PgsMapPage, message);
  gtk_widget_class_bind_template_child (klass, PgsMapPage, strip);
  gtk_widget_class_bind_template_child (klass, PgsMapPage, view);
  gtk_widget_class_bind_template_child (klass, PgsMapPage, legend);
  gtk_widget_class_bind_template_child (klass, PgsMapPage, hint);
  gtk_widget_class_bind_template_child (klass, PgsMapPage, color_by);
  gtk_widget_class_bind_template_child (klass, PgsMapPage, flip);
  gtk_widget_class_bind_template_child (klass, PgsMapPage, zoom_in);
  gtk_widget_class_bind_template_child (klass, PgsMapPage, zoom_out);
  gtk_widget_class_bind_template_child (klass, PgsMapPage, finder);
  gtk_widget_class_bind_template_callback (klass, on_zoom_in);
  gtk_widget_class_bind_template_callback (klass, on_zoom_out);
  gtk_widget_class_bind_template_callback (klass, on_zoom_fit);
}

static void
pgs_map_page_class_init (PgsMapPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = pgs_map_page_get_property;
  object_class->set_property = pgs_map_page_set_property;
  object_class->dispose = pgs_map_page_dispose;
  widget_class->map = pgs_map_page_map;
  widget_class->unmap = pgs_map_page_unmap;
  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, PGS_TYPE_SESSION,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  g_type_ensure (PGS_TYPE_MAP_FINDER);
  g_type_ensure (PGS_TYPE_MAP_MESSAGE);
  g_type_ensure (PGS_TYPE_MAP_VIEW);
  g_type_ensure (PGS_TYPE_STRIP_VIEW);
  g_type_ensure (PGS_TYPE_LEGEND_VIEW);
  g_type_ensure (PGS_TYPE_WRAP_LAYOUT);
  bind_template (widget_class);
}

static void
pgs_map_page_init (PgsMapPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->settings = g_settings_new (PGS_APPLICATION_ID);
  g_signal_connect_swapped (self->view, "view-changed", G_CALLBACK (on_view_changed), self);
  g_signal_connect_swapped (self->strip, "scroll-to", G_CALLBACK (on_scroll_to), self);
  g_object_bind_property (self->flip, "active", self->view, "low-on-top", G_BINDING_DEFAULT);
  g_object_bind_property (self->flip, "active", self->strip, "low-on-top", G_BINDING_DEFAULT);
  g_settings_bind (self->settings, LOW_ON_TOP_KEY, self->flip, "active", G_SETTINGS_BIND_DEFAULT);
  gtk_drop_down_set_selected (self->color_by, g_settings_get_enum (self->settings, COLOR_BY_KEY));
  g_signal_connect_swapped (self->color_by, "notify::selected", G_CALLBACK (on_color_by), self);
  on_color_by (self);
  pgs_drop_down_set_name (self->color_by, _("Colour by"));
  pgs_map_finder_set_view (self->finder, self->view);
}

/**
 * pgs_map_page_new:
 *
 * Returns: (transfer floating): a page without a session
 */
GtkWidget *
pgs_map_page_new (void)
{
  return g_object_new (PGS_TYPE_MAP_PAGE, NULL);
}

/**
 * pgs_map_page_show_address:
 * @self: a page
 * @address: where to go
 *
 * Returns: %FALSE if nothing is mapped there; the nearest region is shown then
 */
gboolean
pgs_map_page_show_address (PgsMapPage *self,
                           guint64     address)
{
  g_return_val_if_fail (PGS_IS_MAP_PAGE (self), FALSE);

  return pgs_map_view_show_address (self->view, address);
}

/**
 * pgs_map_page_find:
 * @self: a page
 *
 * Opens the search for a region, library or address.
 */
void
pgs_map_page_find (PgsMapPage *self)
{
  g_return_if_fail (PGS_IS_MAP_PAGE (self));

  pgs_map_finder_open (self->finder, FALSE);
}

/**
 * pgs_map_page_go_to:
 * @self: a page
 *
 * Asks for an address to go to.
 */
void
pgs_map_page_go_to (PgsMapPage *self)
{
  g_return_if_fail (PGS_IS_MAP_PAGE (self));

  pgs_map_finder_open (self->finder, TRUE);
}

/**
 * pgs_map_page_show_change:
 * @self: a map
 *
 * Colours pages by how they differ from what is compared with.
 */
void
pgs_map_page_show_change (PgsMapPage *self)
{
  gtk_drop_down_set_selected (self->color_by, PGS_COLOR_BY_CHANGE);
}

/**
 * pgs_map_page_set_isolation:
 * @self: a page
 * @isolation: how the kernel's half is kept from the programs of the machine that is watched
 */
void
pgs_map_page_set_isolation (PgsMapPage   *self,
                            PgsIsolation  isolation)
{
  pgs_strip_view_set_isolation (self->strip, isolation);
}
