/* test-terms.c: the words of the field lead to each other and to experiments that exist
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-lesson.h"
#include "pgs-term.h"

#include <string.h>

static guint
count_words (const char *text)
{
  g_auto (GStrv) words = g_regex_split_simple ("\\s+", text, 0, 0);

  return g_strv_length (words);
}

static void
check_term (const PgsTerm *term)
{
  guint n_shown = 0;

  g_assert_true (pgs_term_find (term->id) == term); /* no other has its id */
  g_assert_cmpuint (strlen (term->title), >, 1);
  g_assert_true (g_str_has_suffix (term->summary, "."));
  g_assert_null (strstr (term->summary, "\n"));
  g_assert_cmpuint (count_words (term->text), >=, 40);
  g_assert_cmpuint (count_words (term->text), <=, 120);
  g_assert_null (strstr (term->text, "[["));
  for (gsize i = 0; i < G_N_ELEMENTS (term->see) && term->see[i] != NULL; i++)
    {
      g_assert_nonnull (pgs_term_find (term->see[i]));
      g_assert_cmpstr (term->see[i], !=, term->id);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (term->lessons) && term->lessons[i] != NULL; i++, n_shown++)
    g_assert_nonnull (pgs_lesson_find (term->lessons[i]));
  g_assert_cmpuint (n_shown, >, 0);
}

static void
test_all (void)
{
  gsize n_terms = 0;

  for (; pgs_term_get (n_terms) != NULL; n_terms++)
    check_term (pgs_term_get (n_terms));
  g_assert_cmpuint (n_terms, >=, 36);
  g_assert_null (pgs_term_find (""));
  g_assert_null (pgs_term_find ("no term"));
}

/* What a course on virtual memory needs. */
static void
test_needed (void)
{
  static const char *const ids[] = {
    "virtual-memory", "page", "page-table", "resident", "page-fault", "minor-fault", "major-fault",
    "demand-paging", "copy-on-write", "overcommit", "commit-limit", "swap", "oom-killer", "brk", "mmap", "pss",
    "huge-page", "zombie",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    g_assert_nonnull (pgs_term_find (ids[i]));
}

/* Every term is met somewhere: it is linked from an experiment's text, or from another term. */
static void
test_met (void)
{
  gsize n_lessons;
  const PgsLesson *const *lessons = pgs_lesson_get_all (&n_lessons);

  for (gsize i = 0; pgs_term_get (i) != NULL; i++)
    {
      const PgsTerm *term = pgs_term_get (i);
      g_autofree char *mark = g_strdup_printf ("|%s]]", term->id);
      gboolean is_met = FALSE;

      for (gsize l = 0; l < n_lessons; l++)
        is_met |= strstr (lessons[l]->text, mark) != NULL;
      for (gsize t = 0; pgs_term_get (t) != NULL; t++)
        for (gsize s = 0; s < G_N_ELEMENTS (term->see) && pgs_term_get (t)->see[s] != NULL; s++)
          is_met |= g_str_equal (pgs_term_get (t)->see[s], term->id);
      if (!is_met)
        g_test_message ("%s is met nowhere", term->id);
      g_assert_true (is_met);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lesson/terms/all", test_all);
  g_test_add_func ("/lesson/terms/needed", test_needed);
  g_test_add_func ("/lesson/terms/met", test_met);
  return g_test_run ();
}
