/* pgs-fact-layout.c: a name and what is known of it, side by side or one below the other
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * A GtkBox asks children that stand side by side how wide they are for its height. A label that wraps finds that
 * out by laying out its text some ten times, which took most of a frame in which numbers changed. Here the width
 * of each child comes from the room that there is, and its height from that.
 */
#include "config.h"

#include "pgs-fact-layout.h"

#define SPACING 12 /* px between what stands side by side */
#define MAX_CHILDREN 2

struct _PgsFactLayout
{
  GtkLayoutManager parent_instance;

  gboolean is_stacked;
};

typedef struct
{
  guint n;
  GtkRequestedSize sizes[MAX_CHILDREN]; /* the data is the child */
} Children;

G_DEFINE_FINAL_TYPE (PgsFactLayout, pgs_fact_layout, GTK_TYPE_LAYOUT_MANAGER)

/* What is visible, with its width, or its height for one. */
static Children
list_children (GtkWidget      *widget,
               GtkOrientation  orientation,
               int             for_size)
{
  Children children = { 0 };

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && children.n < MAX_CHILDREN;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkRequestedSize *size = &children.sizes[children.n];

      if (!gtk_widget_should_layout (child))
        continue;
      size->data = child;
      gtk_widget_measure (child, orientation, for_size, &size->minimum_size, &size->natural_size, NULL, NULL);
      children.n++;
    }
  return children;
}

/* Sets the minimum sizes to what each gets of @width: first what it would like to have, then the last one the rest. */
static void
share_width (Children *children,
             int       width)
{
  int rest = width - (int) (children->n - 1) * SPACING;

  for (guint i = 0; i < children->n; i++)
    rest -= children->sizes[i].minimum_size;
  rest = gtk_distribute_natural_allocation (MAX (rest, 0), children->n, children->sizes);
  children->sizes[children->n - 1].minimum_size += rest;
}

/* The sum of all sizes, or the largest. */
static void
combine (const Children *children,
         gboolean        add,
         int             spacing,
         int            *minimum,
         int            *natural)
{
  for (guint i = 0; i < children->n; i++)
    {
      const GtkRequestedSize *size = &children->sizes[i];

      *minimum = add ? *minimum + size->minimum_size + (i > 0 ? spacing : 0) : MAX (*minimum, size->minimum_size);
      *natural = add ? *natural + size->natural_size + (i > 0 ? spacing : 0) : MAX (*natural, size->natural_size);
    }
}

/* The height of what stands side by side in @width. */
static void
measure_beside (GtkWidget *widget,
                int        width,
                int       *minimum,
                int       *natural)
{
  Children children = list_children (widget, GTK_ORIENTATION_HORIZONTAL, -1);

  if (children.n == 0)
    return;
  share_width (&children, width);
  for (guint i = 0; i < children.n; i++)
    {
      GtkRequestedSize *size = &children.sizes[i];

      gtk_widget_measure (size->data, GTK_ORIENTATION_VERTICAL, size->minimum_size, &size->minimum_size,
                          &size->natural_size, NULL, NULL);
    }
  combine (&children, FALSE, 0, minimum, natural);
}

static GtkSizeRequestMode
pgs_fact_layout_get_request_mode (GtkLayoutManager *manager,
                                  GtkWidget        *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
pgs_fact_layout_measure (GtkLayoutManager *manager,
                         GtkWidget        *widget,
                         GtkOrientation    orientation,
                         int               for_size,
                         int              *minimum,
                         int              *natural,
                         int              *minimum_baseline,
                         int              *natural_baseline)
{
  PgsFactLayout *self = PGS_FACT_LAYOUT (manager);
  const gboolean across = orientation == GTK_ORIENTATION_HORIZONTAL;
  Children children;

  *minimum = *natural = 0;
  if (!across && !self->is_stacked && for_size >= 0)
    {
      measure_beside (widget, for_size, minimum, natural);
      return;
    }
  children = list_children (widget, orientation, across ? -1 : for_size);
  combine (&children, across != self->is_stacked, across ? SPACING : 0, minimum, natural);
}

static void
pgs_fact_layout_allocate (GtkLayoutManager *manager,
                          GtkWidget        *widget,
                          int               width,
                          int               height,
                          int               baseline)
{
  PgsFactLayout *self = PGS_FACT_LAYOUT (manager);
  const gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  Children children = self->is_stacked ? list_children (widget, GTK_ORIENTATION_VERTICAL, width)
                                       : list_children (widget, GTK_ORIENTATION_HORIZONTAL, -1);
  int x = rtl ? width : 0, y = 0;

  if (children.n > 0 && !self->is_stacked)
    share_width (&children, width);
  for (guint i = 0; i < children.n; i++)
    {
      const int size = children.sizes[i].minimum_size;

      if (self->is_stacked)
        gtk_widget_size_allocate (children.sizes[i].data, &(GtkAllocation) { 0, y, width, size }, -1);
      else
        gtk_widget_size_allocate (children.sizes[i].data, &(GtkAllocation) { rtl ? x - size : x, 0, size, height }, -1);
      x += (size + SPACING) * (rtl ? -1 : 1);
      y += size;
    }
}

static void
pgs_fact_layout_class_init (PgsFactLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->get_request_mode = pgs_fact_layout_get_request_mode;
  layout_class->measure = pgs_fact_layout_measure;
  layout_class->allocate = pgs_fact_layout_allocate;
}

static void
pgs_fact_layout_init (PgsFactLayout *self)
{
}

/**
 * pgs_fact_layout_set_stacked:
 * @self: a layout
 * @is_stacked: whether the second child is below the first
 */
void
pgs_fact_layout_set_stacked (PgsFactLayout *self,
                             gboolean       is_stacked)
{
  g_return_if_fail (PGS_IS_FACT_LAYOUT (self));

  if (self->is_stacked == is_stacked)
    return;
  self->is_stacked = is_stacked;
  gtk_layout_manager_layout_changed (GTK_LAYOUT_MANAGER (self));
}
