/* pgs-record-button.c: records what a window watches into a file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-record-button.h"

#include <glib/gi18n-lib.h>

#include "pgs-chart.h"
#include "pgs-compat.h"
#include "pgs-format.h"
#include "pgs-moments-saver.h"
#include "pgs-recording-chooser.h"
#include "pgs-sections.h"
#include "pgs-session-recorder.h"
#include "pgs-spoken.h"
#include "pgs-text.h"

struct _PgsRecordButton
{
  GtkWidget parent_instance;

  GtkWidget *button;
  PgsSession *session;
  GActionMap *window; /* not owned: contains us */
  AdwToastOverlay *toasts;
  GtkNativeDialog *chooser; /* (nullable): open */
  gint64 asked_us;               /* the newest sample when Record was pressed */
  PgsSessionRecorder *recorder;  /* (nullable): records */
  char *saving;                  /* (nullable): the file that the history is saved to */
  char *progress;                /* (nullable): for how long it records, and how large the file is */
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PgsRecordButton, pgs_record_button, GTK_TYPE_WIDGET)

static void
offer_to_record (PgsRecordButton *self)
{
  g_clear_pointer (&self->progress, g_free);
  gtk_button_set_label (GTK_BUTTON (self->button), _("Record"));
  gtk_widget_remove_css_class (self->button, "destructive-action");
  gtk_widget_set_tooltip_text (self->button, _("Record into a File (Ctrl+R)"));
  pgs_spoken_set (self->button, _("Record"));
}

static void
offer_to_stop (PgsRecordButton *self)
{
  g_autofree char *duration = pgs_chart_format_since (pgs_session_recorder_get_duration (self->recorder), G_USEC_PER_SEC);
  g_autofree char *size = pgs_format_size (pgs_session_recorder_get_size (self->recorder));
  /* Translators: how long it has been recording, and how large the file is */
  g_autofree char *spoken = g_strdup_printf (_("Stop recording: %s, %s"), duration, size);

  g_free (self->progress);
  self->progress = g_strdup_printf ("● %s · %s", duration, size);
  gtk_button_set_label (GTK_BUTTON (self->button), self->progress);
  gtk_widget_add_css_class (self->button, "destructive-action");
  gtk_widget_set_tooltip_text (self->button, _("Stop Recording (Ctrl+R)"));
  pgs_spoken_set (self->button, spoken);
}

static void
set_label (PgsRecordButton *self)
{
  if (pgs_record_button_is_recording (self))
    offer_to_stop (self);
  else
    offer_to_record (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
update (PgsRecordButton *self)
{
  const PgsSessionState state = pgs_session_get_state (self->session);
  const gboolean recording = pgs_record_button_is_recording (self);
  const gboolean is_watched = state == PGS_SESSION_LIVE || state == PGS_SESSION_PAUSED;
  const gboolean has_history = pgs_session_get_latest (self->session) != NULL;
  GSimpleAction *record = G_SIMPLE_ACTION (g_action_map_lookup_action (self->window, "record"));
  GSimpleAction *save = G_SIMPLE_ACTION (g_action_map_lookup_action (self->window, "save"));

  g_simple_action_set_enabled (record, recording || (is_watched && has_history));
  g_simple_action_set_enabled (save, has_history && self->saving == NULL && state != PGS_SESSION_REPLAY);
}

static char *
dup_shown_name (const char *path)
{
  g_autofree char *name = g_path_get_basename (path);

  return pgs_text_dup_display (name, -1);
}

static void
show_toast (PgsRecordButton *self,
            const char      *text,
            const char      *path)
{
  g_autofree char *markup = g_markup_escape_text (text, -1);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *uri = g_file_get_uri (file);
  AdwToast *toast = adw_toast_new (markup);

  adw_toast_set_button_label (toast, _("Open"));
  adw_toast_set_action_name (toast, "app.open-file");
  adw_toast_set_action_target (toast, "s", uri);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

/* What was written before an error stays, unless the file itself is gone. */
static void
tell_error (PgsRecordButton *self)
{
  const guint64 n_samples = pgs_session_recorder_get_n_samples (self->recorder);
  g_autofree char *why = pgs_text_dup_display (pgs_session_recorder_get_error (self->recorder)->message, -1);
  g_autofree char *name = dup_shown_name (pgs_session_recorder_get_path (self->recorder));
  g_autofree char *count = pgs_format_count (n_samples);
  g_autofree char *body = n_samples == 0
                            ? g_strdup_printf (_("%s. Nothing was written."), why)
                            : g_strdup_printf (ngettext ("%s. %s sample had been written to %s.",
                                                         "%s. %s samples had been written to %s.", n_samples),
                                               why, count, name);

  pgs_compat_tell (GTK_WIDGET (self), _("Recording Ended Early"), body);
}

static void
tell_success (PgsRecordButton *self)
{
  const char *path = pgs_session_recorder_get_path (self->recorder);
  const guint64 n_samples = pgs_session_recorder_get_n_samples (self->recorder);
  const guint64 n_dropped = pgs_session_recorder_get_n_dropped (self->recorder);
  g_autofree char *name = dup_shown_name (path);
  g_autofree char *count = pgs_format_count (n_samples), *dropped = pgs_format_count (n_dropped);
  g_autofree char *size = pgs_format_size (pgs_session_recorder_get_size (self->recorder));
  g_autofree char *text = NULL, *more = NULL;

  /* Translators: a file, a number of samples, a size */
  text = g_strdup_printf (ngettext ("Saved %s: %s sample, %s", "Saved %s: %s samples, %s", n_samples), name, count, size);
  /* Translators: the sentence before, a number of samples */
  more = n_dropped > 0 ? g_strdup_printf (_("%s (%s came too fast for the disk)"), text, dropped) : g_strdup (text);
  show_toast (self, more, path);
}

static void
on_finished (PgsRecordButton *self)
{
  if (pgs_session_recorder_get_error (self->recorder) != NULL)
    tell_error (self);
  else if (pgs_session_recorder_get_n_samples (self->recorder) > 0)
    tell_success (self);
  pgs_sections_need (self->session, self, PGS_SECTION_NONE);
  g_clear_object (&self->recorder);
  set_label (self);
  update (self);
}

/* All views work on a recording: everything they need is sampled while one is made. */
static void
on_record_chosen (PgsRecordButton *self,
                  const char      *path)
{
  if (self->recorder != NULL)
    return;
  self->recorder = pgs_session_recorder_new (self->session, path);
  g_signal_connect_object (self->recorder, "finished", G_CALLBACK (on_finished), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->recorder, "changed", G_CALLBACK (set_label), self, G_CONNECT_SWAPPED);
  pgs_sections_need (self->session, self, PGS_SECTION_ALL);
  pgs_session_recorder_follow (self->recorder, self->asked_us);
  set_label (self);
  update (self);
}

static void
on_saved (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (PgsRecordButton) self = data;
  g_autofree char *path = g_steal_pointer (&self->saving);
  g_autofree char *name = dup_shown_name (path);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  const gboolean is_saved = pgs_moments_save_finish (PGS_MOMENTS (source), result, &error);

  g_application_release (g_application_get_default ());
  if (self->button == NULL) /* the window was closed */
    return;
  /* Translators: a file, or why it could not be written */
  text = is_saved ? g_strdup_printf (_("Saved %s"), name) : pgs_text_dup_display (error->message, -1);
  if (is_saved)
    show_toast (self, text, path);
  else
    pgs_compat_tell (GTK_WIDGET (self), _("The History Was Not Saved"), text);
  update (self);
}

static void
on_save_chosen (PgsRecordButton *self,
                const char      *path)
{
  if (self->saving != NULL)
    return;
  self->saving = g_strdup (path);
  g_application_hold (g_application_get_default ()); /* the program does not end before the file is whole */
  pgs_moments_save_async (pgs_session_get_moments (self->session), path, NULL, on_saved, g_object_ref (self));
  update (self);
}

typedef void (*Chosen) (PgsRecordButton *self,
                        const char      *path);

static void
on_response (PgsRecordButton *self,
             int              response,
             GtkNativeDialog *chooser)
{
  const Chosen chosen = (Chosen) g_object_get_data (G_OBJECT (chooser), "chosen");
  g_autoptr (GFile) file = pgs_compat_file_chooser_dup_file (chooser, response);
  g_autofree char *path = NULL;

  g_clear_object (&self->chooser);
  path = file != NULL ? g_file_get_path (file) : NULL;
  if (path == NULL)
    return;
  pgs_recording_chooser_remember (file);
  chosen (self, path);
}

static void
choose (PgsRecordButton *self,
        const char      *title,
        Chosen           chosen)
{
  PgsSnapshot *latest = pgs_session_get_latest (self->session);

  if (latest == NULL)
    return;
  g_clear_object (&self->chooser);
  self->chooser = pgs_recording_chooser_new_save (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), title, latest);
  g_object_set_data (G_OBJECT (self->chooser), "chosen", (gpointer) chosen);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_response), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (self->chooser);
}

/* What happens while the file is chosen is recorded, too. */
static void
activate_record (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       data)
{
  PgsRecordButton *self = data;
  PgsSnapshot *latest = pgs_session_get_latest (self->session);

  if (self->recorder != NULL)
    {
      pgs_session_recorder_stop (self->recorder);
      return;
    }
  self->asked_us = latest != NULL ? latest->monotonic_us : 0;
  choose (self, _("Record into a File"), on_record_chosen);
}

static void
activate_save (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       data)
{
  choose (data, _("Save What Was Seen So Far"), on_save_chosen);
}

static void
pgs_record_button_dispose (GObject *object)
{
  PgsRecordButton *self = PGS_RECORD_BUTTON (object);

  g_clear_object (&self->chooser);
  g_clear_object (&self->recorder);
  g_clear_pointer (&self->button, gtk_widget_unparent);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (pgs_record_button_parent_class)->dispose (object);
}

static void
pgs_record_button_finalize (GObject *object)
{
  PgsRecordButton *self = PGS_RECORD_BUTTON (object);

  g_free (self->saving);
  g_free (self->progress);
  G_OBJECT_CLASS (pgs_record_button_parent_class)->finalize (object);
}

static void
pgs_record_button_class_init (PgsRecordButtonClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pgs_record_button_dispose;
  G_OBJECT_CLASS (klass)->finalize = pgs_record_button_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  signals[CHANGED] = g_signal_new ("changed", PGS_TYPE_RECORD_BUTTON, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
pgs_record_button_init (PgsRecordButton *self)
{
  self->button = gtk_button_new_with_label (_("Record"));
  gtk_widget_add_css_class (self->button, "record-button");
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));
}

/**
 * pgs_record_button_add_actions:
 * @self: a new button
 * @window: the window that contains it
 * @session: what is recorded
 * @toasts: where it is said what was saved
 *
 * Makes the button work, and adds the actions `record` and `save`.
 */
void
pgs_record_button_add_actions (PgsRecordButton *self,
                               GActionMap      *window,
                               PgsSession      *session,
                               AdwToastOverlay *toasts)
{
  static const GActionEntry entries[] = {
    { .name = "record", .activate = activate_record },
    { .name = "save", .activate = activate_save },
  };

  g_return_if_fail (PGS_IS_RECORD_BUTTON (self));

  self->window = window;
  self->toasts = toasts;
  self->session = g_object_ref (session);
  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), "win.record");
  g_signal_connect_object (session, "history-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::state", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  set_label (self);
  update (self);
}

/**
 * pgs_record_button_is_recording:
 * @self: a button
 *
 * Returns: whether a file is being recorded
 */
gboolean
pgs_record_button_is_recording (PgsRecordButton *self)
{
  g_return_val_if_fail (PGS_IS_RECORD_BUTTON (self), FALSE);

  return self->recorder != NULL;
}

/**
 * pgs_record_button_get_progress:
 * @self: a button
 *
 * Returns: (transfer none) (nullable): for how long a file has been recorded and how large it is, as the button shows
 *   it; %NULL: none is
 */
const char *
pgs_record_button_get_progress (PgsRecordButton *self)
{
  g_return_val_if_fail (PGS_IS_RECORD_BUTTON (self), NULL);

  return self->progress;
}
