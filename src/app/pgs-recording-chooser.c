/* pgs-recording-chooser.c: asks for the file of a recording
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-recording-chooser.h"

#include <glib/gi18n-lib.h>

#include "pgs-picture.h"

#define FOLDER_KEY "recording-folder"

static void
set_folder (GtkFileChooserNative *chooser)
{
  g_autoptr (GSettings) settings = g_settings_new (PGS_APPLICATION_ID);
  g_autofree char *uri = g_settings_get_string (settings, FOLDER_KEY);
  g_autoptr (GFile) folder = *uri != '\0' ? g_file_new_for_uri (uri) : NULL;

  if (folder != NULL)
    gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (chooser), folder, NULL);
}

static GtkFileChooserNative *
create (GtkWindow            *parent,
        const char           *title,
        GtkFileChooserAction  action,
        const char           *accept)
{
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (title, parent, action, accept, _("_Cancel"));
  g_autoptr (GtkFileFilter) recordings = gtk_file_filter_new (), all = gtk_file_filter_new ();

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  gtk_file_filter_set_name (recordings, _("Recordings"));
  gtk_file_filter_add_pattern (recordings, "*.pagescape");
  gtk_file_filter_set_name (all, _("All files"));
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), recordings);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), all);
  set_folder (chooser);
  return chooser;
}

/**
 * pgs_recording_chooser_new_open:
 * @parent: the window that asks
 *
 * Returns: (transfer full): asks for a recording to open, in the folder of the last one
 */
GtkFileChooserNative *
pgs_recording_chooser_new_open (GtkWindow *parent)
{
  return create (parent, _("Open Recording"), GTK_FILE_CHOOSER_ACTION_OPEN, _("_Open"));
}

/**
 * pgs_recording_chooser_new_save:
 * @parent: the window that asks
 * @title: what for
 * @snapshot: of the process that is recorded
 *
 * Returns: (transfer full): asks where to write a recording, in the folder of the last one
 */
GtkFileChooserNative *
pgs_recording_chooser_new_save (GtkWindow         *parent,
                                const char        *title,
                                const PgsSnapshot *snapshot)
{
  GtkFileChooserNative *chooser = create (parent, title, GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"));
  g_autofree char *name = pgs_recording_chooser_dup_name (snapshot, g_get_real_time ());

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  return chooser;
}

/**
 * pgs_recording_chooser_remember:
 * @file: a file that was chosen
 *
 * The next one is looked for in the same folder.
 */
void
pgs_recording_chooser_remember (GFile *file)
{
  g_autoptr (GSettings) settings = g_settings_new (PGS_APPLICATION_ID);
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autofree char *uri = folder != NULL ? g_file_get_uri (folder) : NULL;

  if (uri != NULL)
    g_settings_set_string (settings, FOLDER_KEY, uri);
}

/**
 * pgs_recording_chooser_dup_name:
 * @snapshot: of the process that is recorded
 * @unix_us: when, real time
 *
 * Returns: (transfer full): "bash-1465-2026-11-21-140322.pagescape"; no slash, no dot or dash first,
 *   whatever the process is called
 */
char *
pgs_recording_chooser_dup_name (const PgsSnapshot *snapshot,
                                gint64             unix_us)
{
  g_autofree char *stem = pgs_picture_dup_stem (snapshot);
  g_autoptr (GDateTime) when = g_date_time_new_from_unix_local (unix_us / G_USEC_PER_SEC);
  g_autofree char *date = when != NULL ? g_date_time_format (when, "%Y-%m-%d-%H%M%S") : g_strdup ("0");

  return g_strdup_printf ("%s-%s.pagescape", stem, date);
}
