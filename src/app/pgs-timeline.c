/* pgs-timeline.c: how VIRT, RES and faults of the watched process developed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-timeline.h"

#include <glib/gi18n-lib.h>

#include "pgs-chart-view.h"
#include "pgs-format.h"
#include "pgs-mark-entry.h"
#include "pgs-session-steps.h"
#include "pgs-timeline-bar.h"

#define TREND_US (30 * G_USEC_PER_SEC)
#define PAGE_SAMPLES 10 /* that Page Up and Page Down go */

struct _PgsTimeline
{
  GtkWidget parent_instance;

  PgsSession *session;
  PgsChartView *view;
  PgsTimelineBar *bar;
  PgsMoments *drawn; /* (nullable): whose points the view has; only compared */
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
    return _("Choose a process to see its memory develop, or open a recording");
  return NULL;
}

/* What is said after the values: the selected span, else how RES develops. */
static char *
describe_more (PgsTimeline    *self,
               const PgsPoint *points,
               gsize           n_points)
{
  g_autofree char *span = pgs_timeline_bar_dup_span (self->bar);

  if (*span != '\0')
    /* Translators: a span of time that is selected, and what changed in it */
    return g_strdup_printf (_("selected %s"), span);
  if (!pgs_session_is_live (self->session))
    return g_strdup (_("this moment is shown"));
  return describe_trend (points, n_points);
}

static void
take_points (PgsTimeline    *self,
             PgsMoments     *moments,
             const PgsPoint *points,
             gsize           n_points,
             const char     *summary)
{
  const gboolean is_replay = pgs_session_get_state (self->session) == PGS_SESSION_REPLAY;
  const PgsMark *marks;
  PgsChart *chart;
  gsize n_marks;

  marks = pgs_moments_get_marks (moments, &n_marks);
  if (self->drawn == moments
      && pgs_chart_continue_history (pgs_chart_view_get_chart (self->view), points, n_points, marks, n_marks))
    {
      pgs_chart_view_chart_grew (self->view, summary);
      return;
    }
  chart = pgs_chart_new_history (points, n_points, marks, n_marks);
  pgs_chart_count_from_start (chart, is_replay);
  pgs_chart_view_take_chart (self->view, chart, summary);
  if (is_replay && self->drawn != moments)
    pgs_chart_view_show_all (self->view);
  self->drawn = moments;
}

static void
show_moment (PgsTimeline *self)
{
  const gint64 shown_us = pgs_session_get_shown_time (self->session);

  pgs_chart_view_show (self->view, pgs_session_is_live (self->session) || shown_us == 0 ? PGS_CHART_VIEW_NO_MOMENT
                                                                                       : shown_us);
}

static void
show_span (PgsTimeline *self)
{
  gint64 from_us, to_us;

  pgs_session_get_span (self->session, &from_us, &to_us);
  pgs_chart_view_set_span (self->view, from_us, to_us);
}

static void
update (PgsTimeline *self)
{
  g_autofree char *summary = NULL;
  const PgsPoint *points;
  PgsMoments *moments;
  gsize n_points;

  pgs_chart_view_set_hint (self->view, get_hint (self));
  if (self->session == NULL)
    return;
  moments = pgs_session_get_moments (self->session);
  points = pgs_moments_get_points (moments, &n_points);
  summary = describe_more (self, points, n_points);
  take_points (self, moments, points, n_points, summary);
  show_moment (self);
  show_span (self);
}

static void
on_changed (PgsTimeline *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    update (self);
}

/* Another moment is shown, or another span selected: the points are the same. */
static void
on_moved (PgsTimeline *self)
{
  g_autofree char *summary = NULL;
  const PgsPoint *points;
  gsize n_points;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  points = pgs_moments_get_points (pgs_session_get_moments (self->session), &n_points);
  summary = describe_more (self, points, n_points);
  pgs_chart_view_set_summary (self->view, summary);
  show_moment (self);
  show_span (self);
}

static void
on_scrubbed (PgsTimeline *self,
             gint64       time_us)
{
  if (self->session != NULL)
    pgs_session_show (self->session, time_us);
}

/* Both ends become samples: only those can be compared. */
static void
on_span_selected (PgsTimeline *self,
                  gint64       from_us,
                  gint64       to_us)
{
  PgsMoments *moments = self->session != NULL ? pgs_session_get_moments (self->session) : NULL;

  if (moments == NULL || pgs_moments_get_length (moments) == 0)
    return;
  pgs_session_set_span (self->session, pgs_moments_get_time (moments, pgs_moments_find (moments, from_us)),
                        pgs_moments_get_time (moments, pgs_moments_find (moments, to_us)));
}

static void
on_mark_menu (PgsTimeline *self,
              guint        index,
              double       x,
              double       y)
{
  const PgsMark *marks;
  gsize n_marks;

  marks = pgs_moments_get_marks (pgs_session_get_moments (self->session), &n_marks);
  if (index < n_marks && marks[index].kind == PGS_MARK_PERSON && pgs_session_can_mark (self->session))
    pgs_timeline_name_mark (self, marks[index].monotonic_us, marks[index].name);
}

static gboolean
on_escape (PgsTimeline *self)
{
  if (pgs_session_get_span (self->session, NULL, NULL))
    pgs_session_set_span (self->session, 0, 0);
  else if (!pgs_session_is_live (self->session) && pgs_session_get_state (self->session) != PGS_SESSION_REPLAY)
    pgs_session_show_live (self->session);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

static void
go (PgsTimeline     *self,
    gint64           n_samples,
    GdkModifierType  state)
{
  if (state & GDK_SHIFT_MASK)
    pgs_session_extend_span (self->session, n_samples);
  else if (state & GDK_CONTROL_MASK)
    pgs_session_step_mark (self->session, n_samples > 0);
  else
    pgs_session_step (self->session, n_samples);
}

static void
go_to_end (PgsTimeline     *self,
           gboolean         last,
           GdkModifierType  state)
{
  if (state & GDK_SHIFT_MASK)
    pgs_session_extend_span (self->session, last ? G_MAXINT32 : -G_MAXINT32);
  else if (last)
    pgs_session_show_live (self->session);
  else
    pgs_session_show_first (self->session);
}

static gboolean
on_key (PgsTimeline     *self,
        guint            key,
        guint            code,
        GdkModifierType  state)
{
  if (self->session == NULL || state & (GDK_ALT_MASK | GDK_SUPER_MASK))
    return GDK_EVENT_PROPAGATE;
  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      go (self, -1, state);
      return GDK_EVENT_STOP;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      go (self, 1, state);
      return GDK_EVENT_STOP;
    case GDK_KEY_Page_Up:
      go (self, -PAGE_SAMPLES, state & GDK_SHIFT_MASK);
      return GDK_EVENT_STOP;
    case GDK_KEY_Page_Down:
      go (self, PAGE_SAMPLES, state & GDK_SHIFT_MASK);
      return GDK_EVENT_STOP;
    case GDK_KEY_Home:
      go_to_end (self, FALSE, state);
      return GDK_EVENT_STOP;
    case GDK_KEY_End:
      go_to_end (self, TRUE, state);
      return GDK_EVENT_STOP;
    case GDK_KEY_Escape:
      return on_escape (self);
    default:
      return GDK_EVENT_PROPAGATE;
    }
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
  if (session == NULL)
    return;
  g_object_set (self->bar, "session", session, NULL);
  g_signal_connect_object (session, "history-changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::state", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "sampled", G_CALLBACK (on_moved), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::live", G_CALLBACK (on_moved), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "span-changed", G_CALLBACK (on_moved), self, G_CONNECT_SWAPPED);
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
  if (self->bar != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->bar));
  self->bar = NULL;
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
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "timeline");
}

static void
pgs_timeline_init (PgsTimeline *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  self->view = g_object_new (PGS_TYPE_CHART_VIEW, "vexpand", TRUE, NULL);
  pgs_chart_view_set_scrubs (self->view, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Timeline"), -1);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self->view), keys);
  g_signal_connect_swapped (self->view, "scrubbed", G_CALLBACK (on_scrubbed), self);
  g_signal_connect_swapped (self->view, "span-selected", G_CALLBACK (on_span_selected), self);
  g_signal_connect_swapped (self->view, "mark-menu", G_CALLBACK (on_mark_menu), self);
  gtk_widget_set_parent (GTK_WIDGET (self->view), GTK_WIDGET (self));
  self->bar = g_object_new (PGS_TYPE_TIMELINE_BAR, NULL);
  gtk_widget_set_parent (GTK_WIDGET (self->bar), GTK_WIDGET (self));
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

/**
 * pgs_timeline_name_mark:
 * @self: a timeline with a session
 * @monotonic_us: time of a mark of a person
 * @name: what it says now
 *
 * Asks for another name, beside the mark. Without effect while the timeline is hidden.
 *
 * Returns: whether it asks
 */
gboolean
pgs_timeline_name_mark (PgsTimeline *self,
                        gint64       monotonic_us,
                        const char  *name)
{
  GdkRectangle at = { 0, 0, 1, 1 };

  g_return_val_if_fail (PGS_IS_TIMELINE (self), FALSE);

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return FALSE;
  at.x = (int) pgs_chart_view_get_x (self->view, monotonic_us);
  pgs_mark_entry_popup (GTK_WIDGET (self), &at, self->session, monotonic_us, name);
  return TRUE;
}
