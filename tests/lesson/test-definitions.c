/* test-definitions.c: what can be said of the experiments without running them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-lesson-expression.h"
#include "pgs-lesson-words.h"
#include "pgs-lesson.h"
#include "pgs-term.h"

#include <string.h>

#define WORDS_MIN 80
#define WORDS_MAX 200
#define TITLE_MAX 60 /* characters */

typedef const PgsLesson Lesson;

static void
foreach_lesson (void (*test) (Lesson *lesson))
{
  gsize n_lessons;
  const PgsLesson *const *lessons = pgs_lesson_get_all (&n_lessons);

  for (gsize i = 0; i < n_lessons; i++)
    test (lessons[i]);
}

static void
check_expression (const char *text,
                  gpointer    data)
{
  Lesson *lesson = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PgsLessonExpression) expression = pgs_lesson_expression_parse (text, &error);

  if (expression == NULL)
    {
      g_test_message ("%s: %s", lesson->name, error->message);
      g_test_fail ();
    }
}

static void
check_expressions (Lesson *lesson)
{
  pgs_lesson_foreach_expression (lesson, check_expression, (gpointer) lesson);
}

static void
test_expressions (void)
{
  foreach_lesson (check_expressions);
}

static guint
count_words (const char *text)
{
  g_autofree char *plain = pgs_lesson_dup_plain (text);
  g_auto (GStrv) words = g_strsplit_set (plain, " \n", -1);
  guint n_words = 0;

  for (char **word = words; *word != NULL; word++)
    n_words += **word != '\0';
  return n_words;
}

static void
check_words (Lesson *lesson)
{
  const guint n_words = count_words (lesson->text);

  g_test_message ("%s: %u words", lesson->name, n_words);
  if (n_words < WORDS_MIN || n_words > WORDS_MAX)
    g_test_fail ();
}

static void
test_words (void)
{
  foreach_lesson (check_words);
}

/* [[words|id]]: each term is known and marked once. */
static void
check_terms (Lesson *lesson)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const char *open = lesson->text;

  while ((open = strstr (open, "[[")) != NULL)
    {
      const char *bar = strchr (open, '|');
      const char *close = strstr (open, "]]");
      char *id;

      g_assert_nonnull (bar);
      g_assert_nonnull (close);
      g_assert_true (open < bar && bar < close);
      id = g_strndup (bar + 1, close - bar - 1);
      if (pgs_term_find (id) == NULL || g_hash_table_contains (seen, id))
        {
          g_test_message ("%s: term “%s” is unknown or marked twice", lesson->name, id);
          g_test_fail ();
        }
      g_hash_table_add (seen, id);
      open = close;
    }
  g_assert_cmpuint (g_hash_table_size (seen), >, 0);
}

static void
test_terms (void)
{
  foreach_lesson (check_terms);
}

static void
check_check (Lesson               *lesson,
             const PgsLessonCheck *check)
{
  guint n_choices = 0;

  g_assert_nonnull (check->measure);
  g_assert_nonnull (check->expect);
  while (n_choices < PGS_LESSON_MAX_CHOICES && check->choices[n_choices].expression != NULL)
    n_choices++;
  if (n_choices == 1)
    {
      g_test_message ("%s: “%s” has only one choice", lesson->name, check->what);
      g_test_fail ();
    }
}

static void
check_step (Lesson              *lesson,
            const PgsLessonStep *step)
{
  g_assert_nonnull (step->title);
  if (g_utf8_strlen (step->title, -1) > TITLE_MAX)
    {
      g_test_message ("%s: the title “%s” is long", lesson->name, step->title);
      g_test_fail ();
    }
  for (const PgsLessonCheck *check = step->checks; check != NULL && check->what != NULL; check++)
    check_check (lesson, check);
  for (gsize i = 0; i < PGS_LESSON_MAX_POINTERS && step->pointers[i].range != NULL; i++)
    g_assert_nonnull (step->pointers[i].name);
}

static void
check_steps (Lesson *lesson)
{
  g_assert_true (lesson->peer == NULL || lesson->peer_name != NULL);
  g_assert_cmpint (lesson->chapter, <, PGS_N_CHAPTERS);
  g_assert_nonnull (lesson->steps[0].id);
  for (const PgsLessonStep *step = lesson->steps; step->id != NULL; step++)
    check_step (lesson, step);
}

static void
test_steps (void)
{
  foreach_lesson (check_steps);
}

static char *
ask_program (Lesson     *lesson,
             const char *option)
{
  g_autofree char *path = pgs_lesson_dup_program (lesson);
  char *argv[] = { path, (char *) option, NULL };
  g_autoptr (GError) error = NULL;
  char *out = NULL;
  int status;

  g_spawn_sync (NULL, argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &out, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  return out;
}

/* The program's own list of steps is that of the definition. */
static void
check_list (Lesson *lesson)
{
  g_autofree char *told = ask_program (lesson, "--list");
  g_autofree char *description = ask_program (lesson, "--describe");
  g_auto (GStrv) ids = g_strsplit (told, "\n", -1);

  for (const PgsLessonStep *step = lesson->steps; step->id != NULL; step++)
    if (!g_strv_contains ((const char *const *) ids, step->id))
      {
        g_test_message ("%s: its program does not list the step “%s”", lesson->name, step->id);
        g_test_fail ();
      }
  for (char **id = ids; *id != NULL && **id != '\0'; id++)
    {
      const PgsLessonStep *step = lesson->steps;

      while (step->id != NULL && !g_str_equal (step->id, *id))
        step++;
      if (step->id == NULL)
        {
          g_test_message ("%s: its program lists the step “%s”, which is not defined", lesson->name, *id);
          g_test_fail ();
        }
    }
  g_assert_cmpuint (strlen (description), >, 20);
}

static void
test_lists (void)
{
  foreach_lesson (check_list);
}

/* The source is shown beside the program: each step is in it. */
static void
check_source (Lesson *lesson)
{
  const char *source = pgs_lesson_get_source (lesson);

  g_test_message ("%s", lesson->name);
  g_assert_nonnull (source);
  for (const PgsLessonStep *step = lesson->steps; step->id != NULL; step++)
    {
      g_autofree char *quoted = g_strdup_printf ("\"%s\"", step->id);

      g_test_message ("%s", quoted);
      g_assert_nonnull (strstr (source, quoted));
    }
}

static void
test_sources (void)
{
  foreach_lesson (check_source);
}

static void
test_names (void)
{
  gsize n_lessons;
  const PgsLesson *const *lessons = pgs_lesson_get_all (&n_lessons);

  for (gsize i = 0; i < n_lessons; i++)
    {
      g_assert_true (pgs_lesson_find (lessons[i]->name) == lessons[i]);
      g_assert_true (i == 0 || lessons[i - 1]->chapter <= lessons[i]->chapter);
    }
  g_assert_null (pgs_lesson_find (""));
  g_assert_null (pgs_lesson_find ("no-such-experiment"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lesson/definitions/names", test_names);
  g_test_add_func ("/lesson/definitions/expressions", test_expressions);
  g_test_add_func ("/lesson/definitions/words", test_words);
  g_test_add_func ("/lesson/definitions/terms", test_terms);
  g_test_add_func ("/lesson/definitions/steps", test_steps);
  g_test_add_func ("/lesson/definitions/lists", test_lists);
  g_test_add_func ("/lesson/definitions/sources", test_sources);
  return g_test_run ();
}
