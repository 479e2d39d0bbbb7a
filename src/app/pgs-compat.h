/* pgs-compat.h: every call that newer versions of GTK and libadwaita deprecate
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

GtkNativeDialog *pgs_compat_file_chooser_new         (GtkWindow            *parent,
                                                      const char           *title,
                                                      GtkFileChooserAction  action,
                                                      const char           *accept);
void             pgs_compat_file_chooser_set_file    (GtkNativeDialog      *chooser,
                                                      GFile                *file);
void             pgs_compat_file_chooser_set_folder  (GtkNativeDialog      *chooser,
                                                      GFile                *folder);
void             pgs_compat_file_chooser_set_name    (GtkNativeDialog      *chooser,
                                                      const char           *name);
void             pgs_compat_file_chooser_take_filter (GtkNativeDialog      *chooser,
                                                      GtkFileFilter        *filter);
GFile           *pgs_compat_file_chooser_dup_file    (GtkNativeDialog      *chooser,
                                                      int                   response);

void             pgs_compat_tell                     (GtkWidget            *parent,
                                                      const char           *heading,
                                                      const char           *body);
GtkWidget       *pgs_compat_ask                      (GtkWindow            *parent,
                                                      const char           *heading,
                                                      const char           *body,
                                                      const char           *destroy);
void             pgs_compat_show_about               (GtkWindow            *parent);
GType            pgs_compat_preferences_get_type     (void) G_GNUC_CONST;

GtkWidget       *pgs_compat_squeezer_get_shown       (AdwSqueezer          *squeezer);
void             pgs_compat_align_baseline           (GtkWidget            *widget);
gboolean         pgs_compat_lookup_color             (GtkWidget            *widget,
                                                      const char           *name,
                                                      GdkRGBA              *color);
void             pgs_compat_get_color                (GtkWidget            *widget,
                                                      GdkRGBA              *color);
gulong           pgs_compat_surface_get_xid          (GdkSurface           *surface);

G_END_DECLS
