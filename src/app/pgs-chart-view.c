/* pgs-chart-view.c: a chart whose values can be read by pointer, keys and ear
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * The chart is drawn once a sample into a render node that is kept; moving the pointer only draws
 * the reading cursor above it. Nothing is animated: there is no motion to reduce.
 */
#include "config.h"

#include "pgs-chart-view.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "pgs-chart-layout.h"
#include "pgs-style.h"

#define MIN_WIDTH 320
#define MIN_HEIGHT 110
#define NATURAL_HEIGHT 200
#define MIN_SPAN_US (10 * G_USEC_PER_SEC)
#define DESCRIBE_EVERY_US G_USEC_PER_SEC
#define PAGE_SHARE 10 /* Page Up and Page Down move by this part of what is in sight */

/* How much time is in sight at most. The last one is everything. */
static const gint64 spans_s[] = { 10, 30, 60, 120, 300, 900, 3600, 4 * 3600, G_MAXINT32 };
#define DEFAULT_SPAN 3

typedef enum
{
  READING_NOTHING,
  READING_AT_POINTER, /* the point under the pointer, whichever that is by now */
  READING_A_MOMENT,   /* chosen by keys or a click: it keeps its time */
} Reading;

struct _PgsChartView
{
  GtkWidget parent_instance;

  guint span;
  char *hint;    /* (nullable): shown while there are no points */
  char *summary; /* (nullable): said after the newest values while nothing is read */

  PgsChart *chart;
  PgsChartLayout *layout;  /* (nullable): of @chart */
  GskRenderNode *node;     /* (nullable): picture of @layout */
  PgsTheme theme;

  Reading reading;
  double pointer_x;
  gint64 moment_us;
  gint64 described_us;
};

G_DEFINE_FINAL_TYPE (PgsChartView, pgs_chart_view, GTK_TYPE_WIDGET)

static void
forget_layout (PgsChartView *self)
{
  g_clear_pointer (&self->layout, pgs_chart_layout_free);
  g_clear_pointer (&self->node, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gsize
count_points (PgsChartView *self)
{
  gsize n_points;

  pgs_chart_get_times (self->chart, &n_points);
  return n_points;
}

static void
ensure_layout (PgsChartView *self)
{
  const gint64 *times;
  gint64 span_us;
  gsize n_points;

  if (self->layout != NULL)
    return;
  times = pgs_chart_get_times (self->chart, &n_points);
  span_us = n_points > 0 ? times[n_points - 1] - times[0] : 0;
  span_us = CLAMP (span_us, MIN_SPAN_US, spans_s[self->span] * G_USEC_PER_SEC);
  pgs_style_get_theme (GTK_WIDGET (self), &self->theme);
  self->layout = pgs_chart_layout_new (self->chart, &self->theme, gtk_widget_get_width (GTK_WIDGET (self)),
                                       gtk_widget_get_height (GTK_WIDGET (self)), span_us);
  self->layout->scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
}

static gsize
find_moment (PgsChartView *self,
             gint64       time_us)
{
  return MIN (pgs_chart_find (self->chart, time_us), count_points (self) - 1);
}

/* Which point is read now, if any. */
static gboolean
get_read_point (PgsChartView *self,
                gsize       *point)
{
  if (self->reading == READING_NOTHING)
    return FALSE;
  ensure_layout (self);
  if (count_points (self) == 0)
    return FALSE;
  if (self->reading == READING_AT_POINTER)
    return pgs_chart_layout_find (self->layout, self->chart, self->pointer_x, point);
  *point = find_moment (self, self->moment_us);
  return pgs_chart_get_times (self->chart, NULL)[*point] >= self->layout->start_us;
}

static void
describe (PgsChartView *self)
{
  g_autofree char *values = NULL, *text = NULL;
  gsize point;

  self->described_us = g_get_monotonic_time ();
  if (count_points (self) == 0)
    text = g_strdup (_("Nothing was measured yet"));
  else if (get_read_point (self, &point))
    text = pgs_chart_describe (self->chart, point);
  else
    {
      values = pgs_chart_describe (self->chart, count_points (self) - 1);
      text = self->summary != NULL ? g_strdup_printf ("%s; %s", values, self->summary) : g_strdup (values);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

static void
stop_reading (PgsChartView *self)
{
  if (self->reading == READING_NOTHING)
    return;
  self->reading = READING_NOTHING;
  describe (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
read_point (PgsChartView *self,
            gsize        point)
{
  self->reading = READING_A_MOMENT;
  self->moment_us = pgs_chart_get_times (self->chart, NULL)[point];
  describe (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_motion (PgsChartView *self,
           double       x,
           double       y)
{
  if (self->reading == READING_AT_POINTER && self->pointer_x == x)
    return;
  self->reading = READING_AT_POINTER;
  self->pointer_x = x;
  describe (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_leave (PgsChartView *self)
{
  if (self->reading == READING_AT_POINTER)
    stop_reading (self);
}

static void
on_pressed (PgsChartView *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

static gboolean
zoom (PgsChartView *self,
      int          steps)
{
  const int span = CLAMP ((int) self->span + steps, 0, (int) G_N_ELEMENTS (spans_s) - 1);

  if (span == (int) self->span)
    return FALSE;
  self->span = span;
  forget_layout (self);
  return TRUE;
}

static gboolean
on_scroll (PgsChartView *self,
           double       dx,
           double       dy)
{
  if (dy == 0)
    return GDK_EVENT_PROPAGATE;
  zoom (self, dy > 0 ? 1 : -1);
  return GDK_EVENT_STOP;
}

/* Moves by points, so that every one can be read; in sight is what the span says. */
static void
step (PgsChartView *self,
      gint64       n)
{
  gsize point, first;
  gint64 target;

  ensure_layout (self);
  if (count_points (self) == 0)
    return;
  if (!get_read_point (self, &point))
    point = count_points (self) - (n < 0 ? 0 : 1);
  first = find_moment (self, self->layout->start_us);
  target = CLAMP ((gint64) point + n, (gint64) first, (gint64) count_points (self) - 1);
  read_point (self, target);
}

static gint64
page_of_points (PgsChartView *self)
{
  ensure_layout (self);
  if (count_points (self) == 0)
    return 1;
  return MAX (1, (count_points (self) - find_moment (self, self->layout->start_us)) / PAGE_SHARE);
}

static gboolean
on_key (PgsChartView     *self,
        guint            key,
        guint            code,
        GdkModifierType  state)
{
  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK))
    return GDK_EVENT_PROPAGATE;
  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      step (self, -1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      step (self, 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Page_Up:
      step (self, -page_of_points (self));
      return GDK_EVENT_STOP;
    case GDK_KEY_Page_Down:
      step (self, page_of_points (self));
      return GDK_EVENT_STOP;
    case GDK_KEY_Home:
      step (self, -(gint64) count_points (self));
      return GDK_EVENT_STOP;
    case GDK_KEY_End:
      step (self, count_points (self));
      return GDK_EVENT_STOP;
    case GDK_KEY_plus:
    case GDK_KEY_KP_Add:
    case GDK_KEY_equal:
      zoom (self, -1);
      return GDK_EVENT_STOP;
    case GDK_KEY_minus:
    case GDK_KEY_KP_Subtract:
      zoom (self, 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Escape:
      if (self->reading == READING_NOTHING)
        return GDK_EVENT_PROPAGATE;
      stop_reading (self);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
on_focus_out (PgsChartView *self)
{
  if (self->reading == READING_A_MOMENT)
    stop_reading (self);
}

static void
draw_hint (PgsChartView *self,
           GtkSnapshot *snapshot)
{
  g_autoptr (PangoLayout) text = NULL;
  const int width = gtk_widget_get_width (GTK_WIDGET (self));
  GdkRGBA color = { self->theme.dim.r, self->theme.dim.g, self->theme.dim.b, self->theme.dim.a };
  int height;

  if (self->hint == NULL)
    return;
  text = gtk_widget_create_pango_layout (GTK_WIDGET (self), self->hint);
  pango_layout_set_alignment (text, PANGO_ALIGN_CENTER);
  pango_layout_set_width (text, width * PANGO_SCALE);
  pango_layout_get_pixel_size (text, NULL, &height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT (0, (gtk_widget_get_height (GTK_WIDGET (self)) - height) / 2));
  gtk_snapshot_append_layout (snapshot, text, &color);
  gtk_snapshot_restore (snapshot);
}

static GskRenderNode *
draw_chart (PgsChartView *self)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, self->layout->width,
                                                                          self->layout->height));

  pgs_chart_draw (self->chart, self->layout, &self->theme, cr);
  cairo_destroy (cr);
  return gtk_snapshot_free_to_node (snapshot);
}

/* Only where the cursor and its values are: a node as large as the pane costs several times more. */
static void
draw_cursor (PgsChartView *self,
             GtkSnapshot *snapshot,
             gsize        point)
{
  const double x = pgs_chart_layout_get_x (self->layout, pgs_chart_get_times (self->chart, NULL)[point]);
  const double pill = 4 * self->theme.font_size;
  cairo_rectangle_t box;
  double left, right;
  cairo_t *cr;
  guint n_rows;

  pgs_chart_layout_readout (self->layout, self->chart, &self->theme, point, &box, &n_rows);
  left = floor (MAX (0, MIN (box.x, x - pill) - 1));
  right = ceil (MIN (self->layout->width, MAX (box.x + box.width, x + pill) + 1));
  cr = gtk_snapshot_append_cairo (snapshot,
                                  &GRAPHENE_RECT_INIT (left, 0, right - left, self->layout->height));
  pgs_chart_draw_cursor (self->chart, self->layout, &self->theme, point, cr);
  cairo_destroy (cr);
}

static void
pgs_chart_view_snapshot (GtkWidget   *widget,
                       GtkSnapshot *snapshot)
{
  PgsChartView *self = PGS_CHART_VIEW (widget);
  gsize point;

  ensure_layout (self);
  if (count_points (self) == 0)
    {
      draw_hint (self, snapshot);
      return;
    }
  if (self->node == NULL)
    self->node = draw_chart (self);
  if (self->node != NULL)
    gtk_snapshot_append_node (snapshot, self->node);
  if (get_read_point (self, &point))
    draw_cursor (self, snapshot, point);
}

static void
pgs_chart_view_measure (GtkWidget      *widget,
                      GtkOrientation  orientation,
                      int             for_size,
                      int            *minimum,
                      int            *natural,
                      int            *minimum_baseline,
                      int            *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = *natural = MIN_WIDTH;
  else
    {
      *minimum = MIN_HEIGHT;
      *natural = NATURAL_HEIGHT;
    }
}

static void
pgs_chart_view_size_allocate (GtkWidget *widget,
                            int        width,
                            int        height,
                            int        baseline)
{
  forget_layout (PGS_CHART_VIEW (widget));
}

static void
pgs_chart_view_css_changed (GtkWidget         *widget,
                          GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (pgs_chart_view_parent_class)->css_changed (widget, change);
  forget_layout (PGS_CHART_VIEW (widget));
}

static void
pgs_chart_view_direction_changed (GtkWidget        *widget,
                                GtkTextDirection  previous)
{
  GTK_WIDGET_CLASS (pgs_chart_view_parent_class)->direction_changed (widget, previous);
  forget_layout (PGS_CHART_VIEW (widget));
}

static void
pgs_chart_view_finalize (GObject *object)
{
  PgsChartView *self = PGS_CHART_VIEW (object);

  g_free (self->hint);
  g_free (self->summary);
  g_clear_pointer (&self->layout, pgs_chart_layout_free);
  g_clear_pointer (&self->node, gsk_render_node_unref);
  g_clear_pointer (&self->chart, pgs_chart_free);
  G_OBJECT_CLASS (pgs_chart_view_parent_class)->finalize (object);
}

static void
pgs_chart_view_class_init (PgsChartViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = pgs_chart_view_finalize;
  widget_class->snapshot = pgs_chart_view_snapshot;
  widget_class->measure = pgs_chart_view_measure;
  widget_class->size_allocate = pgs_chart_view_size_allocate;
  widget_class->css_changed = pgs_chart_view_css_changed;
  widget_class->direction_changed = pgs_chart_view_direction_changed;
  gtk_widget_class_set_css_name (widget_class, "chartview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
add_controllers (PgsChartView *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL |
                                                                GTK_EVENT_CONTROLLER_SCROLL_DISCRETE);
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect_swapped (motion, "enter", G_CALLBACK (on_motion), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (on_leave), self);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (on_focus_out), self);
  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (on_scroll), self);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (on_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

static void
pgs_chart_view_init (PgsChartView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  self->span = DEFAULT_SPAN;
  self->chart = pgs_chart_new (NULL, 0);
  gtk_widget_set_focusable (widget, TRUE);
  gtk_widget_set_overflow (widget, GTK_OVERFLOW_HIDDEN);
  gtk_widget_add_css_class (widget, "view");
  add_controllers (self);
  pgs_style_follow (widget, G_CALLBACK (forget_layout));
}

/**
 * pgs_chart_view_take_chart:
 * @self: a view
 * @chart: (transfer full): what to show from now on
 * @summary: (nullable): a sentence that follows the newest values, for people who hear the chart
 */
void
pgs_chart_view_take_chart (PgsChartView *self,
                           PgsChart     *chart,
                           const char   *summary)
{
  g_return_if_fail (PGS_IS_CHART_VIEW (self));

  pgs_chart_free (self->chart);
  self->chart = chart;
  pgs_chart_view_chart_grew (self, summary);
}

/**
 * pgs_chart_view_get_chart:
 * @self: a view
 *
 * Returns: (transfer none): the chart it shows; whoever lets it grow calls pgs_chart_view_chart_grew()
 */
PgsChart *
pgs_chart_view_get_chart (PgsChartView *self)
{
  g_return_val_if_fail (PGS_IS_CHART_VIEW (self), NULL);

  return self->chart;
}

/**
 * pgs_chart_view_chart_grew:
 * @self: a view
 * @summary: (nullable): a sentence that follows the newest values, for people who hear the chart
 *
 * Draws what is new. The description is updated once a second at most, not to talk all the time.
 */
void
pgs_chart_view_chart_grew (PgsChartView *self,
                           const char   *summary)
{
  g_return_if_fail (PGS_IS_CHART_VIEW (self));

  g_free (self->summary);
  self->summary = summary != NULL && *summary != '\0' ? g_strdup (summary) : NULL;
  if (count_points (self) == 0)
    self->reading = READING_NOTHING;
  forget_layout (self);
  if (count_points (self) == 0 || g_get_monotonic_time () - self->described_us >= DESCRIBE_EVERY_US)
    describe (self);
}

/**
 * pgs_chart_view_set_hint:
 * @self: a view
 * @hint: (nullable): what to say while the chart has no points
 */
void
pgs_chart_view_set_hint (PgsChartView *self,
                         const char   *hint)
{
  g_return_if_fail (PGS_IS_CHART_VIEW (self));

  if (g_strcmp0 (hint, self->hint) == 0)
    return;
  g_free (self->hint);
  self->hint = g_strdup (hint);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
