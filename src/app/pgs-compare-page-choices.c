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
#include "pgs-diff-text.h"
#include "pgs-text.h"

#define MAX_MARKS 20

/* A moment of what is being looked at. */
static void
choose_moment (PgsComparePage *self,
               gboolean        is_b,
               gint64          time_us,
               const char     *mark)
{
  PgsMoments *moments = pgs_session_get_moments (self->session);

  if (pgs_moments_get_length (moments) == 0)
    return;
  if (is_b)
    pgs_comparison_show_b (self->comparison, time_us);
  else
    pgs_comparison_read (self->comparison, FALSE, moments, time_us, mark);
}

static void
choose_shown (PgsComparePage *self,
              gboolean        is_b)
{
  if (is_b)
    pgs_comparison_set_b (self->comparison, NULL, NULL);
  else
    pgs_comparison_set_a (self->comparison, pgs_session_get_snapshot (self->session), NULL);
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
  pgs_compare_page_set_error (self, NULL);
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

/* Whether it is a moment of what is being looked at. */
static gboolean
is_here (PgsComparePage    *self,
         const PgsSnapshot *snapshot)
{
  PgsMoments *moments = pgs_session_get_moments (self->session);
  const PgsSnapshot *shown = pgs_session_get_snapshot (self->session);
  const gint64 time_us = snapshot->monotonic_us;

  return shown != NULL && shown->process == snapshot->process && pgs_moments_get_length (moments) > 0
         && pgs_moments_get_time (moments, pgs_moments_find (moments, time_us)) == time_us;
}

/* B becomes A. If A is a moment of what is being looked at, it is shown and so becomes B. */
static void
activate_swap (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       data)
{
  PgsComparePage *self = data;
  g_autoptr (PgsSnapshot) a = NULL;
  g_autoptr (PgsSnapshot) b = NULL;
  g_autofree char *a_name = NULL;
  g_autofree char *b_name = NULL;

  if (self->session == NULL || pgs_comparison_get_a (self->comparison) == NULL
      || pgs_comparison_get_b (self->comparison) == NULL)
    return;
  pgs_compare_page_set_error (self, NULL);
  a = pgs_snapshot_ref (pgs_comparison_get_a (self->comparison));
  b = pgs_snapshot_ref (pgs_comparison_get_b (self->comparison));
  a_name = g_strdup (pgs_comparison_get_a_name (self->comparison));
  b_name = g_strdup (pgs_comparison_get_b_name (self->comparison));
  pgs_comparison_set_a (self->comparison, b, b_name);
  if (is_here (self, a))
    choose_moment (self, TRUE, a->monotonic_us, NULL);
  else
    pgs_comparison_set_b (self->comparison, a, a_name);
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
set_can_save (PgsComparePage *self,
              gboolean        can_save)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "save");

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), can_save);
}

static void
on_saved (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (PgsComparePage) self = data;
  g_autoptr (GError) error = NULL;
  const gboolean is_saved = pgs_diff_text_save_finish (result, &error);

  g_application_release (g_application_get_default ());
  if (self->actions == NULL) /* the window was closed */
    return;
  set_can_save (self, TRUE);
  if (!is_saved)
    pgs_compare_page_set_error (self, g_strdup (error->message));
}

static void
on_save_response (PgsComparePage  *self,
                  int              response,
                  GtkNativeDialog *dialog)
{
  g_autoptr (GFile) file = pgs_compat_file_chooser_dup_file (dialog, response);

  g_clear_object (&self->chooser);
  if (file == NULL)
    return;
  set_can_save (self, FALSE);
  g_application_hold (g_application_get_default ()); /* the program does not end before the file is whole */
  pgs_diff_list_save_async (self->list, file, on_saved, g_object_ref (self));
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
