/* fuzz-lesson.c: what a program of an experiment tells, and expressions and texts over it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lines of the input are facts; from the first empty line on they are texts with {expressions}.
 */
#include "fuzz.h"

#include <string.h>

#include "pgs-lesson-facts.h"
#include "pgs-lesson-words.h"

static gboolean
read_fact (const PgsLessonReference *reference,
           PgsLessonWhen             when,
           gint64                   *value,
           PgsLessonCause           *cause,
           gpointer                  facts)
{
  *cause = PGS_CAUSE_NOT_TOLD;
  return pgs_lesson_facts_get_number (facts, reference->name, value);
}

static gboolean
read_range (const char    *fact,
            PgsLessonWhen  when,
            guint64       *start,
            guint64       *end,
            gpointer       facts)
{
  if (!pgs_lesson_facts_get_range (facts, fact, start, end))
    return FALSE;
  g_assert_cmpuint (*start, <=, *end);
  return TRUE;
}

/* The value does not depend on how often it is asked for, and a unit is always known. */
static void
check_expression (const char *text,
                  gpointer    data)
{
  const PgsLessonSource *source = data;
  g_autoptr (PgsLessonExpression) expression = pgs_lesson_expression_parse (text, NULL);
  PgsLessonValue first, second;

  if (expression == NULL)
    return;
  first = pgs_lesson_expression_evaluate (expression, source);
  second = pgs_lesson_expression_evaluate (expression, source);
  g_assert_cmpint (first.known, ==, second.known);
  g_assert_cmpint (first.value, ==, second.value);
  g_assert_cmpint (pgs_lesson_expression_get_unit (expression), !=, PGS_UNIT_AUTO);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr (PgsLessonFacts) facts = pgs_lesson_facts_new ();
  g_autoptr (PgsLessonFacts) copy = NULL;
  const PgsLessonSource source = { read_fact, read_range, facts };
  const char *at = (const char *) data;
  const char *end = at + size;
  g_autofree char *text = NULL;
  g_autofree char *expanded = NULL;
  const char *newline;

  while ((newline = memchr (at, '\n', end - at)) != NULL && newline > at)
    {
      pgs_lesson_facts_take_line (facts, at, newline - at, NULL);
      at = newline + 1;
    }
  copy = pgs_lesson_facts_copy (facts);
  if (pgs_lesson_facts_get (copy, "a") != NULL)
    fuzz_assert_shown (pgs_lesson_facts_get (copy, "a"));
  text = g_strndup (at, end - at);
  if (!g_utf8_validate (text, -1, NULL))
    return 0;
  expanded = pgs_lesson_expand (text, &source);
  g_assert_true (g_utf8_validate (expanded, -1, NULL));
  pgs_lesson_foreach_placeholder (text, check_expression, (gpointer) &source);
  return 0;
}
