/* pgs-session-bar.c: a bar that says when something is not as usual with the watched process
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-session-bar.h"

#include <glib/gi18n-lib.h>

#include "pgs-elevation.h"
#include "pgs-label.h"
#include "pgs-remote.h"
#include "pgs-session-text.h"
#include "pgs-text.h"

struct _PgsSessionBar
{
  GtkWidget parent_instance;

  PgsSession *session;
  PgsRemote *remote; /* (nullable): this machine */
  PgsElevation *rights; /* (nullable): of another machine */
  GtkWidget *revealer;
  GtkLabel *label;
  GtkWidget *wait;
  GtkWidget *reconnect;
  GtkWidget *authenticate;
  GtkWidget *cancel;
  GtkWidget *dismiss;
};

enum
{
  PROP_0,
  PROP_SESSION,
  PROP_REMOTE,
  PROP_RIGHTS,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PgsSessionBar, pgs_session_bar, GTK_TYPE_WIDGET)

/* (nullable): what is not as usual with the connection. */
static char *
describe_connection (PgsRemote  *remote,
                     PgsSession *session)
{
  const GError *error = remote != NULL ? pgs_remote_get_error (remote) : NULL;
  g_autofree char *host = NULL;

  if (remote == NULL || pgs_remote_get_state (remote) == PGS_REMOTE_CONNECTED)
    return NULL;
  host = pgs_text_dup_display (pgs_remote_get_host (remote), -1);
  if (pgs_remote_get_state (remote) == PGS_REMOTE_CONNECTING)
    return g_strdup_printf (_("Connecting to %s…"), host);
  if (pgs_session_get_snapshot (session) == NULL)
    /* Translators: why there is no connection to another computer; the name of that is in it */
    return g_strdup_printf (_("Not connected. %s"), error != NULL ? error->message : host);
  /* Translators: likewise */
  return g_strdup_printf (_("Not connected; what was seen is kept. %s"),
                          error != NULL ? error->message : host);
}

/* Whether more rights would show something of what is watched now. */
static gboolean
needs_rights (PgsSessionBar *self)
{
  static const PgsPart parts[] = { PGS_PART_MAPS, PGS_PART_SMAPS, PGS_PART_PAGEMAP };
  const PgsSnapshot *snapshot = pgs_session_get_snapshot (self->session);

  if (self->rights == NULL || snapshot == NULL || !pgs_session_can_probe (self->session))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    if (snapshot->access[parts[i]] == PGS_ACCESS_DENIED && pgs_denial_is_lifted_for_root (snapshot->denials[parts[i]]))
      return TRUE;
  return FALSE;
}

/* (nullable): what is not as usual with the rights that were asked for. */
static char *
describe_rights (PgsElevation *rights)
{
  const GError *error = rights != NULL ? pgs_elevation_get_error (rights) : NULL;

  if (rights == NULL)
    return NULL;
  if (pgs_elevation_is_asking (rights))
    return g_strdup (_("Waiting for the authentication…"));
  if (g_error_matches (error, PGS_BROKER_ERROR, PGS_BROKER_ERROR_GONE))
    /* Translators: a sentence that says that the helper has ended. */
    return g_strdup_printf (_("%s What it has opened is still read."), error->message);
  return error != NULL ? g_strdup (error->message) : NULL;
}

/* (nullable): all that is to be said, sentence after sentence. */
static char *
describe (PgsSessionBar *self)
{
  char *connection = describe_connection (self->remote, self->session);
  g_autofree char *rights = describe_rights (self->rights);
  g_autofree char *process = NULL;
  const char *obstacle = needs_rights (self) ? pgs_elevation_get_obstacle (self->rights) : NULL;
  const char *sentences[4] = { NULL };
  gsize n = 0;

  if (connection != NULL)
    return connection;
  process = pgs_session_text_notice (self->session);
  if (rights != NULL)
    sentences[n++] = rights;
  if (process != NULL)
    sentences[n++] = process;
  if (obstacle != NULL)
    sentences[n++] = obstacle;
  return n > 0 ? g_strjoinv (" ", (char **) sentences) : NULL;
}

static void
update_rights (PgsSessionBar *self)
{
  const gboolean asking = self->rights != NULL && pgs_elevation_is_asking (self->rights);
  const gboolean has_error = self->rights != NULL && pgs_elevation_get_error (self->rights) != NULL;
  const gboolean is_gone = has_error && g_error_matches (pgs_elevation_get_error (self->rights), PGS_BROKER_ERROR,
                                                         PGS_BROKER_ERROR_GONE);

  gtk_widget_set_visible (self->cancel, asking);
  gtk_widget_set_visible (self->dismiss, has_error && !asking);
  gtk_widget_set_visible (self->authenticate, (needs_rights (self) || is_gone) && !asking
                                                && pgs_elevation_get_obstacle (self->rights) == NULL
                                                && !pgs_elevation_is_granted (self->rights));
}

static void
on_dismiss (GtkButton     *button,
            PgsSessionBar *self)
{
  pgs_elevation_clear_error (self->rights);
}

static void
update (PgsSessionBar *self)
{
  g_autofree char *notice = describe (self);
  const gboolean is_lost = self->remote != NULL && pgs_remote_get_state (self->remote) == PGS_REMOTE_LOST;

  if (notice != NULL)
    pgs_label_update (self->label, notice);
  gtk_widget_set_visible (self->reconnect, is_lost);
  update_rights (self);
  /* by the clock of this machine it cannot be told which process of another one started later */
  gtk_widget_set_visible (self->wait, self->remote == NULL
                                        && pgs_session_get_state (self->session) == PGS_SESSION_ENDED
                                        && pgs_session_get_snapshot (self->session) != NULL);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), notice != NULL);
}

static void
pgs_session_bar_set_property (GObject      *object,
                              guint         id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  PgsSessionBar *self = PGS_SESSION_BAR (object);

  switch (id)
    {
    case PROP_SESSION:
      if (!g_set_object (&self->session, g_value_get_object (value)) || self->session == NULL)
        break;
      g_signal_connect_object (self->session, "notify::state", G_CALLBACK (update), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (self->session, "sampled", G_CALLBACK (update), self,
                               G_CONNECT_SWAPPED);
      update (self);
      break;
    case PROP_REMOTE:
      if (!g_set_object (&self->remote, g_value_get_object (value)) || self->remote == NULL)
        break;
      g_signal_connect_object (self->remote, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
      update (self);
      break;
    case PROP_RIGHTS:
      if (!g_set_object (&self->rights, g_value_get_object (value)) || self->rights == NULL)
        break;
      g_signal_connect_object (self->rights, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
      update (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pgs_session_bar_dispose (GObject *object)
{
  PgsSessionBar *self = PGS_SESSION_BAR (object);

  g_clear_pointer (&self->revealer, gtk_widget_unparent);
  g_clear_object (&self->session);
  g_clear_object (&self->remote);
  g_clear_object (&self->rights);
  G_OBJECT_CLASS (pgs_session_bar_parent_class)->dispose (object);
}

static void
pgs_session_bar_class_init (PgsSessionBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = pgs_session_bar_set_property;
  object_class->dispose = pgs_session_bar_dispose;
  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, PGS_TYPE_SESSION,
                                                  G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_REMOTE] = g_param_spec_object ("remote", NULL, NULL, PGS_TYPE_REMOTE,
                                                 G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_RIGHTS] = g_param_spec_object ("rights", NULL, NULL, PGS_TYPE_ELEVATION,
                                                 G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/pagescape_app/Pagescape/"
                                                             "session-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, PgsSessionBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, PgsSessionBar, label);
  gtk_widget_class_bind_template_child (widget_class, PgsSessionBar, wait);
  gtk_widget_class_bind_template_child (widget_class, PgsSessionBar, reconnect);
  gtk_widget_class_bind_template_child (widget_class, PgsSessionBar, authenticate);
  gtk_widget_class_bind_template_child (widget_class, PgsSessionBar, cancel);
  gtk_widget_class_bind_template_child (widget_class, PgsSessionBar, dismiss);
  gtk_widget_class_bind_template_callback (widget_class, on_dismiss);
}

static void
pgs_session_bar_init (PgsSessionBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
