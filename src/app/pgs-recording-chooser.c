/* pgs-recording-chooser.c: asks for the file of a recording
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-recording-chooser.h"

#include <glib/gi18n-lib.h>

#include "pgs-compat.h"
#include "pgs-picture.h"

#define FOLDER_KEY "recording-folder"

static void
set_folder (GtkNativeDialog *chooser)
{
  g_autoptr (GSettings) settings = g_settings_new (PGS_APPLICATION_ID);
  g_autofree char *uri = g_settings_get_string (settings, FOLDER_KEY);
  g_autoptr (GFile) folder = *uri != '\0' ? g_file_new_for_uri (uri) : NULL;

  pgs_compat_file_chooser_set_folder (chooser, folder);
}

static GtkNativeDialog *
create (GtkWindow            *parent,
        const char           *title,
        GtkFileChooserAction  action,
        const char           *accept)
{
  GtkNativeDialog *chooser = pgs_compat_file_chooser_new (parent, title, action, accept);
  GtkFileFilter *recordings = gtk_file_filter_new (), *all = gtk_file_filter_new ();

  gtk_file_filter_set_name (recordings, _("Recordings"));
  gtk_file_filter_add_pattern (recordings, "*.pagescape");
  gtk_file_filter_set_name (all, _("All files"));
  gtk_file_filter_add_pattern (all, "*");
  pgs_compat_file_chooser_take_filter (chooser, recordings);
  pgs_compat_file_chooser_take_filter (chooser, all);
  set_folder (chooser);
  return chooser;
}

/**
 * pgs_recording_chooser_new_open:
 * @parent: the window that asks
 *
 * Returns: (transfer full): asks for a recording to open, in the folder of the last one
 */
GtkNativeDialog *
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
GtkNativeDialog *
pgs_recording_chooser_new_save (GtkWindow         *parent,
                                const char        *title,
                                const PgsSnapshot *snapshot)
{
  GtkNativeDialog *chooser = create (parent, title, GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"));
  g_autofree char *name = pgs_recording_chooser_dup_name (snapshot, g_get_real_time ());

  pgs_compat_file_chooser_set_name (chooser, name);
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
