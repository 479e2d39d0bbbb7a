/* pgs-style.c: GTK's style as the theme value that drawings are made with
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-style.h"

#include <adwaita.h>
#include <pango/pangocairo.h>

#include "pgs-compat.h"

static void
set_named_color (GtkWidget  *widget,
                 const char *name,
                 PgsColor   *color)
{
  GdkRGBA rgba;

  if (pgs_compat_lookup_color (widget, name, &rgba))
    *color = (PgsColor) { rgba.red, rgba.green, rgba.blue, rgba.alpha };
}

/* GTK gives its fonts in px; a description in points (someone's override) is scaled here. */
static double
get_font_px (PangoContext               *context,
             const PangoFontDescription *description)
{
  double size = (double) pango_font_description_get_size (description) / PANGO_SCALE;
  double resolution;

  if (pango_font_description_get_size_is_absolute (description))
    return size;

  resolution = pango_cairo_context_get_resolution (context);
  return size * (resolution > 0 ? resolution : 96) / 72;
}

static void
set_font (GtkWidget *widget,
          PgsTheme  *theme)
{
  PangoContext *context = gtk_widget_get_pango_context (widget);
  const PangoFontDescription *description = pango_context_get_font_description (context);
  const char *family = pango_font_description_get_family (description);
  double px = get_font_px (context, description);

  if (family != NULL)
    g_strlcpy (theme->font, family, sizeof theme->font);
  if (px > 0)
    theme->font_size = px;
}

/**
 * pgs_style_get_theme:
 * @widget: a widget; its direction, font and colours count
 * @theme: (out caller-allocates): the theme to draw it with
 *
 * Kinds and marks keep Pagescape's own searched-for colours; the view's background, text and accent
 * are those of the desktop. Cheap enough for every draw.
 */
void
pgs_style_get_theme (GtkWidget *widget,
                     PgsTheme  *theme)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (theme != NULL);

  if (adw_style_manager_get_dark (manager))
    pgs_theme_init_dark (theme);
  else
    pgs_theme_init_light (theme);
  set_named_color (widget, "view_bg_color", &theme->background);
  set_named_color (widget, "view_fg_color", &theme->foreground);
  set_named_color (widget, "accent_bg_color", &theme->accent);
  set_font (widget, theme);
  theme->rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  if (adw_style_manager_get_high_contrast (manager))
    pgs_theme_set_high_contrast (theme);
}

/**
 * pgs_style_follow:
 * @widget: a widget that draws with a theme
 * @changed: (scope forever): called with @widget when the colours of the desktop changed
 *
 * Until @widget is disposed. gtk_widget_queue_draw() is a fitting callback. Changes of font and
 * direction arrive at the widget itself (GtkWidgetClass.css_changed, direction_changed).
 */
void
pgs_style_follow (GtkWidget *widget,
                  GCallback  changed)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  g_return_if_fail (GTK_IS_WIDGET (widget));

  g_signal_connect_object (manager, "notify::dark", changed, widget, G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", changed, widget, G_CONNECT_SWAPPED);
}

/**
 * pgs_style_set_class:
 * @widget: a widget
 * @name: of a style class
 * @is_set: whether @widget has it from now on
 */
void
pgs_style_set_class (GtkWidget  *widget,
                     const char *name,
                     gboolean    is_set)
{
  if (is_set)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}
