/* test-cells.c: cells that share a font are as large as GTK's own, also when the font changes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <gtk/gtk.h>

#include "frames.h"
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

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/display/cells/larger-text", test_larger_text);
  return g_test_run ();
}
