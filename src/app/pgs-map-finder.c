/* pgs-map-finder.c: the bar above the map that finds regions and goes to addresses
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-map-finder.h"

#include <glib/gi18n-lib.h>

#include "pgs-map-search.h"
#include "pgs-session.h"

struct _PgsMapFinder
{
  GtkWidget parent_instance;

  PgsMapView *view; /* not owned: beside it */
  guint n_matches;
  guint match;    /* the current one */
  gboolean going; /* it is there to go to an address */

  GtkSearchBar *bar;
  GtkSearchEntry *entry;
  GtkLabel *found;
};

G_DEFINE_FINAL_TYPE (PgsMapFinder, pgs_map_finder, GTK_TYPE_WIDGET)

/* Of the moment that is shown; %NULL: there are none. */
static PgsMaps *
dup_maps (PgsMapFinder *self)
{
  g_autoptr (PgsSession) session = NULL;
  PgsSnapshot *snapshot;

  g_object_get (self->view, "session", &session, NULL);
  snapshot = session != NULL ? pgs_session_get_snapshot (session) : NULL;
  return snapshot != NULL && snapshot->maps != NULL ? pgs_maps_ref (snapshot->maps) : NULL;
}

static void
show_found (PgsMapFinder *self)
{
  g_autofree char *text = NULL;

  if (self->n_matches > 0)
    /* Translators: which of how many places that were found is shown */
    text = g_strdup_printf (_("%u of %u"), self->match + 1, self->n_matches);
  else if (*gtk_editable_get_text (GTK_EDITABLE (self->entry)) != '\0')
    text = g_strdup (self->going ? _("nothing is mapped there") : _("not found"));
  gtk_label_set_label (self->found, text != NULL ? text : "");
}

/* Goes to what is searched for, @step matches further on. */
static void
search_step (PgsMapFinder *self,
             int           step)
{
  g_autoptr (PgsMaps) maps = dup_maps (self);
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  g_autoptr (GArray) found = NULL;
  guint64 address;

  self->n_matches = 0;
  if (maps != NULL && self->going && pgs_map_search_parse_address (text, &address))
    self->n_matches = pgs_map_view_show_address (self->view, address) ? 1 : 0;
  else if (maps != NULL && !self->going)
    {
      found = pgs_map_search_find (maps, text);
      self->n_matches = found->len;
      self->match = found->len == 0 ? 0 : (self->match + found->len + step) % found->len;
      if (found->len > 0)
        pgs_map_view_show_address (self->view, g_array_index (found, guint64, self->match));
    }
  show_found (self);
}

static void
on_search (PgsMapFinder *self)
{
  self->match = 0;
  search_step (self, 0);
}

static void
on_next_match (PgsMapFinder *self)
{
  search_step (self, 1);
}

static void
on_previous_match (PgsMapFinder *self)
{
  search_step (self, -1);
}

static void
on_stop_search (PgsMapFinder *self)
{
  gtk_search_bar_set_search_mode (self->bar, FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
pgs_map_finder_dispose (GObject *object)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (object));

  if (child != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (pgs_map_finder_parent_class)->dispose (object);
}

static void
pgs_map_finder_class_init (PgsMapFinderClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pgs_map_finder_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/pagescape_app/Pagescape/map-finder.ui");
  gtk_widget_class_bind_template_child (widget_class, PgsMapFinder, bar);
  gtk_widget_class_bind_template_child (widget_class, PgsMapFinder, entry);
  gtk_widget_class_bind_template_child (widget_class, PgsMapFinder, found);
  gtk_widget_class_bind_template_callback (widget_class, on_search);
  gtk_widget_class_bind_template_callback (widget_class, on_next_match);
  gtk_widget_class_bind_template_callback (widget_class, on_previous_match);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_search);
}

static void
pgs_map_finder_init (PgsMapFinder *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_bar_connect_entry (self->bar, GTK_EDITABLE (self->entry));
}

/**
 * pgs_map_finder_set_view:
 * @self: a finder
 * @view: (transfer none): the map it searches; it must live as long
 */
void
pgs_map_finder_set_view (PgsMapFinder *self,
                         PgsMapView   *view)
{
  g_return_if_fail (PGS_IS_MAP_FINDER (self));

  self->view = view;
}

/**
 * pgs_map_finder_open:
 * @self: a finder
 * @going: whether for an address to go to, rather than for a region, library or address to find
 *
 * Shows the bar and lets the person write into it.
 */
void
pgs_map_finder_open (PgsMapFinder *self,
                     gboolean      going)
{
  const char *placeholder = going ? _("Address in hexadecimal") : _("Region, library or address");

  self->going = going;
  self->match = 0;
  gtk_search_bar_set_search_mode (self->bar, TRUE);
  g_object_set (self->entry, "placeholder-text", placeholder, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, placeholder, -1);
  gtk_label_set_label (self->found, "");
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, -1);
}
