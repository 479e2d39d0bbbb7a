/* pgs-compare-page-choices.c: the menus of what can be compared, and moments of what is being watched
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

#include "pgs-compat.h"
#include "pgs-format.h"
#include "pgs-spoken.h"
#include "pgs-text.h"

#define MAX_MARKS 20

/* pgs_compare_page_format_time: (transfer full): the time of day of a moment, by the clocks of a sample */
char *
pgs_compare_page_format_time (const PgsSnapshot *snapshot,
                              gint64             monotonic_us)
{
  const gint64 real_us = snapshot->taken_at_us + monotonic_us - snapshot->monotonic_us;
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (real_us / G_USEC_PER_SEC);

  return time != NULL ? g_date_time_format (time, "%X") : g_strdup ("–");
}

/* pgs_compare_page_describe: (transfer full): a moment, and what it is called if that is given */
char *
pgs_compare_page_describe (const PgsSnapshot *snapshot,
                           const char        *mark)
{
  g_autofree char *time = pgs_compare_page_format_time (snapshot, snapshot->monotonic_us);
  g_autofree char *name = mark != NULL ? pgs_text_dup_display (mark, -1) : NULL;

  return name != NULL ? g_strdup_printf ("%s · %s", name, time) : g_steal_pointer (&time);
}

/* pgs_compare_page_set_side: what is compared from now on, %NULL: what is shown */
void
pgs_compare_page_set_side (PgsComparePage *self,
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
      pgs_compare_page_set_side (self, TRUE, NULL, NULL);
      pgs_session_show (self->session, time_us);
      return;
    }
  snapshot = pgs_moments_get_snapshot (moments, pgs_moments_find (moments, time_us), &error);
  if (snapshot == NULL)
    {
      pgs_compare_page_set_error (self, g_strdup (error->message));
      return;
    }
  name = pgs_compare_page_describe (snapshot, mark);
  pgs_compare_page_set_side (self, FALSE, snapshot, name);
}

static void
choose_shown (PgsComparePage *self,
              gboolean        is_b)
{
  PgsSnapshot *snapshot = pgs_session_get_snapshot (self->session);
  g_autofree char *name = NULL;

  if (is_b || snapshot == NULL)
    {
      pgs_compare_page_set_side (self, is_b, NULL, NULL);
      return;
    }
  name = pgs_compare_page_describe (snapshot, NULL);
  pgs_compare_page_set_side (self, FALSE, snapshot, name);
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
    pgs_compare_page_choose_file (self, is_b);
  else if (strcmp (what, "process") == 0)
    pgs_compare_page_choose_process (self, is_b);
  else if (g_str_has_prefix (what, "mark:"))
    choose_mark (self, is_b, g_ascii_strtoll (what + strlen ("mark:"), NULL, 10));
  else if (g_str_has_prefix (what, "recorded:"))
    pgs_compare_page_choose_recorded (self, is_b, what + strlen ("recorded:"));
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
    b_name = pgs_compare_page_describe (b, NULL);
  pgs_compare_page_set_side (self, FALSE, b, b_name);
  if (pgs_moments_get_length (moments) > 0
      && pgs_moments_get_time (moments, pgs_moments_find (moments, a->monotonic_us)) == a->monotonic_us
      && pgs_session_get_snapshot (self->session) != NULL
      && pgs_session_get_snapshot (self->session)->process == a->process)
    choose_moment (self, TRUE, a->monotonic_us, NULL);
  else
    pgs_compare_page_set_side (self, TRUE, a, a_name);
}

/* pgs_compare_page_append: a choice; @label is escaped */
void
pgs_compare_page_append (GMenu      *menu,
                         const char *label,
                         gboolean    is_b,
                         const char *what)
{
  g_autofree char *action = g_strdup_printf ("compare.%s::%s", is_b ? "b" : "a", what);

  g_menu_append (menu, label, action);
}

/* pgs_compare_page_escape: (transfer full): for menus, which take an underline for a mnemonic */
char *
pgs_compare_page_escape (const char *text)
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
      g_autofree char *time = pgs_compare_page_format_time (snapshot, mark->monotonic_us);
      g_autofree char *label = g_strdup_printf ("%s · %s", name != NULL ? name : "–", time);
      g_autofree char *escaped = pgs_compare_page_escape (label);
      g_autofree char *what = g_strdup_printf ("mark:%" G_GINT64_FORMAT, mark->monotonic_us);

      pgs_compare_page_append (menu, escaped, is_b, what);
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

  pgs_compare_page_append (here, is_b ? _("_What Is Shown") : _("_This Moment"), is_b, "shown");
  if (is_b)
    pgs_compare_page_append (here, _("_Newest Sample"), is_b, "newest");
  if (self->session != NULL && pgs_session_get_span (self->session, &from_us, &to_us))
    pgs_compare_page_append (here, is_b ? _("_End of the Selected Span") : _("_Start of the Selected Span"), is_b, "span");
  if (self->session != NULL)
    append_marks (self, marks, is_b);
  pgs_compare_page_append (others, _("_Recording…"), is_b, "file");
  pgs_compare_page_append (others, self->session != NULL && pgs_session_is_remote (self->session)
                    ? _("A _Process of This Computer…") : _("Another _Process…"), is_b, "process");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (here));
  if (g_menu_model_get_n_items (G_MENU_MODEL (marks)) > 0)
    g_menu_append_section (menu, _("Marks"), G_MENU_MODEL (marks));
  pgs_compare_page_append_recorded (self, menu, is_b);
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
  g_autoptr (GFile) file = pgs_compat_file_chooser_dup_file (dialog, response);
  g_autoptr (GBytes) bytes = NULL;
  char *text;

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
  self->chooser = pgs_compat_file_chooser_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                               _("Save Comparison"), GTK_FILE_CHOOSER_ACTION_SAVE, NULL);
  pgs_compat_file_chooser_set_name (self->chooser, "comparison.csv");
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_save_response), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (self->chooser);
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
  pgs_spoken_set (gtk_widget_get_first_child (GTK_WIDGET (button)), text);
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
  g_autofree char *a_time = a != NULL ? pgs_compare_page_describe (a, NULL) : NULL;
  g_autofree char *b_time = b != NULL ? pgs_compare_page_describe (b, NULL) : NULL;
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
