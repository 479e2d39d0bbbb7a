/* pgs-replay-bar.c: opens recordings, and says which one is looked at
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-replay-bar.h"

#include <glib/gi18n-lib.h>

#include "pgs-chart.h"
#include "pgs-compat.h"
#include "pgs-drop-down.h"
#include "pgs-recording-open.h"
#include "pgs-recording-chooser.h"
#include "pgs-text.h"

#define PLACE_KEY "pgs-place" /* of a toast */
#define BACK_TIMEOUT 10     /* seconds: who hears it read out needs longer than who sees it */

/* A moment of a recording. */
typedef struct
{
  PgsRecording *recording;
  guint process;
  gint64 time_us;
} Place;

struct _PgsReplayBar
{
  GtkWidget parent_instance;

  PgsSession *session;
  PgsRecording *recording;    /* (nullable): what the session looks at */
  GCancellable *cancellable;  /* (nullable): of opening one */
  GtkNativeDialog *chooser; /* (nullable): open */
  AdwToast *toast;          /* (nullable): offers the way back to the one before */
  gint64 shown_us;          /* the moment of the recording */
  gboolean updating;

  GtkWidget *box;
  GtkLabel *label;
  GtkDropDown *process;
};

enum
{
  PROP_SESSION = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PgsReplayBar, pgs_replay_bar, GTK_TYPE_WIDGET)

/**
 * pgs_replay_bar_dup_name:
 * @self: a bar
 *
 * Returns: (transfer full) (nullable): the name of the file that is looked at, safe to show
 */
char *
pgs_replay_bar_dup_name (PgsReplayBar *self)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (PGS_IS_REPLAY_BAR (self), NULL);

  if (self->recording == NULL)
    return NULL;
  name = g_path_get_basename (pgs_recording_get_path (self->recording));
  return pgs_text_dup_display (name, -1);
}

static char *
describe (PgsReplayBar *self)
{
  const gint64 started_s = pgs_recording_get_started_at (self->recording) / G_USEC_PER_SEC;
  g_autoptr (GDateTime) when = g_date_time_new_from_unix_local (started_s);
  g_autofree char *time = when != NULL ? g_date_time_format (when, "%Y-%m-%d %H:%M:%S") : g_strdup ("–");
  g_autofree char *duration = pgs_chart_format_since (pgs_recording_get_duration (self->recording), G_USEC_PER_SEC);
  g_autofree char *name = pgs_replay_bar_dup_name (self);
  const char *note = pgs_recording_get_note (self->recording);
  GString *text = g_string_new (NULL);

  /* Translators: the name of a file, when it was recorded, and how long it is */
  g_string_append_printf (text, _("%s · %s · %s"), name, time, duration);
  if (!pgs_recording_is_complete (self->recording))
    g_string_append_printf (text, " · %s", _("not ended properly"));
  if (note != NULL)
    {
      g_autofree char *shown = pgs_text_dup_display (note, -1);

      g_string_append_printf (text, " · %s", shown);
    }
  return g_string_free (text, FALSE);
}

static char *
name_process (const PgsRecordedProcess *process)
{
  g_autofree char *name = process->info != NULL ? pgs_text_dup_display (process->info->name, -1) : g_strdup ("–");

  return g_strdup_printf ("%s — %d", name, process->pid);
}

static void
list_processes (PgsReplayBar *self)
{
  const gsize n_processes = pgs_recording_get_n_processes (self->recording);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (gsize i = 0; i < n_processes; i++)
    gtk_string_list_take (names, name_process (pgs_recording_get_process (self->recording, i)));
  self->updating = TRUE;
  gtk_drop_down_set_model (self->process, G_LIST_MODEL (names));
  gtk_drop_down_set_selected (self->process, 0);
  self->updating = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self->process), n_processes > 1);
}

static void
show_process (PgsReplayBar *self,
              gsize         index)
{
  pgs_session_open (self->session, pgs_recording_get_moments (self->recording, index));
  pgs_session_show (self->session, G_MININT64);
}

static void
on_process (PgsReplayBar *self)
{
  const guint selected = gtk_drop_down_get_selected (self->process);

  if (!self->updating && self->recording != NULL && selected < pgs_recording_get_n_processes (self->recording))
    show_process (self, selected);
}

static void
tell_failure (PgsReplayBar *self,
              const GError *error)
{
  g_autofree char *message = pgs_text_dup_display (error->message, -1);

  pgs_compat_tell (GTK_WIDGET (self), _("The Recording Cannot Be Opened"), message);
}

static void
drop_toast (PgsReplayBar *self)
{
  g_autoptr (AdwToast) toast = g_steal_pointer (&self->toast);

  if (toast != NULL)
    adw_toast_dismiss (toast);
}

static void
take_recording (PgsReplayBar *self,
                PgsRecording *recording)
{
  g_autofree char *text = NULL;

  drop_toast (self);
  g_set_object (&self->recording, recording);
  list_processes (self);
  text = describe (self);
  gtk_label_set_text (self->label, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->label), text);
  show_process (self, 0);
  gtk_widget_set_visible (self->box, TRUE);
}

static void
on_opened (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (PgsReplayBar) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PgsRecording) recording = pgs_recording_open_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->session == NULL)
    return;
  g_clear_object (&self->cancellable);
  if (recording != NULL)
    take_recording (self, recording);
  else
    tell_failure (self, error);
}

/**
 * pgs_replay_bar_open:
 * @self: a bar with a session
 * @file: a recording
 *
 * Opens it; the window shows it then from its start. If that cannot be done a dialog says why, and what
 * was shown stays.
 */
void
pgs_replay_bar_open (PgsReplayBar *self,
                     GFile        *file)
{
  g_autofree char *path = NULL;

  g_return_if_fail (PGS_IS_REPLAY_BAR (self));
  g_return_if_fail (G_IS_FILE (file));

  path = g_file_get_path (file);
  if (path == NULL)
    {
      g_autofree char *uri = g_file_get_uri (file);
      g_autoptr (GError) error = g_error_new (G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                                              _("%s: only files of this machine can be opened"), uri);

      tell_failure (self, error);
      return;
    }
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  pgs_recording_open_async (path, self->cancellable, on_opened, g_object_ref (self));
}

static void
on_chosen (PgsReplayBar    *self,
           int              response,
           GtkNativeDialog *chooser)
{
  g_autoptr (GFile) file = pgs_compat_file_chooser_dup_file (chooser, response);

  g_clear_object (&self->chooser);
  if (file == NULL)
    return;
  pgs_recording_chooser_remember (file);
  pgs_replay_bar_open (self, file);
}

/**
 * pgs_replay_bar_choose:
 * @self: a bar with a session
 *
 * Asks for a recording, and opens it.
 */
void
pgs_replay_bar_choose (PgsReplayBar *self)
{
  g_return_if_fail (PGS_IS_REPLAY_BAR (self));

  g_clear_object (&self->chooser);
  self->chooser = pgs_recording_chooser_new_open (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_chosen), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (self->chooser);
}

static void
on_close (PgsReplayBar *self)
{
  pgs_session_close (self->session);
}

static void
place_free (gpointer data)
{
  Place *place = data;

  g_object_unref (place->recording);
  g_free (place);
}

static void
on_back (PgsReplayBar *self,
         AdwToast     *toast)
{
  g_autoptr (AdwToast) kept = g_object_ref (toast);
  const Place *place = g_object_get_data (G_OBJECT (kept), PLACE_KEY);

  take_recording (self, place->recording);
  gtk_drop_down_set_selected (self->process, place->process);
  pgs_session_show (self->session, place->time_us);
}

static void
on_dismissed (PgsReplayBar *self,
              AdwToast     *toast)
{
  if (self->toast == toast)
    g_clear_object (&self->toast);
}

/* An arrow in the process list is enough to leave it. */
static void
offer_way_back (PgsReplayBar *self)
{
  AdwToastOverlay *toasts = ADW_TOAST_OVERLAY (gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY));
  g_autofree char *name = pgs_replay_bar_dup_name (self);
  /* Translators: the name of a file */
  g_autofree char *text = g_strdup_printf (_("Left the recording “%s”"), name);
  g_autofree char *markup = g_markup_escape_text (text, -1);
  Place *place = g_new (Place, 1);

  drop_toast (self);
  *place = (Place) { g_object_ref (self->recording), gtk_drop_down_get_selected (self->process), self->shown_us };
  self->toast = adw_toast_new (markup);
  g_object_set_data_full (G_OBJECT (self->toast), PLACE_KEY, place, place_free);
  adw_toast_set_timeout (self->toast, BACK_TIMEOUT);
  /* Translators: a button: to the recording that was left */
  adw_toast_set_button_label (self->toast, _("Go Back"));
  g_signal_connect_object (self->toast, "button-clicked", G_CALLBACK (on_back), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->toast, "dismissed", G_CALLBACK (on_dismissed), self, G_CONNECT_SWAPPED);
  adw_toast_overlay_add_toast (toasts, g_object_ref (self->toast));
}

/* Whoever chose a process left the recording. */
static void
on_state (PgsReplayBar *self)
{
  const PgsSessionState state = pgs_session_get_state (self->session);

  if (state == PGS_SESSION_REPLAY || self->recording == NULL)
    return;
  if (state != PGS_SESSION_EMPTY)
    offer_way_back (self);
  g_clear_object (&self->recording);
  gtk_widget_set_visible (self->box, FALSE);
}

static void
on_sampled (PgsReplayBar *self)
{
  if (pgs_session_get_state (self->session) == PGS_SESSION_REPLAY)
    self->shown_us = pgs_session_get_shown_time (self->session);
}

static void
set_session (PgsReplayBar *self,
             PgsSession   *session)
{
  if (!g_set_object (&self->session, session) || session == NULL)
    return;
  g_signal_connect_object (session, "notify::state", G_CALLBACK (on_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "sampled", G_CALLBACK (on_sampled), self, G_CONNECT_SWAPPED);
}

static void
pgs_replay_bar_set_property (GObject      *object,
                             guint         id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  PgsReplayBar *self = PGS_REPLAY_BAR (object);

  switch (id)
    {
    case PROP_SESSION:
      set_session (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pgs_replay_bar_dispose (GObject *object)
{
  PgsReplayBar *self = PGS_REPLAY_BAR (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->chooser);
  g_clear_object (&self->toast);
  g_clear_object (&self->recording);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (pgs_replay_bar_parent_class)->dispose (object);
}

static void
pgs_replay_bar_class_init (PgsReplayBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = pgs_replay_bar_set_property;
  object_class->dispose = pgs_replay_bar_dispose;

  /**
   * PgsReplayBar:session:
   *
   * What looks at the recording; set once.
   */
  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, PGS_TYPE_SESSION,
                                                  G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/pagescape_app/Pagescape/replay-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, PgsReplayBar, box);
  gtk_widget_class_bind_template_child (widget_class, PgsReplayBar, label);
  gtk_widget_class_bind_template_child (widget_class, PgsReplayBar, process);
  gtk_widget_class_bind_template_callback (widget_class, on_close);
}

static void
pgs_replay_bar_init (PgsReplayBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  pgs_drop_down_set_name (self->process, _("Process of the recording"));
  g_signal_connect_swapped (self->process, "notify::selected", G_CALLBACK (on_process), self);
}
