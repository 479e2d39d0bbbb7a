/* test-lab-text.c: terms in the texts of the lab become links
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-lab-text.h"

#include <gtk/gtk.h>

#include "pgs-lesson.h"
#include "pgs-term.h"

static void
test_terms (void)
{
  static const struct
  {
    const char *text;
    const char *markup;
  } cases[] = {
    { "", "" },
    { "a < b & c", "a &lt; b &amp; c" },
    { "of [[no such|nobody-knows]] term", "of no such term" },
    { "[[open", "[[open" },
    { "[[no bar]] here", "[[no bar]] here" },
    { "a[0] = b[[1]];", "a[0] = b[[1]];" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *markup = pgs_lab_text_dup_markup (cases[i].text);

      g_assert_cmpstr (markup, ==, cases[i].markup);
    }
}

static void
test_links (void)
{
  const PgsTerm *term = pgs_term_find ("page-fault");
  g_autofree char *summary = g_markup_escape_text (term->summary, -1);
  g_autofree char *expected =
    g_strdup_printf ("Two <a href=\"page-fault\" title=\"%s\">faults &amp; more</a>, [[end", summary);
  g_autofree char *markup = pgs_lab_text_dup_markup ("Two [[faults & more|page-fault]], [[end");

  g_assert_cmpstr (markup, ==, expected);
}

/* What is left of a mark in a text that is shown would be a mistake in it. */
static void
test_all_lessons (void)
{
  gsize n_lessons;
  const PgsLesson *const *lessons = pgs_lesson_get_all (&n_lessons);

  g_assert_cmpuint (n_lessons, >, 0);
  for (gsize i = 0; i < n_lessons; i++)
    {
      g_autofree char *markup = pgs_lab_text_dup_markup (lessons[i]->text);
      g_autoptr (GError) error = NULL;
      g_autofree char *shown = NULL;

      g_assert_null (strstr (markup, "[["));
      g_assert_null (strstr (markup, "]]"));
      g_assert_nonnull (strstr (markup, "<a href"));
      /* links are GtkLabel's: Pango does not know them */
      shown = g_strdup (markup);
      for (char *a = shown; (a = strstr (a, "<a ")) != NULL;)
        {
          char *end = strchr (a, '>');

          memmove (a, end + 1, strlen (end));
        }
      for (char *a = shown; (a = strstr (a, "</a>")) != NULL;)
        memmove (a, a + 4, strlen (a + 4) + 1);
      pango_parse_markup (shown, -1, 0, NULL, NULL, NULL, &error);
      g_assert_no_error (error);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/lab-text/terms", test_terms);
  g_test_add_func ("/app/lab-text/links", test_links);
  g_test_add_func ("/app/lab-text/all-lessons", test_all_lessons);
  return g_test_run ();
}
