/* pgs-map-view-session.c: the view of the map follows its session: samples, the selection, another process
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-map-view-private.h"

#include "pgs-read-iter.h"

#define FADE_MS 80 /* between two pictures of fading pages */

static gboolean
on_fade (gpointer data)
{
  PgsMapView *self = data;
  PgsMapModel model;

  pgs_map_cache_set_fading (self->cache);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (pgs_map_view_get_model (self, &model) && pgs_map_model_fresh_until (&model) > 0)
    return G_SOURCE_CONTINUE;
  self->fade_id = 0;
  return G_SOURCE_REMOVE;
}

/* Fresh pages fade from now on; where nothing may move, they get one more picture at the end. */
static void
start_fading (PgsMapView *self)
{
  PgsMapModel model;
  gint64 until;

  if (!pgs_map_view_get_model (self, &model) || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  until = pgs_map_model_fresh_until (&model);
  if (until == 0 || (self->fade_id != 0 && !model.calm))
    return;
  g_clear_handle_id (&self->fade_id, g_source_remove);
  self->fade_id = g_timeout_add (model.calm ? (guint) ((until - model.now_us) / 1000) + 20 : FADE_MS, on_fade, self);
}

static void
forget_shown (PgsMapView *self)
{
  g_clear_pointer (&self->shown, pgs_snapshot_unref);
  g_clear_pointer (&self->shown_ages, pgs_ages_unref);
  g_clear_pointer (&self->shown_diff, pgs_diff_unref);
}

/* Takes over what is current now. Returns: whether its picture can differ from the one before. */
static gboolean
take_shown (PgsMapView *self)
{
  PgsSnapshot *snapshot = pgs_session_get_snapshot (self->session);
  PgsAges *ages = pgs_map_view_get_ages (self);
  PgsDiff *diff = pgs_comparison_get_shown_diff (pgs_session_get_comparison (self->session));
  const gboolean live = pgs_session_is_live (self->session);
  const gboolean same = self->shown != NULL && live == self->shown_live && snapshot != NULL && snapshot->maps == self->shown->maps
                        && pgs_pages_says_the_same (snapshot->pages, self->shown->pages)
                        && snapshot->smaps == self->shown->smaps && ages == self->shown_ages && diff == self->shown_diff;

  forget_shown (self);
  self->shown_diff = diff != NULL ? pgs_diff_ref (diff) : NULL;
  self->shown_live = live;
  self->shown = snapshot != NULL ? pgs_snapshot_ref (snapshot) : NULL;
  self->shown_ages = ages != NULL ? pgs_ages_ref (ages) : NULL;
  return !same;
}

/* A sample in which nothing changed draws nothing, but for colours that tell how old pages are. */
static void
on_sampled (PgsMapView *self)
{
  const gboolean changed = take_shown (self);

  if ((self->shown != NULL ? self->shown->maps : NULL)
      != (self->layout != NULL ? pgs_map_layout_get_maps (self->layout) : NULL))
    pgs_map_view_relayout (self);
  if (!changed && self->color_by != PGS_COLOR_BY_AGE)
    return;
  pgs_map_cache_set_stale (self->cache);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  start_fading (self);
  pgs_map_view_update_description (self);
}

static void
on_selection (PgsMapView *self)
{
  PgsSelection selection;
  cairo_rectangle_t rect;

  pgs_session_get_selection (self->session, &selection);
  if (selection.start < selection.end && self->layout != NULL
      && pgs_map_layout_address_rect (self->layout, selection.start, &rect)
      && (rect.y < pgs_map_view_get_top (self) || rect.y > pgs_map_view_get_top (self) + pgs_map_view_get_view_height (self))
      && !(self->has_cursor && self->cursor >= selection.start && self->cursor < selection.end))
    pgs_map_view_place_address (self, selection.start, pgs_map_view_get_view_height (self) / 3);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  pgs_map_view_update_description (self);
}

/* Another process or none: the old one's place means nothing. */
static void
on_state (PgsMapView *self)
{
  if (pgs_session_get_snapshot (self->session) == NULL)
    {
      forget_shown (self);
      self->has_cursor = FALSE;
      self->zoom = 0;
      pgs_map_view_set_top (self, 0);
      pgs_map_view_relayout (self);
    }
}

/**
 * pgs_map_view_drop_session:
 * @self: a view
 *
 * Forgets the session, if there is one, and what it showed.
 */
void
pgs_map_view_drop_session (PgsMapView *self)
{
  if (self->session != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->session, self);
      g_signal_handlers_disconnect_by_data (pgs_session_get_comparison (self->session), self);
    }
  g_clear_object (&self->session);
  forget_shown (self);
}

/**
 * pgs_map_view_set_session:
 * @self: a view
 * @session: (nullable): what it shows from now on
 */
void
pgs_map_view_set_session (PgsMapView *self,
                          PgsSession *session)
{
  if (self->session == session)
    return;
  pgs_map_view_drop_session (self);
  self->has_cursor = FALSE;
  if (session != NULL)
    {
      self->session = g_object_ref (session);
      g_signal_connect_swapped (session, "sampled", G_CALLBACK (on_sampled), self);
      g_signal_connect_swapped (session, "selection-changed", G_CALLBACK (on_selection), self);
      g_signal_connect_swapped (session, "notify::state", G_CALLBACK (on_state), self);
      g_signal_connect_swapped (pgs_session_get_comparison (session), "changed", G_CALLBACK (on_sampled), self);
    }
  pgs_map_view_relayout (self);
  g_object_notify (G_OBJECT (self), "session");
}
