/* test-explain.c: explanations quote the numbers of their region
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "pgs-explain.h"

#include <string.h>

/* Each number in its own unit, so that a text shows which it quotes. */
static const PgsExplanation numbers = {
  .size = 101 << 20,
  .rss = 41 << 20,
  .pss = 31 << 20,
  .swap = 21 << 20,
  .anon = 11 << 20,
  .shared = 12 << 20,
  .locked = 13 << 20,
  .huge = 14 << 20,
  .hugetlb = 16 << 20,
  .n_zero = 777,
  .n_guard = 33,
  .block = 2 << 20,
};

static const struct
{
  PgsExplanationId id;
  const char *quotes[3];
} cases[] = {
  { PGS_EXPLANATION_VSYSCALL, { NULL } },
  { PGS_EXPLANATION_KERNEL_CODE, { "101 MiB" } },
  { PGS_EXPLANATION_KERNEL_DATA, { NULL } },
  { PGS_EXPLANATION_DENIED, { "101 MiB" } },
  { PGS_EXPLANATION_STACK_GUARD, { "101 MiB" } },
  { PGS_EXPLANATION_NO_ACCESS, { "101 MiB", "41 MiB" } },
  { PGS_EXPLANATION_GUARD_PAGES, { "33" } },
  { PGS_EXPLANATION_HUGETLB, { "16 MiB" } },
  { PGS_EXPLANATION_SWAPPED, { "21 MiB", "41 MiB" } },
  { PGS_EXPLANATION_LOCKED, { "13 MiB" } },
  { PGS_EXPLANATION_DELETED, { "41 MiB" } },
  { PGS_EXPLANATION_HUGE, { "14 MiB", "2 MiB" } },
  { PGS_EXPLANATION_ZERO, { "777" } },
  { PGS_EXPLANATION_STACK, { "101 MiB", "41 MiB" } },
  { PGS_EXPLANATION_THREAD_STACK, { "101 MiB", "41 MiB" } },
  { PGS_EXPLANATION_FORK_SHARED, { "12 MiB" } },
  { PGS_EXPLANATION_HEAP, { "101 MiB", "41 MiB" } },
  { PGS_EXPLANATION_UNTOUCHED, { "101 MiB" } },
  { PGS_EXPLANATION_UNREAD_FILE, { "101 MiB" } },
  { PGS_EXPLANATION_COPIED, { "11 MiB", "30 MiB" } },
  { PGS_EXPLANATION_ALL_COPIED, { "41 MiB" } },
  { PGS_EXPLANATION_FILE_SHARED, { "12 MiB", "41 MiB", "31 MiB" } },
  { PGS_EXPLANATION_SHARED_MEMORY, { "41 MiB", "101 MiB" } },
  { PGS_EXPLANATION_FILE_PARTIAL, { "101 MiB", "41 MiB" } },
  { PGS_EXPLANATION_FULL, { "101 MiB" } },
  { PGS_EXPLANATION_PARTIAL, { "101 MiB", "41 MiB" } },
};

/* In their order, and no other number. */
static void
test_quotes (void)
{
  g_assert_cmpuint (G_N_ELEMENTS (cases), ==, PGS_N_EXPLANATIONS - 1);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PgsExplanation explanation = numbers;
      g_autofree char *text = NULL;
      const char *rest;

      explanation.id = cases[i].id;
      text = pgs_explain_text (&explanation);
      g_assert_nonnull (text);
      g_assert_nonnull (pgs_explain_title (&explanation));
      rest = text;
      for (gsize q = 0; q < G_N_ELEMENTS (cases[i].quotes) && cases[i].quotes[q] != NULL; q++)
        {
          const gsize skipped = strcspn (rest, "0123456789");

          g_assert_true (g_str_has_prefix (rest + skipped, cases[i].quotes[q]));
          rest += skipped + strlen (cases[i].quotes[q]);
        }
      g_assert_cmpuint (strcspn (rest, "0123456789%"), ==, strlen (rest));
    }
}

static void
test_nothing (void)
{
  PgsExplanation explanation = numbers;

  explanation.id = PGS_EXPLANATION_NONE;
  g_assert_null (pgs_explain_title (&explanation));
  g_assert_null (pgs_explain_text (&explanation));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/render/explain/quotes", test_quotes);
  g_test_add_func ("/render/explain/nothing", test_nothing);
  return g_test_run ();
}
