/* fuzz-syscall.c: any text as /proc/PID/task/TID/syscall
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fuzz.h"

#include <string.h>

#include "pgs-thread-stacks.h"

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  const char *text = (const char *) data;
  g_autofree char *copy = g_strndup (text, size);
  g_auto (GStrv) words = NULL;
  guint64 stack_pointer;
  guint n_words;

  if (!pgs_thread_stacks_parse (text, size, &stack_pointer))
    return 0;
  g_assert_nonnull (strchr (copy, '\n'));
  *strchr (copy, '\n') = '\0';
  words = g_strsplit (copy, " ", -1);
  n_words = g_strv_length (words);
  g_assert_cmpuint (n_words, >=, 3);
  for (guint i = 1; i < n_words; i++)
    g_assert_true (g_str_has_prefix (words[i], "0x"));
  g_assert_cmpuint (stack_pointer, ==, g_ascii_strtoull (words[n_words - 2], NULL, 16));
  return 0;
}
