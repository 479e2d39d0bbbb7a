/* pgs-wrap-layout.c: children in a row, in several where they do not fit into one
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * GtkFlowBox gives columns of one width and takes the keyboard for a list; AdwWrapBox came with libadwaita 1.7.
 */
#include "config.h"

#include "pgs-wrap-layout.h"

#include "pgs-row-sizes.h"

struct _PgsWrapLayout
{
  GtkLayoutManager parent_instance;

  int spacing;
};

enum
{
  PROP_0,
  PROP_SPACING,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PgsWrapLayout, pgs_wrap_layout, GTK_TYPE_LAYOUT_MANAGER)

/* Gives the children of a row, which has room for all of them, its whole width. */
static void
share_row (GtkRequestedSize *row,
           guint             n,
           int               width,
           int               spacing)
{
  const int left = pgs_row_sizes_share (row, n, width, spacing);

  for (guint i = 0; i < n; i++)
    if (gtk_widget_compute_expand (row[i].data, GTK_ORIENTATION_HORIZONTAL))
      {
        row[i].minimum_size += left;
        return;
      }
}

/* How many children from @first on are in one row. */
static guint
fill_row (GArray *sizes,
          guint   first,
          int     width,
          int     spacing)
{
  GtkRequestedSize *row = &g_array_index (sizes, GtkRequestedSize, first);
  int used = row[0].minimum_size;
  guint n = 1;

  while (first + n < sizes->len && (width < 0 || used + spacing + row[n].minimum_size <= width))
    used += spacing + row[n++].minimum_size;
  if (width >= 0)
    share_row (row, n, width, spacing);
  return n;
}

static int
measure_row (const GtkRequestedSize *row,
             guint                   n,
             gboolean                has_width)
{
  int height = 0;

  for (guint i = 0; i < n; i++)
    {
      int minimum;

      gtk_widget_measure (row[i].data, GTK_ORIENTATION_VERTICAL, has_width ? row[i].minimum_size : -1, &minimum, NULL,
                          NULL, NULL);
      height = MAX (height, minimum);
    }
  return height;
}

static GtkSizeRequestMode
get_request_mode (GtkLayoutManager *manager,
                  GtkWidget        *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
measure_width (PgsWrapLayout *self,
               GArray        *sizes,
               int           *minimum,
               int           *natural)
{
  *minimum = *natural = 0;
  for (guint i = 0; i < sizes->len; i++)
    {
      const GtkRequestedSize *size = &g_array_index (sizes, GtkRequestedSize, i);

      *minimum = MAX (*minimum, size->minimum_size);
      *natural += size->natural_size + (i > 0 ? self->spacing : 0);
    }
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
  PgsWrapLayout *self = PGS_WRAP_LAYOUT (manager);
  g_autoptr (GArray) sizes = pgs_row_sizes_request (widget, GTK_ORIENTATION_HORIZONTAL, -1);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      measure_width (self, sizes, minimum, natural);
      return;
    }
  *minimum = 0;
  for (guint first = 0, n; first < sizes->len; first += n)
    {
      n = fill_row (sizes, first, for_size, self->spacing);
      *minimum += measure_row (&g_array_index (sizes, GtkRequestedSize, first), n, for_size >= 0)
                  + (first > 0 ? self->spacing : 0);
    }
  *natural = *minimum;
}

/* A single row is as high as there is room. */
static void
allocate (GtkLayoutManager *manager,
          GtkWidget        *widget,
          int               width,
          int               height,
          int               baseline)
{
  PgsWrapLayout *self = PGS_WRAP_LAYOUT (manager);
  g_autoptr (GArray) sizes = pgs_row_sizes_request (widget, GTK_ORIENTATION_HORIZONTAL, -1);
  GtkAllocation place = { 0, 0, width, 0 };

  for (guint first = 0, n; first < sizes->len; first += n)
    {
      const GtkRequestedSize *row = &g_array_index (sizes, GtkRequestedSize, first);

      n = fill_row (sizes, first, width, self->spacing);
      place.height = n == sizes->len ? height : measure_row (row, n, TRUE);
      pgs_row_sizes_allocate (widget, row, n, self->spacing, &place, NULL);
      place.y += place.height + self->spacing;
    }
}

static void
set_property (GObject      *object,
              guint         id,
              const GValue *value,
              GParamSpec   *pspec)
{
  PGS_WRAP_LAYOUT (object)->spacing = g_value_get_int (value); /* the only one */
}

static void
pgs_wrap_layout_class_init (PgsWrapLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  G_OBJECT_CLASS (klass)->set_property = set_property;
  layout_class->get_request_mode = get_request_mode;
  layout_class->measure = measure;
  layout_class->allocate = allocate;
  properties[PROP_SPACING] = g_param_spec_int ("spacing", NULL, NULL, 0, 100, 0,
                                               G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, properties);
}

static void
pgs_wrap_layout_init (PgsWrapLayout *self)
{
}
