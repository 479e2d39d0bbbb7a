/* pgs-lab-sheet.c: asks where the results sheet of an experiment goes, and writes it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-lab-sheet.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "pgs-compat.h"
#include "pgs-lesson-sheet.h"

/* One time that it is asked for, until the file is written. */
typedef struct
{
  GtkWidget *parent;
  PgsLessonRun *run;
  GtkNativeDialog *chooser;
} Saving;

static void
free_saving (Saving *self)
{
  g_clear_object (&self->chooser);
  g_object_unref (self->run);
  g_object_unref (self->parent);
  g_free (self);
}

/* In the window's own place for such words; a name in it is no markup. */
static void
say (Saving     *self,
     const char *text)
{
  GtkWidget *toasts = gtk_widget_get_ancestor (self->parent, ADW_TYPE_TOAST_OVERLAY);
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  if (toasts != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (toasts), adw_toast_new (escaped));
}

static void
on_written (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  Saving *self = data;
  g_autofree char *name = g_file_get_parse_name (G_FILE (source));
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    /* Translators: a file */
    text = g_strdup_printf (_("Results sheet saved: %s"), name);
  else
    text = g_strdup_printf (_("The results sheet was not saved: %s"), error->message);
  say (self, text);
  free_saving (self);
}

static void
write_sheet (Saving *self,
             GFile  *file)
{
  g_autoptr (PgsSheet) sheet = pgs_lesson_sheet_new (self->run);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = pgs_sheet_encode (sheet, NULL, &error);

  if (bytes != NULL)
    {
      g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_NONE, NULL, on_written, self);
      return;
    }
  say (self, error->message);
  free_saving (self);
}

static void
on_response (GtkNativeDialog *chooser,
             int              response,
             gpointer         data)
{
  Saving *self = data;
  g_autoptr (GFile) file = pgs_compat_file_chooser_dup_file (chooser, response);

  gtk_native_dialog_hide (chooser);
  if (file != NULL)
    write_sheet (self, file);
  else
    free_saving (self);
}

/**
 * pgs_lab_sheet_save:
 * @parent: the widget from which it is asked for, in a window
 * @run: what is put on paper: the steps that are done then
 */
void
pgs_lab_sheet_save (GtkWidget    *parent,
                    PgsLessonRun *run)
{
  Saving *self = g_new0 (Saving, 1);
  g_autofree char *name = g_strdup_printf ("%s.pdf", pgs_lesson_run_get_lesson (run)->name);

  self->parent = g_object_ref (parent);
  self->run = g_object_ref (run);
  self->chooser = pgs_compat_file_chooser_new (GTK_WINDOW (gtk_widget_get_root (parent)), _("Save Results Sheet"),
                                               GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"));
  pgs_compat_file_chooser_set_name (self->chooser, name);
  g_signal_connect (self->chooser, "response", G_CALLBACK (on_response), self);
  gtk_native_dialog_show (self->chooser);
}
