/* test-ledger.c: lines of the ledger come and go, their widgets stay
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-fact-row.h"
#include "pgs-ledger-view.h"
#include "pgs-resources.h"
#include "sample-space.h"

/* Returns: (transfer full): a moment of which the pages could not be read */
static PgsSnapshot *
new_without_pages (void)
{
  PgsSnapshot *snapshot = sample_space_new ();

  g_clear_pointer (&snapshot->pages, pgs_pages_unref);
  return snapshot;
}

/* Returns: (transfer full): what is seen of it, line by line */
static char *
dup_text (GtkWidget *view)
{
  GString *text = g_string_new (NULL);

  pgs_fact_row_collect (view, text);
  return g_string_free (text, FALSE);
}

static char *
show (GtkWidget         *view,
      const PgsSnapshot *snapshot)
{
  pgs_ledger_view_update (PGS_LEDGER_VIEW (view), snapshot);
  return dup_text (view);
}

static char *
show_in_new_view (const PgsSnapshot *snapshot)
{
  GtkWidget *view = g_object_ref_sink (g_object_new (PGS_TYPE_LEDGER_VIEW, NULL));
  char *text = show (view, snapshot);

  g_object_unref (view);
  return text;
}

/* Returns: (transfer container): the children of @view */
static GPtrArray *
list_children (GtkWidget *view)
{
  GPtrArray *children = g_ptr_array_new ();

  for (GtkWidget *child = gtk_widget_get_first_child (view); child != NULL; child = gtk_widget_get_next_sibling (child))
    g_ptr_array_add (children, child);
  return children;
}

static void
assert_keeps (GPtrArray *before,
              GPtrArray *after)
{
  guint j = 0;

  for (guint i = 0; i < before->len; i++, j++)
    {
      while (j < after->len && after->pdata[j] != before->pdata[i])
        j++;
      g_assert_cmpuint (j, <, after->len);
    }
}

static void
test_lines (void)
{
  g_autoptr (PgsSnapshot) with = sample_space_new ();
  g_autoptr (PgsSnapshot) without = new_without_pages ();
  g_autofree char *with_text = show_in_new_view (with);
  g_autofree char *without_text = show_in_new_view (without);
  GtkWidget *view = g_object_ref_sink (g_object_new (PGS_TYPE_LEDGER_VIEW, NULL));
  g_autoptr (GPtrArray) all = NULL;

  g_assert_cmpstr (with_text, !=, without_text);
  for (int round = 0; round < 3; round++)
    {
      g_autofree char *first = show (view, without);
      g_autoptr (GPtrArray) before = list_children (view);
      g_autofree char *second = show (view, with);
      g_autoptr (GPtrArray) after = list_children (view);

      g_assert_cmpstr (first, ==, without_text);
      g_assert_cmpstr (second, ==, with_text);
      assert_keeps (before, after);
      if (all != NULL)
        g_assert_cmpuint (after->len, ==, all->len);
      g_clear_pointer (&all, g_ptr_array_unref);
      all = g_steal_pointer (&after);
    }
  g_object_unref (view);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  pgs_register_resource ();
  g_test_add_func ("/display/ledger/lines", test_lines);
  return g_test_run ();
}
