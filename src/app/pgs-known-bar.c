/* pgs-known-bar.c: how much of a process that may not be looked into is in RAM
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-known-bar.h"

#include "pgs-snapshot.h"
#include "pgs-style.h"

#define HEIGHT 32
#define RADIUS 6
#define HATCH_PERIOD 9.0f
#define HATCH_WIDTH 2.0f
#define N_PARTS 3

/* Of files, anonymous, shared memory: as the timeline stacks them. */
static const PgsKind kinds[N_PARTS] = { PGS_KIND_FILE, PGS_KIND_ANON, PGS_KIND_SHMEM };

struct _PgsKnownBar
{
  GtkWidget parent_instance;

  guint64 virt;
  guint64 parts[N_PARTS];
};

G_DEFINE_FINAL_TYPE (PgsKnownBar, pgs_known_bar, GTK_TYPE_WIDGET)

static void
draw_hatch (GtkSnapshot           *snapshot,
            const graphene_rect_t *area,
            PgsColor               color)
{
  const float mark = HATCH_WIDTH / HATCH_PERIOD;
  const GdkRGBA line = { (float) color.r, (float) color.g, (float) color.b, 0.25f };
  const GdkRGBA none = { (float) color.r, (float) color.g, (float) color.b, 0 };
  const GskColorStop stops[] = { { 0, none }, { 1 - mark, none }, { 1 - mark, line }, { 1, line } };
  const float step = HATCH_PERIOD * (float) G_SQRT2 / 2;

  gtk_snapshot_append_repeating_linear_gradient (snapshot, area, &GRAPHENE_POINT_INIT (0, 0),
                                                 &GRAPHENE_POINT_INIT (step, step), stops, G_N_ELEMENTS (stops));
}

static void
draw_parts (PgsKnownBar    *self,
            GtkSnapshot    *snapshot,
            const PgsTheme *theme,
            float           width)
{
  float at = 0;

  for (guint i = 0; i < N_PARTS; i++)
    {
      const PgsColor color = theme->kinds[kinds[i]];
      const GdkRGBA rgba = { (float) color.r, (float) color.g, (float) color.b, 1 };
      const float length = (float) ((double) self->parts[i] / (double) self->virt) * width;

      gtk_snapshot_append_color (snapshot, &rgba,
                                 &GRAPHENE_RECT_INIT (theme->rtl ? width - at - length : at, 0, length, HEIGHT));
      at += length;
    }
}

static void
pgs_known_bar_snapshot (GtkWidget   *widget,
                        GtkSnapshot *snapshot)
{
  PgsKnownBar *self = PGS_KNOWN_BAR (widget);
  const graphene_rect_t area = GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget), HEIGHT);
  const float border[] = { 1, 1, 1, 1 };
  GskRoundedRect rounded;
  PgsTheme theme;
  GdkRGBA edge;

  pgs_style_get_theme (widget, &theme);
  edge = (GdkRGBA) { (float) theme.foreground.r, (float) theme.foreground.g, (float) theme.foreground.b,
                     theme.high_contrast ? 1 : 0.35f };
  gsk_rounded_rect_init_from_rect (&rounded, &area, RADIUS);
  gtk_snapshot_push_rounded_clip (snapshot, &rounded);
  if (self->virt > 0)
    draw_parts (self, snapshot, &theme, area.size.width);
  draw_hatch (snapshot, &area, theme.foreground);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_append_border (snapshot, &rounded, border, (GdkRGBA[]) { edge, edge, edge, edge });
}

static void
pgs_known_bar_measure (GtkWidget      *widget,
                       GtkOrientation  orientation,
                       int             for_size,
                       int            *minimum,
                       int            *natural,
                       int            *minimum_baseline,
                       int            *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 80 : HEIGHT;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 480 : HEIGHT;
}

static void
pgs_known_bar_class_init (PgsKnownBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = pgs_known_bar_snapshot;
  widget_class->measure = pgs_known_bar_measure;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION); /* a text beside it tells */
}

static void
pgs_known_bar_init (PgsKnownBar *self)
{
  pgs_style_follow (GTK_WIDGET (self), G_CALLBACK (gtk_widget_queue_draw));
}

/**
 * pgs_known_bar_set:
 * @self: a bar
 * @counters: what statm and status say
 *
 * What is not known of the kinds is not drawn.
 */
void
pgs_known_bar_set (PgsKnownBar       *self,
                   const PgsCounters *counters)
{
  const guint64 parts[N_PARTS] = { counters->file, counters->anon, counters->shmem };

  g_return_if_fail (PGS_IS_KNOWN_BAR (self));

  self->virt = counters->virt != PGS_UNKNOWN ? counters->virt : 0;
  for (guint i = 0; i < N_PARTS; i++)
    self->parts[i] = parts[i] != PGS_UNKNOWN ? parts[i] : 0;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
