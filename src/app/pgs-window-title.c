/* pgs-window-title.c: what the header bar says: whom the window watches, and when
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-window-private.h"

#include <glib/gi18n-lib.h>

#include "pgs-session-text.h"
#include "pgs-spoken.h"
#include "pgs-text.h"

static gboolean
is_disconnected (PgsWindow *self)
{
  return self->remote != NULL && pgs_remote_get_state (self->remote) != PGS_REMOTE_CONNECTED;
}

/* What the button in the header bar says, and does: pause and go on, return from the past, replay. */
static void
describe_live (PgsWindow   *self,
               const char **sign,
               const char **name,
               const char **tooltip)
{
  const PgsSessionState state = pgs_session_get_state (self->session);
  gboolean playing;

  g_object_get (self->session, "playing", &playing, NULL);
  *sign = "●";
  *tooltip = _("Pause or Go On (Space)");
  if (state == PGS_SESSION_REPLAY)
    {
      *sign = playing ? "▶" : "❚❚";
      *name = _("Replay");
      *tooltip = _("Play or Pause the Replay (Space)");
    }
  else if (!pgs_session_is_live (self->session))
    {
      *sign = playing ? "▶" : "◀";
      *name = _("Past");
      *tooltip = _("Return to the Newest Sample");
    }
  else if (state == PGS_SESSION_ENDED)
    *name = _("Ended");
  else if (is_disconnected (self))
    {
      *sign = "○";
      *name = _("Not Connected");
    }
  else if (pgs_session_get_paused (self->session))
    {
      *sign = "❚❚";
      *name = _("Paused");
    }
  else
    *name = _("Live");
}

/**
 * pgs_window_update_live:
 * @self: a window
 *
 * Says in the header bar whether now or the past is shown.
 */
void
pgs_window_update_live (PgsWindow *self)
{
  const PgsSessionState state = pgs_session_get_state (self->session);
  const gboolean past = !pgs_session_is_live (self->session);
  const gboolean live = !past && !is_disconnected (self) && (state == PGS_SESSION_LIVE
                                  || (state == PGS_SESSION_OPENING && !pgs_session_get_paused (self->session)));
  const char *sign, *name, *tooltip;

  describe_live (self, &sign, &name, &tooltip);
  gtk_label_set_label (self->live_sign, sign);
  gtk_label_set_label (self->live_name, name);
  if (g_strcmp0 (gtk_widget_get_tooltip_text (GTK_WIDGET (self->live)), tooltip) != 0)
    gtk_widget_set_tooltip_text (GTK_WIDGET (self->live), tooltip);
  pgs_spoken_set (GTK_WIDGET (self->live), name);
  pgs_window_set_action (self, "live", past || state == PGS_SESSION_LIVE || state == PGS_SESSION_PAUSED,
                         g_variant_new_boolean (live));
}

/**
 * pgs_window_set_title:
 * @self: a window
 * @title: whom it shows
 * @subtitle: (nullable): what is to be said of that
 *
 * Says so in the header bar, and also that a file is recorded, where there is no room for the button that does.
 */
void
pgs_window_set_title (PgsWindow  *self,
                      const char *title,
                      const char *subtitle)
{
  const gboolean has_button = gtk_widget_get_visible (GTK_WIDGET (self->record_button));
  const char *progress = has_button ? NULL : pgs_record_button_get_progress (self->record_button);
  g_autofree char *both = progress != NULL ? g_strjoin (" · ", progress, subtitle, NULL) : g_strdup (subtitle);

  adw_window_title_set_title (self->title, title);
  adw_window_title_set_subtitle (self->title, both);
  if (g_strcmp0 (gtk_window_get_title (GTK_WINDOW (self)), title) != 0) /* the display would be told of it again */
    gtk_window_set_title (GTK_WINDOW (self), title);
}

/**
 * pgs_window_update_title:
 * @self: a window
 *
 * Says whom it watches, or what the Lab does.
 */
void
pgs_window_update_title (PgsWindow *self)
{
  g_autofree char *process = pgs_session_text_title (self->session);
  g_autofree char *file = pgs_replay_bar_dup_name (self->replay_bar);
  /* Translators: a process, and the file of its recording */
  g_autofree char *title = file != NULL ? g_strdup_printf (_("%s (%s)"), process, file) : g_strdup (process);
  g_autofree char *subtitle = pgs_session_text_subtitle (self->session);

  if (pgs_window_show_lab_title (self))
    return;
  if (self->remote != NULL)
    {
      g_autofree char *local = g_steal_pointer (&title);
      g_autofree char *host = pgs_text_dup_display (pgs_remote_get_host (self->remote), -1);

      /* Translators: a process, and the other computer on which it runs */
      title = g_strdup_printf (_("%s on %s"), local, host);
    }
  pgs_window_set_title (self, title, is_disconnected (self) ? _("not connected") : subtitle);
}

static void
activate_live (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       data)
{
  PgsWindow *self = data;

  if (pgs_session_get_state (self->session) == PGS_SESSION_REPLAY)
    g_action_group_activate_action (G_ACTION_GROUP (self), "play", NULL);
  else if (!pgs_session_is_live (self->session))
    pgs_session_show_live (self->session);
  else
    pgs_session_set_paused (self->session, !pgs_session_get_paused (self->session));
  pgs_window_update_live (self);
}

/* Newer versions of libadwaita take the title's room before the buttons'. The switcher of views would still claim
 * its own where it does not fit and is shown below, and of the title two letters would be left. */
static void
keep_room (PgsWindow *self)
{
  GtkWidget *box = gtk_widget_get_ancestor (GTK_WIDGET (self->title), GTK_TYPE_CENTER_BOX);

  /* since GTK 4.12; before, it was so */
  if (box != NULL && g_object_class_find_property (G_OBJECT_GET_CLASS (box), "shrink-center-last") != NULL)
    g_object_set (box, "shrink-center-last", TRUE, NULL);
}

/**
 * pgs_window_add_title:
 * @self: a window that is made
 *
 * Adds its action: `live` pauses, goes on or returns to now.
 */
void
pgs_window_add_title (PgsWindow *self)
{
  static const GActionEntry entry = { .name = "live", .activate = activate_live, .state = "false" };

  g_return_if_fail (PGS_IS_WINDOW (self));

  keep_room (self);
  g_action_map_add_action_entries (G_ACTION_MAP (self), &entry, 1, self);
}
