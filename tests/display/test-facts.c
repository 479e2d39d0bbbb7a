/* test-facts.c: a name and its value get the room that there is, whatever that takes of height
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-fact-layout.h"

#define MIN_WIDTH 20
#define NATURAL_WIDTH 100
#define AREA 6000 /* px of text: 60 px high where it is as wide as it wants to be */
#define GAP 12    /* between a name and its value */

/* Stands for a label that wraps. To say how wide it is for a height is dear: nobody may ask. */
struct _Probe
{
  GtkWidget parent_instance;

  int baseline; /* of its first line, −1: it has no text */
};

#define TYPE_PROBE (probe_get_type ())
G_DECLARE_FINAL_TYPE (Probe, probe, TEST, PROBE, GtkWidget)
G_DEFINE_FINAL_TYPE (Probe, probe, GTK_TYPE_WIDGET)

static GtkSizeRequestMode
probe_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static int
get_height (int width)
{
  return (AREA + width - 1) / width;
}

static void
probe_measure (GtkWidget      *widget,
               GtkOrientation  orientation,
               int             for_size,
               int            *minimum,
               int            *natural,
               int            *minimum_baseline,
               int            *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      g_assert_cmpint (for_size, ==, -1);
      *minimum = MIN_WIDTH;
      *natural = NATURAL_WIDTH;
      return;
    }
  *minimum = *natural = get_height (for_size < 0 ? NATURAL_WIDTH : for_size);
  *minimum_baseline = *natural_baseline = TEST_PROBE (widget)->baseline;
}

static void
probe_class_init (ProbeClass *klass)
{
  GTK_WIDGET_CLASS (klass)->get_request_mode = probe_get_request_mode;
  GTK_WIDGET_CLASS (klass)->measure = probe_measure;
}

static void
probe_init (Probe *self)
{
  self->baseline = -1;
}

/* Allocates @width and the height that it takes. */
static int
lay_out (GtkWidget *box,
         int        width)
{
  int height;

  gtk_widget_measure (box, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
  gtk_widget_measure (box, GTK_ORIENTATION_VERTICAL, width, &height, NULL, NULL, NULL);
  gtk_widget_size_allocate (box, &(GtkAllocation) { 0, 0, width, height }, -1);
  return height;
}

static void
check_place (GtkWidget *child,
             int        x,
             int        y,
             int        width,
             int        height)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (child, gtk_widget_get_parent (child), &bounds));
  g_assert_cmpfloat (bounds.origin.x, ==, x);
  g_assert_cmpfloat (bounds.origin.y, ==, y);
  g_assert_cmpfloat (bounds.size.width, ==, width);
  g_assert_cmpfloat (bounds.size.height, ==, height);
}

/* Returns: (transfer full): two children */
static GtkWidget *
make (GtkWidget *children[2])
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  g_object_ref_sink (box);
  gtk_widget_set_layout_manager (box, g_object_new (PGS_TYPE_FACT_LAYOUT, NULL));
  for (guint i = 0; i < 2; i++)
    {
      children[i] = g_object_new (TYPE_PROBE, NULL);
      gtk_widget_set_parent (children[i], box);
    }
  return box;
}

static void
free_all (GtkWidget *box,
          GtkWidget *children[2])
{
  gtk_widget_unparent (children[0]);
  gtk_widget_unparent (children[1]);
  g_object_unref (box);
}

/* As wide as it likes to be where there is room, the rest is the value's; else both give way alike. */
static void
test_beside (void)
{
  GtkWidget *children[2];
  GtkWidget *box = make (children);
  int minimum, natural;

  gtk_widget_measure (box, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  g_assert_cmpint (minimum, ==, 2 * MIN_WIDTH + GAP);
  g_assert_cmpint (natural, ==, 2 * NATURAL_WIDTH + GAP);
  g_assert_cmpint (lay_out (box, 300), ==, 60);
  check_place (children[0], 0, 0, 100, 60);
  check_place (children[1], 100 + GAP, 0, 300 - 100 - GAP, 60);
  g_assert_cmpint (lay_out (box, 40 + 40 + GAP), ==, get_height (40));
  check_place (children[0], 0, 0, 40, get_height (40));
  check_place (children[1], 40 + GAP, 0, 40, get_height (40));
  gtk_widget_set_direction (box, GTK_TEXT_DIR_RTL);
  g_assert_cmpint (lay_out (box, 301), ==, 60);
  check_place (children[0], 201, 0, 100, 60);
  check_place (children[1], 0, 0, 201 - GAP, 60);
  free_all (box, children);
}

static void
set_baseline (GtkWidget *child,
              int        baseline)
{
  TEST_PROBE (child)->baseline = baseline;
  gtk_widget_queue_resize (child);
}

/* The first lines stand on one baseline, whichever font has more above it. */
static void
test_baselines (void)
{
  GtkWidget *children[2];
  GtkWidget *box = make (children);
  const int rest = 300 - 100 - GAP;

  set_baseline (children[0], 10);
  set_baseline (children[1], 25);
  g_assert_cmpint (lay_out (box, 300), ==, 15 + 60);
  check_place (children[0], 0, 15, 100, 60);
  check_place (children[1], 100 + GAP, 0, rest, 15 + 60);
  set_baseline (children[0], 12);
  set_baseline (children[1], 10);
  g_assert_cmpint (lay_out (box, 301), ==, 60);
  check_place (children[0], 0, 0, 100, 60);
  check_place (children[1], 100 + GAP, 2, rest + 1, 58);
  free_all (box, children);
}

static void
test_alone (void)
{
  GtkWidget *children[2];
  GtkWidget *box = make (children);

  gtk_widget_set_visible (children[0], FALSE);
  g_assert_cmpint (lay_out (box, 200), ==, 30);
  check_place (children[1], 0, 0, 200, 30);
  gtk_widget_set_visible (children[1], FALSE);
  g_assert_cmpint (lay_out (box, 200), ==, 0);
  free_all (box, children);
}

static void
test_stacked (void)
{
  GtkWidget *children[2];
  GtkWidget *box = make (children);
  int minimum, natural;

  pgs_fact_layout_set_stacked (PGS_FACT_LAYOUT (gtk_widget_get_layout_manager (box)), TRUE);
  gtk_widget_measure (box, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  g_assert_cmpint (minimum, ==, MIN_WIDTH);
  g_assert_cmpint (natural, ==, NATURAL_WIDTH);
  g_assert_cmpint (lay_out (box, 300), ==, 40);
  check_place (children[0], 0, 0, 300, 20);
  check_place (children[1], 0, 20, 300, 20);
  free_all (box, children);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/display/facts/beside", test_beside);
  g_test_add_func ("/display/facts/baselines", test_baselines);
  g_test_add_func ("/display/facts/alone", test_alone);
  g_test_add_func ("/display/facts/stacked", test_stacked);
  return g_test_run ();
}
