/* pgs-compare-page-sources.c: what is compared from elsewhere: recordings and other processes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-compare-page-private.h"

#include <glib/gi18n-lib.h>

#include "pgs-compat.h"
#include "pgs-error.h"
#include "pgs-process-chooser.h"
#include "pgs-recording-open.h"
#include "pgs-text.h"

#define MAX_MARKS 20
#define MAX_PROCESSES 20

/* Which side something is loaded for. */
typedef struct
{
  PgsComparePage *page;
  gboolean is_b;
  gint pid;
  PgsOpener *opener; /* (nullable): who opens what we may not */
} Request;

static Request *
request_new (PgsComparePage *page,
             gboolean        is_b,
             gint            pid)
{
  Request *request = g_new (Request, 1);

  *request = (Request) { g_object_ref (page), is_b, pid, NULL };
  if (page->session != NULL && pgs_session_get_opener (page->session) != NULL)
    request->opener = pgs_opener_ref (pgs_session_get_opener (page->session));
  return request;
}

static void
request_free (gpointer data)
{
  Request *request = data;

  g_object_unref (request->page);
  g_clear_pointer (&request->opener, pgs_opener_unref);
  g_free (request);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Request, request_free)

static char *
dup_name (const PgsProcessInfo *process)
{
  return g_strdup_printf ("%s (%d)", process->name != NULL ? process->name : "–", process->pid);
}

/* Its last sample not after @time_us. */
static void
take_recorded (PgsComparePage *self,
               gboolean        is_b,
               gsize           process,
               gint64          time_us)
{
  PgsRecording *recording = self->recordings[is_b];
  g_autofree char *file = g_path_get_basename (pgs_recording_get_path (recording));

  pgs_comparison_read (self->comparison, is_b, pgs_recording_get_moments (recording, process), time_us, file);
}

static gboolean
has_samples (PgsRecording *recording,
             gsize         process)
{
  return process < pgs_recording_get_n_processes (recording)
         && pgs_moments_get_length (pgs_recording_get_moments (recording, process)) > 0;
}

/* What is compared at first is the end of the process that was to be recorded; its menu offers the rest. */
static void
on_recording (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (Request) request = data;
  PgsComparePage *self = request->page;
  g_autoptr (GError) error = NULL;
  g_autoptr (PgsRecording) recording = pgs_recording_open_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (recording != NULL && !has_samples (recording, 0))
    g_set_error_literal (&error, PGS_ERROR, PGS_ERROR_SYNTAX, _("It holds no samples"));
  if (error != NULL)
    {
      pgs_comparison_fail (self->comparison, request->is_b, g_steal_pointer (&error));
      return;
    }
  g_set_object (&self->recordings[request->is_b], recording);
  take_recorded (self, request->is_b, 0, G_MAXINT64);
}

/* pgs_compare_page_choose_recorded: @what: number of a process and a time, "0:1234567", of the recording that
 * was chosen last for this side */
void
pgs_compare_page_choose_recorded (PgsComparePage *self,
                                  gboolean        is_b,
                                  const char     *what)
{
  char *end = NULL;
  const guint64 process = g_ascii_strtoull (what, &end, 10);

  if (self->recordings[is_b] == NULL || *end != ':' || !has_samples (self->recordings[is_b], (gsize) process))
    return;
  take_recorded (self, is_b, (gsize) process, g_ascii_strtoll (end + 1, NULL, 10));
}

static void
append_moment (GMenu      *menu,
               gboolean    is_b,
               gsize       process,
               gint64      time_us,
               const char *label)
{
  g_autofree char *escaped = pgs_compare_page_escape (label);
  g_autofree char *what = g_strdup_printf ("recorded:%" G_GSIZE_FORMAT ":%" G_GINT64_FORMAT, process, time_us);

  pgs_compare_page_append (menu, escaped, is_b, what);
}

/* The end of each process. */
static void
append_ends (PgsRecording *recording,
             GMenu        *menu,
             gboolean      is_b)
{
  for (gsize i = 0; i < MIN (pgs_recording_get_n_processes (recording), MAX_PROCESSES); i++)
    {
      const PgsRecordedProcess *process = pgs_recording_get_process (recording, i);
      g_autofree char *name = process->info != NULL ? pgs_text_dup_display (process->info->name, -1) : g_strdup ("–");
      /* Translators: the last sample of a process in a recording: "Newest of make (1234)" */
      g_autofree char *label = g_strdup_printf (_("Newest of %s (%d)"), name, process->pid);

      if (has_samples (recording, i))
        append_moment (menu, is_b, i, process->last_us, label);
    }
}

static gsize
find_process (PgsRecording  *recording,
              const PgsMark *mark,
              gint           pid)
{
  for (gsize i = 0; i < pgs_recording_get_n_processes (recording); i++)
    {
      const PgsRecordedProcess *process = pgs_recording_get_process (recording, i);

      if (process->pid == pid && mark->monotonic_us >= process->first_us)
        return i;
    }
  return 0;
}

static void
append_recorded_marks (PgsRecording *recording,
                       GMenu        *menu,
                       gboolean      is_b)
{
  gsize n_marks;
  const PgsMark *marks = pgs_recording_get_marks (recording, &n_marks);

  for (gsize i = 0; i < MIN (n_marks, MAX_MARKS); i++)
    {
      const gint pid = pgs_recording_get_mark_pid (recording, i);
      const gsize process = find_process (recording, &marks[i], pid);
      g_autofree char *name = pgs_text_dup_display (marks[i].name, -1);
      g_autofree char *label = g_strdup_printf ("%s · %.1f s", name != NULL ? name : "–",
                                                (double) (marks[i].monotonic_us - pgs_recording_get_start (recording))
                                                  / G_USEC_PER_SEC);

      if (has_samples (recording, process))
        append_moment (menu, is_b, process,
                       marks[i].sample_us != 0 ? marks[i].sample_us : marks[i].monotonic_us, label);
    }
}

/* pgs_compare_page_append_recorded: the moments of the recording that was chosen last for this side */
void
pgs_compare_page_append_recorded (PgsComparePage *self,
                                  GMenu          *menu,
                                  gboolean        is_b)
{
  PgsRecording *recording = self->recordings[is_b];
  g_autoptr (GMenu) section = NULL;
  g_autofree char *file = NULL;
  g_autofree char *title = NULL;

  if (recording == NULL)
    return;
  section = g_menu_new ();
  append_ends (recording, section, is_b);
  append_recorded_marks (recording, section, is_b);
  file = g_path_get_basename (pgs_recording_get_path (recording));
  title = pgs_text_dup_display (file, -1);
  g_menu_append_section (menu, title, G_MENU_MODEL (section));
}

static void
on_file_chosen (PgsComparePage  *self,
                int              response,
                GtkNativeDialog *dialog)
{
  const gboolean is_b = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (dialog), "is-b"));
  g_autoptr (GFile) file = pgs_compat_file_chooser_dup_file (dialog, response);
  g_autofree char *path = NULL;

  path = file != NULL ? g_file_get_path (file) : NULL;
  g_clear_object (&self->chooser);
  if (path != NULL && self->comparison != NULL)
    pgs_recording_open_async (path, pgs_comparison_begin (self->comparison, is_b), on_recording,
                              request_new (self, is_b, 0));
}

/* pgs_compare_page_choose_file: asks for a recording */
void
pgs_compare_page_choose_file (PgsComparePage *self,
                              gboolean        is_b)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  g_clear_object (&self->chooser);
  self->chooser = pgs_compat_file_chooser_new (GTK_WINDOW (root), _("Compare with Recording"),
                                               GTK_FILE_CHOOSER_ACTION_OPEN, NULL);
  g_object_set_data (G_OBJECT (self->chooser), "is-b", GINT_TO_POINTER (is_b));
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_file_chosen), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (self->chooser);
}

static void
sample_process (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  const Request *request = data;
  GError *error = NULL;
  g_autoptr (PgsProcess) process = pgs_process_open_through (request->pid, request->opener, &error);
  PgsSnapshot *snapshot = NULL;

  if (process != NULL)
    snapshot = pgs_process_sample (process, PGS_SECTION_ALL, &error);
  if (snapshot != NULL)
    g_task_return_pointer (task, snapshot, (GDestroyNotify) pgs_snapshot_unref);
  else
    g_task_return_error (task, error);
}

static void
on_process_sampled (GObject      *source,
                    GAsyncResult *result,
                    gpointer      data)
{
  PgsComparePage *self = PGS_COMPARE_PAGE (source);
  const Request *request = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autoptr (PgsSnapshot) snapshot = g_task_propagate_pointer (G_TASK (result), &error);
  g_autofree char *name = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (snapshot == NULL)
    {
      pgs_comparison_fail (self->comparison, request->is_b, g_steal_pointer (&error));
      return;
    }
  name = dup_name (snapshot->process);
  if (request->is_b)
    pgs_comparison_set_b (self->comparison, snapshot, name);
  else
    pgs_comparison_set_a (self->comparison, snapshot, name);
}

static void
on_process_chosen (PgsProcessChooser *chooser,
                   int                pid,
                   gpointer           data)
{
  PgsComparePage *self = data;
  const gboolean is_b = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (chooser), "is-b"));
  g_autoptr (GTask) task = NULL;

  if (self->comparison == NULL)
    return;
  task = g_task_new (self, pgs_comparison_begin (self->comparison, is_b), on_process_sampled, NULL);
  g_task_set_source_tag (task, on_process_chosen);
  g_task_set_task_data (task, request_new (self, is_b, pid), request_free);
  g_task_run_in_thread (task, sample_process);
}

/* pgs_compare_page_choose_process: asks for another process */
void
pgs_compare_page_choose_process (PgsComparePage *self,
                                 gboolean        is_b)
{
  PgsProcessChooser *chooser
    = pgs_process_chooser_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));

  g_object_set_data (G_OBJECT (chooser), "is-b", GINT_TO_POINTER (is_b));
  g_signal_connect_object (chooser, "chosen", G_CALLBACK (on_process_chosen), self, 0);
  gtk_window_present (GTK_WINDOW (chooser));
}

