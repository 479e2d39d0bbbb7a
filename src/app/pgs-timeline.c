/* pgs-timeline.c: how VIRT, RES and faults of the watched process developed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-timeline.h"

#include <glib/gi18n-lib.h>

#include "pgs-chart-view.h"
#include "pgs-format.h"

#define TREND_US (30 * G_USEC_PER_SEC)

struct _PgsTimeline
{
  GtkWidget parent_instance;

  PgsSession *session;
  PgsChartView *view;
  gboolean is_history; /* the view has a chart of pgs_chart_new_history() */
};

enum
{
  PROP_SESSION = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PgsTimeline, pgs_timeline, GTK_TYPE_WIDGET)

/* "RES +10 MiB since −30 s" */
static char *
describe_trend (const PgsPoint *points,
                gsize           n_points)
{
  gsize first = n_points > 0 ? n_points - 1 : 0;
  g_autofree char *change = NULL, *ago = NULL;
  gint64 delta, elapsed_us;

  while (first > 0 && points[n_points - 1].monotonic_us - points[first].monotonic_us < TREND_US)
    first--;
  if (n_points < 2 || points[first].res == PGS_UNKNOWN || points[n_points - 1].res == PGS_UNKNOWN)
    return g_strdup ("");
  delta = points[n_points - 1].res - points[first].res;
  elapsed_us = points[n_points - 1].monotonic_us - points[first].monotonic_us;
  change = pgs_format_size_delta (delta);
  ago = pgs_chart_format_ago (elapsed_us, G_USEC_PER_SEC);
  if (delta == 0)
    /* Translators: the resident memory did not change since that moment: "−30 s" */
    return g_strdup_printf (_("RES unchanged since %s"), ago);
  /* Translators: how resident memory changed since a moment: "RES +10 MiB since −30 s" */
  return g_strdup_printf (_("RES %s since %s"), change, ago);
}

static const char *
get_hint (PgsTimeline *self)
{
  if (self->session == NULL || pgs_session_get_state (self->session) == PGS_SESSION_EMPTY)
    return _("Choose a process to see how its memory develops");
  return NULL;
}

static void
update (PgsTimeline *self)
{
  g_autofree char *trend = NULL;
  const PgsPoint *points = NULL;
  const PgsMark *marks = NULL;
  gsize n_points = 0, n_marks = 0;

  if (self->session != NULL)
    {
      PgsMoments *moments = pgs_session_get_moments (self->session);

      points = pgs_moments_get_points (moments, &n_points);
      marks = pgs_moments_get_marks (moments, &n_marks);
    }
  trend = describe_trend (points, n_points);
  pgs_chart_view_set_hint (self->view, get_hint (self));
  if (self->is_history && pgs_chart_continue_history (pgs_chart_view_get_chart (self->view), points, n_points, marks, n_marks))
    pgs_chart_view_chart_grew (self->view, trend);
  else
    pgs_chart_view_take_chart (self->view, pgs_chart_new_history (points, n_points, marks, n_marks), trend);
  self->is_history = TRUE;
}

static void
on_changed (PgsTimeline *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    update (self);
}

static void
pgs_timeline_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (pgs_timeline_parent_class)->map (widget);
  update (PGS_TIMELINE (widget));
}

static void
set_session (PgsTimeline *self,
             PgsSession  *session)
{
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_set_object (&self->session, session);
  if (session != NULL)
    {
      g_signal_connect_object (session, "history-changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (session, "notify::state", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
    }
  on_changed (self);
}

static void
pgs_timeline_get_property (GObject    *object,
                           guint       id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_SESSION:
      g_value_set_object (value, PGS_TIMELINE (object)->session);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pgs_timeline_set_property (GObject      *object,
                           guint         id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  switch (id)
    {
    case PROP_SESSION:
      set_session (PGS_TIMELINE (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pgs_timeline_dispose (GObject *object)
{
  PgsTimeline *self = PGS_TIMELINE (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  if (self->view != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->view));
  self->view = NULL;
  G_OBJECT_CLASS (pgs_timeline_parent_class)->dispose (object);
}

static void
pgs_timeline_class_init (PgsTimelineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = pgs_timeline_get_property;
  object_class->set_property = pgs_timeline_set_property;
  object_class->dispose = pgs_timeline_dispose;
  widget_class->map = pgs_timeline_map;

  /**
   * PgsTimeline:session:
   *
   * Whose history is drawn.
   */
  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, PGS_TYPE_SESSION,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "timeline");
}

static void
pgs_timeline_init (PgsTimeline *self)
{
  self->view = g_object_new (PGS_TYPE_CHART_VIEW, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Timeline"), -1);
  gtk_widget_set_parent (GTK_WIDGET (self->view), GTK_WIDGET (self));
}

/**
 * pgs_timeline_new:
 *
 * Returns: (transfer floating): a timeline without a session
 */
GtkWidget *
pgs_timeline_new (void)
{
  return g_object_new (PGS_TYPE_TIMELINE, NULL);
}
