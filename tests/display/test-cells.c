/* test-cells.c: cells that share a font are as large as GTK's own, also when the font changes, and are mirrored
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <gtk/gtk.h>

#include "frames.h"
#include "pgs-process-columns.h"
#include "pgs-process-rows.h"
#include "pgs-process-table-private.h"
#include "pgs-text-cell.h"

#define N_CHARS 20

typedef struct
{
  GtkWidget *window;
  GtkWidget *cell;
  GtkWidget *inscription; /* shows the same in GTK's way */
} Screen;

static void
screen_init (Screen *screen)
{
  static const PgsTextCellShape shape = { .min_chars = N_CHARS, .nat_chars = N_CHARS, .ellipsize = PANGO_ELLIPSIZE_END };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autoptr (PgsCellFont) font = pgs_cell_font_new (box, PGS_CELL_FONT_MONOSPACE);

  screen->window = gtk_window_new ();
  screen->cell = GTK_WIDGET (pgs_text_cell_new (&shape, font));
  screen->inscription = gtk_inscription_new ("7f00");
  pgs_text_cell_set_text (PGS_TEXT_CELL (screen->cell), "7f00");
  gtk_widget_add_css_class (screen->inscription, "monospace");
  gtk_inscription_set_min_chars (GTK_INSCRIPTION (screen->inscription), N_CHARS);
  gtk_inscription_set_nat_chars (GTK_INSCRIPTION (screen->inscription), N_CHARS);
  gtk_inscription_set_min_lines (GTK_INSCRIPTION (screen->inscription), 1);
  gtk_inscription_set_nat_lines (GTK_INSCRIPTION (screen->inscription), 1);
  gtk_box_append (GTK_BOX (box), screen->cell);
  gtk_box_append (GTK_BOX (box), screen->inscription);
  gtk_window_set_child (GTK_WINDOW (screen->window), box);
  gtk_window_present (GTK_WINDOW (screen->window));
}

static void
assert_same_size (Screen *screen,
                  int    *width,
                  int    *height)
{
  int gtk_width, gtk_height;

  gtk_widget_measure (screen->cell, GTK_ORIENTATION_HORIZONTAL, -1, width, NULL, NULL, NULL);
  gtk_widget_measure (screen->cell, GTK_ORIENTATION_VERTICAL, -1, height, NULL, NULL, NULL);
  gtk_widget_measure (screen->inscription, GTK_ORIENTATION_HORIZONTAL, -1, &gtk_width, NULL, NULL, NULL);
  gtk_widget_measure (screen->inscription, GTK_ORIENTATION_VERTICAL, -1, &gtk_height, NULL, NULL, NULL);
  g_assert_cmpint (*width, ==, gtk_width);
  g_assert_cmpint (*height, ==, gtk_height);
}

static void
test_larger_text (void)
{
  Screen screen;
  int width, height, larger_width, larger_height;

  screen_init (&screen);
  wait_for_frames (screen.window);
  assert_same_size (&screen, &width, &height);
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 192 * PANGO_SCALE, NULL);
  wait_for_frames (screen.window);
  assert_same_size (&screen, &larger_width, &larger_height);
  g_assert_cmpint (larger_width, >, width);
  g_assert_cmpint (larger_height, >, height);
  gtk_window_destroy (GTK_WINDOW (screen.window));
}

static GtkWidget *
find_class (GtkWidget  *widget,
            const char *css_name,
            const char *css_class)
{
  GtkWidget *found = NULL;

  if (g_str_equal (gtk_widget_get_css_name (widget), css_name) && gtk_widget_has_css_class (widget, css_class))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_class (child, css_name, css_class);
  return found;
}

static GdkTexture *
render (GtkWidget *widget,
        int        width,
        int        height)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  GskRenderNode *node;
  GdkTexture *texture;

  gdk_paintable_snapshot (paintable, snapshot, width, height);
  node = gtk_snapshot_free_to_node (snapshot);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (gtk_widget_get_native (widget)), node,
                                         &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  gsk_render_node_unref (node);
  return texture;
}

/* How many pixels of each half are drawn upon. */
static void
count_ink (GtkWidget *widget,
           guint     *left,
           guint     *right)
{
  const int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  g_autoptr (GdkTexture) texture = render (widget, width, height);
  g_autofree guint32 *pixels = g_new0 (guint32, (gsize) width * (gsize) height);

  gdk_texture_download (texture, (guchar *) pixels, (gsize) width * sizeof *pixels);
  *left = *right = 0;
  for (int i = 0; i < width * height; i++)
    if (pixels[i] != 0)
      ++*(i % width < width / 2 ? left : right);
}

static void
show_process (PgsProcessStore *store)
{
  g_autoptr (PgsProcessTable) table = pgs_process_table_new_sized (1);
  char *name = g_ref_string_new ("i");

  pgs_process_table_add (table, &(PgsProcessRecord) { .pid = 1, .start_ticks = 1, .name = name, .user = name,
                                                      .state = 'S', .virt = 4096, .res = 4096 });
  pgs_process_store_update (store, table);
  g_ref_string_release (name);
}

/* Where scripts run from right to left, names begin at the right. */
static void
test_mirrored (gconstpointer is_mirrored)
{
  g_autoptr (GSettings) settings = g_settings_new (PGS_APPLICATION_ID);
  g_autoptr (PgsProcessStore) store = pgs_process_store_new ();
  GtkWidget *window = gtk_window_new (), *view = gtk_column_view_new (NULL), *scrolled = gtk_scrolled_window_new ();
  g_autoptr (GtkSelectionModel) rows =
    GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (pgs_process_rows_new (store))));
  g_autoptr (PgsProcessColumns) columns = pgs_process_columns_new (GTK_COLUMN_VIEW (view), store, settings);
  guint left, right;

  gtk_widget_set_default_direction (is_mirrored ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), view);
  gtk_window_set_child (GTK_WINDOW (window), scrolled);
  gtk_window_set_default_size (GTK_WINDOW (window), 1000, 200); /* all columns are in view */
  gtk_column_view_set_model (GTK_COLUMN_VIEW (view), rows);
  show_process (store);
  gtk_window_present (GTK_WINDOW (window));
  wait_for_frames (window);
  count_ink (gtk_widget_get_first_child (find_class (view, "processcell", "name")), &left, &right);
  g_assert_cmpuint (is_mirrored ? right : left, >, 0);
  g_assert_cmpuint (is_mirrored ? left : right, ==, 0);
  gtk_column_view_set_model (GTK_COLUMN_VIEW (view), NULL);
  g_clear_object (&columns);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/display/cells/larger-text", test_larger_text);
  g_test_add_data_func ("/display/cells/not-mirrored", GINT_TO_POINTER (FALSE), test_mirrored);
  g_test_add_data_func ("/display/cells/mirrored", GINT_TO_POINTER (TRUE), test_mirrored);
  return g_test_run ();
}
