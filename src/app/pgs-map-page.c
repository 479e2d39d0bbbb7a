/* pgs-map-page.c: the address space and the pages of the watched process, with their tools
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-map-page.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "pgs-comparison.h"
#include "pgs-drop-down.h"
#include "pgs-error.h"
#include "pgs-format.h"
#include "pgs-known-bar.h"
#include "pgs-legend-view.h"
#include "pgs-map-search.h"
#include "pgs-map-view.h"
#include "pgs-process-words.h"
#include "pgs-sections.h"
#include "pgs-strip-view.h"

#define COLOR_BY_KEY "map-color-by"
#define LOW_ON_TOP_KEY "map-low-on-top"

struct _PgsMapPage
{
  GtkWidget parent_instance;

  PgsSession *session;
  GSettings *settings;
  guint n_matches;
  guint match; /* the current one */
  gboolean going; /* the search bar is there to go to an address */

  GtkStack *stack;
  AdwStatusPage *message;
  GtkWidget *known; /* what is known of a process that may not be looked into */
  PgsKnownBar *known_bar;
  GtkLabel *known_text;
  PgsStripView *strip;
  PgsMapView *view;
  PgsLegendView *legend;
  GtkLabel *hint;
  GtkDropDown *color_by;
  GtkToggleButton *flip;
  GtkWidget *zoom_in;
  GtkWidget *zoom_out;
  GtkSearchBar *search_bar;
  GtkSearchEntry *search;
  GtkLabel *found;
};

enum
{
  PROP_0,
  PROP_SESSION,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PgsMapPage, pgs_map_page, GTK_TYPE_WIDGET)

/* @denied: it is there, but may not be read: hatched, as everywhere. */
static void
show_message (PgsMapPage *self,
              const char *title,
              const char *description,
              gboolean    denied)
{
  g_autofree char *escaped = description ? g_markup_escape_text (description, -1) : NULL;

  if (denied)
    gtk_widget_add_css_class (GTK_WIDGET (self->message), "unreadable");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->message), "unreadable");
  adw_status_page_set_title (self->message, title);
  adw_status_page_set_description (self->message, escaped);
  gtk_stack_set_visible_child_name (self->stack, "message");
}

static void
show_error (PgsMapPage   *self,
            const GError *error)
{
  const char *text = error != NULL ? error->message : NULL;

  if (g_error_matches (error, PGS_ERROR, PGS_ERROR_NO_PROCESS))
    show_message (self, _("No Such Process"), text, FALSE);
  else if (g_error_matches (error, PGS_ERROR, PGS_ERROR_ACCESS))
    show_message (self, _("Permission Denied"), text, TRUE);
  else
    show_message (self, _("Could Not Be Read"), text, TRUE);
}

static char *
format_known (const PgsCounters *counters)
{
  g_autofree char *virt = pgs_format_size (counters->virt);
  g_autofree char *res = pgs_format_size (counters->res);
  g_autofree char *file = pgs_format_size (counters->file);
  g_autofree char *anon = pgs_format_size (counters->anon);
  g_autofree char *shmem = pgs_format_size (counters->shmem);
  g_autofree char *swap = pgs_format_size (counters->swap);

  /* Translators: sizes of a process of which nothing else is known; the second line says what RES is made
   * of. VIRT and RES stay. */
  return g_strdup_printf (_("VIRT %s · RES %s\n"
                            "%s of files · %s anonymous · %s shared memory · %s in swap\n"
                            "At which addresses, in which mappings and pages, is not known."),
                          virt, res, file, anon, shmem, swap);
}

static void
show_denied (PgsMapPage        *self,
             const PgsSnapshot *snapshot)
{
  g_autofree char *reason = pgs_process_format_reason (snapshot, PGS_PART_MAPS);
  g_autofree char *known = format_known (&snapshot->counters);

  show_message (self, _("Permission Denied"), reason, TRUE);
  pgs_known_bar_set (self->known_bar, &snapshot->counters);
  if (g_strcmp0 (gtk_label_get_text (self->known_text), known) != 0)
    gtk_label_set_text (self->known_text, known);
}

static void
show_without_maps (PgsMapPage        *self,
                   const PgsSnapshot *snapshot)
{
  if (snapshot->maps == NULL)
    show_denied (self, snapshot);
  else if (snapshot->process->is_kernel_thread)
    show_message (self, _("Kernel Thread"), _("It runs inside the kernel and has no address space of its own."), FALSE);
  else if (snapshot->counters.state == 'Z')
    show_message (self, _("Zombie"),
                  _("It has ended and its memory is gone. It stays in the list until its parent asks how it ended."), FALSE);
  else
    show_message (self, _("No Mappings"), _("This process has no address space at the moment."), FALSE);
}

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
  const PgsSessionState state = self->session != NULL ? pgs_session_get_state (self->session) : PGS_SESSION_EMPTY;

  gtk_widget_set_visible (self->known, snapshot != NULL && snapshot->maps == NULL);
  if (snapshot == NULL)
    switch (state)
      {
      case PGS_SESSION_EMPTY:
        show_message (self, _("No Process Chosen"), _("Choose one in the list to see its memory."), FALSE);
        break;
      case PGS_SESSION_FAILED:
      case PGS_SESSION_ENDED:
        show_error (self, pgs_session_get_error (self->session));
        break;
      case PGS_SESSION_OPENING:
      case PGS_SESSION_LIVE:
      case PGS_SESSION_PAUSED:
      case PGS_SESSION_REPLAY:
        show_message (self, _("Reading…"), NULL, FALSE);
        break;
      }
  else if (snapshot->maps == NULL || pgs_maps_get_length (snapshot->maps) == 0)
    show_without_maps (self, snapshot);
  else
    {
      gtk_stack_set_visible_child_name (self->stack, "map");
      update_hint (self, snapshot);
      update_legend (self, snapshot);
    }
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
show_found (PgsMapPage *self)
{
  g_autofree char *text = NULL;

  if (self->n_matches > 0)
    /* Translators: which of how many places that were found is shown */
    text = g_strdup_printf (_("%u of %u"), self->match + 1, self->n_matches);
  else if (*gtk_editable_get_text (GTK_EDITABLE (self->search)) != '\0')
    text = g_strdup (self->going ? _("nothing is mapped there") : _("not found"));
  gtk_label_set_label (self->found, text != NULL ? text : "");
}

/* Goes to what is searched for, @step matches further on. */
static void
search_step (PgsMapPage *self,
             int         step)
{
  PgsSnapshot *snapshot = self->session != NULL ? pgs_session_get_snapshot (self->session) : NULL;
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search));
  g_autoptr (GArray) found = NULL;
  guint64 address;

  self->n_matches = 0;
  if (snapshot != NULL && snapshot->maps != NULL && self->going && pgs_map_search_parse_address (text, &address))
    self->n_matches = pgs_map_view_show_address (self->view, address) ? 1 : 0;
  else if (snapshot != NULL && snapshot->maps != NULL && !self->going)
    {
      found = pgs_map_search_find (snapshot->maps, text);
      self->n_matches = found->len;
      self->match = found->len == 0 ? 0 : (self->match + found->len + step) % found->len;
      if (found->len > 0)
        pgs_map_view_show_address (self->view, g_array_index (found, guint64, self->match));
    }
  show_found (self);
}

static void
on_search (PgsMapPage *self)
{
  self->match = 0;
  search_step (self, 0);
}

static void
on_next_match (PgsMapPage *self)
{
  search_step (self, 1);
}

static void
on_previous_match (PgsMapPage *self)
{
  search_step (self, -1);
}

static void
on_stop_search (PgsMapPage *self)
{
  gtk_search_bar_set_search_mode (self->search_bar, FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
open_search (PgsMapPage *self,
             gboolean    going)
{
  const char *placeholder = going ? _("Address in hexadecimal") : _("Region, library or address");

  self->going = going;
  self->match = 0;
  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  g_object_set (self->search, "placeholder-text", placeholder, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->search), GTK_ACCESSIBLE_PROPERTY_LABEL, placeholder, -1);
  gtk_label_set_label (self->found, "");
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
  gtk_editable_select_region (GTK_EDITABLE (self->search), 0, -1);
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
drop_session (PgsMapPage *self)
{
  if (self->session == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->session, self);
  pgs_sections_need (self->session, self, PGS_SECTION_NONE);
  g_clear_object (&self->session);
}

static void
set_session (PgsMapPage *self,
             PgsSession *session)
{
  if (self->session == session)
    return;
  drop_session (self);
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

  drop_session (self);
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
  gtk_widget_class_bind_template_child (klass, PgsMapPage, known);
  gtk_widget_class_bind_template_child (klass, PgsMapPage, known_bar);
  gtk_widget_class_bind_template_child (klass, PgsMapPage, known_text);
  gtk_widget_class_bind_template_child (klass, PgsMapPage, strip);
  gtk_widget_class_bind_template_child (klass, PgsMapPage, view);
  gtk_widget_class_bind_template_child (klass, PgsMapPage, legend);
  gtk_widget_class_bind_template_child (klass, PgsMapPage, hint);
  gtk_widget_class_bind_template_child (klass, PgsMapPage, color_by);
  gtk_widget_class_bind_template_child (klass, PgsMapPage, flip);
  gtk_widget_class_bind_template_child (klass, PgsMapPage, zoom_in);
  gtk_widget_class_bind_template_child (klass, PgsMapPage, zoom_out);
  gtk_widget_class_bind_template_child (klass, PgsMapPage, search_bar);
  gtk_widget_class_bind_template_child (klass, PgsMapPage, search);
  gtk_widget_class_bind_template_child (klass, PgsMapPage, found);
  gtk_widget_class_bind_template_callback (klass, on_zoom_in);
  gtk_widget_class_bind_template_callback (klass, on_zoom_out);
  gtk_widget_class_bind_template_callback (klass, on_zoom_fit);
  gtk_widget_class_bind_template_callback (klass, on_search);
  gtk_widget_class_bind_template_callback (klass, on_next_match);
  gtk_widget_class_bind_template_callback (klass, on_previous_match);
  gtk_widget_class_bind_template_callback (klass, on_stop_search);
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
  g_type_ensure (PGS_TYPE_KNOWN_BAR);
  g_type_ensure (PGS_TYPE_MAP_VIEW);
  g_type_ensure (PGS_TYPE_STRIP_VIEW);
  g_type_ensure (PGS_TYPE_LEGEND_VIEW);
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
  gtk_search_bar_connect_entry (self->search_bar, GTK_EDITABLE (self->search));
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

  open_search (self, FALSE);
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

  open_search (self, TRUE);
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
