/* pgs-compare-page-choices.c: what can be compared: moments, recordings, other processes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Where B is a moment of what is being watched, the session goes there and B is what is shown: the
 * map then shows B, and its colours tell the change. Only a recording or another process is B by
 * itself.
 */
#include "config.h"

#include "pgs-compare-page-private.h"

#include <glib/gi18n-lib.h>

#include "pgs-format.h"
#include "pgs-process-chooser.h"
#include "pgs-recording-open.h"
#include "pgs-text.h"

#define MAX_MARKS 20

/* Which side something is loaded for. */
typedef struct
{
  PgsComparePage *page;
  gboolean is_b;
  gint pid;
} Request;

static Request *
request_new (PgsComparePage *page,
             gboolean        is_b,
             gint            pid)
{
  Request *request = g_new (Request, 1);

  *request = (Request) { g_object_ref (page), is_b, pid };
  return request;
}

static void
request_free (gpointer data)
{
  Request *request = data;

  g_object_unref (request->page);
  g_free (request);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Request, request_free)

/* The time of day of a moment, by the clocks of a sample. */
static char *
format_time (const PgsSnapshot *snapshot,
             gint64             monotonic_us)
{
  const gint64 real_us = snapshot->taken_at_us + monotonic_us - snapshot->monotonic_us;
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (real_us / G_USEC_PER_SEC);

  return time != NULL ? g_date_time_format (time, "%X") : g_strdup ("–");
}

static char *
describe_moment (const PgsSnapshot *snapshot,
                 const char        *mark)
{
  g_autofree char *time = format_time (snapshot, snapshot->monotonic_us);
  g_autofree char *name = mark != NULL ? pgs_text_dup_display (mark, -1) : NULL;

  return name != NULL ? g_strdup_printf ("%s · %s", name, time) : g_steal_pointer (&time);
}

static char *
describe_process (const PgsSnapshot *snapshot)
{
  g_autofree char *name = pgs_text_dup_display (snapshot->process->name, -1);
  g_autofree char *time = format_time (snapshot, snapshot->monotonic_us);

  return g_strdup_printf ("%s (%d) · %s", name != NULL ? name : "–", snapshot->process->pid, time);
}

static void
set_side (PgsComparePage *self,
          gboolean        is_b,
          PgsSnapshot    *snapshot,
          const char     *name)
{
  pgs_compare_page_set_error (self, NULL);
  if (is_b)
    pgs_comparison_set_b (self->comparison, snapshot, name);
  else
    pgs_comparison_set_a (self->comparison, snapshot, name);
}

/* A moment of what is being looked at. */
static void
choose_moment (PgsComparePage *self,
               gboolean        is_b,
               gint64          time_us,
               const char     *mark)
{
  PgsMoments *moments = pgs_session_get_moments (self->session);
  g_autoptr (PgsSnapshot) snapshot = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;

  if (pgs_moments_get_length (moments) == 0)
    return;
  if (is_b)
    {
      set_side (self, TRUE, NULL, NULL);
      pgs_session_show (self->session, time_us);
      return;
    }
  snapshot = pgs_moments_get_snapshot (moments, pgs_moments_find (moments, time_us), &error);
  if (snapshot == NULL)
    {
      pgs_compare_page_set_error (self, g_strdup (error->message));
      return;
    }
  name = describe_moment (snapshot, mark);
  set_side (self, FALSE, snapshot, name);
}

static void
choose_shown (PgsComparePage *self,
              gboolean        is_b)
{
  PgsSnapshot *snapshot = pgs_session_get_snapshot (self->session);
  g_autofree char *name = NULL;

  if (is_b || snapshot == NULL)
    {
      set_side (self, is_b, NULL, NULL);
      return;
    }
  name = describe_moment (snapshot, NULL);
  set_side (self, FALSE, snapshot, name);
}

static void
choose_mark (PgsComparePage *self,
             gboolean        is_b,
             gint64          time_us)
{
  gsize n_marks;
  const PgsMark *marks = pgs_moments_get_marks (pgs_session_get_moments (self->session), &n_marks);

  for (gsize i = 0; i < n_marks; i++)
    if (marks[i].monotonic_us == time_us)
      {
        choose_moment (self, is_b, marks[i].sample_us != 0 ? marks[i].sample_us : time_us, marks[i].name);
        return;
      }
}

static void
choose_span (PgsComparePage *self,
             gboolean        is_b)
{
  gint64 from_us, to_us;

  if (pgs_session_get_span (self->session, &from_us, &to_us))
    choose_moment (self, is_b, is_b ? to_us : from_us, NULL);
}

static void
on_recording (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (Request) request = data;
  PgsComparePage *self = request->page;
  g_autoptr (GError) error = NULL;
  g_autoptr (PgsRecording) recording = pgs_recording_open_finish (result, &error);
  g_autoptr (PgsSnapshot) snapshot = NULL;
  g_autofree char *name = NULL;
  g_autofree char *file = NULL;
  PgsMoments *moments;

  if (self->comparison == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (recording != NULL && pgs_recording_get_n_processes (recording) > 0)
    {
      moments = pgs_recording_get_moments (recording, 0);
      if (pgs_moments_get_length (moments) > 0)
        snapshot = pgs_moments_get_snapshot (moments, pgs_moments_get_length (moments) - 1, &error);
    }
  if (snapshot == NULL)
    {
      pgs_compare_page_set_error (self, g_strdup (error != NULL ? error->message : _("It holds no samples")));
      return;
    }
  file = g_path_get_basename (pgs_recording_get_path (recording));
  name = describe_moment (snapshot, file);
  set_side (self, request->is_b, snapshot, name);
}

static void
on_file_chosen (PgsComparePage  *self,
                int              response,
                GtkNativeDialog *dialog)
{
  const gboolean is_b = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (dialog), "is-b"));
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  path = file != NULL ? g_file_get_path (file) : NULL;
  g_clear_object (&self->chooser);
  if (path != NULL)
    pgs_recording_open_async (path, self->cancellable, on_recording, request_new (self, is_b, 0));
}

static void
choose_file (PgsComparePage *self,
             gboolean        is_b)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_("Compare with Recording"), GTK_WINDOW (root),
                                               GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_object_set_data (G_OBJECT (self->chooser), "is-b", GINT_TO_POINTER (is_b));
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_file_chosen), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
sample_process (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  const Request *request = data;
  GError *error = NULL;
  g_autoptr (PgsProcess) process = pgs_process_open (request->pid, &error);
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

  if (self->comparison == NULL)
    return;
  if (snapshot == NULL)
    {
      pgs_compare_page_set_error (self, g_strdup (error->message));
      return;
    }
  name = describe_process (snapshot);
  set_side (self, request->is_b, snapshot, name);
}

static void
on_process_chosen (PgsProcessChooser *chooser,
                   int                pid,
                   gpointer           data)
{
  PgsComparePage *self = data;
  const gboolean is_b = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (chooser), "is-b"));
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, on_process_sampled, NULL);

  g_task_set_source_tag (task, on_process_chosen);
  g_task_set_task_data (task, request_new (self, is_b, pid), request_free);
  g_task_run_in_thread (task, sample_process);
}

static void
choose_process (PgsComparePage *self,
                gboolean        is_b)
{
  PgsProcessChooser *chooser
    = pgs_process_chooser_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));

  g_object_set_data (G_OBJECT (chooser), "is-b", GINT_TO_POINTER (is_b));
  g_signal_connect_object (chooser, "chosen", G_CALLBACK (on_process_chosen), self, 0);
  gtk_window_present (GTK_WINDOW (chooser));
}

static void
choose (PgsComparePage *self,
        gboolean        is_b,
        const char     *what)
{
  if (self->session == NULL)
    return;
  if (strcmp (what, "shown") == 0)
    choose_shown (self, is_b);
  else if (strcmp (what, "newest") == 0)
    {
      choose_shown (self, is_b);
      pgs_session_show_live (self->session);
    }
  else if (strcmp (what, "span") == 0)
    choose_span (self, is_b);
  else if (strcmp (what, "file") == 0)
    choose_file (self, is_b);
  else if (strcmp (what, "process") == 0)
    choose_process (self, is_b);
  else if (g_str_has_prefix (what, "mark:"))
    choose_mark (self, is_b, g_ascii_strtoll (what + strlen ("mark:"), NULL, 10));
}

static void
activate_a (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       data)
{
  choose (data, FALSE, g_variant_get_string (parameter, NULL));
}

static void
activate_b (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       data)
{
  choose (data, TRUE, g_variant_get_string (parameter, NULL));
}

/* B becomes A. If A is a moment of what is being looked at, it is shown and so becomes B. */
static void
activate_swap (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       data)
{
  PgsComparePage *self = data;
  PgsMoments *moments = self->session != NULL ? pgs_session_get_moments (self->session) : NULL;
  g_autoptr (PgsSnapshot) a = NULL;
  g_autoptr (PgsSnapshot) b = NULL;
  g_autofree char *a_name = NULL;
  g_autofree char *b_name = NULL;

  if (moments == NULL || pgs_comparison_get_a (self->comparison) == NULL
      || pgs_comparison_get_b (self->comparison) == NULL)
    return;
  a = pgs_snapshot_ref (pgs_comparison_get_a (self->comparison));
  b = pgs_snapshot_ref (pgs_comparison_get_b (self->comparison));
  a_name = g_strdup (pgs_comparison_get_a_name (self->comparison));
  b_name = g_strdup (pgs_comparison_get_b_name (self->comparison));
  if (b_name == NULL)
    b_name = describe_moment (b, NULL);
  set_side (self, FALSE, b, b_name);
  if (pgs_moments_get_length (moments) > 0
      && pgs_moments_get_time (moments, pgs_moments_find (moments, a->monotonic_us)) == a->monotonic_us
      && pgs_session_get_snapshot (self->session) != NULL
      && pgs_session_get_snapshot (self->session)->process == a->process)
    choose_moment (self, TRUE, a->monotonic_us, NULL);
  else
    set_side (self, TRUE, a, a_name);
}

static void
append (GMenu      *menu,
        const char *label,
        gboolean    is_b,
        const char *what)
{
  g_autofree char *action = g_strdup_printf ("compare.%s::%s", is_b ? "b" : "a", what);

  g_menu_append (menu, label, action);
}

/* Menus take an underline for a mnemonic. */
static char *
escape_label (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "_", -1);

  return g_strjoinv ("__", parts);
}

static void
append_marks (PgsComparePage *self,
              GMenu          *menu,
              gboolean        is_b)
{
  const PgsSnapshot *snapshot = pgs_session_get_snapshot (self->session);
  gsize n_marks;
  const PgsMark *marks = pgs_moments_get_marks (pgs_session_get_moments (self->session), &n_marks);

  for (gsize i = n_marks; i > 0 && n_marks - i < MAX_MARKS && snapshot != NULL; i--)
    {
      const PgsMark *mark = &marks[i - 1];
      g_autofree char *name = pgs_text_dup_display (mark->name, -1);
      g_autofree char *time = format_time (snapshot, mark->monotonic_us);
      g_autofree char *label = g_strdup_printf ("%s · %s", name != NULL ? name : "–", time);
      g_autofree char *escaped = escape_label (label);
      g_autofree char *what = g_strdup_printf ("mark:%" G_GINT64_FORMAT, mark->monotonic_us);

      append (menu, escaped, is_b, what);
    }
}

static void
create_popup (GtkMenuButton *button,
              gpointer       data)
{
  PgsComparePage *self = data;
  const gboolean is_b = button == self->b_button;
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) here = g_menu_new ();
  g_autoptr (GMenu) marks = g_menu_new ();
  g_autoptr (GMenu) others = g_menu_new ();
  gint64 from_us, to_us;

  append (here, is_b ? _("_What Is Shown") : _("_This Moment"), is_b, "shown");
  if (is_b)
    append (here, _("_Newest Sample"), is_b, "newest");
  if (self->session != NULL && pgs_session_get_span (self->session, &from_us, &to_us))
    append (here, is_b ? _("_End of the Selected Span") : _("_Start of the Selected Span"), is_b, "span");
  if (self->session != NULL)
    append_marks (self, marks, is_b);
  append (others, _("_Recording…"), is_b, "file");
  append (others, self->session != NULL && pgs_session_is_remote (self->session)
                    ? _("A _Process of This Computer…") : _("Another _Process…"), is_b, "process");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (here));
  if (g_menu_model_get_n_items (G_MENU_MODEL (marks)) > 0)
    g_menu_append_section (menu, _("Marks"), G_MENU_MODEL (marks));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (others));
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
}

static void
copy_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       data)
{
  PgsComparePage *self = data;
  g_autofree char *text = pgs_diff_list_dup_text (self->list, '\t');

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
}

static void
on_saved (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (PgsComparePage) self = data;
  g_autoptr (GError) error = NULL;

  if (!g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    pgs_compare_page_set_error (self, g_strdup (error->message));
}

static void
on_save_response (PgsComparePage  *self,
                  int              response,
                  GtkNativeDialog *dialog)
{
  g_autoptr (GFile) file = NULL;
  g_autoptr (GBytes) bytes = NULL;
  char *text;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  g_clear_object (&self->chooser);
  if (file == NULL)
    return;
  text = pgs_diff_list_dup_text (self->list, ',');
  bytes = g_bytes_new_take (text, strlen (text));
  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_NONE, NULL, on_saved,
                                       g_object_ref (self));
}

static void
save_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       data)
{
  PgsComparePage *self = data;

  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_("Save Comparison"),
                                               GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                               GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), "comparison.csv");
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_save_response), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
show_in_map_action (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       data)
{
  pgs_compare_page_show_in_map (data);
}

/**
 * pgs_compare_page_add_actions:
 * @self: a page whose template exists
 */
void
pgs_compare_page_add_actions (PgsComparePage *self)
{
  static const GActionEntry entries[] = {
    { .name = "a", .activate = activate_a, .parameter_type = "s" },
    { .name = "b", .activate = activate_b, .parameter_type = "s" },
    { .name = "swap", .activate = activate_swap },
    { .name = "copy", .activate = copy_action },
    { .name = "save", .activate = save_action },
    { .name = "show-in-map", .activate = show_in_map_action },
  };

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "compare", G_ACTION_GROUP (self->actions));
  gtk_menu_button_set_create_popup_func (self->a_button, create_popup, self, NULL);
  gtk_menu_button_set_create_popup_func (self->b_button, create_popup, self, NULL);
}

static void
show_side (GtkMenuButton     *button,
           GtkLabel          *label,
           const char        *letter,
           const char        *name)
{
  g_autofree char *text = g_strdup_printf ("%s: %s", letter, name);

  if (g_strcmp0 (gtk_label_get_text (label), text) == 0)
    return;
  gtk_label_set_text (label, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_first_child (GTK_WIDGET (button))),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

/**
 * pgs_compare_page_show_sides:
 * @self: a page
 *
 * Writes onto the buttons what A and B are.
 */
void
pgs_compare_page_show_sides (PgsComparePage *self)
{
  PgsSnapshot *a = self->comparison != NULL ? pgs_comparison_get_a (self->comparison) : NULL;
  PgsSnapshot *b = self->comparison != NULL ? pgs_comparison_get_b (self->comparison) : NULL;
  g_autofree char *a_time = a != NULL ? describe_moment (a, NULL) : NULL;
  g_autofree char *b_time = b != NULL ? describe_moment (b, NULL) : NULL;
  g_autofree char *a_text = NULL;
  g_autofree char *b_text = NULL;

  if (a != NULL && pgs_comparison_get_a_name (self->comparison) != NULL)
    a_text = g_strdup (pgs_comparison_get_a_name (self->comparison));
  else
    /* Translators: the moment that was marked last, and its time of day */
    a_text = a != NULL ? g_strdup_printf (_("last mark · %s"), a_time) : g_strdup (_("choose…"));
  if (b != NULL && !pgs_comparison_follows (self->comparison))
    b_text = g_strdup (pgs_comparison_get_b_name (self->comparison));
  else if (b != NULL && pgs_session_is_live (self->session))
    b_text = g_strdup (C_("moment", "now"));
  else
    b_text = b != NULL ? g_strdup (b_time) : g_strdup ("–");
  show_side (self->a_button, self->a_label, "A", a_text);
  show_side (self->b_button, self->b_label, "B", b_text != NULL ? b_text : "–");
}

/**
 * pgs_compare_page_begin:
 * @self: a page
 *
 * What pressing Compare means: nothing but to look where something is compared already; else the
 * selected span from its start to its end, or the last mark, or this moment with what comes.
 */
void
pgs_compare_page_begin (PgsComparePage *self)
{
  gint64 from_us, to_us;

  g_return_if_fail (PGS_IS_COMPARE_PAGE (self));

  if (self->session == NULL)
    return;
  if (pgs_session_get_span (self->session, &from_us, &to_us))
    {
      choose_span (self, FALSE);
      choose_span (self, TRUE);
    }
  else if (pgs_comparison_get_a (self->comparison) == NULL)
    choose_shown (self, FALSE);
}
