/* pgs-split.c: a side pane beside (or under) the content, resizable, and hidden where there is no room
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * AdwFlap hides its flap by itself but cannot be resized; GtkPaned can be resized but never hides a
 * child, and so keeps a window from getting small. libadwaita 1.2 has no split views. Hence this.
 */
#include "config.h"

#include "pgs-split.h"

#include <math.h>

#include "pgs-style.h"

#define HANDLE_SIZE 7      /* wide enough to be hit; the line in it is 1 px */
#define KEY_STEP 20
#define USUAL_FONT_PX 14.67 /* 11 pt at 96 dpi */

struct _PgsSplit
{
  GtkWidget parent_instance;

  GtkWidget *side;
  GtkWidget *content;
  GtkWidget *handle;
  GtkOrientation orientation; /* of the row of both */
  gboolean at_end;
  int side_size;
  int min_content_size;
  int drag_start_size;
  gboolean show_side;

  gboolean fits;    /* there is room for both */
  gboolean covered; /* there is not, and the person asked for the side pane */
  gboolean visible; /* what was notified last */
  guint apply_id;
};

enum
{
  PROP_0,
  PROP_SIDE,
  PROP_CONTENT,
  PROP_ORIENTATION,
  PROP_AT_END,
  PROP_SIDE_SIZE,
  PROP_MIN_CONTENT_SIZE,
  PROP_SHOW_SIDE,
  PROP_SIDE_VISIBLE,
  PROP_SIDE_NAME,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PgsSplit, pgs_split, GTK_TYPE_WIDGET)

static gboolean
is_side_visible (PgsSplit *self)
{
  return self->fits ? self->show_side : self->covered;
}

/* How much of the row's direction a widget takes. */
static int
get_extent (PgsSplit  *self,
            GtkWidget *widget)
{
  return self->orientation == GTK_ORIENTATION_HORIZONTAL ? gtk_widget_get_width (widget)
                                                         : gtk_widget_get_height (widget);
}

static int
get_min_size (PgsSplit  *self,
              GtkWidget *child)
{
  int min = 0;

  if (child != NULL)
    gtk_widget_measure (child, self->orientation, -1, &min, NULL, NULL, NULL);

  return min;
}

/* Sizes are kept as at the usual text size: larger text needs more room. */
static double
get_text_scale (PgsSplit *self)
{
  PgsTheme theme;

  pgs_style_get_theme (GTK_WIDGET (self), &theme);
  return theme.font_size / USUAL_FONT_PX;
}

static int
get_wanted_content_size (PgsSplit *self)
{
  return MAX (get_min_size (self, self->content),
              (int) (self->min_content_size * get_text_scale (self)));
}

static int
get_wanted_side_size (PgsSplit *self)
{
  return (int) lround (self->side_size * get_text_scale (self));
}

static void
pgs_split_measure (GtkWidget      *widget,
                   GtkOrientation  orientation,
                   int             for_size,
                   int            *minimum,
                   int            *natural,
                   int            *minimum_baseline,
                   int            *natural_baseline)
{
  PgsSplit *self = PGS_SPLIT (widget);
  int side_min = 0, side_nat = 0, content_min = 0, content_nat = 0;

  if (self->side != NULL && gtk_widget_get_visible (self->side))
    gtk_widget_measure (self->side, orientation, -1, &side_min, &side_nat, NULL, NULL);
  if (self->content != NULL)
    gtk_widget_measure (self->content, orientation, -1, &content_min, &content_nat, NULL, NULL);
  *minimum = MAX (side_min, content_min);
  *natural = orientation == self->orientation ? MAX (get_wanted_side_size (self), side_min) + content_nat
                                              : MAX (side_nat, content_nat);
}

static void
allocate_at (PgsSplit  *self,
             GtkWidget *child,
             int        start,
             int        size,
             int        breadth)
{
  GtkAllocation allocation = { start, 0, size, breadth };

  if (self->orientation == GTK_ORIENTATION_VERTICAL)
    allocation = (GtkAllocation) { 0, start, breadth, size };
  gtk_widget_size_allocate (child, &allocation, -1);
}

/* Behind the content as the eye sees it: on the right, or below. */
static gboolean
is_side_last (PgsSplit *self)
{
  if (self->orientation == GTK_ORIENTATION_VERTICAL)
    return self->at_end;

  return self->at_end != (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL);
}

static gboolean
is_side_there (PgsSplit *self)
{
  return self->side != NULL && gtk_widget_get_visible (self->side);
}

static gboolean
is_shown (GtkWidget *child)
{
  return child != NULL && gtk_widget_get_visible (child) && gtk_widget_get_child_visible (child);
}

/* Shows and hides the children as it is wanted now, and tells about it. Never while sizes are given
 * out: children that are mapped want to be measured again then, and whoever listens may too. */
static void
apply (PgsSplit *self)
{
  gboolean visible = is_side_visible (self);
  gboolean side = is_side_there (self) && visible;

  if (self->side != NULL)
    gtk_widget_set_child_visible (self->side, visible);
  if (self->content != NULL)
    gtk_widget_set_child_visible (self->content, !side || self->fits);
  gtk_widget_set_child_visible (self->handle, side && self->fits);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  if (self->visible == visible)
    return;
  self->visible = visible;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SIDE_VISIBLE]);
}

static gboolean
apply_later (gpointer data)
{
  PgsSplit *self = data;

  self->apply_id = 0;
  apply (self);

  return G_SOURCE_REMOVE;
}

/* Before the next frame, if what is shown is not what is wanted. */
static void
queue_apply (PgsSplit *self)
{
  gboolean side = is_side_there (self) && is_side_visible (self);

  if (is_shown (self->side) == side && is_shown (self->content) == (!side || self->fits)
      && is_shown (self->handle) == (side && self->fits) && self->visible == is_side_visible (self))
    return;
  if (self->apply_id == 0)
    self->apply_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, apply_later, self, NULL);
}

static void
allocate_both (PgsSplit *self,
               int       size,
               int       breadth,
               int       side_size)
{
  gboolean last = is_side_last (self);
  int content_size = MAX (size - side_size, get_min_size (self, self->content));
  int edge = last ? size - side_size : side_size;

  allocate_at (self, self->side, last ? edge : 0, side_size, breadth);
  allocate_at (self, self->content, last ? edge - content_size : edge, content_size, breadth);
  if (is_shown (self->handle))
    allocate_at (self, self->handle, edge - HANDLE_SIZE / 2 - (last ? 0 : 1), HANDLE_SIZE, breadth);
}

static void
pgs_split_size_allocate (GtkWidget *widget,
                         int        width,
                         int        height,
                         int        baseline)
{
  PgsSplit *self = PGS_SPLIT (widget);
  gboolean horizontal = self->orientation == GTK_ORIENTATION_HORIZONTAL;
  int size = horizontal ? width : height, breadth = horizontal ? height : width;
  int side_min = get_min_size (self, self->side);
  int room = size - get_wanted_content_size (self);
  int side_size = CLAMP (get_wanted_side_size (self), side_min, MAX (side_min, room));

  self->fits = !is_side_there (self) || room >= side_min;
  if (is_shown (self->side) && is_shown (self->content))
    allocate_both (self, size, breadth, side_size);
  else if (is_shown (self->side))
    allocate_at (self, self->side, 0, size, breadth);
  else if (self->content != NULL)
    allocate_at (self, self->content, 0, size, breadth);
  if (is_shown (self->handle) && !(is_shown (self->side) && is_shown (self->content)))
    allocate_at (self, self->handle, 0, HANDLE_SIZE, breadth); /* until it is hidden */
  queue_apply (self);
}

static void
set_side_size (PgsSplit *self,
               int       size)
{
  int side_min = get_min_size (self, self->side);
  int room = get_extent (self, GTK_WIDGET (self)) - get_wanted_content_size (self);

  size = CLAMP (size, side_min, MAX (room, side_min));
  size = (int) lround (size / get_text_scale (self));
  if (size == self->side_size)
    return;
  self->side_size = size;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SIDE_SIZE]);
}

/* The gesture is on the split, not on the handle, as that moves along and the offset with it. */
static void
on_drag_begin (PgsSplit   *self,
               double      x,
               double      y,
               GtkGesture *gesture)
{
  GtkWidget *picked = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);

  gtk_gesture_set_state (gesture, picked == self->handle ? GTK_EVENT_SEQUENCE_CLAIMED
                                                         : GTK_EVENT_SEQUENCE_DENIED);
  if (picked == self->handle)
    self->drag_start_size = get_extent (self, self->side);
}

static void
on_drag_update (PgsSplit *self,
                double    dx,
                double    dy)
{
  int by = (int) (self->orientation == GTK_ORIENTATION_HORIZONTAL ? dx : dy);

  set_side_size (self, self->drag_start_size + (is_side_last (self) ? -by : by));
}

static gboolean
on_key (PgsSplit        *self,
        guint            keyval,
        guint            keycode,
        GdkModifierType  state)
{
  gboolean horizontal = self->orientation == GTK_ORIENTATION_HORIZONTAL;
  guint back = horizontal ? GDK_KEY_Left : GDK_KEY_Up;
  guint forth = horizontal ? GDK_KEY_Right : GDK_KEY_Down;
  int by = keyval == back ? -KEY_STEP : KEY_STEP;

  if (keyval != back && keyval != forth)
    return GDK_EVENT_PROPAGATE;
  set_side_size (self, get_extent (self, self->side) + (is_side_last (self) ? -by : by));

  return GDK_EVENT_STOP;
}

static void
set_child (PgsSplit   *self,
           GtkWidget **place,
           GtkWidget  *child)
{
  g_clear_pointer (place, gtk_widget_unparent);
  *place = child;
  if (child != NULL)
    gtk_widget_insert_before (child, GTK_WIDGET (self), self->handle);
}

static void
set_orientation (PgsSplit       *self,
                 GtkOrientation  orientation)
{
  gboolean horizontal = orientation == GTK_ORIENTATION_HORIZONTAL;

  self->orientation = orientation;
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->handle),
                                  horizontal ? GTK_ORIENTATION_VERTICAL
                                             : GTK_ORIENTATION_HORIZONTAL);
  gtk_widget_set_cursor_from_name (self->handle, horizontal ? "col-resize" : "row-resize");
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/* The keyboard must not fall to the first button of the window, where Space would press it. */
static void
move_focus_to_content (PgsSplit *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus == NULL || self->side == NULL || self->content == NULL
      || !(gtk_widget_is_ancestor (focus, self->side) || focus == self->handle))
    return;
  gtk_widget_child_focus (self->content, GTK_DIR_TAB_FORWARD);
}

static void
set_show_side (PgsSplit *self,
               gboolean  show)
{
  if (self->show_side == show)
    return;
  if (!show)
    move_focus_to_content (self);
  self->show_side = show;
  apply (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOW_SIDE]);
}

static void
set_side_visible (PgsSplit *self,
                  gboolean  visible)
{
  if (self->fits)
    {
      set_show_side (self, visible);
      return;
    }
  self->covered = visible;
  apply (self);
  if (!visible)
    gtk_widget_child_focus (self->content, GTK_DIR_TAB_FORWARD);
}

static void
pgs_split_get_property (GObject    *object,
                        guint       id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  PgsSplit *self = PGS_SPLIT (object);

  switch (id)
    {
    case PROP_SIDE_SIZE:
      g_value_set_int (value, self->side_size);
      break;
    case PROP_SHOW_SIDE:
      g_value_set_boolean (value, self->show_side);
      break;
    case PROP_SIDE_VISIBLE:
      g_value_set_boolean (value, is_side_visible (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pgs_split_set_property (GObject      *object,
                        guint         id,
                        const GValue *value,
                        GParamSpec   *pspec)
{
  PgsSplit *self = PGS_SPLIT (object);

  switch (id)
    {
    case PROP_SIDE:
      set_child (self, &self->side, g_value_get_object (value));
      break;
    case PROP_CONTENT:
      set_child (self, &self->content, g_value_get_object (value));
      break;
    case PROP_ORIENTATION:
      set_orientation (self, g_value_get_enum (value));
      break;
    case PROP_AT_END:
      self->at_end = g_value_get_boolean (value);
      break;
    case PROP_SIDE_SIZE:
      self->side_size = g_value_get_int (value);
      gtk_widget_queue_allocate (GTK_WIDGET (self));
      break;
    case PROP_MIN_CONTENT_SIZE:
      self->min_content_size = g_value_get_int (value);
      break;
    case PROP_SHOW_SIDE:
      set_show_side (self, g_value_get_boolean (value));
      break;
    case PROP_SIDE_VISIBLE:
      set_side_visible (self, g_value_get_boolean (value));
      break;
    case PROP_SIDE_NAME:
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->handle), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      g_value_get_string (value), -1);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pgs_split_dispose (GObject *object)
{
  PgsSplit *self = PGS_SPLIT (object);

  g_clear_handle_id (&self->apply_id, g_source_remove);
  g_clear_pointer (&self->side, gtk_widget_unparent);
  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_pointer (&self->handle, gtk_widget_unparent);
  G_OBJECT_CLASS (pgs_split_parent_class)->dispose (object);
}

static void
pgs_split_class_init (PgsSplitClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags w = G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS;
  const GParamFlags rw = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = pgs_split_get_property;
  object_class->set_property = pgs_split_set_property;
  object_class->dispose = pgs_split_dispose;
  widget_class->measure = pgs_split_measure;
  widget_class->size_allocate = pgs_split_size_allocate;

  properties[PROP_SIDE] = g_param_spec_object ("side", NULL, NULL, GTK_TYPE_WIDGET, w);
  properties[PROP_CONTENT] = g_param_spec_object ("content", NULL, NULL, GTK_TYPE_WIDGET, w);
  properties[PROP_ORIENTATION] = g_param_spec_enum ("orientation", NULL, NULL, GTK_TYPE_ORIENTATION,
                                                    GTK_ORIENTATION_HORIZONTAL, w);
  properties[PROP_SIDE_NAME] = g_param_spec_string ("side-name", NULL, NULL, NULL, w);
  properties[PROP_AT_END] = g_param_spec_boolean ("at-end", NULL, NULL, FALSE, w);
  properties[PROP_SIDE_SIZE] = g_param_spec_int ("side-size", NULL, NULL, 0, G_MAXINT16, 280, rw);
  properties[PROP_MIN_CONTENT_SIZE] = g_param_spec_int ("min-content-size", NULL, NULL, 0,
                                                         G_MAXINT16, 0, w);
  properties[PROP_SHOW_SIDE] = g_param_spec_boolean ("show-side", NULL, NULL, TRUE, rw);
  properties[PROP_SIDE_VISIBLE] = g_param_spec_boolean ("side-visible", NULL, NULL, TRUE, rw);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "split");
}

static void
add_handle (PgsSplit *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->handle = g_object_new (GTK_TYPE_SEPARATOR, "css-name", "splithandle", "orientation",
                               GTK_ORIENTATION_VERTICAL, "focusable", TRUE, NULL);
  gtk_widget_set_cursor_from_name (self->handle, "col-resize");
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (self->handle, keys);
  gtk_widget_set_parent (self->handle, GTK_WIDGET (self));

  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (drag), GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
}

static void
pgs_split_init (PgsSplit *self)
{
  self->side_size = 280;
  self->show_side = TRUE;
  self->fits = TRUE;
  self->visible = TRUE;
  add_handle (self);
}

/**
 * pgs_split_get_covered:
 * @self: a split
 *
 * Returns: whether the side pane has taken the place of the content, as there is no room for both
 */
gboolean
pgs_split_get_covered (PgsSplit *self)
{
  g_return_val_if_fail (PGS_IS_SPLIT (self), FALSE);

  return !self->fits && self->covered;
}

/**
 * pgs_split_uncover:
 * @self: a split
 *
 * Shows the content again if the side pane has taken its place.
 */
void
pgs_split_uncover (PgsSplit *self)
{
  g_return_if_fail (PGS_IS_SPLIT (self));

  if (pgs_split_get_covered (self))
    set_side_visible (self, FALSE);
}
