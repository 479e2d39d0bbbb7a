/* test-claims.c: what can be said of the claims without testing them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-claim.h"
#include "pgs-lesson-expression.h"

#include <string.h>

#define SENTENCE_MAX 80 /* characters */
#define REASON_SENTENCES 2

static void
foreach_claim (void (*test) (const PgsClaim *claim))
{
  gsize n_claims;
  const PgsClaim *claims = pgs_claim_get_all (&n_claims);

  g_assert_cmpuint (n_claims, >, 0);
  for (gsize i = 0; i < n_claims; i++)
    test (&claims[i]);
}

static void
check_name (const PgsClaim *claim)
{
  /* of two with the same id the second would not be found */
  g_assert_true (pgs_claim_find (claim->id) == claim);
  g_assert_cmpint (g_utf8_strlen (claim->sentence, -1), <=, SENTENCE_MAX);
}

static void
test_names (void)
{
  foreach_claim (check_name);
  g_assert_null (pgs_claim_find (""));
  g_assert_null (pgs_claim_find ("no-such-claim"));
}

static guint
count_sentences (const char *text)
{
  guint n = 0;

  for (const char *c = text; *c != '\0'; c++)
    n += *c == '.' && (c[1] == ' ' || c[1] == '\0');
  return n;
}

static void
check_reason (const PgsClaim *claim)
{
  if (count_sentences (claim->reason) != REASON_SENTENCES)
    {
      g_test_message ("%s: its reason is not two sentences", claim->id);
      g_test_fail ();
    }
  g_assert_true ((claim->truth == PGS_CLAIM_RIGHT_WHEN) == (claim->when != NULL));
  g_assert_cmpstr (pgs_claim_get_truth (claim), !=, "");
}

static void
test_reasons (void)
{
  foreach_claim (check_reason);
}

/* How often the experiment takes that step in a row; 0: it has none of that name. */
static guint
count_rounds (const PgsLesson *lesson,
              const char      *id)
{
  for (const PgsLessonStep *step = lesson->steps; step->id != NULL; step++)
    if (g_str_equal (step->id, id))
      return MAX (step->repeat, 1);
  return 0;
}

static void
check_expression (const PgsClaim *claim,
                  const char     *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PgsLessonExpression) expression = pgs_lesson_expression_parse (text, &error);

  if (expression == NULL)
    {
      g_test_message ("%s: %s: %s", claim->id, text, error->message);
      g_test_fail ();
    }
}

static void
check_tests (const PgsClaim *claim)
{
  g_assert_cmpuint (pgs_claim_get_n_tests (claim), >, 0);
  for (gsize i = 0; i < pgs_claim_get_n_tests (claim); i++)
    {
      const PgsClaimTest *test = &claim->tests[i];
      const PgsLesson *lesson = pgs_lesson_find (test->lesson);

      g_test_message ("%s: %s, %s", claim->id, test->lesson, test->step);
      g_assert_nonnull (lesson);
      g_assert_cmpuint (test->round, <, count_rounds (lesson, test->step));
      g_assert_nonnull (test->claimed_what);
      g_assert_nonnull (test->measured_what);
      check_expression (claim, test->claimed);
      check_expression (claim, test->measured);
      check_expression (claim, test->holds);
    }
}

static void
test_tests (void)
{
  foreach_claim (check_tests);
}

/* A claim that is right in some cases is shown in one of them and in one of the others. */
static void
check_truth (const PgsClaim *claim)
{
  gboolean is_right = FALSE, is_wrong = FALSE;

  for (gsize i = 0; i < pgs_claim_get_n_tests (claim); i++)
    if (claim->tests[i].expected)
      is_right = TRUE;
    else
      is_wrong = TRUE;
  g_test_message ("%s", claim->id);
  g_assert_true (is_right == (claim->truth != PGS_CLAIM_WRONG));
  g_assert_true (is_wrong == (claim->truth != PGS_CLAIM_RIGHT));
}

static void
test_truths (void)
{
  foreach_claim (check_truth);
}

static void
take_results (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  GError *error = NULL;
  GPtrArray **results = data;

  *results = pgs_claim_test_finish (result, &error);
  if (*results == NULL)
    {
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      *results = g_ptr_array_new ();
      g_error_free (error);
    }
}

/* The numbers of reserve need nothing that a machine may lack. */
static void
test_async (void)
{
  GPtrArray *results = NULL;
  const PgsClaimResult *result;

  pgs_claim_test_async (pgs_claim_find ("virt-is-swap-and-res"), NULL, take_results, &results);
  while (results == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (results->len, ==, 1);
  result = results->pdata[0];
  g_assert_cmpint (result->verdict, ==, PGS_VERDICT_OK);
  g_assert_false (result->holds);
  /* ten times 1 MiB were asked for and not touched */
  g_assert_cmpint (result->measured - result->claimed, >, 10 << 20);
  g_assert_null (result->lack);
  g_ptr_array_unref (results);
}

static void
test_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GPtrArray *results = NULL;

  g_cancellable_cancel (cancellable);
  pgs_claim_test_async (pgs_claim_find ("virt-is-swap-and-res"), cancellable, take_results, &results);
  while (results == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (results->len, ==, 0);
  g_ptr_array_unref (results);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lesson/claims/names", test_names);
  g_test_add_func ("/lesson/claims/reasons", test_reasons);
  g_test_add_func ("/lesson/claims/tests", test_tests);
  g_test_add_func ("/lesson/claims/truths", test_truths);
  g_test_add_func ("/lesson/claims/async", test_async);
  g_test_add_func ("/lesson/claims/cancelled", test_cancelled);
  return g_test_run ();
}
