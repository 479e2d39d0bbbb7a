/* pgs-past-bar.c: says that the window shows the past, and leads back
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-past-bar.h"


#include "pgs-label.h"
#include "pgs-time-words.h"

struct _PgsPastBar
{
  GtkWidget parent_instance;

  PgsSession *session;
  GtkWidget *box;
  GtkLabel *label;
};

enum
{
  PROP_SESSION = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PgsPastBar, pgs_past_bar, GTK_TYPE_WIDGET)

/* In a recording everything is past. */
static gboolean
shows_past (PgsPastBar *self)
{
  return !pgs_session_is_live (self->session) && pgs_session_get_snapshot (self->session) != NULL
         && pgs_session_get_state (self->session) != PGS_SESSION_REPLAY;
}

static char *
describe (PgsPastBar *self)
{
  PgsMoments *moments = pgs_session_get_moments (self->session);
  const PgsSnapshot *shown = pgs_session_get_snapshot (self->session);
  const gsize length = pgs_moments_get_length (moments);
  const gint64 last_us = length > 0 ? pgs_moments_get_time (moments, length - 1) : shown->monotonic_us;

  return pgs_time_words_past (shown->taken_at_us, last_us - shown->monotonic_us,
                              pgs_session_get_state (self->session) == PGS_SESSION_LIVE);
}

static void
update (PgsPastBar *self)
{
  const gboolean past = shows_past (self);

  if (past)
    {
      g_autofree char *text = describe (self);

      pgs_label_update (self->label, text);
    }
  gtk_widget_set_visible (self->box, past);
}

static void
on_live (PgsPastBar *self)
{
  pgs_session_show_live (self->session);
}

static void
pgs_past_bar_set_property (GObject      *object,
                           guint         id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  PgsPastBar *self = PGS_PAST_BAR (object);

  switch (id)
    {
    case PROP_SESSION:
      if (!g_set_object (&self->session, g_value_get_object (value)) || self->session == NULL)
        break;
      g_signal_connect_object (self->session, "notify::state", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->session, "notify::live", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->session, "sampled", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->session, "history-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
      update (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pgs_past_bar_dispose (GObject *object)
{
  PgsPastBar *self = PGS_PAST_BAR (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (pgs_past_bar_parent_class)->dispose (object);
}

static void
pgs_past_bar_class_init (PgsPastBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = pgs_past_bar_set_property;
  object_class->dispose = pgs_past_bar_dispose;

  /**
   * PgsPastBar:session:
   *
   * What is shown in the window; set once.
   */
  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, PGS_TYPE_SESSION,
                                                  G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/pagescape_app/Pagescape/past-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, PgsPastBar, box);
  gtk_widget_class_bind_template_child (widget_class, PgsPastBar, label);
  gtk_widget_class_bind_template_callback (widget_class, on_live);
}

static void
pgs_past_bar_init (PgsPastBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
