/* pgs-columns-layout.c: children side by side where there is room, else one below the other
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-columns-layout.h"

struct _PgsColumnsLayout
{
  GtkLayoutManager parent_instance;

  int column_width; /* px that each child has at least, to stand beside another */
  int spacing;
};

G_DEFINE_FINAL_TYPE (PgsColumnsLayout, pgs_columns_layout, GTK_TYPE_LAYOUT_MANAGER)

static int
count_children (GtkWidget *widget)
{
  int n = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += gtk_widget_should_layout (child);
  return n;
}

static gboolean
is_wide (PgsColumnsLayout *self,
         GtkWidget        *widget,
         int               width)
{
  const int n = count_children (widget);

  return n * self->column_width + (n - 1) * self->spacing <= width;
}

static int
get_child_width (PgsColumnsLayout *self,
                 GtkWidget        *widget,
                 int               width)
{
  const int n = MAX (1, count_children (widget));

  return is_wide (self, widget, width) ? (width - (n - 1) * self->spacing) / n : width;
}

static GtkSizeRequestMode
get_request_mode (GtkLayoutManager *manager,
                  GtkWidget        *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
measure (GtkLayoutManager *manager,
         GtkWidget        *widget,
         GtkOrientation    orientation,
         int               for_size,
         int              *minimum,
         int              *natural,
         int              *minimum_baseline,
         int              *natural_baseline)
{
  PgsColumnsLayout *self = PGS_COLUMNS_LAYOUT (manager);
  const gboolean across = orientation == GTK_ORIENTATION_HORIZONTAL;
  const gboolean wide = !across && is_wide (self, widget, for_size);
  const int child_size = across || for_size < 0 ? -1 : get_child_width (self, widget, for_size);
  int n = 0;

  *minimum = *natural = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int child_minimum, child_natural;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, orientation, child_size, &child_minimum, &child_natural, NULL, NULL);
      if (across || wide)
        {
          *minimum = MAX (*minimum, child_minimum);
          *natural = MAX (*natural, child_natural);
          continue;
        }
      *minimum += child_minimum + (n > 0 ? self->spacing : 0);
      *natural += child_natural + (n > 0 ? self->spacing : 0);
      n++;
    }
}

static void
allocate (GtkLayoutManager *manager,
          GtkWidget        *widget,
          int               width,
          int               height,
          int               baseline)
{
  PgsColumnsLayout *self = PGS_COLUMNS_LAYOUT (manager);
  const gboolean wide = is_wide (self, widget, width);
  const gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  const int child_width = get_child_width (self, widget, width);
  int x = rtl ? width - child_width : 0, y = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int child_height;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, child_width, &child_height, NULL, NULL, NULL);
      gtk_widget_size_allocate (child, &(GtkAllocation) { x, y, child_width, child_height }, -1);
      if (wide)
        x += (child_width + self->spacing) * (rtl ? -1 : 1);
      else
        y += child_height + self->spacing;
    }
}

static void
pgs_columns_layout_class_init (PgsColumnsLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->get_request_mode = get_request_mode;
  layout_class->measure = measure;
  layout_class->allocate = allocate;
}

static void
pgs_columns_layout_init (PgsColumnsLayout *self)
{
}

/**
 * pgs_columns_layout_new:
 * @column_width: px that each child has at least, to stand beside another
 * @spacing: px between children
 *
 * Returns: (transfer full): the layout
 */
GtkLayoutManager *
pgs_columns_layout_new (int column_width,
                        int spacing)
{
  PgsColumnsLayout *self = g_object_new (PGS_TYPE_COLUMNS_LAYOUT, NULL);

  self->column_width = column_width;
  self->spacing = spacing;
  return GTK_LAYOUT_MANAGER (self);
}
