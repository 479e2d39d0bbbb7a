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

#include "pgs-row-sizes.h"

#define SPACING 12 /* px between what stands side by side */

struct _PgsFactLayout
{
  GtkLayoutManager parent_instance;

  gboolean is_stacked;
};

G_DEFINE_FINAL_TYPE (PgsFactLayout, pgs_fact_layout, GTK_TYPE_LAYOUT_MANAGER)

static GtkRequestedSize *
get_size (GArray *sizes,
          guint   index)
{
  return &g_array_index (sizes, GtkRequestedSize, index);
}

/* Sets the minimum sizes to what each gets of @width: first what it would like to have, then the last one the rest. */
static void
share_width (GArray *sizes,
             int     width)
{
  if (sizes->len > 0)
    get_size (sizes, sizes->len - 1)->minimum_size += pgs_row_sizes_share (get_size (sizes, 0), sizes->len, width, SPACING);
}

/* The sum of all sizes, or the largest. */
static void
combine (GArray   *sizes,
         gboolean  add,
         int       spacing,
         int      *minimum,
         int      *natural)
{
  for (guint i = 0; i < sizes->len; i++)
    {
      const GtkRequestedSize *size = get_size (sizes, i);

      *minimum = add ? *minimum + size->minimum_size + (i > 0 ? spacing : 0) : MAX (*minimum, size->minimum_size);
      *natural = add ? *natural + size->natural_size + (i > 0 ? spacing : 0) : MAX (*natural, size->natural_size);
    }
}

/* The widths of what stands side by side in @width, and how far down each is. Returns: how high that is. */
static int
lay_out_beside (GtkWidget  *widget,
                int         width,
                GArray    **sizes,
                int       **tops)
{
  *sizes = pgs_row_sizes_request (widget, GTK_ORIENTATION_HORIZONTAL, -1);
  *tops = g_new (int, (*sizes)->len);
  share_width (*sizes, width);
  return pgs_row_sizes_align (&g_array_index (*sizes, GtkRequestedSize, 0), (*sizes)->len, *tops);
}

static int
measure_beside (GtkWidget *widget,
                int        width)
{
  g_autoptr (GArray) sizes = NULL;
  g_autofree int *tops = NULL;

  return lay_out_beside (widget, width, &sizes, &tops);
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
  g_autoptr (GArray) sizes = NULL;

  *minimum = *natural = 0;
  if (!across && !self->is_stacked && for_size >= 0)
    {
      *minimum = *natural = measure_beside (widget, for_size);
      return;
    }
  sizes = pgs_row_sizes_request (widget, orientation, across ? -1 : for_size);
  combine (sizes, across != self->is_stacked, across ? SPACING : 0, minimum, natural);
}

static void
allocate_stacked (GtkWidget *widget,
                  int        width)
{
  g_autoptr (GArray) sizes = pgs_row_sizes_request (widget, GTK_ORIENTATION_VERTICAL, width);
  int y = 0;

  for (guint i = 0; i < sizes->len; i++)
    {
      const GtkRequestedSize *size = get_size (sizes, i);

      gtk_widget_size_allocate (size->data, &(GtkAllocation) { 0, y, width, size->minimum_size }, -1);
      y += size->minimum_size;
    }
}

static void
allocate_beside (GtkWidget *widget,
                 int        width,
                 int        height)
{
  g_autoptr (GArray) sizes = NULL;
  g_autofree int *tops = NULL;

  lay_out_beside (widget, width, &sizes, &tops);
  pgs_row_sizes_allocate (widget, &g_array_index (sizes, GtkRequestedSize, 0), sizes->len, SPACING,
                          &(GtkAllocation) { 0, 0, width, height }, tops);
}

static void
pgs_fact_layout_allocate (GtkLayoutManager *manager,
                          GtkWidget        *widget,
                          int               width,
                          int               height,
                          int               baseline)
{
  if (PGS_FACT_LAYOUT (manager)->is_stacked)
    allocate_stacked (widget, width);
  else
    allocate_beside (widget, width, height);
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
