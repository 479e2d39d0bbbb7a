/* pgs-timeline-bar.c: the controls below the timeline: samples, replay, marks, the selected span
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-timeline-bar.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "pgs-drop-down.h"
#include "pgs-label.h"
#include "pgs-marks-popover.h"
#include "pgs-session-steps.h"
#include "pgs-time-words.h"

static const double speeds[] = { 0.25, 0.5, 1, 2, 5, 10 };

struct _PgsTimelineBar
{
  GtkWidget parent_instance;

  PgsSession *session;
  gboolean updating; /* the widgets follow the session, not the other way round */

  GtkWidget *box;
  GtkWidget *previous, *play, *next;
  GtkLabel *position;
  GtkDropDown *speed;
  GtkToggleButton *loop;
  GtkMenuButton *marks;
  GtkLabel *span;
  GtkWidget *span_buttons;
  GtkWidget *live;
};

enum
{
  PROP_SESSION = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PgsTimelineBar, pgs_timeline_bar, GTK_TYPE_WIDGET)

static gboolean
is_replay (PgsTimelineBar *self)
{
  return pgs_session_get_state (self->session) == PGS_SESSION_REPLAY;
}

static char *
format_position (PgsTimelineBar *self)
{
  PgsMoments *moments = pgs_session_get_moments (self->session);
  const gsize length = pgs_moments_get_length (moments);
  const gint64 shown_us = pgs_session_get_shown_time (self->session);
  PgsTimeReach reach = { .from_start = is_replay (self) };

  if (length == 0 || shown_us == 0)
    return g_strdup ("–");
  reach.first_us = pgs_moments_get_time (moments, 0);
  reach.last_us = pgs_moments_get_time (moments, length - 1);
  return pgs_time_words_position (&reach, pgs_session_is_live (self->session) ? reach.last_us : shown_us);
}

static void
update_play (PgsTimelineBar *self)
{
  gboolean playing;
  const char *name;

  g_object_get (self->session, "playing", &playing, NULL);
  name = playing ? _("Pause the replay") : _("Replay");
  gtk_button_set_icon_name (GTK_BUTTON (self->play),
                            playing ? "media-playback-pause-symbolic" : "media-playback-start-symbolic");
  gtk_widget_set_tooltip_text (self->play, playing ? _("Pause the Replay") : _("Replay What Was Seen"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->play), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
update_replay (PgsTimelineBar *self)
{
  double speed;
  gboolean loop;

  self->updating = TRUE;
  g_object_get (self->session, "speed", &speed, "loop", &loop, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (speeds); i++)
    if (fabs (speeds[i] - speed) < 1e-6)
      gtk_drop_down_set_selected (self->speed, i);
  gtk_toggle_button_set_active (self->loop, loop);
  self->updating = FALSE;
}

static void
update_position (PgsTimelineBar *self)
{
  const gsize length = pgs_moments_get_length (pgs_session_get_moments (self->session));
  const gboolean is_live = pgs_session_is_live (self->session);
  const gboolean is_last = pgs_session_shows_latest (self->session);
  g_autofree char *position = format_position (self);

  pgs_label_update (self->position, position);
  gtk_widget_set_sensitive (self->previous, length > 1);
  gtk_widget_set_sensitive (self->play, length > 1);
  gtk_widget_set_sensitive (self->next, length > 1 && !is_live && !(is_last && is_replay (self)));
  gtk_widget_set_visible (self->live, !is_replay (self));
  gtk_widget_set_sensitive (self->live, !is_live);
}

static void
on_span_changed (PgsTimelineBar *self)
{
  const gboolean has_span = pgs_session_get_span (self->session, NULL, NULL);
  g_autofree char *text = pgs_timeline_bar_dup_span (self);

  gtk_label_set_text (self->span, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->span), *text != '\0' ? text : NULL);
  gtk_widget_set_visible (self->span_buttons, has_span);
}

static void
on_previous (PgsTimelineBar *self)
{
  pgs_session_step (self->session, -1);
}

static void
on_next (PgsTimelineBar *self)
{
  pgs_session_step (self->session, 1);
}

static void
on_play (PgsTimelineBar *self)
{
  gboolean playing;

  g_object_get (self->session, "playing", &playing, NULL);
  pgs_session_play (self->session, !playing);
}

static void
on_clear_span (PgsTimelineBar *self)
{
  pgs_session_set_span (self->session, 0, 0);
}

static void
on_live (PgsTimelineBar *self)
{
  pgs_session_show_live (self->session);
}

static void
on_speed (PgsTimelineBar *self)
{
  const guint selected = gtk_drop_down_get_selected (self->speed);

  if (!self->updating && self->session != NULL && selected < G_N_ELEMENTS (speeds))
    g_object_set (self->session, "speed", speeds[selected], NULL);
}

static void
on_loop (PgsTimelineBar *self)
{
  if (!self->updating && self->session != NULL)
    g_object_set (self->session, "loop", gtk_toggle_button_get_active (self->loop), NULL);
}

static void
set_session (PgsTimelineBar *self,
             PgsSession     *session)
{
  if (!g_set_object (&self->session, session) || session == NULL)
    return;
  g_signal_connect_object (session, "history-changed", G_CALLBACK (update_position), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "sampled", G_CALLBACK (update_position), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::state", G_CALLBACK (update_position), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::live", G_CALLBACK (update_position), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::playing", G_CALLBACK (update_play), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::speed", G_CALLBACK (update_replay), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::loop", G_CALLBACK (update_replay), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "span-changed", G_CALLBACK (on_span_changed), self, G_CONNECT_SWAPPED);
  gtk_menu_button_set_popover (self->marks, pgs_marks_popover_new (session));
  update_position (self);
  update_play (self);
  update_replay (self);
  on_span_changed (self);
}

static void
pgs_timeline_bar_set_property (GObject      *object,
                               guint         id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  switch (id)
    {
    case PROP_SESSION:
      set_session (PGS_TIMELINE_BAR (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pgs_timeline_bar_dispose (GObject *object)
{
  PgsTimelineBar *self = PGS_TIMELINE_BAR (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (pgs_timeline_bar_parent_class)->dispose (object);
}

static void
pgs_timeline_bar_class_init (PgsTimelineBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = pgs_timeline_bar_set_property;
  object_class->dispose = pgs_timeline_bar_dispose;

  /**
   * PgsTimelineBar:session:
   *
   * Whose history is gone through; set once.
   */
  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, PGS_TYPE_SESSION,
                                                  G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/pagescape_app/Pagescape/timeline-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, PgsTimelineBar, box);
  gtk_widget_class_bind_template_child (widget_class, PgsTimelineBar, previous);
  gtk_widget_class_bind_template_child (widget_class, PgsTimelineBar, play);
  gtk_widget_class_bind_template_child (widget_class, PgsTimelineBar, next);
  gtk_widget_class_bind_template_child (widget_class, PgsTimelineBar, position);
  gtk_widget_class_bind_template_child (widget_class, PgsTimelineBar, speed);
  gtk_widget_class_bind_template_child (widget_class, PgsTimelineBar, loop);
  gtk_widget_class_bind_template_child (widget_class, PgsTimelineBar, marks);
  gtk_widget_class_bind_template_child (widget_class, PgsTimelineBar, span);
  gtk_widget_class_bind_template_child (widget_class, PgsTimelineBar, span_buttons);
  gtk_widget_class_bind_template_child (widget_class, PgsTimelineBar, live);
  gtk_widget_class_bind_template_callback (widget_class, on_previous);
  gtk_widget_class_bind_template_callback (widget_class, on_play);
  gtk_widget_class_bind_template_callback (widget_class, on_next);
  gtk_widget_class_bind_template_callback (widget_class, on_clear_span);
  gtk_widget_class_bind_template_callback (widget_class, on_live);
}

static void
add_speeds (PgsTimelineBar *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (speeds); i++)
    /* Translators: how many times as fast as it was: "0.25×", "10×" */
    gtk_string_list_take (names, g_strdup_printf (_("%g×"), speeds[i]));
  gtk_drop_down_set_model (self->speed, G_LIST_MODEL (names));
  pgs_drop_down_set_name (self->speed, _("Speed of the replay"));
}

static void
pgs_timeline_bar_init (PgsTimelineBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_speeds (self);
  g_signal_connect_swapped (self->speed, "notify::selected", G_CALLBACK (on_speed), self);
  g_signal_connect_swapped (self->loop, "toggled", G_CALLBACK (on_loop), self);
}

/* The last point not after a time. */
static const PgsPoint *
find_point (const PgsPoint *points,
            gsize           n_points,
            gint64          time_us)
{
  gsize low = 0, high = n_points;

  while (low < high)
    {
      const gsize middle = low + (high - low) / 2;

      if (points[middle].monotonic_us <= time_us)
        low = middle + 1;
      else
        high = middle;
    }
  return &points[low > 0 ? low - 1 : 0];
}

/**
 * pgs_timeline_bar_dup_span:
 * @self: a bar with a session
 *
 * Returns: (transfer full): how long the selected span is and what changed in it; empty without one
 */
char *
pgs_timeline_bar_dup_span (PgsTimelineBar *self)
{
  const PgsPoint *points;
  gint64 from_us, to_us;
  gsize n_points;

  g_return_val_if_fail (PGS_IS_TIMELINE_BAR (self), NULL);

  points = pgs_moments_get_points (pgs_session_get_moments (self->session), &n_points);
  if (!pgs_session_get_span (self->session, &from_us, &to_us) || n_points == 0)
    return g_strdup ("");
  return pgs_time_words_span (find_point (points, n_points, from_us), find_point (points, n_points, to_us));
}
