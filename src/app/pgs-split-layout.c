/* pgs-split-layout.c: which panes of a split are shown, where, and how large
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-split-private.h"

#include <math.h>

#include "pgs-style.h"

#define HANDLE_SIZE 7      /* wide enough to be hit; the line in it is 1 px */
#define USUAL_FONT_PX 14.67 /* 11 pt at 96 dpi */

/**
 * pgs_split_is_side_visible:
 * @self: a split
 *
 * Returns: whether the side pane is to be seen, beside the content or in its place
 */
gboolean
pgs_split_is_side_visible (PgsSplit *self)
{
  return self->fits ? self->show_side : self->covered;
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

/**
 * pgs_split_apply:
 * @self: a split
 *
 * Shows and hides the children as it is wanted now, and tells about it. Never while sizes are given
 * out: children that are mapped want to be measured again then, and whoever listens may too.
 */
void
pgs_split_apply (PgsSplit *self)
{
  gboolean visible = pgs_split_is_side_visible (self);
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
  g_object_notify (G_OBJECT (self), "side-visible");
}

static gboolean
apply_later (gpointer data)
{
  PgsSplit *self = data;

  self->apply_id = 0;
  pgs_split_apply (self);

  return G_SOURCE_REMOVE;
}

/* Before the next frame, if what is shown is not what is wanted. */
static void
queue_apply (PgsSplit *self)
{
  gboolean side = is_side_there (self) && pgs_split_is_side_visible (self);

  if (is_shown (self->side) == side && is_shown (self->content) == (!side || self->fits)
      && is_shown (self->handle) == (side && self->fits) && self->visible == pgs_split_is_side_visible (self))
    return;
  if (self->apply_id == 0)
    self->apply_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, apply_later, self, NULL);
}

/**
 * pgs_split_get_extent:
 * @self: a split
 * @widget: itself or one of its children
 *
 * Returns: how much of the row's direction @widget takes, px
 */
int
pgs_split_get_extent (PgsSplit  *self,
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

/**
 * pgs_split_set_side_extent:
 * @self: a split
 * @extent: how large the side pane shall be, px; less where there is no room for it
 *
 * Resizes the side pane.
 */
void
pgs_split_set_side_extent (PgsSplit *self,
                           int       extent)
{
  int side_min = get_min_size (self, self->side);
  int room = pgs_split_get_extent (self, GTK_WIDGET (self)) - get_wanted_content_size (self);
  int size = (int) lround (CLAMP (extent, side_min, MAX (room, side_min)) / get_text_scale (self));

  if (size == self->side_size)
    return;
  self->side_size = size;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  g_object_notify (G_OBJECT (self), "side-size");
}

/**
 * pgs_split_measure:
 * @widget: a split
 *
 * As #GtkWidgetClass.measure(): room for one pane at least, and for both at best.
 */
void
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

/**
 * pgs_split_is_side_last:
 * @self: a split
 *
 * Returns: whether the side pane is behind the content as the eye sees it: on the right, or below
 */
gboolean
pgs_split_is_side_last (PgsSplit *self)
{
  if (self->orientation == GTK_ORIENTATION_VERTICAL)
    return self->at_end;

  return self->at_end != (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL);
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

static void
allocate_both (PgsSplit *self,
               int       size,
               int       breadth,
               int       side_size)
{
  gboolean last = pgs_split_is_side_last (self);
  int content_size = MAX (size - side_size, get_min_size (self, self->content));
  int edge = last ? size - side_size : side_size;

  allocate_at (self, self->side, last ? edge : 0, side_size, breadth);
  allocate_at (self, self->content, last ? edge - content_size : edge, content_size, breadth);
  if (is_shown (self->handle))
    allocate_at (self, self->handle, edge - HANDLE_SIZE / 2 - (last ? 0 : 1), HANDLE_SIZE, breadth);
}

/**
 * pgs_split_size_allocate:
 * @widget: a split
 * @width: px
 * @height: px
 * @baseline: not used
 *
 * Gives both panes their places, or the one that is shown all of it.
 */
void
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
