/* pgs-time-actions.c: what a window can do in time: other moments, replay, marks
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-time-actions.h"

#include <glib/gi18n-lib.h>

#include "pgs-session-steps.h"
#include "pgs-text.h"

#define MARKED_TIMEOUT 2 /* seconds */
#define UNDO_TIMEOUT 10  /* who hears it read out needs longer than who sees it */

struct _PgsTimeActions
{
  GActionMap *window; /* not owned: owns us */
  PgsSession *session;
  PgsTimeline *timeline;
  AdwToastOverlay *toasts;
};

static void
activate_previous_sample (GSimpleAction *action,
                          GVariant      *parameter,
                          gpointer       data)
{
  pgs_session_step (((PgsTimeActions *) data)->session, -1);
}

static void
activate_next_sample (GSimpleAction *action,
                      GVariant      *parameter,
                      gpointer       data)
{
  pgs_session_step (((PgsTimeActions *) data)->session, 1);
}

static void
activate_previous_mark (GSimpleAction *action,
                        GVariant      *parameter,
                        gpointer       data)
{
  pgs_session_step_mark (((PgsTimeActions *) data)->session, FALSE);
}

static void
activate_next_mark (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       data)
{
  pgs_session_step_mark (((PgsTimeActions *) data)->session, TRUE);
}

static void
activate_first_sample (GSimpleAction *action,
                       GVariant      *parameter,
                       gpointer       data)
{
  pgs_session_show_first (((PgsTimeActions *) data)->session);
}

static void
activate_go_live (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       data)
{
  pgs_session_show_live (((PgsTimeActions *) data)->session);
}

static void
activate_play (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       data)
{
  PgsTimeActions *self = data;
  gboolean playing;

  g_object_get (self->session, "playing", &playing, NULL);
  pgs_session_play (self->session, !playing);
}

static void
add_toast (PgsTimeActions *self,
           const char     *text,
           GVariant       *restored)
{
  g_autofree char *markup = g_markup_escape_text (text, -1);
  AdwToast *toast = adw_toast_new (markup);

  adw_toast_set_timeout (toast, restored != NULL ? UNDO_TIMEOUT : MARKED_TIMEOUT);
  if (restored != NULL)
    {
      adw_toast_set_button_label (toast, _("Undo"));
      adw_toast_set_action_name (toast, "win.restore-mark");
      adw_toast_set_action_target_value (toast, restored);
    }
  adw_toast_overlay_add_toast (self->toasts, toast);
}

/* The mark has its number at once; while its name is typed the process goes on. */
static void
activate_mark (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       data)
{
  PgsTimeActions *self = data;
  g_autofree char *name = g_strdup (pgs_session_mark (self->session, NULL));
  g_autofree char *text = NULL;

  if (name == NULL || pgs_timeline_name_mark (self->timeline, pgs_session_get_shown_time (self->session), name))
    return;
  text = g_strdup_printf (_("Marked this moment as “%s”"), name);
  add_toast (self, text, NULL);
}

static void
activate_rename_mark (GSimpleAction *action,
                      GVariant      *parameter,
                      gpointer       data)
{
  PgsTimeActions *self = data;
  const char *name;
  gint64 time_us;

  g_variant_get (parameter, "(x&s)", &time_us, &name);
  pgs_timeline_name_mark (self->timeline, time_us, name);
}

static void
activate_delete_mark (GSimpleAction *action,
                      GVariant      *parameter,
                      gpointer       data)
{
  PgsTimeActions *self = data;
  g_autofree char *shown = NULL, *text = NULL;
  const char *name;
  gint64 time_us;

  g_variant_get (parameter, "(x&s)", &time_us, &name);
  if (!pgs_session_remove_mark (self->session, time_us, name))
    return;
  shown = pgs_text_dup_display (name, -1);
  /* Translators: the name of a mark on the timeline */
  text = g_strdup_printf (_("Deleted the mark “%s”"), shown);
  add_toast (self, text, parameter);
}

static void
activate_restore_mark (GSimpleAction *action,
                       GVariant      *parameter,
                       gpointer       data)
{
  PgsTimeActions *self = data;
  const char *name;
  gint64 time_us;

  g_variant_get (parameter, "(x&s)", &time_us, &name);
  pgs_session_restore_mark (self->session, time_us, name);
}

static void
enable (PgsTimeActions *self,
        const char     *name,
        gboolean        enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (self->window, name)), enabled);
}

static void
update (PgsTimeActions *self)
{
  const gboolean has_past = pgs_moments_get_length (pgs_session_get_moments (self->session)) > 1;

  enable (self, "mark", pgs_session_can_mark (self->session));
  enable (self, "play", has_past);
  enable (self, "previous-sample", has_past);
  enable (self, "next-sample", has_past);
  enable (self, "first-sample", has_past);
}

/**
 * pgs_time_actions_new:
 * @window: gets the actions, and owns the result
 * @session: what they act upon
 * @timeline: where marks are named
 * @toasts: where it is said what happened
 *
 * Returns: (transfer full): the actions
 */
PgsTimeActions *
pgs_time_actions_new (GActionMap      *window,
                      PgsSession      *session,
                      PgsTimeline     *timeline,
                      AdwToastOverlay *toasts)
{
  static const GActionEntry entries[] = {
    { .name = "previous-sample", .activate = activate_previous_sample },
    { .name = "next-sample", .activate = activate_next_sample },
    { .name = "previous-mark", .activate = activate_previous_mark },
    { .name = "next-mark", .activate = activate_next_mark },
    { .name = "first-sample", .activate = activate_first_sample },
    { .name = "go-live", .activate = activate_go_live },
    { .name = "play", .activate = activate_play },
    { .name = "mark", .activate = activate_mark },
    { .name = "rename-mark", .activate = activate_rename_mark, .parameter_type = "(xs)" },
    { .name = "delete-mark", .activate = activate_delete_mark, .parameter_type = "(xs)" },
    { .name = "restore-mark", .activate = activate_restore_mark, .parameter_type = "(xs)" },
  };
  PgsTimeActions *self = g_new0 (PgsTimeActions, 1);

  self->window = window;
  self->session = g_object_ref (session);
  self->timeline = timeline;
  self->toasts = toasts;
  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
  g_signal_connect_swapped (session, "history-changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (session, "notify::state", G_CALLBACK (update), self);
  update (self);
  return self;
}

/**
 * pgs_time_actions_free:
 * @self: (transfer full) (nullable): actions
 */
void
pgs_time_actions_free (PgsTimeActions *self)
{
  if (self == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->session, self);
  g_object_unref (self->session);
  g_free (self);
}
