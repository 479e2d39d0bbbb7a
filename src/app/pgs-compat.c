/* pgs-compat.c: every call that newer versions of GTK and libadwaita deprecate
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES: Pagescape runs with GTK 4.8 and libadwaita 1.2 (Debian 12), whose ways these are. What replaces them came
 * with GTK 4.10 and libadwaita 1.4 to 1.6 (GtkFileDialog, AdwPreferencesDialog, breakpoints), so that both would have
 * to be written, tested and looked at for as long as Debian 12 is supported. The old ones go on working throughout
 * GTK 4 and libadwaita 1, hence one path, here; nothing else may be deprecated in any version up to those of
 * Debian 13, which build-aux/trixie checks. When Debian 12 is given up, this file is what changes.
 *
 * Messages have both ways: AdwMessageDialog gives its texts less width than they need, of which GTK 4.18 complains.
 */
#include "config.h"

#include "pgs-compat.h"

#include <glib/gi18n-lib.h>
#ifdef GDK_WINDOWING_X11
#include <gdk/x11/gdkx.h>
#endif

G_GNUC_BEGIN_IGNORE_DEPRECATIONS

/**
 * pgs_compat_file_chooser_new:
 * @parent: the window that asks
 * @title: what for
 * @action: to open, to save, or a folder
 * @accept: (nullable): the button that chooses; the desktop's own word if %NULL
 *
 * Deprecated in: GTK 4.10, for GtkFileDialog
 *
 * Returns: (transfer full): a modal dialog, not shown; its "response" says when to ask for the file
 */
GtkNativeDialog *
pgs_compat_file_chooser_new (GtkWindow            *parent,
                             const char           *title,
                             GtkFileChooserAction  action,
                             const char           *accept)
{
  const char *cancel = accept != NULL ? _("_Cancel") : NULL;
  GtkNativeDialog *chooser = GTK_NATIVE_DIALOG (gtk_file_chooser_native_new (title, parent, action, accept, cancel));

  gtk_native_dialog_set_modal (chooser, TRUE);
  return chooser;
}

/**
 * pgs_compat_file_chooser_set_file:
 * @chooser: from pgs_compat_file_chooser_new()
 * @file: what is chosen at first
 */
void
pgs_compat_file_chooser_set_file (GtkNativeDialog *chooser,
                                  GFile           *file)
{
  gtk_file_chooser_set_file (GTK_FILE_CHOOSER (chooser), file, NULL);
}

/**
 * pgs_compat_file_chooser_set_folder:
 * @chooser: from pgs_compat_file_chooser_new()
 * @folder: (nullable): what is shown at first; the desktop's choice if %NULL
 */
void
pgs_compat_file_chooser_set_folder (GtkNativeDialog *chooser,
                                    GFile           *folder)
{
  if (folder != NULL)
    gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (chooser), folder, NULL);
}

/**
 * pgs_compat_file_chooser_set_name:
 * @chooser: one that saves
 * @name: the name that is proposed, without a folder
 */
void
pgs_compat_file_chooser_set_name (GtkNativeDialog *chooser,
                                  const char      *name)
{
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
}

/**
 * pgs_compat_file_chooser_take_filter:
 * @chooser: from pgs_compat_file_chooser_new()
 * @filter: (transfer full): files that may be chosen; the first is used until another one is
 */
void
pgs_compat_file_chooser_take_filter (GtkNativeDialog *chooser,
                                     GtkFileFilter   *filter)
{
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), filter);
  g_object_unref (filter);
}

/**
 * pgs_compat_file_chooser_dup_file:
 * @chooser: one that was answered
 * @response: its response
 *
 * Returns: (transfer full) (nullable): what was chosen, %NULL if nothing was
 */
GFile *
pgs_compat_file_chooser_dup_file (GtkNativeDialog *chooser,
                                  int              response)
{
  return response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser)) : NULL;
}

#if ADW_CHECK_VERSION (1, 5, 0)

typedef AdwAlertDialog Message;

#define message_add adw_alert_dialog_add_response
#define message_set_appearance adw_alert_dialog_set_response_appearance
#define message_set_close adw_alert_dialog_set_close_response

static Message *
message_new (GtkWidget  *parent,
             const char *heading,
             const char *body)
{
  return ADW_ALERT_DIALOG (adw_alert_dialog_new (heading, body));
}

static void
message_present (Message   *message,
                 GtkWidget *parent)
{
  adw_dialog_present (ADW_DIALOG (message), parent);
}

#else

typedef AdwMessageDialog Message;

#define message_add adw_message_dialog_add_response
#define message_set_appearance adw_message_dialog_set_response_appearance
#define message_set_close adw_message_dialog_set_close_response

static Message *
message_new (GtkWidget  *parent,
             const char *heading,
             const char *body)
{
  return ADW_MESSAGE_DIALOG (adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (parent)), heading, body));
}

static void
message_present (Message   *message,
                 GtkWidget *parent)
{
  gtk_window_present (GTK_WINDOW (message));
}

#endif

/**
 * pgs_compat_tell:
 * @parent: a widget in the window that tells
 * @heading: what happened
 * @body: why
 *
 * Shows a message that can only be closed.
 *
 * Deprecated in: libadwaita 1.6, for AdwAlertDialog
 */
void
pgs_compat_tell (GtkWidget  *parent,
                 const char *heading,
                 const char *body)
{
  Message *message = message_new (parent, heading, body);

  message_add (message, "close", _("_Close"));
  message_present (message, parent);
}

/**
 * pgs_compat_ask:
 * @parent: the window that asks
 * @heading: the question
 * @body: what the answer means
 * @destroy: the label of the answer that destroys something
 *
 * Shows a question. Its signal "response" gives "destroy", or "cancel" however else it was left.
 *
 * Deprecated in: libadwaita 1.6, for AdwAlertDialog
 *
 * Returns: (transfer none): the dialog; GTK owns it
 */
GtkWidget *
pgs_compat_ask (GtkWindow  *parent,
                const char *heading,
                const char *body,
                const char *destroy)
{
  Message *message = message_new (GTK_WIDGET (parent), heading, body);

  message_add (message, "cancel", _("_Cancel"));
  message_add (message, "destroy", destroy);
  message_set_appearance (message, "destroy", ADW_RESPONSE_DESTRUCTIVE);
  message_set_close (message, "cancel");
  message_present (message, GTK_WIDGET (parent));
  return GTK_WIDGET (message);
}

/**
 * pgs_compat_show_about:
 * @parent: (nullable): the window to stand above
 *
 * Shows what Pagescape is, its version and licence.
 *
 * Deprecated in: libadwaita 1.6, for AdwAboutDialog
 */
void
pgs_compat_show_about (GtkWindow *parent)
{
  adw_show_about_window (parent,
                         "application-name", _("Pagescape"),
                         "application-icon", PGS_APPLICATION_ID,
                         "version", PGS_VERSION,
                         "developer-name", _("The Pagescape authors"),
                         "comments", _("See the memory of a process: every mapping of its address "
                                       "space, every page that is in RAM."),
                         "license-type", GTK_LICENSE_GPL_3_0,
                         NULL);
}

/**
 * pgs_compat_preferences_get_type:
 *
 * Deprecated in: libadwaita 1.6, for AdwPreferencesDialog
 *
 * Returns: %ADW_TYPE_PREFERENCES_WINDOW, for a subclass
 */
GType
pgs_compat_preferences_get_type (void)
{
  return ADW_TYPE_PREFERENCES_WINDOW;
}

/**
 * pgs_compat_squeezer_get_shown:
 * @squeezer: shows the largest child that fits
 *
 * Deprecated in: libadwaita 1.4, for AdwBreakpoint
 *
 * Returns: (transfer none) (nullable): that child
 */
GtkWidget *
pgs_compat_squeezer_get_shown (AdwSqueezer *squeezer)
{
  return adw_squeezer_get_visible_child (squeezer);
}

/**
 * pgs_compat_align_baseline:
 * @widget: a widget with text, in a row or a grid
 *
 * Its text is on one line with that of its neighbours: scripts differ in height.
 *
 * Deprecated in: GTK 4.12, renamed to GTK_ALIGN_BASELINE_FILL
 */
void
pgs_compat_align_baseline (GtkWidget *widget)
{
  gtk_widget_set_valign (widget, GTK_ALIGN_BASELINE);
}

/**
 * pgs_compat_lookup_color:
 * @widget: a widget
 * @name: the name of a colour of libadwaita's style, "accent_bg_color"
 * @color: (out): the colour
 *
 * Deprecated in: GTK 4.10, without a replacement; CSS only
 *
 * Returns: whether the style has such a colour
 */
gboolean
pgs_compat_lookup_color (GtkWidget  *widget,
                         const char *name,
                         GdkRGBA    *color)
{
  return gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), name, color);
}

/**
 * pgs_compat_get_color:
 * @widget: a widget
 * @color: (out): of its text
 *
 * Deprecated in: GTK 4.10, use gtk_widget_get_color()
 */
void
pgs_compat_get_color (GtkWidget *widget,
                      GdkRGBA   *color)
{
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), color);
}

/**
 * pgs_compat_surface_get_xid:
 * @surface: the surface of a window
 *
 * Deprecated in: GTK 4.18, as is all about X11, without a replacement
 *
 * Returns: the window that the X server has for it; 0 without an X server
 */
gulong
pgs_compat_surface_get_xid (GdkSurface *surface)
{
#ifdef GDK_WINDOWING_X11
  if (GDK_IS_X11_SURFACE (surface))
    return gdk_x11_surface_get_xid (surface);
#endif
  return 0;
}

G_GNUC_END_IGNORE_DEPRECATIONS
