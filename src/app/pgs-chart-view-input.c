/* pgs-chart-view-input.c: pointer, fingers and keys on a chart
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-chart-view-private.h"

#include <math.h>

#define PAGE_SHARE 10     /* Page Up and Page Down move by this part of what is in sight */
#define WHEEL_FACTOR 1.5  /* more time in sight, of a step of the wheel */
#define PAN_SHARE 0.1     /* of what is in sight, of a step sideways */
#define LEAST_SPAN_PX 4.0 /* a shorter drag selects nothing */
#define REST_FACTOR 2     /* from moment to moment, of what asking for one takes */

static const gint64 *
get_ends (PgsChartView *self,
          gint64       *first_us,
          gint64       *last_us)
{
  gsize n_points;
  const gint64 *times = pgs_chart_get_times (self->chart, &n_points);

  *first_us = n_points > 0 ? times[0] : 0;
  *last_us = n_points > 0 ? times[n_points - 1] : 0;
  return times;
}

static gboolean
zoom_at (PgsChartView *self,
         double        factor,
         gint64        anchor_us)
{
  gint64 first_us, last_us;

  get_ends (self, &first_us, &last_us);
  if (!pgs_chart_range_zoom (&self->range, first_us, last_us, factor, anchor_us))
    return FALSE;
  pgs_chart_view_forget_layout (self);
  return TRUE;
}

static gboolean
move (PgsChartView *self,
      gint64        by_us)
{
  gint64 first_us, last_us;

  get_ends (self, &first_us, &last_us);
  if (!pgs_chart_range_move (&self->range, first_us, last_us, by_us))
    return FALSE;
  pgs_chart_view_forget_layout (self);
  return TRUE;
}

/**
 * pgs_chart_view_zoom:
 * @self: a view
 * @factor: how many times as much time is to be in sight
 *
 * Around the shown moment, else towards the newest values.
 *
 * Returns: whether that changed anything
 */
gboolean
pgs_chart_view_zoom (PgsChartView *self,
                     double        factor)
{
  g_return_val_if_fail (PGS_IS_CHART_VIEW (self), FALSE);

  pgs_chart_view_ensure_layout (self);
  return zoom_at (self, factor, self->shown_us != PGS_CHART_VIEW_NO_MOMENT ? self->shown_us : self->layout->end_us);
}

/**
 * pgs_chart_view_show_all:
 * @self: a view
 *
 * Shows all time there is, and what is to come.
 */
void
pgs_chart_view_show_all (PgsChartView *self)
{
  g_return_if_fail (PGS_IS_CHART_VIEW (self));

  pgs_chart_range_show_all (&self->range);
  pgs_chart_view_forget_layout (self);
}

static void
on_motion (PgsChartView *self,
           double        x,
           double        y)
{
  self->pointer_y = y;
  if (self->reading == PGS_READING_AT_POINTER && self->pointer_x == x)
    return;
  self->reading = PGS_READING_AT_POINTER;
  self->pointer_x = x;
  if (self->dragging == PGS_DRAGGING_NOTHING)
    pgs_chart_view_describe (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_leave (PgsChartView *self)
{
  if (self->reading == PGS_READING_AT_POINTER)
    pgs_chart_view_stop_reading (self);
}

static gboolean
on_scroll (PgsChartView             *self,
           double                    dx,
           double                    dy,
           GtkEventControllerScroll *scroll)
{
  const GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (scroll));

  if (pgs_chart_view_count_points (self) == 0)
    return GDK_EVENT_PROPAGATE;
  if (!self->scrubs && !(state & (GDK_CONTROL_MASK | GDK_SHIFT_MASK)) && dx == 0) /* the page around it scrolls */
    return GDK_EVENT_PROPAGATE;
  pgs_chart_view_ensure_layout (self);
  if (state & GDK_SHIFT_MASK && dx == 0)
    {
      dx = dy;
      dy = 0;
    }
  if (dx != 0)
    move (self, (gint64) (dx * PAN_SHARE * (self->layout->end_us - self->layout->start_us)));
  if (dy != 0)
    zoom_at (self, pow (WHEEL_FACTOR, dy), pgs_chart_layout_get_time (self->layout, self->pointer_x));
  return GDK_EVENT_STOP;
}

static void
on_pinch_begin (PgsChartView *self)
{
  self->pinch = 1;
}

static void
on_pinch (PgsChartView   *self,
          double          scale,
          GtkGestureZoom *gesture)
{
  double x, y;

  pgs_chart_view_ensure_layout (self);
  if (scale <= 0 || !gtk_gesture_get_bounding_box_center (GTK_GESTURE (gesture), &x, &y))
    return;
  zoom_at (self, self->pinch / scale, pgs_chart_layout_get_time (self->layout, x));
  self->pinch = scale;
}

/* A moment of a large process takes longer to show than a frame: between two of them as much time is
 * left as they take, in which what is read at the pointer goes on following it. */
static gboolean
on_tick (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       data)
{
  PgsChartView *self = PGS_CHART_VIEW (widget);
  const gint64 now_us = g_get_monotonic_time ();

  if (now_us < self->rest_until_us)
    return G_SOURCE_CONTINUE;
  self->tick_id = 0;
  pgs_chart_view_emit_scrubbed (self, self->wanted_us);
  self->rest_until_us = now_us + REST_FACTOR * (g_get_monotonic_time () - now_us);
  return G_SOURCE_REMOVE;
}

/* Pointers move more often than frames are drawn: only the last place before a frame counts. The line of the
 * moment comes when that is shown. */
static void
scrub_to (PgsChartView *self,
          double        x)
{
  self->wanted_us = CLAMP (pgs_chart_layout_get_time (self->layout, x), self->layout->start_us, self->layout->end_us);
  if (self->tick_id == 0)
    self->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_tick, NULL, NULL);
}

static void
select_span (PgsChartView *self,
             double        x)
{
  const gint64 at_us = CLAMP (pgs_chart_layout_get_time (self->layout, x), self->layout->start_us, self->layout->end_us);

  if (ABS (pgs_chart_layout_get_x (self->layout, self->drag_us) - x) >= LEAST_SPAN_PX)
    pgs_chart_view_emit_span (self, MIN (self->drag_us, at_us), MAX (self->drag_us, at_us));
}

static PgsDragging
get_dragging (PgsChartView    *self,
              GdkModifierType  state,
              double           x,
              double           y)
{
  if (y >= self->layout->bottom)
    return PGS_DRAGGING_AXIS;
  if (!self->scrubs || x < self->layout->x0 || x > self->layout->x1)
    return PGS_DRAGGING_NOTHING;
  return state & GDK_SHIFT_MASK ? PGS_DRAGGING_SPAN : PGS_DRAGGING_MOMENT;
}

static void
on_drag_begin (PgsChartView   *self,
               double          x,
               double          y,
               GtkGestureDrag *drag)
{
  const GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (drag));
  gsize n_marks, mark;

  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (pgs_chart_view_count_points (self) == 0)
    return;
  pgs_chart_view_ensure_layout (self);
  self->dragging = get_dragging (self, state, x, y);
  self->drag_us = CLAMP (pgs_chart_layout_get_time (self->layout, x), self->layout->start_us, self->layout->end_us);
  self->drag_x = 0;
  if (self->dragging != PGS_DRAGGING_MOMENT)
    return;
  if (pgs_chart_layout_find_mark (self->layout, x, y, &mark))
    pgs_chart_view_emit_scrubbed (self, pgs_chart_get_marks (self->chart, &n_marks)[mark].monotonic_us);
  else
    scrub_to (self, x);
}

static void
on_drag_update (PgsChartView   *self,
                double          dx,
                double          dy,
                GtkGestureDrag *drag)
{
  double x, y;

  if (self->dragging == PGS_DRAGGING_NOTHING || !gtk_gesture_drag_get_start_point (drag, &x, &y))
    return;
  pgs_chart_view_ensure_layout (self);
  if (self->dragging == PGS_DRAGGING_MOMENT && dx != 0)
    scrub_to (self, x + dx);
  else if (self->dragging == PGS_DRAGGING_SPAN)
    select_span (self, x + dx);
  else if (self->dragging == PGS_DRAGGING_AXIS)
    {
      const double us_a_px = (self->layout->end_us - self->layout->start_us) / (self->layout->x1 - self->layout->x0);

      move (self, (gint64) ((self->drag_x - dx) * us_a_px));
      self->drag_x = dx;
    }
}

static void
on_drag_end (PgsChartView *self)
{
  self->dragging = PGS_DRAGGING_NOTHING;
  pgs_chart_view_describe (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_pressed (PgsChartView *self,
            int           n_presses)
{
  if (n_presses == 2)
    pgs_chart_view_show_all (self);
}

static void
on_menu_pressed (PgsChartView *self,
                 int           n_presses,
                 double        x,
                 double        y)
{
  gsize mark;

  if (!self->scrubs || pgs_chart_view_count_points (self) == 0)
    return;
  pgs_chart_view_ensure_layout (self);
  if (pgs_chart_layout_find_mark (self->layout, x, y, &mark))
    pgs_chart_view_emit_mark_menu (self, mark, x, y);
}

static gsize
find_moment (PgsChartView *self,
             gint64        time_us)
{
  return MIN (pgs_chart_find (self->chart, time_us), pgs_chart_view_count_points (self) - 1);
}

/* Moves by points, so that every one can be read; in sight is what the range says. */
static void
step (PgsChartView *self,
      gint64        n)
{
  gsize point, first, end;

  if (pgs_chart_view_count_points (self) == 0)
    return;
  pgs_chart_view_ensure_layout (self);
  first = find_moment (self, self->layout->start_us);
  end = pgs_chart_find_end (self->chart, self->layout->end_us);
  if (!pgs_chart_view_get_read_point (self, &point))
    point = end - (n < 0 ? 0 : 1);
  point = CLAMP ((gint64) point + n, (gint64) first, (gint64) end - 1);
  self->reading = PGS_READING_A_MOMENT;
  self->moment_us = pgs_chart_get_times (self->chart, NULL)[point];
  pgs_chart_view_describe (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gint64
page_of_points (PgsChartView *self)
{
  if (pgs_chart_view_count_points (self) == 0)
    return 1;
  pgs_chart_view_ensure_layout (self);
  return MAX (1, (pgs_chart_find_end (self->chart, self->layout->end_us) - find_moment (self, self->layout->start_us))
                   / PAGE_SHARE);
}

static gboolean
on_reading_key (PgsChartView *self,
                guint         key)
{
  const gint64 n_points = pgs_chart_view_count_points (self);

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
      step (self, -n_points);
      return GDK_EVENT_STOP;
    case GDK_KEY_End:
      step (self, n_points);
      return GDK_EVENT_STOP;
    case GDK_KEY_Escape:
      if (self->reading == PGS_READING_NOTHING)
        return GDK_EVENT_PROPAGATE;
      pgs_chart_view_stop_reading (self);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static gboolean
on_key (PgsChartView    *self,
        guint            key,
        guint            code,
        GdkModifierType  state)
{
  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK))
    return GDK_EVENT_PROPAGATE;
  switch (key)
    {
    case GDK_KEY_plus:
    case GDK_KEY_KP_Add:
    case GDK_KEY_equal:
      pgs_chart_view_zoom (self, 1 / WHEEL_FACTOR);
      return GDK_EVENT_STOP;
    case GDK_KEY_minus:
    case GDK_KEY_KP_Subtract:
      pgs_chart_view_zoom (self, WHEEL_FACTOR);
      return GDK_EVENT_STOP;
    case GDK_KEY_0:
    case GDK_KEY_KP_0:
      pgs_chart_view_show_all (self);
      return GDK_EVENT_STOP;
    default:
      return self->scrubs ? GDK_EVENT_PROPAGATE : on_reading_key (self, key);
    }
}

static void
on_focus_out (PgsChartView *self)
{
  if (self->reading == PGS_READING_A_MOMENT)
    pgs_chart_view_stop_reading (self);
}

static void
add_pointer (PgsChartView *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *menu = gtk_gesture_click_new ();
  GtkGesture *pinch = gtk_gesture_zoom_new ();
  GtkEventController * const controllers[] = {
    motion, scroll, GTK_EVENT_CONTROLLER (drag), GTK_EVENT_CONTROLLER (click), GTK_EVENT_CONTROLLER (menu),
    GTK_EVENT_CONTROLLER (pinch),
  };

  g_signal_connect_swapped (motion, "enter", G_CALLBACK (on_motion), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (on_leave), self);
  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (on_scroll), self);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (on_drag_end), self);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (on_pressed), self);
  g_signal_connect_swapped (menu, "pressed", G_CALLBACK (on_menu_pressed), self);
  g_signal_connect_swapped (pinch, "begin", G_CALLBACK (on_pinch_begin), self);
  g_signal_connect_swapped (pinch, "scale-changed", G_CALLBACK (on_pinch), self);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (menu), GDK_BUTTON_SECONDARY);
  gtk_gesture_group (drag, click);
  for (guint i = 0; i < G_N_ELEMENTS (controllers); i++)
    gtk_widget_add_controller (GTK_WIDGET (self), controllers[i]);
}

/**
 * pgs_chart_view_add_controllers:
 * @self: a new view
 *
 * Makes it listen to pointer, fingers and keys.
 */
void
pgs_chart_view_add_controllers (PgsChartView *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (on_focus_out), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
  add_pointer (self);
}
