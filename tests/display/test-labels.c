/* test-labels.c: a line of a label has the characters of its text, and no others
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <adwaita.h>

#include "pgs-label.h"

/* A line may end before a Korean particle, and in a path anywhere. */
#define KOREAN "프로그램의 페이지가 RAM을 떠날 수 없습니다"
#define LONG_PATH "/srv/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/data"

static gboolean
set_flag (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

static void
wait_ms (guint ms)
{
  gboolean over = FALSE;

  g_timeout_add (ms, set_flag, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

static int
count_glyphs (PangoLayoutLine *line)
{
  int n_glyphs = 0;

  for (GSList *l = line->runs; l != NULL; l = l->next)
    n_glyphs += ((PangoGlyphItem *) l->data)->glyphs->num_glyphs;
  return n_glyphs;
}

/* Each of these characters has one glyph. A space at a line's end has one, too. */
static void
assert_no_hyphens (GtkLabel *label)
{
  PangoLayout *layout = gtk_label_get_layout (label);
  const char *text = pango_layout_get_text (layout);

  g_assert_cmpint (pango_layout_get_line_count (layout), >, 1);
  for (GSList *l = pango_layout_get_lines_readonly (layout); l != NULL; l = l->next)
    {
      PangoLayoutLine *line = l->data;

      g_assert_cmpint (count_glyphs (line), ==, g_utf8_strlen (text + line->start_index, line->length));
    }
}

static GtkLabel *
find_label (GtkWidget  *widget,
            const char *text)
{
  if (GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text))
    return GTK_LABEL (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkLabel *found = find_label (child, text);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* At any width. */
static void
assert_never_hyphens (GtkWidget  *child,
                      const char *text)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *clamp = adw_clamp_new ();

  adw_clamp_set_child (ADW_CLAMP (clamp), child);
  gtk_window_set_child (GTK_WINDOW (window), clamp);
  gtk_window_set_default_size (GTK_WINDOW (window), 400, 400);
  gtk_window_present (GTK_WINDOW (window));
  for (int width = 80; width <= 240; width += 5)
    {
      adw_clamp_set_maximum_size (ADW_CLAMP (clamp), width);
      adw_clamp_set_tightening_threshold (ADW_CLAMP (clamp), width);
      wait_ms (20);
      assert_no_hyphens (find_label (window, text));
    }
  gtk_window_destroy (GTK_WINDOW (window));
}

static GtkWidget *
make_label (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  return label;
}

static void
test_korean (void)
{
  assert_never_hyphens (make_label (KOREAN), KOREAN);
}

static void
test_path (void)
{
  assert_never_hyphens (make_label (LONG_PATH), LONG_PATH);
}

/* What the label had is kept. */
static void
test_keeps (void)
{
  GtkWidget *label = make_label (KOREAN);
  PangoAttrList *attributes = pango_attr_list_new ();
  g_autofree char *kept = NULL;

  pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  gtk_label_set_attributes (GTK_LABEL (label), attributes);
  pango_attr_list_unref (attributes);
  g_object_ref_sink (label);
  assert_never_hyphens (label, KOREAN);
  kept = pango_attr_list_to_string (gtk_label_get_attributes (GTK_LABEL (label)));
  g_assert_nonnull (strstr (kept, "weight bold"));
  g_object_unref (label);
}

/* A label that libadwaita made. */
static void
test_row (void)
{
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), "RAM");
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), KOREAN);
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  assert_never_hyphens (list, KOREAN);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  pgs_label_forbid_hyphens ();
  g_test_add_func ("/display/labels/korean", test_korean);
  g_test_add_func ("/display/labels/path", test_path);
  g_test_add_func ("/display/labels/keeps", test_keeps);
  g_test_add_func ("/display/labels/row", test_row);
  return g_test_run ();
}
