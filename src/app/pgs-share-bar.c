/* pgs-share-bar.c: a horizontal bar of which parts are filled
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-share-bar.h"

#include "pgs-process-info.h"
#include "pgs-style.h"

#define HEIGHT 10
#define MARKER_WIDTH 2

struct _PgsShareBar
{
  GtkWidget parent_instance;

  PgsShare shares[PGS_SHARE_BAR_MAX];
  guint n_shares;
  double marker; /* < 0: none */
};

G_DEFINE_FINAL_TYPE (PgsShareBar, pgs_share_bar, GTK_TYPE_WIDGET)

static PgsColor
get_color (const PgsTheme *theme,
           PgsShareRole    role)
{
  switch (role)
    {
    case PGS_SHARE_USED:
      return theme->kinds[PGS_KIND_HEAP];
    case PGS_SHARE_CACHE:
      return theme->kinds[PGS_KIND_LIBRARY];
    case PGS_SHARE_COMMIT:
      return theme->kinds[PGS_KIND_DATA];
    case PGS_SHARE_SWAP:
      return theme->swapped;
    case PGS_SHARE_PLAIN:
      return pgs_color_mix (theme->background, theme->foreground, theme->high_contrast ? 1 : 0.6);
    case PGS_SHARE_AVAILABLE:
      return theme->kinds[PGS_KIND_CODE];
    }

  g_return_val_if_reached (theme->foreground);
}

static void
fill (GtkSnapshot *snapshot,
      PgsColor     color,
      float        x,
      float        width)
{
  const GdkRGBA rgba = { (float) color.r, (float) color.g, (float) color.b, (float) color.a };

  gtk_snapshot_append_color (snapshot, &rgba, &GRAPHENE_RECT_INIT (x, 0, width, HEIGHT));
}

static void
pgs_share_bar_snapshot (GtkWidget   *widget,
                        GtkSnapshot *snapshot)
{
  PgsShareBar *self = PGS_SHARE_BAR (widget);
  float width = (float) gtk_widget_get_width (widget);
  float x = 0;
  GskRoundedRect rounded;
  PgsTheme theme;
  PgsColor trough;

  pgs_style_get_theme (widget, &theme);
  trough = theme.foreground;
  trough.a *= theme.high_contrast ? 0.3 : 0.15;
  gsk_rounded_rect_init_from_rect (&rounded, &GRAPHENE_RECT_INIT (0, 0, width, HEIGHT), 3);
  gtk_snapshot_push_rounded_clip (snapshot, &rounded);
  fill (snapshot, trough, 0, width);
  for (guint i = 0; i < self->n_shares; i++)
    {
      float length = MIN ((float) self->shares[i].fraction * width, width - x);

      fill (snapshot, get_color (&theme, self->shares[i].role),
            theme.rtl ? width - x - length : x, length);
      x += length;
    }
  if (self->marker >= 0)
    {
      x = (float) self->marker * (width - MARKER_WIDTH);
      fill (snapshot, theme.foreground, theme.rtl ? width - MARKER_WIDTH - x : x, MARKER_WIDTH);
    }
  gtk_snapshot_pop (snapshot);
}

static void
pgs_share_bar_measure (GtkWidget      *widget,
                       GtkOrientation  orientation,
                       int             for_size,
                       int            *minimum,
                       int            *natural,
                       int            *minimum_baseline,
                       int            *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 40 : HEIGHT;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 120 : HEIGHT;
}

static void
pgs_share_bar_class_init (PgsShareBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = pgs_share_bar_snapshot;
  widget_class->measure = pgs_share_bar_measure;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
pgs_share_bar_init (PgsShareBar *self)
{
  self->marker = -1;
  pgs_style_follow (GTK_WIDGET (self), G_CALLBACK (gtk_widget_queue_draw));
}

/**
 * pgs_share_get_fraction:
 * @part: how much of @whole
 * @whole: all of it
 *
 * Returns: 0 … 1 for a bar; 0 if one of them is %PGS_UNKNOWN
 */
double
pgs_share_get_fraction (guint64 part,
                        guint64 whole)
{
  if (part == PGS_UNKNOWN || whole == PGS_UNKNOWN || whole == 0)
    return 0;
  return (double) part / (double) whole;
}

/**
 * pgs_share_bar_set:
 * @self: a bar
 * @shares: (array length=n_shares): its parts, from the start
 * @n_shares: at most %PGS_SHARE_BAR_MAX
 */
void
pgs_share_bar_set (PgsShareBar    *self,
                   const PgsShare *shares,
                   guint           n_shares)
{
  g_return_if_fail (PGS_IS_SHARE_BAR (self));
  g_return_if_fail (n_shares <= PGS_SHARE_BAR_MAX);

  for (guint i = 0; i < n_shares; i++)
    {
      self->shares[i] = shares[i];
      self->shares[i].fraction = CLAMP (shares[i].fraction, 0, 1);
    }
  self->n_shares = n_shares;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * pgs_share_bar_set_marker:
 * @self: a bar
 * @fraction: where a line across the bar stands, 0 … 1; negative: none
 */
void
pgs_share_bar_set_marker (PgsShareBar *self,
                          double       fraction)
{
  g_return_if_fail (PGS_IS_SHARE_BAR (self));

  self->marker = MIN (fraction, 1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
