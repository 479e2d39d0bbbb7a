/* pgs-recording-chooser.h: asks for the file of a recording
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "pgs-snapshot.h"

G_BEGIN_DECLS

GtkNativeDialog *pgs_recording_chooser_new_open (GtkWindow         *parent);
GtkNativeDialog *pgs_recording_chooser_new_save (GtkWindow         *parent,
                                                 const char        *title,
                                                 const PgsSnapshot *snapshot);
void             pgs_recording_chooser_remember (GFile             *file);
char            *pgs_recording_chooser_dup_name (const PgsSnapshot *snapshot,
                                                 gint64             unix_us);

G_END_DECLS
