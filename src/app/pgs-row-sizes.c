/* pgs-row-sizes.c: what children get of the room, for layout managers that put them side by side
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-row-sizes.h"

/**
 * pgs_row_sizes_request:
 * @widget: the parent
 * @orientation: which sizes
 * @for_size: px in the other direction, -1 for any
 *
 * Returns: (transfer full) (element-type GtkRequestedSize): what the children that take part want, in their order;
 *   the data is the child
 */
GArray *
pgs_row_sizes_request (GtkWidget      *widget,
                       GtkOrientation  orientation,
                       int             for_size)
{
  GArray *sizes = g_array_new (FALSE, TRUE, sizeof (GtkRequestedSize));

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkRequestedSize size = { .data = child };

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, orientation, for_size, &size.minimum_size, &size.natural_size, NULL, NULL);
      g_array_append_val (sizes, size);
    }
  return sizes;
}

/**
 * pgs_row_sizes_share:
 * @row: widths of what stands side by side; the minimum ones become what each gets
 * @n: how many
 * @width: px for all of them
 * @spacing: px between two
 *
 * Gives each up to what it would like to have.
 *
 * Returns: px that are left
 */
int
pgs_row_sizes_share (GtkRequestedSize *row,
                     guint             n,
                     int               width,
                     int               spacing)
{
  int left = width - (int) (n - 1) * spacing;

  for (guint i = 0; i < n; i++)
    left -= row[i].minimum_size;
  return gtk_distribute_natural_allocation (MAX (left, 0), n, row);
}

/**
 * pgs_row_sizes_align:
 * @row: what stands side by side, with the widths that each gets
 * @n: how many
 * @tops: (out) (array length=n): px between the top of the row and that of each, by which their first lines stand
 *   on one baseline; 0 where there is no text
 *
 * Fonts of two scripts differ in how much is above their baselines.
 *
 * Returns: how high the row is, in px
 */
int
pgs_row_sizes_align (const GtkRequestedSize *row,
                     guint                   n,
                     int                    *tops)
{
  g_autofree int *heights = g_new (int, n);
  int above = 0, height = 0;

  for (guint i = 0; i < n; i++)
    {
      gtk_widget_measure (row[i].data, GTK_ORIENTATION_VERTICAL, row[i].minimum_size, &heights[i], NULL, &tops[i], NULL);
      above = MAX (above, tops[i]);
    }
  for (guint i = 0; i < n; i++)
    {
      tops[i] = tops[i] >= 0 ? above - tops[i] : 0;
      height = MAX (height, tops[i] + heights[i]);
    }
  return height;
}

/**
 * pgs_row_sizes_allocate:
 * @widget: the parent
 * @row: what stands side by side, with the widths that each gets
 * @n: how many
 * @spacing: px between two
 * @place: where the row is; from the left edge of @widget on, or the right one
 * @tops: (nullable) (array length=n): px between the top of the row and that of each
 */
void
pgs_row_sizes_allocate (GtkWidget              *widget,
                        const GtkRequestedSize *row,
                        guint                   n,
                        int                     spacing,
                        const GtkAllocation    *place,
                        const int              *tops)
{
  const gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int x = 0;

  for (guint i = 0; i < n; i++)
    {
      const int width = row[i].minimum_size;
      const int top = tops != NULL ? tops[i] : 0;

      gtk_widget_size_allocate (row[i].data, &(GtkAllocation) { rtl ? place->width - x - width : x, place->y + top,
                                                                width, place->height - top }, -1);
      x += width + spacing;
    }
}
