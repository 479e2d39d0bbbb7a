/* pgs-export-dialog.c: asks what to draw of the watched process, and where to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-export-dialog.h"

#include <glib/gi18n-lib.h>

#include "pgs-comparison.h"
#include "pgs-compat.h"
#include "pgs-diff-task.h"
#include "pgs-drop-down.h"
#include "pgs-heading.h"
#include "pgs-picture-encoder.h"

struct _PgsExportDialog
{
  AdwWindow parent_instance;

  GSettings *settings;
  GtkNativeDialog *chooser; /* (nullable): open */
  GCancellable *cancellable;

  /* the moment that is drawn */
  PgsSnapshot *snapshot; /* (nullable): nothing was sampled */
  PgsColorBy color_by;
  PgsDiff *diff;         /* (nullable): to what was compared with, where that is shown */
  PgsAges *ages;         /* (nullable): where they are shown */
  PgsChart *chart;
  gint64 now_us;
  gboolean past;
  gint64 from_us, to_us; /* the selected span; equal: none */
  guint n_tasks;         /* that work on it in a thread */

  AdwToastOverlay *toasts;
  GtkDrawingArea *preview;
  AdwPreferencesGroup *group;
  AdwComboRow *view, *format, *theme;
  AdwActionRow *scale_row;
  GtkSpinButton *width, *height, *scale;
  GtkWidget *copy, *save;
};

G_DEFINE_FINAL_TYPE (PgsExportDialog, pgs_export_dialog, ADW_TYPE_WINDOW)

/* What the choices say. It borrows from the dialog. */
static PgsPicture
get_picture (PgsExportDialog *self)
{
  PgsPicture picture = {
    .view = (PgsView) adw_combo_row_get_selected (self->view),
    .width = gtk_spin_button_get_value (self->width),
    .height = gtk_spin_button_get_value (self->height),
    .scale = gtk_spin_button_get_value (self->scale),
    .model = {
      .snapshot = self->snapshot,
      .ages = self->ages,
      .diff = self->diff,
      .now_us = self->now_us,
      .past = self->past,
      .calm = TRUE,
      .color_by = self->color_by,
    },
    .chart = self->chart,
    .has_moment = self->past,
    .moment_us = self->now_us,
    .from_us = self->from_us,
    .to_us = self->to_us,
    .low_on_top = g_settings_get_boolean (self->settings, "map-low-on-top"),
  };

  if (adw_combo_row_get_selected (self->theme) == 1)
    pgs_theme_init_dark (&picture.theme);
  else
    pgs_theme_init_light (&picture.theme);
  picture.theme.rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  return picture;
}

static void
draw_preview (GtkDrawingArea *area,
              cairo_t        *cr,
              int             width,
              int             height,
              gpointer        data)
{
  PgsExportDialog *self = data;
  const PgsPicture picture = get_picture (self);
  const double scale = MIN (width / picture.width, height / picture.height);

  if (self->snapshot == NULL)
    return;
  cairo_translate (cr, (width - picture.width * scale) / 2, (height - picture.height * scale) / 2);
  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, picture.width * scale, picture.height * scale);
  cairo_clip (cr);
  cairo_scale (cr, scale, scale);
  pgs_picture_draw (&picture, cr);
  cairo_restore (cr);
  cairo_rectangle (cr, 0.5, 0.5, picture.width * scale - 1, picture.height * scale - 1);
  cairo_set_line_width (cr, 1);
  pgs_color_set_source (picture.theme.line, cr);
  cairo_stroke (cr);
}

static void
describe_preview (PgsExportDialog  *self,
                  const PgsPicture *picture)
{
  g_autofree char *title = pgs_heading_dup_title (self->snapshot);
  GObject *view = adw_combo_row_get_selected_item (self->view);
  g_autofree char *text = g_strdup_printf ("%s, %s", gtk_string_object_get_string (GTK_STRING_OBJECT (view)), title);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->preview), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

static void
update (PgsExportDialog *self)
{
  const PgsPicture picture = get_picture (self);
  const PgsExport export = { .width = picture.width, .height = picture.height, .scale = picture.scale };
  g_autoptr (GError) error = NULL;
  g_autofree char *pixels = NULL;
  gboolean can_draw = pgs_export_check (&export, &error);

  /* Translators: width and height of a picture */
  pixels = can_draw ? g_strdup_printf (_("%.0f × %.0f pixels"), picture.width * picture.scale,
                                       picture.height * picture.scale)
                    : g_strdup (_("This is too large"));
  adw_action_row_set_subtitle (self->scale_row, pixels);
  can_draw = can_draw && self->snapshot != NULL && self->n_tasks == 0;
  gtk_widget_set_sensitive (self->copy, can_draw);
  gtk_widget_set_sensitive (self->save, can_draw);
  if (self->snapshot != NULL)
    describe_preview (self, &picture);
  gtk_widget_queue_draw (GTK_WIDGET (self->preview));
}

/* Each view has a size that suits it. */
static void
on_view_changed (PgsExportDialog *self)
{
  double width, height;

  pgs_view_get_default_size ((PgsView) adw_combo_row_get_selected (self->view), &width, &height);
  gtk_spin_button_set_value (self->width, width);
  gtk_spin_button_set_value (self->height, height);
  update (self);
}

static void
show_message (PgsExportDialog *self,
              const char      *message)
{
  AdwToast *toast;
  g_autofree char *escaped = g_markup_escape_text (message, -1);

  toast = adw_toast_new (escaped);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
remember (PgsExportDialog *self,
          GFile           *file)
{
  g_autoptr (GFile) folder = file != NULL ? g_file_get_parent (file) : NULL;
  g_autofree char *uri = folder != NULL ? g_file_get_uri (folder) : NULL;

  if (uri != NULL)
    g_settings_set_string (self->settings, "export-folder", uri);
  g_settings_set_enum (self->settings, "export-format", adw_combo_row_get_selected (self->format));
  g_settings_set_double (self->settings, "export-scale", gtk_spin_button_get_value (self->scale));
}

/* One picture at a time: until it is there another one can be chosen, but not written. */
static void
begin_task (PgsExportDialog *self)
{
  self->n_tasks++;
  update (self);
}

/* Returns: whether the dialog is still there and the task has done its work. */
static gboolean
end_task (PgsExportDialog *self,
          const GError    *error)
{
  if (g_cancellable_is_cancelled (self->cancellable))
    return FALSE;
  self->n_tasks--;
  update (self);
  if (error != NULL)
    show_message (self, error->message);
  return error == NULL;
}

static void
on_texture (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (PgsExportDialog) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = pgs_picture_texture_finish (result, &error);

  if (!end_task (self, error))
    return;
  gdk_clipboard_set_texture (gtk_widget_get_clipboard (GTK_WIDGET (self)), texture);
  remember (self, NULL);
  show_message (self, _("The picture is on the clipboard"));
}

static void
on_copy (PgsExportDialog *self)
{
  const PgsPicture picture = get_picture (self);

  begin_task (self);
  pgs_picture_texture_async (&picture, self->cancellable, on_texture, g_object_ref (self));
}

static void
on_saved (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (PgsExportDialog) self = data;
  g_autoptr (GError) error = NULL;

  g_file_replace_contents_finish (G_FILE (source), result, NULL, &error);
  if (!end_task (self, error))
    return;
  remember (self, G_FILE (source));
  gtk_window_close (GTK_WINDOW (self));
}

/* A picture that goes into a file. */
typedef struct
{
  PgsExportDialog *dialog;
  GFile *file;
} Save;

static void
save_free (Save *save)
{
  g_object_unref (save->dialog);
  g_object_unref (save->file);
  g_free (save);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Save, save_free)

static void
on_encoded (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (Save) save = data;
  PgsExportDialog *self = save->dialog;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = pgs_picture_encode_finish (result, &error);

  if (bytes == NULL)
    end_task (self, error);
  else
    g_file_replace_contents_bytes_async (save->file, bytes, NULL, FALSE, G_FILE_CREATE_NONE, self->cancellable,
                                         on_saved, g_object_ref (self));
}

/* The name's ending says more than the list: who types "x.svg" wants that. */
static PgsExportFormat
get_format (PgsExportDialog *self,
            GFile           *file)
{
  g_autofree char *name = g_file_get_basename (file);
  PgsExportFormat format = adw_combo_row_get_selected (self->format);

  if (name != NULL)
    pgs_export_format_from_path (name, &format);
  return format;
}

static void
save_to (PgsExportDialog *self,
         GFile           *file)
{
  const PgsPicture picture = get_picture (self);
  Save *save = g_new (Save, 1);

  *save = (Save) { g_object_ref (self), g_object_ref (file) };
  begin_task (self);
  pgs_picture_encode_async (&picture, get_format (self, file), self->cancellable, on_encoded, save);
}

static void
on_response (PgsExportDialog *self,
             int              response,
             GtkNativeDialog *chooser)
{
  g_autoptr (GFile) file = pgs_compat_file_chooser_dup_file (chooser, response);

  g_clear_object (&self->chooser);
  if (file != NULL)
    save_to (self, file);
}

static void
on_save (PgsExportDialog *self)
{
  g_autofree char *folder_uri = g_settings_get_string (self->settings, "export-folder");
  g_autoptr (GFile) folder = *folder_uri != '\0' ? g_file_new_for_uri (folder_uri) : NULL;
  g_autofree char *name = pgs_picture_dup_file_name (self->snapshot, adw_combo_row_get_selected (self->view),
                                                     adw_combo_row_get_selected (self->format));

  g_clear_object (&self->chooser);
  self->chooser = pgs_compat_file_chooser_new (GTK_WINDOW (self), _("Save Picture"), GTK_FILE_CHOOSER_ACTION_SAVE,
                                               _("_Save"));
  pgs_compat_file_chooser_set_folder (self->chooser, folder);
  pgs_compat_file_chooser_set_name (self->chooser, name);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_response), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (self->chooser);
}

static void
take_ages (PgsExportDialog *self,
           PgsSession      *session)
{
  PgsAges *ages = pgs_session_get_ages (session);

  self->ages = ages != NULL ? pgs_ages_ref (ages) : NULL;
}

static void
on_compared (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (PgsExportDialog) self = data;
  g_autoptr (GError) error = NULL;

  self->diff = pgs_diff_new_finish (result, &error);
  end_task (self, error);
}

static void
take_diff (PgsExportDialog *self,
           PgsSession      *session)
{
  PgsSnapshot *a = pgs_comparison_get_a (pgs_session_get_comparison (session));

  if (a == NULL || self->snapshot == NULL)
    return;
  begin_task (self);
  pgs_diff_new_async (a, self->snapshot, self->cancellable, on_compared, g_object_ref (self));
}

static void
take_moment (PgsExportDialog *self,
             PgsSession      *session)
{
  PgsSnapshot *snapshot = pgs_session_get_snapshot (session);
  PgsMoments *moments = pgs_session_get_moments (session);
  gsize n_points, n_marks;
  const PgsPoint *points = pgs_moments_get_points (moments, &n_points);
  const PgsMark *marks = pgs_moments_get_marks (moments, &n_marks);

  self->past = !pgs_session_is_live (session);
  self->now_us = self->past ? pgs_session_get_shown_time (session) : g_get_monotonic_time ();
  self->snapshot = snapshot != NULL ? pgs_snapshot_ref (snapshot) : NULL;
  self->color_by = (PgsColorBy) g_settings_get_enum (self->settings, "map-color-by");
  if (!self->past || self->color_by == PGS_COLOR_BY_AGE)
    take_ages (self, session);
  if (self->color_by == PGS_COLOR_BY_CHANGE)
    take_diff (self, session);
  self->chart = pgs_chart_new_history (points, n_points, marks, n_marks);
  pgs_chart_count_from_start (self->chart, pgs_session_get_state (session) == PGS_SESSION_REPLAY);
  pgs_session_get_span (session, &self->from_us, &self->to_us);
  if (snapshot == NULL)
    adw_preferences_group_set_description (self->group, _("Nothing was sampled yet: choose a process first"));
}

static void
pgs_export_dialog_dispose (GObject *object)
{
  PgsExportDialog *self = PGS_EXPORT_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  if (self->preview != NULL)
    gtk_drawing_area_set_draw_func (self->preview, NULL, NULL, NULL);
  g_clear_object (&self->chooser);
  G_OBJECT_CLASS (pgs_export_dialog_parent_class)->dispose (object);
}

/* What a thread draws stays until it has. */
static void
pgs_export_dialog_finalize (GObject *object)
{
  PgsExportDialog *self = PGS_EXPORT_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->snapshot, pgs_snapshot_unref);
  g_clear_pointer (&self->diff, pgs_diff_unref);
  g_clear_pointer (&self->ages, pgs_ages_unref);
  g_clear_pointer (&self->chart, pgs_chart_free);
  G_OBJECT_CLASS (pgs_export_dialog_parent_class)->finalize (object);
}

static void
pgs_export_dialog_class_init (PgsExportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pgs_export_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = pgs_export_dialog_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/pagescape_app/Pagescape/export-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, PgsExportDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, PgsExportDialog, preview);
  gtk_widget_class_bind_template_child (widget_class, PgsExportDialog, group);
  gtk_widget_class_bind_template_child (widget_class, PgsExportDialog, view);
  gtk_widget_class_bind_template_child (widget_class, PgsExportDialog, format);
  gtk_widget_class_bind_template_child (widget_class, PgsExportDialog, theme);
  gtk_widget_class_bind_template_child (widget_class, PgsExportDialog, scale_row);
  gtk_widget_class_bind_template_child (widget_class, PgsExportDialog, width);
  gtk_widget_class_bind_template_child (widget_class, PgsExportDialog, height);
  gtk_widget_class_bind_template_child (widget_class, PgsExportDialog, scale);
  gtk_widget_class_bind_template_child (widget_class, PgsExportDialog, copy);
  gtk_widget_class_bind_template_child (widget_class, PgsExportDialog, save);
  gtk_widget_class_bind_template_callback (widget_class, on_copy);
  gtk_widget_class_bind_template_callback (widget_class, on_save);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
pgs_export_dialog_init (PgsExportDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->settings = g_settings_new (PGS_APPLICATION_ID);
  gtk_widget_init_template (GTK_WIDGET (self));
  pgs_drop_down_tell_row (self->view);
  pgs_drop_down_tell_row (self->format);
  pgs_drop_down_tell_row (self->theme);
  adw_combo_row_set_selected (self->format, g_settings_get_enum (self->settings, "export-format"));
  adw_combo_row_set_selected (self->theme, adw_style_manager_get_dark (adw_style_manager_get_default ()));
  gtk_spin_button_set_value (self->scale, g_settings_get_double (self->settings, "export-scale"));
}

/* Not before there is something to draw. */
static void
connect_choices (PgsExportDialog *self)
{
  g_signal_connect_swapped (self->view, "notify::selected", G_CALLBACK (on_view_changed), self);
  g_signal_connect_swapped (self->theme, "notify::selected", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->width, "value-changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->height, "value-changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->scale, "value-changed", G_CALLBACK (update), self);
  gtk_drawing_area_set_draw_func (self->preview, draw_preview, self, NULL);
}

/**
 * pgs_export_dialog_present:
 * @parent: the window that asked for it
 * @session: what to draw: its current moment
 *
 * Opens the dialog above @parent.
 */
void
pgs_export_dialog_present (GtkWindow  *parent,
                           PgsSession *session)
{
  PgsExportDialog *self = g_object_new (PGS_TYPE_EXPORT_DIALOG, "transient-for", parent, NULL);

  take_moment (self, session);
  connect_choices (self);
  on_view_changed (self);
  gtk_window_present (GTK_WINDOW (self));
}
