/* test-expression.c: what experiments measure and expect, as formulas
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-error.h"
#include "pgs-lesson-expression.h"
#include "pgs-lesson-words.h"

#include <string.h>

/* A small world: its numbers are N now, N / 10 before, N / 100 at the start. */
static const struct { const char *name; gint64 value; } numbers[] = {
  { "virt", 4096000 }, { "minor", 2500 }, { "state", 'Z' }, { "n", 700 }, { "rss", 81920 }, { "page_size", 4096 },
};

static gint64
at_time (gint64        value,
         PgsLessonWhen when)
{
  return when == PGS_LESSON_NOW ? value : when == PGS_LESSON_BEFORE ? value / 10 : value / 100;
}

static gboolean
read_number (const PgsLessonReference *reference,
             PgsLessonWhen             when,
             gint64                   *value,
             PgsLessonCause           *cause,
             gpointer                  data)
{
  *cause = PGS_CAUSE_ENDED;
  if (g_strcmp0 (reference->process, "gone") == 0)
    return FALSE;
  *cause = PGS_CAUSE_NOT_TOLD;
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (g_str_equal (numbers[i].name, reference->name))
      {
        *value = at_time (numbers[i].value, when);
        return TRUE;
      }
  return FALSE;
}

static gboolean
read_range (const char    *fact,
            PgsLessonWhen  when,
            guint64       *start,
            guint64       *end,
            gpointer       data)
{
  *start = 0x7f0000000000;
  *end = *start + 102400;
  return g_str_equal (fact, "block");
}

static const PgsLessonSource world = { read_number, read_range, NULL };

static void
test_values (void)
{
  static const struct { const char *text; gint64 value; PgsLessonUnit unit; } cases[] = {
    { "0", 0, PGS_UNIT_COUNT },
    { "0x1f", 31, PGS_UNIT_COUNT },
    { "512K", 524288, PGS_UNIT_BYTES },
    { "100M", 104857600, PGS_UNIT_BYTES },
    { "2G", G_GINT64_CONSTANT (2147483648), PGS_UNIT_BYTES },
    { "1T", G_GINT64_CONSTANT (1099511627776), PGS_UNIT_BYTES },
    { "'Z'", 90, PGS_UNIT_STATE },
    { "1 + 2 * 3", 7, PGS_UNIT_COUNT },
    { "(1 + 2) * 3", 9, PGS_UNIT_COUNT },
    { "7 - 2 - 1", 4, PGS_UNIT_COUNT },
    { "100 / 7", 14, PGS_UNIT_COUNT },
    { "-3 + 1", -2, PGS_UNIT_COUNT },
    { "- - 3", 3, PGS_UNIT_COUNT },
    { "-7 / 2", -3, PGS_UNIT_COUNT },
    { "1 = 1", 1, PGS_UNIT_YES_NO },
    { "1 != 1", 0, PGS_UNIT_YES_NO },
    { "2 <= 1", 0, PGS_UNIT_YES_NO },
    { "1 < 2 and 3 >= 3", 1, PGS_UNIT_YES_NO },
    { "0 or 5", 1, PGS_UNIT_YES_NO },
    { "1 = 2 or 0 and 1", 0, PGS_UNIT_YES_NO },
    { "if(1, 10M, 3)", 10485760, PGS_UNIT_BYTES },
    { "if(0, 10M, 3)", 3, PGS_UNIT_BYTES },
    { "min(3, 1, 2)", 1, PGS_UNIT_COUNT },
    { "max(3, 1, 2)", 3, PGS_UNIT_COUNT },
    { "abs(1 - 5)", 4, PGS_UNIT_COUNT },
    { "virt", 4096000, PGS_UNIT_BYTES },
    { "change(virt)", 3686400, PGS_UNIT_BYTES },
    { "before(virt)", 409600, PGS_UNIT_BYTES },
    { "start(virt)", 40960, PGS_UNIT_BYTES },
    { "change(minor@child)", 2250, PGS_UNIT_COUNT },
    { "size(block)", 102400, PGS_UNIT_BYTES },
    { "size(block) / page_size", 25, PGS_UNIT_COUNT },
    { "size(block) / 4", 25600, PGS_UNIT_BYTES },
    { "n * page_size", 2867200, PGS_UNIT_BYTES },
    { "address(block)", 0x7f0000000000, PGS_UNIT_ADDRESS },
    { "address(block) - address(block)", 0, PGS_UNIT_BYTES },
    { "address(block) + 4K", 0x7f0000001000, PGS_UNIT_ADDRESS },
    { "rss@child:block", 81920, PGS_UNIT_BYTES },
    { "rss:block + rss:block@child", 163840, PGS_UNIT_BYTES },
    { "state@child = 'Z'", 1, PGS_UNIT_YES_NO },
    { "n", 700, PGS_UNIT_COUNT },
    { "if(n > 3, n, virt@gone)", 700, PGS_UNIT_BYTES },
    { "0 and virt@gone", 0, PGS_UNIT_YES_NO },
    { "1 or 1 / 0", 1, PGS_UNIT_YES_NO },
    { "9223372036854775807", G_MAXINT64, PGS_UNIT_COUNT },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PgsLessonExpression) expression = pgs_lesson_expression_parse (cases[i].text, &error);
      PgsLessonValue value;

      g_assert_no_error (error);
      g_test_message ("%s", cases[i].text);
      value = pgs_lesson_expression_evaluate (expression, &world);
      g_assert_true (value.known);
      g_assert_cmpint (value.value, ==, cases[i].value);
      g_assert_cmpint (pgs_lesson_expression_get_unit (expression), ==, cases[i].unit);
    }
}

static void
test_unknown (void)
{
  static const struct { const char *text; PgsLessonCause cause; const char *culprit; } cases[] = {
    { "unheard_of", PGS_CAUSE_NOT_TOLD, "unheard_of" },
    { "virt@gone", PGS_CAUSE_ENDED, "virt" },
    { "1 + virt@gone * 0", PGS_CAUSE_ENDED, "virt" },
    { "change(virt@gone)", PGS_CAUSE_ENDED, "virt" },
    { "size(elsewhere)", PGS_CAUSE_NOT_TOLD, NULL },
    { "1 / 0", PGS_CAUSE_ARITHMETIC, NULL },
    { "n / (n - n)", PGS_CAUSE_ARITHMETIC, NULL },
    { "9223372036854775807 + 1", PGS_CAUSE_ARITHMETIC, NULL },
    { "4G * 4G", PGS_CAUSE_ARITHMETIC, NULL },
    { "(-9223372036854775807 - 1) / -1", PGS_CAUSE_ARITHMETIC, NULL },
    { "abs(-9223372036854775807 - 1)", PGS_CAUSE_ARITHMETIC, NULL },
    { "if(virt@gone, 1, 2)", PGS_CAUSE_ENDED, "virt" },
    { "1 and virt@gone", PGS_CAUSE_ENDED, "virt" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PgsLessonExpression) expression = pgs_lesson_expression_parse (cases[i].text, NULL);
      PgsLessonValue value;

      g_assert_nonnull (expression);
      g_test_message ("%s", cases[i].text);
      value = pgs_lesson_expression_evaluate (expression, &world);
      g_assert_false (value.known);
      g_assert_cmpint (value.cause, ==, cases[i].cause);
      g_assert_cmpstr (value.culprit != NULL ? value.culprit->name : NULL, ==, cases[i].culprit);
    }
}

static void
test_malformed (void)
{
  static const char *const cases[] = {
    "", " ", "1 +", "+ 1", "(1", "1)", "1 2", "1 @ child", "rss:", "rss@:block", "rss:block:block", "rss@a@b", "rss:block@child:block", "rss@a:block@b", "rss@child:", "nothing:block",
    "nothing@child", "page_size@child", "present", "if(1, 2)", "if(1, 2, 3, 4)", "min(1)", "abs()", "abs(1, 2)",
    "change()", "size()", "size(1)", "size(block", "unknown_function(1)", "12x", "0x", "0xg", "12KB", "''", "'ZZ'",
    "'1'", "1 & 2", "1 == 2", "9223372036854775808", "9007199254740993K", "\xff", "Virt", "a..b",
    "min(1,2,3,4,5,6,7,8,9)",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PgsLessonExpression) expression = pgs_lesson_expression_parse (cases[i], &error);

      g_test_message ("case %" G_GSIZE_FORMAT, i);
      g_assert_null (expression);
      g_assert_error (error, PGS_ERROR, PGS_ERROR_SYNTAX);
    }
}

/* Deep and long ones are refused before they take the stack. */
static void
test_bounds (void)
{
  for (gsize length = 1; length <= 1 << 16; length *= 2)
    {
      g_autofree char *parentheses = g_strnfill (length, '(');
      g_autofree char *signs = g_strnfill (length, '-');
      g_autofree char *digits = g_strnfill (length, '9');

      g_assert_null (pgs_lesson_expression_parse (parentheses, NULL));
      g_assert_null (pgs_lesson_expression_parse (signs, NULL));
      pgs_lesson_expression_free (pgs_lesson_expression_parse (digits, NULL));
    }
}

/* Every prefix of a valid expression is an expression or an error, and so is every change of a byte. */
static void
test_mutations (void)
{
  static const char text[] = "if(change(rss@child:block) >= 10M and n != 3, max(1, abs(-n), size(block)), start(virt))";
  guint n_valid = 0;

  for (gsize length = strlen ("if("); length < sizeof text; length++) /* "i" and "if" could be facts */
    {
      g_autofree char *prefix = g_strndup (text, length);
      g_autoptr (PgsLessonExpression) expression = pgs_lesson_expression_parse (prefix, NULL);

      n_valid += expression != NULL;
    }
  g_assert_cmpuint (n_valid, ==, 1);
  for (gsize i = 0; i < sizeof text - 1; i++)
    for (int c = 1; c < 256; c++)
      {
        char *mutant = g_strdup (text);
        PgsLessonExpression *expression;

        mutant[i] = (char) c;
        expression = pgs_lesson_expression_parse (mutant, NULL);
        if (expression != NULL)
          pgs_lesson_expression_evaluate (expression, &world);
        pgs_lesson_expression_free (expression);
        g_free (mutant);
      }
}

static void
test_words (void)
{
  static const struct { const char *text; const char *expanded; } cases[] = {
    { "nothing", "nothing" },
    { "", "" },
    { "{virt} and {n}", "3.9 MiB and 700" },
    { "{change(minor)} faults", "2 250 faults" },
    { "{+change(minor)} faults", "+2 250 faults" },
    { "{start(n) - n}", "−693" },
    { "{+start(n) - n}", "−693" },
    { "{n|bytes}", "700 B" },
    { "{minor|time}", "2.5 ms" },
    { "{n|time}", "700 µs" },
    { "{state@child}", "Z (zombie)" },
    { "{11|signal}", "SIGSEGV" },
    { "{0|signal}", "none" },
    { "{1 = 1}", "yes" },
    { "{address(block)}", "0x7f0000000000" },
    { "{size(block) / page_size}", "25" },
    { "{virt@gone} {1 / 0} {)}", "– – –" },
    { "{", "{" },
    { "}{", "}{" },
    { "[[pages|page]] of {n}", "[[pages|page]] of 700" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *expanded = pgs_lesson_expand (cases[i].text, &world);
      g_auto (GStrv) spaces = g_strsplit (expanded, "\u00a0", -1);
      g_autofree char *plain = g_strjoinv (" ", spaces);

      g_assert_cmpstr (plain, ==, cases[i].expanded);
    }
}

static void
test_plain (void)
{
  static const struct { const char *text; const char *plain; } cases[] = {
    { "a [[page table|page-table]] is", "a page table is" },
    { "[[a|b]][[c|d]]", "ac" },
    { "[[a]]", "a" },
    { "[[a|b", "[[a|b" },
    { "]] [[", "]] [[" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *plain = pgs_lesson_dup_plain (cases[i].text);

      g_assert_cmpstr (plain, ==, cases[i].plain);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lesson/expression/values", test_values);
  g_test_add_func ("/lesson/expression/unknown", test_unknown);
  g_test_add_func ("/lesson/expression/malformed", test_malformed);
  g_test_add_func ("/lesson/expression/bounds", test_bounds);
  g_test_add_func ("/lesson/expression/mutations", test_mutations);
  g_test_add_func ("/lesson/words/expand", test_words);
  g_test_add_func ("/lesson/words/plain", test_plain);
  return g_test_run ();
}
